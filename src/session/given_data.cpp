#include "session/given_data.h"

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
    // Not-a-numbers are all written alike.
    const std::uint32_t bits = std::isnan(number) ? 0x7fc00000u : std::bit_cast<std::uint32_t>(number);
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  return encodeBase64(bytes);
}

Json rowsOf(const Split& split) {
  Json rows = Json::array();
  Matrix example;
  for (int n = 0; n < split.examples; ++n) {
    split.loadRange(static_cast<std::uint32_t>(n), 1, example);
    Json row = Json::array();
    for (const float value : flat(example)) row.push_back(std::isnan(value) ? Json(nullptr) : Json(value));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json valuesOf(const Split& split, InlineForm form) {
  if (form == InlineForm::kRows) return rowsOf(split);
  if (form == InlineForm::kBytes) return encodeBase64(split.bytes);
  if (!split.floats.empty()) return packedFloats(split.floats);
  Matrix examples;
  split.loadRange(0, static_cast<std::uint32_t>(split.examples), examples);
  return packedFloats(flat(examples));
}

// Whatever form gives the very same split again, the legible one where the set is small. Bytes of a maximum other than
// 1 stay bytes: as fractions their mean would be rounded otherwise.
InlineForm formFor(const Dataset& set) {
  const Split &train = set.train, &test = set.test;
  const std::size_t numbers =
      static_cast<std::size_t>(train.examples + test.examples) * static_cast<std::size_t>(set.values());
  const bool bytes = !train.bytes.empty() && test.floats.empty();
  if (bytes && train.maximum != 1) return InlineForm::kBytes;
  if (numbers <= kWrittenAsRows) return InlineForm::kRows;
  return bytes ? InlineForm::kBytes : InlineForm::kFloats;
}

const char* fieldOf(InlineForm form) {
  return form == InlineForm::kRows ? "examples" : form == InlineForm::kBytes ? "bytes" : "floats";
}

}  // namespace

Result<std::shared_ptr<const Dataset>> readGivenData(const Json& json) {
  if (Status known = onlyKnown(json,
                               {"shape", "examples", "bytes", "maximum", "floats", "labels", "test", "testLabels",
                                "real", "names", "classes", "title"},
                               "The data set", ErrorCode::kInvalidData);
      !known) {
    return known.error();
  }
  InlineData data;
  int forms = 0;
  for (const InlineForm form : {InlineForm::kRows, InlineForm::kBytes, InlineForm::kFloats}) {
    if (!json.contains(fieldOf(form))) continue;
    data.form = form;
    ++forms;
  }
  if (!json.contains("shape") || forms != 1) {
    return refusal("A data set given in place needs the field shape and one of examples, bytes and floats.");
  }
  if (Status status = readNumbers(json["shape"], "shape", Gaps::kRefused, data.shape); !status) return status.error();
  const std::string field = fieldOf(data.form);
  if (Status status = readValues(json[field], field, data.form, data.examples); !status) return status.error();
  if (json.contains("test")) {
    if (Status status = readValues(json["test"], "test", data.form, data.test); !status) return status.error();
  }
  if (json.contains("labels")) {
    if (Status status = readNumbers(json["labels"], "labels", Gaps::kRefused, data.labels); !status)
      return status.error();
  }
  if (json.contains("testLabels")) {
    if (Status status = readNumbers(json["testLabels"], "testLabels", Gaps::kRefused, data.test_labels); !status)
      return status.error();
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
  json["shape"] = {set.rows, set.cols};
  const InlineForm form = formFor(set);
  json[fieldOf(form)] = valuesOf(set.train, form);
  if (form == InlineForm::kBytes) json["maximum"] = static_cast<int>(set.train.maximum);
  if (set.real) json["real"] = true;
  if (!set.train.labels.empty()) json["labels"] = set.train.labels;
  if (set.test.examples > 0) json["test"] = valuesOf(set.test, form);
  if (!set.test.labels.empty()) json["testLabels"] = set.test.labels;
  if (!set.value_names.empty()) json["names"] = set.value_names;
  if (set.class_names != numberedClasses(set.train.labels, set.test.labels)) json["classes"] = set.class_names;
  if (set.title != kInlineTitle) json["title"] = set.title;
  return json;
}

}  // namespace harmonium
