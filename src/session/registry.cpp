#include "session/registry.h"

#include "models/boltzmann/boltzmann_learner.h"
#include "models/dbn/dbn.h"
#include "models/experts/experts_learner.h"
#include "models/gan/gan.h"
#include "models/linear/factor_analysis.h"
#include "models/linear/ppca.h"
#include "models/mixture/mixture.h"
#include "models/rbm/rbm_model.h"
#include "models/sbn/sbn.h"

namespace harmonium {

namespace {

// Models need not define allows(). A model without it accepts all settings with all data that it accepts.
template <typename Kind>
Status allowsOf(const Settings& settings, const DataSummary& data) {
  if constexpr (requires { Kind::allows(settings, data); }) {
    return Kind::allows(settings, data);
  } else {
    return {};
  }
}

// Nor memory(), which counts the bytes of a model.
template <typename Kind>
constexpr MemoryNeed (*memoryOf())(const Settings&, const DataSummary&) {
  if constexpr (requires { &Kind::memory; }) {
    return &Kind::memory;
  } else {
    return nullptr;
  }
}

// Makes the entry of a kind of model from its class, which has the static functions options(), phaseTable(),
// viewNames(), presets() and accepts(), perhaps allows() and memory(), and a default constructor.
template <typename Kind>
ModelType typeOf(std::string name, std::string title, std::string sentence, std::string paper) {
  return {.name = std::move(name),
          .title = std::move(title),
          .sentence = std::move(sentence),
          .paper = std::move(paper),
          .options = &Kind::options,
          .phases = &Kind::phaseTable,
          .views = &Kind::viewNames,
          .presets = &Kind::presets,
          .accepts = &Kind::accepts,
          .allows = &allowsOf<Kind>,
          .memory = memoryOf<Kind>(),
          .make = [] { return std::unique_ptr<Model>(std::make_unique<Kind>()); },
          .has = faceSetOf<Kind>()};
}

}  // namespace

std::span<const ModelType> modelTypes() {
  static const ModelType types[] = {
    typeOf<Rbm>("rbm", "Restricted Boltzmann machine",
                "Visible and hidden on/off units, with a link for every pair across the layers. It learns to draw "
                "samples like its data. Visible units may be Gaussian.",
                "Smolensky 1986; Hinton 2002; Tieleman 2008; Cho, Ilin & Raiko 2011"),
#if !HARMONIUM_FIRST_CORE  // a page fetches the following models later (.toolchain/cmake/core.cmake)
    typeOf<BoltzmannMachine>(
        "boltzmann", "General Boltzmann machine",
        "Any two on/off units may be linked, also two hidden ones. It is the most general Boltzmann machine and the "
        "hardest to train.",
        "Ackley, Hinton & Sejnowski 1985"),
    typeOf<Mixture>("mixture", "Mixture of Bernoullis",
                    "Every example comes from one of a few components. Within a component the values are independent.",
                    "Everitt & Hand 1981; Dempster, Laird & Rubin 1977"),
    typeOf<Ppca>("ppca", "Probabilistic PCA",
                 "A few factors act on the values linearly, and every value has the same noise. It is learnt in closed "
                 "form or by EM.",
                 "Tipping & Bishop 1999; Roweis 1998"),
    typeOf<FactorAnalysis>(
        "factorAnalysis", "Factor analysis",
        "A few factors explain what the values have in common, and every value has noise of its own.",
        "Spearman 1904; Lawley & Maxwell 1971; Rubin & Thayer 1982"),
    typeOf<ProductOfExperts>("experts", "Product of experts",
                             "The energies of the experts add up. A point is probable where every expert finds it "
                             "probable.",
                             "Hinton 2002"),
    typeOf<Gan>("gan", "Generative adversarial network",
                "One network turns noise into samples, and another learns to tell them from data.",
                "Goodfellow et al. 2014; Salimans et al. 2016"),
    typeOf<SigmoidBeliefNet>("sbn", "Sigmoid belief net",
                             "Layers of on/off units, each drawn given the one above, with a class on top if wanted. "
                             "It learns by wake-sleep.",
                             "Neal 1992; Hinton, Dayan, Frey & Neal 1995; Bornschein & Bengio 2015"),
    typeOf<DeepBeliefNet>("dbn", "Deep belief net",
                          "A Boltzmann machine learns the data, the next learns the hidden states of the first, and so "
                          "on: a directed net with a machine on top.",
                          "Hinton, Osindero & Teh 2006; Salakhutdinov & Murray 2008"),
#endif
  };
  return types;
}

const ModelType* findModel(std::string_view name) {
  for (const ModelType& type : modelTypes()) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace harmonium
