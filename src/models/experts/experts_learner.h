// How a product of experts on the plane learns: steps along the slope of the log-likelihood, whose two sides are the
// two phases. The mathematics stands in models/experts/experts.h, Z in models/experts/experts_quadrature.h, the walkers
// in models/experts/experts_walkers.h.
//
// An update has three phases:
//   data     <dE/dtheta> over a batch of examples: energy goes down where data are
//   dream    <dE/dtheta> under the model: over all cells of the grid (exact up to the grid), or over persistent walkers
//   update   theta goes along <dE/dtheta>_model - <dE/dtheta>_data
//
// Coordinates. Experts live on axes of their own, u = (x - origin) / unit, so that their options mean the same whatever
// the data are measured in: `unit` is the power of ten nearest to a sixth of the data's range, `origin` 0 or, where the
// data lie far from it, the middle of that range. Data that fill something like -3 to 3 have unit 1 and origin 0. The
// box reaches a tenth of the data's range beyond it on every side.
//
// Learning rate 0 leaves the experts alone: a landscape to play on.
#pragma once

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
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);

  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  // Turning an option of an expert puts all of that expert's numbers to what its options say; the others stay.
  void configure(const Settings& settings) override;
  double updateCost(int examples) const override;
  double readingsCost() const override { return 3.0 * static_cast<double>(box_.size()); }
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  void runPhase(std::size_t phase, Rng& rng) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override;
  std::unique_ptr<Sampler> sampler(int count) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  void readings(const WatchedExamples& watched, std::vector<Reading>& out) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;

  // The same axes as the data's.
  struct Frame {
    float origin = 0, unit = 1;
    float to(float x) const { return (x - origin) / unit; }
    float from(float u) const { return origin + unit * u; }
  };

  const ExpertSet& experts() const { return set_; }
  const Frame& frame() const { return frame_; }
  const WalkRecipe& walk() const { return recipe_; }
  // Walkers spread evenly over the box, in the data's coordinates; x: 2 x n, sized before.
  void spread(Matrix& x, Rng& rng) const;
  const Grid& box() const { return box_; }                   // in the experts' coordinates
  const ExpertGradient& gradient() const { return slope_; }  // of the last update: d mean log p / d numbers

 private:
  // What one expert's options say.
  struct Knobs {
    ExpertKind kind;
    double x, y, angle, size, width, strength;
    bool operator==(const Knobs&) const = default;
  };
  static Knobs knobsOf(const Settings& settings, std::size_t k);
  static Expert expertOf(const Knobs& knobs);

  struct ExactFigures {
    double log_z, error;  // nats, and what halving the grid changes
  };
  const Quadrature& weighed() const;  // the grid at the present parameters
  ExactFigures exactFigures() const;
  double meanLogLikelihood(const Matrix& v, double log_z) const;  // nats per example, in the data's coordinates
  double acceptanceAt(std::uint64_t update) const;
  std::optional<double> divergenceFromTruth() const;  // KL(true || model) in nats, where the truth is known
  Matrix toFrame(const Matrix& v) const;
  void dataPhase();
  void dreamPhase(Rng& rng);
  void update();

  // Pictures (models/experts/experts_views.cpp).
  Panel panelOf(std::string title) const;
  Mark fieldOf(std::span<const float> values, ViewScale scale, float limit, Ink ink, std::string label) const;
  Mark densityField() const;
  std::string partitionInWords() const;
  View expertsView() const;
  View energyView() const;
  View densityView(const ViewContext& context) const;
  View walkersView(const ViewContext& context) const;
  View gradientView() const;

  Frame frame_;
  Grid box_;
  std::shared_ptr<const harmonium::Density> density_;
  std::vector<std::string> axes_;

  std::array<Knobs, kExperts> knobs_{};
  ExpertSet set_;
  std::vector<float> numbers_, numbers_slope_;  // all experts' numbers one after the other, for the optimiser
  nn::Optimiser optimiser_;
  nn::DescentOptions descent_;
  bool by_walkers_ = false;
  int walk_steps_ = 1;
  WalkRecipe recipe_;
  Matrix walkers_;  // 2 x W, of the dream phase; none where it is done by quadrature

  Places batch_, dream_;
  std::vector<float> each_;  // equal weights
  ExpertGradient data_side_{}, dream_side_{}, slope_{};
  WalkerScratch walk_;

  // Worked out when first asked for.
  mutable ExpertScratch scratch_;
  mutable Quadrature fine_, coarse_;
  mutable bool grid_is_laid_ = false;
  mutable std::vector<double> true_nats_;  // log of the true density at the middles of the cells, in u
};

}  // namespace harmonium
