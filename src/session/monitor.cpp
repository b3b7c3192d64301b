#include "session/monitor.h"

#include "session/examples.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::uint32_t kMonitored = 500;  // examples of each split
constexpr std::size_t kMostPoints = 1000;
constexpr double kShare = 20;  // training costs this many times the measuring
constexpr double kPasses = 4;  // through the weights, an example monitored

void readAll(const Split& split, const Layout& layout, Binarisation how, bool binary, std::uint64_t seed, Matrix& out,
             std::vector<std::int16_t>& labels) {
  ExampleReader reader(split, how, binary, seed, kMonitored, layout);
  out.resize(split.values, static_cast<Eigen::Index>(reader.total()));
  labels.clear();
  Matrix batch;
  for (std::uint32_t at = 0; reader.next(batch); at = reader.position()) {
    out.middleCols(static_cast<Eigen::Index>(at), batch.cols()) = batch;
    labels.insert(labels.end(), reader.labels().begin(), reader.labels().end());
  }
}

// Keeps every second point once there are too many; the first and the newest stay.
void thin(Curve& curve) {
  if (curve.x.size() < kMostPoints) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < curve.x.size(); i += 2) {
    curve.x[kept] = curve.x[i];
    curve.y[kept] = curve.y[i];
    if (!curve.error.empty()) curve.error[kept] = curve.error[i];
    ++kept;
  }
  curve.x.resize(kept);
  curve.y.resize(kept);
  if (!curve.error.empty()) curve.error.resize(kept);
}

}  // namespace

Monitor::Monitor(const Dataset& data, Binarisation how, std::uint64_t seed)
    : seed_(seed), seen_states_(isBinaryAfter(data.train, how, data.layout) ? States::kBinary : States::kReal) {
  readAll(data.train, data.layout, how, false, seed, train_seen_, train_labels_);
  readAll(data.test, data.layout, how, false, seed, test_seen_, test_labels_);
  if (data.real) return;
  readAll(data.train, data.layout, how, true, seed, train_drawn_, train_labels_);
  readAll(data.test, data.layout, how, true, seed, test_drawn_, test_labels_);
}

void Monitor::resumeAfter(const Model& model, std::uint64_t updates, double update_cost) {
  double cost = kPasses * static_cast<double>(train_seen_.cols() + test_seen_.cols());
  if (const faces::Watched* watched = model.faces().watched) cost += watched->readingsCost();
  const double interval = std::max(1.0, std::ceil(kShare * cost / std::max(1.0, update_cost)));
  // Closer together at first, where the curves turn: each twice as far as the one before, so that looking, which may
  // cost as much as many updates, does not keep a young model from learning.
  const double early = std::max(1.0, static_cast<double>(updates));
  next_ = updates + static_cast<std::uint64_t>(std::min(interval, early));
}

void Monitor::observe(const Model& model, std::uint64_t updates, double update_cost) {
  if (updates < next_) return;
  resumeAfter(model, updates, update_cost);
  const faces::Watched* watched = model.faces().watched;
  if (watched == nullptr) return;
  const bool drawn = train_drawn_.cols() > 0;
  std::vector<Reading> readings;
  watched->readings({.train = train_seen_,
                     .test = test_seen_,
                     .train_drawn = drawn ? train_drawn_ : train_seen_,
                     .test_drawn = drawn ? test_drawn_ : test_seen_,
                     .train_labels = train_labels_,
                     .test_labels = test_labels_,
                     .states = seen_states_,
                     .seed = seed_,
                     .update = updates},
                    readings);
  for (const Reading& reading : readings) add(reading, updates);
}

void Monitor::add(const Reading& reading, std::uint64_t updates) {
  auto curve = std::ranges::find(curves_, reading.name, &Curve::name);
  if (curve == curves_.end()) {
    curves_.push_back({.name = reading.name, .label = reading.label, .unit = reading.unit});
    curve = curves_.end() - 1;
  }
  thin(*curve);
  curve->reference = reading.reference;
  curve->reference_label = reading.reference_label;
  curve->x.push_back(static_cast<float>(updates));
  curve->y.push_back(static_cast<float>(reading.value));
  if (reading.error > 0 || !curve->error.empty()) {
    curve->error.resize(curve->x.size() - 1, 0.0f);
    curve->error.push_back(static_cast<float>(reading.error));
  }
}

void Monitor::rewind(std::uint64_t updates) {
  for (Curve& curve : curves_) {
    while (!curve.x.empty() && curve.x.back() > static_cast<float>(updates)) {
      curve.x.pop_back();
      curve.y.pop_back();
      if (!curve.error.empty()) curve.error.pop_back();
    }
  }
  next_ = updates;
}

}  // namespace harmonium
