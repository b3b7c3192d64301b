// Whether curves over updates read better on a logarithmic axis. Learning often happens in the first few per cent of a
// run; a linear axis gives them as few of its pixels.
#pragma once

#include <span>
#include <vector>

namespace harmonium::app {

// The axis: log10(1 + updates), so that update 0 has a place.
double logOfUpdates(double updates);
double updatesOfLog(double value);

// The share of its range that a curve has come in the first tenth of its updates and has not left again, 0 .. 1; 0
// where there are fewer than 10 points or nothing varies. x ascends; points that are not finite are left out.
double earlyShare(std::span<const float> x, std::span<const float> y);

// 0, 1, 10, 100 and so on up to `high`, at most `most` of them (2 at least): every second or third power where there
// are too many.
std::vector<double> powerTicks(double high, int most);

}  // namespace harmonium::app
