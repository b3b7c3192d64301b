#include "kernels/paced.h"

#include "base/numbers.h"

#include <algorithm>

namespace harmonium::kernels::paced {

namespace {

// What a value of a function, or a random number with its comparison, costs beside a multiplication and an addition.
constexpr double kPerValue = 16;
// Bits of eight values enter a product at once.
constexpr double kPerBit = 0.125;

// Calls call(cut) for the columns of a product, a piece at a time. Whoever looks at C meanwhile sees zeros where it is
// not made yet, and no leftovers of other work.
template <typename Call>
Work columnByColumn(Pace& pace, double per_column, std::size_t n, std::size_t members, Start start, std::span<float> c,
                    Call call) {
  constexpr std::size_t kFilled = std::size_t{1} << 20;  // memory that is new takes a millisecond to fill
  for (std::size_t at = 0; start != Start::kKeep && at < c.size(); at += kFilled) {
    std::ranges::fill(c.subspan(at, std::min(kFilled, c.size() - at)), 0.0f);
    co_await pace.spent(toDouble(kFilled));
  }
  const double columns = std::max(1.0, kPiece / (per_column * toDouble(kCut))) * toDouble(members);
  const std::size_t step = kCut * static_cast<std::size_t>(std::min(columns, 1e6));
  for (std::size_t j = 0; j < n; j += step) {
    const std::size_t end = std::min(n, j + step);
    call(Cut{j, end});
    co_await pace.spent(per_column * toDouble(end - j) / toDouble(members));
  }
}

template <typename Call>
Work inColumns(Pace& pace, double per_column, std::size_t n, Team* team, Start start, std::span<float> c, Call call) {
  const double all = per_column * toDouble(n);
  if (all > kPiece) {
    const std::size_t members = team == nullptr ? 1 : toSize(team->members());
    return columnByColumn(pace, per_column, n, members, start, c, std::move(call));
  }
  call(Cut{});
  pace.count(all);
  return {};
}

// Calls call(begin, end) for parts of `size` elements. Parts begin at multiples of `whole`.
template <typename Call>
Work partByPart(Pace& pace, std::size_t size, std::size_t whole, double per_element, Call call) {
  const std::size_t step = whole * static_cast<std::size_t>(std::max(1.0, kPiece / (per_element * toDouble(whole))));
  for (std::size_t at = 0; at < size; at += step) {
    const std::size_t end = std::min(size, at + step);
    call(at, end);
    co_await pace.spent(per_element * toDouble(end - at));
  }
}

template <typename Call>
Work inParts(Pace& pace, std::size_t size, std::size_t whole, double per_element, Call call) {
  if (per_element * toDouble(size) > kPiece) return partByPart(pace, size, whole, per_element, std::move(call));
  call(std::size_t{0}, size);
  pace.count(per_element * toDouble(size));
  return {};
}

// Random numbers come in blocks of 16, and a call takes whole blocks.
constexpr std::size_t kBlockOfDraws = 16;

}  // namespace

Work product(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
             std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team) {
  return inColumns(pace, toDouble(m) * toDouble(k), n, team, start, c,
                   [=](Cut cut) { kernels::product(a, b, m, k, n, start, bias, sign, c, team, fittingTile(), cut); });
}

Work productTransposedB(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
                        std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c,
                        Team* team) {
  return inColumns(pace, toDouble(m) * toDouble(k), n, team, start, c, [=](Cut cut) {
    kernels::productTransposedB(a, b, m, k, n, start, bias, sign, c, team, fittingTile(), cut);
  });
}

Work productTransposedA(Pace& pace, std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k,
                        std::size_t n, Start start, std::span<const float> bias, Sign sign, std::span<float> c,
                        Team* team) {
  return inColumns(pace, toDouble(m) * toDouble(k), n, team, start, c, [=](Cut cut) {
    kernels::productTransposedA(a, b, m, k, n, start, bias, sign, c, team, fittingTile(), cut);
  });
}

Work binaryProduct(Pace& pace, const Bits& a, std::span<const float> b, std::size_t n, Start start,
                   std::span<const float> bias, std::span<float> c, Team* team) {
  return inColumns(pace, kPerBit * toDouble(a.rows) * toDouble(a.length), n, team, start, c,
                   [=, &a](Cut cut) { kernels::binaryProduct(a, b, n, start, bias, c, team, cut); });
}

Work binaryProductTransposedB(Pace& pace, const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c, Team* team) {
  return inColumns(pace, kPerBit * toDouble(a.rows) * toDouble(a.length), n, team, start, c,
                   [=, &a](Cut cut) { kernels::binaryProductTransposedB(a, b, n, start, bias, c, team, cut); });
}

Work sampleSigmoid(Pace& pace, Rng& rng, std::span<float> a_to_p, std::size_t m, std::size_t k, Bits& out, Team* team) {
  out.resize(m, k);
  return inParts(pace, m, kBlockOfDraws, kPerValue * toDouble(k), [=, &rng, &out](std::size_t begin, std::size_t end) {
    kernels::sampleSigmoidRows(rng, a_to_p, begin, end, out, team);
  });
}

Work sigmoid(Pace& pace, std::span<const float> x, std::span<float> y) {
  return inParts(pace, x.size(), 1, kPerValue, [=](std::size_t begin, std::size_t end) {
    kernels::sigmoid(x.subspan(begin, end - begin), y.subspan(begin, end - begin));
  });
}

Work exp(Pace& pace, std::span<const float> x, std::span<float> y) {
  return inParts(pace, x.size(), 1, kPerValue, [=](std::size_t begin, std::size_t end) {
    kernels::exp(x.subspan(begin, end - begin), y.subspan(begin, end - begin));
  });
}

Work normal(Pace& pace, Rng& rng, float mean, float deviation, std::span<float> out) {
  std::ranges::fill(out, mean);  // seen by whoever looks meanwhile
  return inParts(pace, out.size(), kBlockOfDraws, 2 * kPerValue, [=, &rng](std::size_t begin, std::size_t end) {
    kernels::normal(rng, mean, deviation, out.subspan(begin, end - begin));
  });
}

Work bernoulli(Pace& pace, Rng& rng, std::span<const float> p, std::span<float> out) {
  return inParts(pace, out.size(), kBlockOfDraws, kPerValue, [=, &rng](std::size_t begin, std::size_t end) {
    kernels::bernoulli(rng, p.subspan(begin, end - begin), out.subspan(begin, end - begin));
  });
}

Work sigmoidBernoulli(Pace& pace, Rng& rng, std::span<float> a_to_p, std::span<float> out) {
  return inParts(pace, out.size(), kBlockOfDraws, kPerValue, [=, &rng](std::size_t begin, std::size_t end) {
    kernels::sigmoidBernoulli(rng, a_to_p.subspan(begin, end - begin), out.subspan(begin, end - begin));
  });
}

}  // namespace harmonium::kernels::paced
