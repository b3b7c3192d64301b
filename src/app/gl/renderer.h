// Draws ImGui's lists. ImGui's own backend first asks the context for the whole of its state, to leave it as it was; in
// a browser every such question waits until the GPU has done all it was told before, which costs the main thread more
// than everything else together. This context belongs to the app alone: nothing needs asking.
#pragma once

#include "app/gl/program.h"

#include <imgui.h>

namespace harmonium::app {

class Renderer {
 public:
  // Needs a current context. False if the shaders do not link.
  bool make();
  void forget();  // the context is lost
  // Takes over ImGui's font atlas, once built.
  void uploadGlyphs();
  void draw(const ImDrawData& data, ImU32 ground);

 private:
  void begin(const ImVec2& screen);
  void pointAt(unsigned first_vertex);

  Program program_;
  GLuint layout_ = 0, vertices_ = 0, indices_ = 0, glyphs_ = 0;
};

}  // namespace harmonium::app
