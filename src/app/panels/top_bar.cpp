#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace harmonium::app {
namespace {

constexpr std::array<std::string_view, kSpeedCount> kSpeeds = {"Slow", "1/s", "10/s", "100/s", "Full"};
constexpr float kMargin = 16;

// The form of the bar's buttons, which depends on the room: all with words, some with words, or icons only.
enum class Room { kFull, kSomeWords, kIcons };

struct Parts {
  ButtonLook play, update, phase, goal, reset, new_seed;
  std::string seed;
  float speed_width = 0;
};

Parts partsFor(const Ui& ui, Room room) {
  const bool running = ui.state.page.running;
  const bool ready = ui.state.has_snapshot;
  Parts parts;
  parts.play = {running ? Icon::kPause : Icon::kPlay,
                room == Room::kIcons ? ""
                : running            ? "Pause"
                                     : "Play",
                Kind::kPrimary, running ? "Pause (Space)" : "Play (Space)"};
  parts.play.width = ui.px(room == Room::kIcons ? 44 : 96);
  parts.update = {Icon::kUpdate, room == Room::kFull ? "Update" : "", Kind::kNormal,
                  "One update of the parameters, then pause (.)"};
  parts.phase = {Icon::kPhase, room == Room::kFull ? "Phase" : "", Kind::kNormal,
                 "Slow motion: one phase of an update (,)"};
  parts.goal = {Icon::kGoal, "", Kind::kNormal, "Run to a number of updates or epochs"};
  parts.reset = {Icon::kReset, "", Kind::kQuiet, "Reset: the same seed from the start (R)"};
  parts.new_seed = {Icon::kDice, "", Kind::kQuiet, "From the start with a new seed (N)"};
  for (ButtonLook* look : {&parts.play, &parts.update, &parts.phase, &parts.goal, &parts.reset, &parts.new_seed})
    look->enabled = ready, look->named = room == Room::kIcons;
  parts.seed = "Seed" + (ready ? " " + formatCount(ui.state.experiment.seed) : std::string());
  // A seed is a name rather than a quantity, so it is written without commas, as it is typed.
  std::erase(parts.seed, ',');
  parts.speed_width = ui.px(room == Room::kIcons ? 72 : 224);
  return parts;
}

float widthOf(const Ui& ui, const Parts& parts) {
  float width = parts.speed_width + textSize(ui, Face::kBody, parts.seed).x + ui.px(16);
  for (const ButtonLook* look : {&parts.play, &parts.update, &parts.phase, &parts.goal, &parts.reset, &parts.new_seed})
    width += buttonWidth(ui, *look);
  return width + ui.px(8 * 5 + 16 * 2);
}

void speedControl(Ui& ui, float width, bool small) {
  int speed = toInt(ui.state.page.speed);
  if (!small) {
    if (segmented(ui, "speed", kSpeeds, speed, width)) ui.actions.speed(static_cast<Speed>(speed));
    hint(ui, "Updates a second. Slow shows every phase of an update; full takes all the time there is");
    return;
  }
  // There is no room for five buttons, so one button goes through the speeds in turn.
  if (button(ui, "speed", {Icon::kNone, kSpeeds[toSize(speed)], Kind::kNormal, "Updates a second", width}))
    ui.actions.speed(static_cast<Speed>((speed + 1) % kSpeedCount));
}

// A popup below the last item.
bool beginBelow(const Ui& ui, const char* name) {
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui.px(8)}, ImGuiCond_Appearing);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(16), ui.px(16)));
  const bool open = ImGui::BeginPopup(name, ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  return open;
}

// A field for a number, into Choices::typed, with room for a button beside it. True when Enter was pressed.
bool numberField(Ui& ui, const char* id) {
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, ui.px(1));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), (ui.hit() - ImGui::GetFontSize()) / 2));
  ImGui::SetNextItemWidth(ui.px(150));
  const bool entered = ImGui::InputText(
      id, ui.choices.typed.data(), 17,
      ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleVar(2);
  ImGui::SameLine();
  return entered;
}

// Seeds are whole numbers up to 2^53 - 1, which JSON and JavaScript hold exactly. For anything else the popup stays
// open.
void sendSeed(Ui& ui) {
  char* end = nullptr;
  const double seed = std::strtod(ui.choices.typed.data(), &end);
  const bool whole =
      end != ui.choices.typed.data() && seed >= 0 && seed <= 9007199254740991.0 && seed == std::floor(seed);
  if (!whole) return;
  ui.actions.seed(seed);
  ImGui::CloseCurrentPopup();
}

void seedPopup(Ui& ui) {
  if (!beginBelow(ui, "seed")) return;
  ImGui::Dummy({ui.px(240), 0});
  paragraph(ui, Face::kBody, ui.colours().ink_soft,
            "All chance comes from the seed: the same seed gives the same run, bit for bit, on every device.");
  // The field starts with the seed of this run and has the focus, so that typing replaces it at once.
  if (ImGui::IsWindowAppearing()) {
    std::snprintf(ui.choices.typed.data(), ui.choices.typed.size(), "%.0f", ui.state.experiment.seed);
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered = numberField(ui, "##seed");
  const bool start = button(ui, "start", {Icon::kNone, "Start", Kind::kPrimary});
  if (entered || start) sendSeed(ui);
  ImGui::EndPopup();
}

// The number that was typed, as a goal. For anything but a number that lies ahead the popup stays open.
bool sendGoal(Ui& ui) {
  char* end = nullptr;
  const double count = std::strtod(ui.choices.typed.data(), &end);
  const bool epochs = ui.choices.goal_in_epochs;
  const Progress& progress = ui.state.snapshot.progress;
  const double done = epochs ? progress.epochs : toDouble(progress.updates);
  if (end == ui.choices.typed.data() || !(count > done) || !(count <= 1e9)) return false;
  ui.actions.runTo(epochs ? "epochs" : "updates", epochs ? count : std::ceil(count));
  return true;
}

// A round number of updates that lies well ahead: 1, 2 or 5 times a power of ten.
double roundAhead(double done) {
  double step = 1;
  while (step * 10 <= std::max(100.0, done)) step *= 10;
  for (const double each : {1.0, 2.0, 5.0})
    if (each * step > 1.5 * done) return each * step;
  return 10 * step;
}

void goalPopup(Ui& ui) {
  if (!beginBelow(ui, "goal")) return;
  const Progress& progress = ui.state.snapshot.progress;
  ImGui::Dummy({ui.px(280), 0});
  paragraph(ui, Face::kBody, ui.colours().ink_soft,
            "Run until the experiment has made so many updates or epochs in all.");
  constexpr std::string_view kUnits[] = {"Updates", "Epochs"};
  int unit = ui.choices.goal_in_epochs ? 1 : 0;
  const bool switched = segmented(ui, "unit", kUnits, unit, ui.px(280));
  ui.choices.goal_in_epochs = unit == 1;
  if (switched || ImGui::IsWindowAppearing()) {
    const double done = unit == 1 ? std::floor(progress.epochs) : toDouble(progress.updates);
    std::snprintf(ui.choices.typed.data(), ui.choices.typed.size(), "%.0f", roundAhead(done));
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered = numberField(ui, unit == 1 ? "##epochs" : "##updates");
  const bool start = button(ui, "run", {Icon::kNone, "Run", Kind::kPrimary});
  bool sent = (entered || start) && sendGoal(ui);
  if (progress.stage_end > progress.updates &&
      button(ui, "stage", {Icon::kNone, "To the end of this stage", Kind::kNormal})) {
    ui.actions.runTo("toEndOfStage", 0);
    sent = true;
  }
  if (sent) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

// A word below the last item, where a row of icons leaves room for it.
void wordBelow(const Ui& ui, std::string_view text) {
  const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
  const float half = textSize(ui, Face::kSmall, text).x / 2, middle = (min.x + max.x) / 2;
  drawText(ui, Face::kSmall, {middle - half, max.y + ui.px(1)}, ui.colours().ink_soft, text);
}

// The buttons that run and step the training, with the speed and the seed.
void transport(Ui& ui, Room room, const Parts& parts) {
  const bool narrow = room == Room::kIcons;
  // Words are wider than icons.
  const float near = ui.px(ui.form == Form::kNarrow ? 4
                           : narrow                 ? 10
                                                    : 8),
              far = ui.px(ui.form == Form::kNarrow ? 4
                          : narrow                 ? 10
                                                   : 16);
  // A row of icons has its words below.
  const auto word = [&](std::string_view text) {
    if (narrow) wordBelow(ui, text);
  };
  if (button(ui, "play", parts.play)) ui.actions.send(ui.state.page.running ? "pause" : "play");
  word(ui.state.page.running ? "Pause" : "Play");
  ImGui::SameLine(0, near);
  if (button(ui, "update", parts.update)) ui.actions.send("update");
  word("Update");
  ImGui::SameLine(0, near);
  if (button(ui, "phase", parts.phase)) ui.actions.send("phase");
  word("Phase");
  // On a phone the menu has it.
  if (ui.form != Form::kNarrow) {
    ImGui::SameLine(0, near);
    if (button(ui, "goal", parts.goal)) ImGui::OpenPopup("goal");
    word("Run to");
    goalPopup(ui);
  }
  ImGui::SameLine(0, far);
  speedControl(ui, parts.speed_width, narrow);
  word("Pace");
  ImGui::SameLine(0, far);
  if (button(ui, "reset", parts.reset)) ui.actions.send("reset");
  word("Reset");
  ImGui::SameLine(0, narrow ? near : ui.px(2));
  if (button(ui, "new seed", parts.new_seed)) ui.actions.send("newSeed");
  word("Seed");
  if (narrow) return;
  ImGui::SameLine(0, ui.px(2));
  if (button(ui, "seed shown",
             {Icon::kNone, parts.seed, Kind::kQuiet, "The seed of this run: press to type another",
              textSize(ui, Face::kBody, parts.seed).x + ui.px(16), 0, ui.state.has_snapshot})) {
    ImGui::OpenPopup("seed");
  }
  seedPopup(ui);
}

void themeChoice(Ui& ui, const char* value, const char* title) {
  if (choice(ui, value, title, "", ui.state.page.theme == value)) ui.actions.theme(value);
}

// On a narrow screen there is no button for the theme, so the menu offers it.
void menu(Ui& ui, bool with_theme) {
  ButtonLook look{Icon::kMenu, "", Kind::kQuiet, "Save, load, link"};
  look.named = with_theme;
  if (button(ui, "menu", look)) ImGui::OpenPopup("more");
  if (with_theme) wordBelow(ui, "Menu");
  const ImVec2 below(ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + ui.px(4));
  ImGui::SetNextWindowPos(below, ImGuiCond_Appearing, {1, 0});
  ImGui::SetNextWindowSize({ui.px(264), 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(4), ui.px(4)));
  const bool open = ImGui::BeginPopup("more", ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  if (!open) return;
  if (with_theme && choice(ui, "goal", "Run to\u2026", "A number of updates or epochs", false))
    ui.choices.goal_wanted = true;
  if (choice(ui, "link", "Copy a link to this experiment", "Model, data, settings and seed", false))
    ui.actions.send("copyLink");
  if (choice(ui, "save", "Save a file", "The parameters and all that is needed to go on", false))
    ui.actions.send("save");
  if (choice(ui, "load", "Open a file", "", false)) ui.actions.send("load");
  if (with_theme) {
    space(ui, 8);
    rule(ui);
    space(ui, 8);
    themeChoice(ui, "auto", "Colours as the device has them");
    themeChoice(ui, "light", "Light");
    themeChoice(ui, "dark", "Dark");
  }
  ImGui::EndPopup();
}

struct ProgressWords {
  std::string epoch, rest;
};

ProgressWords progressWords(const Ui& ui, bool brief) {
  if (!ui.state.has_snapshot) return {};
  const Progress& progress = ui.state.snapshot.progress;
  const std::string epoch = progress.epochs < 1000 ? formatFixed(progress.epochs, 2) : formatCount(progress.epochs);
  ProgressWords words{"Epoch " + epoch, formatCount(toDouble(progress.updates)) + " updates"};
  if (progress.updates == 1) words.rest.pop_back();  // "1 update"
  const double rate = ui.state.page.examples_per_second;
  if (ui.state.page.suspended)
    words.rest += "  \u00b7  waiting";
  else if (ui.state.page.running && rate > 0)
    words.rest +=
        "  \u00b7  " + (brief || rate >= 1e5 ? formatShort(std::round(rate)) : formatCount(rate)) + " examples/s";
  return words;
}

// A thin bar along the lower edge shows the part of the current epoch that is done.
void epochBar(const Ui& ui, const ImVec2& min, const ImVec2& max) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double epochs = ui.state.snapshot.progress.epochs;
  const float done = toFloat(epochs - std::floor(epochs));
  list.AddRectFilled(min, max, p.line);
  list.AddRectFilled(min, {min.x + std::round((max.x - min.x) * done), max.y}, p.data);
}

void brand(const Ui& ui, const ImVec2& at, float middle, bool words) {
  const Palette& p = ui.colours();
  drawIcon(*ImGui::GetWindowDrawList(), Icon::kMark, {at.x + ui.px(14), middle}, ui.px(30), p.data, p.model);
  if (!words) return;
  const ImVec2 size = textSize(ui, Face::kTitle, "Harmonium");
  drawText(ui, Face::kTitle, {at.x + ui.px(38), middle - size.y / 2}, p.ink, "Harmonium");
}

void narrowBar(Ui& ui, const ImVec2& min, const ImVec2& max) {
  const float margin = ui.px(12);
  const Parts parts = partsFor(ui, Room::kIcons);
  ImGui::SetCursorScreenPos({min.x + margin, min.y + ui.px(8)});
  transport(ui, Room::kIcons, parts);
  ImGui::SetCursorScreenPos({max.x - margin - ui.hit(), min.y + ui.px(8)});
  menu(ui, true);
  // The menu closes before the other popup opens.
  if (std::exchange(ui.choices.goal_wanted, false)) ImGui::OpenPopup("goal");
  goalPopup(ui);
  const ProgressWords words = progressWords(ui, true);
  const float top = min.y + ui.px(65), bottom = max.y - ui.px(8);
  drawTextIn(ui, Face::kSmall, {min.x + margin, top}, {max.x - margin, bottom}, ui.colours().ink, words.epoch);
  const float epoch = textSize(ui, Face::kSmall, words.epoch).x + ui.px(12);
  drawTextIn(ui, Face::kSmall, {min.x + margin + epoch, top}, {max.x - margin, bottom}, ui.colours().ink_faint,
             words.rest, 1);
}

void wideBar(Ui& ui, const ImVec2& min, const ImVec2& max, float stage_left) {
  const float margin = ui.px(kMargin), middle = std::round((min.y + max.y - ui.px(3)) / 2), top = middle - ui.hit() / 2;
  const bool named = ui.form == Form::kWide;
  brand(ui, {min.x + margin, min.y}, middle, named);
  const float left = named ? stage_left : min.x + margin + ui.px(44);

  const float icons = ui.hit() * 2 + ui.px(4);
  ImGui::SetCursorScreenPos({max.x - margin - icons, top});
  const bool dark = ui.theme.dark;
  const float progress_right = max.x - margin - icons - ui.px(16);
  const ProgressWords words = progressWords(ui, false);
  // The room suffices for the longest text, so that nothing moves when the numbers change.
  const float progress_width = ui.px(210);

  // The bar takes the form with the most words that leaves the progress its room.
  Room room = Room::kFull;
  Parts parts = partsFor(ui, room);
  while (room != Room::kIcons && left + widthOf(ui, parts) + ui.px(24) + progress_width > progress_right) {
    room = room == Room::kFull ? Room::kSomeWords : Room::kIcons;
    parts = partsFor(ui, room);
  }
  // A row of icons makes room for its words.
  ImGui::SetCursorScreenPos({left, room == Room::kIcons ? top - ui.px(7) : top});
  transport(ui, room, parts);

  const Palette& p = ui.colours();
  drawTextIn(ui, Face::kStrong, {progress_right - progress_width, middle - ui.px(19)}, {progress_right, middle}, p.ink,
             words.epoch, 1);
  drawTextIn(ui, Face::kSmall, {progress_right - progress_width, middle}, {progress_right, middle + ui.px(18)},
             p.ink_faint, words.rest, 1);

  ImGui::SetCursorScreenPos({max.x - margin - icons, top});
  if (button(ui, "theme", {dark ? Icon::kSun : Icon::kMoon, "", Kind::kQuiet, dark ? "Light colours" : "Dark colours"}))
    ui.actions.theme(dark ? "light" : "dark");
  ImGui::SameLine(0, ui.px(4));
  menu(ui, false);
}

}  // namespace

float topBarHeight(const Ui& ui) {
  return ui.px(ui.form == Form::kNarrow ? 92 : 64);
}

void topBar(Ui& ui, const ImVec2& min, const ImVec2& max, float stage_left) {
  ImGui::PushID("top");
  ImGui::GetWindowDrawList()->AddRectFilled(min, max, ui.colours().panel);
  if (ui.form == Form::kNarrow)
    narrowBar(ui, min, max);
  else
    wideBar(ui, min, max, stage_left);
  epochBar(ui, {min.x, max.y - ui.px(3)}, max);
  ImGui::PopID();
}

float bottomTabsHeight(const Ui& ui) {
  return ui.px(60);
}

void bottomTabs(Ui& ui, const ImVec2& min, const ImVec2& max) {
  struct Tab {
    Icon icon;
    const char* title;
  };
  constexpr Tab kTabs[] = {{Icon::kWhat, "What"}, {Icon::kStage, "Stage"}, {Icon::kHowWell, "How well"}};
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(min, max, p.panel);
  list.AddRectFilled(min, {max.x, min.y + ui.px(1)}, p.line);
  const float width = (max.x - min.x) / 3;
  for (int i = 0; i < 3; ++i) {
    ImGui::PushID(i);
    ImGui::SetCursorScreenPos({min.x + std::round(width * toFloat(i)), min.y});
    const Press press = pressable(ui, "tab", {width, max.y - min.y});
    const ImU32 colour = ui.choices.tab == i ? p.data : p.ink_soft;
    const float x = (press.min.x + press.max.x) / 2;
    if (ui.choices.tab == i)
      list.AddRectFilled({x - ui.px(28), min.y}, {x + ui.px(28), min.y + ui.px(3)}, p.data, ui.px(1.5f));
    drawIcon(list, kTabs[i].icon, {x, min.y + ui.px(22)}, ui.px(20), colour);
    drawTextIn(ui, Face::kSmall, {press.min.x, min.y + ui.px(36)}, {press.max.x, min.y + ui.px(54)}, colour,
               kTabs[i].title, 0.5f);
    focusLine(ui, press, 4);
    if (press.pressed) ui.choices.tab = i;
    ImGui::PopID();
  }
}

}  // namespace harmonium::app
