// A view is a typed picture that a model publishes. The app draws it without knowing the model.
//
// Views of small images, a network, a matrix or a table use the fields of View itself. Views with axes, which are the
// plane and charts, consist of panels side by side. A panel is a list of marks on one pair of axes.
#pragma once

#include "base/numbers.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

enum class ViewKind {
  kImages,   // values [count, rows, cols]: a grid of small pictures
  kPairs,    // values [count, 2, rows, cols]: pairs of pictures, such as data and reconstruction
  kNetwork,  // values [units of all groups]: states in [0, 1]; also `groups`, `links` and `weights`
  kPlane,    // panels with one scale for both axes: a unit has the same length across and up
  kChart,    // panels whose axes fill the space they have: functions of one number, histograms
  kMatrix,   // values [rows, cols], row 0 on top, coloured by `scale`; row_names and column_names may be empty
  kTable,    // values [rows, cols], shown as numbers; row_names and column_names are given
};

// What a picture shows, where a client treats it in a way of its own.
enum class Meaning {
  kNone,            // nothing of the following
  kChains,          // the states of the running Markov chains
  kVisited,         // how often these chains have been in each state
  kSamples,         // the newest samples that were drawn from the top down
  kGeneration,      // such samples on their way
  kReconstruction,  // examples beside what the model makes of them
  kUpdate,          // what the update under way works on
  kBiases,          // the biases alone, which say little beside the weights
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
  bool contours = true;                // kField only: of a grid fine enough to have them
  bool dashed = false;                 // kLine only
  // kPoints only: the class of these points, counted from 0, which has a colour and a shape of its own; -1: none.
  int category = -1;
  std::vector<std::string> names = {};  // kPoints only: one text per point, drawn instead of it; or none
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
  float valueOf(std::uint8_t byte) const { return toFloat(step * (toInt(byte) - zero)); }
};

// A number that the visitor sets. A view's sliders are the latent variables of Session::setLatent, in order.
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
  std::string name = {};     // unique within a model, such as "chains" or "weights"
  std::string title = {};    // on screen
  std::string caption = {};  // one sentence that says what the view shows
  ViewKind kind = ViewKind::kImages;
  Meaning meaning = Meaning::kNone;
  // One index for each choice of its offer: the options it was made for. The session fills it in.
  std::vector<std::uint32_t> chosen = {};
  ViewScale scale = ViewScale::kUnit;
  float limit = 1;                        // the value that gets the full colour
  std::vector<std::uint32_t> shape = {};  // the shape of `values`, which the kind determines
  std::vector<float> values = {};
  // The values as bytes. Only the reader of snapshots (session/codec.h) sets this, and then `values` is empty. The
  // bytes lie in the block that was read and are valid as long as it is. Models leave this empty.
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
  // What the phase that slow motion ran last has changed; empty where it has changed nothing.
  //   kNetwork          the step of every weight, in the order of `weights`
  //   kImages, kPairs   by how much each picture or pair has changed, [count], from 0 to 1 for the one that changed
  //   most
  std::vector<float> change = {};
  std::vector<float> slopes = {};  // kNetwork: the gradient that the steps followed, in the order of `weights`, or none
  // kPlane and kChart only.
  std::vector<Panel> panels = {};
  // kMatrix and kTable only. For kImages, row_names may hold one name per picture.
  std::vector<std::string> row_names = {}, column_names = {};
  // kTable only: what each row is about, as a picture of values in [0, 1], shaped [rows, rows of it, columns of it]; or
  // empty.
  std::vector<float> row_tiles = {};
  std::vector<std::uint32_t> row_tiles_shape = {};
  // Any kind.
  std::vector<Slider> sliders = {};
  std::vector<std::string> notes = {};  // findings as sentences, such as "3 of 8 modes are covered."
};

}  // namespace harmonium
