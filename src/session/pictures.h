// The views that the session makes for every model: samples, reconstructions, and what latent variables decode to.
// Examples that are pictures become tiles, and examples of one value become histograms. Points on the plane, and the
// first two values of longer rows, become points.
#pragma once

#include "data/dataset.h"
#include "models/model.h"
#include "session/chains.h"

namespace harmonium {

// The data that points and histograms show beside what the model makes.
struct ShownData {
  const Dataset& data;
  const DataSummary& summary;
  const Matrix& examples;  // V x n: training examples as the model sees them
  Classes classes = {};    // of them, where their classes have colours
};

// The present state of the running samples. On the plane, the model's density lies below them, where `pictures` (null:
// nothing) gives it, and the true one beside it, where it is known. Pictures of chains are shown as the probabilities
// that their units are drawn from, or as the states themselves.
View samplesView(const Chains& chains, const ShownData& shown, const faces::Pictures* pictures, bool as_states);
// Whether states tell more than probabilities where nobody has chosen: examples of so few units are patterns of on and
// off, and a probability of one half for each hides them.
bool statesFirst(const DataSummary& summary);
// The given examples (V x n) beside what reconstruct() makes of them. Returns nothing for examples of one value.
std::optional<View> reconstructionView(const faces::Codes& codes, const Matrix& examples, const Dataset& data,
                                       const DataSummary& summary);
// What decode() makes of the latent variables h; missing entries count as 0. The view has a slider for each of the
// first kSliders latent variables. Returns nothing where the model has no latent variables.
std::optional<View> latentView(const faces::Latent& model, std::span<const float> h, const ShownData& shown);

inline constexpr std::size_t kSliders = 24;

}  // namespace harmonium
