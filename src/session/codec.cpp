#include "session/codec.h"

#include "base/numbers.h"
#include "session/json.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace harmonium {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

namespace {

constexpr std::size_t kLongestHeader = 100u << 20;  // the limit of the format's reference reader
// No model or snapshot comes near these. They keep a hostile header from costing memory and time.
constexpr std::size_t kMostTensors = 4096;
constexpr std::size_t kMostDimensions = 8;

Error wrong(std::string why) {
  return {ErrorCode::kInvalidFile, "This is not a safetensors file that can be read: " + std::move(why) + "."};
}

std::uint64_t readLength(std::span<const std::uint8_t> bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) length |= toU64(bytes[i]) << (8 * i);
  return length;
}

Result<NamedTensor> readTensor(const std::string& name, const Json& entry, std::span<const std::uint8_t> data,
                               ByteTensors byte_tensors) {
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
    return wrong("tensor " + inQuotes(name) + " lacks dtype, shape or data_offsets");
  }
  const bool as_bytes = byte_tensors == ByteTensors::kTaken && entry["dtype"] == "U8";
  if (entry["dtype"] != "F32" && !as_bytes)
    return wrong("tensor " + inQuotes(name) + " has dtype " + inQuotes(entry["dtype"]) + "; only F32 is read");
  const Json &shape = entry["shape"], &offsets = entry["data_offsets"];
  if (!shape.is_array() || shape.size() > kMostDimensions)
    return wrong("tensor " + inQuotes(name) + " has no usable shape");
  NamedTensor tensor{.name = name, .shape = {}, .values = {}};
  std::uint64_t count = 1;
  for (const Json& size : shape) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > UINT32_MAX) {
      return wrong("tensor " + inQuotes(name) + " has no usable shape");
    }
    tensor.shape.push_back(toU32(size.get<std::uint64_t>()));
    // The product cannot overflow: before this step it was at most the size of the file, and the factor fits 32 bits.
    count *= size.get<std::uint64_t>();
    if (count > data.size()) return wrong("tensor " + inQuotes(name) + " is larger than the file");
  }
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned()) {
    return wrong("tensor " + inQuotes(name) + " has no usable data_offsets");
  }
  const std::uint64_t begin = offsets[0].get<std::uint64_t>(), end = offsets[1].get<std::uint64_t>();
  if (begin > end || end > data.size() || end - begin != count * (as_bytes ? 1 : sizeof(float))) {
    return wrong("tensor " + inQuotes(name) + " says bytes " + std::to_string(begin) + " to " + std::to_string(end) +
                 ", which do not fit its shape or the file");
  }
  if (as_bytes) {
    tensor.bytes = data.subspan(toSize(begin), toSize(count));
    return tensor;
  }
  return tensor;
}

// What was read of a file's header: its tensors still lack their numbers, which begin at `places`.
struct TensorHeader {
  TensorFile file;
  std::vector<std::size_t> places;
};

Result<TensorHeader> readHeader(Json& header, std::span<const std::uint8_t> data, ByteTensors byte_tensors) {
  TensorHeader out;
  if (header.size() > kMostTensors) return wrong("it has too many tensors");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (auto&& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) return wrong("its metadata is not an object");
      for (auto&& [key, value] : entry.items()) {
        if (!value.is_string()) return wrong("its metadata " + inQuotes(key) + " is not text");
        out.file.metadata[key] = std::move(value.get_ref<std::string&>());
      }
      continue;
    }
    Result<NamedTensor> tensor = readTensor(name, entry, data, byte_tensors);
    if (!tensor) return tensor.error();
    const std::uint64_t first = entry["data_offsets"][0].get<std::uint64_t>();
    const std::uint64_t last = entry["data_offsets"][1].get<std::uint64_t>();
    if (last > first) ranges.emplace_back(first, last);
    out.file.tensors.push_back(std::move(tensor.value()));
    out.places.push_back(toSize(first));
  }
  // The format forbids overlaps and gaps: two tensors on the same bytes could make a small file fill the memory, and
  // bytes of no tensor tell of a file that something was added to.
  std::ranges::sort(ranges);
  std::uint64_t end = 0;
  for (const auto& [first, last] : ranges) {
    if (first < end) return wrong("two tensors share the same bytes");
    if (first > end) break;
    end = last;
  }
  if (end != data.size()) {
    return wrong("byte " + std::to_string(end) + " of its " + std::to_string(data.size()) +
                 " bytes of numbers belongs " + "to no tensor");
  }
  return out;
}

// Rounds to the nearest byte. The scale covers all values, so no result is negative, but the rounding of floats can
// exceed 255.
void writeBytes(const ByteScale& scale, std::span<const float> values, std::uint8_t* out) {
  const float steps = toFloat(1 / scale.step), zero = toFloat(scale.zero) + 0.5f;
  for (const float value : values) *out++ = static_cast<std::uint8_t>(std::min(toInt(value * steps + zero), 255));
}

}  // namespace

std::vector<std::uint8_t> writeTensors(const TensorFile& file) {
  std::vector<TensorView> tensors;
  for (const NamedTensor& tensor : file.tensors) {
    tensors.push_back({.name = tensor.name, .shape = tensor.shape, .values = tensor.values});
  }
  std::vector<std::uint8_t> bytes;
  writeTensors(file.metadata, tensors, bytes);
  return bytes;
}

void writeTensors(const std::map<std::string, std::string>& metadata, std::span<const TensorView> tensors,
                  std::vector<std::uint8_t>& out) {
  Pace whole;
  finish(writeTensors(whole, metadata, tensors, out));
}

Work writeTensors(Pace& pace, const std::map<std::string, std::string>& metadata, std::span<const TensorView> tensors,
                  std::vector<std::uint8_t>& out) {
  // All bytes follow all floats, so that the floats stay aligned and a reader may use them in place.
  std::vector<const TensorView*> order;
  for (const bool as_bytes : {false, true}) {
    for (const TensorView& tensor : tensors) {
      if (tensor.as_bytes.has_value() == as_bytes) order.push_back(&tensor);
    }
  }

  Json header;
  std::size_t offset = 0;
  for (const TensorView* tensor : order) {
    const std::size_t end = offset + tensor->values.size() * (tensor->as_bytes ? 1 : sizeof(float));
    header[tensor->name] = {
        {"dtype", tensor->as_bytes ? "U8" : "F32"}, {"shape", tensor->shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  // A text may have megabytes, so the metadata are written part by part.
  std::string text = "{";
  if (!metadata.empty()) text += "\"__metadata__\":{";
  for (auto each = metadata.begin(); each != metadata.end(); ++each) {
    text += (each == metadata.begin() ? "" : ",") + textOf(Json(each->first)) + ":";
    co_await appendQuoted(pace, each->second, text);
  }
  if (!metadata.empty()) text += header.is_null() ? "}" : "},";
  text += header.is_null() ? "}" : textOf(header).substr(1);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the format pads with spaces, so that the numbers stay aligned

  // Memory that is new is written piece by piece.
  if (out.capacity() < 8 + text.size() + offset) out = {};
  out.reserve(8 + text.size() + offset);
  out.resize(8 + text.size());
  const std::uint64_t length = text.size();  // the file has 64 bits here, also where std::size_t has 32 (wasm)
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(length >> (8 * i));
  std::memcpy(out.data() + 8, text.data(), text.size());
  for (const TensorView* tensor : order) {
    const std::span<const float> values = tensor->values;
    constexpr double kPerNumber = 4;  // operations
    co_await inParts(pace, values.size(), kPerNumber, [&](std::size_t from, std::size_t to) {
      const std::size_t before = out.size(), count = to - from;
      out.resize(before + count * (tensor->as_bytes ? 1 : sizeof(float)));
      if (tensor->as_bytes) {
        writeBytes(*tensor->as_bytes, values.subspan(from, count), out.data() + before);
      } else {
        std::memcpy(out.data() + before, values.data() + from, count * sizeof(float));
      }
      return true;
    });
  }
}

std::optional<ByteScale> byteScaleOf(ViewScale scale, float limit, std::span<const float> values) {
  constexpr float kMostLimits = 4;       // 31 shades on either side of 0 are then left, or 63 on one side
  constexpr float kLeastLimit = 1e-30f;  // below this, 1 / step exceeds the largest float
  if (!(limit >= kLeastLimit) || !std::isfinite(limit)) return std::nullopt;
  const bool is_signed = scale == ViewScale::kSigned;
  float largest = limit;
  for (const float value : values) {
    const float magnitude = is_signed ? std::abs(value) : value;
    // The negated form also refuses NaN.
    if (!(magnitude >= 0 && magnitude <= kMostLimits * limit)) return std::nullopt;
    largest = std::max(largest, magnitude);
  }
  if (is_signed) return ByteScale{.step = toDouble(largest) / 127, .zero = 128};
  return ByteScale{.step = toDouble(largest) / 255, .zero = 0};
}

Work readTensors(Pace& pace, std::span<const std::uint8_t> bytes, ByteTensors byte_tensors, Later<TensorFile>& out) {
  if (bytes.size() < 8) {
    out = wrong("it is only " + std::to_string(bytes.size()) + " bytes long");
    co_return;
  }
  const std::uint64_t length = readLength(bytes);
  if (length > kLongestHeader || length > bytes.size() - 8) {
    out =
        wrong("its header says " + std::to_string(length) + " bytes, but the file has " + std::to_string(bytes.size()));
    co_return;
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, toSize(length));
  const std::span<const std::uint8_t> data = bytes.subspan(8 + toSize(length));
  Later<Json> parsed;
  co_await parseObject(pace, text, "Its header", ErrorCode::kInvalidFile, Names::kOnce, parsed);
  if (!*parsed) {
    out = parsed->error();
    co_return;
  }
  Result<TensorHeader> header = readHeader(parsed->value(), data, byte_tensors);
  if (!header) {
    out = header.error();
    co_return;
  }
  TensorFile& file = header.value().file;
  for (std::size_t at = 0; at < file.tensors.size(); ++at) {
    NamedTensor& tensor = file.tensors[at];
    const std::uint8_t* const from = data.data() + header.value().places[at];
    std::size_t count = tensor.bytes.empty() ? 1 : 0;
    for (const std::uint32_t size : tensor.shape) count *= size;
    tensor.values.reserve(count);
    constexpr double kPerNumber = 4;  // operations; the memory is new
    co_await inParts(pace, count, kPerNumber, [&tensor, from](std::size_t first, std::size_t last) {
      tensor.values.resize(last);
      // The numbers of a foreign file need not be aligned.
      std::memcpy(tensor.values.data() + first, from + first * sizeof(float), (last - first) * sizeof(float));
      return true;
    });
  }
  out = std::move(file);
}

Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes, ByteTensors byte_tensors) {
  return atOnce<TensorFile>(
      [&](Pace& pace, Later<TensorFile>& out) { return readTensors(pace, bytes, byte_tensors, out); });
}

}  // namespace harmonium
