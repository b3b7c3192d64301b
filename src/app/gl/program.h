// A vertex shader and a fragment shader, linked. All functions need a current context.
#pragma once

#include <GLES3/gl3.h>
#include <imgui.h>

namespace harmonium::app {

class Program {
 public:
  // Compiles and links the sources. False if that fails: the sources have a bug, or the context is lost.
  bool make(const char* vertex, const char* fragment);
  // Call this when the context is lost. Its objects are gone with it, so nothing is deleted.
  void forget() { id_ = 0; }
  GLuint id() const { return id_; }

  // The program must be in use while its uniforms are set. Names that it lacks are ignored.
  void use() const { glUseProgram(id_); }
  void set(const char* name, float value) const;
  void set(const char* name, float x, float y) const;
  void set(const char* name, int value) const;
  void set(const char* name, int x, int y) const;
  void set(const char* name, int x, int y, int z) const;
  void setColour(const char* name, ImU32 colour) const;
  void setVectors(const char* name, const ImVec2* vectors, int count) const;

 private:
  GLint at(const char* name) const { return glGetUniformLocation(id_, name); }
  GLuint id_ = 0;
};

}  // namespace harmonium::app
