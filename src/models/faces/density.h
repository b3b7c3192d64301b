// The face of models that can compute the probability of an example: a Likelihood, which says how certain its values
// are.
#pragma once

#include "base/result.h"
#include "base/work.h"
#include "models/batch.h"

#include <memory>
#include <span>
#include <string>

namespace harmonium {

// How a value relates to the true one.
enum class Certainty {
  kExact,       // it equals the true value up to rounding
  kLowerBound,  // the true value is at least this large
  kEstimate,    // it is random, with a standard error
};
// "exact", "lower bound", "estimate".
const char* certaintyName(Certainty certainty);

// Which probability of an example is meant. Examples with a label have all three.
enum class LikelihoodOf {
  kVisible,  // log p(v), with the label summed out
  kJoint,    // log p(v, y)
  kLabel,    // log p(y | v)
};

// The log-likelihood of a model. The object holds a copy of what it needs, so training may go on meanwhile. The caller
// repeats prepare() until it returns true and may then call logLikelihood() for any number of examples.
class Likelihood {
 public:
  virtual ~Likelihood() = default;
  virtual Certainty certainty() const { return Certainty::kExact; }
  virtual bool prepare() { return true; }        // works for a few milliseconds; true when ready
  virtual double prepared() const { return 1; }  // share of the preparation that is done, 0 .. 1
  // Whether it is defined for binary values only. The caller then draws grey pixels as 0 or 1 first.
  virtual bool binary() const { return false; }
  // Writes the log-likelihood of every example into nats[N], in nats. Densities of real values may exceed 0.
  virtual void logLikelihood(const Batch& examples, std::span<double> nats) = 0;
  // The same as work that may stop on the way (base/work.h), for values that take longer than a few milliseconds.
  virtual Work score(Pace& /*pace*/, Batch examples, std::span<double> nats) {
    logLikelihood(examples, nats);
    return {};
  }
  // log Z in nats, once prepared, of a model that is known up to its partition function; 0 of other models.
  virtual double logPartition() const { return 0; }
  // How far log Z, and with it every log-likelihood, may be off, in nats, once prepared; 0 where it is exact.
  virtual double logPartitionError() const { return 0; }
  // Whether log Z is left out because it can't be computed exactly. The caller estimates and subtracts it.
  virtual bool lacksPartition() const { return false; }
  // One sentence for the user that says how the values were computed.
  virtual std::string method() const = 0;
};

// The error of a model without labels that is asked for kJoint or kLabel.
Error noLabels();

namespace faces {

class Density {
 public:
  virtual ~Density() = default;
  // Returns an error with a sentence where the likelihood can't be computed at these sizes, or where `of` needs labels
  // that the model does not have.
  virtual Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const = 0;
};

// A density that is known up to a constant, the partition function Z. Its Likelihood has a log Z.
class EnergyDensity : public Density {};

}  // namespace faces
}  // namespace harmonium
