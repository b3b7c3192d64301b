#include "session/given_data.h"

#include "base/numbers.h"
#include "data/base64.h"
#include "data/inline.h"

#include <bit>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

// Says what null in a list means: a missing value among examples, an error in shapes, lengths and labels.
enum class Gaps { kRefused, kNaN };

Status readNumbers(const Json& list, const std::string& what, Gaps gaps, std::vector<double>& out) {
  if (!list.is_array()) return refusal(what + " must be a list of numbers, not " + inQuotes(list) + ".");
  out.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is_null() && gaps == Gaps::kNaN) {
      out.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (list[i].is_number()) {
      out.push_back(list[i].get<double>());
    } else {
      return refusal(what + "[" + std::to_string(i) + "] is " + inQuotes(list[i]) + ", but it must be a number.");
    }
  }
  return {};
}

Status readTexts(const Json& list, const std::string& what, std::vector<std::string>& out) {
  if (!list.is_array()) return refusal(what + " must be a list of texts, not " + inQuotes(list) + ".");
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_string()) {
      return refusal(what + "[" + std::to_string(i) + "] is " + inQuotes(list[i]) + ", but it must be a text.");
    }
    out.push_back(list[i].get<std::string>());
  }
  return {};
}

Status readRows(const Json& list, const std::string& what, InlineValues::Rows& out) {
  if (!list.is_array()) return refusal(what + " must be a list of rows, not " + inQuotes(list) + ".");
  for (std::size_t i = 0; i < list.size(); ++i) {
    out.emplace_back();
    if (Status status = readNumbers(list[i], what + "[" + std::to_string(i) + "]", Gaps::kNaN, out.back()); !status)
      return status;
  }
  return {};
}

// Reads lists of rows. `out` gets all rows one after the other, and `lengths` the number of rows of each list.
Status readSequences(const Json& list, const std::string& what, InlineValues::Rows& out, std::vector<double>& lengths) {
  if (!list.is_array()) return refusal(what + " must be a list of sequences, not " + inQuotes(list) + ".");
  for (std::size_t s = 0; s < list.size(); ++s) {
    const std::size_t before = out.size();
    if (Status status = readRows(list[s], what + "[" + std::to_string(s) + "]", out); !status) return status;
    lengths.push_back(toDouble(out.size() - before));
  }
  return {};
}

Status readEnd(const Json& part, const char* field, const std::string& place, std::optional<double>& out) {
  if (!part.contains(field)) return {};
  if (!part[field].is_number()) {
    return refusal(place + "." + field + " is " + inQuotes(part[field]) + ", but it must be a number.");
  }
  out = part[field].get<double>();
  return {};
}

// Reads one entry of `parts`. `place` is its name in refusals, such as "parts[1]".
Status readPart(const Json& json, const std::string& place, InlinePart& out) {
  if (!json.is_object()) return refusal(place + " is " + inQuotes(json) + ", but it must be an object.");
  if (Status known = onlyKnown(json, {"name", "kind", "shape", "names", "low", "high"}, place, ErrorCode::kInvalidData);
      !known) {
    return known;
  }
  for (const char* field : {"name", "kind", "shape"}) {
    if (!json.contains(field))
      return refusal(place + " needs the fields name, kind and shape; it lacks " + field + ".");
  }
  if (!json["name"].is_string()) {
    return refusal(place + ".name is " + inQuotes(json["name"]) + ", but it must be a text.");
  }
  out.name = json["name"].get<std::string>();
  const std::optional<PartKind> kind =
      json["kind"].is_string() ? partKindNamed(json["kind"].get_ref<const std::string&>()) : std::nullopt;
  if (!kind) {
    return refusal(place + ".kind is " + inQuotes(json["kind"]) +
                   "; it must be one of binary, intensity, real, oneOf and counts.");
  }
  out.kind = *kind;
  if (Status status = readNumbers(json["shape"], place + ".shape", Gaps::kRefused, out.shape); !status) return status;
  if (json.contains("names")) {
    if (Status status = readTexts(json["names"], place + ".names", out.names); !status) return status;
  }
  if (Status status = readEnd(json, "low", place, out.low); !status) return status;
  return readEnd(json, "high", place, out.high);
}

Status readParts(const Json& list, std::vector<InlinePart>& out) {
  // The number is checked here already, so that a hostile list of millions of parts is not read.
  if (!list.is_array() || list.empty() || list.size() > kInlineMaxParts) {
    return refusal("parts must be a list of 1 to " + std::to_string(kInlineMaxParts) + " parts.");
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (Status status = readPart(list[i], "parts[" + std::to_string(i) + "]", out.emplace_back()); !status)
      return status;
  }
  return {};
}

// Reads bytes or floats in base64.
Status readPacked(const Json& text, const std::string& what, InlineForm form, InlineValues& out) {
  if (!text.is_string()) return refusal(what + " must be a text in base64, not " + inQuotes(text) + ".");
  auto bytes = decodeBase64(text.get_ref<const std::string&>());
  if (!bytes) return refusal(what + " is not valid base64 (A-Z, a-z, 0-9, + and /).");
  if (form == InlineForm::kBytes) {
    out.bytes = std::move(*bytes);
    return {};
  }
  if (bytes->size() % 4 != 0) {
    return refusal(what + " has " + std::to_string(bytes->size()) +
                   " bytes, which is no whole number of 32-bit floats.");
  }
  out.floats.reserve(bytes->size() / 4);
  for (std::size_t at = 0; at < bytes->size(); at += 4) {
    // Byte by byte, because the text says little-endian and the bytes need not be aligned.
    std::uint32_t bits = 0;
    for (std::size_t i = 4; i > 0; --i) bits = bits << 8 | (*bytes)[at + i - 1];
    out.floats.push_back(std::bit_cast<float>(bits));
  }
  return {};
}

Status readValues(const Json& json, const std::string& what, InlineForm form, InlineValues& out) {
  return form == InlineForm::kRows ? readRows(json, what, out.rows) : readPacked(json, what, form, out);
}

std::string packedFloats(std::span<const float> numbers) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(numbers.size() * 4);
  for (const float number : numbers) {
    // NaN has many bit patterns. One is written for all, so that equal sets give equal texts.
    const std::uint32_t bits = std::isnan(number) ? 0x7fc00000u : std::bit_cast<std::uint32_t>(number);
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  return encodeBase64(bytes);
}

Json rowsOf(const Split& split) {
  // Example by example, because the whole split as floats would be four times its bytes.
  Json rows = Json::array();
  Matrix example;
  for (int n = 0; n < split.examples; ++n) {
    split.loadRange(toU32(n), 1, example);
    Json row = Json::array();
    for (const float value : flat(example)) row.push_back(std::isnan(value) ? Json(nullptr) : Json(value));
    rows.push_back(std::move(row));
  }
  return rows;
}

// The examples of a split in one of the forms. A split of bytes can become floats, because the other split may need
// them.
Json valuesOf(const Split& split, InlineForm form) {
  if (form == InlineForm::kRows) return rowsOf(split);
  if (form == InlineForm::kBytes) return encodeBase64(split.bytes);
  if (!split.floats.empty()) return packedFloats(split.floats);
  Matrix examples;
  split.loadRange(0, toU32(split.examples), examples);
  return packedFloats(flat(examples));
}

// Chooses a form that gives exactly the same split again, and a legible one where the set is small. Bytes with a
// maximum other than 1 stay bytes, because the mean of fractions would be rounded in another way.
InlineForm formFor(const Dataset& set) {
  const Split &train = set.train, &test = set.test;
  const std::size_t numbers = toSize(train.examples + test.examples) * toSize(set.values());
  const bool bytes = !train.bytes.empty() && test.floats.empty();
  if (bytes && train.maximum != 1) return InlineForm::kBytes;
  if (numbers <= kWrittenAsRows) return InlineForm::kRows;
  return bytes ? InlineForm::kBytes : InlineForm::kFloats;
}

// Groups rows into one list per sequence.
Json nested(Json rows, const Split& split) {
  Json sequences = Json::array();
  for (std::size_t n = 0, s = 0; n < rows.size(); ++n) {
    if (s < split.starts.size() && split.starts[s] == n) {
      sequences.push_back(Json::array());
      ++s;
    }
    sequences.back().push_back(std::move(rows[n]));
  }
  return sequences;
}

// A split stores where its sequences start; the JSON has their lengths, which are easier to write by hand.
std::vector<std::uint32_t> lengthsOf(const Split& split) {
  std::vector<std::uint32_t> lengths;
  for (std::size_t s = 0; s < split.starts.size(); ++s) {
    const bool last = s + 1 == split.starts.size();
    lengths.push_back((last ? toU32(split.examples) : split.starts[s + 1]) - split.starts[s]);
  }
  return lengths;
}

// The field that holds the training examples in a form.
const char* fieldOf(InlineForm form) {
  return form == InlineForm::kRows ? "examples" : form == InlineForm::kBytes ? "bytes" : "floats";
}

}  // namespace

Json writeParts(const Layout& layout) {
  Json parts = Json::array();
  for (const Part& part : layout.parts) {
    Json json = {{"name", part.name}, {"kind", partKindName(part.kind)}, {"shape", {part.rows, part.cols}}};
    if (part.kind == PartKind::kOneOf) json["shape"] = {part.cols};
    if (!part.names.empty()) json["names"] = part.names;
    // JSON has no infinity: an end that is not limited is left out.
    if (part.kind == PartKind::kReal && std::isfinite(part.low)) json["low"] = part.low;
    if (!part.unit() && std::isfinite(part.high)) json["high"] = part.high;
    parts.push_back(std::move(json));
  }
  return parts;
}

Result<std::shared_ptr<const Dataset>> readGivenData(const Json& json) {
  if (Status known =
          onlyKnown(json,
                    {"shape", "parts", "examples", "sequences", "bytes", "maximum", "floats", "lengths", "labels",
                     "test", "testLengths", "testLabels", "real", "offsets", "names", "classes", "title"},
                    "The data set", ErrorCode::kInvalidData);
      !known) {
    return known.error();
  }
  InlineData data;
  // This function checks types and which fields go together. datasetOf() (data/inline.h) checks the numbers.
  int forms = 0;
  for (const InlineForm form : {InlineForm::kRows, InlineForm::kBytes, InlineForm::kFloats}) {
    if (!json.contains(fieldOf(form))) continue;
    data.form = form;
    ++forms;
  }
  if (json.contains("sequences")) {
    data.nested = true;
    ++forms;
  }
  // Exactly one of either group: two would leave open which of them holds.
  if (json.contains("shape") == json.contains("parts") || forms != 1) {
    return refusal(
        "A data set given in place needs the field shape, or parts, and one of examples, bytes and floats, or "
        "sequences.");
  }
  if (json.contains("parts")) {
    if (Status status = readParts(json["parts"], data.parts); !status) return status.error();
  } else if (Status status = readNumbers(json["shape"], "shape", Gaps::kRefused, data.shape); !status) {
    return status.error();
  }
  const std::string field = data.nested ? "sequences" : fieldOf(data.form);
  if (data.nested && (json.contains("lengths") || json.contains("testLengths"))) {
    return refusal("lengths and testLengths go with examples, bytes and floats; the lengths of sequences can be seen.");
  }
  // Training and test examples have the same form, so that one rule covers both.
  const auto values = [&](const std::string& name, InlineValues& out, std::vector<double>& lengths) {
    return data.nested ? readSequences(json[name], name, out.rows, lengths)
                       : readValues(json[name], name, data.form, out);
  };
  if (Status status = values(field, data.examples, data.lengths); !status) return status.error();
  if (json.contains("test")) {
    if (Status status = values("test", data.test, data.test_lengths); !status) return status.error();
  }
  for (const auto& [name, numbers] : {std::pair{"lengths", &data.lengths},
                                      {"testLengths", &data.test_lengths},
                                      {"offsets", &data.offsets},
                                      {"labels", &data.labels},
                                      {"testLabels", &data.test_labels}}) {
    if (!json.contains(name)) continue;
    if (Status status = readNumbers(json[name], name, Gaps::kRefused, *numbers); !status) return status.error();
  }
  if (json.contains("maximum")) {
    if (data.form != InlineForm::kBytes) return refusal("maximum goes with bytes only.");
    if (!json["maximum"].is_number())
      return refusal("maximum is " + inQuotes(json["maximum"]) + ", but it must be a number.");
    data.maximum = json["maximum"].get<double>();
  }
  if (json.contains("real")) {
    if (!json["real"].is_boolean())
      return refusal("real is " + inQuotes(json["real"]) + ", but it must be true or false.");
    data.real = json["real"].get<bool>();
  }
  if (json.contains("names")) {
    if (Status status = readTexts(json["names"], "names", data.names); !status) return status.error();
  }
  if (json.contains("classes")) {
    if (Status status = readTexts(json["classes"], "classes", data.classes); !status) return status.error();
  }
  if (json.contains("title")) {
    if (!json["title"].is_string()) return refusal("title is " + inQuotes(json["title"]) + ", but it must be a text.");
    data.title = json["title"].get<std::string>();
  }
  Result<Dataset> set = datasetOf(std::move(data));
  if (!set) return set.error();
  return std::shared_ptr<const Dataset>(std::make_shared<Dataset>(std::move(set.value())));
}

Json writeGivenData(const Dataset& set) {
  Json json;
  if (set.layout.parts.empty()) {
    json["shape"] = {set.rows, set.cols};
  } else {
    json["parts"] = writeParts(set.layout);
  }
  const InlineForm form = formFor(set);
  const bool sequences = !set.train.starts.empty(), as_lists = sequences && form == InlineForm::kRows;
  const auto values = [&](const Split& split) {
    return as_lists ? nested(valuesOf(split, form), split) : valuesOf(split, form);
  };
  // Fields that follow from others or have their default are left out: links carry this text and should stay short.
  json[as_lists ? "sequences" : fieldOf(form)] = values(set.train);
  if (sequences && !as_lists) json["lengths"] = lengthsOf(set.train);
  if (form == InlineForm::kBytes) json["maximum"] = toInt(set.train.maximum);
  if (set.real && set.layout.parts.empty()) json["real"] = true;
  if (!set.offsets.empty()) json["offsets"] = set.offsets;
  if (!set.train.labels.empty()) json["labels"] = set.train.labels;
  if (set.test.examples > 0) json["test"] = values(set.test);
  if (set.test.examples > 0 && sequences && !as_lists) json["testLengths"] = lengthsOf(set.test);
  if (!set.test.labels.empty()) json["testLabels"] = set.test.labels;
  if (!set.value_names.empty() && set.layout.parts.empty()) json["names"] = set.value_names;
  if (set.class_names != numberedClasses(set.train.labels, set.test.labels)) json["classes"] = set.class_names;
  if (set.title != kInlineTitle) json["title"] = set.title;
  return json;
}

}  // namespace harmonium
