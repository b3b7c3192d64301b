#include "session/examples.h"

#include "kernels/kernels.h"

#include <algorithm>

namespace harmonium {

namespace {
constexpr std::uint32_t kBatch = 100;
}

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
  if (parts.empty() || (parts.size() == 1 && parts[0].kind == PartKind::kIntensity)) return binarise(how, rng, v);
  if (how == Binarisation::kThreshold) applyThreshold(layout, flat(v));
  if (how != Binarisation::kSample) return;
  const std::span<float> all = flat(v);
  for (std::size_t example = 0; example < all.size(); example += static_cast<std::size_t>(v.rows())) {
    for (const Part& part : parts) {
      if (part.kind != PartKind::kIntensity) continue;
      const std::span<float> values =
          all.subspan(example + static_cast<std::size_t>(part.first), static_cast<std::size_t>(part.values()));
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
      total_(std::min(limit, static_cast<std::uint32_t>(split.examples))) {}

bool ExampleReader::next(Matrix& v) {
  if (position_ == total_) return false;
  const std::uint32_t count = std::min(kBatch, total_ - position_);
  const std::uint64_t all = static_cast<std::uint64_t>(split_.examples);
  indices_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    indices_[i] = static_cast<std::uint32_t>((position_ + i) * all / total_);
  }
  split_.load(indices_, v);
  labels_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) labels_[i] = split_.label(indices_[i]);
  // The seed's own stream for this place, clear of those that annealing uses.
  Rng rng(seed_, Purpose::kBinarise, (std::uint64_t{1} << 63) + position_);
  binarise(layout_, how_, rng, v);
  position_ += count;
  return true;
}

}  // namespace harmonium
