// Examples kept for validation: training never sees them, and their error is read while it trains. With a model made
// for this test, which notes the examples that it is given.
#include "data/generators.h"
#include "models/training_options.h"
#include "session/session.h"
#include "session/trainer.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace harmonium;

namespace {

class Noting final : public ModelOf<Noting> {
 public:
  static const OptionTable& options() {
    static const OptionTable table = {batchSizeOption(4),
                                      toggleOption("tells", "Tells", "Model", true, false, "Tells classes apart."),
                                      shownIf(validationOption(), "tells", {"true"})};
    return table;
  }
  static const std::vector<Phase>& phaseTable() {
    static const std::vector<Phase> phases = {{"note", "Note", "It notes its examples."}};
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

  void initialise(const Settings&, const DataSummary&, std::uint64_t) override { number_.setZero(1); }
  void configure(const Settings&) override {}
  void beginUpdate(const Batch& batch, const Clock&) override {
    for (Index n = 0; n < batch.v.cols(); ++n) {
      int number = 0;
      for (Index i = 0; i < batch.v.rows(); ++i) number |= (batch.v(i, n) > 0.5f ? 1 : 0) << i;
      seen.insert(number);
    }
  }
  Work runPhase(std::size_t, Rng&, Pace&) override { return {}; }
  std::vector<Tensor> parameters() override { return {tensorOf("number", number_)}; }
  std::vector<Tensor> trainingState() override { return {}; }

  std::multiset<int> seen;

 private:
  Vector number_;
};

const ModelType& notingType() {
  static const ModelType type = {.name = "noting",
                                 .title = "Noting",
                                 .sentence = "For a test.",
                                 .paper = "None",
                                 .options = &Noting::options,
                                 .phases = &Noting::phaseTable,
                                 .views = &Noting::viewNames,
                                 .presets = &Noting::presets,
                                 .accepts = &Noting::accepts,
                                 .allows = &Noting::allows,
                                 .make = [] { return std::unique_ptr<Model>(std::make_unique<Noting>()); },
                                 .has = faceSetOf<Noting>()};
  return type;
}

Spec specWith(double share, bool tells, std::uint64_t seed) {
  Spec spec{.model = &notingType(),
            .data = "bars-and-stripes",
            .given = nullptr,
            .seed = seed,
            .settings = Settings(Noting::options())};
  REQUIRE(spec.settings.set("validation", share).ok());
  REQUIRE(spec.settings.set("tells", tells ? 1 : 0).ok());
  return spec;
}

}  // namespace

TEST_CASE("Training does not see the examples that are kept for validation", "[session][validation]") {
  const auto bars = std::make_shared<const Dataset>(barsAndStripes(4));  // 32 examples, of which 30 differ
  Trainer trainer(specWith(0.25, true, 1), bars);
  REQUIRE(trainer.validation().size() == 8);
  CHECK(std::ranges::is_sorted(trainer.validation()));
  CHECK(trainer.updatesPerEpoch() == 6);
  while (trainer.updates() < 60) trainer.runPhase();
  const Noting& model = static_cast<const Noting&>(trainer.model());
  // Every other example was seen ten times, once in each epoch.
  Matrix all;
  bars->train.loadRange(0, 32, all);
  std::multiset<int> expected;
  for (std::uint32_t n = 0; n < 32; ++n) {
    if (std::ranges::binary_search(trainer.validation(), n)) continue;
    int number = 0;
    for (Index i = 0; i < all.rows(); ++i) number |= (all(i, static_cast<Index>(n)) > 0.5f ? 1 : 0) << i;
    for (int epoch = 0; epoch < 10; ++epoch) expected.insert(number);
  }
  CHECK(model.seen == expected);

  const std::vector<std::uint32_t> kept(trainer.validation().begin(), trainer.validation().end());
  const Trainer again(specWith(0.25, true, 1), bars), other(specWith(0.25, true, 2), bars);
  CHECK(std::ranges::equal(again.validation(), kept));
  CHECK_FALSE(std::ranges::equal(other.validation(), kept));
}

TEST_CASE("No example is kept where the option is 0 or has no effect", "[session][validation]") {
  const auto bars = std::make_shared<const Dataset>(barsAndStripes(4));
  for (const Spec& spec : {specWith(0, true, 1), specWith(0.25, false, 1)}) {
    const Trainer trainer(spec, bars);
    CHECK(trainer.validation().empty());
    CHECK(trainer.updatesPerEpoch() == 8);
  }
}
