// Every kind of model there is, in the order they are offered. A new model adds one line in registry.cpp.
#pragma once

#include "models/model.h"

#include <span>
#include <string_view>

namespace harmonium {

std::span<const ModelType> modelTypes();
const ModelType* findModel(std::string_view name);  // nullptr if there is none

}  // namespace harmonium
