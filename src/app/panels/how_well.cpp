#include "app/controls.h"
#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

constexpr std::string_view kSplits[] = {"Training data", "Held-out data"};

// One measure may give several measurements; their names are the measure's, or that with a dot and a suffix.
bool belongs(const Measurement& measurement, const MeasureInfo& info) {
  return measurement.name == info.name ||
         (measurement.name.size() > info.name.size() && measurement.name.compare(0, info.name.size(), info.name) == 0 &&
          measurement.name[info.name.size()] == '.');
}

// How long the measure took when it ran last on this device; empty where it has not run.
std::string tookWords(const Ui& ui, const MeasureInfo& info) {
  const auto took = ui.state.page.took.find(info.name);
  return took == ui.state.page.took.end() ? "" : "took " + formatDuration(took->second);
}

std::string methodWords(const Measurement& measurement) {
  std::string words = measurement.exact                        ? "exact"
                      : measurement.certainty == "lower bound" ? "a lower bound: the truth is no less"
                                                               : "estimated";
  if (!measurement.method.empty() && measurement.method != measurement.certainty) words += ", " + measurement.method;
  words += ", after " + formatCount(toDouble(measurement.updates)) + " updates";
  if (measurement.effective_samples)
    words += ", " + formatValue(*measurement.effective_samples, 3) + " effective samples";
  return words;
}

void badge(const Ui& ui, const ImVec2& at, float height, bool exact) {
  // A full disc means exact and a ring means estimated, so that the two can be told apart without colour.
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 centre(at.x + ui.px(5), at.y + height / 2);
  if (exact)
    list.AddCircleFilled(centre, ui.px(4), p.data, 20);
  else
    list.AddCircle(centre, ui.px(3.5f), p.model, 20, ui.px(1.5f));
}

void measurementRow(Ui& ui, const Measurement& measurement, bool with_label, const std::string& took = "") {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(22);
  const Estimate estimate = formatEstimate(measurement.value, measurement.standard_error);
  const std::string error = estimate.error.empty() ? "" : " \u00b1 " + estimate.error;
  const std::string unit = measurement.unit.empty() ? "" : " " + measurement.unit;
  const float unit_width = textSize(ui, Face::kSmall, unit).x, error_width = textSize(ui, Face::kBody, error).x;
  const float value_width = textSize(ui, Face::kStrong, estimate.value).x;
  const ImVec2 end(at.x + width, at.y + height);
  badge(ui, at, height, measurement.exact);
  drawTextIn(ui, Face::kSmall, at, {end.x, end.y + ui.px(1)}, p.ink_faint, unit, 1);
  drawTextIn(ui, Face::kBody, at, {end.x - unit_width, end.y}, p.ink_soft, error, 1);
  drawTextIn(ui, Face::kStrong, at, {end.x - unit_width - error_width, end.y}, p.ink, estimate.value, 1);
  const float left = at.x + ui.px(18);
  if (with_label)
    drawTextIn(ui, Face::kBody, {left, at.y}, {end.x - unit_width - error_width - value_width - ui.px(8), end.y},
               p.ink_soft, measurement.label);
  ImGui::Dummy({width, height});
  ImGui::Indent(ui.px(18));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
  paragraph(ui, Face::kSmall, p.ink_faint, methodWords(measurement) + (took.empty() ? "" : ", " + took));
  if (!measurement.note.empty()) paragraph(ui, Face::kSmall, p.ink_faint, measurement.note);
  measurementDetails(ui, measurement);
  ImGui::PopStyleVar();
  ImGui::Unindent(ui.px(18));
}

// Without held-out examples there is no choice, so the request names no split.
std::string_view splitOf(const Ui& ui) {
  const DatasetInfo* set = ui.state.dataset();
  if (set && set->test == 0) return "";
  return ui.choices.on_test ? "test" : "train";
}

// What is shown under a measure that is open: when it cannot be trusted, what it costs, and its options.
void measureOptions(Ui& ui, const MeasureInfo& info) {
  const ImU32 colour = ui.colours().ink_soft;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(4)));
  space(ui, 6);
  paragraph(ui, Face::kSmall, colour, info.when_not);
  paragraph(ui, Face::kSmall, colour, info.effort);
  ImGui::PopStyleVar();
  // The controls are those of the model's options. `kept` makes them change the measure's values instead.
  ui.kept = &ui.choices.measure_options;
  for (const Option& option : info.options) {
    if (!optionShown(ui, info.options, option)) continue;
    space(ui, 10);
    optionControl(ui, info.options, option);
  }
  ui.kept = nullptr;
  space(ui, 6);
}

// The arrow that opens and closes the explanations and options of a measure.
void optionsToggle(Ui& ui, const MeasureInfo& info, const ImVec2& at, float height) {
  const bool open = ui.choices.measure_open == info.name;
  ImGui::SetCursorScreenPos(at);
  const Press press = pressable(ui, "options", {height, height});
  if (press.visible) {
    const Palette& p = ui.colours();
    drawIcon(*ImGui::GetWindowDrawList(), open ? Icon::kDown : Icon::kRight,
             {(press.min.x + press.max.x) / 2, (press.min.y + press.max.y) / 2}, ui.px(13),
             press.hovered || open ? p.ink : p.ink_faint);
    focusLine(ui, press, 4);
  }
  hint(ui, "When to trust it, what it costs, its options", press.reached);
  if (press.pressed) ui.choices.measure_open = open ? "" : info.name;
}

void measureEntry(Ui& ui, const MeasureInfo& info, bool busy) {
  const Palette& p = ui.colours();
  ImGui::PushID(info.name.c_str());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(ui.touch ? 36 : 28);
  const std::string lacking = info.lacking(ui.state.dataset());
  ButtonLook look{Icon::kNone, "Measure", Kind::kNormal, ""};
  look.height = height;
  // The core runs one measure at a time.
  look.enabled = !busy && ui.state.has_snapshot && lacking.empty();
  const std::string took = tookWords(ui, info);
  const std::string cost = took.empty() ? "Not timed on this device yet" : upperFirst(took) + " the last time";
  const std::string stoppable = cost + "; it can be stopped";
  look.hint = stoppable;
  const float button_width = buttonWidth(ui, look);
  const float arrow = ui.px(20);
  optionsToggle(ui, info, {at.x - ui.px(6), at.y}, height > arrow ? height : arrow);
  drawTextIn(ui, Face::kBody, {at.x + height - ui.px(6), at.y}, {at.x + width - button_width - ui.px(8), at.y + height},
             lacking.empty() ? p.ink : p.ink_faint, info.label);
  ImGui::SetCursorScreenPos({at.x + width - button_width, at.y});
  if (button(ui, "measure", look)) ui.actions.measure(info, splitOf(ui), ui.choices.measure_options);
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({width, 0});
  if (ui.choices.measure_open == info.name) measureOptions(ui, info);
  bool any = false;
  for (const Measurement& each : ui.state.snapshot.measures) {
    if (!belongs(each, info)) continue;
    measurementRow(ui, each, each.label != info.label, any ? "" : took);
    any = true;
  }
  if (!any) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
    const std::string kind = info.exact ? "" : "An estimate. ";
    const std::string words = info.estimates.empty() ? info.sentence : kind + info.estimates;
    paragraph(ui, Face::kSmall, p.ink_faint, lacking.empty() ? words + " " + cost + "." : lacking);
    ImGui::PopStyleVar();
  }
  ImGui::PopID();
}

void underWay(Ui& ui, const Busy& busy) {
  const float width = ImGui::GetContentRegionAvail().x,
              stop = buttonWidth(ui, {Icon::kStop, "Stop", Kind::kNormal, ""});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end(at.x + width - stop - ui.px(12), at.y + ui.px(20));
  const std::string left = busy.left > 0 ? "about " + formatCount(busy.left) + " s left" : "";
  drawTextIn(ui, Face::kSmall, at, end, ui.colours().ink_faint, left, 1);
  const float words = left.empty() ? 0 : textSize(ui, Face::kSmall, left).x + ui.px(8);
  drawTextIn(ui, Face::kBody, at, {end.x - words, end.y}, ui.colours().ink, busy.label);
  ImGui::SetCursorScreenPos({at.x, at.y + ui.px(24)});
  progressBar(ui, busy.progress, width - stop - ui.px(12), ui.px(6), ui.colours().model);
  ImGui::SetCursorScreenPos({at.x + width - stop, at.y});
  if (button(ui, "stop", {Icon::kStop, "Stop", Kind::kNormal, "Stop measuring"})) ui.actions.send("stopMeasure");
}

}  // namespace

void measures(Ui& ui) {
  const Palette& p = ui.colours();
  label(ui, Face::kTitle, p.ink, "Measures");
  space(ui, 10);
  const std::optional<Busy>& busy = ui.state.page.busy;
  const bool measuring = busy && busy->what == "measure";
  if (measuring) {
    underWay(ui, *busy);
    space(ui, 12);
  }
  int split = ui.choices.on_test ? 1 : 0;
  const DatasetInfo* set = ui.state.dataset();
  if (set && set->test == 0)
    paragraph(ui, Face::kSmall, p.ink_faint, "Nothing is held out: all measures look at the training data.");
  else if (segmented(ui, "split", kSplits, split, ImGui::GetContentRegionAvail().x))
    ui.choices.on_test = split == 1;
  const auto& list = ui.state.catalogue.measures;
  for (const MeasureInfo& info : list) {
    if (!info.serves(ui.state.experiment.model)) continue;
    space(ui, 14);
    measureEntry(ui, info, measuring);
  }
  // Measurements that no measure of the catalogue accounts for are listed at the end.
  for (const Measurement& each : ui.state.snapshot.measures) {
    if (std::any_of(list.begin(), list.end(), [&](const MeasureInfo& info) { return belongs(each, info); })) continue;
    space(ui, 14);
    measurementRow(ui, each, true);
  }
}

namespace {

// The button that opens the board with the results of several experiments.
void compareButton(Ui& ui) {
  const std::size_t kept = ui.state.board.rows.size();
  const std::string words = kept == 0 ? "Side by side" : "Side by side (" + formatCount(toDouble(kept)) + ")";
  const float width = ImGui::GetContentRegionAvail().x;
  if (!button(ui, "compare",
              {Icon::kCompare, words, Kind::kNormal, "Results of several experiments side by side", width}))
    return;
  ui.choices.compare = true;
  if (ui.form == Form::kNarrow) ui.choices.tab = 1;
}

}  // namespace

void howWellPanel(Ui& ui) {
  ImGui::PushID("how well");
  const ImVec2 title = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  label(ui, Face::kTitle, ui.colours().ink, "How well");
  const ImVec2 below = ImGui::GetCursorScreenPos();
  if (ui.state.has_snapshot && !ui.state.snapshot.curves.empty()) {
    curveScale(ui, title.x + width, title.y + textSize(ui, Face::kTitle, "How well").y / 2);
    ImGui::SetCursorScreenPos(below);
    ImGui::Dummy({0, 0});
  }
  space(ui, 12);
  if (!ui.state.has_snapshot) {
    paragraph(ui, Face::kBody, ui.colours().ink_faint, "Curves appear with the first updates.");
    ImGui::PopID();
    return;
  }
  curves(ui);
  space(ui, 20);
  rule(ui);
  space(ui, 16);
  measures(ui);
  space(ui, 16);
  compareButton(ui);
  space(ui, 8);
  ImGui::PopID();
}

}  // namespace harmonium::app
