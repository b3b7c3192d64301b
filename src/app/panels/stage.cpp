#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/views/views.h"
#include "app/widgets.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// A stage at least this large (CSS pixels) can show every view at once.
constexpr float kMosaicWidth = 720, kMosaicHeight = 560;
// On a lower one the pictures need the lines that a caption would take.
constexpr float kRoomForCaptions = 480;

// Views that there are or could be: the catalogue's, but for those that this size of model has not.
std::vector<ViewInfo> viewsOf(const State& state, const std::set<std::string, std::less<>>& missing) {
  std::vector<ViewInfo> out;
  if (const ModelInfo* model = state.model()) out = model->views;
  for (const View& view : state.snapshot.views) {
    const bool known =
        std::any_of(out.begin(), out.end(), [&](const ViewInfo& each) { return each.name == view.name; });
    if (!known) out.push_back({view.name, view.title});
  }
  std::erase_if(out, [&](const ViewInfo& each) { return missing.count(each.name) > 0; });
  return out;
}

void chooseView(Ui& ui, const std::vector<ViewInfo>& views, float room) {
  std::vector<std::string_view> titles;
  int chosen = -1;
  float width = 0;
  for (std::size_t i = 0; i < views.size(); ++i) {
    titles.push_back(views[i].title);
    width += textSize(ui, Face::kStrong, views[i].title).x;
    if (views[i].name == ui.choices.stage && !ui.choices.all_views && !ui.choices.compare) chosen = static_cast<int>(i);
  }
  const float gap = views.size() < 2 ? 0 : std::floor((room - width) / static_cast<float>(views.size() - 1));
  if (gap >= ui.px(12)) {
    if (!tabs(ui, "views", titles, chosen, std::min(gap, ui.px(22)))) return;
  } else {
    const std::string_view shown = chosen >= 0          ? titles[static_cast<std::size_t>(chosen)]
                                   : ui.choices.compare ? "Side by side"
                                                        : "All views";
    if (!beginList(ui, "views", shown, ui.form == Form::kNarrow ? room : std::min(room, ui.px(280)))) return;
    const int was = chosen;
    for (int i = 0; i < static_cast<int>(titles.size()); ++i) {
      ImGui::PushID(i);
      if (choice(ui, "view", titles[static_cast<std::size_t>(i)], "", i == chosen)) chosen = i;
      ImGui::PopID();
    }
    endList();
    if (chosen == was) return;
  }
  ui.choices.stage = views[static_cast<std::size_t>(chosen)].name;
  ui.choices.all_views = ui.choices.compare = false;
  ui.actions.stage(ui.choices.stage);
}

void header(Ui& ui, const std::vector<ViewInfo>& views, bool may_mosaic) {
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = ui.hit() * (may_mosaic ? 2 : 1);
  chooseView(ui, views, width - right - ui.px(8));
  ImGui::SetCursorScreenPos({at.x + width - right, at.y});
  ButtonLook side{Icon::kCompare, "", Kind::kQuiet, "Results side by side"};
  side.lit = ui.choices.compare;
  if (button(ui, "compare", side)) ui.choices.compare = !ui.choices.compare;
  if (!may_mosaic) return;
  ImGui::SameLine(0, 0);
  ButtonLook look{Icon::kMosaic, "", Kind::kQuiet, "All views at once"};
  look.lit = ui.choices.all_views && !ui.choices.compare;
  if (button(ui, "mosaic", look)) {
    ui.choices.all_views = !ui.choices.all_views || ui.choices.compare;
    ui.choices.compare = false;
    ui.actions.stage(ui.choices.all_views ? "*" : ui.choices.stage);
  }
}

// Samples that run on while one watches have two controls of their own. Among all views at once, once is enough.
bool samplesRun(const Ui& ui, const View& view) {
  if (view.name == "chains" || view.name == "generation") return true;
  if (ui.choices.all_views) return false;
  for (const Panel& panel : view.panels)
    for (const Mark& mark : panel.marks)
      if (mark.kind == MarkKind::kPoints && mark.ink == Ink::kModel && !mark.label.empty()) return true;
  return false;
}

float controlsHeight(const Ui& ui) {
  return ui.px(ui.touch ? 36 : 28);
}
float paceWidth(const Ui& ui) {
  return ui.px(184);
}

void chainControls(Ui& ui, const View& view, float right, float y) {
  struct Pace {
    std::string_view label;
    double steps;
  };
  constexpr Pace kPaces[] = {{"Still", 0}, {"2/s", 2}, {"10/s", 10}, {"60/s", 60}};
  const float height = controlsHeight(ui), again = height, width = paceWidth(ui);
  const bool gibbs = view.title == "Fantasy chains";
  ImGui::SetCursorScreenPos({right - again, y});
  ButtonLook look{Icon::kReset, "", Kind::kQuiet, gibbs ? "Start the chains again from noise" : "Start sampling anew"};
  look.height = height;
  if (button(ui, "restart chains", look)) ui.actions.send("restartChains");
  std::string_view labels[4];
  int chosen = 0;
  for (int i = 0; i < 4; ++i) {
    labels[i] = kPaces[i].label;
    if (kPaces[i].steps == ui.choices.chain_speed) chosen = i;
  }
  ImGui::SetCursorScreenPos({right - again - ui.px(4) - width, y});
  if (segmented(ui, "pace", labels, chosen, width, height)) {
    ui.choices.chain_speed = kPaces[chosen].steps;
    ui.actions.chainSpeed(ui.choices.chain_speed);
  }
  hint(ui, gibbs ? "Gibbs steps a second of the running chains" : "Steps of sampling a second");
}

// What stands below a picture: its legend, beside it the controls where both fit in a row, and sliders.
struct Foot {
  float controls = 0;  // width; 0: none
  float legend_width = 0, legend = 0, row = 0, sliders = 0;
  bool stacked = false;
  float height() const { return row + sliders; }
};

Foot footOf(const Ui& ui, const View& view, float width) {
  Foot foot;
  if (!view.sliders.empty())
    foot.controls = latentButtonsWidth(ui);
  else if (samplesRun(ui, view))
    foot.controls = paceWidth(ui) + ui.px(4) + controlsHeight(ui);
  const float controls = foot.controls > 0 ? controlsHeight(ui) : 0;
  const float beside = foot.controls > 0 ? width - foot.controls - ui.px(16) : width;
  foot.legend_width = width;
  foot.legend = legendHeight(ui, view, width);
  const float narrow = legendHeight(ui, view, std::max(beside, ui.px(1)));
  if (legendFits(ui, view, beside) && narrow <= foot.legend + ui.px(24)) {
    foot.legend_width = beside;
    foot.legend = narrow;
    foot.row = std::max({foot.legend, controls, ui.px(20)});
  } else {
    foot.stacked = true;
    foot.row = foot.legend + ui.px(4) + controls;
  }
  foot.sliders = slidersHeight(ui, view, width);
  return foot;
}

void footer(Ui& ui, const View& view, const Foot& foot, const ImVec2& min, float width) {
  const float beside = foot.stacked ? foot.legend : foot.row;
  drawLegend(ui, view, {min.x, std::round(min.y + (beside - foot.legend) / 2)}, foot.legend_width);
  const float right = min.x + width, height = controlsHeight(ui);
  const float y = foot.stacked ? min.y + foot.legend + ui.px(4) : std::round(min.y + (foot.row - height) / 2);
  if (!view.sliders.empty())
    latentButtons(ui, view, right, y, height);
  else if (foot.controls > 0)
    chainControls(ui, view, right, y);
  drawSliders(ui, view, {min.x, min.y + foot.row}, width);
}

void oneView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const Foot foot = footOf(ui, view, max.x - min.x);
  drawView(ui, view, min, {max.x, max.y - foot.height() - ui.px(8)});
  footer(ui, view, foot, {min.x, max.y - foot.height()}, max.x - min.x);
}

// A lone tile is not worth a quarter of the stage; the update under way is worth it in slow motion only.
bool inMosaic(const Ui& ui, std::string_view name) {
  if (name == "biases") return false;
  return name == "update" ? slowMotion(ui) : name != "reconstruction" || !slowMotion(ui);
}

void mosaic(Ui& ui, const std::vector<ViewInfo>& views, const ImVec2& min, const ImVec2& max) {
  std::vector<const View*> shown;
  for (const ViewInfo& each : views)
    if (const View* view = ui.state.view(each.name); view && inMosaic(ui, each.name)) shown.push_back(view);
  if (shown.empty()) return;
  const int count = static_cast<int>(shown.size());
  const int columns = count == 1 ? 1 : count <= 4 ? 2 : 3;
  const int rows = (count + columns - 1) / columns;
  const float gap = ui.px(24), title = ui.px(26);
  const float width = (max.x - min.x - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float height = (max.y - min.y - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  for (int i = 0; i < count; ++i) {
    const View& view = *shown[static_cast<std::size_t>(i)];
    const ImVec2 at(std::round(min.x + static_cast<float>(i % columns) * (width + gap)),
                    std::round(min.y + static_cast<float>(i / columns) * (height + gap)));
    const ImVec2 end(std::round(at.x + width), std::round(at.y + height));
    drawTextIn(ui, Face::kStrong, at, {end.x, at.y + title}, ui.colours().ink, view.title);
    ImGui::PushID(i);
    oneView(ui, view, {at.x, at.y + title + ui.px(4)}, end);
    ImGui::PopID();
  }
}

// Findings, each on a line of its own. The room they once took is kept, so that the picture below does not jump.
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
  if (!view || ui.choices.all_views) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
  if (!brief) paragraph(ui, Face::kSmall, p.ink_soft, view->caption);
  if (!view->notes.empty()) {
    space(ui, 4);
    notes(ui, *view);
  }
  ImGui::PopStyleVar();
}

// What the samples on the stage are, as the end of a sentence.
std::string samplesClause(const View& view) {
  if (view.kind == ViewKind::kImages && !view.shape.empty()) {
    const std::string count = formatCount(view.shape[0]);
    if (view.title == "Fantasy chains") return "; the " + count + " pictures on the stage are what it dreams up so far";
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
  const char* verb = state.page.running ? " is learning " : fresh ? " is about to learn " : " has paused learning ";
  std::string sentence = std::string(article(noun)) + " " + noun + verb + data;
  sentence[0] = 'A';
  if (const View* chains = state.view("chains")) sentence += samplesClause(*chains);
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
  if (!may_mosaic) ui.choices.all_views = false;
  const std::vector<ViewInfo> views = viewsOf(ui.state, ui.choices.missing_views);
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
  const View* view = ui.state.view(ui.choices.stage);
  words(ui, view, whole.y < ui.px(kRoomForCaptions));
  if (slowMotion(ui)) {
    space(ui, 12);
    phaseStrip(ui);
  }
  space(ui, 12);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float least =
      view && !ui.choices.all_views ? leastHeight(ui, *view, room.x) + footOf(ui, *view, room.x).height() : ui.px(110);
  const ImVec2 max(min.x + room.x, min.y + std::max(room.y, least));
  if (ui.choices.all_views)
    mosaic(ui, views, min, max);
  else if (view)
    oneView(ui, *view, min, max);
  else
    drawTextIn(ui, Face::kBody, min, max, ui.colours().ink_faint,
               "This view comes with the next picture from the model.", 0.5f);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({room.x, max.y - min.y});
  ImGui::PopID();
}

}  // namespace harmonium::app
