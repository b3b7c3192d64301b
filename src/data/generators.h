// Data sets that are made, not fetched.
#pragma once

#include "data/dataset.h"

namespace harmonium {

// Bars and stripes (MacKay: Information Theory, Inference, and Learning Algorithms, 2003, chapter 43), side x
// side binary pictures, 2 <= side <= 5: every pattern of upright bars, then every pattern of lying stripes,
// 2^(side + 1) rows in all. The blank and the full picture are both bars and stripes and stand there twice;
// published log-likelihoods count them so. Labels: 0 bars, 1 stripes. Nothing is held out.
//
// The best mean log-likelihood that any model can reach is minus the entropy of the rows, in nats per picture
// -ln 2 (side + 1 - 2^(1 - side)):
//   2x2 -1.732868   3x3 -2.599302   4x4 -3.379093   5x5 -4.115561
Dataset barsAndStripes(int side);

// The same as examples of two parts: "pixels", side x side and binary, and "label", one of "bars" and "stripes". All
// rows differ, so the best mean log-likelihood of a row is -ln(2^(side + 1)): 4x4 -3.465736. The label that can be told
// from the pixels is the right one in all rows but the four of blank and full, where either is as likely.
Dataset barsWithLabel(int side);

inline constexpr int kBarsMinSide = 2, kBarsMaxSide = 5;

}  // namespace harmonium
