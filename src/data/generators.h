// Generated data sets of bars and stripes.
#pragma once

#include "data/dataset.h"

namespace harmonium {

// Bars and stripes (MacKay: Information Theory, Inference, and Learning Algorithms, 2003, chapter 43): binary pictures
// of side x side pixels, 2 <= side <= 5. The set contains every pattern of vertical bars and then every pattern of
// horizontal stripes, 2^(side + 1) rows in all. The blank and the full picture are bars as well as stripes, so each
// occurs twice; published log-likelihoods count them twice too. Labels: 0 bars, 1 stripes. Nothing is held out.
//
// The best mean log-likelihood that any model can reach is minus the entropy of the rows, in nats per picture
// -ln 2 (side + 1 - 2^(1 - side)):
//   2x2 -1.732868   3x3 -2.599302   4x4 -3.379093   5x5 -4.115561
Dataset barsAndStripes(int side);

// The same set with examples of two parts: "pixels", side x side and binary, and "label", one of "bars" and "stripes".
// All rows differ, so the best mean log-likelihood of a row is -ln(2^(side + 1)), which is -3.465736 for 4x4. The
// pixels determine the label in all rows except the four blank and full ones, where both labels are equally likely.
Dataset barsWithLabel(int side);

inline constexpr int kBarsMinSide = 2, kBarsMaxSide = 5;

}  // namespace harmonium
