#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/widgets.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

struct Banner {
  std::string text;
  bool alarm = false;
  const char* remedy = nullptr;         // the label of the button; null: no button
  const char* remedy_action = nullptr;  // the request that the button sends
  bool dismissable = false;
  std::optional<double> progress = {};
  std::string_view decline = {};  // the label of the button that dismisses; empty: a cross
};

void draw(Ui& ui, const char* id, const Banner& banner) {
  const Palette& p = ui.colours();
  ImGui::PushID(id);
  const float width = ImGui::GetContentRegionAvail().x, pad = ui.px(12);
  const ButtonLook go{Icon::kNone, banner.remedy ? banner.remedy : "", Kind::kNormal, ""};
  const float go_width = banner.remedy ? buttonWidth(ui, go) + ui.px(8) : 0;
  ButtonLook off{Icon::kClose, "", Kind::kQuiet, "Dismiss"};
  if (!banner.decline.empty()) off = {Icon::kNone, banner.decline, Kind::kQuiet};
  const float close = !banner.dismissable ? 0 : banner.decline.empty() ? ui.hit() : buttonWidth(ui, off);
  // On a narrow stage the button stands below the sentence, which would otherwise wrap after every few words.
  const bool stacked = width < ui.px(480) && banner.remedy;
  // Words need a line of their own there, a cross does not.
  const bool below = stacked && !banner.decline.empty();
  const float room = width - 2 * pad - (below ? 0 : close) - (stacked ? 0 : go_width);
  const ImVec2 text = textSize(ui, Face::kBody, banner.text, room);
  float height = std::max(text.y + 2 * pad, ui.hit() + ui.px(12));
  if (stacked) height = text.y + 2 * pad + ui.hit() + ui.px(8);
  if (banner.progress) height += ui.px(12);

  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + width, at.y + height}, banner.alarm ? p.alarm_soft : p.data_soft, ui.px(8));
  const ImFont* font = ui.theme.font(Face::kBody);
  const float y = stacked || banner.progress ? at.y + pad : at.y + (height - text.y) / 2;
  list.AddText(font, font->FontSize, {at.x + pad, std::round(y)}, p.ink, banner.text.data(),
               banner.text.data() + banner.text.size(), room);
  if (banner.progress) {
    ImGui::SetCursorScreenPos({at.x + pad, at.y + height - ui.px(16)});
    progressBar(ui, *banner.progress, width - 2 * pad, ui.px(6), p.data);
  }
  if (banner.remedy) {
    ImGui::SetCursorScreenPos(
        stacked ? ImVec2(at.x + pad, at.y + height - pad - ui.hit())
                : ImVec2(at.x + width - pad - close - go_width + ui.px(8), at.y + (height - ui.hit()) / 2));
    if (button(ui, "way on", go)) ui.actions.send(banner.remedy_action);
  }
  if (banner.dismissable) {
    const float y_off = below ? height - pad - ui.hit() : stacked ? ui.px(4) : (height - ui.hit()) / 2;
    ImGui::SetCursorScreenPos({below ? at.x + pad + go_width : at.x + width - ui.px(6) - close, at.y + y_off});
    if (button(ui, "dismiss", off)) ui.actions.send("dismissError");
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({width, ui.px(4)});
  ImGui::PopID();
}

std::string downloadWords(const Busy& busy) {
  std::string words = busy.label.empty() ? "Loading" : busy.label;
  if (busy.total > 0)
    words += ": " + formatMegabytes(busy.received) + " of " + formatMegabytes(busy.total);
  else if (busy.received > 0)
    words += ": " + formatMegabytes(busy.received);
  return words;
}

double fraction(const Busy& busy) {
  return busy.total > 0 ? busy.received / busy.total : busy.progress;
}

}  // namespace

void banners(Ui& ui) {
  const PageState& page = ui.state.page;
  if (page.error) {
    draw(ui, "error",
         {page.error->message,
          true,
          page.error->can_resume ? "Go on from the last good state" : nullptr,
          "resume",
          true,
          {}});
  }
  const Progress& progress = ui.state.snapshot.progress;
  if (progress.diverged && !page.error) {
    const char* fallback = "The parameters diverged and training stopped. A smaller learning rate helps.";
    draw(ui, "diverged", {progress.message.empty() ? fallback : progress.message, true, "Reset", "reset", false, {}});
  }
  if (!page.notice.empty())
    draw(ui, "notice", {page.notice, false, page.may_go_on ? "Go on" : nullptr, "play", true, {}});
  if (page.offer) {
    const Offer& offer = *page.offer;
    draw(ui, "offer",
         {offer.sentence, false, offer.label.c_str(), offer.action.c_str(), true, {}, std::string_view(offer.other)});
  }
  if (ui.state.has_snapshot && progress.prepared < 1) {
    draw(ui, "prepared",
         {"Looking at all the data once: " + formatCount(std::floor(100 * progress.prepared)) + " %", false, nullptr,
          nullptr, false, progress.prepared});
  }
  // Before the first snapshot the waiting screen shows the download.
  if (page.busy && page.busy->what == "download" && ui.state.has_snapshot)
    draw(ui, "download", {downloadWords(*page.busy), false, nullptr, nullptr, false, fraction(*page.busy)});
}

void waitingScreen(Ui& ui) {
  const Palette& p = ui.colours();
  const ImVec2 room = ImGui::GetContentRegionAvail(), at = ImGui::GetCursorScreenPos();
  const float width = std::min(room.x, ui.px(320));
  const float x = std::round(at.x + (room.x - width) / 2), y = std::round(at.y + room.y * 0.40f);
  const std::optional<Busy>& busy = ui.state.page.busy;
  drawIcon(*ImGui::GetWindowDrawList(), Icon::kMark, {x + width / 2, y - ui.px(44)}, ui.px(56), p.data, p.model);
  const std::string words = busy ? downloadWords(*busy) : "Loading the model";
  drawTextIn(ui, Face::kBody, {x, y}, {x + width, y + ui.px(24)}, p.ink_soft, words, 0.5f);
  ImGui::SetCursorScreenPos({x, y + ui.px(36)});
  if (busy) progressBar(ui, fraction(*busy), width, ui.px(6), p.data);
}

}  // namespace harmonium::app
