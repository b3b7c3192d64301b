#include "session/monitor.h"

#include "base/numbers.h"
#include "base/words.h"
#include "session/examples.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::size_t kMostPoints = 1000;   // about as many as a plot has pixels
constexpr double kTrainingPerReading = 20;  // training costs this many times as much as the readings
constexpr double kPasses = 4;               // what simple readings cost, in passes through the weights per example

Work readAll(Pace& pace, const Split& split, const Layout& layout, Binarisation how, bool binary, std::uint64_t seed,
             double most, Matrix& out, std::vector<std::int16_t>& labels) {
  ExampleReader reader(split, how, binary, seed, toU32(most), layout);
  out.resize(split.values, toIndex(reader.total()));
  labels.clear();
  Matrix batch;
  for (std::uint32_t at = 0; reader.next(batch); at = reader.position()) {
    out.middleCols(toIndex(at), batch.cols()) = batch;
    labels.insert(labels.end(), reader.labels().begin(), reader.labels().end());
    co_await pace.spent(40 * toDouble(batch.size()));
  }
}

// Keeps every second point once there are too many. The first point stays, and the newest is added after this call.
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

Work Monitor::begin(Pace& pace, const Dataset& data, Binarisation how, std::uint64_t seed,
                    std::span<const std::uint32_t> validation) {
  seed_ = seed;
  train_examples_ = data.train.examples;
  test_examples_ = data.test.examples;
  bool seen = false, stored = false;  // whether all values are 0 or 1
  co_await isBinaryAfter(pace, data.train, how, data.layout, seen);
  co_await isBinaryAfter(pace, data.train, Binarisation::kNone, data.layout, stored);
  seen_states_ = seen ? States::kBinary : States::kReal;
  pixels_drawn_ = how != Binarisation::kThreshold && !data.real && !stored;
  const double most = mostExamples(data);
  co_await readAll(pace, data.train, data.layout, how, false, seed, most, train_seen_, train_labels_);
  co_await readAll(pace, data.test, data.layout, how, false, seed, most, test_seen_, test_labels_);
  validation_examples_ = toInt(validation.size());
  if (!validation.empty()) {
    std::vector<std::uint32_t> some;
    const std::size_t count = std::min(validation.size(), toSize(most));
    for (std::size_t at = 0; at < count; ++at) some.push_back(validation[at * validation.size() / count]);
    data.train.load(some, validation_seen_);
    validation_labels_.clear();
    for (const std::uint32_t n : some) validation_labels_.push_back(data.train.label(n));
    Rng rng(seed, Purpose::kMeasure);
    binarise(data.layout, how, rng, validation_seen_);
  }
  if (data.real) co_return;
  co_await readAll(pace, data.train, data.layout, how, true, seed, most, train_drawn_, train_labels_);
  co_await readAll(pace, data.test, data.layout, how, true, seed, most, test_drawn_, test_labels_);
}

void Monitor::resumeAfter(const Model& model, std::uint64_t updates, double update_cost) {
  double cost = kPasses * toDouble(train_seen_.cols() + test_seen_.cols());
  if (const faces::Watched* watched = model.faces().watched) cost += watched->readingsCost();
  double interval = std::max(1.0, std::ceil(kTrainingPerReading * cost / std::max(1.0, update_cost)));
  if (most_ > 0) interval = std::min(interval, toDouble(most_));
  // Readings are closer together at first, where curves change most. Their distance doubles, because one reading may
  // cost as much as many updates and would otherwise keep a new model from learning.
  const double early = std::max(1.0, toDouble(updates));
  next_ = updates + toU64(std::min(interval, early));
}

void Monitor::limitDistance(std::uint64_t most, std::uint64_t updates) {
  most_ = most;
  if (most > 0) next_ = std::min(next_, updates + most);
}

void Monitor::dueBy(std::uint64_t updates) {
  const bool taken = !curves_.empty() && !curves_.front().x.empty() && curves_.front().x.back() == toFloat(updates);
  if (!taken) next_ = std::min(next_, updates);
}

Work Monitor::observe(Pace& pace, const Model& model, std::uint64_t updates, double update_cost) {
  if (updates < next_) co_return;
  // The next due time depends on costs that the model states, not on time taken, so that every machine draws the same
  // curve.
  resumeAfter(model, updates, update_cost);
  const faces::Watched* watched = model.faces().watched;
  if (watched == nullptr) co_return;
  const bool drawn = train_drawn_.cols() > 0;
  const WatchedExamples examples{.train = train_seen_,
                                 .test = test_seen_,
                                 .train_drawn = drawn ? train_drawn_ : train_seen_,
                                 .test_drawn = drawn ? test_drawn_ : test_seen_,
                                 .train_labels = train_labels_,
                                 .test_labels = test_labels_,
                                 .validation = &validation_seen_,
                                 .validation_labels = validation_labels_,
                                 .states = seen_states_,
                                 .seed = seed_,
                                 .update = updates};
  std::vector<Reading> readings;
  co_await watched->takeReadings(examples, readings, pace);
  for (const Reading& reading : readings) add(reading, updates);
}

void Monitor::add(const Reading& reading, std::uint64_t updates) {
  auto curve = std::ranges::find(curves_, reading.name, &Curve::name);
  if (curve == curves_.end()) {
    curves_.push_back({.name = reading.name, .label = reading.label, .unit = reading.unit});
    curve = curves_.end() - 1;
  }
  thin(*curve);
  curve->examples = examplesOf(reading.on);
  curve->reference = reading.reference;
  curve->reference_label = reading.reference_label;
  curve->x.push_back(toFloat(updates));
  curve->y.push_back(toFloat(reading.value));
  // A curve may get errors only after some points; the points before then have the error 0.
  if (reading.error > 0 || !curve->error.empty()) {
    curve->error.resize(curve->x.size() - 1, 0.0f);
    curve->error.push_back(toFloat(reading.error));
  }
}

std::string Monitor::examplesOf(ReadOn on) const {
  const auto some = [](Index taken, int all, const char* which) {
    const std::string of = taken < all ? countText(toSize(taken)) + " of " : "";
    return of + countText(toSize(all)) + which;
  };
  const std::string train = some(train_seen_.cols(), train_examples_, " training examples");
  const std::string test = some(test_seen_.cols(), test_examples_, " held-out examples");
  const std::string drawn = pixels_drawn_ ? ", pixels drawn once" : "";
  switch (on) {
    case ReadOn::kModel:
      return "";
    case ReadOn::kTrain:
      return train;
    case ReadOn::kTest:
      return test;
    case ReadOn::kBoth:
      return test + ", " + train;
    case ReadOn::kTrainDrawn:
      return train + drawn;
    case ReadOn::kTestDrawn:
      return test + drawn;
    case ReadOn::kBothDrawn:
      return test + ", " + train + drawn;
    case ReadOn::kValidation:
      return some(validation_seen_.cols(), validation_examples_, " examples kept for validation");
    case ReadOn::kWholeTrain:
      return some(train_examples_, train_examples_, " training examples");
  }
  return "";
}

void Monitor::rewind(std::uint64_t updates) {
  for (Curve& curve : curves_) {
    while (!curve.x.empty() && curve.x.back() > toFloat(updates)) {
      curve.x.pop_back();
      curve.y.pop_back();
      if (!curve.error.empty()) curve.error.pop_back();
    }
  }
  next_ = updates;
}

}  // namespace harmonium
