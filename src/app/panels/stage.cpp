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
    if (views[i].name == ui.choices.stage && !ui.choices.all_views) chosen = static_cast<int>(i);
  }
  const float gap = views.size() < 2 ? 0 : std::floor((room - width) / static_cast<float>(views.size() - 1));
  if (gap >= ui.px(12)) {
    if (!tabs(ui, "views", titles, chosen, std::min(gap, ui.px(22)))) return;
  } else {
    const std::string_view shown = chosen >= 0 ? titles[static_cast<std::size_t>(chosen)] : "All views";
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
  ui.choices.all_views = false;
  ui.actions.stage(ui.choices.stage);
}

void header(Ui& ui, const std::vector<ViewInfo>& views, bool may_mosaic) {
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = may_mosaic ? ui.hit() : 0;
  chooseView(ui, views, may_mosaic ? width - right - ui.px(8) : width);
  if (!may_mosaic) return;
  ImGui::SetCursorScreenPos({at.x + width - right, at.y});
  ButtonLook look{Icon::kMosaic, "", Kind::kQuiet, "All views at once"};
  look.lit = ui.choices.all_views;
  if (button(ui, "mosaic", look)) {
    ui.choices.all_views = !ui.choices.all_views;
    ui.actions.stage(ui.choices.all_views ? "*" : ui.choices.stage);
  }
}

// The running chains have two controls of their own.
void chainControls(Ui& ui, float right, float y) {
  struct Pace {
    std::string_view label;
    double steps;
  };
  constexpr Pace kPaces[] = {{"Still", 0}, {"2/s", 2}, {"10/s", 10}, {"60/s", 60}};
  const float height = ui.px(ui.touch ? 36 : 28), again = height, width = ui.px(184);
  ImGui::SetCursorScreenPos({right - again, y});
  ButtonLook look{Icon::kReset, "", Kind::kQuiet, "Start the chains again from noise"};
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
  hint(ui, "Gibbs steps a second of the running chains");
}

void footer(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const float line = textSize(ui, Face::kSmall, "x").y;
  ImGui::SetCursorScreenPos({min.x, std::round((min.y + max.y - line) / 2)});
  drawLegend(ui, view);
  if (view.name == "chains") chainControls(ui, max.x, min.y);
}

float footerHeight(const Ui& ui, const View& view) {
  return view.name == "chains" && ui.touch ? ui.px(36) : ui.px(28);
}

void oneView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const float foot = footerHeight(ui, view);
  drawView(ui, view, min, {max.x, max.y - foot - ui.px(8)});
  footer(ui, view, {min.x, max.y - foot}, max);
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

void words(Ui& ui, const View* view, bool brief) {
  const Palette& p = ui.colours();
  paragraph(ui, Face::kBody, p.ink, stageSentence(ui.state));
  if (!view || view->caption.empty() || ui.choices.all_views || brief) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
  paragraph(ui, Face::kSmall, p.ink_soft, view->caption);
  ImGui::PopStyleVar();
}

}  // namespace

std::string stageSentence(const State& state) {
  const ModelInfo* model = state.model();
  if (!model) return "";
  const DatasetInfo* set = state.dataset();
  const std::string noun = lowerFirst(model->title);
  const std::string data = set ? lowerFirst(set->title) : "the data in the link";
  const bool fresh = state.snapshot.progress.updates == 0;
  const char* verb = state.page.running ? " is learning " : fresh ? " is about to learn " : " has paused learning ";
  std::string sentence = std::string(article(noun)) + " " + noun + verb + data;
  sentence[0] = 'A';
  const View* chains = state.view("chains");
  if (chains && !chains->shape.empty())
    sentence += "; the " + formatCount(chains->shape[0]) + " pictures on the stage are what it dreams up so far";
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
  header(ui, views, may_mosaic);
  space(ui, 10);
  banners(ui);
  const View* view = ui.state.view(ui.choices.stage);
  words(ui, view, whole.y < ui.px(kRoomForCaptions));
  if (slowMotion(ui)) {
    space(ui, 12);
    phaseStrip(ui);
  }
  space(ui, 12);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 max(min.x + room.x, min.y + std::max(room.y, ui.px(110)));
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
