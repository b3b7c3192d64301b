// A vertex shader and a fragment shader, linked. All functions need a current context.
#pragma once

#include <GLES3/gl3.h>
#include <imgui.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace harmonium::app {

class Program {
 public:
  // Compiles and links the sources. False if that fails: the sources have a bug, or the context is lost.
  bool make(const char* vertex, const char* fragment);
  // Call this when the context is lost. Its objects are gone with it, so nothing is deleted.
  void forget();
  GLuint id() const { return id_; }

  // The program must be in use while its uniforms are set. Names that it lacks are ignored. A name must stay valid as
  // long as the program. A value that the uniform has already is not sent again: in a browser every call costs
  // microseconds, and most values are the same from frame to frame.
  void use() const { glUseProgram(id_); }
  void set(const char* name, float value);
  void set(const char* name, float x, float y);
  void set(const char* name, int value);
  void set(const char* name, int x, int y);
  void set(const char* name, int x, int y, int z);
  void setColour(const char* name, ImU32 colour);
  void setVectors(const char* name, const ImVec2* vectors, int count);  // 3 at most

 private:
  struct Uniform {
    std::string_view name;
    GLint at = -1;
    std::array<std::byte, 3 * sizeof(ImVec2)> value{};  // what was sent last
  };
  GLint changed(const char* name, const void* value, std::size_t bytes);

  GLuint id_ = 0;
  std::vector<Uniform> uniforms_;
};

}  // namespace harmonium::app
