#include "app/gl/program.h"

namespace harmonium::app {
namespace {

GLuint compile(GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  return shader;
}

}  // namespace

bool Program::make(const char* vertex, const char* fragment) {
  const GLuint v = compile(GL_VERTEX_SHADER, vertex), f = compile(GL_FRAGMENT_SHADER, fragment);
  id_ = glCreateProgram();
  glAttachShader(id_, v);
  glAttachShader(id_, f);
  glLinkProgram(id_);
  glDeleteShader(v);
  glDeleteShader(f);
  // A failed compilation makes linking fail too, so one query is enough. Each query waits for the GPU.
  GLint linked = GL_FALSE;
  glGetProgramiv(id_, GL_LINK_STATUS, &linked);
  return linked == GL_TRUE;
}

void Program::set(const char* name, float value) const {
  glUniform1f(at(name), value);
}
void Program::set(const char* name, float x, float y) const {
  glUniform2f(at(name), x, y);
}
void Program::set(const char* name, int value) const {
  glUniform1i(at(name), value);
}
void Program::set(const char* name, int x, int y) const {
  glUniform2i(at(name), x, y);
}
void Program::set(const char* name, int x, int y, int z) const {
  glUniform3i(at(name), x, y, z);
}

void Program::setColour(const char* name, ImU32 colour) const {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
  glUniform3f(at(name), c.x, c.y, c.z);
}

void Program::setVectors(const char* name, const ImVec2* vectors, int count) const {
  glUniform2fv(at(name), count, &vectors[0].x);
}

}  // namespace harmonium::app
