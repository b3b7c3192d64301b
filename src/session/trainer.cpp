#include "session/trainer.h"

#include "base/numbers.h"
#include "models/training_options.h"
#include "session/examples.h"
#include "session/summary.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// The size of a batch of the whole set: a few milliseconds of work. Sums and random numbers depend on it, so another
// size would change trained parameters.
constexpr std::uint32_t kShownAtOnce = 100;
constexpr double kPerCopied = 4;  // operations

// No epoch has this number, so the order of the examples kept aside is that of no epoch.
constexpr std::uint64_t kNoEpoch = ~std::uint64_t{0};

// The examples kept for validation, drawn by the seed and in the order of the set.
std::vector<std::uint32_t> keptAside(double share, const Split& train, std::uint64_t seed) {
  const std::uint32_t total = toU32(train.examples);
  const std::uint32_t count = std::min(total - 1, toU32(std::lround(share * toDouble(total))));
  EpochOrder order;
  const std::span<const std::uint32_t> first = order.shuffle(total, seed, kNoEpoch).first(count);
  std::vector<std::uint32_t> kept(first.begin(), first.end());
  std::ranges::sort(kept);
  return kept;
}

// The examples of an epoch for a model that looks back, those with enough past, and where some are kept aside. Empty
// means all.
std::vector<std::uint32_t> eligibleOf(const Needs& needs, const Split& train, std::span<const std::uint32_t> kept) {
  if (needs.history > 0) return train.withPast(needs.history);
  std::vector<std::uint32_t> rest;
  for (std::uint32_t n = 0; !kept.empty() && n < toU32(train.examples); ++n) {
    if (!std::ranges::binary_search(kept, n)) rest.push_back(n);
  }
  return rest;
}

int batchSizeOf(const Needs& needs, const Settings& settings, int examples) {
  if (needs.whole_set != WholeSet::kNever) return examples;
  const int own = needs.examples_per_update;
  return std::min(own > 0 ? own : batchSizeIn(settings), examples);
}

}  // namespace

Work copyOf(Pace& pace, Model& model, const Spec& spec, const DataSummary& summary, std::unique_ptr<Model>& out) {
  std::unique_ptr<Model> copy = spec.model->make();
  copy->awaitNumbers(false);
  co_await copy->begin(pace, spec.settings, summary, spec.seed);
  std::vector<Tensor> from = model.parameters(), to = copy->parameters();
  for (std::size_t i = 0; i < from.size(); ++i) {
    co_await inParts(pace, from[i].values.size(), kPerCopied, [&, i](std::size_t first, std::size_t last) {
      std::ranges::copy(from[i].values.subspan(first, last - first), to[i].values.begin() + toIndex(first));
      return true;
    });
  }
  co_await copy->refresh(pace);
  copy->useTeam(model.team());
  out = std::move(copy);
}

std::unique_ptr<Model> copyOf(Model& model, const Spec& spec, const DataSummary& summary) {
  Pace whole;
  std::unique_ptr<Model> out;
  finish(copyOf(whole, model, spec, summary, out));
  return out;
}

Trainer::Trainer(std::shared_ptr<const Dataset> data, std::uint64_t seed)
    : data_(std::move(data)), seed_(seed), no_examples_(data_->values(), 0) {}

Trainer::Trainer(const Spec& spec, std::shared_ptr<const Dataset> data, Numbers numbers)
    : Trainer(std::move(data), spec.seed) {
  Pace whole;
  finish(begin(whole, spec, numbers));
}

Work Trainer::begin(Pace& pace, const Spec& spec, Numbers numbers) {
  binarisation_ = binarisationOf(spec.settings, *data_);
  co_await summarise(pace, *data_, binarisation_, summary_);
  model_ = spec.model->make();
  if (numbers == Numbers::kReplacedNext) model_->awaitNumbers(true);
  co_await model_->begin(pace, spec.settings, summary_, spec.seed);
  needs_ = model_->needs();
  const bool keeps = needs_.history == 0 && needs_.whole_set == WholeSet::kNever;
  const double share = keeps ? validationIn(spec.settings) : 0;
  validation_ = share > 0 ? keptAside(share, data_->train, seed_) : std::vector<std::uint32_t>();
  eligible_ = eligibleOf(needs_, data_->train, validation_);
  examples_ = needs_.history > 0 || !validation_.empty() ? toInt(eligible_.size()) : data_->train.examples;
  batch_size_ = batchSizeOf(needs_, spec.settings, examples_);
  timetable_ = Timetable(model_->stages(), toU64(examples_ / std::max(1, batch_size_)));
}

void Trainer::workEnded() {
  pieces_.drop();
  looked_on_ = false;
  if (settings_) model_->configure(*settings_);
  settings_.reset();
}

void Trainer::configure(const Settings& settings) {
  if (!pieces_.underWay()) {
    model_->configure(settings);
  } else {
    settings_ = settings;
  }
}

void Trainer::setUpdates(std::uint64_t updates) {
  // The pass before the first update does not depend on the parameters, and examples that it drops would be missing.
  const bool preparing = needs_.whole_set == WholeSet::kOnce && !all_shown_ && !looked_on_;
  if (!preparing) {
    workEnded();
    processing_ = false;
  }
  updates_ = updates;
  next_phase_ = 0;
  begun_ = false;
}

double Trainer::prepared() const {
  if (needs_.whole_set != WholeSet::kOnce) return 1;
  // The work that the model does after the last example counts as the last twentieth.
  constexpr double kShown = 0.95;
  return all_shown_ ? 1 : kShown * toDouble(shown_) / toDouble(data_->train.examples);
}

Batch Trainer::batch() const {
  Batch batch(batch_, past_, labels_);
  batch.states = summary_.binary ? States::kBinary : States::kReal;
  return batch;
}

bool Trainer::prepare() {
  if (needs_.whole_set != WholeSet::kOnce || all_shown_) return true;
  showNext();
  return false;
}

bool Trainer::showNext() {
  const std::uint32_t total = toU32(data_->train.examples);
  processing_ = processing_ || (shown_ == total && !pieces_.underWay());
  if (processing_) {
    all_shown_ = work([&](Pace& pace) { return model_->seen(pace); });
    processing_ = !all_shown_;
    return all_shown_;
  }
  work([&](Pace& pace) {
    const std::uint32_t count = std::min(kShownAtOnce, total - shown_);
    data_->train.loadRange(shown_, count, batch_);
    labels_.resize(needs_.labels ? count : 0);
    for (std::uint32_t i = 0; i < labels_.size(); ++i) labels_[i] = data_->train.label(shown_ + i);
    // Every batch of every pass has a stream of its own, so that its pixels are drawn anew.
    Rng rng(seed_, Purpose::kBinarise, needs_.whole_set == WholeSet::kOnce ? shown_ : updates_ * total + shown_);
    binarise(data_->layout, binarisation_, rng, batch_);
    shown_ += count;
    return model_->see(batch(), pace);
  });
  return false;
}

void Trainer::loadBatch() {
  const Split& train = data_->train;
  const std::uint64_t epoch = updates_ / updatesPerEpoch();
  // The order depends on the epoch alone, so a run that was loaded or put back shuffles to the same order.
  if (order_epoch_ != epoch) {
    if (needs_.history > 0 || !validation_.empty()) {
      order_.shuffle(eligible_, seed_, epoch);
    } else {
      order_.shuffle(toU32(train.examples), seed_, epoch);
    }
    order_epoch_ = epoch;
  }
  const std::size_t size = toSize(batch_size_);
  // Examples that do not fill a last batch are left out of this epoch; the next order is another.
  const std::size_t first = toSize(updates_ % updatesPerEpoch()) * size;
  const std::span<const std::uint32_t> indices = order_.indices().subspan(first, size);
  train.load(indices, batch_);
  if (needs_.history > 0) train.loadPast(indices, needs_.history, past_);
  labels_.resize(needs_.labels ? size : 0);
  for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = train.label(indices[i]);
  Rng rng(seed_, Purpose::kBinarise, updates_);
  binarise(data_->layout, binarisation_, rng, batch_);
}

void Trainer::begin() {
  if (needs_.whole_set == WholeSet::kNever) {
    loadBatch();
    model_->beginUpdate(batch(), clock());
  } else {
    model_->beginUpdate(no_examples_, clock());
  }
  // One stream per update, so that the next update does not depend on how many numbers this one draws.
  update_rng_.emplace(seed_, Purpose::kUpdate, updates_);
  begun_ = true;
  if (needs_.whole_set != WholeSet::kEveryUpdate) return;
  shown_ = 0;
  all_shown_ = false;
}

Trainer::Advanced Trainer::advance() {
  if (!prepare()) return Advanced::kSlice;
  if (!begun_) begin();
  if (showing()) {
    showNext();
    return Advanced::kSlice;
  }
  if (!work([&](Pace& pace) { return model_->runPhase(next_phase_, *update_rng_, pace); })) return Advanced::kSlice;
  if (++next_phase_ < phases().size()) return Advanced::kPhase;
  next_phase_ = 0;
  begun_ = false;
  ++updates_;
  return Advanced::kUpdate;
}

bool Trainer::runPhase() {
  Advanced advanced = advance();
  while (advanced == Advanced::kSlice) advanced = advance();
  return advanced == Advanced::kUpdate;
}

}  // namespace harmonium
