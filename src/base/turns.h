// Cosine and sine of angles that are given in turns, with the same bits on every machine. The C library's functions
// differ in their last bits between machines; these use only operations that IEEE 754 rounds exactly. Their absolute
// error is below 1e-15.
#pragma once

namespace harmonium {

double cosineOfTurn(double turn);  // cos(2 pi turn) for turn in [0, 1)
double sineOfTurn(double turn);    // sin(2 pi turn) for turn in [0, 1)

}  // namespace harmonium
