// The choice of the class that the running samples are held at: a row of classes, or a list where they do not fit.
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace harmonium::app {
namespace {

constexpr std::string_view kLabel = "Samples of class";
constexpr float kAbove = 10;  // CSS pixels, between the row and what stands above it

std::vector<std::string_view> labelsOf(const Snapshot& snapshot) {
  std::vector<std::string_view> labels{"any"};
  labels.insert(labels.end(), snapshot.classes.begin(), snapshot.classes.end());
  return labels;
}

float labelWidth(const Ui& ui) {
  return textSize(ui, Face::kSmall, kLabel).x + ui.px(10);
}

// Where the label and the classes do not fit in one line, the classes take a whole line, so that a finger can hit them.
bool inTwoLines(const Ui& ui, float width) {
  return oneOfWidth(ui, labelsOf(ui.state.snapshot), 1e6f) > width - labelWidth(ui);
}

float lineHeight(const Ui& ui) {
  return textSize(ui, Face::kSmall, kLabel).y + ui.px(4);
}

}  // namespace

float heldClassHeight(const Ui& ui, float width) {
  if (ui.state.snapshot.classes.empty()) return 0;
  return ui.px(kAbove) + ui.hit() + (inTwoLines(ui, width) ? lineHeight(ui) : 0);
}

void heldClass(Ui& ui, const ImVec2& min, float width) {
  const std::vector<std::string_view> labels = labelsOf(ui.state.snapshot);
  const bool two = inTwoLines(ui, width);
  const float left = two ? 0 : labelWidth(ui), top = min.y + ui.px(kAbove);
  drawTextIn(ui, Face::kSmall, {min.x, top}, {min.x + width, top + (two ? lineHeight(ui) : ui.hit())},
             ui.colours().ink_soft, kLabel);
  ImGui::SetCursorScreenPos({min.x + left, top + (two ? lineHeight(ui) : 0)});
  int chosen = std::clamp(ui.state.snapshot.progress.held_class + 1, 0, toInt(labels.size()) - 1);
  if (oneOf(ui, "held class", labels, chosen, width - left)) ui.actions.holdClass(chosen - 1);
  hint(ui, "Holds the label units at one class: the samples become what the model takes for it.");
}

}  // namespace harmonium::app
