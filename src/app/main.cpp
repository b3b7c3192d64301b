// The interface of the app to the page: plain C functions that pass bytes and numbers on. Text is JSON in UTF-8 with a
// final 0. Sizes of the screen are in CSS pixels, positions of pointers in framebuffer pixels.
#include "app/app.h"
#include "base/numbers.h"

#include <emscripten/em_macros.h>
#include <emscripten/html5.h>

#include <cstdint>
#include <string>

using harmonium::toFloat;

namespace {

harmonium::app::App& app() {
  static harmonium::app::App instance;
  return instance;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int app_start(int dark) {
  return app().start(dark != 0) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void app_catalogue(const char* json) {
  app().setCatalogue(json);
}
// Returns memory for the next snapshot, `length` bytes. app_snapshot() shows what was written there.
EMSCRIPTEN_KEEPALIVE std::uint8_t* app_block(std::size_t length) {
  return app().blockFor(length);
}
EMSCRIPTEN_KEEPALIVE int app_snapshot() {
  return app().showBlock() ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void app_status(const char* json) {
  app().setPageState(json);
}
EMSCRIPTEN_KEEPALIVE void app_board(const char* json) {
  app().setBoard(json);
}
EMSCRIPTEN_KEEPALIVE void app_stage(const char* view) {
  app().setStage(view);
}
EMSCRIPTEN_KEEPALIVE void app_resize(double width, double height, double pixel_ratio) {
  app().resize(width, height, pixel_ratio);
}
EMSCRIPTEN_KEEPALIVE void app_theme(int dark) {
  app().setDark(dark != 0);
}
EMSCRIPTEN_KEEPALIVE void app_reduced_motion(int reduced) {
  app().setReducedMotion(reduced != 0);
}
EMSCRIPTEN_KEEPALIVE void app_context_lost() {
  app().contextLost();
}
EMSCRIPTEN_KEEPALIVE void app_context_restored() {
  app().contextRestored();
}
EMSCRIPTEN_KEEPALIVE int app_frame() {
  return app().frame(emscripten_performance_now()) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE int app_wants_text() {
  return app().wantsText() ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE const char* app_describe() {
  // The page reads the text after this function has returned, so it must outlive the call.
  static std::string text;
  text = app().describe();
  return text.c_str();
}

// Input, from page.js.
EMSCRIPTEN_KEEPALIVE void app_pointer(int what, double x, double y, int button, int kind, int modifiers,
                                      double milliseconds) {
  using namespace harmonium::app;
  app().input().pointer(static_cast<PointerWhat>(what), {toFloat(x), toFloat(y)}, button,
                        static_cast<PointerKind>(kind), modifiers, milliseconds);
  app().wake();
}
EMSCRIPTEN_KEEPALIVE int app_wheel(double x, double y, double /*dx*/, double dy) {
  if (!app().input().wheel({toFloat(x), toFloat(y)}, toFloat(dy))) return 0;
  app().wake();
  return 1;
}
EMSCRIPTEN_KEEPALIVE int app_key(int down, const char* name, int modifiers, int repeat) {
  auto shortcut = harmonium::app::Shortcut::kNone;
  const bool used = app().input().key(down != 0, name, modifiers, shortcut);
  // A key that is held down would otherwise toggle play and pause many times per second.
  if (repeat == 0) app().perform(shortcut);
  if (used) app().wake();
  return used ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE int app_text(const char* utf8) {
  if (!app().input().text(utf8)) return 0;
  app().wake();
  return 1;
}
EMSCRIPTEN_KEEPALIVE void app_focus(int on) {
  app().input().focus(on != 0);
  app().wake();
}

}  // extern "C"
