#include "session/trainer.h"

#include "session/examples.h"
#include "session/summary.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr std::uint32_t kAbsorbedAtOnce = 100;

int batchSizeOf(const Model& model, const Settings& settings, int examples) {
  if (model.absorbs()) return examples;
  const int own = model.examplesPerUpdate();
  return std::min(own > 0 ? own : settings.integer("batchSize"), examples);
}

std::unique_ptr<Model> makeModel(const Spec& spec, const DataSummary& summary) {
  std::unique_ptr<Model> model = spec.model->make();
  model->initialise(spec.settings, summary, spec.seed);
  return model;
}

}  // namespace

std::unique_ptr<Model> copyOf(Model& model, const Spec& spec, const DataSummary& summary) {
  std::unique_ptr<Model> copy = makeModel(spec, summary);
  std::vector<Tensor> from = model.parameters(), to = copy->parameters();
  for (std::size_t i = 0; i < from.size(); ++i) std::ranges::copy(from[i].values, to[i].values.begin());
  copy->parametersChanged();
  copy->useTeam(model.team());
  return copy;
}

Trainer::Trainer(const Spec& spec, std::shared_ptr<const Dataset> data)
    : data_(std::move(data)),
      seed_(spec.seed),
      binarisation_(binarisationOf(spec.settings, *data_)),
      summary_(summarise(*data_, binarisation_)),
      model_(makeModel(spec, summary_)),
      batch_size_(batchSizeOf(*model_, spec.settings, data_->train.examples)),
      updates_per_epoch_(static_cast<std::uint64_t>(data_->train.examples / batch_size_)) {}

Clock Trainer::clock() const {
  return {.update = updates_, .epoch = static_cast<double>(updates_) / static_cast<double>(updates_per_epoch_)};
}

void Trainer::setUpdates(std::uint64_t updates) {
  updates_ = updates;
  next_phase_ = 0;
}

double Trainer::prepared() const {
  if (!model_->absorbs()) return 1;
  // What the model makes of it all afterwards counts as a small last part.
  constexpr double kShown = 0.95;
  return all_absorbed_ ? 1 : kShown * static_cast<double>(absorbed_) / static_cast<double>(data_->train.examples);
}

bool Trainer::prepare() {
  const std::uint32_t total = static_cast<std::uint32_t>(data_->train.examples);
  if (!model_->absorbs() || all_absorbed_) return true;
  if (absorbed_ == total) return all_absorbed_ = model_->absorbed();
  data_->train.loadRange(absorbed_, std::min(kAbsorbedAtOnce, total - absorbed_), batch_);
  binariseBatch(absorbed_);
  model_->absorb(batch_);
  absorbed_ += static_cast<std::uint32_t>(batch_.cols());
  return false;
}

void Trainer::binariseBatch(std::uint64_t index) {
  Rng rng(seed_, Purpose::kBinarise, index);
  binarise(binarisation_, rng, batch_);
}

void Trainer::loadBatch() {
  if (model_->absorbs()) {
    batch_.resize(data_->values(), 0);
    return;
  }
  const std::uint64_t epoch = updates_ / updates_per_epoch_;
  if (order_epoch_ != epoch) {
    order_.shuffle(static_cast<std::uint32_t>(data_->train.examples), seed_, epoch);
    order_epoch_ = epoch;
  }
  const std::size_t size = static_cast<std::size_t>(batch_size_);
  const std::size_t first = static_cast<std::size_t>(updates_ % updates_per_epoch_) * size;
  data_->train.load(order_.indices().subspan(first, size), batch_);
  binariseBatch(updates_);
}

bool Trainer::runPhase() {
  while (!prepare()) {
  }
  if (next_phase_ == 0) {
    loadBatch();
    model_->beginUpdate(batch_, clock());
    update_rng_.emplace(seed_, Purpose::kUpdate, updates_);
  }
  model_->runPhase(next_phase_, *update_rng_);
  if (++next_phase_ < model_->phases().size()) return false;
  next_phase_ = 0;
  ++updates_;
  return true;
}

}  // namespace harmonium
