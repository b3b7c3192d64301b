// Every kind of model there is, in the order they are offered. A new model adds one line in registry.cpp. The first
// core of a page, which is small, holds only those that registry.cpp lists before the rest.
#pragma once

#include "models/model.h"

#include <span>
#include <string_view>

namespace harmonium {

std::span<const ModelType> modelTypes();
const ModelType* findModel(std::string_view name);  // nullptr if there is none

}  // namespace harmonium
