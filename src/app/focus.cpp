#include "app/focus.h"

#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <utility>

namespace harmonium::app {

void FocusRing::beginFrame() {
  last_ = std::exchange(items_, {});
}

FocusRing::Answer FocusRing::add(ImGuiID id, const ImVec2& min, const ImVec2& max, bool steps) {
  items_.push_back({id, ImGui::GetCurrentContext()->BeginPopupStack.Size, steps});
  if (id != id_ || !shown_) return {};
  if (moved_) {
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), ImRect(min, max), ImGuiScrollFlags_KeepVisibleEdgeY);
    moved_ = false;
  }
  return {true, reached_, std::exchange(pressed_, false), std::exchange(steps_, 0)};
}

void FocusRing::name(std::string_view text) {
  if (!shown() || items_.empty() || items_.back().id != id_ || text.empty()) return;
  name_ = within_.empty() ? std::string(text) : within_ + ": " + std::string(text);
}

std::string FocusRing::endFrame() {
  // If the focused control was not drawn, its press or steps are dropped; another control must not receive them later.
  pressed_ = false;
  steps_ = 0;
  // When a popup closes, the focus returns to the control that opened it.
  const auto level = toSize(ImGui::GetCurrentContext()->OpenPopupStack.Size);
  while (openers_.size() < level) openers_.push_back(id_);
  for (; openers_.size() > level; openers_.pop_back()) id_ = openers_.back();
  const std::string name = shown() ? std::exchange(name_, {}) : "";
  if (named_ == id_ && told_ == name) return "";
  named_ = id_;
  told_ = name;
  return name;
}

std::vector<FocusRing::Item> FocusRing::reachable() const {
  // Keys usually arrive between frames, when the controls of the next frame are not known yet.
  const std::vector<Item>& all = items_.empty() ? last_ : items_;
  const int level = ImGui::GetCurrentContext()->OpenPopupStack.Size;
  std::vector<Item> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const Item& item) { return item.level == level; });
  return out;
}

int FocusRing::find(const std::vector<Item>& items) const {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id_; });
  return at == items.end() ? -1 : toInt(at - items.begin());
}

bool FocusRing::tab(bool back) {
  const std::vector<Item> items = reachable();
  if (items.empty()) return false;
  const int count = toInt(items.size());
  const bool in_popup = items[0].level > 0;
  const int now = find(items);
  int next = now + (back ? -1 : 1);
  if (now < 0) next = back ? count - 1 : 0;
  if (!shown_ && now >= 0) next = now;  // the first Tab after the mouse shows where the focus is
  if (next < 0 || next >= count) {
    // At its end a popup starts again, because the controls behind it cannot be used; the canvas lets Tab go on.
    if (!in_popup) {
      leave();
      return false;
    }
    next = (next + count) % count;
  }
  id_ = items[toSize(next)].id;
  shown_ = moved_ = reached_ = true;
  return true;
}

bool FocusRing::press() {
  if (!shown()) return false;
  const std::vector<Item> items = reachable();
  if (find(items) < 0) return false;
  pressed_ = true;
  return true;
}

bool FocusRing::onSteps() const {
  const std::vector<Item> items = reachable();
  const int now = find(items);
  return shown() && now >= 0 && items[toSize(now)].steps;
}

bool FocusRing::step(int direction) {
  if (!shown()) return false;
  const std::vector<Item> items = reachable();
  if (items.empty()) return false;
  const int now = find(items);
  if (now >= 0 && items[toSize(now)].steps) {
    steps_ += direction;
    return true;
  }
  // In an open list the arrow keys move the focus, as Tab does.
  return items[0].level > 0 && tab(direction > 0);
}

void FocusRing::enter() {
  id_ = 0;
  shown_ = true;
  tab(false);
  reached_ = false;
}

void FocusRing::leave() {
  shown_ = reached_ = false;
  id_ = 0;
}

}  // namespace harmonium::app
