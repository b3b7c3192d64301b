// What the session asks of every generative model. A model holds parameters and the mathematics that changes them; it
// knows no data set, no clock, no thread and no screen. Randomness comes in as Rng&.
#pragma once

#include "base/matrix.h"
#include "base/options.h"
#include "base/rng.h"
#include "base/view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

// One named part of an update, in the order they run. `sentence` says what happens, for slow motion.
struct Phase {
  std::string name;
  std::string label;
  std::string sentence;
};

// A parameter by name, with its shape as JavaScript sees it (row-major), and the numbers themselves.
struct Tensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::span<float> values;
};

// What a model may know of its data before the first update.
struct DataSummary {
  int rows = 0, cols = 0;  // of one example as a picture; rows * cols visible units
  int examples = 0;        // in the training set
  Vector mean;             // [V] mean of every visible unit over the training set, in [0, 1] for images
  bool binary = true;      // every example the model will see holds only 0 and 1
};

// Where training stands when an update begins. Schedules are functions of it.
struct Clock {
  std::uint64_t update = 0;  // updates done before this one
  double epoch = 0;          // epochs done before this one, with fraction
};

struct RbmParameters;

class Model {
 public:
  virtual ~Model() = default;

  virtual std::span<const Phase> phases() const = 0;

  // Fresh parameters. Called once before anything else and again on every reset.
  virtual void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) = 0;
  // Takes over settings that may change while training.
  virtual void configure(const Settings& settings) = 0;

  // An update: begin with a batch (V x N, one example a column), then every phase once, in order. `rng` belongs to this
  // update alone. Nothing is allocated once the first update of a given batch size has run.
  virtual void beginUpdate(const Matrix& batch, const Clock& clock) = 0;
  virtual void runPhase(std::size_t phase, Rng& rng) = 0;

  // The parameters, in a fixed order. Writing through the spans is how files are loaded; call parametersChanged()
  // after.
  virtual std::vector<Tensor> parameters() = 0;
  virtual void parametersChanged() {}
  // What else a run needs to go on bit for bit (velocities, persistent chains): saved and restored, not hashed.
  virtual std::vector<Tensor> trainingState() = 0;

  // Samples. Chains start from `start` (V x count; one column a chain) and run `steps` Gibbs steps (or one ancestral
  // pass where the model has one). On return `visible` holds the last visible means p(v|h), `start` the last binary
  // states. Entries of `clamp` (V; NaN = free) stay at their value. `steps` may be cut into calls: the chain goes on
  // where it was.
  virtual void sampleStart(Matrix& start, Rng& rng) const = 0;  // independent draws from the start distribution
  virtual void sampleSteps(Matrix& states, Matrix& visible_mean, int steps, std::span<const float> clamp,
                           Rng& rng) const = 0;

  // What the model makes of examples (V x N): the mean of its reconstruction. False if it has none.
  virtual bool reconstruct(const Matrix& v, Matrix& mean) const = 0;

  // One picture of the model by name (see ModelType::views). `phase` is the last phase run in slow motion, or -1.
  // Nothing when there is no such picture at these sizes.
  virtual std::optional<View> view(std::string_view name, int phase) const = 0;

  // Non-null for a restricted Boltzmann machine with binary units: what exact sums and annealing work on.
  virtual const RbmParameters* asRbm() const { return nullptr; }
};

struct ViewName {
  std::string name;
  std::string title;
};

// One line of the registry: everything about a kind of model that is known without making one.
struct ModelType {
  std::string name;      // in specs: "rbm"
  std::string title;     // on screen
  std::string sentence;  // what it is
  std::string paper;     // where it comes from
  const OptionTable& (*options)();
  const std::vector<Phase>& (*phases)();
  const std::vector<ViewName>& (*views)();  // those the model itself can make
  std::unique_ptr<Model> (*make)();
};

}  // namespace harmonium
