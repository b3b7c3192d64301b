// Trains a model on a data set, update by update. It owns the model, the order of the examples and the clock. It does
// not measure or draw anything; the session does that. Results do not depend on how the work is cut into slices.
#pragma once

#include "data/binarise.h"
#include "data/order.h"
#include "models/model.h"
#include "session/pieces.h"
#include "session/spec.h"
#include "session/timetable.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace harmonium {

// Whether a new model draws its numbers, or gets others at once (Model::awaitNumbers()).
enum class Numbers { kFresh, kReplacedNext };

class Trainer {
 public:
  // begin() makes the model, as work that may stop on the way (base/work.h); before its end the trainer has none. The
  // spec's model must accept the data. batchSize() is 0 where no example has the past that the model needs; such a
  // trainer must not advance.
  Trainer(std::shared_ptr<const Dataset> data, std::uint64_t seed);
  Work begin(Pace& pace, const Spec& spec, Numbers numbers);
  // Both, without a stop.
  Trainer(const Spec& spec, std::shared_ptr<const Dataset> data, Numbers numbers = Numbers::kFresh);

  // Some models read all examples once before the first update. This reads one batch of them. Returns true when all
  // have been read, which is at once for other models. advance() does this work first.
  bool prepare();
  double prepared() const;  // in [0, 1]

  // Does a few milliseconds of the present update, and begins an update where there is none. Returns what has ended: a
  // slice, a phase, or the update with its last phase.
  enum class Advanced { kSlice, kPhase, kUpdate };
  Advanced advance();
  // Runs the rest of the present phase. Returns true when it was the last phase of its update.
  bool runPhase();
  bool betweenUpdates() const { return next_phase_ == 0 && !begun_; }
  // How much one advance() does, in the operations of base/work.h. Results do not depend on it.
  void allowEach(double operations) { pieces_.allowEach(operations); }
  // Takes over live settings. In the middle of a phase they wait for its end.
  void configure(const Settings& settings);
  // Does a piece of other work between two updates, which begin(pace) starts and which reads the model. Returns true
  // when it is done; until then advance() must not be called. Live settings wait for its end too.
  template <typename Begin>
  bool lookOn(Begin begin) {
    looked_on_ = true;
    return work(begin);
  }
  std::size_t nextPhase() const { return next_phase_; }  // index into phases()

  std::uint64_t updates() const { return updates_; }  // done so far
  // Sets the number of updates after parameters were put back or loaded. Drops an update that has begun.
  void setUpdates(std::uint64_t updates);
  // The clock of the present update, or of the next one between updates.
  Clock clock() const { return timetable_.at(updates_); }
  const Timetable& timetable() const { return timetable_; }
  // The phases of the present stage.
  std::span<const Phase> phases() const { return model_->phases(clock().stage); }
  int batchSize() const { return batch_size_; }  // examples per update
  std::uint64_t updatesPerEpoch() const { return timetable_.updatesPerEpoch(); }

  // The training examples that training does not see, by their number in the set (validationOption()).
  std::span<const std::uint32_t> validation() const { return validation_; }

  Model& model() { return *model_; }
  const Model& model() const { return *model_; }
  Binarisation binarisation() const { return binarisation_; }
  const DataSummary& summary() const { return summary_; }

 private:
  void begin();      // begins an update
  void loadBatch();  // loads the examples of the present update
  // Shows the model the next batch of the whole set, or goes on with the present one. Returns true once the model has
  // read and processed all of it.
  bool showNext();
  // Starts work, or goes on with it. Returns whether it is done.
  template <typename Begin>
  bool work(Begin begin) {
    if (!pieces_.advance(begin)) return false;
    workEnded();
    return true;
  }
  void workEnded();
  bool showing() const { return needs_.whole_set == WholeSet::kEveryUpdate && begun_ && !all_shown_; }
  Batch batch() const;

  std::shared_ptr<const Dataset> data_;
  std::uint64_t seed_;
  Binarisation binarisation_ = Binarisation::kNone;
  DataSummary summary_;
  std::unique_ptr<Model> model_;
  Needs needs_;
  // The examples of an epoch where they are not all: those with enough past, for a model that looks back, or those that
  // are not kept aside.
  std::vector<std::uint32_t> eligible_;
  std::vector<std::uint32_t> validation_;  // those kept aside, in the order of the set
  int examples_ = 0;                       // per epoch
  int batch_size_ = 0;
  Matrix no_examples_;  // V x 0: the batch of an update of a model that reads the whole set
  Timetable timetable_;

  std::uint32_t shown_ = 0;  // examples that a model that reads the whole set has seen
  bool all_shown_ = false;   // it has seen and processed all of them
  bool looked_on_ = false;   // the work under way is that of lookOn()
  bool processing_ = false;  // it has seen all and is at work on them
  std::uint64_t updates_ = 0;
  std::size_t next_phase_ = 0;
  bool begun_ = false;             // an update has begun and is not done
  std::optional<Rng> update_rng_;  // the random numbers of the present update
  EpochOrder order_;
  std::optional<std::uint64_t> order_epoch_;  // the epoch that order_ belongs to
  Matrix batch_, past_;                       // V x N and (V h) x N: the present batch and its past
  std::vector<std::int16_t> labels_;          // N classes, or none

  std::optional<Settings> settings_;  // live settings that wait for the end of the present work
  Pieces pieces_;                     // comes last: it is dropped before what it works on
};

// Makes a copy of the model with the same parameters and the same team. A job works on it while training goes on. The
// training state is not copied.
Work copyOf(Pace& pace, Model& model, const Spec& spec, const DataSummary& summary, std::unique_ptr<Model>& out);
std::unique_ptr<Model> copyOf(Model& model, const Spec& spec, const DataSummary& summary);

}  // namespace harmonium
