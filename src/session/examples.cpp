#include "session/examples.h"

#include "base/numbers.h"
#include "kernels/kernels.h"

#include <algorithm>

namespace harmonium {

namespace {
// The draws of an example depend on its place in a batch. Another size would change the readings of every experiment.
constexpr std::uint32_t kBatch = 100;
}  // namespace

void binarise(Binarisation how, Rng& rng, Matrix& v) {
  switch (how) {
    case Binarisation::kThreshold:
      return applyThreshold(flat(v));
    case Binarisation::kSample:
      return kernels::bernoulli(rng, flat(v), flat(v));
    case Binarisation::kNone:
      return;
  }
}

void binarise(const Layout& layout, Binarisation how, Rng& rng, Matrix& v) {
  const std::vector<Part>& parts = layout.parts;
  // One fill of the whole batch: its random numbers differ from those of one fill per example, and sets of one part
  // must keep theirs.
  if (parts.empty() || (parts.size() == 1 && parts[0].kind == PartKind::kIntensity)) return binarise(how, rng, v);
  if (how == Binarisation::kThreshold) applyThreshold(layout, flat(v));
  if (how != Binarisation::kSample) return;
  const std::span<float> all = flat(v);
  for (std::size_t example = 0; example < all.size(); example += rowCount(v)) {
    for (const Part& part : parts) {
      if (part.kind != PartKind::kIntensity) continue;
      const std::span<float> values = all.subspan(example + toSize(part.first), toSize(part.values()));
      kernels::bernoulli(rng, values, values);
    }
  }
}

ExampleReader::ExampleReader(const Split& split, Binarisation how, bool always_binary, std::uint64_t seed,
                             std::uint32_t limit, const Layout& layout)
    : split_(split),
      layout_(layout),
      how_(how == Binarisation::kNone && always_binary ? Binarisation::kSample : how),
      seed_(seed),
      total_(std::min(limit, toU32(split.examples))) {}

bool ExampleReader::next(Matrix& v) {
  if (position_ == total_) return false;
  const std::uint32_t count = std::min(kBatch, total_ - position_);
  const std::uint64_t all = toU64(split_.examples);
  indices_.resize(count);
  // Evenly spread over the split, because the first examples alone may all be of one class.
  for (std::uint32_t i = 0; i < count; ++i) {
    indices_[i] = toU32((position_ + i) * all / total_);
  }
  split_.load(indices_, v);
  labels_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) labels_[i] = split_.label(indices_[i]);
  // A stream per batch. Indices from 2^63 on are apart from those of training, which count updates and examples.
  Rng rng(seed_, Purpose::kBinarise, (std::uint64_t{1} << 63) + position_);
  binarise(layout_, how_, rng, v);
  position_ += count;
  return true;
}

}  // namespace harmonium
