#include "models/layers/stack_views.h"

#include "base/numbers.h"
#include "models/layers/weight_colour.h"

#include <algorithm>
#include <utility>

namespace harmonium {

namespace {

constexpr Index kTiles = 100, kMatrixSide = 512;

}  // namespace

void appendColumn(const Matrix& m, Index column, Index rows, std::vector<float>& out) {
  for (Index i = 0; i < rows; ++i) out.push_back(column < m.cols() && i < m.rows() ? m(i, column) : 0.0f);
}

void addGroup(std::string name, GroupRole role, Index units, View& view) {
  const std::uint32_t first = view.groups.empty() ? 0 : view.groups.back().first + view.groups.back().units;
  view.groups.push_back({.name = std::move(name), .role = role, .units = toU32(units), .first = first});
}

void addLink(std::uint32_t from, std::uint32_t to, LinkKind kind, const RowMatrix& W, View& view) {
  view.links.push_back({.from = from, .to = to, .kind = kind, .first = toU32(view.weights.size())});
  view.weights.insert(view.weights.end(), flat(W).begin(), flat(W).end());
}

void addStackNetwork(const BeliefStack& stack, std::size_t layers, int rows, int cols, View& view) {
  addGroup("visible v", GroupRole::kVisible, Index{rows} * cols, view);
  view.groups.back().rows = toU32(rows);
  view.groups.back().cols = toU32(cols);
  for (std::size_t k = 1; k <= layers; ++k) {
    addGroup("hidden h" + std::to_string(k), GroupRole::kHidden, stack.units(k), view);
    addLink(toU32(k - 1), toU32(k), LinkKind::kDown, stack.down[k - 1].W, view);
  }
}

void addRecognition(const BeliefStack& stack, std::size_t layers, View& view) {
  for (std::size_t k = 0; k < layers; ++k) {
    view.links.push_back(
        {.from = toU32(k), .to = toU32(k + 1), .kind = LinkKind::kUp, .first = toU32(view.weights.size())});
    appendRecognition(flat(stack.up[k].W), stack.up[k], view.weights);
  }
}

void appendRecognition(std::span<const float> R, const BeliefLayer& up, std::vector<float>& out) {
  const std::size_t above = rowCount(up.W), below = columnCount(up.W);
  for (std::size_t i = 0; i < below; ++i) {
    for (std::size_t j = 0; j < above; ++j) out.push_back(R[j * below + i]);
  }
}

View unitWeightsView(const RowMatrix& seen, std::size_t layer, const std::string& which, int rows, int cols,
                     bool pictures) {
  View view{.name = "weights", .title = "Weights", .scale = ViewScale::kSigned};
  view.limit = fullColourOf(flat(seen));
  const Index units = std::min(seen.cols(), kTiles);
  const std::string number = std::to_string(layer), weights = which.empty() ? "weights" : which + " weights";
  if (!pictures) {
    view.caption = "One row per visible value, one column per unit of layer " + number + ": " + weights + ".";
    view.kind = ViewKind::kMatrix;
    const Index shown = std::min(seen.rows(), kMatrixSide);
    view.shape = {toU32(shown), toU32(units)};
    for (Index i = 0; i < shown; ++i) {
      for (Index j = 0; j < units; ++j) view.values.push_back(seen(i, j));
    }
    return view;
  }
  view.caption = layer == 1 ? "One tile per unit of layer 1: its " + weights + " to the pixels."
                            : "One tile per unit of layer " + number + ": its " + weights +
                                  ", projected to the pixels through the layers below.";
  view.tile_noun = "hidden unit";
  view.shape = {toU32(units), toU32(rows), toU32(cols)};
  for (Index j = 0; j < units; ++j) {
    for (Index i = 0; i < seen.rows(); ++i) view.values.push_back(seen(i, j));
  }
  return view;
}

}  // namespace harmonium
