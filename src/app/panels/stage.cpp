#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/views/legend.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium::app {
namespace {

// All views at once need a stage of at least this size, CSS pixels.
constexpr float kMosaicWidth = 640, kMosaicHeight = 480;
// A view among all is at least about this large; of more views than fit only the first are shown.
constexpr float kLeastAcross = 300, kLeastUp = 200;
// Below this height of the stage (CSS pixels) captions are left out, because the pictures need their lines.
constexpr float kRoomForCaptions = 480;

std::vector<std::string_view> labelsOf(const ViewChoice& choice) {
  std::vector<std::string_view> labels;
  for (const ViewOption& option : choice.options) labels.push_back(option.label);
  return labels;
}
float labelWidth(const Ui& ui, const ViewChoice& choice) {
  return textSize(ui, Face::kSmall, choice.label).x + ui.px(8);
}
float choicesWidth(const Ui& ui, const ViewOffer& offer, float room) {
  float width = -ui.px(16);
  for (const ViewChoice& choice : offer.choices)
    width += labelWidth(ui, choice) + oneOfWidth(ui, labelsOf(choice), room) + ui.px(16);
  return width;
}

// The choices of the view on the stage. A choice that does not fit beside the last one begins a new line.
void viewChoices(Ui& ui, const ViewOffer& offer, const ImVec2& min, float width) {
  const std::vector<std::uint32_t> chosen = chosenOf(offer, ui.choices.view_options);
  const float height = ui.hit();
  ImVec2 at = min;
  for (std::size_t i = 0; i < offer.choices.size(); ++i) {
    const ViewChoice& choice_of = offer.choices[i];
    const std::vector<std::string_view> labels = labelsOf(choice_of);
    const float label = labelWidth(ui, choice_of), control = oneOfWidth(ui, labels, width - label);
    if (at.x > min.x && at.x + label + control > min.x + width + 1) at = {min.x, at.y + height + ui.px(6)};
    drawTextIn(ui, Face::kSmall, at, {at.x + label, at.y + height}, ui.colours().ink_soft, choice_of.label);
    ImGui::SetCursorScreenPos({at.x + label, at.y});
    ImGui::PushID(toInt(i));
    int option = toInt(chosen[i]);
    const bool changed = oneOf(ui, "choice", labels, option, control);
    ImGui::PopID();
    if (changed) {
      choose(ui.choices.view_options, offer, i, toU32(option));
      // The snapshot may hold the pictures of both options. They share the name of their texture, so it is made again.
      ui.pictures.renew();
    }
    at.x += label + control + ui.px(16);
  }
  ImGui::SetCursorScreenPos({min.x, at.y});
  ImGui::Dummy({width, height});
}

// The control that chooses the view: tabs where they fit, else a list. Returns its width. A list leaves `wanted` pixels
// of the room free if it stays readable.
float chooseView(Ui& ui, const std::vector<ViewOffer>& views, float room, float wanted) {
  std::vector<std::string_view> titles;
  int chosen = -1;
  float width = 0;
  for (std::size_t i = 0; i < views.size(); ++i) {
    titles.push_back(views[i].title);
    width += textSize(ui, Face::kStrong, views[i].title).x;
    if (views[i].name == ui.choices.stage && !ui.choices.all_views && !ui.choices.compare) chosen = toInt(i);
  }
  // Tabs need a readable gap between them; if there is less, a list takes their place.
  const float gap = views.size() < 2 ? 0 : std::floor((room - width) / toFloat(views.size() - 1));
  float taken = width;
  if (gap >= ui.px(12)) {
    const float between = std::min(gap, ui.px(22));
    taken += between * toFloat(views.size() - 1);
    if (!tabs(ui, "views", titles, chosen, between)) return taken;
  } else {
    taken = std::min(room, ui.px(280));
    if (ui.form == Form::kNarrow)
      taken = room;
    else if (room - wanted >= ui.px(200))
      taken = std::min(taken, room - wanted);
    const std::string_view shown = chosen >= 0          ? titles[toSize(chosen)]
                                   : ui.choices.compare ? "Side by side"
                                                        : "All views";
    if (!beginList(ui, "views", shown, taken)) return taken;
    const int was = chosen;
    for (int i = 0; i < toInt(titles.size()); ++i) {
      ImGui::PushID(i);
      if (choice(ui, "view", titles[toSize(i)], "", i == chosen)) chosen = i;
      ImGui::PopID();
    }
    endList();
    if (chosen == was) return taken;
  }
  ui.choices.stage = views[toSize(chosen)].name;
  ui.choices.all_views = ui.choices.compare = false;
  ui.actions.stage(ui.choices.stage);
  return taken;
}

void header(Ui& ui, const std::vector<ViewOffer>& views, bool may_mosaic) {
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = ui.hit() * (may_mosaic ? 2 : 1);
  const float room = width - right - ui.px(8), gap = ui.px(16);
  const bool one = !ui.choices.all_views && !ui.choices.compare;
  const ViewOffer* shown = one ? offerNamed(views, ui.choices.stage) : nullptr;
  if (shown && shown->choices.empty()) shown = nullptr;
  const float taken = chooseView(ui, views, room, shown ? choicesWidth(ui, *shown, width) + gap : 0) + gap;
  // The choices of the view stand beside the control if there is room, otherwise in a line below.
  const bool beside = shown && choicesWidth(ui, *shown, width) <= room - taken;
  if (beside) viewChoices(ui, *shown, {at.x + taken, at.y}, room - taken);
  ImGui::SetCursorScreenPos({at.x + width - right, at.y});
  ButtonLook side{Icon::kCompare, "", Kind::kQuiet, "Results side by side"};
  side.lit = ui.choices.compare;
  if (button(ui, "compare", side)) ui.choices.compare = !ui.choices.compare;
  if (may_mosaic) {
    ImGui::SameLine(0, 0);
    ButtonLook look{Icon::kMosaic, "", Kind::kQuiet, "All views at once"};
    look.lit = ui.choices.all_views && !ui.choices.compare;
    if (button(ui, "mosaic", look)) {
      ui.choices.all_views = !ui.choices.all_views || ui.choices.compare;
      ui.choices.compare = false;
      ui.actions.stage(ui.choices.all_views ? "*" : ui.choices.stage);
    }
  }
  if (!shown || beside) return;
  space(ui, 6);
  viewChoices(ui, *shown, ImGui::GetCursorScreenPos(), width);
}

// Whether the view shows samples that run continuously, which have two controls: pace and restart.
bool samplesRun(const Ui& ui, const View& view) {
  if (showsSamples(view) || view.meaning == Meaning::kGeneration) return true;
  if (ui.choices.all_views) return false;
  if (view.meaning == Meaning::kVisited) return true;
  for (const Panel& panel : view.panels)
    for (const Mark& mark : panel.marks)
      if (mark.kind == MarkKind::kPoints && mark.ink == Ink::kModel && !mark.label.empty()) return true;
  return false;
}

float controlsHeight(const Ui& ui) {
  return ui.px(ui.touch ? 36 : 28);
}
float paceWidth(const Ui& ui) {
  return ui.px(260);
}

void chainControls(Ui& ui, const View& view, float right, float y) {
  constexpr double kFullPace = 1e5;  // more steps a second than any model makes
  struct Pace {
    std::string_view label;
    double steps;
  };
  constexpr Pace kPaces[] = {{"Still", 0}, {"2/s", 2}, {"10/s", 10}, {"100/s", 100}, {"Full", kFullPace}};
  const float height = controlsHeight(ui), again = height, width = paceWidth(ui);
  const bool gibbs = view.meaning == Meaning::kChains || view.meaning == Meaning::kVisited;
  ImGui::SetCursorScreenPos({right - again, y});
  ButtonLook look{Icon::kReset, "", Kind::kQuiet, gibbs ? "Start the chains again from noise" : "Start sampling anew"};
  look.height = height;
  if (button(ui, "restart chains", look)) ui.actions.send("restartChains");
  std::string_view labels[std::size(kPaces)];
  int chosen = 0;
  for (std::size_t i = 0; i < std::size(kPaces); ++i) {
    labels[i] = kPaces[i].label;
    if (kPaces[i].steps == ui.state.page.chain_speed) chosen = toInt(i);
  }
  ImGui::SetCursorScreenPos({right - again - ui.px(4) - width, y});
  if (segmented(ui, "pace", labels, chosen, width, height)) {
    ui.actions.chainSpeed(kPaces[chosen].steps);
  }
  hint(ui, gibbs ? "Gibbs steps per second of the running chains" : "Sampling steps per second");
}

// The layout of everything below a picture: its legend, the controls (beside the legend if both fit in a row), the
// classes that samples can be held at, and the sliders.
struct Foot {
  float controls = 0;  // width; 0: none
  Legend legend;
  float legend_width = 0, legend_height = 0, row = 0, classes = 0, sliders = 0;
  bool stacked = false;
  float height() const { return row + classes + sliders; }
};

// With `paced` the view has the controls of samples that run, if it shows any. They stand beside the legend if it does
// not become much higher by that, otherwise below it.
Foot footOf(const Ui& ui, const View& view, float width, bool paced) {
  Foot foot;
  if (!view.sliders.empty())
    foot.controls = latentButtonsWidth(ui);
  else if (paced && samplesRun(ui, view))
    foot.controls = paceWidth(ui) + ui.px(4) + controlsHeight(ui);
  const float controls = foot.controls > 0 ? controlsHeight(ui) : 0;
  const float beside = foot.controls > 0 ? width - foot.controls - ui.px(16) : width;
  foot.legend = Legend(ui, view);
  foot.legend_width = width;
  foot.legend_height = foot.legend.height(ui, width);
  const float narrow = foot.legend.height(ui, std::max(beside, ui.px(1)));
  if (foot.legend.fits(beside) && narrow <= foot.legend_height + ui.px(24)) {
    foot.legend_width = beside;
    foot.legend_height = narrow;
    foot.row = std::max({foot.legend_height, controls, ui.px(20)});
  } else {
    foot.stacked = true;
    foot.row = foot.legend_height + ui.px(4) + controls;
  }
  if (view.sliders.empty() && foot.controls > 0) foot.classes = heldClassHeight(ui, width);
  foot.sliders = slidersHeight(ui, view, width);
  return foot;
}

void footer(Ui& ui, const View& view, const Foot& foot, const ImVec2& min, float width) {
  const float beside = foot.stacked ? foot.legend_height : foot.row;
  foot.legend.draw(ui, view, {min.x, std::round(min.y + (beside - foot.legend_height) / 2)}, foot.legend_width);
  const float right = min.x + width, height = controlsHeight(ui);
  const float y = foot.stacked ? min.y + foot.legend_height + ui.px(4) : std::round(min.y + (foot.row - height) / 2);
  if (!view.sliders.empty())
    latentButtons(ui, view, right, y, height);
  else if (foot.controls > 0)
    chainControls(ui, view, right, y);
  if (foot.classes > 0) heldClass(ui, {min.x, min.y + foot.row}, width);
  drawSliders(ui, view, {min.x, min.y + foot.row + foot.classes}, width);
}

void oneView(Ui& ui, const View& view, Foot foot, const ImVec2& min, const ImVec2& max) {
  drawView(ui, view, min, {max.x, max.y - foot.height() - ui.px(8)});
  // How many tiles have found room is known now.
  if (view.kind == ViewKind::kImages) foot.legend = Legend(ui, view);
  footer(ui, view, foot, {min.x, max.y - foot.height()}, max.x - min.x);
}

// Whether a view is among all views at once. Biases do not deserve a quarter of the stage. The current update is worth
// it only in slow motion, where it takes the place of the reconstructions.
bool inMosaic(const Ui& ui, const View& view) {
  if (view.meaning == Meaning::kBiases) return false;
  return view.meaning == Meaning::kUpdate ? slowMotion(ui)
                                          : view.meaning != Meaning::kReconstruction || !slowMotion(ui);
}

// Remembers which views are shown, so that the core makes no others. All are asked for until those that there are have
// come, and again where another number of them fits or slow motion begins or ends.
void rememberMosaic(Ui& ui, const std::vector<const View*>& shown, int most) {
  constexpr double kSettled = 1.5;  // seconds
  Mosaic& mosaic = ui.choices.mosaic;
  const int key = 2 * most + (slowMotion(ui) ? 1 : 0);
  if (mosaic.key != key) mosaic = {{}, key, ui.now};
  if (!mosaic.names.empty() || ui.now - mosaic.since < kSettled) return;
  for (const View* view : shown) mosaic.names.insert(view->name);
}

void mosaic(Ui& ui, const std::vector<ViewOffer>& views, const ImVec2& min, const ImVec2& max) {
  const float gap = ui.px(24), title = ui.px(26);
  const int across = std::clamp(toInt((max.x - min.x + gap) / (ui.px(kLeastAcross) + gap)), 1, 3);
  const int up = std::max(1, toInt((max.y - min.y + gap) / (ui.px(kLeastUp) + gap)));
  std::vector<const View*> shown;
  // In slow motion, the views that explain it come first.
  for (const bool explains : {true, false}) {
    for (const ViewOffer& each : views) {
      if ((slowMotion(ui) && each.slow_motion) != explains) continue;
      const View* view = viewOf(ui.state, ui.choices, each.name);
      if (view && inMosaic(ui, *view) && toInt(shown.size()) < across * up) shown.push_back(view);
    }
  }
  rememberMosaic(ui, shown, across * up);
  if (shown.empty()) return;
  const int count = toInt(shown.size());
  const int columns = std::min(across, count == 1 ? 1 : count <= 4 ? 2 : 3);
  const int rows = (count + columns - 1) / columns;
  const float width = (max.x - min.x - gap * toFloat(columns - 1)) / toFloat(columns);
  const float height = (max.y - min.y - gap * toFloat(rows - 1)) / toFloat(rows);
  // All views have one pace, so only the first that shows running samples has its controls.
  bool paced = true;
  for (int i = 0; i < count; ++i) {
    const View& view = *shown[toSize(i)];
    const ImVec2 at(std::round(min.x + toFloat(i % columns) * (width + gap)),
                    std::round(min.y + toFloat(i / columns) * (height + gap)));
    const ImVec2 end(std::round(at.x + width), std::round(at.y + height));
    drawTextIn(ui, Face::kStrong, at, {end.x, at.y + title}, ui.colours().ink, view.title);
    ImGui::PushID(i);
    oneView(ui, view, footOf(ui, view, width, paced), {at.x, at.y + title + ui.px(4)}, end);
    ImGui::PopID();
    paced = paced && (!view.sliders.empty() || !samplesRun(ui, view));
  }
}

// The notes of a view, one per line. The room that they once needed stays reserved, so that the picture below does not
// jump.
void notes(Ui& ui, const View& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  for (const std::string& note : view.notes) {
    const ImVec2 line = ImGui::GetCursorScreenPos();
    const float dot = ui.px(14);
    ImGui::GetWindowDrawList()->AddCircleFilled({line.x + ui.px(4), line.y + textSize(ui, Face::kBody, "x").y / 2},
                                                ui.px(2.5f), ui.colours().data, 12);
    ImGui::SetCursorScreenPos({line.x + dot, line.y});
    paragraph(ui, Face::kBody, ui.colours().ink, note);
  }
  const float taken = ImGui::GetCursorScreenPos().y - at.y;
  if (ui.choices.notes_of != view.name) ui.choices.notes_room = 0;
  ui.choices.notes_of = view.name;
  ui.choices.notes_room = std::max(ui.choices.notes_room, taken);
  ImGui::SetCursorScreenPos({at.x, at.y + ui.choices.notes_room});
  ImGui::Dummy({0, 0});
}

void words(Ui& ui, const View* view, bool brief) {
  const Palette& p = ui.colours();
  paragraph(ui, Face::kBody, p.ink, stageSentence(ui.state));
  trainingStages(ui, brief);
  if (!view || ui.choices.all_views) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
  if (!brief) paragraph(ui, Face::kSmall, p.ink_soft, view->caption);
  if (!view->notes.empty()) {
    space(ui, 4);
    notes(ui, *view);
  }
  ImGui::PopStyleVar();
}

// The end of the sentence: it says what the samples on the stage are.
std::string samplesClause(const View& view) {
  if (view.kind == ViewKind::kImages && !view.shape.empty()) {
    const std::string count = formatCount(view.shape[0]);
    if (view.meaning == Meaning::kChains)
      return "; the " + count + " pictures on the stage are the current states of its Gibbs chains";
    return "; the " + count + " pictures on the stage are samples of what it has learnt so far";
  }
  if (view.kind == ViewKind::kPlane) return "; the rings on the stage are samples of what it has learnt so far";
  return "";
}

}  // namespace

std::string stageSentence(const State& state) {
  const ModelInfo* model = state.model();
  if (!model) return "";
  const DatasetInfo* set = state.dataset();
  const std::string noun = lowerFirst(model->title);
  const std::string data = set ? lowerFirst(set->title) : "data of your own";
  const bool fresh = state.snapshot.progress.updates == 0;
  // While something else has the core, such as a measure of the table, it rests although it is to run.
  const bool learns = state.page.running && !state.page.suspended;
  const char* verb = learns ? " is learning " : fresh ? " is about to learn " : " has paused learning ";
  std::string sentence = std::string(article(noun)) + " " + noun + verb + data;
  sentence[0] = 'A';  // "a" or "an" at the beginning of the sentence
  if (const View* samples = state.samples()) sentence += samplesClause(*samples);
  return sentence + ".";
}

void stagePanel(Ui& ui) {
  ImGui::PushID("stage");
  if (!ui.state.has_snapshot) {
    banners(ui);
    waitingScreen(ui);
    ImGui::PopID();
    return;
  }
  const ImVec2 whole = ImGui::GetContentRegionAvail();
  const bool may_mosaic = whole.x >= ui.px(kMosaicWidth) && whole.y >= ui.px(kMosaicHeight);
  // A window that was made smaller leaves the state in which it would show every view.
  if (!may_mosaic) ui.choices.all_views = false;
  const std::vector<ViewOffer> views = offersOf(ui.state, ui.choices);
  if (ui.choices.drawing) {
    banners(ui);
    drawingPanel(ui);
    ImGui::PopID();
    return;
  }
  header(ui, views, may_mosaic);
  space(ui, 10);
  banners(ui);
  if (ui.choices.compare) {
    comparePanel(ui);
    ImGui::PopID();
    return;
  }
  const View* view = viewOf(ui.state, ui.choices, ui.choices.stage);
  words(ui, view, whole.y < ui.px(kRoomForCaptions));
  if (slowMotion(ui)) {
    space(ui, 12);
    phaseStrip(ui);
  }
  space(ui, 12);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  // In a room lower than this the panel scrolls, because a smaller picture could not be read.
  const bool one = view && !ui.choices.all_views;
  Foot foot = one ? footOf(ui, *view, room.x, true) : Foot();
  const float least = one ? leastHeight(ui, *view, room.x) + foot.height() : ui.px(110);
  const ImVec2 max(min.x + room.x, min.y + std::max(room.y, least));
  if (ui.choices.all_views)
    mosaic(ui, views, min, max);
  else if (view)
    oneView(ui, *view, std::move(foot), min, max);
  else
    drawTextIn(ui, Face::kBody, min, max, ui.colours().ink_faint,
               "This view comes with the next picture from the model.", 0.5f);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({room.x, max.y - min.y});
  ImGui::PopID();
}

}  // namespace harmonium::app
