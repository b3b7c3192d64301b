#include "app/gl/renderer.h"

#include "shaders.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace harmonium::app {
namespace {

const void* offset(std::size_t bytes) {
  return reinterpret_cast<const void*>(bytes);
}

template <typename Item>
void send(GLenum target, const std::vector<Item>& items) {
  glBufferData(target, static_cast<GLsizeiptr>(items.size() * sizeof(Item)), items.data(), GL_STREAM_DRAW);
}

}  // namespace

bool Renderer::make() {
  glGenVertexArrays(1, &layout_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glGenTextures(1, &glyphs_);
  glBindVertexArray(layout_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  for (GLuint at = 0; at < 3; ++at) glEnableVertexAttribArray(at);
  constexpr auto kStride = static_cast<GLsizei>(sizeof(ImDrawVert));
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, offset(offsetof(ImDrawVert, col)));
  return program_.make(shaders::kPanelVert, shaders::kPanelFrag);
}

void Renderer::forget() {
  program_.forget();
  layout_ = vertices_ = indices_ = glyphs_ = 0;
}

void Renderer::uploadGlyphs() {
  unsigned char* coverage = nullptr;
  int width = 0, height = 0;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.GetTexDataAsAlpha8(&coverage, &width, &height);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, glyphs_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, coverage);
  // Any value but null will do: the app has one texture for ImGui.
  atlas.SetTexID(reinterpret_cast<ImTextureID>(std::uintptr_t{1}));
  atlas.ClearTexData();
}

// All lists of a frame go into one buffer of vertices and one of indices: two uploads a frame instead of two a list,
// and one layout for all. Indices count from the beginning of the buffer, so they have 32 bits where ImGui's have 16.
void Renderer::upload(const ImDrawData& data) {
  vertices_of_frame_.clear();
  indices_of_frame_.clear();
  for (const ImDrawList* list : data.CmdLists) {
    const auto base = static_cast<std::uint32_t>(vertices_of_frame_.size());
    vertices_of_frame_.insert(vertices_of_frame_.end(), list->VtxBuffer.begin(), list->VtxBuffer.end());
    for (const ImDrawCmd& command : list->CmdBuffer) {
      const ImDrawIdx* index = list->IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i < command.ElemCount; ++i) indices_of_frame_.push_back(base + command.VtxOffset + index[i]);
    }
  }
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  send(GL_ARRAY_BUFFER, vertices_of_frame_);
  send(GL_ELEMENT_ARRAY_BUFFER, indices_of_frame_);
}

// What a picture changes is set again after it: program, texture and layout, which holds the buffers.
void Renderer::resume() const {
  program_.use();
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, glyphs_);
  glBindVertexArray(layout_);
}

void Renderer::draw(const ImDrawData& data, ImU32 ground) {
  const ImVec2 screen = data.DisplaySize;
  glViewport(0, 0, static_cast<GLsizei>(screen.x), static_cast<GLsizei>(screen.y));
  glDisable(GL_SCISSOR_TEST);
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(ground);
  glClearColor(c.x, c.y, c.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_BLEND);
  glEnable(GL_SCISSOR_TEST);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  resume();
  program_.set("u_screen", screen.x, screen.y);
  program_.set("u_glyphs", 0);
  upload(data);
  std::size_t first = 0;  // index of the command
  for (const ImDrawList* list : data.CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.UserCallback) {
        command.UserCallback(list, &command);
        resume();
        continue;
      }
      const std::size_t at = first;
      first += command.ElemCount;
      const float left = std::max(command.ClipRect.x, 0.0f), top = std::max(command.ClipRect.y, 0.0f);
      const float width = command.ClipRect.z - left, height = command.ClipRect.w - top;
      if (width <= 0 || height <= 0 || command.ElemCount == 0) continue;
      glScissor(static_cast<GLint>(left), static_cast<GLint>(screen.y - command.ClipRect.w),
                static_cast<GLsizei>(width), static_cast<GLsizei>(height));
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_INT,
                     offset(at * sizeof(std::uint32_t)));
    }
  }
}

}  // namespace harmonium::app
