// The model "product of experts on the plane". It takes steps along the gradient of the log-likelihood, whose two terms
// are two phases. models/experts/experts.h holds the mathematics, models/experts/experts_quadrature.h computes Z, and
// models/experts/experts_walkers.h moves the walkers.
//
// An update has three phases:
//   data     computes <dE/dtheta> over a batch of examples, where the energy will fall
//   dream    computes <dE/dtheta> under the model, over all cells of the grid (exact up to the grid) or over persistent
//            walkers
//   update   moves theta along <dE/dtheta>_model - <dE/dtheta>_data
//
// Experts have their own coordinates, u = (x - origin) / unit, so that their options do not depend on the units of the
// data. `unit` is the power of ten nearest to a sixth of the data's range. `origin` is 0 or, if the data lie far from
// 0, the middle of that range. Data from about -3 to 3 have unit 1 and origin 0. The box extends beyond the data's
// range by a tenth of it on every side.
//
// With a learning rate of 0 the experts stay as their options set them.
#pragma once

#include "base/numbers.h"
#include "models/experts/experts.h"
#include "models/experts/experts_quadrature.h"
#include "models/experts/experts_walkers.h"
#include "models/model.h"
#include "nn/optimiser.h"

namespace harmonium {

class ProductOfExperts final
    : public ModelOf<ProductOfExperts, faces::Samples, faces::EnergyDensity, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  // If an option of an expert changes, all parameters of this expert are set from its options. Other experts stay.
  void configure(const Settings& settings) override;
  double updateCost(int examples) const override;
  double readingsCost() const override { return 3.0 * toDouble(box_.size()); }
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override;
  std::vector<std::span<const float>> slopes() const override;
  std::unique_ptr<Sampler> sampler(int count) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  std::vector<double> densityOn(const PlaneGrid& grid) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;

  // The map between the data's coordinates x and the experts' coordinates u.
  struct Frame {
    float origin = 0, unit = 1;
    float to(float x) const { return (x - origin) / unit; }
    float from(float u) const { return origin + unit * u; }
  };

  const ExpertSet& experts() const { return set_; }
  const Frame& frame() const { return frame_; }
  const WalkRecipe& walk() const { return recipe_; }
  // Draws every column of x uniformly from the box, in the data's coordinates. The caller sets the size, 2 x n.
  void spread(Matrix& x, Rng& rng) const;
  const Grid& box() const { return box_; }                   // in the experts' coordinates
  const ExpertGradient& gradient() const { return slope_; }  // of the last update: d mean log p / d numbers

 private:
  // The values of one expert's options.
  struct ExpertOptions {
    ExpertKind kind;
    double x, y, angle, size, width, strength;
    bool operator==(const ExpertOptions&) const = default;
  };
  static ExpertOptions expertOptionsOf(const Settings& settings, std::size_t k);
  static Expert expertOf(const ExpertOptions& chosen);

  struct ExactFigures {
    double log_z, error;  // in nats, in the experts' coordinates; the error is what log_z may be off by
  };
  const Quadrature& weighed() const;  // the grid, evaluated at the current parameters
  // By the grid where no expert is narrower than a cell, else by adaptive quadrature for a few dozen milliseconds.
  ExactFigures exactFigures() const;
  double meanLogLikelihood(const Matrix& v, double log_z) const;  // nats per example, in the data's coordinates
  double acceptanceAt(std::uint64_t update) const;
  // Variances of p(x) along the two axes, in the data's coordinates, over the grid.
  std::array<double, 2> variances() const;
  // KL(true || model) in nats, if the true density is known.
  std::optional<double> divergenceFromTruth(double log_z) const;
  Matrix toFrame(const Matrix& v) const;
  void dataPhase();
  Work dreamPhase(Rng& rng, Pace& pace);
  void update();

  // Views (models/experts/experts_views.cpp).
  Panel panelOf(std::string title) const;
  Mark fieldOf(std::span<const float> values, ViewScale scale, float limit, Ink ink, std::string label) const;
  Mark densityField() const;
  Mark energyField() const;
  std::string partitionInWords() const;
  View updateView(const ViewContext& context) const;
  View expertsView() const;
  View energyView() const;
  View densityView(const ViewContext& context) const;
  void addWalkersTruth(const ViewContext& context, View& view) const;
  View walkersView(const ViewContext& context) const;
  View gradientView() const;

  Frame frame_;
  Grid box_;
  std::shared_ptr<const harmonium::Density> density_;
  std::vector<std::string> axes_;

  std::array<ExpertOptions, kExperts> expert_options_{};
  ExpertSet set_;
  std::vector<float> numbers_, numbers_slope_;  // all experts' numbers one after the other, for the optimiser
  nn::Optimiser optimiser_;
  nn::DescentOptions descent_;
  bool by_walkers_ = false;
  int walk_steps_ = 1;
  WalkRecipe recipe_;
  Matrix walkers_;  // 2 x W: persistent walkers of the dream phase; no columns if it uses quadrature

  Places batch_, dream_;
  std::vector<float> each_;  // equal weights
  ExpertGradient data_side_{}, dream_side_{}, slope_{};
  WalkerScratch walk_;
  double accepted_ = -1;  // the share of moves accepted in the last dream phase by walkers; below 0: there was none

  // Computed on first use.
  mutable ExpertScratch scratch_;
  mutable Quadrature fine_, coarse_;
  mutable bool grid_is_laid_ = false;
  mutable std::vector<double> true_nats_;  // log of the true density at the centres of the cells, per unit of u
};

}  // namespace harmonium
