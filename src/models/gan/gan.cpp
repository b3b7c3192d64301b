#include "models/gan/gan.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/kernels.h"
#include "models/layers/units.h"
#include "nn/losses.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace harmonium {

namespace {

constexpr Index kWatchedSamples = 2000;

nn::Activation activationOf(const std::string& name) {
  return name == "relu" ? nn::Activation::kRelu : name == "tanh" ? nn::Activation::kTanh : nn::Activation::kLeakyRelu;
}

std::vector<int> sizesOf(int inputs, int layers, int units, int outputs) {
  std::vector<int> sizes(toSize(layers), units);
  sizes.insert(sizes.begin(), inputs);
  sizes.push_back(outputs);
  return sizes;
}

nn::DescentOptions descentOf(const Settings& settings, const std::string& net) {
  const std::string& kind = settings.choice(net + "Optimiser");
  return {.kind = kind == "sgd"        ? nn::Descent::kSgd
                  : kind == "momentum" ? nn::Descent::kMomentum
                                       : nn::Descent::kAdam,
          .rate = toFloat(settings.number(net + "Rate")),
          .momentum = toFloat(settings.number(net + "Momentum")),
          .beta2 = toFloat(settings.number("beta2"))};
}

double shareAbove(std::span<const float> logits) {
  return toDouble(std::ranges::count_if(logits, [](float a) { return a > 0; })) / toDouble(logits.size());
}

}  // namespace

Work Gan::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  data_ = data;
  data_.some.resize(0, 0);
  seed_ = seed;
  normal_noise_ = settings.choice("noise") == "normal";
  batch_size_ = settings.integer("batchSize");
  steps_ = settings.integer("discriminatorSteps");

  const int visible = toInt(data.mean.size());
  const bool real = data.domain == Domain::kReal;
  g_ = nn::Mlp({.sizes = sizesOf(settings.integer("noiseSize"), settings.integer("generatorLayers"),
                                 settings.integer("generatorUnits"), visible),
                .hidden = activationOf(settings.choice("generatorActivation")),
                .output = real ? nn::Activation::kLinear : nn::Activation::kSigmoid});
  d_ = nn::Mlp(
      {.sizes = sizesOf(visible, settings.integer("discriminatorLayers"), settings.integer("discriminatorUnits"), 1),
       .hidden = activationOf(settings.choice("discriminatorActivation")),
       .output = nn::Activation::kLinear});
  Rng rng(seed, Purpose::kParameters);
  const float deviation = toFloat(settings.number("initialWeights"));
  const double parameters = toDouble(g_.values().size() + d_.values().size());
  co_await pace.spent(4 * parameters);
  if (draws()) {
    g_.initialise(rng, deviation);
    co_await pace.spent(16 * parameters);
    d_.initialise(rng, deviation);
    co_await pace.spent(16 * parameters);
  }
  centre_.resize(0);
  spread_.resize(0);
  if (real) {
    centre_ = data.mean;
    spread_.resize(visible);
    for (Index i = 0; i < visible; ++i) spread_[i] = data.unitOf(i);
  } else {
    // The first samples have the mean of the data, so D can't tell them from data by their brightness alone.
    const Vector biases = biasFromMean(data.mean);
    std::ranges::copy(flat(biases), g_.biases(g_.layers() - 1).begin());
  }

  density_cells_.clear();
  if (data.density && data.points()) density_cells_ = cellsOfDensity(grid(), *data.density, bandwidth());

  recipe_ = recipeOf(settings);
  done_ = -1;
  if (!trains()) co_return;
  g_optimiser_.start(recipe_.g, g_.values().size());
  co_await pace.spent(4 * parameters);
  d_optimiser_.start(recipe_.d, d_.values().size());
  co_await pace.spent(4 * parameters);
  g_slopes_.assign(g_.values().size(), 0.0f);
  d_slopes_.assign(d_.values().size(), 0.0f);
}

void Gan::configure(const Settings& settings) {
  recipe_ = recipeOf(settings);
  g_optimiser_.configure(recipe_.g);
  d_optimiser_.configure(recipe_.d);
}

Gan::Recipe Gan::recipeOf(const Settings& settings) {
  const std::string& train = settings.choice("train");
  return {.loss = settings.choice("loss") == "minimax" ? GeneratorLoss::kMinimax : GeneratorLoss::kNonSaturating,
          .train = train == "generator"       ? Train::kGenerator
                   : train == "discriminator" ? Train::kDiscriminator
                                              : Train::kBoth,
          .smoothing = toFloat(settings.number("smoothing")),
          .dropout = toFloat(settings.number("dropout")),
          .g = descentOf(settings, "generator"),
          .d = descentOf(settings, "discriminator")};
}

Grid Gan::grid() const {
  return {.dimensions = toInt(data_.mean.size()), .low = data_.low, .high = data_.high};
}

double Gan::bandwidth() const {
  return 1.5 * grid().width();
}

void Gan::toNet(Matrix& x) const {
  if (centre_.size() == 0) return;
  for (Index n = 0; n < x.cols(); ++n) {
    for (Index i = 0; i < x.rows(); ++i) x(i, n) = (x(i, n) - centre_[i]) / spread_[i];
  }
}

void Gan::fromNet(Matrix& x) const {
  if (centre_.size() == 0) return;
  for (Index n = 0; n < x.cols(); ++n) {
    for (Index i = 0; i < x.rows(); ++i) x(i, n) = x(i, n) * spread_[i] + centre_[i];
  }
}

void Gan::drawNoise(Matrix& z, Rng& rng) const {
  if (normal_noise_) return kernels::normal(rng, 0, 1, flat(z));
  kernels::uniform(rng, flat(z));
  for (float& value : flat(z)) value = 2 * value - 1;
}

void Gan::samplesOf(const Matrix& z, Matrix& x) const {
  nn::MlpTrace trace;
  x = g_.forward(z, trace);
  fromNet(x);
}

Work Gan::samplesOf(Pace& pace, const Matrix& z, nn::MlpTrace& trace, Rng& rng, Matrix& x) const {
  co_await g_.forward(pace, z, trace, 0, rng, nullptr);
  x = trace.output();
  fromNet(x);
}

Work Gan::logitsOf(Pace& pace, const Matrix& x, Matrix& logits) const {
  nn::MlpTrace trace;
  Rng unused(seed_, Purpose::kMeasure);
  Matrix seen = x;
  toNet(seen);
  co_await d_.forward(pace, seen, trace, 0, unused, nullptr);
  logits = trace.output();
}

void Gan::logitsOf(const Matrix& x, Matrix& logits) const {
  Pace whole;
  finish(logitsOf(whole, x, logits));
}

Work Gan::pushesOf(Pace& pace, const Matrix& x, Matrix& pushes) const {
  nn::MlpTrace trace;
  Rng unused(seed_, Purpose::kMeasure);
  Matrix seen = x;
  toNet(seen);
  co_await d_.forward(pace, seen, trace, 0, unused, nullptr);
  Matrix along(1, x.cols());
  generatorLoss(recipe_.loss, flat(trace.output()), flat(along));
  // The minus sign points downhill; the factor N removes the 1/N of the mean, so that a push does not depend on N.
  kernels::scale(-toFloat(x.cols()), flat(along));
  co_await d_.backward(pace, trace, along, nn::Slopes::kReplace, {}, &pushes, nullptr);
  if (spread_.size() > 0) {
    for (Index n = 0; n < pushes.cols(); ++n) {
      for (Index i = 0; i < pushes.rows(); ++i) pushes(i, n) /= spread_[i];
    }
  }
}

void Gan::beginUpdate(const Batch& batch, const Clock& /*clock*/) {
  batch_ = batch.v;
  done_ = -1;
}

Work Gan::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  switch (phase) {
    case kNoise:
      co_await allStepsButOne(rng, pace);
      break;
    case kGenerate:
      co_await generatePhase(rng, pace);
      break;
    case kOnData:
      co_await onData(rng, pace);
      break;
    case kOnSamples:
      co_await onSamples(rng, pace);
      break;
    case kStepD:
      if (recipe_.train != Train::kGenerator) co_await stepDiscriminator(pace);
      break;
    case kStepG:
      if (recipe_.train != Train::kDiscriminator) co_await stepGenerator(rng, pace);
      break;
    default:
      HARMONIUM_ASSERT(false);
  }
  done_ = toInt(phase);
}

// Slow motion shows one step of D per update: the first phase runs all steps but the last, whose parts are the phases.
Work Gan::allStepsButOne(Rng& rng, Pace& pace) {
  for (int step = 0; step + 1 < stepsInBatch() && recipe_.train != Train::kGenerator; ++step) {
    takeStep(step, rng);
    co_await generatePhase(rng, pace);
    co_await onData(rng, pace);
    co_await onSamples(rng, pace);
    co_await stepDiscriminator(pace);
  }
  takeStep(stepsInBatch() - 1, rng);
}

// The number of D's steps in this batch. It is smaller than the option only if there are fewer examples.
int Gan::stepsInBatch() const {
  return std::clamp(toInt(batch_.cols()), 1, steps_);
}

// Takes the examples of one of D's steps from the batch, in D's units, and draws as much noise.
void Gan::takeStep(int step, Rng& rng) {
  const Index each = batch_.cols() / stepsInBatch();
  x_ = batch_.middleCols(step * each, each);
  toNet(x_);
  z_.resize(g_.inputs(), each);
  drawNoise(z_, rng);
}

Work Gan::generatePhase(Rng& rng, Pace& pace) {
  return g_.forward(pace, z_, g_trace_, 0, rng, team());
}

Work Gan::onData(Rng& rng, Pace& pace) {
  return d_.forward(pace, x_, d_on_data_, recipe_.dropout, rng, team());
}

Work Gan::onSamples(Rng& rng, Pace& pace) {
  return d_.forward(pace, g_trace_.output(), d_on_samples_, recipe_.dropout, rng, team());
}

Work Gan::stepDiscriminator(Pace& pace) {
  along_data_.resize(1, x_.cols());
  along_samples_.resize(1, x_.cols());
  nn::binaryCrossEntropy(flat(d_on_data_.output()), 1 - recipe_.smoothing, flat(along_data_));
  nn::binaryCrossEntropy(flat(d_on_samples_.output()), 0, flat(along_samples_));
  co_await d_.backward(pace, d_on_data_, along_data_, nn::Slopes::kReplace, d_slopes_, nullptr, team());
  co_await d_.backward(pace, d_on_samples_, along_samples_, nn::Slopes::kAdd, d_slopes_, nullptr, team());
  d_optimiser_.step(d_.values(), d_slopes_, team());
}

Work Gan::stepGenerator(Rng& rng, Pace& pace) {
  co_await onSamples(rng, pace);  // D has changed since the phase "onSamples", so its logits are computed again
  along_samples_.resize(1, x_.cols());
  generatorLoss(recipe_.loss, flat(d_on_samples_.output()), flat(along_samples_));
  co_await d_.backward(pace, d_on_samples_, along_samples_, nn::Slopes::kReplace, {}, &along_x_, team());
  co_await g_.backward(pace, g_trace_, along_x_, nn::Slopes::kReplace, g_slopes_, nullptr, team());
  g_optimiser_.step(g_.values(), g_slopes_, team());
}

std::vector<Tensor> Gan::parameters() {
  std::vector<Tensor> all = g_.parameters("generator.");
  for (Tensor& tensor : d_.parameters("discriminator.")) all.push_back(std::move(tensor));
  return all;
}

std::vector<std::span<const float>> Gan::slopes() const {
  std::vector<std::span<const float>> all;
  for (const auto& [net, slopes, phase] : {std::tuple(&g_, &g_slopes_, kStepG), std::tuple(&d_, &d_slopes_, kStepD)}) {
    const std::span<const float> whole = *slopes;
    const bool moved = done_ == toInt(phase) && whole.size() == net->values().size();
    std::size_t at = 0;
    for (int layer = 0; layer < net->layers(); ++layer) {
      for (const std::size_t size : {net->weights(layer).size(), net->biases(layer).size()}) {
        all.push_back(moved ? whole.subspan(at, size) : std::span<const float>());
        at += size;
      }
    }
  }
  return all;
}

std::vector<Tensor> Gan::trainingState() {
  std::vector<Tensor> all = g_optimiser_.state("generator.");
  for (Tensor& tensor : d_optimiser_.state("discriminator.")) all.push_back(std::move(tensor));
  return all;
}

void Gan::decode(std::span<const float> h, std::span<float> v) const {
  Matrix z(g_.inputs(), 1), x;
  std::ranges::copy(h, z.data());
  samplesOf(z, x);
  std::ranges::copy(flat(x), v.begin());
}

Work Gan::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  // The noise is the same every time, so that the curve shows changes of G and not of the noise.
  Matrix z(g_.inputs(), kWatchedSamples), samples, on_data, on_samples;
  Rng rng(seed_, Purpose::kMeasure);
  drawNoise(z, rng);
  {
    nn::MlpTrace trace;
    co_await samplesOf(pace, z, trace, rng, samples);
  }
  co_await logitsOf(pace, watched.train, on_data);
  const Index shown = std::min(samples.cols(), watched.train.cols());
  co_await logitsOf(pace, samples.leftCols(shown), on_samples);

  const double smoothing = toDouble(recipe_.smoothing);
  const GameValue game = gameValue(flat(on_data), flat(on_samples));
  out.push_back({.name = "value",
                 .label = "V(D, G)",
                 .unit = "nats",
                 .value = game.value,
                 .error = game.error,
                 .reference = optimalValue(smoothing),
                 .reference_label = smoothing > 0 ? "optimum, smoothed" : "optimum, -log 4"});
  Matrix along(1, on_data.cols());
  const double loss_data = nn::binaryCrossEntropy(flat(on_data), 1 - recipe_.smoothing, flat(along));
  along.resize(1, shown);
  const double loss_samples = nn::binaryCrossEntropy(flat(on_samples), 0, flat(along));
  out.push_back({.name = "discriminatorLoss", .label = "D's loss", .unit = "nats", .value = loss_data + loss_samples});
  out.push_back({.name = "generatorLoss",
                 .label = "G's loss",
                 .unit = "nats",
                 .value = generatorLoss(recipe_.loss, flat(on_samples), flat(along))});
  out.push_back({.name = "accuracyOnData",
                 .label = "D right on data",
                 .unit = "share",
                 .value = shareAbove(flat(on_data)),
                 .reference = 0.5,
                 .reference_label = "can't tell"});
  out.push_back({.name = "accuracyOnSamples",
                 .label = "D right on samples",
                 .unit = "share",
                 .value = 1 - shareAbove(flat(on_samples)),
                 .reference = 0.5,
                 .reference_label = "can't tell"});
  if (density_cells_.empty()) co_return;
  out.push_back({.name = "jensenShannon",
                 .label = "JS divergence",
                 .unit = "nats, at most 0.69",
                 .value = jensenShannon(density_cells_, cellsOfSamples(grid(), samples, bandwidth())),
                 .reference = 0,
                 .reference_label = "no difference"});
  const std::optional<ModeCoverage> coverage = modeCoverage(samples, *data_.density);
  if (!coverage) co_return;
  out.push_back({.name = "modesCovered",
                 .label = "Modes covered",
                 .unit = "of " + std::to_string(coverage->modes()),
                 .value = toDouble(coverage->covered()),
                 .reference = coverage->modes(),
                 .reference_label = "all"});
  out.push_back({.name = "highQuality",
                 .label = "High-quality samples",
                 .unit = "share within 3 deviations",
                 .value = coverage->share()});
}

}  // namespace harmonium
