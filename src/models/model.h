// The core of every generative model: its parameters and the mathematics that changes them. A model knows no data set,
// no time, no thread and no screen. Randomness comes in as Rng&. Everything beyond training is a separate face
// (models/faces/): samples, probabilities, codes, pictures. A model without a likelihood lacks the face for it.
//
// A model is a class
//
//   class Rbm final : public ModelOf<Rbm, faces::Samples, faces::Density, faces::Pictures, ...> { ... };
//
// with options(), phaseTable(), viewNames(), presets() and accepts(), all static, and perhaps allows() and memory().
// ModelOf adds
// what follows from the list of faces.
#pragma once

#include "base/density.h"
#include "base/layout.h"
#include "base/matrix.h"
#include "base/options.h"
#include "base/phase.h"
#include "base/range.h"
#include "base/result.h"
#include "base/rng.h"
#include "base/team.h"
#include "base/tensor.h"
#include "base/work.h"
#include "models/batch.h"
#include "models/faces/faces.h"
#include "models/memory.h"
#include "models/stage.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

enum class Domain {
  kUnit,  // intensities and states in [0, 1]
  kReal,  // any finite numbers
};

// What a model may know of its data before the first update. While a data set is not loaded yet (see
// ModelType::accepts), only rows, cols, domain, missing, layout, classes and longest_history are filled in.
struct DataSummary {
  int rows = 0, cols = 0;  // size of one example as a picture: rows * cols visible units; rows = 1 if it is no picture
  int examples = 0;        // in the training set
  Vector mean = {};        // [V] mean of every visible unit over the training set (missing values left out)
  bool binary = true;      // every example the model will see holds only 0 and 1
  Domain domain = Domain::kUnit;
  bool missing = false;        // some values are NaN, which means that they are not known
  bool train_missing = false;  // some of them belong to training examples
  Vector deviation = {};       // [V] standard deviation (1/N) of every value over the training set
  float low = 0, high = 1;     // a range that holds all data with some room
  // For points on a line or on the plane: the range of each value's axis. Values of comparable scales share the range
  // above. Where one would be lost in the range of the other, each has its own.
  std::vector<Range> ranges{};
  std::shared_ptr<const Density> density{};  // where the data come from, if known
  Matrix some = {};                          // V x n: up to 500 training examples, as the model sees them
  std::vector<std::string> value_names{};    // V names of the values ("sepal length, cm"), or none
  // [V] what was taken off every value before it was stored (data/dataset.h), or none. Everything here speaks of the
  // stored values. A model adds offsets to parameters that are values, so that these are true.
  std::vector<double> offsets{};
  // The parts of an example as the model sees them: intensities that are made binary are kBinary here. Kind, range and
  // missing values are each part's own; the fields above speak of all values together.
  Layout layout = {};
  int classes = 0;                         // number of classes; 0: the examples have no labels
  std::vector<std::string> class_names{};  // one per class
  Vector class_shares{};                   // [classes] shares of the labelled training examples
  int longest_history = 0;  // the largest number of frames before an example; 0: examples are independent

  int values() const { return rows * cols; }
  bool sequences() const { return longest_history > 0; }
  Range range(Index value) const { return ranges.empty() ? Range{low, high} : ranges[toSize(value)]; }
  // Whether a unit may have the same length on all axes.
  bool oneScale() const { return ranges.size() < 2 || ranges[0] == ranges[1]; }
  // The unit in which a model may measure a value: its deviation. A value that never changes is measured by its size,
  // or by 1 if it is 0.
  float unitOf(Index value) const {
    if (deviation[value] > 0) return deviation[value];
    return mean[value] != 0 ? std::abs(mean[value]) : 1.0f;
  }
  // Examples are points on a line or on the plane, and views draw them as points.
  bool points() const { return domain == Domain::kReal && rows == 1 && cols <= 2; }
  // Examples are pictures, not points or rows of a table.
  bool pictures() const { return domain == Domain::kUnit || rows > 1; }
};

// When a model needs to see all training examples.
enum class WholeSet {
  kNever,        // never: it gets one batch per update
  kOnce,         // once, before the first update; updates then get an empty batch, and each update is one epoch
  kEveryUpdate,  // at the beginning of every update; each update is one epoch
};

struct Needs {
  int history = 0;      // number of frames before each example that a batch carries
  bool labels = false;  // whether a batch carries the class of every example
  WholeSet whole_set = WholeSet::kNever;
  int examples_per_update = 0;  // size of a batch; 0: the value of the option `batchSize`
};

class Model {
 public:
  virtual ~Model() = default;

  // Makes new parameters. Called once before anything else. The same settings, data and seed give the same parameters.
  // A model has one of the two functions, and the other calls it. The second is for models that may take more than a
  // few milliseconds: its work may stop on the way (base/work.h), and nothing else may be asked of the model meanwhile.
  // What is handed in has to live until its end.
  virtual void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
    Pace whole;
    finish(begin(whole, settings, data, seed));
  }
  virtual Work begin(Pace& /*pace*/, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
    initialise(settings, data, seed);
    return {};
  }
  // Says before that that all parameters, and the training state if the model is going to be trained, will be replaced
  // next. What is drawn for them may then be left out, and what only training needs, too.
  void awaitNumbers(bool trains) {
    draws_ = false;
    trains_ = trains;
  }

  // Takes over the values of live settings, which may change while training.
  virtual void configure(const Settings& settings) = 0;

  // Both hold after initialise() and stay the same until the next one, except that the phases of a stage may follow
  // live settings.
  virtual Needs needs() const { return {}; }
  virtual std::span<const Stage> stages() const = 0;
  std::span<const Phase> phases(std::size_t stage = 0) const { return stages()[stage].phases; }

  // A model that needs the whole set gets it through see(), in order and in batches, with NaN where a value is missing.
  // see() must not change parameters or training state, because it runs again after a saved run is loaded.
  virtual Work see(Batch /*batch*/, Pace& /*pace*/) { return {}; }
  // Called after the last example. The next update begins when it is done.
  virtual Work seen(Pace& /*pace*/) { return {}; }

  // One update consists of beginUpdate() with a batch; then, if the model needs the whole set every time, all examples
  // through see(); then every phase of the clock's stage once, in order. `rng` serves this update alone. After the
  // first update of a given batch size, an update allocates no memory.
  //
  // The work of a phase may stop on the way (base/work.h). While it stands still, samples, measures and views of the
  // model are made, so parameters() belong together wherever it stops; settings do not change.
  virtual void beginUpdate(const Batch& batch, const Clock& clock) = 0;
  virtual Work runPhase(std::size_t phase, Rng& rng, Pace& pace) = 0;
  void runWholePhase(std::size_t phase, Rng& rng) {
    Pace whole;
    finish(runPhase(phase, rng, whole));
  }
  // The cost of one update, counted in passes of one example through the weights. The session uses it to decide how
  // often it measures while training.
  virtual double updateCost(int examples) const { return 3.0 * examples; }

  // The parameters, in a fixed order. The loader of files writes through these spans and calls parametersChanged()
  // afterwards. The numbers stay where they are until the next initialise() or configure().
  virtual std::vector<Tensor> parameters() = 0;
  virtual void parametersChanged() {}
  // The gradients along which the present phase of an update moved parameters(), in their order; an empty span for a
  // tensor that it left alone. No entries at all where a step follows no gradient, as in EM.
  virtual std::vector<std::span<const float>> slopes() const { return {}; }
  // The same as work that may stop. Nothing else may be asked of the model meanwhile.
  virtual Work refresh(Pace& /*pace*/) {
    parametersChanged();
    return {};
  }
  // Refuses numbers that parametersChanged() would have to turn into others, with a sentence that names the tensor, the
  // value and what is allowed. `given` has the values of parameters(), in the same order and of the same sizes, all of
  // them finite. Rounding errors are no reason to refuse.
  virtual Status checkParameters(std::span<const std::span<const float>> /*given*/) const { return {}; }
  // What else a run needs to continue with the same bits: velocities, persistent chains. It is saved and restored, but
  // it does not enter the digest.
  virtual std::vector<Tensor> trainingState() = 0;
  // Training stops with a message when the magnitude of a parameter exceeds this: it has diverged. Files with such
  // parameters are refused (session/bounds.h).
  virtual float parameterLimit() const { return 1000; }
  // What the user can do against divergence, as the end of a sentence.
  virtual const char* remedy() const { return "a smaller learning rate helps"; }

  virtual Faces faces() const = 0;

  // The threads that share the work of an update. Results do not depend on them. Null: the calling thread works alone.
  // The team outlives the model.
  void useTeam(Team* team) { team_ = team; }
  Team* team() const { return team_; }

 protected:
  bool draws() const { return draws_; }    // whether begin() has to draw its numbers
  bool trains() const { return trains_; }  // whether the model may be trained

 private:
  bool draws_ = true, trains_ = true;
  Team* team_ = nullptr;
};

// The stages of a class that trains in one stage without end: the phases of its phaseTable(). A class without such a
// table overrides stages() itself.
template <typename Kind>
std::span<const Stage> oneStage() {
  if constexpr (requires { Kind::phaseTable(); }) {
    static const Stage whole[] = {{.name = "training", .label = "Training", .phases = Kind::phaseTable()}};
    return whole;
  } else {
    return {};
  }
}

// A model with its faces. Unless the class overrides stages(), it has one stage, made of its phaseTable().
template <typename Kind, typename... Face>
class ModelOf : public Model, public Face... {
 public:
  Faces faces() const override { return facesOf(static_cast<const Kind&>(*this)); }
  std::span<const Stage> stages() const override { return oneStage<Kind>(); }
};

// An experiment that is known to work. `settings` is JSON and holds only what differs from the defaults.
struct Preset {
  std::string name;      // in links: "ringOfEight"
  std::string title;     // on screen
  std::string sentence;  // what the user should watch for
  std::string data;      // the name of a data set in the catalogue
  std::string settings = "{}";
  std::uint64_t updates = 0;  // after so many there is what the sentence promises, and a page rests; 0: it has no end
};

// One entry of the registry: everything about a kind of model that is known before an instance exists.
struct ModelType {
  std::string name;      // in specs: "rbm"
  std::string title;     // on screen
  std::string sentence;  // one sentence that says what the model is
  std::string paper;     // the source paper
  const OptionTable& (*options)();
  const std::vector<Phase>& (*phases)();
  // All views that the model has at any size, in the order offered. The session makes the views named "chains" (running
  // chains, or the newest ancestral samples), "reconstruction" (data beside reconstruct()) and "latent" (decode() under
  // sliders); a model lists those that apply to it. The model makes all other views.
  const std::vector<ViewOffer>& (*views)();
  const std::vector<Preset>& (*presets)();  // a user who chooses this model starts with the first
  // Refuses data that the model can't learn from, with a sentence that says what it needs. DataSummary says which of
  // its fields are known at that time.
  Status (*accepts)(const DataSummary&);
  // Refuses settings that do not fit such data, with a sentence that names the setting and what is allowed.
  Status (*allows)(const Settings&, const DataSummary&);
  // Counts the memory of a model of these settings. Null: the session guesses it from the sizes among the options.
  MemoryNeed (*memory)(const Settings&, const DataSummary&) = nullptr;
  std::unique_ptr<Model> (*make)();
  FaceSet has = {};  // the faces of its class, from which the session knows which measures may apply
};

}  // namespace harmonium
