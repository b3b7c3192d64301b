// A model, its data and its clock: what one update after another needs, and nothing that watches.
#pragma once

#include "data/binarise.h"
#include "data/order.h"
#include "models/model.h"
#include "session/spec.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace harmonium {

class Trainer {
 public:
  Trainer(const Spec& spec, std::shared_ptr<const Dataset> data);

  // Some models look at all examples once before the first update: one batch of them. True when that is done (at once
  // where there is nothing to do). runPhase() finishes it first.
  bool prepare();
  double prepared() const;  // 0 .. 1

  // One phase of the update under way; begins an update when none is. True when it was the last of its update.
  bool runPhase();
  bool betweenUpdates() const { return next_phase_ == 0; }
  std::size_t nextPhase() const { return next_phase_; }

  std::uint64_t updates() const { return updates_; }
  void setUpdates(std::uint64_t updates);  // after parameters were put back or loaded
  Clock clock() const;
  int batchSize() const { return batch_size_; }
  std::uint64_t updatesPerEpoch() const { return updates_per_epoch_; }

  Model& model() { return *model_; }
  const Model& model() const { return *model_; }
  Binarisation binarisation() const { return binarisation_; }
  const DataSummary& summary() const { return summary_; }

 private:
  void loadBatch();
  void binariseBatch(std::uint64_t index);

  std::shared_ptr<const Dataset> data_;
  std::uint64_t seed_;
  Binarisation binarisation_;
  DataSummary summary_;
  std::unique_ptr<Model> model_;
  int batch_size_;
  std::uint64_t updates_per_epoch_;

  std::uint32_t absorbed_ = 0;  // examples shown to a model that wants all
  bool all_absorbed_ = false;   // and it has made of them what it wanted
  std::uint64_t updates_ = 0;
  std::size_t next_phase_ = 0;
  std::optional<Rng> update_rng_;  // of the update under way
  EpochOrder order_;
  std::optional<std::uint64_t> order_epoch_;
  Matrix batch_;
};

// A model of its own with the same parameters and the same team: what a job works on while training goes on.
std::unique_ptr<Model> copyOf(Model& model, const Spec& spec, const DataSummary& summary);

}  // namespace harmonium
