// After the first update of a batch size no update allocates memory. A hook of the address sanitizer, which sees every
// allocation of the program, counts them. Builds without the sanitizer skip this test.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)

#include "data/catalogue.h"
#include "session/registry.h"
#include "session/trainer.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <sanitizer/allocator_interface.h>

using namespace harmonium;

namespace {

std::size_t allocations = 0;

void checkAllocations(Trainer& trainer) {
  const auto update = [&trainer] {
    while (!trainer.runPhase()) {
    }
  };
  for (int warm = 0; warm < 3; ++warm) update();
  const std::size_t before = allocations;
  for (int counted = 0; counted < 50; ++counted) update();
  const std::size_t after = allocations;
  CHECK(after == before);
  delete new int(1);  // the hook does count
  CHECK(allocations > after);
}

void installHook() {
  static const int installed = __sanitizer_install_malloc_and_free_hooks(
      [](const volatile void*, std::size_t) { ++allocations; }, [](const volatile void*) {});
  REQUIRE(installed > 0);
}

}  // namespace

TEST_CASE("An update of any model allocates nothing", "[session][allocation]") {
  installHook();
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      const CatalogueEntry* entry = findDataset(preset.data);
      REQUIRE(entry != nullptr);
      if (!entry->files.empty()) continue;  // tests have no files
      INFO(type.name << ", " << preset.name);
      Result<Spec> spec = parseSpec(R"({"model":")" + type.name + R"(","data":")" + preset.data + R"(","settings":)" +
                                    preset.settings + "}");
      REQUIRE(spec.ok());
      Trainer trainer(spec.value(), experiments::dataOf(spec.value()));
      checkAllocations(trainer);
    }
  }
}

TEST_CASE("An update allocates nothing", "[session][allocation]") {
  installHook();
  for (const auto& [model, settings] :
       {std::pair{"rbm", R"("hidden":7,"method":"cd")"},
        {"rbm", R"("hidden":7,"method":"pcd","gibbsSteps":3,"centred":true,"sparsityCost":0.1)"},
        {"rbm", R"("hidden":7,"method":"cd","reconstruction":"probabilities","binarisation":"sample")"},
        {"rbm", R"("hidden":7,"method":"cd","binarisation":"none","reconstruction":"probabilities")"},
        {"rbm", R"("hidden":7,"method":"exact")"},
        {"rbm", R"("hidden":7,"method":"tempering","temperatures":3,"chains":5)"},
        {"rbm", R"("hidden":7,"method":"pcd","visible":"gaussian","binarisation":"none","chains":5)"},
        {"rbm", R"("hidden":7,"method":"tempering","visible":"gaussian","temperatures":3,"chains":5)"},
        {"rbm", R"("hidden":7,"method":"exact","visible":"gaussian","centred":true)"},
        {"gan", R"("generatorUnits":7,"discriminatorUnits":5,"dropout":0.3,"discriminatorSteps":2)"},
        {"gan", R"("generatorOptimiser":"sgd","discriminatorOptimiser":"momentum","loss":"minimax")"}}) {
    INFO(model << " " << settings);
    const std::string text = std::string(R"({"model":")") + model + R"(","data":{"shape":[2,3],"examples":[)" +
                             "[0,0.5,1,0,1,0],[1,0,0.25,1,0,1],[0,1,1,0,0,1],[1,1,0,0.75,1,0]" +
                             R"(]},"settings":{"batchSize":2,)" + settings + "}}";
    Result<Spec> spec = parseSpec(text);
    REQUIRE(spec.ok());
    Trainer trainer(spec.value(), spec.value().given);
    checkAllocations(trainer);
  }
}

#endif
#endif
