// Reads examples of a split in batches, in order, with a fixed binarisation. The monitor, the measures and the
// reconstructions on screen read examples in this way, so the same seed gives them the same examples.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "data/binarise.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

// Binarises intensities (V x N) in place. kThreshold and kNone leave rng alone; kSample draws from it.
void binarise(Binarisation how, Rng& rng, Matrix& v);

// Does the same for examples of several parts: it binarises the parts of kind intensity and leaves the others alone.
// kSample draws example by example, and within an example part by part. With no part, or with a single part of
// intensities, the random numbers are the same as above. The function allocates nothing.
void binarise(const Layout& layout, Binarisation how, Rng& rng, Matrix& v);

class ExampleReader {
 public:
  // Reads min(limit, split.examples) examples, spread evenly over the split. The split must outlive the reader.
  // `always_binary` replaces kNone by kSample, because a likelihood of binary units is that of 0/1 pictures. The draws
  // depend only on `seed` and the position of the example.
  ExampleReader(const Split& split, Binarisation how, bool always_binary, std::uint64_t seed, std::uint32_t limit,
                const Layout& layout = {});

  // Puts the next 1 to 100 examples into `v` (V x n). Returns false, and leaves `v` alone, at the end.
  bool next(Matrix& v);
  // The classes of the examples in the last batch, [n]; -1 where a class is not known.
  std::span<const std::int16_t> labels() const { return labels_; }
  bool binary() const { return how_ != Binarisation::kNone; }
  std::uint32_t total() const { return total_; }        // all examples that next() gives
  std::uint32_t position() const { return position_; }  // examples given so far

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
