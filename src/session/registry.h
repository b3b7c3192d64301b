// All kinds of models, in the order in which the app offers them. A new model adds one entry in registry.cpp. The core
// that a page loads first is small and has only the models that registry.cpp lists before the #if.
#pragma once

#include "models/model.h"

#include <span>
#include <string_view>

namespace harmonium {

std::span<const ModelType> modelTypes();
const ModelType* findModel(std::string_view name);  // nullptr if there is none

}  // namespace harmonium
