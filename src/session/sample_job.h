// Samples on request: { count, steps, clamp, label, seed, probabilities }.
//
//   count          1 .. 10,000 chains (64)
//   steps          1 .. 1,000,000 Gibbs steps each (1,000)
//   label          of a model that knows classes: the class every sample is held at, or one entry per sample; null:
//   free clamp          null, or one entry per visible unit: a number in [0, 1] holds it there, null leaves it free
//   seed           of these draws; the experiment's own by default
//   probabilities  true: the means p(v|h) of the last step; false (default): the 0/1 states drawn from them
#pragma once

#include "base/result.h"
#include "session/job.h"
#include "session/spec.h"
#include "session/trainer.h"

#include <memory>
#include <string>

namespace harmonium {

Result<std::unique_ptr<Job>> startSampling(const std::string& json_options, const Spec& spec, const Dataset& data,
                                           Trainer& trainer);

}  // namespace harmonium
