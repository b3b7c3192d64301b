#include "app/platform.h"

#include <SDL.h>
#include <emscripten/html5.h>
#include <imgui.h>

// What ImGui calls in place of sscanf(): nothing is ever found, and the app is smaller.
extern "C" int harmonium_scan_nothing(const char* text, const char* format, ...);
extern "C" int harmonium_scan_nothing(const char* /*text*/, const char* /*format*/, ...) {
  return 0;
}

namespace harmonium::app {
namespace {

constexpr const char* kCanvas = "#canvas";

// SDL takes wheel, touch and key events from the whole page, wherever the pointer is. A canvas inside a page must not
// do that, so all of SDL's listeners are removed and page.js adds more careful ones. A null callback removes all of a
// kind.
void removeListeners() {
  emscripten_set_mousemove_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_mousedown_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_mouseenter_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_mouseleave_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_wheel_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_touchstart_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_touchend_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_touchmove_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_touchcancel_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_keydown_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_keyup_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_keypress_callback(kCanvas, nullptr, 0, nullptr);
  emscripten_set_mouseup_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
  emscripten_set_pointerlockchange_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
  emscripten_set_fullscreenchange_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
  emscripten_set_visibilitychange_callback(nullptr, 0, nullptr);
  emscripten_set_focus_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, 0, nullptr);
  emscripten_set_blur_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, 0, nullptr);
  emscripten_set_resize_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, 0, nullptr);
  emscripten_set_beforeunload_callback(nullptr, nullptr);
}

}  // namespace

bool Platform::start() {
  harmonium_adopt_canvas();
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, kCanvas);
  SDL_SetMainReady();
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  // The canvas is opaque and flat, and shaders smooth their own edges: other buffers would only cost memory and time.
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_MULTISAMPLEBUFFERS, 0);
  // The window has no title, because SDL would set it as the title of the page.
  window_ = SDL_CreateWindow(nullptr, 0, 0, 16, 16, SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI);
  if (!window_) return false;
  context_ = SDL_GL_CreateContext(window_);
  removeListeners();
  if (!context_) return false;
  SDL_GL_MakeCurrent(window_, context_);
  harmonium_listen();
  return true;
}

void Platform::resize(int width, int height) {
  harmonium_canvas_size(width, height);
}

void Platform::cursor(int imgui_cursor) {
  if (imgui_cursor == cursor_) return;
  cursor_ = imgui_cursor;
  switch (imgui_cursor) {
    case ImGuiMouseCursor_Hand:
      return harmonium_cursor("pointer");
    case ImGuiMouseCursor_TextInput:
      return harmonium_cursor("text");
    case ImGuiMouseCursor_ResizeEW:
      return harmonium_cursor("ew-resize");
    case ImGuiMouseCursor_NotAllowed:
      return harmonium_cursor("not-allowed");
    default:
      return harmonium_cursor("default");
  }
}

}  // namespace harmonium::app
