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
  tensor.values.resize(toSize(count));
  if (count > 0) std::memcpy(tensor.values.data(), data.data() + begin, toSize(end - begin));
  return tensor;
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
  // All bytes follow all floats, so that the floats stay aligned and a reader may use them in place.
  std::vector<const TensorView*> order;
  for (const bool as_bytes : {false, true}) {
    for (const TensorView& tensor : tensors) {
      if (tensor.as_bytes.has_value() == as_bytes) order.push_back(&tensor);
    }
  }

  Json header;
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const TensorView* tensor : order) {
    const std::size_t end = offset + tensor->values.size() * (tensor->as_bytes ? 1 : sizeof(float));
    header[tensor->name] = {
        {"dtype", tensor->as_bytes ? "U8" : "F32"}, {"shape", tensor->shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.is_null() ? "{}" : textOf(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the format pads with spaces, so that the numbers stay aligned

  out.resize(8 + text.size() + offset);
  const std::uint64_t length = text.size();  // the file has 64 bits here, also where std::size_t has 32 (wasm)
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(length >> (8 * i));
  std::memcpy(out.data() + 8, text.data(), text.size());
  std::uint8_t* to = out.data() + 8 + text.size();
  for (const TensorView* tensor : order) {
    if (tensor->values.empty()) continue;
    if (tensor->as_bytes) {
      writeBytes(*tensor->as_bytes, tensor->values, to);
      to += tensor->values.size();
    } else {
      std::memcpy(to, tensor->values.data(), tensor->values.size_bytes());
      to += tensor->values.size_bytes();
    }
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

Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes, ByteTensors byte_tensors) {
  if (bytes.size() < 8) return wrong("it is only " + std::to_string(bytes.size()) + " bytes long");
  const std::uint64_t length = readLength(bytes);
  if (length > kLongestHeader || length > bytes.size() - 8) {
    return wrong("its header says " + std::to_string(length) + " bytes, but the file has " +
                 std::to_string(bytes.size()));
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, toSize(length));
  const std::span<const std::uint8_t> data = bytes.subspan(8 + toSize(length));
  Result<Json> parsed = parseObject(text, "Its header", ErrorCode::kInvalidFile, Names::kOnce);
  if (!parsed) return parsed.error();

  TensorFile file;
  if (parsed.value().size() > kMostTensors) return wrong("it has too many tensors");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (const auto& [name, entry] : parsed.value().items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) return wrong("its metadata is not an object");
      for (const auto& [key, value] : entry.items()) {
        if (!value.is_string()) return wrong("its metadata " + inQuotes(key) + " is not text");
        file.metadata[key] = value.get<std::string>();
      }
      continue;
    }
    Result<NamedTensor> tensor = readTensor(name, entry, data, byte_tensors);
    if (!tensor) return tensor.error();
    if (!tensor.value().values.empty() || !tensor.value().bytes.empty()) {
      ranges.emplace_back(entry["data_offsets"][0].get<std::uint64_t>(), entry["data_offsets"][1].get<std::uint64_t>());
    }
    file.tensors.push_back(std::move(tensor.value()));
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
  return file;
}

}  // namespace harmonium
