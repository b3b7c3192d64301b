// Counts the memory of an experiment and of its jobs before anything is made, and compares it with what there is. All
// figures are bounds from above, in bytes.
#pragma once

#include "base/result.h"
#include "models/memory.h"
#include "session/measures.h"
#include "session/spec.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace harmonium {

// The memory that all experiments of one core share. It knows what is free now, and what was promised to experiments
// that have not taken it yet: much of what an experiment needs is taken by its first update.
class Memory {
 public:
  // `free` returns how many bytes can be allocated now.
  explicit Memory(std::function<double()> free) : free_(std::move(free)) {}
  double left() const { return free_() - promised_; }
  double free() const { return free_(); }

 private:
  friend class Promise;
  std::function<double()> free_;
  double promised_ = 0;
};

// Keeps memory for one experiment or job as long as it lives. Without a Memory it does nothing.
class Promise {
 public:
  Promise() = default;
  Promise(Memory* memory, double bytes) : memory_(memory) { change(bytes); }
  ~Promise() { change(0); }
  Promise(Promise&& other) noexcept : memory_(other.memory_), bytes_(std::exchange(other.bytes_, 0)) {}
  Promise& operator=(Promise&& other) noexcept {
    change(0);
    memory_ = other.memory_;
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  void change(double bytes) {
    if (memory_ != nullptr) memory_->promised_ += bytes - bytes_;
    bytes_ = bytes;
  }

 private:
  Memory* memory_ = nullptr;
  double bytes_ = 0;
};

// What a model of this spec takes (models/memory.h).
MemoryNeed modelNeed(const ModelType& type, const Settings& settings, const DataSummary& brief);

// An experiment: `whole` is the most that it takes while it trains, `kept` the part of it that is taken only now and
// then: to save it, to set its parameters, to draw it.
struct ExperimentNeed {
  double whole = 0, kept = 0;
};
ExperimentNeed experimentNeed(const ModelType& type, const Settings& settings, const Dataset& data);

// A job that draws `count` samples, and one that takes a measure.
double samplingNeed(const Spec& spec, const Dataset& data, double count);
double measureNeed(const MeasureType& type, const Settings& options, const Spec& spec, const Dataset& data);

// The job, which keeps what it is going to need promised while it lives. `free_before` is Memory::free() before it was
// made, so that what it holds already is not promised too.
std::unique_ptr<Job> promised(Memory* memory, double need, double free_before, std::unique_ptr<Job> job);

// Refuses a need that exceeds what is left. The sentence names both, and the setting of `settings` whose least value
// would save most, with the largest value that fits. `needOf` returns the need for other settings of the same table.
Status fits(const Memory* memory, const std::string& what, const Settings& settings,
            const std::function<double(const Settings&)>& needOf);

// The same for one number, which is at least 1.
Status fitsCount(const Memory* memory, const std::string& name, double count,
                 const std::function<double(double)>& needOf);

// The same for bytes that are about to be read, before they are: `what` is their name ("This file").
Status fitsBytes(const Memory* memory, const std::string& what, double bytes, double need);

// "1.6 GB", "640 MB".
std::string bytesText(double bytes);

}  // namespace harmonium
