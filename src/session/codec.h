// Blocks of bytes that leave the core. All of them are safetensors files: 8 bytes of header length, a JSON header with
// names, types, shapes and offsets, then the numbers (float32, little-endian).
// https://github.com/huggingface/safetensors
#pragma once

#include "base/result.h"
#include "session/snapshot.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

struct NamedTensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::vector<float> values;
};

struct TensorFile {
  std::map<std::string, std::string> metadata;
  std::vector<NamedTensor> tensors;
};

std::vector<std::uint8_t> writeTensors(const TensorFile& file);
// Hostile input: sizes, offsets, overlaps, types and names are checked before anything is copied.
Result<TensorFile> readTensors(std::span<const std::uint8_t> bytes);

// A snapshot is a tensor file whose metadata "snapshot" holds the JSON part and whose tensors hold curves and views.
// One measurement as JSON text, in a snapshot and as a measure's answer.
std::string writeMeasurement(const Measurement& measurement);

std::vector<std::uint8_t> encodeSnapshot(const Snapshot& snapshot);
Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes);

}  // namespace harmonium
