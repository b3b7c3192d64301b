// Scores of given examples under a restricted Boltzmann machine: free energies, pseudo-likelihoods, reconstructions and
// class errors. Examples are V x N, one per column, without the rows of a label. Energies and likelihoods are in nats.
// Functions with a Pace can stop on the way (base/work.h).
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "models/faces/free_energy.h"
#include "models/faces/watched.h"
#include "models/layers/rbm.h"
#include "models/layers/rbm_labels.h"

#include <span>
#include <vector>

namespace harmonium {

// Memory that the functions below reuse between calls.
struct RbmScoreScratch {
  RbmScratch states;
  LabelScratch labels;
  Matrix h, v, flipped, classes;
  std::vector<double> energies, totals;
};

// Writes F(v) of every example into nats[N], with the label summed out if the machine has one.
Work visibleFreeEnergy(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       std::span<double> nats);
void visibleFreeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       std::span<double> nats);

// Writes the hidden means given the values alone, H x N. If the machine has a label, they are averaged over the classes
// with weights p(k | v).
Work hiddenGivenValues(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       Matrix& h);
void hiddenGivenValues(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& h);
// Writes the visible means given those hidden means, V x N, in the units of the data, without the rows of a label.
Work reconstruction(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                    Matrix& mean);
void reconstruction(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& mean);
// The sum over the examples of |v - v'|^2 / V, where v' is the reconstruction. It is deterministic, but it does not
// measure progress: it can fall while the likelihood falls too.
double sumReconstructionError(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch);

// Write sum over i of log p(v_i | all other v) of every example into nats[N]. v is binary. Gaussian units are excluded,
// because their p(v_i | rest) is a mixture over all hidden states. p(v_i | rest) = sigmoid(F(v with i flipped) - F(v)).
// The stochastic version draws one value i per example and multiplies its term by V, which has the same mean. Besag
// (1975), Statistical analysis of non-lattice data.
Work pseudoLogLikelihood(Pace& pace, const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch,
                         std::span<double> nats);
void pseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, std::span<double> nats);
Work stochasticPseudoLogLikelihood(Pace& pace, const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch,
                                   Rng& rng, std::span<double> nats);
void stochasticPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, Rng& rng,
                                   std::span<double> nats);

// The share of the labelled examples whose most probable class is not their label, 0 .. 1; 0 if none is labelled.
Work classError(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                std::span<const std::int16_t> labels, RbmScoreScratch& scratch, double& share);
double classError(const RbmParameters& p, const Matrix& v, States states, std::span<const std::int16_t> labels,
                  RbmScoreScratch& scratch);

// The free energies of a machine for faces::FreeEnergy. Keeps a copy of the parameters.
class RbmFreeEnergies final : public FreeEnergies {
 public:
  explicit RbmFreeEnergies(RbmParameters p) : p_(std::move(p)) {}
  using FreeEnergies::freeEnergy;
  Work freeEnergy(Pace& pace, Batch examples, LikelihoodOf of, std::span<double> nats) override;
  bool binary() const override { return !p_.gaussian(); }
  Work pseudoLogLikelihood(Pace& pace, const Matrix& v, std::span<double> nats) override;
  Work stochasticPseudoLogLikelihood(Pace& pace, const Matrix& v, Rng& rng, std::span<double> nats) override;

 private:
  RbmParameters p_;
  RbmScoreScratch scratch_;
  Matrix joint_;
};

// log p(y | v) of a machine with label units. It is exact at any size.
std::unique_ptr<Likelihood> labelLikelihood(const RbmParameters& p, States states);

// Writes the values with the rows of the label below them into joint, (V + K) x N. If a label is not known, all its
// rows are 0.
void joinLabels(const RbmParameters& p, const Matrix& v, std::span<const std::int16_t> labels, Matrix& joint);

// Appends the readings of any restricted machine to `out`: reconstruction error, pseudo-likelihood (binary units),
// free-energy gap (held-out examples), exact log-likelihood (if it is cheap) and class error (label units).
Work addRbmReadings(Pace& pace, const RbmParameters& p, const WatchedExamples& watched, RbmScoreScratch& scratch,
                    std::vector<Reading>& out);

}  // namespace harmonium
