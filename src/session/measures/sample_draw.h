// Draws samples of any model in slices. The measures on samples and annealing in reverse start from them.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "measures/chain_trace.h"
#include "models/model.h"
#include "session/measures/request.h"
#include "session/pieces.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace harmonium {

// The samples that a session drew last. Chains may take minutes, so several measures of the same model share them.
struct DrawnSamples {
  std::string key;               // identifies parameters, settings, seed and sizes; empty where nothing is kept
  Matrix states, means;          // V x count each
  std::optional<Mixing> mixing;  // of the chains
  std::string remark;            // of the sampler
};

// Refuses the option `draws` = "exact" where the states of the model cannot be counted. The request has that option.
Status checkDraws(const MeasureRequest& request);

class SampleDraw {
 public:
  // Draws `count` samples. A model that samples directly does so. Where its states can be counted, they are drawn from
  // the exact distribution, unless the option `draws` is "chains". Otherwise independent chains run `steps` steps from
  // the model's start distribution. It works on a copy of the model, so training may go on. The same parameters,
  // settings, seed and sizes give the same samples, drawn or kept. `means`: take() returns the means of the visible
  // units instead of states.
  SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means);

  bool advance();           // does a few milliseconds of work; returns true once done
  double progress() const;  // in [0, 1]
  Matrix take() { return means_wanted_ ? std::move(means_) : std::move(states_); }  // V x count; once, when done
  bool chain() const { return way_ == Way::kChains; }    // true: the ends of chains; false: independent samples
  std::size_t steps() const { return steps_; }           // per chain; 1 for independent samples
  const std::string& remark() const { return remark_; }  // what the sampler says of them, when done; or empty
  // How they are drawn: "drawn directly", "drawn by the exact probabilities of all 64 states", "after 1,000 steps from
  // noise".
  std::string how() const;
  // Of chains, once done: how well they mix, as a sentence and whether the samples may stand for the model. An empty
  // sentence and true for independent samples.
  std::string mixingInWords() const;
  bool mixed() const { return !chain() || (mixing_ && mixing_->mixed()); }

 private:
  enum class Way { kDirect, kExact, kChains };
  bool advanceExact();
  Work step(Pace& pace);  // of all chains of the present batch
  void begin();           // starts the next batch of chains
  void keep();            // stores the samples in the session where they are small enough

  std::shared_ptr<DrawnSamples> kept_;
  std::string key_;
  std::unique_ptr<Model> model_;       // null where kept or exact samples are used
  std::unique_ptr<Sampler> sampler_;   // runs the chains of the present batch
  std::unique_ptr<ExactDraws> exact_;  // draws without chains
  std::optional<ChainTrace> trace_;    // watches the first batch of chains
  std::optional<Mixing> mixing_;
  std::uint64_t seed_;
  std::size_t steps_ = 1, step_ = 0;
  bool means_wanted_, ready_ = false;
  Way way_ = Way::kDirect;
  Index first_ = 0;  // the first chain of the present batch
  Rng rng_;
  Matrix states_, means_;  // all samples
  std::string remark_;
  Index count_ = 0;  // their number, also after take()
  Pieces pieces_;    // comes last: it is dropped before the sampler
};

}  // namespace harmonium
