// Whole updates of a restricted Boltzmann machine, as training runs them: 784-500, batches of 100, about 13 % of the
// pixels on.
#include "bench.h"
#include "models/rbm/rbm_learner.h"

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
          for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runPhase(phase, rng);
        },
        "CD-1, samples");
  }
}

}  // namespace harmonium::bench
