#include "session/registry.h"

#include "models/rbm_learner.h"

namespace harmonium {

namespace {

// What a model's class says of itself: options(), phaseTable(), viewNames(), presets(), accepts() and a default
// constructor.
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
          .make = [] { return std::unique_ptr<Model>(std::make_unique<Kind>()); }};
}

}  // namespace

std::span<const ModelType> modelTypes() {
  static const ModelType types[] = {
      typeOf<Rbm>(
          "rbm", "Restricted Boltzmann machine",
          "Visible and hidden on/off units, every pair across the layers connected; it learns to dream what it saw.",
          "Smolensky 1986; Hinton 2002; Tieleman 2008"),
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
