#include "models/experts/experts_learner.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "base/turns.h"
#include "kernels/kernels.h"
#include "models/experts/experts_partition.h"
#include "models/true_density.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

enum PhaseIndex : std::size_t { kData, kDream, kUpdatePhase };

constexpr float kBeyond = 0.1f;           // margin of the box on each side, as a share of the data's range
constexpr double kPerMove = 200;          // operations of one walker's step, for all experts
constexpr std::size_t kAcceptance = 400;  // number of moves from which the acceptance rate is estimated

std::size_t sizeOf(ExpertKind kind) {
  std::size_t size = 0;
  for (const ExpertNumbers& numbers : numbersOf(kind)) size += numbers.size;
  return size;
}

// The power of ten nearest to x > 0 on a logarithmic scale.
float powerOfTenNear(float x) {
  constexpr float kRootOfTen = 3.1622777f;
  float power = 1;
  while (power * kRootOfTen < x && power < 1e12f) power *= 10;
  while (power > x * kRootOfTen && power > 1e-12f) power /= 10;
  return power;
}

}  // namespace

ProductOfExperts::ExpertOptions ProductOfExperts::expertOptionsOf(const Settings& settings, std::size_t k) {
  const std::string n = std::to_string(k + 1);
  return {.kind = static_cast<ExpertKind>(settings.integer("expert" + n)),
          .x = settings.number("x" + n),
          .y = settings.number("y" + n),
          .angle = settings.number("angle" + n),
          .size = settings.number("size" + n),
          .width = settings.number("width" + n),
          .strength = settings.number("strength" + n)};
}

Expert ProductOfExperts::expertOf(const ExpertOptions& chosen) {
  Expert expert{.kind = chosen.kind};
  const double turn = chosen.angle / 360, cosine = cosineOfTurn(turn), sine = sineOfTurn(turn);
  const auto put = [&expert](std::initializer_list<double> numbers) {
    std::size_t i = 0;
    for (const double number : numbers) expert.p[i++] = toFloat(number);
  };
  switch (chosen.kind) {
    case ExpertKind::kNone:
      break;
    case ExpertKind::kGaussian: {
      // The precision is R' diag(1/size^2, 1/width^2) R, where R rotates the long axis to the x axis. A'A equals it.
      const double along = 1 / (chosen.size * chosen.size), across = 1 / (chosen.width * chosen.width);
      const double xx = along * cosine * cosine + across * sine * sine;
      const double xy = (along - across) * cosine * sine;
      const double yy = along * sine * sine + across * cosine * cosine;
      const double a = std::sqrt(xx), b = xy / a;
      put({chosen.x, chosen.y, a, b, std::sqrt(std::max(0.0, yy - b * b))});
      break;
    }
    case ExpertKind::kRidge: {
      // t grows across the ridge, by 1 every `width`.
      const double wx = -sine / chosen.width, wy = cosine / chosen.width;
      put({wx, wy, wx * chosen.x + wy * chosen.y, chosen.size / chosen.width, chosen.strength});
      break;
    }
    case ExpertKind::kRing:
      put({chosen.x, chosen.y, chosen.size, 1 / chosen.width});
      break;
    case ExpertKind::kDrawn:
      put({chosen.strength});
      expert.deviation = toFloat(chosen.width);
      break;
  }
  return expert;
}

void ProductOfExperts::initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  const float middle = 0.5f * (data.low + data.high), range = data.high - data.low;
  frame_.unit = powerOfTenNear(range / 6);
  frame_.origin = std::abs(middle) < 0.25f * range ? 0.0f : middle;
  const float half = (0.5f + kBeyond) * range;
  box_ = {.dimensions = 2,
          .cells = settings.integer("grid"),
          .low = frame_.to(middle - half),
          .high = frame_.to(middle + half)};
  density_ = data.density;
  axes_ = data.value_names;
  set_.points = toFrame(data.some);
  if (set_.points.cols() == 0) set_.points = Matrix::Constant(2, 1, 0.5f * (box_.low + box_.high));

  std::size_t total = 0;
  for (std::size_t k = 0; k < kExperts; ++k) {
    expert_options_[k] = expertOptionsOf(settings, k);
    set_.experts[k] = expertOf(expert_options_[k]);
    total += sizeOf(set_.experts[k].kind);
  }
  numbers_.assign(total, 0.0f);
  numbers_slope_.assign(total, 0.0f);
  descent_ = {.kind = settings.choice("optimiser") == "adam" ? nn::Descent::kAdam : nn::Descent::kSgd};
  optimiser_.start(descent_, total);
  data_side_ = dream_side_ = slope_ = {};
  accepted_ = -1;
  grid_is_laid_ = false;
  true_nats_.clear();
  configure(settings);

  by_walkers_ = settings.choice("negative") == "walkers";
  walkers_.resize(2, by_walkers_ ? settings.integer("walkers") : 0);
  Rng rng(seed, Purpose::kParameters);
  if (by_walkers_) {
    spread(walkers_, rng);
    walkers_ = toFrame(walkers_);
  }
}

void ProductOfExperts::configure(const Settings& settings) {
  for (std::size_t k = 0; k < kExperts; ++k) {
    const ExpertOptions chosen = expertOptionsOf(settings, k);
    // Learnt parameters of an expert survive changes of other options.
    if (chosen == expert_options_[k]) continue;
    // The values of drawn experts at the cells depend on the width and must be computed again.
    if (chosen.kind == ExpertKind::kDrawn && chosen.width != expert_options_[k].width) grid_is_laid_ = false;
    expert_options_[k] = chosen;
    set_.experts[k] = expertOf(chosen);
  }
  descent_.rate = toFloat(settings.number("learningRate"));
  optimiser_.configure(descent_);
  walk_steps_ = settings.integer("walkSteps");
  const std::string& walk = settings.choice("walk");
  recipe_ = {.walk = walk == "mala"       ? Walk::kMala
                     : walk == "langevin" ? Walk::kLangevin
                                          : Walk::kMetropolis,
             .step = toFloat(settings.number("stepSize"))};
}

double ProductOfExperts::updateCost(int examples) const {
  const double dream = by_walkers_ ? 2.0 * toDouble(walkers_.cols()) * walk_steps_ : toDouble(box_.size());
  return examples + dream;
}

Matrix ProductOfExperts::toFrame(const Matrix& v) const {
  return v.unaryExpr([this](float x) { return frame_.to(x); });
}

void ProductOfExperts::beginUpdate(const Batch& examples, const Clock& /*clock*/) {
  const Matrix& batch = examples.v;
  batch_.x.resize(2, batch.cols());
  for (Index i = 0; i < batch.size(); ++i) batch_.x.data()[i] = frame_.to(batch.data()[i]);
}

Work ProductOfExperts::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  switch (phase) {
    case kData:
      dataPhase();
      break;
    case kDream:
      return dreamPhase(rng, pace);
    case kUpdatePhase:
      update();
      break;
    default:
      HARMONIUM_ASSERT(false);
  }
  return {};
}

void ProductOfExperts::dataPhase() {
  place(set_, batch_, scratch_);
  const std::size_t count = columnCount(batch_.x);
  each_.assign(count, 1.0f / toFloat(count));
  data_side_ = {};
  addGradient(set_, batch_, each_, 1, scratch_, data_side_);
}

Work ProductOfExperts::dreamPhase(Rng& rng, Pace& pace) {
  dream_side_ = {};
  if (!by_walkers_) {
    const Quadrature& q = weighed();
    addGradient(set_, q.places, q.probability, 1, scratch_, dream_side_);
    co_return;
  }
  double accepted = 0, moves = 0;
  for (int step = 0; step < walk_steps_; ++step) {
    walkOnce(set_, box_, recipe_, {}, step == 0 ? StoredEnergies::kInvalid : StoredEnergies::kValid, rng, walk_,
             walkers_);
    accepted += toDouble(walk_.accepted);
    moves += toDouble(walk_.proposed);
    co_await pace.spent(kPerMove * toDouble(walkers_.cols()));
  }
  accepted_ = accepted / moves;
  dream_.x = walkers_;
  place(set_, dream_, scratch_);
  each_.assign(columnCount(walkers_), 1.0f / toFloat(walkers_.cols()));
  addGradient(set_, dream_, each_, 1, scratch_, dream_side_);
}

void ProductOfExperts::update() {
  std::size_t at = 0;
  for (std::size_t k = 0; k < kExperts; ++k) {
    for (std::size_t i = 0; i < kExpertNumbers; ++i) slope_[k][i] = dream_side_[k][i] - data_side_[k][i];
    for (std::size_t i = 0; i < sizeOf(set_.experts[k].kind); ++i, ++at) {
      numbers_[at] = set_.experts[k].p[i];
      numbers_slope_[at] = -toFloat(slope_[k][i]);  // the optimiser goes downhill
    }
  }
  optimiser_.step(numbers_, numbers_slope_);
  at = 0;
  for (Expert& expert : set_.experts) {
    for (std::size_t i = 0; i < sizeOf(expert.kind); ++i) expert.p[i] = numbers_[at++];
  }
}

std::vector<Tensor> ProductOfExperts::parameters() {
  std::vector<Tensor> tensors;
  for (std::size_t k = 0; k < kExperts; ++k) {
    std::size_t at = 0;
    for (const ExpertNumbers& numbers : numbersOf(set_.experts[k].kind)) {
      tensors.push_back({"expert" + std::to_string(k + 1) + "." + numbers.name,
                         {numbers.size},
                         std::span(set_.experts[k].p).subspan(at, numbers.size)});
      at += numbers.size;
    }
  }
  return tensors;
}

std::vector<std::span<const float>> ProductOfExperts::slopes() const {
  std::vector<std::span<const float>> all;
  std::size_t first = 0;
  for (const Expert& expert : set_.experts) {
    for (const ExpertNumbers& numbers : numbersOf(expert.kind)) {
      all.push_back(std::span(numbers_slope_).subspan(first, numbers.size));
      first += numbers.size;
    }
  }
  return all;
}

std::vector<Tensor> ProductOfExperts::trainingState() {
  std::vector<Tensor> state = optimiser_.state("optimiser.");
  if (by_walkers_) state.push_back({"walkers", {toU32(walkers_.cols()), 2}, flat(walkers_)});
  return state;
}

void ProductOfExperts::spread(Matrix& x, Rng& rng) const {
  kernels::uniform(rng, flat(x));
  for (float& value : flat(x)) value = frame_.from(box_.low + (box_.high - box_.low) * value);
}

const Quadrature& ProductOfExperts::weighed() const {
  if (!grid_is_laid_) {
    layGrid(set_, box_, scratch_, fine_);
    Grid half = box_;
    half.cells /= 2;
    layGrid(set_, half, scratch_, coarse_);
    grid_is_laid_ = true;
  }
  weigh(set_, scratch_, fine_);
  return fine_;
}

double ProductOfExperts::meanLogLikelihood(const Matrix& v, double log_z) const {
  Places places;
  places.x = toFrame(v);
  place(set_, places, scratch_);
  std::vector<float> energy(columnCount(v)), part;
  totalEnergy(set_, places, scratch_, part, energy);
  if (places.x.size() > 0 && (places.x.minCoeff() < box_.low || places.x.maxCoeff() > box_.high)) return -HUGE_VAL;
  return -kernels::sum(energy) / toDouble(v.cols()) - log_z - 2 * reals::log(toDouble(frame_.unit));
}

double ProductOfExperts::acceptanceAt(std::uint64_t update) const {
  // The moves start from cells drawn from the model, as those of walkers in equilibrium do.
  Rng rng(update, Purpose::kMeasure);
  const Quadrature& q = weighed();
  std::vector<double> up_to(q.probability.size());
  double sum = 0;
  for (std::size_t i = 0; i < up_to.size(); ++i) up_to[i] = sum += toDouble(q.probability[i]);
  Matrix x(2, toIndex(kAcceptance));
  for (Index n = 0; n < x.cols(); ++n) {
    const auto found = std::upper_bound(up_to.begin(), up_to.end() - 1, sum * toDouble(rng.uniform()));
    x.col(n) = q.places.x.col(found - up_to.begin());
  }
  WalkerScratch scratch;
  walkOnce(set_, box_, recipe_, {}, StoredEnergies::kInvalid, rng, scratch, x);
  return toDouble(scratch.accepted) / toDouble(kAcceptance);
}

std::array<double, 2> ProductOfExperts::variances() const {
  const Quadrature& q = weighed();
  std::array<double, 2> found{};
  for (std::size_t d = 0; d < 2; ++d) {
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < q.probability.size(); ++i) {
      const double p = toDouble(q.probability[i]), x = toDouble(q.places.x.data()[2 * i + d]);
      mean += p * x;
      square += p * x * x;
    }
    found[d] = (square - mean * mean) * toDouble(frame_.unit) * toDouble(frame_.unit);
  }
  return found;
}

std::optional<double> ProductOfExperts::divergenceFromTruth(double log_z) const {
  if (density_ == nullptr) return std::nullopt;
  const Quadrature& q = weighed();
  const double unit = 2 * reals::log(toDouble(frame_.unit)), cell = 2 * reals::log(box_.width());
  if (true_nats_.empty()) {
    const Matrix x = q.places.x.unaryExpr([this](float u) { return frame_.from(u); });
    true_nats_.resize(box_.size());
    density_->logDensity(flat(x), true_nats_);
    for (double& nats : true_nats_) nats += unit;
  }
  double divergence = 0, mass = 0;
  for (std::size_t i = 0; i < true_nats_.size(); ++i) {
    const double p = reals::exp(true_nats_[i] + cell);
    if (p <= 0) continue;
    mass += p;
    divergence += p * (true_nats_[i] + toDouble(q.energy[i]) + log_z);
  }
  return divergence / mass - reals::log(mass);  // for the true density restricted to the box and normalised there
}

Work ProductOfExperts::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& /*pace*/) const {
  const auto [log_z, off] = exactFigures();
  const auto add = [&](const char* name, const char* label, const Matrix& v, ReadOn on) {
    if (v.cols() == 0) return;
    const double mean = meanLogLikelihood(v, log_z);
    if (!std::isfinite(mean)) return;  // an example lies outside the box, so the curve gets no point
    out.push_back({.name = name,
                   .label = label,
                   .unit = "nats per example",
                   .value = mean,
                   .error = off > kCountsAsExact ? off : 0,
                   .reference = meanLogDensity(density_.get(), v),
                   .reference_label = density_ == nullptr ? "" : "true density",
                   .on = on});
  };
  add("logLikelihood", "Log-likelihood", watched.train, ReadOn::kTrain);
  add("testLogLikelihood", "Log-likelihood, held out", watched.test, ReadOn::kTest);
  if (const std::optional<double> divergence = divergenceFromTruth(log_z)) {
    out.push_back({.name = "divergence",
                   .label = "Divergence from the truth",
                   .unit = "nats",
                   .value = *divergence,
                   .error = off > kCountsAsExact ? off : 0,
                   .reference = 0,
                   .reference_label = "none"});
  }
  out.push_back({.name = "logPartition",
                 .label = "log Z",
                 .unit = "nats",
                 .value = log_z + 2 * reals::log(toDouble(frame_.unit)),
                 .error = off > kCountsAsExact ? off : 0});
  out.push_back({.name = "acceptance",
                 .label = "Accepted moves",
                 .unit = "share of all",
                 .value = accepted_ >= 0 ? accepted_ : acceptanceAt(watched.update)});
  return {};
}

}  // namespace harmonium
