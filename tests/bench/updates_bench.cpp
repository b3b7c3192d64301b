// Whole updates of a restricted Boltzmann machine, as training runs them: 784-500, batches of 100, about 13 % of the
// pixels on.
#include "bench.h"
#include "models/gan/gan.h"
#include "models/rbm/rbm_model.h"

#include <tuple>

namespace harmonium::bench {

namespace {

constexpr Eigen::Index kVisible = 784, kBatch = 100;

Matrix binaryBatch() {
  Matrix batch(kVisible, kBatch);
  Rng rng(1, Purpose::kData);
  kernels::uniform(rng, flat(batch));
  for (float& x : flat(batch)) x = x < 0.13f ? 1.0f : 0.0f;
  return batch;
}

// One step of D and one of G: points of the plane, 2-128-128-2 against 2-128-128-1, or intensities as in the preset for
// MNIST.
void benchGan(Report& report, const std::string& name, bool pictures, int noise, int units, int examples,
              double dropout) {
  const Eigen::Index visible = pictures ? kVisible : 2;
  Matrix batch(visible, examples);
  Rng data(2, Purpose::kData);
  kernels::uniform(data, flat(batch));
  Settings settings(Gan::options());
  (void)settings.set("noiseSize", noise);
  (void)settings.set("generatorUnits", units);
  (void)settings.set("discriminatorUnits", units);
  (void)settings.set("batchSize", examples);
  (void)settings.set("dropout", dropout);
  Gan gan;
  gan.initialise(settings,
                 {.rows = pictures ? 28 : 1,
                  .cols = pictures ? 28 : 2,
                  .examples = examples,
                  .mean = batch.rowwise().mean(),
                  .binary = false,
                  .domain = pictures ? Domain::kUnit : Domain::kReal,
                  .deviation = Vector::Constant(visible, 0.3f),
                  .low = 0,
                  .high = 1},
                 1);
  std::uint64_t update = 0;
  report.measure(name, 1e9, "updates/s", [&] {
    gan.beginUpdate(batch, {.update = update});
    Rng rng(1, Purpose::kUpdate, update++);
    for (std::size_t phase = 0; phase < gan.phases().size(); ++phase) gan.runWholePhase(phase, rng);
  });
}

}  // namespace

void benchUpdates(Report& report) {
  report.heading("One update, 784-500, batch 100");
  const Matrix batch = binaryBatch();
  for (const auto& [name, method, back] : {std::tuple{"CD-1, samples", "cd", "samples"},
                                           {"CD-1, probabilities back", "cd", "probabilities"},
                                           {"PCD-1, samples", "pcd", "samples"}}) {
    Settings settings(Rbm::options());
    (void)settings.set("hidden", 500);
    (void)settings.setChoice("method", method);
    (void)settings.setChoice("reconstruction", back);
    Rbm rbm;
    rbm.initialise(settings,
                   {.rows = 28, .cols = 28, .examples = kBatch, .mean = batch.rowwise().mean(), .binary = true}, 1);
    std::uint64_t update = 0;
    report.measure(
        name, kBatch * 1e6, "thousand examples/s",  // the report counts in billions
        [&] {
          rbm.beginUpdate(batch, {.update = update});
          Rng rng(1, Purpose::kUpdate, update++);
          for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
        },
        "CD-1, samples");
  }
  report.heading("One step of an adversarial pair");
  benchGan(report, "GAN on the plane, 128, batch 256", false, 2, 128, 256, 0);
  benchGan(report, "GAN on MNIST, 256, batch 64", true, 64, 256, 64, 0.4);
}

}  // namespace harmonium::bench
