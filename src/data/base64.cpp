#include "data/base64.h"

#include "base/numbers.h"

#include <array>

namespace harmonium {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kForeign = 64;  // stands for characters outside the alphabet, whose values are 0 .. 63

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

}  // namespace

std::string encodeBase64(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t left = bytes.size() - at;
    const std::uint32_t three =
        toU32(bytes[at]) << 16 | (left > 1 ? toU32(bytes[at + 1]) << 8 : 0u) | (left > 2 ? toU32(bytes[at + 2]) : 0u);
    text += kAlphabet[three >> 18];
    text += kAlphabet[three >> 12 & 63];
    text += left > 1 ? kAlphabet[three >> 6 & 63] : '=';
    text += left > 2 ? kAlphabet[three & 63] : '=';
  }
  return text;
}

std::string_view withoutPadding(std::string_view text) {
  if (text.size() % 4 == 0 && text.ends_with('=')) {
    text.remove_suffix(1);
    if (text.ends_with('=')) text.remove_suffix(1);
  }
  return text;
}

bool appendBase64(std::string_view part, std::vector<std::uint8_t>& bytes) {
  const std::size_t whole = part.size() / 4, rest = part.size() % 4;
  if (rest == 1) return false;  // one character holds six bits, which are less than a byte
  const std::size_t before = bytes.size();
  bytes.resize(before + whole * 3 + (rest > 0 ? rest - 1 : 0));
  std::uint8_t* out = bytes.data() + before;
  const auto valueAt = [&](std::size_t at) -> std::uint32_t { return kValues[static_cast<std::uint8_t>(part[at])]; };
  std::uint32_t foreign = 0;  // has bit 6 set once a character is foreign
  for (std::size_t at = 0; at < 4 * whole; at += 4, out += 3) {
    const std::uint32_t a = valueAt(at), b = valueAt(at + 1), c = valueAt(at + 2), d = valueAt(at + 3);
    foreign |= a | b | c | d;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    out[0] = static_cast<std::uint8_t>(bits >> 16);
    out[1] = static_cast<std::uint8_t>(bits >> 8);
    out[2] = static_cast<std::uint8_t>(bits);
  }
  std::uint32_t left = 0;  // the rest of the last character must be 0, or several texts would stand for the same bytes
  if (rest > 0) {
    const std::uint32_t a = valueAt(4 * whole), b = valueAt(4 * whole + 1), c = rest > 2 ? valueAt(4 * whole + 2) : 0;
    foreign |= a | b | c;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6;
    out[0] = static_cast<std::uint8_t>(bits >> 16);
    if (rest > 2) out[1] = static_cast<std::uint8_t>(bits >> 8);
    left = bits & (rest > 2 ? 0xff : 0xffff);
  }
  return (foreign & kForeign) == 0 && left == 0;
}

std::optional<std::vector<std::uint8_t>> decodeBase64(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  if (!appendBase64(withoutPadding(text), bytes)) return std::nullopt;
  return bytes;
}

}  // namespace harmonium
