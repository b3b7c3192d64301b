// A model, its data and its clock: what one update after another needs, and nothing that watches.
#pragma once

#include "data/binarise.h"
#include "data/order.h"
#include "models/model.h"
#include "session/spec.h"
#include "session/timetable.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace harmonium {

class Trainer {
 public:
  Trainer(const Spec& spec, std::shared_ptr<const Dataset> data);

  // Some models look at all examples once before the first update: one batch of them. True when that is done (at once
  // where there is nothing to do). advance() finishes it first.
  bool prepare();
  double prepared() const;  // 0 .. 1

  // A slice of a few milliseconds of the update under way; begins an update when none is. An update whose model needs
  // all examples every time takes one slice per batch of them.
  enum class Advanced { kSlice, kPhase, kUpdate };
  Advanced advance();
  // The rest of the phase under way. True when it was the last of its update.
  bool runPhase();
  bool betweenUpdates() const { return next_phase_ == 0 && !begun_; }
  std::size_t nextPhase() const { return next_phase_; }

  std::uint64_t updates() const { return updates_; }
  void setUpdates(std::uint64_t updates);  // after parameters were put back or loaded
  // At the update under way, or the next one.
  Clock clock() const { return timetable_.at(updates_); }
  const Timetable& timetable() const { return timetable_; }
  // The phases of the stage that training is in.
  std::span<const Phase> phases() const { return model_->phases(clock().stage); }
  int batchSize() const { return batch_size_; }
  std::uint64_t updatesPerEpoch() const { return timetable_.updatesPerEpoch(); }

  Model& model() { return *model_; }
  const Model& model() const { return *model_; }
  Binarisation binarisation() const { return binarisation_; }
  const DataSummary& summary() const { return summary_; }

 private:
  void begin();
  void loadBatch();
  // Shows the model the next batch of the whole set. True once all has been shown and taken in.
  bool showNext();
  bool showing() const { return needs_.whole_set == WholeSet::kEveryUpdate && begun_ && !all_shown_; }
  Batch batch() const;

  std::shared_ptr<const Dataset> data_;
  std::uint64_t seed_;
  Binarisation binarisation_;
  DataSummary summary_;
  std::unique_ptr<Model> model_;
  Needs needs_;
  std::vector<std::uint32_t> eligible_;  // examples with a past, of a model that looks back
  int examples_;                         // in an epoch
  int batch_size_;
  Matrix none_;  // V x 0: the batch of a model that is shown the whole set
  Timetable timetable_;

  std::uint32_t shown_ = 0;  // examples shown to a model that wants all
  bool all_shown_ = false;   // and it has made of them what it wanted
  std::uint64_t updates_ = 0;
  std::size_t next_phase_ = 0;
  bool begun_ = false;             // an update is under way
  std::optional<Rng> update_rng_;  // of the update under way
  EpochOrder order_;
  std::optional<std::uint64_t> order_epoch_;
  Matrix batch_, past_;
  std::vector<std::int16_t> labels_;
};

// A model of its own with the same parameters and the same team: what a job works on while training goes on.
std::unique_ptr<Model> copyOf(Model& model, const Spec& spec, const DataSummary& summary);

}  // namespace harmonium
