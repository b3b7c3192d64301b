// The kernels that may take long, as work that can stop (base/work.h). They give the bits of the kernels of the same
// names. Arguments that are spans and references have to hold until the work is done.
#pragma once

#include "base/work.h"
#include "kernels/kernels.h"

namespace harmonium::kernels::paced {

Work product(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
             std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team);
Work productTransposedB(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
                        std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c,
                        Team* team);
Work productTransposedA(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
                        std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c,
                        Team* team);
Work binaryProduct(Pace& pace, const Bits& a, std::span<const float> b, std::size_t n, Start start,
                   std::span<const float> bias, std::span<float> c, Team* team);
Work binaryProductTransposedB(Pace& pace, const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c, Team* team);
Work sampleSigmoid(Pace& pace, Rng& rng, std::span<float> a_to_p, std::size_t m, std::size_t k, Bits& out, Team* team);
// Functions value by value. `x` and `y` may be the same array, as may `p` and `out`.
Work sigmoid(Pace& pace, std::span<const float> x, std::span<float> y);
Work exp(Pace& pace, std::span<const float> x, std::span<float> y);
Work normal(Pace& pace, Rng& rng, float mean, float deviation, std::span<float> out);
Work bernoulli(Pace& pace, Rng& rng, std::span<const float> p, std::span<float> out);
Work sigmoidBernoulli(Pace& pace, Rng& rng, std::span<float> a_to_p, std::span<float> out);

}  // namespace harmonium::kernels::paced
