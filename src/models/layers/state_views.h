// The views that set the exact probabilities of all visible states beside the data and beside where the running chains
// have been: what sampling tells of a machine, and what its noise hides. For models of binary units that can count
// their visible states.
#pragma once

#include "base/matrix.h"
#include "base/view.h"
#include "models/faces/pictures.h"

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

// What is compared. Bit i of the number of a state is visible unit i.
struct CountedModel {
  std::span<const double> probabilities;  // of all 2^V states; they sum to 1
  int rows = 1, cols = 0;                 // the shape of a state as a picture, rows * cols = V
};

// The share of each of 2^V states among the examples, V x N; empty where there are none.
std::vector<double> stateShares(const Matrix* examples, std::size_t states);

// A table of the most probable states, one per row as a picture: shares of model, data and chains, and one standard
// deviation that sampling alone gives the chains' share. `context` has the data and the tally, or lacks them.
View stateTable(const CountedModel& model, const ViewContext& context);
// The same as a chart: bars for the chains, a line for the model with a band of one such deviation, dots for the data.
View stateChart(const CountedModel& model, const ViewContext& context);

}  // namespace harmonium
