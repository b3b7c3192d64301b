// Draws ImGui's draw lists. ImGui's own backend first reads the whole state of the context, to restore it afterwards.
// In a browser every such read waits for the GPU, which costs the main thread more than the rest of the frame. This
// context belongs to the app alone, so its state need not be read or restored.
#pragma once

#include "app/gl/program.h"

#include <imgui.h>

#include <cstdint>
#include <vector>

namespace harmonium::app {

class Renderer {
 public:
  // Needs a current context. False if the shaders do not link.
  bool make();
  void forget();  // the context is lost
  // Uploads ImGui's font atlas, which must be built, and frees the copy in memory.
  void uploadGlyphs();
  void draw(const ImDrawData& data, ImU32 ground);

 private:
  void upload(const ImDrawData& data);
  void resume() const;

  Program program_;
  GLuint layout_ = 0, vertices_ = 0, indices_ = 0, glyphs_ = 0;
  std::vector<ImDrawVert> vertices_of_frame_;
  std::vector<std::uint32_t> indices_of_frame_;
};

}  // namespace harmonium::app
