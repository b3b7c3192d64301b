#include "data/idx.h"

#include "base/numbers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <string>

namespace harmonium {
namespace {

constexpr std::uint8_t kUnsignedByte = 0x08, kFloat = 0x0D;

// The first bytes of files that people often choose by mistake, and what the refusal calls them.
struct Signature {
  std::string_view bytes;
  const char* meaning;
};
constexpr std::array<Signature, 9> kForeign = {{
    {"\x1f\x8b", "a gzip archive that still has to be unpacked"},
    {"PK\x03\x04", "a zip archive"},
    {"\x89PNG", "a PNG picture"},
    {"\xff\xd8\xff", "a JPEG picture"},
    {"GIF8", "a GIF picture"},
    {"%PDF", "a PDF document"},
    {"\x93NUMPY", "a NumPy array"},
    {"<", "a web page or other markup"},
    {"version https://git-lfs", "a pointer to a file in Git LFS, not the file"},
}};

const char* typeName(std::uint8_t type) {
  switch (type) {
    case kUnsignedByte:
      return "unsigned bytes";
    case 0x09:
      return "signed bytes";
    case 0x0B:
      return "16-bit integers";
    case 0x0C:
      return "32-bit integers";
    case kFloat:
      return "32-bit floats";
    case 0x0E:
      return "64-bit floats";
    default:
      return "values of an unknown type";
  }
}

Error refusal(std::string_view name, const std::string& what) {
  return {ErrorCode::kInvalidData, std::string(name) + " " + what};
}

bool beginsWith(std::span<const std::uint8_t> file, std::string_view start) {
  return file.size() >= start.size() &&
         std::equal(start.begin(), start.end(), file.begin(),
                    [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; });
}

std::uint32_t bigEndian(std::span<const std::uint8_t> four) {
  return toU32(four[0]) << 24 | toU32(four[1]) << 16 | toU32(four[2]) << 8 | toU32(four[3]);
}

template <std::size_t D>
struct Body {
  std::array<std::uint32_t, D> sizes;
  std::span<const std::uint8_t> values;
};

// Checks the header and the length of a file with values of one type in D dimensions. `wanted` names what such a file
// holds, for refusals. The checks go from the start of the file to its end, so the sentence names the first thing that
// is wrong. Sizes are checked before anything is computed from them, because a file may come from anywhere.
template <std::size_t D>
Result<Body<D>> parse(std::span<const std::uint8_t> file, std::string_view name, const std::string& wanted,
                      std::uint8_t type = kUnsignedByte) {
  // Naming the actual format helps more than saying that two zero bytes are missing.
  for (const Signature& foreign : kForeign) {
    if (beginsWith(file, foreign.bytes)) {
      return refusal(name, std::string("is not an IDX file but ") + foreign.meaning + ".");
    }
  }
  constexpr std::size_t kHeader = 4 + 4 * D;
  if (file.size() < 4) {
    return refusal(name,
                   "is cut short: it has " + std::to_string(file.size()) + " bytes, and an IDX file begins with 4.");
  }
  if (file[0] != 0 || file[1] != 0) {
    return refusal(name, "is not an IDX file: such a file begins with two zero bytes.");
  }
  if (file[2] != type) {
    return refusal(name, std::string("holds ") + typeName(file[2]) + " (IDX type " + std::to_string(file[2]) +
                             "); only " + typeName(type) + " (type " + std::to_string(type) + ") can be read.");
  }
  if (file[3] != D) {
    return refusal(name, "has " + std::to_string(file[3]) + (file[3] == 1 ? " dimension" : " dimensions") +
                             (file[3] == 1   ? ", as labels have"
                              : file[3] == 2 ? ", as tables have"
                              : file[3] == 3 ? ", as images have"
                                             : "") +
                             "; " + wanted + (D == 2 ? " was" : " were") + " expected, with " + std::to_string(D) +
                             ".");
  }
  if (file.size() < kHeader) {
    return refusal(name, "is cut short: its header alone takes " + std::to_string(kHeader) + " bytes, and it has " +
                             std::to_string(file.size()) + ".");
  }
  Body<D> body{};
  std::uint64_t total = 1;
  for (std::size_t d = 0; d < D; ++d) {
    const std::uint32_t size = bigEndian(file.subspan(4 + 4 * d, 4));
    const std::uint32_t limit = d == 0 ? kIdxMaxExamples : kIdxMaxSide;
    const char* unit = d == 0 ? "examples" : D == 2 ? "values per example" : d == 1 ? "rows" : "columns";
    if (size == 0 || size > limit) {
      return refusal(name, "says that it has " + std::to_string(size) + " " + unit + "; 1 to " + std::to_string(limit) +
                               " are allowed.");
    }
    body.sizes[d] = size;
    total *= size;  // at most 2^20 * 2^10 * 2^10, which fits 64 bits
  }
  if (type == kFloat) total *= 4;
  if (total > kIdxMaxBytes) {
    return refusal(name, "says that it holds " + std::to_string(total) + " bytes of values; at most " +
                             std::to_string(kIdxMaxBytes) + " are allowed.");
  }
  // Both a file that is too short and one that is too long are refused, because either shows that the header is wrong
  // or the download was cut.
  const std::uint64_t present = file.size() - kHeader;
  if (present < total) {
    return refusal(name, "is cut short: its header promises " + std::to_string(total) + " bytes of " + wanted +
                             ", and " + std::to_string(present) + " are there.");
  }
  if (present > total) {
    return refusal(name, "goes on after its end: its header promises " + std::to_string(total) + " bytes of " + wanted +
                             ", and " + std::to_string(present) + " are there.");
  }
  body.values = file.subspan(kHeader);
  return body;
}

}  // namespace

Result<IdxImages> parseIdxImages(std::span<const std::uint8_t> file, std::string_view name) {
  const auto body = parse<3>(file, name, "images");
  if (!body) return body.error();
  const auto& [sizes, values] = body.value();
  return IdxImages{toInt(sizes[0]), toInt(sizes[1]), toInt(sizes[2]), values};
}

Result<IdxTable> parseIdxTable(std::span<const std::uint8_t> file, std::string_view name) {
  const auto body = parse<2>(file, name, "a table", kFloat);
  if (!body) return body.error();
  const auto& [sizes, values] = body.value();
  IdxTable table{toInt(sizes[0]), toInt(sizes[1]), {}};
  table.numbers.reserve(values.size() / 4);
  for (std::size_t at = 0; at < values.size(); at += 4) {
    // A table has no way to mark a missing value, so NaN and infinities are errors in it.
    const float number = std::bit_cast<float>(bigEndian(values.subspan(at, 4)));
    if (!std::isfinite(number)) {
      const std::size_t place = at / 4;
      return refusal(name, "has something else than a finite number as value " + std::to_string(place % sizes[1] + 1) +
                               " of example " + std::to_string(place / sizes[1] + 1) + ".");
    }
    table.numbers.push_back(number);
  }
  return table;
}

Result<std::span<const std::uint8_t>> parseIdxLabels(std::span<const std::uint8_t> file, std::string_view name) {
  const auto body = parse<1>(file, name, "labels");
  if (!body) return body.error();
  return body.value().values;
}

Result<Split> parseIdxPair(std::span<const std::uint8_t> images, std::string_view images_name,
                           std::span<const std::uint8_t> labels, std::string_view labels_name) {
  const auto pictures = parseIdxImages(images, images_name);
  if (!pictures) return pictures.error();
  const auto names = parseIdxLabels(labels, labels_name);
  if (!names) return names.error();
  const IdxImages& parsed = pictures.value();
  if (names.value().size() != toSize(parsed.count)) {
    return refusal(images_name, "has " + std::to_string(parsed.count) + " images and " + std::string(labels_name) +
                                    " has " + std::to_string(names.value().size()) +
                                    " labels; there must be one label per image.");
  }
  Split split;
  split.examples = parsed.count;
  split.values = parsed.rows * parsed.cols;
  split.bytes.assign(parsed.pixels.begin(), parsed.pixels.end());
  split.labels.assign(names.value().begin(), names.value().end());
  return split;
}

}  // namespace harmonium
