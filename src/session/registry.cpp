#include "session/registry.h"

#include "models/boltzmann/boltzmann_learner.h"
#include "models/experts/experts_learner.h"
#include "models/gan/gan.h"
#include "models/linear/factor_analysis.h"
#include "models/linear/ppca.h"
#include "models/mixture/mixture.h"
#include "models/rbm/rbm_model.h"

namespace harmonium {

namespace {

// A kind of model may say which settings do not go with which data.
template <typename Kind>
Status allowsOf(const Settings& settings, const DataSummary& data) {
  if constexpr (requires { Kind::allows(settings, data); }) {
    return Kind::allows(settings, data);
  } else {
    return {};
  }
}

// What a model's class says of itself: options(), phaseTable(), viewNames(), presets(), accepts(), perhaps allows(),
// and a default constructor.
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
          .make = [] { return std::unique_ptr<Model>(std::make_unique<Kind>()); },
          .has = faceSetOf<Kind>()};
}

}  // namespace

std::span<const ModelType> modelTypes() {
  static const ModelType types[] = {
    typeOf<Rbm>(
        "rbm", "Restricted Boltzmann machine",
        "Visible and hidden on/off units, every pair across the layers connected; it learns to dream what it saw. "
        "Visible units may be Gaussian.",
        "Smolensky 1986; Hinton 2002; Tieleman 2008; Cho, Ilin & Raiko 2011"),
#if !HARMONIUM_FIRST_CORE  // what follows is fetched after a first visit (.toolchain/cmake/core.cmake)
    typeOf<BoltzmannMachine>(
        "boltzmann", "General Boltzmann machine",
        "On/off units of which any two may be linked, hidden ones too: the most general, and the hardest to learn.",
        "Ackley, Hinton & Sejnowski 1985"),
    typeOf<Mixture>("mixture", "Mixture of Bernoullis",
                    "Every example comes from one of a few components, in which each value is a coin of its own.",
                    "Everitt & Hand 1981; Dempster, Laird & Rubin 1977"),
    typeOf<Ppca>("ppca", "Probabilistic PCA",
                 "Few factors, laid along straight lines, and the same noise on every value: learnt in closed form or "
                 "by EM.",
                 "Tipping & Bishop 1999; Roweis 1998"),
    typeOf<FactorAnalysis>(
        "factorAnalysis", "Factor analysis",
        "What values have in common goes into a few factors, what each has for itself into noise of its own.",
        "Spearman 1904; Lawley & Maxwell 1971; Rubin & Thayer 1982"),
    typeOf<ProductOfExperts>("experts", "Product of experts",
                             "Energies on the plane that add up: what every expert finds probable is probable.",
                             "Hinton 2002"),
    typeOf<Gan>("gan", "Generative adversarial network",
                "Two networks play a game: one turns noise into samples, the other tells them from data.",
                "Goodfellow et al. 2014; Salimans et al. 2016"),
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
