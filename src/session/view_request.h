// Reads the text by which a client asks for a view: "weights", or with choices "weights:layer=2,part=1".
#pragma once

#include "base/view.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace harmonium {

// The longest request that is read, in bytes. A longer one asks for no view.
inline constexpr std::size_t kLongestViewRequest = 256;

// Returns the options that `request` chooses, as one index per choice of `offer`. Returns nothing where it asks for
// another view. "*" asks for every view. A choice keeps its initial option where the request does not name it or names
// an option that it does not have. Choices that the view does not have are ignored.
std::optional<std::vector<std::uint32_t>> chosenBy(std::string_view request, const ViewOffer& offer);

}  // namespace harmonium
