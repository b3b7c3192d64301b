// The views that every model shares and the session makes: samples, reconstructions, latent variables turned by hand.
// Pictures are drawn as tiles, points as points, other real values by their first two.
#pragma once

#include "data/dataset.h"
#include "models/model.h"
#include "session/chains.h"

namespace harmonium {

// `data`: V x n training examples as the model sees them, for the background of points.
View samplesView(const Chains& chains, const Dataset& data, const DataSummary& summary, const Matrix& examples);
// Examples V x n and what reconstruct() makes of them; nothing for examples of one value.
std::optional<View> reconstructionView(const faces::Codes& codes, const Matrix& examples, const Dataset& data,
                                       const DataSummary& summary);
// decode() at h, with a slider for each latent variable (the first kSliders of them).
std::optional<View> latentView(const faces::Latent& model, std::span<const float> h, const Dataset& data,
                               const DataSummary& summary, const Matrix& examples);

inline constexpr std::size_t kSliders = 24;

}  // namespace harmonium
