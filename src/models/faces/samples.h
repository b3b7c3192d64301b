// The face of models that draw samples: samplers. A sampler owns everything its samples need from one step to the next,
// the states of hidden units included. The model stays unchanged, so sampling never disturbs training.
//
// Sampling runs in stages; all stages together are a round. The stages of a Markov chain make up one step of every
// chain, and the next round continues from the current states. Ancestral sampling runs from the top layer down, one
// stage per layer, and every round draws new samples. A deep belief net does both: a step of its top layers' chain,
// then one stage per layer below.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/phase.h"
#include "base/rng.h"
#include "base/work.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// The states of one layer above the visible units.
struct SampledLayer {
  std::string name;                // "h", "label"
  const Matrix* states = nullptr;  // units x count
};

class Sampler {
 public:
  Sampler(Index values, int count) : states_(values, count), mean_(values, count) {}
  virtual ~Sampler() = default;
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  // The stages, in the order they run.
  virtual std::span<const Phase> stages() const = 0;
  // Whether a round continues from the one before. Otherwise every round gives independent samples.
  virtual bool chain() const = 0;
  // Whether states() are zeros and ones, drawn with mean() as their probabilities.
  virtual bool binary() const { return false; }

  // Starts again: chains from draws of the start distribution, ancestral sampling before its first stage.
  Work restart(Rng& rng, Pace& pace);
  void restart(Rng& rng) {
    Pace whole;
    finish(restart(rng, whole));
  }
  // Runs one stage, 0 .. stages().size() - 1. After the last one states() and mean() hold samples. The work may stop on
  // the way (base/work.h); until it is done the samples are partly new. `rng` has to live as long.
  Work runStage(std::size_t stage, Rng& rng, Pace& pace);
  // Runs all stages once: one step of every chain, or a new sample in every column.
  Work runRound(Rng& rng, Pace& pace);
  // The same without a stop.
  void runStage(std::size_t stage, Rng& rng) {
    Pace whole;
    finish(runStage(stage, rng, whole));
  }
  void runRound(Rng& rng) {
    Pace whole;
    finish(runRound(rng, whole));
  }
  // The index of the last stage that ran; -1 after restart().
  int stage() const { return stage_; }

  // The samples and the means they were drawn from, V x count each, in the units of the data. Where the model has no
  // such means, mean() holds the samples. Before the first round of ancestral sampling both hold arbitrary numbers.
  const Matrix& states() const { return states_; }
  const Matrix& mean() const { return mean_; }
  int count() const { return toInt(states_.cols()); }
  // The layers above the visible units, from the top down.
  virtual std::vector<SampledLayer> layers() const { return {}; }
  // A sentence for whoever relies on the samples so far, such as how many moves were refused; empty where there is
  // none.
  virtual std::string remark() const { return {}; }

  // Whether hold() has an effect: whether visible units of chains can be held at values.
  virtual bool holdsValues() const { return chain(); }
  // Holds visible units of chains at given values. `held` is V x 1 for the same values in all chains, or V x count; NaN
  // leaves a unit free; a matrix without columns frees all units. It stays in force until the next call, also through
  // restart().
  void hold(Matrix held) { held_ = std::move(held); }
  const Matrix& held() const { return held_; }
  // The number of classes that samples can be held at; 0: the model knows no classes.
  virtual int classes() const { return 0; }
  // Holds every sample at a class, 0 .. classes() - 1, or leaves its class free (-1). `labels` has one entry for all
  // samples, or one per sample; an empty list frees all. It stays in force until the next call.
  void holdClasses(std::vector<std::int16_t> labels) { held_classes_ = std::move(labels); }
  // The class that sample n is held at; -1: its class is free.
  int heldClass(int n) const {
    if (held_classes_.empty()) return -1;
    return held_classes_[held_classes_.size() == 1 ? 0 : toSize(n)];
  }
  bool holdsClasses() const { return !held_classes_.empty(); }

  // Called when the model's parameters have changed. A sampler drops what it has computed from them.
  virtual void parametersChanged() {}

 protected:
  // A sampler has one of the two, if any: the second is for starts that take more than a few milliseconds.
  virtual void begin(Rng& /*rng*/) {}
  virtual Work beginSlowly(Rng& rng, Pace& /*pace*/) {
    begin(rng);
    return {};
  }
  virtual Work run(std::size_t stage, Rng& rng, Pace& pace) = 0;

  Matrix states_, mean_;  // V x count

 private:
  Matrix held_;
  std::vector<std::int16_t> held_classes_;
  int stage_ = -1;
};

// The stages of a chain whose step is a single stage.
std::span<const Phase> oneStep();

namespace faces {

class Samples {
 public:
  virtual ~Samples() = default;
  // A sampler of `count` samples. It reads the model's current parameters at each step and changes nothing in the
  // model. The model must outlive it.
  virtual std::unique_ptr<Sampler> sampler(int count) const = 0;
};

}  // namespace faces
}  // namespace harmonium
