// The model "generative adversarial network" (GAN): two networks that play against each other.
//
//   z ~ p(z)          noise, [q]: uniform on [-1, 1]^q or N(0, I)
//   x = G(z)          the generator turns noise into samples, [V]
//   D(x) in (0, 1)    the discriminator's chance that x is from the data
//
//   min over G, max over D of  V(D, G) = E_data log D(x) + E_z log(1 - D(G(z)))          models/gan/gan_game.h
//
// Both are multilayer perceptrons (nn/mlp.h). An update consists of k steps of D, each on its own batch, and one step
// of G:
//
//   D descends  -mean log D(x) - mean log(1 - D(G(z))), with the target 1 - s in place of 1 under smoothing s
//   G descends  mean log(1 - D(G(z)))  (minimax)  or  -mean log D(G(z))  (non-saturating), with D fixed
//
// G's step uses the noise of D's last step, so that slow motion shows the samples that G's step moves.
//
// For intensities in [0, 1], G ends in sigmoids, whose biases start at the mean of the data. For real values, G ends in
// linear units, and both nets use values standardised by the data's mean and deviation. D ends in one logit.
//
// Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville & Bengio (2014), Generative adversarial nets.
#pragma once

#include "models/gan/gan_game.h"
#include "models/grid_density.h"
#include "models/mode_coverage.h"
#include "models/model.h"
#include "nn/mlp.h"
#include "nn/optimiser.h"

namespace harmonium {

class Gan final : public ModelOf<Gan, faces::Samples, faces::Latent, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  enum PhaseIndex : std::size_t { kNoise, kGenerate, kOnData, kOnSamples, kStepD, kStepG };

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.examples_per_update = batch_size_ * steps_}; }
  double updateCost(int examples) const override { return examples * (3.5 + 2.0 / steps_); }
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override;
  std::vector<std::span<const float>> slopes() const override;

  const char* remedy() const override { return "smaller learning rates help"; }

  std::unique_ptr<Sampler> sampler(int count) const override;
  int latentSize() const override { return g_.inputs(); }
  void decode(std::span<const float> h, std::span<float> v) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  Work makeView(Pace& pace, std::string_view name, const ViewContext& context, std::optional<View>& out) const override;
  std::vector<double> densityOn(const PlaneGrid& grid) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;

  // The two functions of the game, on columns: z (q x N) to x (V x N), and x to D's logits (1 x N). No dropout.
  void samplesOf(const Matrix& z, Matrix& x) const;
  // The same as work that can stop. It draws nothing from `rng`.
  Work samplesOf(Pace& pace, const Matrix& z, nn::MlpTrace& trace, Rng& rng, Matrix& x) const;
  void logitsOf(const Matrix& x, Matrix& logits) const;
  Work logitsOf(Pace& pace, const Matrix& x, Matrix& logits) const;
  // Fills z, q x N, with noise.
  void drawNoise(Matrix& z, Rng& rng) const;
  // Writes -dL/dx of G's loss at every column of x into pushes, V x N, as if that column were the only sample: the
  // direction in which G's step moves it.
  Work pushesOf(Pace& pace, const Matrix& x, Matrix& pushes) const;

  // The gradients of the two losses by the parameters of D and G in the last update, in the order of Mlp::values().
  const std::vector<float>& discriminatorSlopes() const { return d_slopes_; }
  const std::vector<float>& generatorSlopes() const { return g_slopes_; }
  const nn::Mlp& discriminator() const { return d_; }
  const nn::Mlp& generator() const { return g_; }

 private:
  friend struct GanShown;     // gan_shown.h
  friend struct GanPictures;  // gan_views.cpp
  friend struct GanUpdate;    // gan_update_view.cpp

  enum class Train { kBoth, kGenerator, kDiscriminator };
  struct Recipe {  // the settings that may change while training
    GeneratorLoss loss;
    Train train;
    float smoothing, dropout;
    nn::DescentOptions g, d;
  };

  static Recipe recipeOf(const Settings& settings);
  // models/gan/gan_update_view.cpp
  Work updateView(Pace& pace, const ViewContext& context, std::optional<View>& out) const;

  int stepsInBatch() const;
  void takeStep(int step, Rng& rng);
  Work allStepsButOne(Rng& rng, Pace& pace);
  Work generatePhase(Rng& rng, Pace& pace);
  Work onData(Rng& rng, Pace& pace);
  Work onSamples(Rng& rng, Pace& pace);
  // Parameters change at the end, all at once.
  Work stepDiscriminator(Pace& pace);
  Work stepGenerator(Rng& rng, Pace& pace);

  // For data on the line or the plane: the grid on which densities are compared, and the bandwidth that smooths both.
  Grid grid() const;
  double bandwidth() const;

  // Convert x, in place, from the units of the data to the standardised units of the nets, and back.
  void toNet(Matrix& x) const;
  void fromNet(Matrix& x) const;

  Recipe recipe_{};
  DataSummary data_;  // the summary without `some`
  std::uint64_t seed_ = 0;
  bool normal_noise_ = false;
  int batch_size_ = 1, steps_ = 1;

  nn::Mlp g_, d_;
  nn::Optimiser g_optimiser_, d_optimiser_;
  Vector centre_, spread_;             // V: mean and deviation of the data; empty for intensities
  std::vector<double> density_cells_;  // p_data on grid(), where it is known

  Matrix batch_;  // V x (N k)
  Matrix z_, x_;  // noise, q x N, and data, V x N, of the current step
  nn::MlpTrace g_trace_, d_on_data_, d_on_samples_;
  Matrix along_data_, along_samples_;  // 1 x N: slopes along D's logits
  Matrix along_x_;                     // V x N: slope of G's loss along its samples
  std::vector<float> g_slopes_, d_slopes_;
  int done_ = -1;  // index of the last phase of the current update, for views
};

}  // namespace harmonium
