// Draws numbers on the GPU: grids of tiles, bundles of connections, fields, and points on axes. Each picture is a
// callback in one of ImGui's draw lists, so it is drawn in order with what ImGui draws. Textures are made from the
// newest snapshot when they are first drawn; after a lost context they are simply made again. Lengths are framebuffer
// pixels.
#pragma once

#include "app/gl/program.h"
#include "app/logic/dots.h"
#include "base/numbers.h"
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

// Numbers [count, rows, cols], row-major, or bytes that encode them. The memory belongs to the caller.
struct Values {
  std::span<const float> numbers;
  int count = 1, rows = 1, cols = 1;
  std::span<const std::uint8_t> bytes = {};
  ByteScale scale = {};

  std::size_t size() const { return bytes.empty() ? numbers.size() : bytes.size(); }
  float at(std::size_t i) const { return bytes.empty() ? numbers[i] : scale.valueOf(bytes[i]); }
  // The largest difference between a number and the model's own: half a step for bytes, 0 for floats.
  double precision() const { return bytes.empty() ? 0 : scale.step / 2; }
};

// The colours of values: `zero` for 0, `high` for `limit` and above, `low` for -`limit` and below, mixed in between.
struct Inks {
  ImU32 low = 0, zero = 0, high = 0;
  float limit = 1;  // positive; anything else counts as 1
};

struct TileGrid {
  ImVec2 origin;       // upper left corner of the first tile, whole pixels
  ImVec2 pitch;        // distance from one tile to the next
  float pixel = 1;     // side of one value, whole pixels
  int columns = 1;     // tiles per row
  int count = 1;       // tiles to draw
  int first = 0;       // index of the first tile's picture
  int stride = 1;      // step of that index from one tile to the next
  float rounding = 0;  // radius of a tile's corners
  float frame = 0;     // width of a line around every tile, outside of its values
  ImU32 edge = 0;      // its colour
};

struct Plane {
  ImVec2 first, right, down;  // centre of the first unit; step along a row of units; step to the next row
  int columns = 1;
  ImVec2 at(int unit) const {
    const float x = toFloat(unit % columns), y = toFloat(unit / columns);
    return {first.x + x * right.x + y * down.x, first.y + x * right.y + y * down.y};
  }
};

// All connections between two groups of units; lower and upper may be the same group.
struct Bundle {
  Plane lower, upper;
  int lower_units = 0, upper_units = 0;
  int lower_first = 0, upper_first = 0;  // index of each group's first state
  float limit = 1;                       // the weight that has the full colour
  float width = 1;                       // of the strongest connection
  int only_lower = -1, only_upper = -1;  // if not negative, only the connections of this unit stand out
  int way = 0;               // direction of the current phase: 1 up, -1 down, 0 neither; 2: states do not matter
  float pulse = -1;          // position of the moving light along the connections, 0 .. 1; else none
  bool within = false;       // both groups are the same: one arc per pair of units
  float bend = 0, span = 1;  // drop and width of the longest arc; bend 0: straight lines
  int heads = 0;             // arrowheads: 1 at the upper units, -1 at the lower ones, 0 none
  float head = 0, trim = 0;  // length of an arrowhead; its distance from the centre of the unit
};

// Where and how a field is drawn: one picture stretched over a box.
struct FieldLook {
  ImVec2 min, max;      // framebuffer pixels
  bool upside = true;   // row 0 is the lowest row
  bool smooth = false;  // values are interpolated between cells
  bool contours = false;
  ImU32 line = 0;  // the colour of contours
};

// How points are drawn. The point (x, y) is at origin + scale * (x, y).
struct DotLook {
  ImVec2 origin, scale;
  Dot shape = Dot::kDisc;
  float radius = 2, rim = 1, stroke = 1;  // radius without the rim; width of the rim, in `paper`; width of outlines
  float alpha = 1;
  bool open = false;  // without paper: no rim, and what is below shows inside a ring
  ImU32 ink = 0, paper = 0;
};

class Pictures {
 public:
  // Needs a current context. False if the shaders do not link.
  bool make();
  void forget();  // the context is lost

  // Call this when new numbers came: each texture is uploaded again the next time it is drawn.
  void renew() { ++version_; }
  void beginFrame(float width, float height);

  // Takes numbers that a panel computed and keeps them until the next frame begins.
  std::span<const float> keep(std::vector<float> numbers) { return kept_.emplace_back(std::move(numbers)); }

  // `name` identifies the texture. The numbers must stay valid until the frame is rendered.
  void tiles(ImDrawList& list, std::string_view name, const Values& values, const TileGrid& grid, const Inks& inks);
  // `states` holds the states of all units of the network; all bundles of a network share that texture.
  void bundle(ImDrawList& list, std::string_view name, std::span<const float> weights, std::string_view states_name,
              std::span<const float> states, const Bundle& bundle, const Inks& inks);
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
    std::string states_name = {};
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
  static void setInks(Program& program, const Inks& inks);
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
