// What every panel is handed: what came from outside (to read), what the visitor chose on screen, and where to put
// wishes.
#pragma once

#include "app/focus.h"
#include "app/logic/actions.h"
#include "app/logic/board.h"
#include "app/logic/brush.h"
#include "app/logic/catalogue.h"
#include "app/logic/experiment.h"
#include "app/logic/page_state.h"
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

// From outside: only the app's entry points change it.
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
  // The running samples, if the snapshot has them.
  const View* samples() const;
};

// A control that was moved and whose new value has not come back from the core yet.
struct Pending {
  OptionValue value = {};
  double since = 0;  // seconds, when it was let go; 0 while it is held
};

// Latent variables under the hand, until the core shows them itself.
struct Latent {
  std::vector<float> values;  // empty: as the core has them
  bool held = false, unsent = false;
  double since = 0, sent = 0;  // seconds
};

// On screen only.
struct Choices {
  std::string stage;                             // the view shown large
  bool all_views = false;                        // every view at once
  int tab = 1;                                   // narrow: 0 what, 1 stage, 2 how well; medium: 0 or 2
  std::set<std::string, std::less<>> folded;     // groups of options that are closed
  std::set<std::string, std::less<>> explained;  // options whose help is open
  std::map<std::string, Pending, std::less<>> pending;
  std::string typing;  // the control whose value is being typed
  std::array<char, 256> typed{};
  bool typing_began = false;
  double chain_speed = 10;                                          // Gibbs steps a second
  bool on_test = true;                                              // measures look at held-out data
  std::string measure_open;                                         // whose options are shown
  std::map<std::string, OptionValue, std::less<>> measure_options;  // those that were changed, as "measure.option"
  int tiles_shown = 0;                                              // of the view drawn last, where not all fit
  ViewNames missing_views;                                          // asked for, and this size of model has none
  ViewOptions view_options;                                         // what the views are to show
  int last_phase = -1;
  double phase_since = 0;  // seconds, when the phase last changed
  Latent latent;
  bool compare = false;           // the stage shows results side by side
  bool drawing = false;           // ... or a sheet to draw data on
  Brush brush;                    // what is drawn
  std::string notes_of;           // the view whose notes have taken most room so far
  float notes_room = 0;           // framebuffer pixels
  std::optional<ImVec4> sheet{};  // where fingers draw and do not scroll: min x, min y, max x, max y
};

// The views that there are to choose from, and the one of that name as it is to be shown.
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
  // While options are drawn that are not the experiment's: where their values are kept.
  std::map<std::string, OptionValue, std::less<>>* kept = nullptr;

  float px(float css) const { return theme.px(css); }
  const Palette& colours() const { return theme.colours; }
  // Least height of what a finger or a mouse has to hit.
  float hit() const { return px(touch || form == Form::kNarrow ? 40 : 32); }
};

}  // namespace harmonium::app
