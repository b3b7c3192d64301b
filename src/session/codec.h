// Blocks of bytes that leave the core. All of them are safetensors files: 8 bytes of header length, a JSON header with
// names, types, shapes and offsets, then the numbers (float32, little-endian; small pictures may be bytes).
// https://github.com/huggingface/safetensors
#pragma once

#include "base/result.h"
#include "session/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

struct NamedTensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::vector<float> values;
  std::span<const std::uint8_t> bytes = {};  // of type U8: they stay in the file that was read
};

struct TensorFile {
  std::map<std::string, std::string> metadata;
  std::vector<NamedTensor> tensors;
};

// A tensor on its way out: its numbers lie where they are until they are written.
struct TensorView {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::span<const float> values;
  std::optional<ByteScale> as_bytes = {};  // written as U8; every value must lie in the scale's range
};

std::vector<std::uint8_t> writeTensors(const TensorFile& file);
// The same into `out`, whose memory is used again: a writer that is asked often allocates only while its files grow.
void writeTensors(const std::map<std::string, std::string>& metadata, std::span<const TensorView> tensors,
                  std::vector<std::uint8_t>& out);

// Whether a reader that wants floats takes bytes too.
enum class ByteTensors { kRefused, kTaken };
// Hostile input: sizes, offsets, overlaps, types and names are checked before anything is copied.
Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes, ByteTensors byte_tensors = ByteTensors::kRefused);

// A scale on which all these numbers lie. 0 is exact, and so is the limit or what lies farthest beyond it; all others
// move by half a step at most. None where a number is no number, lies below a scale that begins at 0, or so far beyond
// the limit that shades would be seen as steps.
std::optional<ByteScale> byteScaleOf(ViewScale scale, float limit, std::span<const float> values);

// "data", "model", ...: an ink's name outside the core.
const char* inkName(Ink ink);

// One measurement as JSON text, in a snapshot and as a measure's answer.
std::string writeMeasurement(const Measurement& measurement);

// A snapshot is a tensor file whose metadata "snapshot" holds the JSON part and whose tensors hold curves and views.
// kBytes: small pictures (kImages, kPairs) go as bytes where there is a scale for all their numbers.
enum class PictureNumbers { kFloats, kBytes };
void encodeSnapshot(const Snapshot& snapshot, PictureNumbers numbers, std::vector<std::uint8_t>& out);
// Views whose numbers came as bytes point into `bytes`, which must outlive them.
Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes);

}  // namespace harmonium
