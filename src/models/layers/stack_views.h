// Pictures of stacks of directed layers: their units and links as a network, and what single units do to the pixels.
#pragma once

#include "base/view.h"
#include "models/layers/belief_stack.h"

#include <span>
#include <string>
#include <vector>

namespace harmonium {

// The largest layers that a network can draw legibly.
inline constexpr Index kNetworkVisible = 100, kNetworkHidden = 64;

// Appends the first `rows` numbers of a column to `out`; zeros where the matrix lacks the column.
void appendColumn(const Matrix& m, Index column, Index rows, std::vector<float>& out);

// Appends a group of units above all others of a network.
void addGroup(std::string name, GroupRole role, Index units, View& view);
// Appends the groups v, h1 .. hK of a stack, K = `layers`, and the links down between them. The visible units are a
// picture of rows x cols.
void addStackNetwork(const BeliefStack& stack, std::size_t layers, int rows, int cols, View& view);
// Appends a link of a matrix [units of from, units of to].
void addLink(std::uint32_t from, std::uint32_t to, LinkKind kind, const RowMatrix& W, View& view);

// Appends the links up between the groups of a stack, its recognition weights, after all others.
void addRecognition(const BeliefStack& stack, std::size_t layers, View& view);
// Appends numbers that are shaped as the recognition weights of a layer to `out`, in the order of such a link.
void appendRecognition(std::span<const float> R, const BeliefLayer& up, std::vector<float>& out);

// What every unit of a layer does to the visible units: one tile per unit for pictures, otherwise a matrix. `seen`:
// V x units (seenFromBelow()). `which` says whose weights they are: "generative", or empty.
View unitWeightsView(const RowMatrix& seen, std::size_t layer, const std::string& which, int rows, int cols,
                     bool pictures);

}  // namespace harmonium
