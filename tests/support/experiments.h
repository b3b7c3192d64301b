// Experiments that tests open in one line.
#pragma once

#include "session/session.h"

#include <memory>
#include <string>

namespace harmonium::experiments {

// 4x4 bars and stripes, 6 hidden units: every state can be counted, an update takes microseconds.
inline constexpr const char* kTiny =
    R"({"model":"rbm","data":"bars-and-stripes","seed":3,"settings":{"hidden":6,"batchSize":8,"learningRate":0.1}})";

// The generated or inline set that a spec names.
std::shared_ptr<const Dataset> dataOf(const Spec& spec);

// The first preset whose data are made on the spot: tests have no files.
const Preset& smallPreset(const ModelType& type);

std::unique_ptr<Session> open(const std::string& spec);

}  // namespace harmonium::experiments
