// Training in stages, with a model made for this test: two layers that learn one after the other, then a stage without
// an end. The tests check which phases run when, and what the clock says.
#include "data/generators.h"
#include "session/session.h"
#include "session/trainer.h"

#include <catch2/catch_test_macros.hpp>

using namespace harmonium;

namespace {

// Counts in its parameters which phases of which stages ran, and keeps the clock it was told last.
class Staged final : public ModelOf<Staged> {
 public:
  static const OptionTable& options() {
    static const OptionTable table = {{.name = "batchSize",
                                       .label = "Batch size",
                                       .type = OptionType::kInteger,
                                       .minimum = 1,
                                       .maximum = 100,
                                       .initial = 8}};
    return table;
  }
  static const std::vector<Phase>& phaseTable() {
    static const std::vector<Phase> phases = {{"up", "Up", "The layer below feeds this one."},
                                              {"learn", "Learn", "It learns."}};
    return phases;
  }
  static const std::vector<ViewOffer>& viewNames() {
    static const std::vector<ViewOffer> none;
    return none;
  }
  static const std::vector<Preset>& presets() {
    static const std::vector<Preset> one = {{"one", "One", "One.", "bars-and-stripes", "{}"}};
    return one;
  }
  static Status accepts(const DataSummary&) { return {}; }
  static Status allows(const Settings&, const DataSummary&) { return {}; }

  void initialise(const Settings&, const DataSummary&, std::uint64_t) override { counts_.setZero(3); }
  void configure(const Settings&) override {}
  std::span<const Stage> stages() const override {
    static const std::vector<Phase> joint = {{"all", "All", "Every layer learns."}};
    static const Stage stages[] = {
        {.name = "layer1",
         .label = "Layer 1",
         .sentence = "The lowest layer learns.",
         .trains = "W1",
         .epochs = 2,
         .phases = phaseTable()},
        {.name = "layer2",
         .label = "Layer 2",
         .sentence = "The next one learns.",
         .trains = "W2",
         .epochs = 1,
         .phases = phaseTable()},
        {.name = "joint", .label = "Together", .sentence = "All learn.", .trains = "W1, W2", .phases = joint}};
    return stages;
  }
  void beginUpdate(const Batch&, const Clock& clock) override { clock_ = clock; }
  Work runPhase(std::size_t, Rng&, Pace&) override {
    counts_[static_cast<Eigen::Index>(clock_.stage)] += 1;
    return {};
  }
  std::vector<Tensor> parameters() override { return {tensorOf("counts", counts_)}; }
  std::vector<Tensor> trainingState() override { return {}; }

  const Clock& clock() const { return clock_; }

 private:
  Vector counts_;
  Clock clock_;
};

const ModelType& stagedType() {
  static const ModelType type = {.name = "staged",
                                 .title = "Staged",
                                 .sentence = "For a test.",
                                 .paper = "None",
                                 .options = &Staged::options,
                                 .phases = &Staged::phaseTable,
                                 .views = &Staged::viewNames,
                                 .presets = &Staged::presets,
                                 .accepts = &Staged::accepts,
                                 .allows = &Staged::allows,
                                 .make = [] { return std::unique_ptr<Model>(std::make_unique<Staged>()); },
                                 .has = faceSetOf<Staged>()};
  return type;
}

Spec stagedSpec() {
  return {.model = &stagedType(),
          .data = "bars-and-stripes",
          .given = nullptr,
          .seed = 1,
          .settings = Settings(Staged::options())};
}

// 4x4 bars and stripes: 32 examples, 4 updates an epoch.
std::shared_ptr<const Dataset> bars() {
  return std::make_shared<const Dataset>(barsAndStripes(4));
}

}  // namespace

TEST_CASE("Each update runs the phases of its stage, and the stage follows from its number", "[session][stages]") {
  Trainer trainer(stagedSpec(), bars());
  REQUIRE(trainer.updatesPerEpoch() == 4);
  const Staged& model = static_cast<const Staged&>(trainer.model());
  const auto counts = [&trainer] {
    const std::span<float> values = trainer.model().parameters()[0].values;
    return std::vector<float>(values.begin(), values.end());
  };
  CHECK(trainer.phases().size() == 2);
  while (trainer.updates() < 8) trainer.runPhase();
  CHECK(counts() == std::vector<float>{16, 0, 0});
  CHECK(trainer.clock().stage == 1);
  trainer.runPhase();
  CHECK(model.clock().stage == 1);
  CHECK(model.clock().stage_update == 0);
  CHECK(model.clock().epoch == 2);
  while (trainer.updates() < 12) trainer.runPhase();
  CHECK(counts() == std::vector<float>{16, 8, 0});
  CHECK(trainer.phases().size() == 1);
  while (trainer.updates() < 20) CHECK(trainer.runPhase());
  CHECK(counts() == std::vector<float>{16, 8, 8});
  CHECK(model.clock().stage_epoch == 1.75);
  // Put back to where it was, it stands in the stage it stood in.
  trainer.setUpdates(9);
  CHECK(trainer.clock().stage == 1);
  CHECK(trainer.clock().stage_update == 1);
}

TEST_CASE("A session says its stages, where it stands among them, and when each ends", "[session][stages]") {
  Result<std::unique_ptr<Session>> opened = Session::open(stagedSpec(), bars());
  REQUIRE(opened.ok());
  Session& session = *opened.value();
  const Snapshot before = session.snapshot({"*"});
  REQUIRE(before.stages.size() == 3);
  CHECK(before.stages[0].name == "layer1");
  CHECK(before.stages[0].trains == "W1");
  CHECK(before.stages[0].end == 8);
  CHECK(before.stages[1].end == 12);
  CHECK(before.stages[2].end == 0);
  CHECK(session.progress().stage == 0);
  CHECK(session.progress().stage_end == 8);
  session.train(10, 1e12);
  CHECK(session.progress().stage == 1);
  CHECK(session.progress().stage_epochs == 0.5);
  CHECK(session.progress().stage_end == 12);
  CHECK(session.phase().names == std::vector<std::string>{"up", "learn"});
  session.train(2, 1e12);
  CHECK(session.phase().names == std::vector<std::string>{"all"});
  CHECK(session.progress().stage_end == 0);
  // A model without samples has none to run, and says so where some are asked for.
  session.runChains(3);
  session.restartChains();
  CHECK_FALSE(session.sample("{}").ok());
  CHECK_FALSE(session.holdClass(0).ok());
}
