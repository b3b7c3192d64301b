// The canvas and the page around it. SDL makes the window and its WebGL2 context. Everything else that the app needs of
// the page (cursor, clipboard, timer, listeners) is in page.js, a library of functions for this module.
#pragma once

#include <string>

struct SDL_Window;

extern "C" {
// page.js
void harmonium_adopt_canvas();                      // makes SDL's "#canvas" mean Module.canvas, wherever that is
void harmonium_listen();                            // adds the app's listeners, to that canvas only
void harmonium_canvas_size(int width, int height);  // framebuffer pixels
void harmonium_action(const char* json);
void harmonium_request_frame();
void harmonium_request_frame_later(int milliseconds);
void harmonium_cursor(const char* css);
void harmonium_copy(const char* text);
}

namespace harmonium::app {

class Platform {
 public:
  // False where there is no WebGL2.
  bool start();
  void resize(int width, int height);
  void cursor(int imgui_cursor);

 private:
  SDL_Window* window_ = nullptr;
  void* context_ = nullptr;
  int cursor_ = -1;
};

}  // namespace harmonium::app
