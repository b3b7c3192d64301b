// Curves of the compared rows over each other, means with their spread: in the place of the experiment's own curves,
// and large above the table of results.
#pragma once

#include "app/panels/curve_plot.h"

#include <vector>

namespace harmonium::app {

// Draws the choice between the curves of this experiment and the compared ones, where rows on its data are compared.
// True if the compared ones are chosen, as they are whenever a row has been added.
bool chooseCompared(Ui& ui);
// The compared curves on the data of the experiment. They point into the board.
std::vector<CurveGroup> comparedGroups(const Ui& ui);

// One of the curves of a group of rows, chosen by the visitor. Draws nothing where there is nothing to overlay.
void comparedCurve(Ui& ui, const Board& board, const BoardGroup& group);

}  // namespace harmonium::app
