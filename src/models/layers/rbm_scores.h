// How well a restricted Boltzmann machine explains given examples: free energies, pseudo-likelihoods, reconstructions,
// classes. Examples are V x N, one per column, without the rows of a label; energies and likelihoods in nats.
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

struct RbmScoreScratch {
  RbmScratch states;
  LabelScratch labels;
  Matrix h, v, flipped, classes;
  std::vector<double> energies, totals;
};

// F(v) of every example, the label summed out if the machine has one. nats: N.
void visibleFreeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       std::span<double> nats);

// Hidden means given the values alone, H x N: of a machine with a label, the mean over the classes as probable as they
// are given v.
void hiddenGivenValues(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& h);
// The values that hidden means give back, V x N, in the units of the data, without the rows of a label.
void reconstruction(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& mean);
// Sum over the examples of |v - v'|^2 / V, v' the reconstruction: deterministic, but not a measure of progress, for it
// can fall while the likelihood falls too.
double sumReconstructionError(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch);

// sum over i of log p(v_i | all other v) of every example, v binary; of binary units only, for p(v_i | rest) of a
// Gaussian unit is a mixture over all hidden states. p(v_i | rest) = sigmoid(F(v with i flipped) - F(v)). Stochastic:
// one value per example, drawn from rng, times V: the same mean. Besag (1975).
void pseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, std::span<double> nats);
void stochasticPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, Rng& rng,
                                   std::span<double> nats);

// Share of the labelled examples whose most probable class is another one; 0 where none is labelled.
double classError(const RbmParameters& p, const Matrix& v, States states, std::span<const std::int16_t> labels,
                  RbmScoreScratch& scratch);

// The face of a machine: a copy of its parameters.
class RbmFreeEnergies final : public FreeEnergies {
 public:
  explicit RbmFreeEnergies(RbmParameters p) : p_(std::move(p)) {}
  void freeEnergy(const Batch& examples, LikelihoodOf of, std::span<double> nats) override;
  bool binary() const override { return !p_.gaussian(); }
  void pseudoLogLikelihood(const Matrix& v, std::span<double> nats) override;
  void stochasticPseudoLogLikelihood(const Matrix& v, Rng& rng, std::span<double> nats) override;

 private:
  RbmParameters p_;
  RbmScoreScratch scratch_;
  Matrix joint_;
};

// log p(y | v), exactly, whatever the size: the machine has label units.
std::unique_ptr<Likelihood> labelLikelihood(const RbmParameters& p, States states);

// Values with the rows of the label below them: (V + K) x N. Of labels that are not known all rows are 0.
void joinLabels(const RbmParameters& p, const Matrix& v, std::span<const std::int16_t> labels, Matrix& joint);

// The curves of any restricted machine: reconstruction error, pseudo-likelihood, free-energy gap; the exact
// log-likelihood where it is cheap; the class error where there is a label.
void addRbmReadings(const RbmParameters& p, const WatchedExamples& watched, RbmScoreScratch& scratch,
                    std::vector<Reading>& out);

}  // namespace harmonium
