// The mathematics of products of experts on the plane.
//
//   E(x) = sum_k f_k(x)                      energies add up, so probabilities multiply
//   p(x) = exp(-E(x)) / Z,  x in the box     Z = integral of exp(-E) over the box
//   d log p(x) / dtheta = -dE(x)/dtheta + <dE/dtheta>_p
//
// Every expert gives each point x an energy f_k in nats; a low energy means a high probability. A single expert with a
// high energy makes a point improbable, which no component of a mixture can do. With u = x - m_1, v = y - m_2:
//
//   gaussian  f = ((a u + b v)^2 + (d v)^2) / 2           precision A'A with A = [a b; 0 d]; numbers m (2), A (3)
//   ridge     f = -h (sigmoid(t + a) - sigmoid(t - a))    t = w.x - c: a valley h deep, 2 a / |w| wide and endless;
//                                                         numbers w (2), c, a, h
//   ring      f = (k (sqrt(u^2 + v^2) - r))^2 / 2         numbers m (2), r, k = 1 / deviation
//   drawn     f = -w L(x)                                 L = log (1/M) sum_j exp(-|x - x_j|^2 / (2 s^2)): the points
//                                                         x_j draw it; number w; M and s are given
//   none      f = 0
//
// x is confined to a box, because a ridge alone, or no expert at all, has no finite Z on the whole plane. The box does
// not change the energies inside.
//
// Hinton (2002), Training products of experts by minimizing contrastive divergence.
#pragma once

#include "base/matrix.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

enum class ExpertKind { kNone, kGaussian, kRidge, kRing, kDrawn };

inline constexpr std::size_t kExperts = 4;        // the largest number of experts
inline constexpr std::size_t kExpertNumbers = 5;  // the largest number of parameters of one expert

// Names and sizes of an expert's numbers, in the order in which they stand in Expert::p.
struct ExpertNumbers {
  const char* name;
  std::uint32_t size;
};
std::span<const ExpertNumbers> numbersOf(ExpertKind kind);

struct Expert {
  ExpertKind kind = ExpertKind::kNone;
  std::array<float, kExpertNumbers> p = {};  // in the order above
  float deviation = 0;                       // s, for a drawn expert only
};

struct ExpertSet {
  std::array<Expert, kExperts> experts;
  Matrix points;  // 2 x M: the points x_j of drawn experts
};

// One value per expert and per parameter: a derivative, or a mean of derivatives.
using ExpertGradient = std::array<std::array<double, kExpertNumbers>, kExperts>;

// Points with the values L of drawn experts. L is slow to compute and does not change while learning, so it is stored.
struct Places {
  Matrix x;                                         // 2 x n
  std::array<std::vector<float>, kExperts> kernel;  // L at every point for drawn experts; empty for the others
};

// Memory for one pass, reused between calls.
struct ExpertScratch {
  std::vector<float> t, first, second, distances;
};

// Fills places.kernel for places.x.
void place(const ExpertSet& set, Places& places, ExpertScratch& scratch);

// Writes f_k at every point of places.x.
void expertEnergy(const ExpertSet& set, std::size_t k, const Places& places, ExpertScratch& scratch,
                  std::span<float> energy);
// Writes E at every point of places.x. `part` is scratch.
void totalEnergy(const ExpertSet& set, const Places& places, ExpertScratch& scratch, std::vector<float>& part,
                 std::span<float> energy);

// Adds sign * sum_n weights[n] df_k(x_n) / d(parameters of expert k) to `gradient`, for every expert k.
void addGradient(const ExpertSet& set, const Places& places, std::span<const float> weights, double sign,
                 ExpertScratch& scratch, ExpertGradient& gradient);

// Writes E and its gradient dE/dx, 2 x n, at points x, 2 x n.
void energyAndSlope(const ExpertSet& set, const Matrix& x, ExpertScratch& scratch, std::span<float> energy,
                    Matrix& slope);

}  // namespace harmonium
