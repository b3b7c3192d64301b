#include "session/chains.h"

#include "base/numbers.h"
#include "session/stopwatch.h"

namespace harmonium {

namespace {

// 64 pictures fill a grid of 8 by 8; a cloud needs more points before its shape shows.
constexpr int kPictures = 64, kPoints = 500;
// Recent states are kept only for small examples. Views show them as a distribution over states or as a density, which
// pictures are too large for, and 4096 columns of 32 floats take half a megabyte.
constexpr int kRecentValues = 32;
constexpr Index kRecent = 4096;

bool arePoints(const Dataset& data) {
  return data.real && data.rows == 1;
}

bool areCountable(const Dataset& data) {
  return !data.real && data.values() <= toInt(StateTally::kMostUnits);
}

}  // namespace

int Chains::countFor(const Dataset& data) {
  return arePoints(data) ? kPoints : kPictures;
}

int Chains::keptStates(const Dataset& data) {
  return data.values() <= kRecentValues ? toInt(kRecent) : 0;
}

double Chains::tallyBytes(const Dataset& data) {
  return areCountable(data) ? StateTally::bytes(toSize(data.values())) : 0;
}

Chains::Chains(const faces::Samples& samples, const Dataset& data, std::uint64_t seed)
    : sampler_(samples.sampler(countFor(data))), seed_(seed) {
  if (sampler_->chain() && keptStates(data) > 0) recent_ring_.resize(data.values(), keptStates(data));
  if (sampler_->chain() && areCountable(data)) tally_.emplace(toSize(data.values()), toSize(sampler_->count()));
  restart();
}

void Chains::restart() {
  pieces_.drop();
  steps_ = 0;
  forgetRecent();
  if (sampler_->chain()) {
    Rng rng(seed_, Purpose::kChains, draws_++);
    sampler_->restart(rng);
    return;
  }
  // Ancestral samples begin from nothing, so this stream is not drawn from and takes no index.
  Rng unused(seed_, Purpose::kChains, 0);
  sampler_->restart(unused);
  // A whole round at once: before it the samples mean nothing and could not be shown.
  for (std::size_t stage = 0; stage < sampler_->stages().size();) stage += advance() ? 1 : 0;
}

void Chains::holdClass(int label) {
  pieces_.drop();
  sampler_->holdClasses(label < 0 ? std::vector<std::int16_t>() : std::vector{static_cast<std::int16_t>(label)});
  forgetRecent();  // they were drawn under another condition
}

void Chains::forgetRecent() {
  recent_next_ = 0;
  recent_full_ = false;
  recent_.resize(sampler_->states().rows(), 0);
  if (tally_) tally_->restart();
}

void Chains::parametersChanged() {
  forgetRecent();
  sampler_->parametersChanged();
}

int Chains::run(int steps, double milliseconds) {
  const Stopwatch watch;
  int done = 0;
  while (done < steps) {
    if (advance()) {
      ++done;
      if (tally_) tally_->add(sampler_->states());
    }
    if (watch.milliseconds() >= milliseconds) break;
  }
  if (done > 0 && sampler_->chain()) remember();
  steps_ += toU64(done);
  return done;
}

bool Chains::advance() {
  return pieces_.advance([this](Pace& pace) {
    rng_.emplace(seed_, Purpose::kChains, draws_++);
    if (sampler_->chain()) return sampler_->runRound(*rng_, pace);
    // stage() is -1 after a restart, so that the first stage follows.
    return sampler_->runStage(toSize((sampler_->stage() + 1) % toInt(sampler_->stages().size())), *rng_, pace);
  });
}

void Chains::remember() {
  if (recent_ring_.cols() == 0) return;
  const Matrix& states = sampler_->states();
  for (Index n = 0; n < states.cols(); ++n) {
    recent_ring_.col(recent_next_) = states.col(n);
    recent_next_ = (recent_next_ + 1) % kRecent;
    recent_full_ = recent_full_ || recent_next_ == 0;
  }
  recent_ = recent_ring_.leftCols(recent_full_ ? kRecent : recent_next_);
}

}  // namespace harmonium
