#include "app/gl/pictures.h"

#include "shaders.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

bool Pictures::make() {
  glGenVertexArrays(1, &no_vertices_);
  const bool tiles = tiles_.make(shaders::kTilesVert, shaders::kTilesFrag);
  const bool network = network_.make(shaders::kNetworkVert, shaders::kNetworkFrag);
  return tiles && network;
}

void Pictures::forget() {
  tiles_.forget();
  network_.forget();
  no_vertices_ = 0;
  textures_.clear();
  commands_.clear();
}

void Pictures::beginFrame(float width, float height) {
  commands_.clear();
  kept_.clear();
  width_ = width;
  height_ = height;
}

void Pictures::add(ImDrawList& list, Command command) {
  commands_.push_back(std::move(command));
  list.AddCallback(&Pictures::run, &commands_.back());
}

void Pictures::tiles(ImDrawList& list, std::string_view name, const Values& values, const TileGrid& grid,
                     const Inks& inks) {
  if (grid.count > 0) add(list, {this, false, std::string(name), values, grid, {}, {}, inks});
}

void Pictures::bundle(ImDrawList& list, std::string_view name, std::span<const float> weights,
                      std::span<const float> states, const Bundle& bundle, const Inks& inks) {
  const Values values{weights, 1, bundle.lower_units, bundle.upper_units};
  add(list, {this, true, std::string(name), values, {}, bundle, states, inks});
}

void Pictures::run(const ImDrawList*, const ImDrawCmd* draw) {
  const Command& command = *static_cast<const Command*>(draw->UserCallbackData);
  const Pictures& self = *command.owner;
  // The list's clip rectangle holds for what it draws itself only.
  const float left = std::max(draw->ClipRect.x, 0.0f), bottom = std::max(self.height_ - draw->ClipRect.w, 0.0f);
  const float width = draw->ClipRect.z - left, height = self.height_ - draw->ClipRect.y - bottom;
  if (width <= 0 || height <= 0) return;
  glScissor(static_cast<GLint>(left), static_cast<GLint>(bottom), static_cast<GLsizei>(width),
            static_cast<GLsizei>(height));
  glBindVertexArray(self.no_vertices_);
  if (command.is_bundle)
    command.owner->drawBundle(command);
  else
    command.owner->drawTiles(command);
}

// One layer a picture for an array; a plain texture holds `values` as rows x cols.
void Pictures::upload(const std::string& name, GLenum target, const Values& values) {
  const bool array = target == GL_TEXTURE_2D_ARRAY;
  Texture& texture = textures_[name];
  if (texture.id == 0) glGenTextures(1, &texture.id);
  glBindTexture(target, texture.id);
  if (texture.version == version_) return;
  texture.version = version_;
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  const bool same = texture.width == values.cols && texture.height == values.rows && texture.depth == values.count;
  const float* numbers = values.numbers.data();
  if (!same) {
    texture = {texture.id, version_, values.cols, values.rows, values.count};
    for (const GLenum filter : {GLenum{GL_TEXTURE_MIN_FILTER}, GLenum{GL_TEXTURE_MAG_FILTER}})
      glTexParameteri(target, filter, GL_NEAREST);
    for (const GLenum wrap : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}})
      glTexParameteri(target, wrap, GL_CLAMP_TO_EDGE);
    if (array)
      glTexImage3D(target, 0, GL_R32F, values.cols, values.rows, values.count, 0, GL_RED, GL_FLOAT, numbers);
    else
      glTexImage2D(target, 0, GL_R32F, values.cols, values.rows, 0, GL_RED, GL_FLOAT, numbers);
  } else if (array) {
    glTexSubImage3D(target, 0, 0, 0, 0, values.cols, values.rows, values.count, GL_RED, GL_FLOAT, numbers);
  } else {
    glTexSubImage2D(target, 0, 0, 0, values.cols, values.rows, GL_RED, GL_FLOAT, numbers);
  }
}

void Pictures::drawTiles(const Command& command) {
  const TileGrid& grid = command.grid;
  glActiveTexture(GL_TEXTURE0);
  upload(command.name, GL_TEXTURE_2D_ARRAY, command.values);
  tiles_.use();
  tiles_.set("u_values", 0);
  tiles_.set("u_screen", width_, height_);
  tiles_.set("u_origin", grid.origin.x, grid.origin.y);
  tiles_.set("u_pitch", grid.pitch.x, grid.pitch.y);
  tiles_.set("u_size", grid.pixel * static_cast<float>(command.values.cols),
             grid.pixel * static_cast<float>(command.values.rows));
  tiles_.set("u_pixel", grid.pixel);
  tiles_.set("u_rounding", grid.rounding);
  tiles_.set("u_layout", grid.columns, grid.first, grid.stride);
  tiles_.set("u_limit", command.inks.limit);
  tiles_.setColour("u_low", command.inks.low);
  tiles_.setColour("u_zero", command.inks.zero);
  tiles_.setColour("u_high", command.inks.high);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, grid.count);
}

void Pictures::drawBundle(const Command& command) {
  const Bundle& bundle = command.connections;
  glActiveTexture(GL_TEXTURE1);
  upload(command.name + ".states", GL_TEXTURE_2D, {command.states, 1, 1, static_cast<int>(command.states.size())});
  glActiveTexture(GL_TEXTURE0);
  upload(command.name + ".weights", GL_TEXTURE_2D, command.values);
  network_.use();
  network_.set("u_weights", 0);
  network_.set("u_states", 1);
  network_.set("u_screen", width_, height_);
  network_.set("u_units", bundle.lower_units, bundle.upper_units);
  network_.set("u_columns", bundle.lower.columns, bundle.upper.columns);
  const ImVec2 lower[] = {bundle.lower.first, bundle.lower.right, bundle.lower.down};
  const ImVec2 upper[] = {bundle.upper.first, bundle.upper.right, bundle.upper.down};
  network_.setVectors("u_lower", lower, 3);
  network_.setVectors("u_upper", upper, 3);
  network_.set("u_limit", bundle.limit);
  network_.set("u_width", bundle.width);
  network_.set("u_only", bundle.only_lower, bundle.only_upper);
  network_.set("u_way", bundle.way);
  network_.set("u_pulse", bundle.pulse);
  network_.setColour("u_low", command.inks.low);
  network_.setColour("u_high", command.inks.high);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, bundle.lower_units * bundle.upper_units);
}

}  // namespace harmonium::app
