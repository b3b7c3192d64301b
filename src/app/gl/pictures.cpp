#include "app/gl/pictures.h"

#include "base/numbers.h"
#include "shaders.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

bool Pictures::make() {
  glGenVertexArrays(1, &no_vertices_);
  glGenVertexArrays(1, &dots_layout_);
  glGenBuffers(1, &dots_);
  // One point per instance: the shader makes the four corners of its square.
  glBindVertexArray(dots_layout_);
  glBindBuffer(GL_ARRAY_BUFFER, dots_);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glVertexAttribDivisor(0, 1);
  const bool tiles = tiles_.make(shaders::kTilesVert, shaders::kTilesFrag);
  const bool network = network_.make(shaders::kNetworkVert, shaders::kNetworkFrag);
  const bool field = field_.make(shaders::kFieldVert, shaders::kFieldFrag);
  const bool points = points_.make(shaders::kPointsVert, shaders::kPointsFrag);
  return tiles && network && field && points;
}

void Pictures::forget() {
  tiles_.forget();
  network_.forget();
  field_.forget();
  points_.forget();
  no_vertices_ = dots_layout_ = dots_ = 0;
  textures_.clear();
  commands_.clear();
}

void Pictures::beginFrame(float width, float height) {
  commands_.clear();
  kept_.clear();
  width_ = width;
  height_ = height;
  // Textures of a model or view that is no longer shown are deleted after this many frames. Until then, going back to
  // it is free.
  constexpr int kLongUnused = 300;
  std::erase_if(textures_, [](auto& each) {
    Texture& texture = each.second;
    if (++texture.unused < kLongUnused) return false;
    glDeleteTextures(1, &texture.id);
    return true;
  });
}

void Pictures::add(ImDrawList& list, Command command) {
  // A deque never moves its elements, so ImGui's list may keep the address until the frame is rendered.
  commands_.push_back(std::move(command));
  list.AddCallback(&Pictures::run, &commands_.back());
}

void Pictures::tiles(ImDrawList& list, std::string_view name, const Values& values, const TileGrid& grid,
                     const Inks& inks) {
  if (grid.count > 0) {
    Command command{this, Kind::kTiles, std::string(name), values};
    command.grid = grid;
    command.inks = inks;
    add(list, std::move(command));
  }
}

void Pictures::bundle(ImDrawList& list, std::string_view name, std::span<const float> weights,
                      std::string_view states_name, std::span<const float> states, const Bundle& bundle,
                      const Inks& inks) {
  const Values values{weights, 1, bundle.lower_units, bundle.upper_units};
  Command command{this, Kind::kBundle, std::string(name), values};
  command.connections = bundle;
  command.states_name = states_name;
  command.states = states;
  command.inks = inks;
  add(list, std::move(command));
}

void Pictures::field(ImDrawList& list, std::string_view name, const Values& values, const FieldLook& look,
                     const Inks& inks) {
  Command command{this, Kind::kField, std::string(name), values};
  command.field = look;
  command.inks = inks;
  add(list, std::move(command));
}

void Pictures::points(ImDrawList& list, std::span<const float> xy, const DotLook& look) {
  // Without a single point there is nothing to draw.
  if (xy.size() < 2) return;
  Command command{this, Kind::kPoints, {}, {xy, 1, 1, 1}};
  command.dots = look;
  add(list, std::move(command));
}

void Pictures::run(const ImDrawList*, const ImDrawCmd* draw) {
  const Command& command = *static_cast<const Command*>(draw->UserCallbackData);
  const Pictures& self = *command.owner;
  // ImGui applies the clip rectangle only to its own triangles, so the callback sets it again.
  const float left = std::max(draw->ClipRect.x, 0.0f), bottom = std::max(self.height_ - draw->ClipRect.w, 0.0f);
  const float width = draw->ClipRect.z - left, height = self.height_ - draw->ClipRect.y - bottom;
  if (width <= 0 || height <= 0) return;
  glScissor(static_cast<GLint>(left), static_cast<GLint>(bottom), static_cast<GLsizei>(width),
            static_cast<GLsizei>(height));
  glBindVertexArray(self.no_vertices_);
  switch (command.kind) {
    case Kind::kTiles:
      return command.owner->drawTiles(command);
    case Kind::kBundle:
      return command.owner->drawBundle(command);
    case Kind::kField:
      return command.owner->drawField(command);
    case Kind::kPoints:
      return command.owner->drawPoints(command);
  }
}

// Makes the texture hold `values`: one layer per picture in an array texture, rows x cols in a plain one.
void Pictures::upload(const std::string& name, GLenum target, const Values& values) {
  const bool array = target == GL_TEXTURE_2D_ARRAY;
  // A GL texture can never change its target, but a view may change its kind. The prefix keeps the two apart.
  Texture& texture = textures_[(array ? "array " : "plain ") + name];
  if (texture.id == 0) glGenTextures(1, &texture.id);
  texture.unused = 0;
  glBindTexture(target, texture.id);
  if (texture.version == version_) return;
  texture.version = version_;
  const bool bytes = !values.bytes.empty();
  const void* numbers = bytes ? static_cast<const void*>(values.bytes.data()) : values.numbers.data();
  const GLint inside = bytes ? GL_R8 : GL_R32F;
  const GLenum type = bytes ? GL_UNSIGNED_BYTE : GL_FLOAT;
  // Rows of bytes follow each other without padding.
  glPixelStorei(GL_UNPACK_ALIGNMENT, bytes ? 1 : 4);
  // Updating a texture of the same size is cheaper than allocating it anew.
  const bool same = texture.width == values.cols && texture.height == values.rows && texture.depth == values.count &&
                    texture.bytes == bytes;
  if (!same) {
    texture = {texture.id, version_, values.cols, values.rows, values.count, bytes, 0};
    for (const GLenum filter : {GLenum{GL_TEXTURE_MIN_FILTER}, GLenum{GL_TEXTURE_MAG_FILTER}})
      glTexParameteri(target, filter, GL_NEAREST);
    for (const GLenum wrap : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}})
      glTexParameteri(target, wrap, GL_CLAMP_TO_EDGE);
    if (array)
      glTexImage3D(target, 0, inside, values.cols, values.rows, values.count, 0, GL_RED, type, numbers);
    else
      glTexImage2D(target, 0, inside, values.cols, values.rows, 0, GL_RED, type, numbers);
  } else if (array) {
    glTexSubImage3D(target, 0, 0, 0, 0, values.cols, values.rows, values.count, GL_RED, type, numbers);
  } else {
    glTexSubImage2D(target, 0, 0, 0, values.cols, values.rows, GL_RED, type, numbers);
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
  tiles_.set("u_size", grid.pixel * toFloat(command.values.cols), grid.pixel * toFloat(command.values.rows));
  tiles_.set("u_pixel", grid.pixel);
  tiles_.set("u_rounding", grid.rounding);
  tiles_.set("u_frame", grid.frame);
  tiles_.setColour("u_edge", grid.edge);
  tiles_.set("u_layout", grid.columns, grid.first, grid.stride);
  // The shader reads a byte b as b / 255, so the factor 255 * step gives back the number.
  const ByteScale& scale = command.values.scale;
  const auto step = toFloat(scale.step);
  if (command.values.bytes.empty())
    tiles_.set("u_number", 1.0f, 0.0f);
  else
    tiles_.set("u_number", 255 * step, -step * toFloat(scale.zero));
  setInks(tiles_, command.inks);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, grid.count);
}

void Pictures::drawBundle(const Command& command) {
  const Bundle& bundle = command.connections;
  glActiveTexture(GL_TEXTURE1);
  upload(command.states_name, GL_TEXTURE_2D, {command.states, 1, 1, toInt(command.states.size())});
  glActiveTexture(GL_TEXTURE0);
  upload(command.name + ".weights", GL_TEXTURE_2D, command.values);
  network_.use();
  network_.set("u_weights", 0);
  network_.set("u_states", 1);
  network_.set("u_screen", width_, height_);
  network_.set("u_units", bundle.lower_units, bundle.upper_units);
  network_.set("u_first", bundle.lower_first, bundle.upper_first);
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
  // A straight connection is one quad; an arc is a strip of segments short enough to look smooth.
  constexpr int kBentSteps = 14;
  const int steps = bundle.bend == 0 ? 2 : kBentSteps;
  const float head = bundle.heads == 0 ? 0 : bundle.head;
  network_.set("u_within", bundle.within ? 1 : 0);
  network_.set("u_steps", steps);
  network_.set("u_bend", bundle.bend, bundle.span);
  network_.set("u_head", head, bundle.trim);
  network_.set("u_head_way", bundle.heads);
  network_.setColour("u_low", command.inks.low);
  network_.setColour("u_high", command.inks.high);
  // Each step of a strip has two vertices; an arrowhead adds two more steps.
  const int pairs = steps + (head > 0 ? 2 : 0);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 2 * pairs, bundle.lower_units * bundle.upper_units);
}

void Pictures::drawField(const Command& command) {
  glActiveTexture(GL_TEXTURE0);
  upload(command.name, GL_TEXTURE_2D, command.values);
  field_.use();
  field_.set("u_values", 0);
  field_.set("u_screen", width_, height_);
  field_.set("u_min", command.field.min.x, command.field.min.y);
  field_.set("u_max", command.field.max.x, command.field.max.y);
  field_.set("u_cells", command.values.cols, command.values.rows);
  field_.set("u_upside", command.field.upside ? 1 : 0);
  field_.set("u_smooth", command.field.smooth ? 1 : 0);
  field_.set("u_contours", command.field.contours ? 1 : 0);
  field_.setColour("u_line", command.field.line);
  setInks(field_, command.inks);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void Pictures::drawPoints(const Command& command) {
  const DotLook& look = command.dots;
  const auto count = static_cast<GLsizei>(command.values.numbers.size() / 2);
  glBindVertexArray(dots_layout_);
  glBindBuffer(GL_ARRAY_BUFFER, dots_);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(command.values.numbers.size_bytes()),
               command.values.numbers.data(), GL_STREAM_DRAW);
  points_.use();
  points_.set("u_screen", width_, height_);
  points_.set("u_origin", look.origin.x, look.origin.y);
  points_.set("u_scale", look.scale.x, look.scale.y);
  points_.set("u_shape", toInt(look.shape));
  points_.set("u_radius", look.radius + look.rim);
  points_.set("u_rim", look.rim);
  points_.set("u_stroke", look.stroke);
  points_.set("u_alpha", look.alpha);
  points_.set("u_paper_alpha", look.open ? 0.0f : 1.0f);
  points_.setColour("u_ink", look.ink);
  points_.setColour("u_paper", look.paper);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count);
}

void Pictures::setInks(Program& program, const Inks& inks) {
  program.set("u_limit", inks.limit > 0 ? inks.limit : 1.0f);
  program.setColour("u_low", inks.low);
  program.setColour("u_zero", inks.zero);
  program.setColour("u_high", inks.high);
}

}  // namespace harmonium::app
