#include "session/codec.h"

#include "session/json.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace harmonium {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

namespace {

constexpr std::size_t kLongestHeader = 100u << 20;  // as the format's own reader has it
constexpr std::size_t kMostTensors = 4096;
constexpr std::size_t kMostDimensions = 8;

Error wrong(std::string why) {
  return {ErrorCode::kInvalidFile, "This is not a safetensors file that can be read: " + std::move(why) + "."};
}

std::uint64_t readLength(std::span<const std::uint8_t> bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 8; ++i) length |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return length;
}

Result<NamedTensor> readTensor(const std::string& name, const Json& entry, std::span<const std::uint8_t> data) {
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
    return wrong("tensor " + inQuotes(name) + " lacks dtype, shape or data_offsets");
  }
  if (entry["dtype"] != "F32")
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
    tensor.shape.push_back(static_cast<std::uint32_t>(size.get<std::uint64_t>()));
    // Below 2^62 after every step: the product before fits the file, the factor fits 32 bits.
    count *= size.get<std::uint64_t>();
    if (count > data.size()) return wrong("tensor " + inQuotes(name) + " is larger than the file");
  }
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned()) {
    return wrong("tensor " + inQuotes(name) + " has no usable data_offsets");
  }
  const std::uint64_t begin = offsets[0].get<std::uint64_t>(), end = offsets[1].get<std::uint64_t>();
  if (begin > end || end > data.size() || end - begin != count * sizeof(float)) {
    return wrong("tensor " + inQuotes(name) + " says bytes " + std::to_string(begin) + " to " + std::to_string(end) +
                 ", which do not fit its shape or the file");
  }
  tensor.values.resize(static_cast<std::size_t>(count));
  if (count > 0) std::memcpy(tensor.values.data(), data.data() + begin, static_cast<std::size_t>(end - begin));
  return tensor;
}

}  // namespace

std::vector<std::uint8_t> writeTensors(const TensorFile& file) {
  Json header;
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::size_t offset = 0;
  for (const NamedTensor& tensor : file.tensors) {
    const std::size_t end = offset + tensor.values.size() * sizeof(float);
    header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.is_null() ? "{}" : textOf(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // keeps the numbers aligned

  std::vector<std::uint8_t> bytes(8 + text.size() + offset);
  const std::uint64_t length = text.size();  // of 64 bits: the file's, whatever the machine's
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(length >> (8 * i));
  std::memcpy(bytes.data() + 8, text.data(), text.size());
  std::uint8_t* out = bytes.data() + 8 + text.size();
  for (const NamedTensor& tensor : file.tensors) {
    if (tensor.values.empty()) continue;
    std::memcpy(out, tensor.values.data(), tensor.values.size() * sizeof(float));
    out += tensor.values.size() * sizeof(float);
  }
  return bytes;
}

Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 8) return wrong("it is only " + std::to_string(bytes.size()) + " bytes long");
  const std::uint64_t length = readLength(bytes);
  if (length > kLongestHeader || length > bytes.size() - 8) {
    return wrong("its header says " + std::to_string(length) + " bytes, but the file has " +
                 std::to_string(bytes.size()));
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, static_cast<std::size_t>(length));
  const std::span<const std::uint8_t> data = bytes.subspan(8 + static_cast<std::size_t>(length));
  Result<Json> parsed = parseObject(text, "Its header", ErrorCode::kInvalidFile);
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
    Result<NamedTensor> tensor = readTensor(name, entry, data);
    if (!tensor) return tensor.error();
    if (!tensor.value().values.empty()) {
      ranges.emplace_back(entry["data_offsets"][0].get<std::uint64_t>(), entry["data_offsets"][1].get<std::uint64_t>());
    }
    file.tensors.push_back(std::move(tensor.value()));
  }
  std::ranges::sort(ranges);
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first < ranges[i - 1].second) return wrong("two tensors share the same bytes");
  }
  return file;
}

}  // namespace harmonium
