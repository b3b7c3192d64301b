// The sliders under a picture: latent variables that the visitor sets, and that change the picture.
#include "app/logic/format.h"
#include "app/logic/slider_scale.h"
#include "app/slider.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

constexpr float kCell = 168;               // least width of a slider with its label, CSS pixels
constexpr double kAnswerSeconds = 3;       // after this the core's values are shown, whatever they are
constexpr double kSendSeconds = 1.0 / 12;  // least time between two requests while a slider is held

struct Grid {
  int columns = 1, rows = 0;
  float width = 0, height = 0;  // of a cell
};

Grid gridFor(const Ui& ui, const View& view, float width) {
  Grid grid;
  const int count = toInt(view.sliders.size());
  const int most = std::max(1, toInt((width + ui.px(16)) / ui.px(kCell + 16)));
  grid.rows = (count + most - 1) / most;
  grid.columns = grid.rows > 0 ? (count + grid.rows - 1) / grid.rows : 1;
  grid.width = std::min((width - ui.px(16) * toFloat(grid.columns - 1)) / toFloat(grid.columns), ui.px(280));
  grid.height = ui.px(ui.touch || ui.form == Form::kNarrow ? 36 : 28);
  return grid;
}

// The values that the sliders show. Until the core confirms the visitor's values, those are shown; otherwise the knob
// would jump back under the hand.
std::vector<float> shown(Ui& ui, const View& view) {
  std::vector<float> values;
  for (const Slider& each : view.sliders) values.push_back(each.value);
  Latent& latent = ui.choices.latent;
  if (latent.values.size() != values.size()) latent.values.clear();
  if (latent.values.empty()) return values;
  bool same = true;
  for (std::size_t i = 0; i < values.size(); ++i) same &= std::abs(values[i] - latent.values[i]) < 1e-3f;
  if (!latent.held && (same || ui.now - latent.since > kAnswerSeconds)) {
    latent.values.clear();
    return values;
  }
  return latent.values;
}

void setLatent(Ui& ui, const std::vector<float>& values, bool released) {
  Latent& latent = ui.choices.latent;
  latent.values = values;
  latent.held = !released;
  latent.since = ui.now;
  latent.unsent = true;
}

// While a slider is held, requests are limited to kSendSeconds, because each one costs the core a new picture. The last
// value is always sent.
void send(Ui& ui) {
  Latent& latent = ui.choices.latent;
  if (!latent.unsent) return;
  if (latent.held && ui.now - latent.sent < kSendSeconds) {
    ui.animating = true;
    return;
  }
  latent.unsent = false;
  latent.sent = ui.now;
  ui.actions.latent(latent.values);
}

}  // namespace

float slidersHeight(const Ui& ui, const View& view, float width) {
  if (view.sliders.empty()) return 0;
  const Grid grid = gridFor(ui, view, width);
  return toFloat(grid.rows) * grid.height + ui.px(8);
}

void drawSliders(Ui& ui, const View& view, const ImVec2& min, float width) {
  if (view.sliders.empty()) return;
  const Palette& p = ui.colours();
  const Grid grid = gridFor(ui, view, width);
  const std::vector<float> values = shown(ui, view);
  float label_width = 0;
  for (const Slider& each : view.sliders) label_width = std::max(label_width, textSize(ui, Face::kSmall, each.label).x);
  label_width = std::min(label_width, grid.width * 0.4f) + ui.px(8);
  const float number = textSize(ui, Face::kBody, "\u22120.00").x + ui.px(8);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& each = view.sliders[i];
    const auto index = toInt(i);
    const float x = min.x + toFloat(index % grid.columns) * (grid.width + ui.px(16));
    const float y = min.y + ui.px(8) + toFloat(index / grid.columns) * grid.height;
    drawTextIn(ui, Face::kSmall, {x, y}, {x + label_width - ui.px(8), y + grid.height}, p.ink_soft, each.label);
    double value = toDouble(values[i]);
    drawTextIn(ui, Face::kBody, {x, y}, {x + grid.width, y + grid.height}, p.ink, formatFixed(value, 2), 1);
    Option range;
    range.minimum = toDouble(each.low);
    range.maximum = toDouble(each.high);
    ImGui::SetCursorScreenPos({x + label_width, y + ui.px(grid.height > ui.px(30) ? 2 : 3)});
    ImGui::PushID(index);
    const Slide slide = slider(ui, "latent", SliderScale(range), value, grid.width - label_width - number, p.latent);
    ImGui::PopID();
    if (!slide.changed && !slide.released) continue;
    std::vector<float> next = values;
    next[i] = toFloat(value);
    setLatent(ui, next, slide.released);
  }
  send(ui);
}

float latentButtonsWidth(const Ui& ui) {
  return buttonWidth(ui, {Icon::kReset, "Zero", Kind::kNormal, ""}) + ui.px(6) +
         buttonWidth(ui, {Icon::kDice, "Random", Kind::kNormal, ""});
}

void latentButtons(Ui& ui, const View& view, float right, float y, float height) {
  ButtonLook zero{Icon::kReset, "Zero", Kind::kNormal, "All of them to zero"};
  ButtonLook random{Icon::kDice, "Random", Kind::kNormal, "Draw all of them at random, as the model does"};
  zero.height = random.height = height;
  ImGui::SetCursorScreenPos({right - latentButtonsWidth(ui), y});
  if (button(ui, "zero latent", zero)) setLatent(ui, std::vector<float>(view.sliders.size(), 0.0f), true);
  ImGui::SameLine(0, ui.px(6));
  if (button(ui, "random latent", random)) {
    ui.choices.latent = {};
    ui.actions.send("randomLatent");
  }
}

}  // namespace harmonium::app
