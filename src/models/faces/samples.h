// What a model that draws samples offers: samplers. A sampler owns everything its samples need from one step to the
// next, the states of hidden units included, so that the model itself stays as it is while somebody watches.
//
// Sampling goes in stages. A Markov chain has one, a step of every chain, or a few that make up a step; running them
// again goes on from where the chains are. Ancestral sampling runs from the top down, one stage per layer, and every
// round draws anew. A deep belief net does both: a step of its top, then one stage per layer below.
#pragma once

#include "base/matrix.h"
#include "base/phase.h"
#include "base/rng.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// What lies above the visible units of the samples, from the top down.
struct SampledLayer {
  std::string name;                // "h", "label"
  const Matrix* states = nullptr;  // units x count
};

class Sampler {
 public:
  Sampler(Eigen::Index values, int count) : states_(values, count), mean_(values, count) {}
  virtual ~Sampler() = default;
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  // In the order they run.
  virtual std::span<const Phase> stages() const = 0;
  // Whether a round goes on from the one before; otherwise every round gives independent samples.
  virtual bool chain() const = 0;

  // Begins anew: chains from the start distribution, ancestral samples from nothing.
  void restart(Rng& rng);
  // Runs one stage. After the last one states() and mean() hold samples.
  void runStage(std::size_t stage, Rng& rng);
  // Runs all stages once: one step of every chain, or a fresh sample in every column.
  void runRound(Rng& rng);
  // The last stage that ran; -1 after restart().
  int stage() const { return stage_; }

  // V x count: the samples, in the units of the data; and the means they were drawn from (the samples themselves where
  // there are none). Before the first round of ancestral samples their numbers mean nothing.
  const Matrix& states() const { return states_; }
  const Matrix& mean() const { return mean_; }
  int count() const { return static_cast<int>(states_.cols()); }
  virtual std::vector<SampledLayer> layers() const { return {}; }

  // Of chains: holds visible units at numbers. V x 1, the same in all chains, or V x count; NaN leaves a unit free; no
  // columns: all are free. It holds until the next call, through restart() too.
  void hold(Matrix held) { held_ = std::move(held); }
  const Matrix& held() const { return held_; }
  // How many classes there are to hold samples at; 0: the model knows no classes.
  virtual int classes() const { return 0; }
  // Holds every sample at a class, 0 .. classes() - 1, or leaves its class free (-1). One entry for all samples, or one
  // per sample; none: all are free. Holds until the next call.
  void holdClasses(std::vector<std::int16_t> labels) { held_classes_ = std::move(labels); }
  // The class that sample n is held at; -1: none.
  int heldClass(int n) const {
    if (held_classes_.empty()) return -1;
    return held_classes_[held_classes_.size() == 1 ? 0 : static_cast<std::size_t>(n)];
  }
  bool holdsClasses() const { return !held_classes_.empty(); }

  // The model's parameters have changed: what was worked out from them no longer holds.
  virtual void parametersChanged() {}

 protected:
  virtual void begin(Rng& rng) = 0;
  virtual void run(std::size_t stage, Rng& rng) = 0;

  Matrix states_, mean_;  // V x count

 private:
  Matrix held_;
  std::vector<std::int16_t> held_classes_;
  int stage_ = -1;
};

// The stages of a chain whose step has no parts.
std::span<const Phase> oneStep();

namespace faces {

class Samples {
 public:
  virtual ~Samples() = default;
  // A sampler of `count` samples. It reads the model's parameters as they are at each step, and the model must outlive
  // it; sampling changes nothing in the model.
  virtual std::unique_ptr<Sampler> sampler(int count) const = 0;
};

}  // namespace faces
}  // namespace harmonium
