#include "base/turns.h"

namespace harmonium {
namespace {

constexpr double kPi = 0x1.921fb54442d18p+1;

}  // namespace

double cosineOfTurn(double turn) {
  const int quadrant = static_cast<int>(turn * 4 + 0.5);  // the nearest quarter turn, 0 .. 4
  const double angle = (turn - quadrant * 0.25) * (2 * kPi);
  const double square = angle * angle;
  // Taylor series of both functions on |angle| <= pi / 4, from the last term to the first. The first omitted term is
  // below 1e-17.
  double sine = 1, cosine = 1;
  for (int n = 16; n >= 2; n -= 2) {
    cosine = 1 - cosine * square / (n * (n - 1));
    sine = 1 - sine * square / (n * (n + 1));
  }
  sine *= angle;
  switch (quadrant % 4) {
    case 0:
      return cosine;
    case 1:
      return -sine;
    case 2:
      return -cosine;
    default:
      return sine;
  }
}

double sineOfTurn(double turn) {
  return cosineOfTurn(turn < 0.25 ? turn + 0.75 : turn - 0.25);
}

}  // namespace harmonium
