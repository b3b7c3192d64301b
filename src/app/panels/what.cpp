#include "app/control_parts.h"
#include "app/controls.h"
#include "app/logic/format.h"
#include "app/logic/option_order.h"
#include "app/panels/panels.h"
#include "app/widgets.h"

#include <algorithm>

namespace harmonium::app {
namespace {

void heading(const Ui& ui, const char* text) {
  label(ui, Face::kSmall, ui.colours().ink_faint, text);
  space(ui, 4);
}

// The sizes of a data set: numbers of examples and the shape of one. A single row is a vector, so only its length is
// named; sets of unknown shape name none.
std::string sizeWords(const DatasetInfo& set) {
  std::string words = formatCount(set.train) + " train";
  if (set.test > 0) words += " \u00b7 " + formatCount(set.test) + " test";
  if (set.rows == 1)
    words += " \u00b7 " + formatCount(set.cols) + (set.cols == 1 ? " value" : " values");
  else if (set.rows > 0)
    words += " \u00b7 " + formatCount(set.rows) + " \u00d7 " + formatCount(set.cols);
  return words;
}

// Choosing the current model again would restart the experiment, so that choice sends nothing. The same holds for
// presets and data.
void modelChoice(Ui& ui) {
  const ModelInfo* now = ui.state.model();
  heading(ui, "Model");
  const float width = ImGui::GetContentRegionAvail().x;
  if (beginList(ui, "model", now ? now->title : ui.state.experiment.model, width)) {
    for (const ModelInfo& each : ui.state.catalogue.models)
      if (choice(ui, each.name.c_str(), each.title, each.sentence, now == &each) && now != &each)
        ui.actions.model(each.name);
    endList();
  } else if (now) {
    hint(ui, now->paper);
  }
  if (!now) return;
  space(ui, 6);
  paragraph(ui, Face::kSmall, ui.colours().ink_faint, now->sentence);
}

// The choice among experiments that are known to work.
void presetChoice(Ui& ui, const ModelInfo& model) {
  if (model.presets.empty()) return;
  const PresetInfo* now = presetOf(model, ui.state.experiment);
  heading(ui, "Try");
  const float width = ImGui::GetContentRegionAvail().x;
  if (beginList(ui, "preset", now ? now->title : "Choose an experiment", width)) {
    for (const PresetInfo& each : model.presets)
      if (choice(ui, each.name.c_str(), each.title, each.sentence, now == &each) && now != &each)
        ui.actions.preset(each.name);
    endList();
  }
  if (!now || now->sentence.empty()) return;
  space(ui, 6);
  paragraph(ui, Face::kSmall, ui.colours().ink_faint, now->sentence);
}

void ownData(Ui& ui) {
  const float gap = ui.px(8), width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  if (button(ui, "own file",
             {Icon::kFile, "Own data", Kind::kNormal, "Open a file of your own; it stays on this device", width}))
    ui.actions.send("ownData");
  ImGui::SameLine(0, gap);
  if (!button(ui, "draw",
              {Icon::kBrush, "Draw", Kind::kNormal, "Draw points on the plane for a model to learn", width}))
    return;
  ui.choices.drawing = true;
  // In one column the sheet would otherwise open behind this panel.
  if (ui.form == Form::kNarrow) ui.choices.tab = 1;
}

// Data sets that the model cannot learn stand at the end of the list, disabled, with the reason.
void dataList(Ui& ui, const DatasetInfo* now) {
  const ModelInfo* model = ui.state.model();
  const auto& sets = ui.state.catalogue.datasets;
  for (const DatasetInfo& each : sets) {
    if (model && !model->accepts(each.name)) continue;
    if (choice(ui, each.name.c_str(), each.title, sizeWords(each), now == &each) && now != &each)
      ui.actions.data(each.name);
  }
  if (!model) return;
  for (const DatasetInfo& each : sets) {
    if (model->accepts(each.name)) continue;
    const auto why = model->refusals.find(each.name);
    choice(ui, each.name.c_str(), each.title, why == model->refusals.end() ? "Not for this model." : why->second,
           now == &each, false);
  }
}

void dataChoice(Ui& ui) {
  const DatasetInfo* now = ui.state.dataset();
  heading(ui, "Data");
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string shown = now                                    ? now->title
                            : ui.state.experiment.data == "inline" ? "Data of your own"
                                                                   : ui.state.experiment.data;
  if (beginList(ui, "data", shown, width)) {
    dataList(ui, now);
    endList();
  }
  if (now) {
    space(ui, 6);
    paragraph(ui, Face::kSmall, ui.colours().ink_faint, sizeWords(*now));
    space(ui, 2);
    paragraph(ui, Face::kSmall, ui.colours().ink_faint, now->sentence);
  }
  space(ui, 10);
  ownData(ui);
}

// A line that opens and closes what stands below it. `note` stands at its right end. True when it was pressed.
bool foldLine(Ui& ui, const char* id, std::string_view title, std::string_view note, bool open) {
  const float width = ImGui::GetContentRegionAvail().x;
  const Press press = pressable(ui, id, {width, ui.px(ui.touch ? 36 : 28)});
  if (press.visible) {
    const Palette& p = ui.colours();
    const ImVec2 end(press.max.x - ui.px(22), press.max.y);
    drawTextIn(ui, Face::kStrong, press.min, end, p.ink, title);
    drawTextIn(ui, Face::kSmall, press.min, end, p.ink_faint, note, 1);
    drawIcon(*ImGui::GetWindowDrawList(), open ? Icon::kDown : Icon::kRight,
             {press.max.x - ui.px(8), (press.min.y + press.max.y) / 2}, ui.px(13), press.hovered ? p.ink : p.ink_faint);
    focusLine(ui, press, 4);
  }
  if (press.focused) ui.focus.name(std::string(title) + (open ? ", open" : ", closed"));
  return press.pressed;
}

// Draws the heading of a group of options, which opens and closes it. True if the group is open.
bool groupHeading(Ui& ui, const std::string& group) {
  const auto folded = ui.choices.folded.find(group);
  const bool open = folded == ui.choices.folded.end();
  if (foldLine(ui, group.c_str(), group, "", open)) {
    if (open)
      ui.choices.folded.insert(group);
    else
      ui.choices.folded.erase(folded);
  }
  return open;
}

// Options in this order; neighbours with the same group share a heading.
void groups(Ui& ui, const OptionTable& table, const std::vector<const Option*>& options) {
  const std::string* group = nullptr;
  bool open = true;
  for (const Option* option : options) {
    if (!group || option->group != *group) {
      if (group) {
        space(ui, open ? 14 : 6);
        rule(ui);
      }
      group = &option->group;
      space(ui, 6);
      open = group->empty() || groupHeading(ui, *group);
      space(ui, 6);
    } else if (open) {
      space(ui, 10);
    }
    if (open) optionControl(ui, table, *option);
  }
}

// The options of a model: those that matter first, the others below, where they are opened.
void options(Ui& ui, const ModelInfo& model) {
  const OptionOrder order = orderOf(
      model.options, [&](const Option& option) { return optionShown(ui, model.options, option); },
      [&](const Option& option) { return !(shownSetting(ui, option) == initialValue(option)); });
  space(ui, order.first.empty() ? 0 : 12);
  for (const Option* option : order.first) {
    optionControl(ui, model.options, *option);
    space(ui, 10);
  }
  if (order.more.empty()) return;
  if (!order.first.empty()) {
    const std::string note = order.changed > 0 ? formatCount(order.changed) + " changed" : "";
    if (foldLine(ui, "more", "More options", note, ui.choices.more_options))
      ui.choices.more_options = !ui.choices.more_options;
    if (!ui.choices.more_options) return;
    rule(ui);
  }
  groups(ui, model.options, order.more);
}

// The legend of the mark on options that restart the experiment.
void legend(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Palette& p = ui.colours();
  drawIcon(*ImGui::GetWindowDrawList(), Icon::kReset, {at.x + ui.px(6), at.y + ui.px(7)}, ui.px(12), p.ink_faint);
  ImGui::SetCursorScreenPos({at.x + ui.px(20), at.y});
  paragraph(ui, Face::kSmall, p.ink_faint, "restarts the experiment with the same seed");
}

}  // namespace

void whatPanel(Ui& ui) {
  ImGui::PushID("what");
  if (!ui.state.has_catalogue || !ui.state.has_snapshot) {
    paragraph(ui, Face::kBody, ui.colours().ink_faint, "The experiment is loading.");
    ImGui::PopID();
    return;
  }
  modelChoice(ui);
  if (const ModelInfo* model = ui.state.model()) {
    space(ui, 18);
    presetChoice(ui, *model);
  }
  space(ui, 18);
  dataChoice(ui);
  space(ui, 20);
  rule(ui);
  if (const ModelInfo* model = ui.state.model()) {
    options(ui, *model);
    space(ui, 16);
    rule(ui);
    space(ui, 10);
    legend(ui);
  }
  space(ui, 8);
  ImGui::PopID();
}

}  // namespace harmonium::app
