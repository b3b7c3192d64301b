// Faces: the capabilities that a model may have beside its core (models/model.h), one class per capability. A model's
// class lists its faces in ModelOf<...>. Code that measures, watches or draws asks for a face and needs to know no
// particular model.
#pragma once

#include "models/faces/annealed.h"
#include "models/faces/bounded.h"
#include "models/faces/classes.h"
#include "models/faces/codes.h"
#include "models/faces/density.h"
#include "models/faces/exact_samples.h"
#include "models/faces/free_energy.h"
#include "models/faces/pictures.h"
#include "models/faces/samples.h"
#include "models/faces/watched.h"

#include <type_traits>

namespace harmonium {

// The faces of one model. A pointer is null where its class lacks the face. The model owns them: they are the model
// itself under other types.
struct Faces {
  const faces::Samples* samples = nullptr;
  const faces::ExactSamples* exact_samples = nullptr;
  const faces::Density* density = nullptr;
  const faces::EnergyDensity* energy_density = nullptr;
  const faces::Bounded* bounded = nullptr;
  const faces::Annealed* annealed = nullptr;
  const faces::FreeEnergy* free_energy = nullptr;
  const faces::Codes* codes = nullptr;
  const faces::Latent* latent = nullptr;
  const faces::Classes* classes = nullptr;
  const faces::Pictures* pictures = nullptr;
  const faces::Watched* watched = nullptr;
};

// The face of a model of this class, or null. The compiler decides which, so no RTTI is needed.
template <typename Face, typename Kind>
const Face* faceOf(const Kind& model) {
  if constexpr (std::is_base_of_v<Face, Kind>) {
    return &model;
  } else {
    return nullptr;
  }
}

template <typename Kind>
Faces facesOf(const Kind& model) {
  return {.samples = faceOf<faces::Samples>(model),
          .exact_samples = faceOf<faces::ExactSamples>(model),
          .density = faceOf<faces::Density>(model),
          .energy_density = faceOf<faces::EnergyDensity>(model),
          .bounded = faceOf<faces::Bounded>(model),
          .annealed = faceOf<faces::Annealed>(model),
          .free_energy = faceOf<faces::FreeEnergy>(model),
          .codes = faceOf<faces::Codes>(model),
          .latent = faceOf<faces::Latent>(model),
          .classes = faceOf<faces::Classes>(model),
          .pictures = faceOf<faces::Pictures>(model),
          .watched = faceOf<faces::Watched>(model)};
}

// Which faces a class of models has; known before an instance exists.
struct FaceSet {
  bool density = false, energy_density = false, bounded = false, annealed = false, free_energy = false;
  bool codes = false, latent = false, classes = false;
};

template <typename Kind>
constexpr FaceSet faceSetOf() {
  return {.density = std::is_base_of_v<faces::Density, Kind>,
          .energy_density = std::is_base_of_v<faces::EnergyDensity, Kind>,
          .bounded = std::is_base_of_v<faces::Bounded, Kind>,
          .annealed = std::is_base_of_v<faces::Annealed, Kind>,
          .free_energy = std::is_base_of_v<faces::FreeEnergy, Kind>,
          .codes = std::is_base_of_v<faces::Codes, Kind>,
          .latent = std::is_base_of_v<faces::Latent, Kind>,
          .classes = std::is_base_of_v<faces::Classes, Kind>};
}

}  // namespace harmonium
