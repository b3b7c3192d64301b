// The views that the session makes for every model: samples, reconstructions, and what latent variables decode to.
// Examples that are pictures become tiles, and examples of one value become histograms. Points on the plane, and the
// first two values of longer rows, become points.
#pragma once

#include "data/dataset.h"
#include "models/model.h"
#include "session/chains.h"

namespace harmonium {

// The present state of the running samples. `examples` are V x n training examples as the model sees them; points and
// histograms show them beside the samples.
View samplesView(const Chains& chains, const Dataset& data, const DataSummary& summary, const Matrix& examples);
// The given examples (V x n) beside what reconstruct() makes of them. Returns nothing for examples of one value.
std::optional<View> reconstructionView(const faces::Codes& codes, const Matrix& examples, const Dataset& data,
                                       const DataSummary& summary);
// What decode() makes of the latent variables h; missing entries count as 0. The view has a slider for each of the
// first kSliders latent variables. `examples` is as for samplesView(). Returns nothing where the model has no latent
// variables.
std::optional<View> latentView(const faces::Latent& model, std::span<const float> h, const Dataset& data,
                               const DataSummary& summary, const Matrix& examples);

inline constexpr std::size_t kSliders = 24;

}  // namespace harmonium
