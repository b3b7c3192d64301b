// The core of every generative model: parameters, and the mathematics that changes them. A model knows no data set, no
// clock, no thread and no screen; randomness comes in as Rng&. Everything beyond training is a face of its own
// (models/faces/): samples, probabilities, codes, pictures. A model that has no likelihood has no such face.
//
// A model is a class
//
//   class Rbm final : public ModelOf<Rbm, faces::Samples, faces::Density, faces::Pictures, ...> { ... };
//
// with options(), phaseTable(), viewNames(), presets() and accepts(), all static, and perhaps allows(). ModelOf adds
// what follows from the list of faces.
#pragma once

#include "base/density.h"
#include "base/layout.h"
#include "base/matrix.h"
#include "base/options.h"
#include "base/phase.h"
#include "base/result.h"
#include "base/rng.h"
#include "base/team.h"
#include "base/tensor.h"
#include "models/batch.h"
#include "models/faces/faces.h"
#include "models/stage.h"

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
  Matrix some = {};                          // V x n: up to 500 training examples, as the model sees them
  std::vector<std::string> value_names{};    // V names of the values ("sepal length, cm"), or none
  // The parts of an example as the model sees them: intensities that are made binary are kBinary here. Kind, range and
  // missing values are each part's own; the fields above speak of all values together.
  Layout layout = {};
  int classes = 0;                         // that labels tell apart; 0: the examples have no labels
  std::vector<std::string> class_names{};  // one per class
  Vector class_shares{};                   // [classes] shares of the labelled training examples
  int longest_history = 0;  // examples are frames of sequences with up to so many frames before them; 0: independent

  int values() const { return rows * cols; }
  bool sequences() const { return longest_history > 0; }
  // Points on a line or on the plane: drawn as such.
  bool points() const { return domain == Domain::kReal && rows == 1 && cols <= 2; }
  // Examples are pictures, not points or rows of a table.
  bool pictures() const { return domain == Domain::kUnit || rows > 1; }
};

// How a model wants its examples.
enum class WholeSet {
  kNever,        // a batch per update
  kOnce,         // all of them once, before the first update; updates then get an empty batch, and each is an epoch
  kEveryUpdate,  // all of them at the beginning of every update; each update is an epoch
};

struct Needs {
  int history = 0;      // frames before each example that a batch has to carry
  bool labels = false;  // the class of every example
  WholeSet whole_set = WholeSet::kNever;
  int examples_per_update = 0;  // in a batch; 0: as the option `batchSize` says
};

class Model {
 public:
  virtual ~Model() = default;

  // Fresh parameters. Called once before anything else and again on every reset.
  virtual void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) = 0;
  // Takes over settings that may change while training.
  virtual void configure(const Settings& settings) = 0;

  // After initialise(); fixed until the next one, but for the phases of a stage, which may follow live settings.
  virtual Needs needs() const { return {}; }
  virtual std::span<const Stage> stages() const = 0;
  std::span<const Phase> phases(std::size_t stage = 0) const { return stages()[stage].phases; }

  // A model that needs the whole set is shown it in order, in batches (NaN where a value is missing). see() must not
  // change parameters or training state: before the first update it runs again after a load.
  virtual void see(const Batch& /*batch*/) {}
  // That was all of it. Called again until it says true: a slice of a few milliseconds each time.
  virtual bool seen() { return true; }

  // An update: begin with a batch, then, where the whole set is needed every time, all examples through see(), then
  // every phase of the clock's stage once, in order. `rng` belongs to this update alone. Nothing is allocated once the
  // first update of a given batch size has run.
  virtual void beginUpdate(const Batch& batch, const Clock& clock) = 0;
  virtual void runPhase(std::size_t phase, Rng& rng) = 0;
  // What an update costs, in passes of one example through the weights; paces what is measured in passing.
  virtual double updateCost(int examples) const { return 3.0 * examples; }

  // The parameters, in a fixed order. Writing through the spans is how files are loaded; call parametersChanged()
  // after.
  virtual std::vector<Tensor> parameters() = 0;
  virtual void parametersChanged() {}
  // What else a run needs to go on bit for bit (velocities, persistent chains): saved and restored, not hashed.
  virtual std::vector<Tensor> trainingState() = 0;
  // A parameter beyond this has run away: training stops and says so.
  virtual float parameterLimit() const { return 1000; }
  // What helps against that, as the end of a sentence.
  virtual const char* remedy() const { return "a smaller learning rate helps"; }

  virtual Faces faces() const = 0;

  // Who shares the work of an update; results do not depend on it. Null: nobody. It outlives the model.
  void useTeam(Team* team) { team_ = team; }
  Team* team() const { return team_; }

 private:
  Team* team_ = nullptr;
};

// Training that has one part: the phases of the kind's table, for as long as one trains. A kind without such a table
// says its stages itself.
template <typename Kind>
std::span<const Stage> oneStage() {
  if constexpr (requires { Kind::phaseTable(); }) {
    static const Stage whole[] = {{.name = "training", .label = "Training", .phases = Kind::phaseTable()}};
    return whole;
  } else {
    return {};
  }
}

// A model with its faces. A class without stages of its own has one, made of its phaseTable().
template <typename Kind, typename... Face>
class ModelOf : public Model, public Face... {
 public:
  Faces faces() const override { return facesOf(static_cast<const Kind&>(*this)); }
  std::span<const Stage> stages() const override { return oneStage<Kind>(); }
};

using ViewName = ViewOffer;

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
  // All it can show at any size, in the order offered. The session itself makes those named "chains" (running chains,
  // or newest ancestral samples), "reconstruction" (data beside reconstruct()) and "latent" (decode() under sliders);
  // list them where they apply. The model makes all others.
  const std::vector<ViewName>& (*views)();
  const std::vector<Preset>& (*presets)();  // the first is what choosing this model gives
  // May refuse data it can't learn from, with a sentence that says what it wants. See DataSummary for what is known.
  Status (*accepts)(const DataSummary&);
  // May refuse settings that do not go with such data, with a sentence that names the setting and what is allowed.
  Status (*allows)(const Settings&, const DataSummary&);
  std::unique_ptr<Model> (*make)();
  FaceSet has = {};  // what its class is: which measures may apply
};

}  // namespace harmonium
