// Bytes as text (RFC 4648, section 4): how larger sets travel inside JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

std::string encodeBase64(std::span<const std::uint8_t> bytes);

// Nothing where the text is no base64: other characters than A-Z a-z 0-9 + /, a length that no bytes have, bits that
// belong to none. The padding at the end may be left out.
std::optional<std::vector<std::uint8_t>> decodeBase64(std::string_view text);

}  // namespace harmonium
