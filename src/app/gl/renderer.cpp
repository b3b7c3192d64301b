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
void upload(GLenum target, const ImVector<Item>& items) {
  glBufferData(target, static_cast<GLsizeiptr>(items.size_in_bytes()), items.Data, GL_STREAM_DRAW);
}

}  // namespace

bool Renderer::make() {
  glGenVertexArrays(1, &layout_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glGenTextures(1, &glyphs_);
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

// Sets the vertex attributes so that index 0 means `first_vertex`. Indices have 16 bits, and a list with more vertices
// than that uses several first vertices.
void Renderer::pointAt(unsigned first_vertex) {
  const std::size_t from = first_vertex * sizeof(ImDrawVert);
  constexpr auto kStride = static_cast<GLsizei>(sizeof(ImDrawVert));
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, kStride, offset(from + offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, kStride, offset(from + offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, offset(from + offsetof(ImDrawVert, col)));
}

void Renderer::begin(const ImVec2& screen) {
  glEnable(GL_BLEND);
  glEnable(GL_SCISSOR_TEST);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  program_.use();
  program_.set("u_screen", screen.x, screen.y);
  program_.set("u_glyphs", 0);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, glyphs_);
  glBindVertexArray(layout_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (GLuint at = 0; at < 3; ++at) glEnableVertexAttribArray(at);
}

void Renderer::draw(const ImDrawData& data, ImU32 ground) {
  const ImVec2 screen = data.DisplaySize;
  glViewport(0, 0, static_cast<GLsizei>(screen.x), static_cast<GLsizei>(screen.y));
  glDisable(GL_SCISSOR_TEST);
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(ground);
  glClearColor(c.x, c.y, c.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  begin(screen);
  for (const ImDrawList* list : data.CmdLists) {
    upload(GL_ARRAY_BUFFER, list->VtxBuffer);
    upload(GL_ELEMENT_ARRAY_BUFFER, list->IdxBuffer);
    pointAt(0);
    unsigned first_vertex = 0;
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.UserCallback) {
        command.UserCallback(list, &command);
        // A picture changes programs, textures and buffers, so the state of this renderer is set again.
        begin(screen);
        continue;
      }
      const float left = std::max(command.ClipRect.x, 0.0f), top = std::max(command.ClipRect.y, 0.0f);
      const float width = command.ClipRect.z - left, height = command.ClipRect.w - top;
      if (width <= 0 || height <= 0 || command.ElemCount == 0) continue;
      if (command.VtxOffset != first_vertex) pointAt(first_vertex = command.VtxOffset);
      glScissor(static_cast<GLint>(left), static_cast<GLint>(screen.y - command.ClipRect.w),
                static_cast<GLsizei>(width), static_cast<GLsizei>(height));
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_SHORT,
                     offset(command.IdxOffset * sizeof(ImDrawIdx)));
    }
  }
}

}  // namespace harmonium::app
