// Base64, which writes bytes as text (RFC 4648, section 4). Larger data sets are in this form inside JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

// Returns the text with its padding.
std::string encodeBase64(std::span<const std::uint8_t> bytes);

// Returns the bytes, or nothing where the text is not base64: where it has a character other than A-Z a-z 0-9 + /, a
// length that no number of bytes gives, or bits set beyond the last byte. The padding at the end may be missing.
std::optional<std::vector<std::uint8_t>> decodeBase64(std::string_view text);

// For long texts, which are read part by part: what stands before the padding, and a part of that, whose bytes are
// appended. Every part but the last has a multiple of four characters. Returns false where the part is not base64.
std::string_view withoutPadding(std::string_view text);
bool appendBase64(std::string_view part, std::vector<std::uint8_t>& bytes);

}  // namespace harmonium
