// What the two ways to a likelihood share: exactly, by the model's own Likelihood, and by annealing.
#pragma once

#include "models/faces/density.h"
#include "session/measures/request.h"

#include <string_view>

namespace harmonium {

// A measurement of the measure of that name, without a value. A job may return log Z and the log-likelihood together,
// so each result takes its label and unit from its own measure.
Measurement emptyAnswer(std::string_view name, const MeasureRequest& request);
void setCertainty(Certainty certainty, Measurement& m);
// Lists the parts of the standard error among the details.
void addErrorParts(Measurement& m);

// Starts annealed importance sampling, forward or in reverse as the option `method` says. `likelihood`: the results are
// log-likelihood and log Z, else log Z alone. The model has annealed chains. Refuses (kNotAvailable) exact draws of
// states that cannot be counted.
StartedMeasure startAnnealing(bool likelihood, const MeasureRequest& request, LikelihoodOf of);

}  // namespace harmonium
