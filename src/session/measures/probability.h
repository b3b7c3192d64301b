// What the two ways to a likelihood share: exactly, by the model's own Likelihood, and by annealing.
#pragma once

#include "models/faces/density.h"
#include "session/measures/example_mean.h"
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
// The refusal of annealing in reverse where samples of the model do not start it.
Error noWayBack();
// Starts forward annealing for a bound of the log-likelihood that lacks log Z: the results are the bound less log Z, by
// the name of `measure`, and log Z. `bound` is the mean over examples of log Z less the bound, and `how` says what
// bound it is. The request's options have chains and temperatures.
StartedMeasure startAnnealedBound(std::string_view measure, const MeasureRequest& request, ExampleMean bound,
                                  const std::string& how);

}  // namespace harmonium
