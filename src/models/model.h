// What the session asks of every generative model. A model holds parameters and the mathematics that changes them; it
// knows no data set, no clock, no thread and no screen. Randomness comes in as Rng&.
//
// A model samples in one of two ways. A Markov chain overrides sampleStart() and sampleSteps(). A model that draws from
// top to bottom in a fixed number of stages (ancestral sampling) names them in generationStages() and overrides
// generate(). Everything beyond training and sampling is optional: a model that has no likelihood says nothing of it.
#pragma once

#include "base/density.h"
#include "base/layout.h"
#include "base/matrix.h"
#include "base/options.h"
#include "base/result.h"
#include "base/rng.h"
#include "base/team.h"
#include "base/tensor.h"
#include "base/view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

// One named part of an update, or one stage of drawing a sample, in the order they run. `sentence` says what happens.
struct Phase {
  std::string name;
  std::string label;
  std::string sentence;
};

enum class Domain {
  kUnit,  // intensities and states in [0, 1]
  kReal,  // any finite numbers
};

// What a model may know of its data before the first update. Of a data set that is not here yet (see
// ModelType::accepts) only rows, cols, domain, missing, layout, classes and longest_history are known.
struct DataSummary {
  int rows = 0, cols = 0;  // of one example as a picture; rows * cols visible units; rows = 1 where it is no picture
  int examples = 0;        // in the training set
  Vector mean = {};        // [V] mean of every visible unit over the training set (missing values left out)
  bool binary = true;      // every example the model will see holds only 0 and 1
  Domain domain = Domain::kUnit;
  bool missing = false;                      // some values are NaN: not known
  Vector deviation = {};                     // [V] standard deviation (1/N) of every value over the training set
  float low = 0, high = 1;                   // a range that holds all data with some room, for axes; the same for all V
  std::shared_ptr<const Density> density{};  // where the data come from, if known
  Matrix some = {};                          // V x n: up to 500 training examples, of points only
  std::vector<std::string> value_names{};    // V names of the values ("sepal length, cm"), or none
  // The parts of an example as the model sees them: intensities that are made binary are kBinary here. Kind, range and
  // missing values are each part's own; the fields above speak of all values together.
  Layout layout = {};
  int classes = 0;          // that labels tell apart; 0: the examples have no labels
  int longest_history = 0;  // examples are frames of sequences with up to so many frames before them; 0: independent

  int values() const { return rows * cols; }
  bool sequences() const { return longest_history > 0; }
  // Points on a line or on the plane: drawn as such.
  bool points() const { return domain == Domain::kReal && rows == 1 && cols <= 2; }
};

// Where training stands when an update begins. Schedules are functions of it.
struct Clock {
  std::uint64_t update = 0;  // updates done before this one
  double epoch = 0;          // epochs done before this one, with fraction
};

// Ancestral samples on their way down, stage by stage; what each stage leaves is kept for the eye.
struct Generation {
  int stage = -1;              // the last stage run
  Matrix latent;               // whatever is drawn first: q x n
  std::vector<Matrix> layers;  // what lies between, if anything, from the top down
  Matrix mean;                 // V x n: the mean of the visible units given all above
  Matrix visible;              // V x n: the sample; after the last stage
};

// What there is to see besides the parameters, when a view is drawn. Null: there is none just now.
struct ViewContext {
  int phase = -1;                          // the last phase run in slow motion
  const Matrix* data = nullptr;            // V x n: up to 500 training examples as the model sees them
  const Matrix* chains = nullptr;          // V x C: the states of the running chains, or the newest ancestral samples
  const Matrix* recent = nullptr;          // V x R: states the chains were in lately (kept where V <= 32)
  const Generation* generation = nullptr;  // ancestral samples on their way
};

// A number taken in passing while training, on a fixed few hundred examples: one point of a curve.
struct Reading {
  std::string name = {}, label = {}, unit = {};
  double value = 0;
  double error = 0;                      // standard error; 0: none
  std::optional<double> reference = {};  // a level to set it beside: an optimum, a closed form
  std::string reference_label = {};
};

struct Watched {
  const Matrix& train;  // V x n, as the model sees them in training
  const Matrix& test;   // V x m; no columns where nothing is held out
  std::uint64_t update;
};

// log p(v) of a model that can work it out. Holds a copy of what it needs: training may go on meanwhile. Works in
// slices: prepare() until it says true, then logLikelihood() for as many examples as wanted.
class Likelihood {
 public:
  virtual ~Likelihood() = default;
  virtual bool prepare() { return true; }        // a slice of a few milliseconds of work done once; true when ready
  virtual double prepared() const { return 1; }  // 0 .. 1
  // nats of every column of v (V x n), into nats[n]. Densities of real values may be above 0.
  virtual void logLikelihood(const Matrix& v, std::span<double> nats) = 0;
  // log Z in nats, for energies; its value holds after prepare(), whether there is one always.
  virtual std::optional<double> logPartition() const { return std::nullopt; }
  // How it was got, for the reader: one sentence.
  virtual std::string method() const = 0;
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

  // A model that learns from all examples at once (EM on moments) says true, is shown the training set once before the
  // first update, in order, in batches (V x N, NaN where a value is missing), and gets an empty batch in beginUpdate;
  // an update is then an epoch. absorb() must not change parameters or training state: it runs again after a load.
  virtual bool absorbs() const { return false; }
  virtual void absorb(const Matrix& /*batch*/) {}
  // That was all of it. Called again until it says true: a slice of a few milliseconds each time.
  virtual bool absorbed() { return true; }

  // Examples in one update's batch, where that is not the option `batchSize`. 0: as the option says.
  virtual int examplesPerUpdate() const { return 0; }
  // What an update costs, in passes of one example through the weights; paces what is measured in passing.
  virtual double updateCost(int examples) const { return 3.0 * examples; }

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
  // A parameter beyond this has run away: training stops and says so.
  virtual float parameterLimit() const { return 1000; }

  // Samples by a Markov chain. Chains start from `start` (V x count; one column a chain) and run `steps` steps. On
  // return `mean` holds the means p(v|h) the last states were drawn from (or the states, where there are none),
  // `states` the last states. Entries of `clamp` (V; NaN = free) stay at their value. `steps` may be cut into calls:
  // the chain goes on where it was.
  virtual void sampleStart(Matrix& start, Rng& rng) const;  // independent draws from the start distribution
  virtual void sampleSteps(Matrix& states, Matrix& mean, int steps, std::span<const float> clamp, Rng& rng) const;

  // Samples from the top down. Stage s of generationStages() takes what the stages before left in `g` (stage 0 sizes
  // everything for `count` samples). After the last, g.visible and g.mean hold independent samples.
  virtual std::span<const Phase> generationStages() const { return {}; }
  virtual void generate(std::size_t stage, int count, Generation& g, Rng& rng) const;
  bool ancestral() const { return !generationStages().empty(); }

  // Turning the latent variables by hand: how many there are to turn (0: none), and the mean of v at h.
  virtual int latentSize() const { return 0; }
  virtual void decode(std::span<const float> /*h*/, std::span<float> /*v*/) const {}

  // What the model makes of examples (V x N): the mean of its reconstruction. False if it has none.
  virtual bool reconstruct(const Matrix& /*v*/, Matrix& /*mean*/) const { return false; }

  // One picture of the model by name (see ModelType::views). Nothing when there is no such picture at these sizes.
  virtual std::optional<View> view(std::string_view name, const ViewContext& context) const = 0;

  // Numbers for the curves. `out` comes empty. What they cost, where that is more than a few passes of the watched
  // examples through the weights (counted as in updateCost), makes them come less often.
  virtual double readingsCost() const { return 0; }
  virtual void readings(const Watched& /*watched*/, std::vector<Reading>& /*out*/) const {}

  // log p(v), where it can be worked out; null where it can't.
  virtual std::unique_ptr<Likelihood> likelihood() const { return nullptr; }

  // Non-null for a restricted Boltzmann machine: what exact sums and annealing work on.
  virtual const RbmParameters* asRbm() const { return nullptr; }

  // Who shares the work of an update; results do not depend on it. Null: nobody. It outlives the model.
  void useTeam(Team* team) { team_ = team; }
  Team* team() const { return team_; }

 private:
  Team* team_ = nullptr;
};

struct ViewName {
  std::string name;
  std::string title;
};

// An experiment known to work, to begin with. `settings` is JSON, only what differs from the defaults.
struct Preset {
  std::string name;      // "ringOfEight"
  std::string title;     // on screen
  std::string sentence;  // what to watch for
  std::string data;      // a name from the catalogue
  std::string settings = "{}";
};

// One line of the registry: everything about a kind of model that is known without making one.
struct ModelType {
  std::string name;      // in specs: "rbm"
  std::string title;     // on screen
  std::string sentence;  // what it is
  std::string paper;     // where it comes from
  const OptionTable& (*options)();
  const std::vector<Phase>& (*phases)();
  // All it can show, in the order offered. The session itself makes those named "chains" (running chains, or newest
  // ancestral samples), "reconstruction" (data beside reconstruct()) and "latent" (decode() under sliders); list them
  // where they apply. The model makes all others.
  const std::vector<ViewName>& (*views)();
  const std::vector<Preset>& (*presets)();  // the first is what choosing this model gives
  // May refuse data it can't learn from, with a sentence that says what it wants. See DataSummary for what is known.
  Status (*accepts)(const DataSummary&);
  // May refuse settings that do not go with such data, with a sentence that names the setting and what is allowed.
  Status (*allows)(const Settings&, const DataSummary&);
  std::unique_ptr<Model> (*make)();
  // What its class overrides, filled in by the registry: which measures may apply.
  bool has_likelihood = false;  // likelihood()
  bool is_rbm = false;          // asRbm()
  bool reconstructs = false;    // reconstruct()
  bool directed = false;        // generate(): its probabilities need no partition function
};

}  // namespace harmonium
