// A view is a typed picture that a model publishes. The app draws it without knowing the model.
//
// Views of small images, a network, a matrix or a table use the fields of View itself. Views with axes, which are the
// plane and charts, consist of panels side by side. A panel is a list of marks on one pair of axes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

enum class ViewKind {
  kImages,   // values [count, rows, cols]: a grid of small pictures
  kPairs,    // values [count, 2, rows, cols]: pairs of pictures, such as data and reconstruction
  kNetwork,  // values [n_0 + n_1 + ...]: the states of all layers, in [0, 1]; weights [sum over l of n_l * n_l+1]
  kPlane,    // panels with one scale for both axes: a unit has the same length across and up
  kChart,    // panels whose axes fill the space they have: functions of one number, histograms
  kMatrix,   // values [rows, cols], row 0 on top, coloured by `scale`; row_names and column_names may be empty
  kTable,    // values [rows, cols], shown as numbers; row_names and column_names are given
};

// How a value becomes a colour.
enum class ViewScale {
  kUnit,    // [0, limit]: from the background to the ink; the limit is 1 for intensities
  kSigned,  // [-limit, limit]: one hue for each sign, the background at 0
};

// The ink of a mark says what the mark shows. All views use the same inks, so that a colour means the same everywhere.
enum class Ink {
  kData,      // examples
  kModel,     // samples and functions of the model
  kTruth,     // what is known independently of the model: a true density, an optimum, a closed form
  kLatent,    // latent variables and input noise
  kPositive,  // values above zero, such as real examples or excited units
  kNegative,  // values below zero, such as generated samples or inhibited units
  kNeutral,   // grids and guides
};

enum class MarkKind {
  kField,   // [rows, cols]: one number per cell of an even grid that fills the panel's axes; row 0 is the lowest y
  kPoints,  // [n, 2]: x, y
  kArrows,  // [n, 4]: x, y, dx, dy; an arrow from (x, y) to (x + dx, y + dy)
  kMesh,    // [rows, cols, 2]: x, y of the nodes of a grid; lines join neighbours
  kLine,    // [n, 2]: x, y, joined in order; a NaN leaves a gap
  kBars,    // [n, 3]: left x, right x, height
};

struct Mark {
  MarkKind kind = MarkKind::kPoints;
  Ink ink = Ink::kData;
  std::string label = {};  // in the legend; a mark without a label is not listed
  std::vector<std::uint32_t> shape = {};
  std::vector<float> values = {};
  ViewScale scale = ViewScale::kUnit;  // kField only
  float limit = 1;                     // kField only: the value that gets the full colour
  bool dashed = false;                 // kLine only
};

struct Axis {
  std::string label = {};
  float low = 0, high = 1;
};

struct Panel {
  std::string title = {};
  Axis x = {}, y = {};
  std::vector<Mark> marks = {};  // drawn in this order
};

// How bytes stand for numbers: value = step * (byte - zero). Snapshots send pictures as bytes, because a screen shows
// at most 256 shades of them.
struct ByteScale {
  double step = 1;
  int zero = 0;
  float valueOf(std::uint8_t byte) const { return static_cast<float>(step * (static_cast<int>(byte) - zero)); }
};

// A number that the visitor sets. A view's sliders are the latent variables of Session::setLatent, in order.
struct Slider {
  std::string label = {};
  float low = -3, high = 3, value = 0;
};

struct View {
  std::string name = {};     // unique within a model, such as "chains" or "weights"
  std::string title = {};    // on screen
  std::string caption = {};  // one sentence that says what the view shows
  ViewKind kind = ViewKind::kImages;
  ViewScale scale = ViewScale::kUnit;
  float limit = 1;                        // the value that gets the full colour
  std::vector<std::uint32_t> shape = {};  // the shape of `values`, which the kind determines
  std::vector<float> values = {};
  // The values as bytes. Only the reader of snapshots (session/codec.h) sets this, and then `values` is empty. The
  // bytes lie in the block that was read and are valid as long as it is. Models leave this empty.
  std::span<const std::uint8_t> bytes = {};
  ByteScale byte_scale = {};
  // kNetwork only.
  std::vector<std::uint32_t> layers = {};     // units per layer, the visible layer first
  std::vector<std::string> layer_names = {};  // one per layer, such as "visible v", "hidden h"
  std::vector<float> weights = {};            // between neighbouring layers, each block [lower, upper] row-major
  // The arrows of the current phase. Gap l lies between layers l and l + 1. 2 l is an arrow upward through gap l, and
  // 2 l + 1 an arrow downward.
  std::vector<std::uint32_t> lit = {};
  // kPlane and kChart only.
  std::vector<Panel> panels = {};
  // kMatrix and kTable only. For kImages, row_names may hold one name per picture.
  std::vector<std::string> row_names = {}, column_names = {};
  // Any kind.
  std::vector<Slider> sliders = {};
  std::vector<std::string> notes = {};  // findings as sentences, such as "3 of 8 modes are covered."
};

}  // namespace harmonium
