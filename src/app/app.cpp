#include "app/app.h"

#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"
#include "session/codec.h"

#include <imgui_internal.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace harmonium::app {
namespace {

// The frames that ImGui needs after an event: one reacts to it, one draws what changed, and in two more the new items
// find their sizes.
constexpr int kSettle = 4;
constexpr int kBlinkMilliseconds = 500;
constexpr int kHintMilliseconds = 60;
// This is longer than the time between two snapshots while a model trains, so it ends only when training has stopped.
constexpr int kSettleMilliseconds = 200;

// Widths in CSS pixels. Below kNarrow the panels share one column; below kWide the stage has one panel beside it.
constexpr double kNarrow = 720, kWide = 1080;
// From this size of the canvas on, CSS pixels, the stage begins with all views at once.
constexpr double kMosaicFrom = 1400, kMosaicHeight = 700;

// On very large canvases everything grows, so that a wall of pixels is not filled with tiny controls.
double zoomFor(double width, double height) {
  if (width >= 3000 && height >= 1500) return 1.5;
  if (width >= 2300 && height >= 1200) return 1.2;
  return 1;
}

// A hash of everything in a snapshot that decides how much room things take. If it stays the same, the new snapshot
// fits into the old layout and needs only one frame.
std::size_t layoutOf(const Snapshot& snapshot) {
  std::size_t seed = 17;
  const auto add = [&seed](std::size_t part) { seed = seed * 31 + part; };
  add(std::hash<std::string>()(snapshot.spec));
  add(std::hash<std::string>()(snapshot.progress.message));
  add(toSize(snapshot.phase.last + 1));
  add(snapshot.progress.stage + 31 * snapshot.stages.size() + 961 * snapshot.classes.size());
  for (const Curve& curve : snapshot.curves) add(curve.name.size());
  for (const Measurement& measure : snapshot.measures) add(std::hash<double>()(measure.value));
  for (const ViewOffer& offer : snapshot.offers) add(offer.choices.size());
  for (const View& view : snapshot.views) {
    add(std::hash<std::string>()(view.name));
    add(std::hash<std::string>()(view.caption));
    for (const std::uint32_t side : view.shape) add(side);
    for (const UnitGroup& group : view.groups) add(group.units);
    for (const std::string& note : view.notes) add(note.size());
    add(view.panels.size());
    add(view.sliders.size());
  }
  return seed;
}

PhaseMoment momentOf(const Snapshot& snapshot) {
  return {snapshot.progress.run, snapshot.progress.updates, snapshot.phase.last};
}

ImVec2 plus(const ImVec2& a, float x, float y) {
  return {a.x + x, a.y + y};
}

// A card with its own scrolling.
bool beginPanel(Ui& ui, const char* id, const ImVec2& min, const ImVec2& max) {
  ImGui::SetCursorScreenPos(min);
  const bool narrow = ui.form == Form::kNarrow;
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.px(narrow ? 0 : 10));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(narrow ? 16 : 18), ui.px(narrow ? 12 : 16)));
  const bool open = ImGui::BeginChild(id, {max.x - min.x, max.y - min.y}, ImGuiChildFlags_AlwaysUseWindowPadding,
                                      ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(2);
  return open;
}

void endPanel(Ui& ui, const ImVec2& min, const ImVec2& max) {
  ImGui::EndChild();
  if (ui.form == Form::kNarrow) return;
  const float half = ui.px(1) / 2;
  ImGui::GetWindowDrawList()->AddRect(plus(min, half, half), plus(max, -half, -half), ui.colours().line, ui.px(10), 0,
                                      ui.px(1));
}

}  // namespace

App::App() : actions_([](const std::string& json) { harmonium_action(json.c_str()); }), input_(focus_) {}

bool App::start(bool dark) {
  if (!platform_.start()) return false;
  ImGui::CreateContext();
  ImPlot::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  // A page has no files for settings and logs.
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors | ImGuiBackendFlags_RendererHasVtxOffset;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  io.SetClipboardTextFn = [](void*, const char* text) { harmonium_copy(text); };
  // A page may read the clipboard only in a paste event, which Input::text() handles.
  io.GetClipboardTextFn = [](void*) { return ""; };
  theme_.dark = dark;
  started_ = renderer_.make() && pictures_.make();
  return started_;
}

void App::setCatalogue(std::string_view json) {
  state_.catalogue = readCatalogue(json);
  state_.has_catalogue = true;
  state_.experiment = readExperiment(state_.snapshot.spec, state_.catalogue);
  wake();
}

std::uint8_t* App::blockFor(std::size_t length) {
  next_block_.resize(length);
  return next_block_.data();
}

bool App::showBlock() {
  Result<Snapshot> read = decodeSnapshot(next_block_);
  if (!read.ok()) return false;
  const PhaseMoment moment = momentOf(read.value());
  if (moment.phase < 0)
    slow_motion_.history.clear();
  else if (!slow_motion_.history.add(moment, next_block_))
    return true;  // an older phase is on screen
  show(std::move(read.value()));
  return true;
}

void App::show(Snapshot next) {
  // Swapping vectors moves no bytes, so what was read still points into its block.
  std::swap(shown_block_, next_block_);
  const bool alike = state_.has_snapshot && layoutOf(state_.snapshot) == layoutOf(next);
  const PhaseMoment before = momentOf(state_.snapshot), now = momentOf(next);
  const bool slow = now.phase >= 0 && before.run == now.run && !reduced_motion_ && state_.snapshot.spec == next.spec;
  // A move needs the next views twice, for where it is and for where it goes; to read them again is simpler than a
  // copy.
  std::vector<View> to;
  if (slow) to = std::move(decodeSnapshot(shown_block_).value().views);
  if (!slow)
    slow_motion_.stop();
  else if (before == now)
    slow_motion_.retarget(std::move(to));
  else
    slow_motion_.begin(std::move(state_.snapshot.views), std::move(to));
  state_.snapshot = std::move(next);
  state_.has_snapshot = true;
  followSnapshot();
  // Other numbers in the same layout need one frame. A hint at the mouse may change its size and needs one more.
  if (alike)
    wantFrames(ImGui::IsMousePosValid(&ImGui::GetIO().MousePos) ? 2 : 1);
  else
    wake();
}

bool App::scrub(int by) {
  const std::vector<std::uint8_t>* block = slow_motion_.history.step(by);
  if (block == nullptr) return false;
  next_block_ = *block;
  if (Result<Snapshot> read = decodeSnapshot(next_block_); read.ok()) show(std::move(read.value()));
  return true;
}

void App::followSnapshot() {
  if (state_.snapshot.spec != state_.experiment.spec) {
    const std::string before = state_.experiment.model;
    state_.experiment = readExperiment(state_.snapshot.spec, state_.catalogue);
    // The views of another model have other names, so the stage starts with its first view.
    if (!before.empty() && before != state_.experiment.model) {
      choices_.stage.clear();
      choices_.view_options.clear();
    }
    choices_.missing_views.clear();
    choices_.mosaic = {};
    choices_.latent = {};
    snapshots_without_ = 0;
    seen_views_ = false;
  }
  replaceMissingView();
  // The updates tell apart the same phase of two updates, where an update has one phase only.
  if (const PhaseMoment moment = momentOf(state_.snapshot); moment != choices_.moment) {
    choices_.moment = moment;
    choices_.phase_since = -1;
  }
  pictures_.renew();
}

// A view that was requested and does not come does not exist for this model at its size. Another view replaces it.
void App::replaceMissingView() {
  constexpr int kMostSnapshotsWithout = 12;
  const bool any = !state_.snapshot.views.empty();
  const bool came = any && viewOf(state_, choices_, choices_.stage);
  // Snapshots with other views may have been made before the request. A snapshot without any view, after some that had
  // views, answers the request: the core does not have the view.
  const bool refused = seen_views_ && !any;
  seen_views_ |= any;
  if (came || choices_.all_views || choices_.stage.empty()) {
    snapshots_without_ = 0;
    return;
  }
  if (!refused && ++snapshots_without_ < kMostSnapshotsWithout) return;
  snapshots_without_ = 0;
  seen_views_ = false;
  const ViewOffer* missed = offerNamed(state_.snapshot.offers, choices_.stage);
  const bool explains = missed && missed->slow_motion;
  choices_.missing_views.insert(choices_.stage);
  const bool slow = state_.page.phase_mode || state_.page.speed == Speed::kSlow;
  const std::string other = slow && explains ? slowMotionView(offersOf(state_, choices_)) : "";
  const bool followed = choices_.stage == shown_for_phases_;
  choices_.stage = other.empty() ? firstView() : other;
  if (followed) shown_for_phases_ = choices_.stage;
}

// The first view that the model has at its size, as far as is known.
std::string App::firstView() {
  const std::vector<ViewOffer> offers = offersOf(state_, choices_);
  if (!offers.empty()) return offers[0].name;
  choices_.missing_views.clear();
  const std::vector<ViewOffer> all = offersOf(state_, choices_);
  return all.empty() ? "" : all[0].name;
}

// In slow motion the view that explains the phases replaces the running samples on the stage, if the model has one.
// Afterwards the stage shows what it showed before. A view that the visitor chose otherwise is never replaced.
void App::followSlowMotion() {
  const bool slow = state_.page.phase_mode;
  if (slow && form() == Form::kNarrow) choices_.tab = 1;
  if (slow) {
    const View* view = viewOf(state_, choices_, choices_.stage);
    const std::string other = slowMotionView(offersOf(state_, choices_));
    const bool samples = choices_.stage == firstView() || (view && showsSamples(*view));
    if (other.empty() || other == choices_.stage || choices_.all_views || !samples) return;
    shown_before_phases_ = choices_.stage;
    choices_.stage = shown_for_phases_ = other;
  } else {
    if (!shown_for_phases_.empty() && choices_.stage == shown_for_phases_) choices_.stage = shown_before_phases_;
    shown_for_phases_.clear();
  }
}

void App::setPageState(std::string_view json) {
  const bool was_slow = state_.page.phase_mode;
  const PageState before = std::exchange(state_.page, readPageState(json));
  // A control shows its pending value until the core confirms it; a refused value would stay there for seconds.
  if (state_.page.error) choices_.pending.clear();
  if (state_.page.phase_mode != was_slow) followSlowMotion();
  if (equalExceptRates(before, state_.page))
    wantFrames(1);
  else
    wake();
}

void App::setBoard(std::string_view json) {
  readBoard(json, state_.board);
  wake();
}

void App::setDark(bool dark) {
  if (theme_.dark == dark) return;
  theme_.dark = dark;
  look_stale_ = true;
  wake();
}

void App::setStage(std::string_view view) {
  choices_.all_views = view == "*";
  if (!choices_.all_views) choices_.stage = view;
  wake();
}

void App::resize(double width, double height, double pixel_ratio) {
  if (width == width_ && height == height_ && pixel_ratio == pixel_ratio_) return;
  const bool first = !sized_;
  width_ = width;
  height_ = height;
  // A ratio outside of this range would make text unreadable or the font atlas huge.
  pixel_ratio_ = std::clamp(pixel_ratio, 0.5, 5.0);
  sized_ = width > 0 && height > 0;
  if (!sized_ || !started_) return;
  platform_.resize(toInt(std::round(width * pixel_ratio_)), toInt(std::round(height * pixel_ratio_)));
  // A wide canvas starts with all views; later the visitor's choice stays.
  if (first) choices_.all_views = width / zoomFor(width, height) >= kMosaicFrom && height >= kMosaicHeight;
  const auto scale = toFloat(pixel_ratio_ * zoomFor(width, height));
  if (scale != theme_.scale || look_stale_) look_stale_ = true;
  theme_.scale = scale;
  input_.setScale(scale);
  wake();
}

void App::contextLost() {
  lost_ = true;
}

void App::contextRestored() {
  if (!started_) return;
  lost_ = false;
  // All objects of the old context are gone. They are made again from the data that the app keeps.
  renderer_.forget();
  pictures_.forget();
  renderer_.make();
  pictures_.make();
  look_stale_ = true;
  wake();
}

void App::rebuildLook() {
  look_stale_ = false;
  applyTheme(theme_);
  buildFonts(theme_);
  renderer_.uploadGlyphs();
}

void App::wake() {
  wantFrames(kSettle);
}

void App::wantFrames(int count) {
  frames_left_ = std::max(frames_left_, count);
  unsettled_ = count < kSettle;
  harmonium_request_frame();
}

void App::perform(Shortcut shortcut) {
  // Before the first snapshot there is no experiment to act on.
  if (!state_.has_snapshot) return;
  switch (shortcut) {
    case Shortcut::kNone:
      return;
    case Shortcut::kPlayPause:
      actions_.send(state_.page.running ? "pause" : "play");
      break;
    case Shortcut::kUpdate:
      actions_.send("update");
      break;
    case Shortcut::kPhase:
      if (slow_motion_.history.behind() && scrub(1)) return;
      actions_.send("phase");
      break;
    case Shortcut::kPhaseBack:
      if (state_.page.running) actions_.send("pause");
      scrub(-1);
      break;
    case Shortcut::kReset:
      actions_.send("reset");
      break;
    case Shortcut::kNewSeed:
      actions_.send("newSeed");
      break;
  }
  actions_.flush();
}

Form App::form() const {
  const double width = width_ / zoomFor(width_, height_);
  return width < kNarrow ? Form::kNarrow : width < kWide ? Form::kMedium : Form::kWide;
}

bool App::wantsText() const {
  return started_ && ImGui::GetIO().WantTextInput;
}

// Tells the page which views the stage needs, whenever that changes.
void App::askForViews() {
  if (!state_.model()) return;
  if (choices_.stage.empty()) choices_.stage = firstView();
  std::vector<std::string> requests;
  for (const ViewOffer& offer : offersOf(state_, choices_))
    if (choices_.all_views ? choices_.mosaic.names.empty() || choices_.mosaic.names.count(offer.name) > 0
                           : offer.name == choices_.stage)
      requests.push_back(requestOf(offer, choices_.view_options));
  // Before the first snapshot the core may know a view that the app does not know yet.
  if (requests.empty()) requests.push_back(choices_.stage);
  std::string key;
  for (const std::string& request : requests) key += request + ' ';
  // The same request again would only make the core answer twice.
  if (key == asked_views_) return;
  asked_views_ = key;
  slow_motion_.history.clear();  // its snapshots lack the views that are wanted now
  actions_.views(requests);
}

void App::drawPanels(Ui& ui, const ImVec2& min, const ImVec2& max) {
  if (ui.form == Form::kNarrow) {
    const float bottom = max.y - bottomTabsHeight(ui);
    constexpr const char* kNames[] = {"what", "stage", "how well"};
    if (beginPanel(ui, kNames[ui.choices.tab], min, {max.x, bottom})) {
      if (ui.choices.tab == 0)
        whatPanel(ui);
      else if (ui.choices.tab == 1)
        stagePanel(ui);
      else
        howWellPanel(ui);
    }
    endPanel(ui, min, {max.x, bottom});
    bottomTabs(ui, {min.x, bottom}, max);
    return;
  }
  const float gap = ui.px(12);
  const ImVec2 from = plus(min, gap, gap), to = plus(max, -gap, -gap);
  const float css = (max.x - min.x) / ui.theme.scale;
  const float left = ui.px(ui.form == Form::kWide ? 292 : 300);
  float stage_right = to.x;
  if (beginPanel(ui, "left", from, {from.x + left, to.y})) {
    if (ui.form == Form::kMedium) {
      constexpr std::string_view kTitles[] = {"What", "How well"};
      int chosen = ui.choices.tab == 2 ? 1 : 0;
      if (segmented(ui, "side", kTitles, chosen, ImGui::GetContentRegionAvail().x)) ui.choices.tab = chosen * 2;
      space(ui, 16);
      if (chosen == 1)
        howWellPanel(ui);
      else
        whatPanel(ui);
    } else {
      whatPanel(ui);
    }
  }
  endPanel(ui, from, {from.x + left, to.y});
  const float right = ui.px(std::clamp(css * 0.25f, 320.0f, 460.0f));
  if (ui.form == Form::kWide) stage_right = to.x - right - gap;
  const ImVec2 stage(from.x + left + gap, from.y), stage_end(stage_right, to.y);
  if (beginPanel(ui, "stage", stage, stage_end)) stagePanel(ui);
  endPanel(ui, stage, stage_end);
  if (ui.form != Form::kWide) return;
  if (beginPanel(ui, "right", {to.x - right, from.y}, to)) howWellPanel(ui);
  endPanel(ui, {to.x - right, from.y}, to);
}

void App::draw(Ui& ui) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("harmonium", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar();
  const float top = topBarHeight(ui);
  topBar(ui, {0, 0}, {size.x, top}, ui.px(12 + 292 + 12));
  drawPanels(ui, {0, top}, size);
  ImGui::End();
}

bool App::frame(double milliseconds) {
  if (!started_ || !sized_ || lost_) return false;
  if (look_stale_) rebuildLook();
  const double seconds = milliseconds / 1000;
  ImGuiIO& io = ImGui::GetIO();
  // ImGui requires a positive step; after a pause a long one would make hints and glides jump.
  io.DeltaTime = toFloat(std::clamp(seconds - now_, 0.001, 0.5));
  now_ = seconds;
  if (choices_.phase_since < 0) choices_.phase_since = now_;
  if (slow_motion_.moving()) {
    slow_motion_.advance(now_, state_.snapshot.views);
    pictures_.renew();
  }
  io.DisplaySize = {toFloat(std::round(width_ * pixel_ratio_)), toFloat(std::round(height_ * pixel_ratio_))};
  const bool gliding = input_.glide(io.DeltaTime);
  // While snapshots follow each other, each is drawn once. When no further one comes, ImGui gets the frames it needs.
  if (frames_left_ <= 0 && std::exchange(unsettled_, false)) frames_left_ = kSettle;
  // ImGui handles one press or release per frame, and each may change the screen again.
  if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0) frames_left_ = kSettle;

  ImGui::NewFrame();
  pictures_.beginFrame(io.DisplaySize.x, io.DisplaySize.y);
  focus_.beginFrame();
  Ui ui{theme_, state_, choices_, actions_, focus_, pictures_, form(), input_.touch(), reduced_motion_, now_};
  askForViews();
  choices_.sheet.reset();
  draw(ui);
  input_.setSheet(choices_.sheet);
  actions_.reached(focus_.endFrame());
  platform_.cursor(ImGui::GetMouseCursor());
  ImGui::Render();

  renderer_.draw(*ImGui::GetDrawData(), theme_.colours.ground);
  has_frame_ = true;
  description_ = stageSentence(state_);
  actions_.flush();

  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (io.WantTextInput) harmonium_request_frame_later(kBlinkMilliseconds);
  // A hint appears after a delay, in which nothing else would request a frame.
  else if (g.HoverItemDelayId != 0 && g.HoverItemDelayTimer < g.Style.HoverDelayShort)
    harmonium_request_frame_later(kHintMilliseconds);
  else if (unsettled_ && frames_left_ <= 1)
    harmonium_request_frame_later(kSettleMilliseconds);
  frames_left_ = std::max(frames_left_ - 1, 0);
  return frames_left_ > 0 || ui.animating || slow_motion_.moving() || gliding || g.InputEventsQueue.Size > 0;
}

}  // namespace harmonium::app
