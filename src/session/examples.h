// Reads examples of a data set as a model of binary units sees them outside training: a fixed binarisation of a split,
// in order, batch by batch.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "data/binarise.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

// Turns intensities (V x N) into what the units get. kSample draws from rng.
void binarise(Binarisation how, Rng& rng, Matrix& v);

// The same for examples of several parts: parts of intensities are made binary, all others are left alone. kSample
// draws example after example, in each part after part. Of one part, or none listed, it is as above. Allocates nothing.
void binarise(const Layout& layout, Binarisation how, Rng& rng, Matrix& v);

class ExampleReader {
 public:
  // Grey pixels that training takes as probabilities (kNone) are drawn here too when `always_binary`: likelihoods are
  // those of 0/1 pictures. Drawing depends on `seed` and the example's place alone.
  ExampleReader(const Split& split, Binarisation how, bool always_binary, std::uint64_t seed, std::uint32_t limit,
                const Layout& layout = {});

  bool next(Matrix& v);  // the next up to 100 examples (V x n); false at the end
  // The classes of the examples that next() gave last, -1 where one is not known.
  std::span<const std::int16_t> labels() const { return labels_; }
  bool binary() const { return how_ != Binarisation::kNone; }
  std::uint32_t total() const { return total_; }
  std::uint32_t position() const { return position_; }

 private:
  const Split& split_;
  Layout layout_;
  Binarisation how_;
  std::uint64_t seed_;
  std::uint32_t position_ = 0, total_;
  std::vector<std::uint32_t> indices_;
  std::vector<std::int16_t> labels_;
};

}  // namespace harmonium
