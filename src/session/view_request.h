// Views as a client asks for them: "weights", or with choices "weights:layer=2,part=1".
#pragma once

#include "base/view.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace harmonium {

// The longest request that is read. A longer one asks for nothing.
inline constexpr std::size_t kLongestViewRequest = 256;

// The options that `request` chooses of `offer`, one index for each of its choices; nothing if it asks for another
// view. "*" asks for every view. A choice that the request does not name, that the view does not offer or whose value
// is none of its options stays at its initial option.
std::optional<std::vector<std::uint32_t>> chosenBy(std::string_view request, const ViewOffer& offer);

}  // namespace harmonium
