#include "app/gl/program.h"

#include <algorithm>
#include <cstring>

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
  forget();
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

void Program::forget() {
  id_ = 0;
  uniforms_.clear();
}

// Where to send a value; -1 if the uniform has it already, or the program has no such uniform.
GLint Program::changed(const char* name, const void* value, std::size_t bytes) {
  auto found = std::ranges::find(uniforms_, std::string_view(name), &Uniform::name);
  if (found == uniforms_.end()) {
    uniforms_.push_back({name, glGetUniformLocation(id_, name)});
    found = uniforms_.end() - 1;
  } else if (std::memcmp(found->value.data(), value, bytes) == 0) {
    return -1;
  }
  std::memcpy(found->value.data(), value, bytes);
  return found->at;
}

void Program::set(const char* name, float value) {
  if (const GLint at = changed(name, &value, sizeof value); at >= 0) glUniform1f(at, value);
}
void Program::set(const char* name, float x, float y) {
  const float values[] = {x, y};
  if (const GLint at = changed(name, values, sizeof values); at >= 0) glUniform2f(at, x, y);
}
void Program::set(const char* name, int value) {
  if (const GLint at = changed(name, &value, sizeof value); at >= 0) glUniform1i(at, value);
}
void Program::set(const char* name, int x, int y) {
  const int values[] = {x, y};
  if (const GLint at = changed(name, values, sizeof values); at >= 0) glUniform2i(at, x, y);
}
void Program::set(const char* name, int x, int y, int z) {
  const int values[] = {x, y, z};
  if (const GLint at = changed(name, values, sizeof values); at >= 0) glUniform3i(at, x, y, z);
}

void Program::setColour(const char* name, ImU32 colour) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
  if (const GLint at = changed(name, &c, 3 * sizeof c.x); at >= 0) glUniform3f(at, c.x, c.y, c.z);
}

void Program::setVectors(const char* name, const ImVec2* vectors, int count) {
  const std::size_t bytes = sizeof(ImVec2) * static_cast<std::size_t>(count);
  if (const GLint at = changed(name, vectors, bytes); at >= 0) glUniform2fv(at, count, &vectors[0].x);
}

}  // namespace harmonium::app
