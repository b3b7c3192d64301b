// A request for samples. Its options are a JSON object { count, steps, clamp, label, seed, probabilities }, all
// optional:
//
//   count          1 .. 10,000: the number of samples, each from a chain of its own; 64 by default
//   steps          1 .. 1,000,000: Gibbs steps per chain; 1,000 by default; ignored by models without chains
//   clamp          null, or one entry per visible unit: a number holds the unit there, null leaves it free. The number
//                  is in [0, 1] where the data are not real. Only for models with chains.
//   label          for models that know classes: the class that every sample is held at, or one entry per sample; null
//                  leaves the class free
//   seed           0 .. 2^53 - 1: of these draws; by default the experiment's
//   probabilities  true: the means p(v|h) of the last step; false (default): the states drawn from them
#pragma once

#include "base/later.h"
#include "session/job.h"
#include "session/memory.h"
#include "session/spec.h"
#include "session/trainer.h"

#include <memory>
#include <string>

namespace harmonium {

// Makes the job, whose result has the shape [count, rows, cols]. It works on a copy of the model, so training may go
// on. Refuses unknown or wrong options, models that draw no samples, and a count for which there is not enough memory.
// The work may stop on the way (base/work.h); what it refers to must live, and the parameters stay, until its end.
Work startSampling(Pace& pace, std::string json_options, const Spec& spec, const Dataset& data, Trainer& trainer,
                   Memory* memory, Later<std::unique_ptr<Job>>& out);

}  // namespace harmonium
