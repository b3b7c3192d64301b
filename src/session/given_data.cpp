#include "session/given_data.h"

#include "base/numbers.h"
#include "data/base64.h"
#include "data/inline.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace harmonium {

#if HARMONIUM_FIRST_CORE  // a page fetches the whole core for a set given in place (.toolchain/cmake/core.cmake)

Work readGivenData(Pace& /*pace*/, Json /*json*/, Later<std::shared_ptr<const Dataset>>& out) {
  out = Error{ErrorCode::kUnknownName, "This core knows no data sets given in place."};
  return {};
}

Work writeGivenData(Pace& /*pace*/, const Dataset& /*set*/, std::string& /*out*/) {
  return {};
}

#else

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

// Reads rows and gives the memory of each back: that of all at once would take as long as reading many.
Work readRows(Pace& pace, Json& list, std::string what, InlineValues::Rows& out, Status& status) {
  constexpr double kPerNumber = 100;  // operations
  if (!list.is_array()) {
    status = refusal(what + " must be a list of rows, not " + inQuotes(list) + ".");
    return {};
  }
  const double width = list.empty() ? 0 : toDouble(list[0].size());
  return inParts(pace, list.size(), kPerNumber * (4 + width),
                 [&list, &out, &status, what = std::move(what)](std::size_t from, std::size_t to) {
                   for (std::size_t i = from; i < to && status; ++i) {
                     status =
                         readNumbers(list[i], what + "[" + std::to_string(i) + "]", Gaps::kNaN, out.emplace_back());
                     list[i] = nullptr;
                   }
                   return status.ok();
                 });
}

// Reads lists of rows. `out` gets all rows one after the other, and `lengths` the number of rows of each list.
Work readSequences(Pace& pace, Json& list, std::string what, InlineValues::Rows& out, std::vector<double>& lengths,
                   Status& status) {
  if (!list.is_array()) {
    status = refusal(what + " must be a list of sequences, not " + inQuotes(list) + ".");
    co_return;
  }
  for (std::size_t s = 0; s < list.size() && status; ++s) {
    const std::size_t before = out.size();
    co_await readRows(pace, list[s], what + "[" + std::to_string(s) + "]", out, status);
    lengths.push_back(toDouble(out.size() - before));
  }
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
Work readPacked(Pace& pace, const Json& text, std::string what, InlineForm form, InlineValues& out, Status& status) {
  if (!text.is_string()) {
    status = refusal(what + " must be a text in base64, not " + inQuotes(text) + ".");
    co_return;
  }
  const std::string_view characters = withoutPadding(text.get_ref<const std::string&>());
  const std::size_t size = characters.size() / 4 * 3 + std::max<std::size_t>(1, characters.size() % 4) - 1;
  constexpr std::size_t kCharacters = 16;  // three floats
  bool good = true;
  std::vector<std::uint8_t> some;
  if (form == InlineForm::kBytes) {
    out.bytes.reserve(size);
  } else {
    out.floats.reserve(size / sizeof(float));
  }
  co_await inParts(pace, (characters.size() + kCharacters - 1) / kCharacters, 10 * kCharacters,
                   [&](std::size_t from, std::size_t to) {
                     const std::string_view part = characters.substr(from * kCharacters, (to - from) * kCharacters);
                     if (form == InlineForm::kBytes) return good = appendBase64(part, out.bytes);
                     some.clear();
                     good = appendBase64(part, some);
                     // Bytes that are no whole float are refused below.
                     const std::size_t before = out.floats.size(), count = some.size() / sizeof(float);
                     out.floats.resize(before + count);
                     if (count > 0) std::memcpy(out.floats.data() + before, some.data(), count * sizeof(float));
                     return good;
                   });
  if (!good) {
    status = refusal(what + " is not valid base64 (A-Z, a-z, 0-9, + and /).");
  } else if (form == InlineForm::kFloats && size % sizeof(float) != 0) {
    status = refusal(what + " has " + std::to_string(size) + " bytes, which is no whole number of 32-bit floats.");
  }
}

Work readValues(Pace& pace, Json& json, std::string what, InlineForm form, InlineValues& out, Status& status) {
  return form == InlineForm::kRows ? readRows(pace, json, std::move(what), out.rows, status)
                                   : readPacked(pace, json, std::move(what), form, out, status);
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

// Appends the base64 of a split as bytes or floats. A split of bytes can become floats, because the other split may
// need them. Three examples have a multiple of three bytes in any case, so that parts can be written one by one.
Work appendPacked(Pace& pace, const Split& split, InlineForm form, std::string& out) {
  constexpr std::size_t kTogether = 3;
  constexpr double kPerNumber = 30;  // operations
  const std::size_t all = toSize(split.examples), width = toSize(split.values);
  const double each = kPerNumber * toDouble(kTogether * width);
  return inParts(pace, (all + kTogether - 1) / kTogether, each, [=, &split, &out](std::size_t from, std::size_t to) {
    const std::size_t first = kTogether * from, count = std::min(all, kTogether * to) - first;
    if (form == InlineForm::kBytes) {
      out += encodeBase64(std::span(split.bytes).subspan(first * width, count * width));
      return true;
    }
    Matrix examples;
    split.loadRange(toU32(first), toU32(count), examples);
    out += packedFloats(flat(examples));
    return true;
  });
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

namespace {

// Reads what stands around the values. It checks types and which fields go together; datasetOf() (data/inline.h) checks
// the numbers.
Status readDescription(const Json& json, InlineData& data) {
  if (Status known =
          onlyKnown(json,
                    {"shape", "parts", "examples", "sequences", "bytes", "maximum", "floats", "lengths", "labels",
                     "test", "testLengths", "testLabels", "real", "offsets", "names", "classes", "title"},
                    "The data set", ErrorCode::kInvalidData);
      !known) {
    return known;
  }
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
    if (Status status = readParts(json["parts"], data.parts); !status) return status;
  } else if (Status status = readNumbers(json["shape"], "shape", Gaps::kRefused, data.shape); !status) {
    return status.error();
  }
  if (data.nested && (json.contains("lengths") || json.contains("testLengths"))) {
    return refusal("lengths and testLengths go with examples, bytes and floats; the lengths of sequences can be seen.");
  }
  for (const auto& [name, numbers] : {std::pair{"lengths", &data.lengths},
                                      {"testLengths", &data.test_lengths},
                                      {"offsets", &data.offsets},
                                      {"labels", &data.labels},
                                      {"testLabels", &data.test_labels}}) {
    if (!json.contains(name)) continue;
    if (Status status = readNumbers(json[name], name, Gaps::kRefused, *numbers); !status) return status;
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
    if (Status status = readTexts(json["names"], "names", data.names); !status) return status;
  }
  if (json.contains("classes")) {
    if (Status status = readTexts(json["classes"], "classes", data.classes); !status) return status;
  }
  if (json.contains("title")) {
    if (!json["title"].is_string()) return refusal("title is " + inQuotes(json["title"]) + ", but it must be a text.");
    data.title = json["title"].get<std::string>();
  }
  return {};
}

}  // namespace

Work readGivenData(Pace& pace, Json json, Later<std::shared_ptr<const Dataset>>& out) {
  InlineData data;
  Status status = readDescription(json, data);
  // Training and test examples have the same form, so that one rule covers both.
  for (const bool test : {false, true}) {
    const std::string name = test ? "test" : data.nested ? "sequences" : fieldOf(data.form);
    if (!status || !json.contains(name)) continue;
    InlineValues& values = test ? data.test : data.examples;
    if (data.nested) {
      co_await readSequences(pace, json[name], name, values.rows, test ? data.test_lengths : data.lengths, status);
    } else {
      co_await readValues(pace, json[name], name, data.form, values, status);
    }
    json[name] = nullptr;
  }
  Later<Dataset> set;
  if (status) co_await datasetOf(pace, std::move(data), set);
  if (!status || !*set) {
    out = status ? set->error() : status.error();
  } else {
    out = std::shared_ptr<const Dataset>(std::make_shared<Dataset>(std::move(set->value())));
  }
}

Result<std::shared_ptr<const Dataset>> readGivenData(const Json& json) {
  return atOnce<std::shared_ptr<const Dataset>>(
      [&](Pace& pace, Later<std::shared_ptr<const Dataset>>& out) { return readGivenData(pace, json, out); });
}

namespace {

// The set as JSON, with empty texts in place of packed values.
Json describedAs(InlineForm form, const Dataset& set) {
  Json json;
  if (set.layout.parts.empty()) {
    json["shape"] = {set.rows, set.cols};
  } else {
    json["parts"] = writeParts(set.layout);
  }
  const bool sequences = !set.train.starts.empty(), rows = form == InlineForm::kRows, as_lists = sequences && rows;
  const auto values = [&](const Split& split) {
    return as_lists ? nested(rowsOf(split), split) : rows ? rowsOf(split) : Json("");
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

}  // namespace

Work writeGivenData(Pace& pace, const Dataset& set, std::string& out) {
  const InlineForm form = formFor(set);
  const std::string text = textOf(describedAs(form, set));
  const std::size_t bytes = toSize(set.train.examples + set.test.examples) * toSize(set.values()) *
                            (form == InlineForm::kFloats ? sizeof(float) : 1);
  out.reserve(out.size() + text.size() + bytes / 3 * 4 + text.size());
  std::size_t at = 0;
  for (const auto& [field, split] : {std::pair{fieldOf(form), &set.train}, {"test", &set.test}}) {
    // Quotation marks within a text are escaped, so these can only be those of the field.
    const std::string empty = std::string("\"") + field + "\":\"\"";
    const std::size_t found = form == InlineForm::kRows ? std::string::npos : text.find(empty, at);
    if (found == std::string::npos) continue;
    const std::size_t end = found + empty.size() - 1;
    out.append(text, at, end - at);
    co_await appendPacked(pace, *split, form, out);
    at = end;
  }
  out.append(text, at);
}

std::string writeGivenData(const Dataset& set) {
  Pace whole;
  std::string out;
  finish(writeGivenData(whole, set, out));
  return out;
}

#endif

}  // namespace harmonium
