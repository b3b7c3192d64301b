// Cosine and sine of angles in turns, with the same bits everywhere: the C library's differ in their last bits from one
// machine to the next, these use only operations that IEEE 754 rounds exactly. Within 1e-15 of the truth.
#pragma once

namespace harmonium {

double cosineOfTurn(double turn);  // cos(2 pi turn) for turn in [0, 1)
double sineOfTurn(double turn);    // sin(2 pi turn) for turn in [0, 1)

}  // namespace harmonium
