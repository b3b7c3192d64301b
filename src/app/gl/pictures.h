// Pictures of numbers on the GPU: grids of tiles, bundles of connections, fields and points on axes, drawn in the midst
// of ImGui's own lists. All textures are made from the newest snapshot when they are first drawn, so a lost context
// costs nothing.
#pragma once

#include "app/gl/program.h"
#include "base/view.h"

#include <imgui.h>

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace harmonium::app {

// Numbers [count, rows, cols], or bytes that stand for them.
struct Values {
  std::span<const float> numbers;
  int count = 1, rows = 1, cols = 1;
  std::span<const std::uint8_t> bytes = {};
  ByteScale scale = {};

  std::size_t size() const { return bytes.empty() ? numbers.size() : bytes.size(); }
  float at(std::size_t i) const { return bytes.empty() ? numbers[i] : scale.valueOf(bytes[i]); }
  // How far a number may be from the model's own.
  double precision() const { return bytes.empty() ? 0 : scale.step / 2; }
};

struct Inks {
  ImU32 low = 0, zero = 0, high = 0;
  float limit = 1;  // the value that gets the full ink; its negative gets the low one
};

struct TileGrid {
  ImVec2 origin;  // framebuffer pixels, whole
  ImVec2 pitch;
  float pixel = 1;  // framebuffer pixels for a value, whole
  int columns = 1;
  int count = 1;   // tiles to draw
  int first = 0;   // picture of the first
  int stride = 1;  // pictures from one tile to the next
  float rounding = 0;
};

struct Plane {
  ImVec2 first, right, down;  // centre of the first unit; one step along a row; one step to the next row
  int columns = 1;
  ImVec2 at(int unit) const {
    const float x = static_cast<float>(unit % columns), y = static_cast<float>(unit / columns);
    return {first.x + x * right.x + y * down.x, first.y + x * right.y + y * down.y};
  }
};

struct Bundle {
  Plane lower, upper;
  int lower_units = 0, upper_units = 0;
  float limit = 1;
  float width = 1;
  int only_lower = -1, only_upper = -1;
  int way = 0;  // 1 up, -1 down, 0 still
  float pulse = -1;
};

// A picture stretched over a box.
struct FieldLook {
  ImVec2 min, max;      // framebuffer pixels
  bool upside = true;   // row 0 is the lowest
  bool smooth = false;  // colours run from cell to cell
};

enum class Dot { kDisc, kRing, kDiamond };

// Points at origin + scale * (x, y), framebuffer pixels.
struct DotLook {
  ImVec2 origin, scale;
  Dot shape = Dot::kDisc;
  float radius = 2, rim = 1, stroke = 1;  // radius without the rim of paper
  float alpha = 1;
  ImU32 ink = 0, paper = 0;
};

class Pictures {
 public:
  // Needs a current context. False if the shaders do not link.
  bool make();
  void forget();  // the context is lost

  // New numbers came: textures are uploaded again where they are drawn.
  void renew() { ++version_; }
  void beginFrame(float width, float height);

  // Holds numbers that a panel made until the frame is rendered.
  std::span<const float> keep(std::vector<float> numbers) { return kept_.emplace_back(std::move(numbers)); }

  // `name` tells textures apart; the numbers must stay until the frame is rendered.
  void tiles(ImDrawList& list, std::string_view name, const Values& values, const TileGrid& grid, const Inks& inks);
  void bundle(ImDrawList& list, std::string_view name, std::span<const float> weights, std::span<const float> states,
              const Bundle& bundle, const Inks& inks);
  void field(ImDrawList& list, std::string_view name, const Values& values, const FieldLook& look, const Inks& inks);
  void points(ImDrawList& list, std::span<const float> xy, const DotLook& look);

 private:
  enum class Kind { kTiles, kBundle, kField, kPoints };
  struct Texture {
    GLuint id = 0;
    std::uint64_t version = 0;
    int width = 0, height = 0, depth = 0;
    bool bytes = false;
    int unused = 0;  // frames since it was drawn
  };
  struct Command {
    Pictures* owner;
    Kind kind;
    std::string name = {};
    Values values = {};
    TileGrid grid = {};
    Bundle connections = {};
    std::span<const float> states = {};
    Inks inks = {};
    FieldLook field = {};
    DotLook dots = {};
  };

  static void run(const ImDrawList* list, const ImDrawCmd* draw);
  void drawTiles(const Command& command);
  void drawBundle(const Command& command);
  void drawField(const Command& command);
  void drawPoints(const Command& command);
  void setInks(const Program& program, const Inks& inks) const;
  void upload(const std::string& name, GLenum target, const Values& values);
  void add(ImDrawList& list, Command command);

  Program tiles_, network_, field_, points_;
  GLuint no_vertices_ = 0;
  GLuint dots_layout_ = 0, dots_ = 0;
  std::map<std::string, Texture, std::less<>> textures_;
  std::deque<Command> commands_;
  std::deque<std::vector<float>> kept_;
  std::uint64_t version_ = 1;
  float width_ = 1, height_ = 1;
};

}  // namespace harmonium::app
