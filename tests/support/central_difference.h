// The slope of a function along one of its float parameters, by central differences: the oracle of every gradient.
#pragma once

namespace harmonium::oracle {

// f() reads `parameter`, which is as before on return. Divides by the step as it was rounded in the float.
template <typename Function>
double slopeAlong(float& parameter, float step, Function f) {
  const float kept = parameter;
  parameter = kept + step;
  const double above = f(), up = static_cast<double>(parameter);
  parameter = kept - step;
  const double below = f(), down = static_cast<double>(parameter);
  parameter = kept;
  return (above - below) / (up - down);
}

}  // namespace harmonium::oracle
