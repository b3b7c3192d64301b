// What to take off values before they are stored in single precision.
//
// A float keeps 24 bits. Of values near 100,000 it keeps steps of 0.008, so where they differ by hundredths, such as
// air pressure in pascals, their rounding errors look like noise. Taken off in double precision, a number near their
// mean leaves what differs, which a float holds to seven digits. A density does not change by an offset.
#pragma once

#include <cstddef>
#include <cstdint>

namespace harmonium {

// Gathers the values of one column, in double precision.
class OffsetOf {
 public:
  void add(double x);  // a known value
  // 0 where rounding to floats moves the values by no more than 1e-5 of their deviation. Otherwise a decimal
  // number within ten deviations of their mean, with as few digits as that allows. It has the same bits everywhere.
  double offset() const;

 private:
  double count_ = 0, first_ = 0, sum_ = 0, squares_ = 0, lost_ = 0;
};

}  // namespace harmonium
