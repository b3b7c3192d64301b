// What it costs to look at the parameters after every update, and to copy all numbers once in some updates, beside the
// updates themselves (session/guard.h).
#include "bench.h"
#include "data/assembly.h"
#include "session/guard.h"
#include "session/trainer.h"

#include <optional>
#include <string>

namespace harmonium::bench {

namespace {

// As many random pictures of 28 x 28 as an update takes, a seventh of their pixels on.
std::string pictures(int count) {
  Rng rng(1, Purpose::kData);
  std::string text = R"({"shape":[28,28],"examples":[)";
  for (int n = 0; n < count; ++n) {
    text += n > 0 ? ",[" : "[";
    for (int i = 0; i < 784; ++i) text += std::string(i > 0 ? "," : "") + (rng.below(7) == 0 ? "1" : "0");
    text += "]";
  }
  return text + "]}";
}

void benchGuard(Report& report, const std::string& name, const std::string& model, const std::string& data,
                const std::string& settings) {
  Result<Spec> spec = parseSpec(R"({"model":")" + model + R"(","data":)" + data + R"(,"settings":)" + settings + "}");
  std::shared_ptr<const Dataset> set = spec.value().given;
  if (set == nullptr) set = std::make_shared<Dataset>(std::move(assemble(spec.value().data, {}).value()));
  Trainer trainer(spec.value(), set);
  Guard guard(trainer);
  guard.restart();
  const auto update = [&] {
    while (trainer.advance() != Trainer::Advanced::kUpdate) {
    }
  };
  report.measure(name, 1e9, "updates/s", update);
  guard.keep();
  // Nothing has changed since the copy, so this is the look alone.
  report.measure(
      name + ": a look", 1e9, "looks/s", [&] { (void)guard.afterUpdate(); }, name);
  report.measure(
      name + ": a copy, each " + std::to_string(guard.interval()), 1e9, "copies/s",
      [&] { (void)guard.look(), guard.settingsChanged(); }, name);
}

}  // namespace

void benchGuards(Report& report) {
  report.heading("Looks of the guard beside updates");
  const std::string thousand = pictures(1000);
  for (const int batch : {1, 10, 100}) {
    benchGuard(report, "RBM 784-500, batch " + std::to_string(batch), "rbm", thousand,
               R"({"hidden":500,"batchSize":)" + std::to_string(batch) + "}");
  }
  benchGuard(report, "RBM 16-8, batch 8", "rbm", "\"bars-and-stripes\"", R"({"hidden":8,"batchSize":8})");
  benchGuard(report, "GAN on the plane, 128, batch 256", "gan", "\"ring\"",
             R"({"generatorUnits":128,"discriminatorUnits":128,"batchSize":256})");
  benchGuard(report, "GAN 784, 256, batch 64", "gan", thousand,
             R"({"generatorUnits":256,"discriminatorUnits":256,"noiseSize":64,"batchSize":64})");
  benchGuard(report, "Mixture 784, 100 components", "mixture", thousand, R"({"components":100})");
}

}  // namespace harmonium::bench
