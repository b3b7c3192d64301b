// Blocks of bytes that leave the core. Each block is a safetensors file: 8 bytes with the length of the header, a JSON
// header with names, types, shapes and offsets, then the numbers (float32, little-endian; small pictures may be bytes).
// https://github.com/huggingface/safetensors
#pragma once

#include "base/later.h"
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
  std::vector<float> values;                 // F32, row by row; empty for a tensor of type U8
  std::span<const std::uint8_t> bytes = {};  // U8: points into the block that was read, which must outlive it
};

struct TensorFile {
  std::map<std::string, std::string> metadata;  // "__metadata__" of the header
  std::vector<NamedTensor> tensors;             // in the order of the header
};

// A tensor to be written. It owns no numbers; `values` must be valid until writeTensors() returns.
struct TensorView {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::span<const float> values;           // as many as the product of the shape
  std::optional<ByteScale> as_bytes = {};  // if set, the tensor is written as U8; every value must lie on the scale
};

std::vector<std::uint8_t> writeTensors(const TensorFile& file);
// Writes the same into `out`, whose memory is used again. So a caller that writes often allocates memory for the block
// only while its files grow.
void writeTensors(const std::map<std::string, std::string>& metadata, std::span<const TensorView> tensors,
                  std::vector<std::uint8_t>& out);

// The same as work that may stop (base/work.h). The arguments have to live until its end.
Work writeTensors(Pace& pace, const std::map<std::string, std::string>& metadata, std::span<const TensorView> tensors,
                  std::vector<std::uint8_t>& out);

// Says whether readTensors() accepts tensors of type U8 beside F32.
enum class ByteTensors { kRefused, kTaken };
// Reads a file that may be hostile. Sizes, offsets and types of a tensor are checked before its numbers are copied, and
// two tensors may not share bytes. A wrong file gives an Error (kInvalidFile) that says what is wrong.
Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes, ByteTensors byte_tensors = ByteTensors::kRefused);
// The same as work that may stop (base/work.h). `bytes` has to live until its end.
Work readTensors(Pace& pace, std::span<const std::uint8_t> bytes, ByteTensors byte_tensors, Later<TensorFile>& out);

// Returns a scale that holds all values: 0 .. m (kUnit) or -m .. m (kSigned), where m is the larger of `limit` and the
// largest magnitude. 0 and m are exact; every other value is rounded by half a step at most. Returns nothing where a
// value is NaN, where a value is negative on a scale from 0, where a magnitude is above 4 * limit (so few shades would
// be left that they are seen as steps), and where `limit` is not positive and finite.
std::optional<ByteScale> byteScaleOf(ViewScale scale, float limit, std::span<const float> values);

// The name of an ink outside the core: "data", "model", ...
const char* inkName(Ink ink);

// Writes one measurement as JSON text. Snapshots and the answers of measures use it.
std::string writeMeasurement(const Measurement& measurement);

// A snapshot is a tensor file. Its metadata "snapshot" holds the JSON part, and its tensors hold the numbers of curves
// and views. With kBytes, pictures in tiles (kImages, kPairs) are written as bytes where byteScaleOf() finds a scale.
enum class PictureNumbers { kFloats, kBytes };
void encodeSnapshot(const Snapshot& snapshot, PictureNumbers numbers, std::vector<std::uint8_t>& out);
// Reads a snapshot that may be hostile: a member that is missing or of a wrong type keeps its default. Views whose
// numbers came as bytes point into `bytes`, which must outlive them.
Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes);

}  // namespace harmonium
