#include "session/trainer.h"

#include "session/examples.h"

#include <algorithm>

namespace harmonium {

namespace {

Binarisation binarisationOf(const Settings& settings) {
  return static_cast<Binarisation>(settings.integer("binarisation"));
}

}  // namespace

std::unique_ptr<Model> makeModel(const Spec& spec, const Dataset& data) {
  std::unique_ptr<Model> model = spec.model->make();
  const Binarisation how = binarisationOf(spec.settings);
  model->initialise(spec.settings,
                    {.rows = data.rows,
                     .cols = data.cols,
                     .examples = data.train.examples,
                     .mean = meanAfter(data.train, how),
                     .binary = isBinaryAfter(data.train, how)},
                    spec.seed);
  return model;
}

Trainer::Trainer(const Spec& spec, std::shared_ptr<const Dataset> data)
    : data_(std::move(data)),
      model_(makeModel(spec, *data_)),
      seed_(spec.seed),
      binarisation_(binarisationOf(spec.settings)),
      batch_size_(std::min(spec.settings.integer("batchSize"), data_->train.examples)),
      updates_per_epoch_(static_cast<std::uint64_t>(data_->train.examples / batch_size_)) {}

Clock Trainer::clock() const {
  return {.update = updates_, .epoch = static_cast<double>(updates_) / static_cast<double>(updates_per_epoch_)};
}

void Trainer::setUpdates(std::uint64_t updates) {
  updates_ = updates;
  next_phase_ = 0;
}

void Trainer::loadBatch() {
  const std::uint64_t epoch = updates_ / updates_per_epoch_;
  if (order_epoch_ != epoch) {
    order_.shuffle(static_cast<std::uint32_t>(data_->train.examples), seed_, epoch);
    order_epoch_ = epoch;
  }
  const std::size_t size = static_cast<std::size_t>(batch_size_);
  const std::size_t first = static_cast<std::size_t>(updates_ % updates_per_epoch_) * size;
  data_->train.load(order_.indices().subspan(first, size), batch_);
  Rng rng(seed_, Purpose::kBinarise, updates_);
  binarise(binarisation_, rng, batch_);
}

bool Trainer::runPhase() {
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
