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
  kNetwork,  // values [units of all groups] (states in [0, 1]), and `groups`, `links`, `weights`
  kPlane,    // panels whose axes share one scale: a unit is as long across as up
  kChart,    // panels whose axes each fill the room they have: functions of one number, histograms
  kMatrix,   // values [rows, cols], row 0 on top, coloured by `scale`; row_names and column_names may be empty
  kTable,    // values [rows, cols]: numbers in rows; row_names and column_names are given
};

// What a picture shows, where a client treats it in a way of its own.
enum class Meaning {
  kNone,            // nothing of the following
  kChains,          // the states of the running Markov chains
  kSamples,         // the newest samples that were drawn from the top down
  kGeneration,      // such samples on their way
  kReconstruction,  // examples beside what the model makes of them
  kUpdate,          // what the update under way works on
  kBiases,          // the biases alone, which say little beside the weights
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

// One unit or several that a network draws as one plane.
enum class GroupRole {
  kVisible,  // what the data hold
  kHidden,
  kLabel,  // classes, one of which is on
  kPast,   // frames before the visible one
};

struct UnitGroup {
  std::string name = {};  // "visible v"
  GroupRole role = GroupRole::kHidden;
  std::uint32_t units = 0;
  std::uint32_t rows = 0, cols = 0;  // as a picture, rows * cols = units; 0, 0: it has no shape
  std::uint32_t first = 0;           // index of its first state in View::values
};

// How a link carries states.
enum class LinkKind {
  kBoth,  // undirected, as in a restricted Boltzmann machine
  kUp,    // from `from` to `to` only: recognition, or from the past
  kDown,  // from `to` to `from` only: generation
};

// All connections between two groups, or among the units of one (`from` and `to` are the same). The lower group is
// `from`: a client draws the group of `to` above it, unless one of them is a label or a past, which stand beside.
struct UnitLink {
  std::uint32_t from = 0, to = 0;  // indices into View::groups
  LinkKind kind = LinkKind::kBoth;
  std::uint32_t first = 0;        // index into View::weights of a matrix [units of from, units of to], row-major
  bool up = false, down = false;  // the current phase goes through it towards `to`, towards `from`
};

// A choice that a view offers, such as the layer it shows. Names are of letters, digits, '-', '_' and '.'.
struct ViewOption {
  std::string name;   // in a request
  std::string label;  // on screen
};
struct ViewChoice {
  std::string name;                 // "layer"
  std::string label;                // on screen
  std::vector<ViewOption> options;  // two at least
  std::uint32_t initial = 0;        // index of the option shown where a request names none
};

// A view that a model has, before it is made.
struct ViewOffer {
  std::string name;
  std::string title;
  // In slow motion it shows what the phases do. A client shows the first such view by itself.
  bool slow_motion = false;
  std::vector<ViewChoice> choices = {};
};

struct View {
  std::string name = {};     // unique within a model: "chains", "weights"
  std::string title = {};    // on screen
  std::string caption = {};  // one sentence: what is to be seen here
  ViewKind kind = ViewKind::kImages;
  Meaning meaning = Meaning::kNone;
  // One index for each choice of its offer: the options it was made for. The session fills it in.
  std::vector<std::uint32_t> chosen = {};
  ViewScale scale = ViewScale::kUnit;
  float limit = 1;                        // of kSigned: the value that gets the full colour
  std::vector<std::uint32_t> shape = {};  // of `values`, as the kind says
  std::vector<float> values = {};
  // Of a snapshot that was read (session/codec.h), where the values came as bytes: these lie in the block that was
  // read, and `values` is empty. Models leave it alone.
  std::span<const std::uint8_t> bytes = {};
  ByteScale byte_scale = {};
  // kImages only: what one tile is, in the singular ("chain", "hidden unit"), and which one, counted from 0. Without
  // numbers tile n is the n-th; without a noun it goes by the title.
  std::string tile_noun = {};
  std::vector<std::uint32_t> tile_numbers = {};
  // kNetwork only.
  std::vector<UnitGroup> groups = {};
  std::vector<UnitLink> links = {};
  std::vector<float> weights = {};  // of all links; see UnitLink::first
  // kPlane and kChart only.
  std::vector<Panel> panels = {};
  // kMatrix and kTable only; of kImages, a name for every tile (or none).
  std::vector<std::string> row_names = {}, column_names = {};
  // Any kind.
  std::vector<Slider> sliders = {};
  std::vector<std::string> notes = {};  // findings in words, a sentence each: "3 of 8 modes are covered."
};

}  // namespace harmonium
