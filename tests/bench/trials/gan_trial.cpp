// One step of D and one of G, both by Adam.
#include "models/gan/gan.h"
#include "trial.h"

namespace harmonium::bench {

namespace {

class GanStep final : public Trial {
 public:
  explicit GanStep(const Json& task) : batches_(task["batches"]) {
    Settings settings(Gan::options());
    const Json &G = task["G"], &D = task["D"];
    (void)settings.set("batchSize", task["batches"]["shape"][1].get<int>());
    (void)settings.set("noiseSize", G[0][0]["shape"][0].get<int>());
    for (const auto& [net, layers] : {std::pair{"generator", &G}, {"discriminator", &D}}) {
      const std::string name = net;
      (void)settings.set(name + "Layers", static_cast<int>(layers->size()) - 1);
      (void)settings.set(name + "Units", (*layers)[0][0]["shape"][1].get<int>());
      (void)settings.set(name + "Rate", task.value(name == "generator" ? "rateG" : "rateD", 0.001));
      (void)settings.set(name + "Momentum", task.value("beta1", 0.5));
    }
    const int values = task["batches"]["shape"][2].get<int>();
    gan_.initialise(settings,
                    {.rows = 1,
                     .cols = values,
                     .examples = 1000,
                     .mean = Vector::Zero(values),
                     .binary = false,
                     .domain = Domain::kReal,
                     .deviation = Vector::Ones(values),
                     .low = -3,
                     .high = 3},
                    1);
    for (Tensor& tensor : gan_.parameters()) {  // generator.W0, generator.b0, ..., discriminator.W0, ...
      const std::size_t dot = tensor.name.find('.');
      const std::size_t layer = static_cast<std::size_t>(std::stoi(tensor.name.substr(dot + 2)));
      copyInto((tensor.name[0] == 'g' ? G : D)[layer][tensor.name[dot + 1] == 'W' ? 0 : 1], tensor.values);
    }
    gan_.parametersChanged();
  }

  void run() override {
    gan_.beginUpdate(batches_.next(), {.update = update_});
    Rng rng(1, Purpose::kUpdate, update_++);
    for (std::size_t phase = 0; phase < gan_.phases().size(); ++phase) gan_.runWholePhase(phase, rng);
  }

  std::vector<Tensor> results() override {  // as the peers name them: G0.W, G0.b, ..., D0.W, ...
    std::vector<Tensor> all = gan_.parameters();
    for (Tensor& tensor : all) {
      const std::size_t dot = tensor.name.find('.');
      const std::string which = tensor.name[0] == 'g' ? "G" : "D";
      tensor.name = which + tensor.name.substr(dot + 2) + "." + tensor.name[dot + 1];
    }
    return all;
  }

 private:
  Batches batches_;
  Gan gan_;
  std::uint64_t update_ = 0;
};

}  // namespace

std::unique_ptr<Trial> makeGan(const Json& task) {
  return std::make_unique<GanStep>(task);
}

}  // namespace harmonium::bench
