// What a model that can work out probabilities offers: a Likelihood, which says how far it can be trusted.
#pragma once

#include "base/result.h"
#include "models/batch.h"

#include <memory>
#include <span>
#include <string>

namespace harmonium {

// What a figure is.
enum class Certainty {
  kExact,       // the value itself, but for rounding
  kLowerBound,  // the truth is at least this
  kEstimate,    // a sample of something random, with a standard error
};
// "exact", "lower bound", "estimate".
const char* certaintyName(Certainty certainty);

// Of examples with a label there is more than one probability.
enum class LikelihoodOf {
  kVisible,  // log p(v), the label summed out
  kJoint,    // log p(v, y)
  kLabel,    // log p(y | v)
};

// log p(v) of a model. Holds a copy of what it needs: training may go on meanwhile. Works in slices: prepare() until it
// says true, then logLikelihood() for as many examples as wanted.
class Likelihood {
 public:
  virtual ~Likelihood() = default;
  virtual Certainty certainty() const { return Certainty::kExact; }
  virtual bool prepare() { return true; }        // a slice of a few milliseconds of work done once; true when ready
  virtual double prepared() const { return 1; }  // 0 .. 1
  // Whether it is one of binary values: grey pixels are then drawn as 0 or 1 before it is asked.
  virtual bool binary() const { return false; }
  // nats of every example, into nats[N]. Densities of real values may be above 0.
  virtual void logLikelihood(const Batch& examples, std::span<double> nats) = 0;
  // Of a model that is known up to its partition function: log Z, in nats, once prepared.
  virtual double logPartition() const { return 0; }
  // How it was got, for the reader: one sentence.
  virtual std::string method() const = 0;
};

// The refusal of a model whose examples have no labels: there is log p(v) only.
Error noLabels();

namespace faces {

class Density {
 public:
  virtual ~Density() = default;
  // Refused with a sentence where it can't be worked out at these sizes, or where there are no labels to speak of.
  virtual Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const = 0;
};

// A density that is known up to a constant, the partition function Z: there is a log Z to ask for.
class EnergyDensity : public Density {};

}  // namespace faces
}  // namespace harmonium
