// A view: a typed picture that a model publishes and that anyone can draw without knowing the model.
//
// Pictures of small images, of a network, of a matrix or a table fill the fields of View itself. Pictures on axes, the
// plane and charts, are made of panels side by side, each a stack of marks on one pair of axes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

enum class ViewKind {
  kImages,   // values [count, rows, cols]: a grid of small pictures
  kPairs,    // values [count, 2, rows, cols]: pictures side by side, such as data and reconstruction
  kNetwork,  // values [units of layer 0 + units of layer 1 + ...] (states in [0, 1]); weights [sum over l of n_l *
             // n_l+1]
  kPlane,    // panels whose axes share one scale: a unit is as long across as up
  kChart,    // panels whose axes each fill the room they have: functions of one number, histograms
  kMatrix,   // values [rows, cols], row 0 on top, coloured by `scale`; row_names and column_names may be empty
  kTable,    // values [rows, cols]: numbers in rows; row_names and column_names are given
};

// How a value becomes a colour.
enum class ViewScale {
  kUnit,    // [0, limit]: background to ink (limit is 1 for intensities)
  kSigned,  // symmetric about 0: [-limit, limit], one hue a side
};

// Whose the mark is: the ink it is drawn in. The same everywhere, so that a colour means one thing.
enum class Ink {
  kData,      // examples
  kModel,     // what the model makes
  kTruth,     // what is known by other means: a true density, an optimum, a closed form
  kLatent,    // latent variables, noise that goes in
  kPositive,  // the side above zero: real, excited
  kNegative,  // the side below zero: made up, inhibited
  kNeutral,   // grids and guides
};

enum class MarkKind {
  kField,   // values [rows, cols]: one number a cell of an even grid that fills the panel's axes; row 0 is the lowest y
  kPoints,  // [n, 2] x, y
  kArrows,  // [n, 4] x, y, dx, dy: from (x, y), dx and dy long on the axes
  kMesh,    // [rows, cols, 2] x, y of grid nodes, joined to their neighbours
  kLine,    // [n, 2] x, y, joined in order; a NaN lifts the pen
  kBars,    // [n, 3] from x, to x, height
};

struct Mark {
  MarkKind kind = MarkKind::kPoints;
  Ink ink = Ink::kData;
  std::string label = {};  // in the legend; empty: not listed
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

// Numbers as bytes, for pictures of which a screen shows 256 shades at most: value = step * (byte - zero).
struct ByteScale {
  double step = 1;
  int zero = 0;
  float valueOf(std::uint8_t byte) const { return static_cast<float>(step * (static_cast<int>(byte) - zero)); }
};

// A number the visitor turns and the core hears of: the latent variables of Session::setLatent, in order.
struct Slider {
  std::string label = {};
  float low = -3, high = 3, value = 0;
};

struct View {
  std::string name = {};     // unique within a model: "chains", "weights"
  std::string title = {};    // on screen
  std::string caption = {};  // one sentence: what is to be seen here
  ViewKind kind = ViewKind::kImages;
  ViewScale scale = ViewScale::kUnit;
  float limit = 1;                        // of kSigned: the value that gets the full colour
  std::vector<std::uint32_t> shape = {};  // of `values`, as the kind says
  std::vector<float> values = {};
  // Of a snapshot that was read (session/codec.h), where the values came as bytes: these lie in the block that was
  // read, and `values` is empty. Models leave it alone.
  std::span<const std::uint8_t> bytes = {};
  ByteScale byte_scale = {};
  // kNetwork only.
  std::vector<std::uint32_t> layers = {};     // units per layer, visible first
  std::vector<std::string> layer_names = {};  // "visible v", "hidden h"
  std::vector<float> weights = {};            // between neighbouring layers, each [lower, upper] row-major
  std::vector<std::uint32_t> lit = {};        // which gaps between layers carry the current phase, with direction:
                                              // 2*l upward through gap l, 2*l + 1 downward
  // kPlane and kChart only.
  std::vector<Panel> panels = {};
  // kMatrix and kTable only; of kImages, a name for every tile (or none).
  std::vector<std::string> row_names = {}, column_names = {};
  // Any kind.
  std::vector<Slider> sliders = {};
  std::vector<std::string> notes = {};  // findings in words, a sentence each: "3 of 8 modes are covered."
};

}  // namespace harmonium
