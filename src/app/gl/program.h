// A linked pair of shaders.
#pragma once

#include <GLES3/gl3.h>
#include <imgui.h>

namespace harmonium::app {

class Program {
 public:
  // False if they do not compile or link: a bug of ours, or a lost context.
  bool make(const char* vertex, const char* fragment);
  // The context is gone and everything in it: forget, do not delete.
  void forget() { id_ = 0; }
  GLuint id() const { return id_; }

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
