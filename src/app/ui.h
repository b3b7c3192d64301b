// What every panel receives: the state that came from outside (read only), the visitor's choices on screen, and the
// actions, to which it adds the visitor's requests.
#pragma once

#include "app/focus.h"
#include "app/logic/actions.h"
#include "app/logic/board.h"
#include "app/logic/brush.h"
#include "app/logic/catalogue.h"
#include "app/logic/experiment.h"
#include "app/logic/page_state.h"
#include "app/logic/phase_history.h"
#include "app/logic/view_offers.h"
#include "app/theme.h"
#include "session/snapshot.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace harmonium::app {

class Pictures;

// State that comes from outside. Only the entry points of App change it.
struct State {
  Catalogue catalogue;
  Experiment experiment;
  Snapshot snapshot;
  PageState page;
  Board board;
  bool has_catalogue = false;
  bool has_snapshot = false;

  const ModelInfo* model() const { return catalogue.model(experiment.model); }
  const DatasetInfo* dataset() const { return catalogue.dataset(experiment.data); }
  // What the data consist of, as in kDataValues; empty where it is not known.
  std::string_view dataValues() const { return dataset() ? dataset()->values : experiment.own_values; }
  // The running samples, if the snapshot has them.
  const View* samples() const;
};

// The value of a control that was changed, until the core confirms it.
struct Pending {
  OptionValue value = {};
  double since = 0;  // time when the control was released, seconds; 0 while it is held
};

// The item that was tapped last, and when, in seconds.
struct Tapped {
  ImGuiID item = 0;
  double since = 0;
};

// Latent variables that the visitor sets, until the core confirms them.
struct Latent {
  std::vector<float> values;          // empty: the core's values are shown
  bool held = false, unsent = false;  // a slider is held; the values still have to be sent
  double since = 0, sent = 0;         // times of the last change and the last request, seconds
};

// All views at once: the names of those that are shown, empty until they are known; what they depend on; and since
// when.
struct Mosaic {
  ViewNames names = {};
  int key = -1;
  double since = 0;
};

// The visitor's choices that concern the screen only. The core does not know them.
struct Choices {
  std::string stage;       // the view shown large
  bool all_views = false;  // every view at once
  Mosaic mosaic = {};
  int tab = 1;                                   // narrow: 0 what, 1 stage, 2 how well; medium: 0 or 2
  bool more_options = false;                     // the options that matter less are shown as well
  std::set<std::string, std::less<>> folded;     // groups of options that are closed
  std::set<std::string, std::less<>> explained;  // options whose help is open
  std::map<std::string, Pending, std::less<>> pending;
  std::string typing;  // the control whose value is being typed
  std::array<char, 256> typed{};
  bool typing_began = false;
  bool on_test = true;                                              // measures look at held-out data
  std::string measure_open;                                         // the measure whose options are shown
  std::map<std::string, OptionValue, std::less<>> measure_options;  // those that were changed, as "measure.option"
  int tiles_shown = 0;                                              // tiles of the last view; 0: all fit
  ViewNames missing_views;                                          // requested, but the model has none at its size
  ViewOptions view_options;                                         // the options chosen for the views
  PhaseMoment moment = {};
  double phase_since = 0;  // time when the phase last changed, seconds; below 0: since the next frame
  Latent latent;
  Tapped tapped;
  bool goal_wanted = false;                      // "run to" opens with the next frame
  bool goal_in_epochs = false;                   // "run to" counts epochs instead of updates
  bool log_updates = false, log_chosen = false;  // the scale of the curves' axes, and whether the visitor chose it
  bool compare = false;                          // the stage shows the results of several experiments
  bool own_curves = false;                       // the experiment's own curves are shown although others are compared
  std::size_t compared_count = 0;                // how many lines the compared curves had in the last frame
  std::string compared_curve;                    // the curve above the table of results; another name: the first
  bool drawing = false;                          // the stage shows a sheet to draw data on
  Brush brush;                                   // the points drawn on that sheet
  std::string large_panel;                       // the panel of a view that is shown alone, as "view/2"; or none
  std::string notes_of;                          // the view that `notes_room` belongs to
  float notes_room = 0;                          // the largest height that its notes have taken, framebuffer pixels
  std::optional<ImVec4> sheet{};  // the box where a finger draws and does not scroll: min x, min y, max x, max y
};

// The views that can be chosen, and the view of that name with the options chosen on screen (null: there is none).
std::vector<ViewOffer> offersOf(const State& state, const Choices& choices);
const View* viewOf(const State& state, const Choices& choices, std::string_view name);

enum class Form {
  kNarrow,  // one column, a bar of tabs at the bottom
  kMedium,  // the stage, and beside it one panel at a time
  kWide,    // what, stage, how well
};

struct Ui {
  const Theme& theme;
  const State& state;
  Choices& choices;
  Actions& actions;
  FocusRing& focus;
  Pictures& pictures;
  Form form = Form::kWide;
  bool touch = false;  // the last pointer was a finger
  bool reduced_motion = false;
  double now = 0;          // seconds
  bool animating = false;  // a panel asks for another frame
  // Null while the experiment's options are drawn. While a measure's options are drawn, the map that keeps their
  // values.
  std::map<std::string, OptionValue, std::less<>>* kept = nullptr;

  float px(float css) const { return theme.px(css); }
  const Palette& colours() const { return theme.colours; }
  // The least height of a control, so that a finger or a mouse can hit it.
  float hit() const { return px(touch || form == Form::kNarrow ? 40 : 32); }
};

}  // namespace harmonium::app
