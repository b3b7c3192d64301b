#include "data/inline.h"

#include "base/numbers.h"
#include "base/words.h"
#include "data/inline_parts.h"
#include "data/offsets.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

bool isWhole(double value, double least, double most) {
  return value >= least && value <= most && value == std::floor(value);
}

// One split as it was given, with the names of its fields for refusals. It gives the checks one way to read the values,
// whatever their form.
struct GivenSplit {
  std::string field;  // the field of the values: "examples", "sequences", "bytes", "floats" or "test"
  InlineForm form;
  InlineValues& values;
  const std::vector<double>& labels;
  std::string labels_field;
  const std::vector<double>& lengths;
  std::string lengths_field;
  bool nested;        // true: the rows came as a list of sequences
  std::size_t width;  // values per example

  std::size_t numbers() const {
    return form == InlineForm::kRows    ? values.rows.size() * width
           : form == InlineForm::kBytes ? values.bytes.size()
                                        : values.floats.size();
  }
  std::size_t examples() const { return numbers() / width; }
  bool sequences() const { return !lengths.empty(); }

  // The place of example n: "examples[7]", or "sequences[1][2]". Nested lengths must have been checked before.
  std::string place(std::size_t n) const {
    if (!nested) return placeAt(field, n);
    std::size_t sequence = 0;
    for (; n >= toSize(lengths[sequence]); ++sequence) n -= toSize(lengths[sequence]);
    return placeAt(placeAt(field, sequence), n);
  }
  // The place of value i of example n and the value x itself: "examples[7][2] is 3".
  std::string valueText(std::size_t n, std::size_t i, double x) const {
    return placeAt(place(n), i) + " is " + (std::isnan(x) ? "missing" : shownNumber(x));
  }

  // Calls use(example, value, number) for every number, in order, until it returns false. The rows must have been
  // checked before, because each is read to its full width.
  Work each(Pace& pace, std::function<bool(std::size_t, std::size_t, double)> use) const {
    constexpr double kPerNumber = 32;  // operations
    return inParts(pace, examples(), kPerNumber * toDouble(width),
                   [this, use = std::move(use)](std::size_t from, std::size_t to) {
                     for (std::size_t n = from; n < to; ++n) {
                       for (std::size_t i = 0; i < width; ++i) {
                         if (!use(n, i, number(n, i))) return false;
                       }
                     }
                     return true;
                   });
  }
  double number(std::size_t n, std::size_t i) const {
    return form == InlineForm::kRows    ? values.rows[n][i]
           : form == InlineForm::kBytes ? values.bytes[n * width + i]
                                        : toDouble(values.floats[n * width + i]);
  }
};

Status checkSize(const GivenSplit& given) {
  if (given.form != InlineForm::kRows && given.numbers() % given.width != 0) {
    return refusal(given.field + " has " + std::to_string(given.numbers()) + " values, which is no whole number of " +
                   "examples of " + std::to_string(given.width) + " values.");
  }
  if (given.examples() > kInlineMaxExamples) {
    return refusal(given.field + " has " + std::to_string(given.examples()) + " rows; at most " +
                   std::to_string(kInlineMaxExamples) + " are allowed.");
  }
  return {};
}

Status checkLengths(const GivenSplit& given) {
  double frames = 0;
  for (std::size_t s = 0; s < given.lengths.size(); ++s) {
    const double length = given.lengths[s];
    if (given.nested && length == 0) {
      return refusal(placeAt(given.field, s) + " is empty; a sequence has at least one frame.");
    }
    if (!isWhole(length, 1, kInlineMaxExamples)) {
      return refusal(placeAt(given.lengths_field, s) + " is " + shownNumber(length) +
                     "; the length of a sequence is a whole number from 1 to " + std::to_string(kInlineMaxExamples) +
                     ".");
    }
    frames += length;
  }
  if (!given.sequences() || frames == toDouble(given.examples())) return {};
  return refusal(given.lengths_field + " adds up to " + exactNumber(frames) + " frames, but " + given.field + " has " +
                 std::to_string(given.examples()) + ".");
}

Status checkRows(const GivenSplit& given) {
  const InlineValues::Rows& rows = given.values.rows;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (rows[n].size() != given.width) {
      return refusal(given.place(n) + " has " + std::to_string(rows[n].size()) + " values; the shape asks for " +
                     std::to_string(given.width) + ".");
    }
  }
  return {};
}

Status checkLabels(const GivenSplit& given, int largest) {
  const std::vector<double>& labels = given.labels;
  if (labels.empty()) return {};
  const bool per_sequence = given.sequences() && labels.size() == given.lengths.size();
  if (labels.size() != given.examples() && !per_sequence && given.sequences()) {
    return refusal(given.labels_field + " has " + std::to_string(labels.size()) + " entries and " + given.field +
                   " has " + std::to_string(given.examples()) + " frames in " + std::to_string(given.lengths.size()) +
                   " sequences; give one label per frame, one per sequence, or none at all.");
  }
  if (labels.size() != given.examples() && !per_sequence) {
    return refusal(given.labels_field + " has " + std::to_string(labels.size()) + " entries and " + given.field +
                   " has " + std::to_string(given.examples()) + "; give one label per row, or none at all.");
  }
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (!isWhole(labels[n], -1, largest)) {
      return refusal(placeAt(given.labels_field, n) + " is " + shownNumber(labels[n]) +
                     "; a label is a whole number from 0 to " + std::to_string(largest) + ", or -1 for none.");
    }
  }
  return {};
}

// Decides whether a set is real-valued where the experiment does not say. NaN compares as false, so gaps alone do not
// make a set real.
Work anyOutsideUnit(Pace& pace, const GivenSplit& given, bool& found) {
  return given.each(pace, [&found](std::size_t, std::size_t, double x) { return !(found = x < 0 || x > 1); });
}

// Checks the numbers of a set that lists no parts. The texts of a refusal are made where one is due: building them for
// millions of numbers would be slow.
Work checkBytes(Pace& pace, const GivenSplit& given, double maximum, Status& status) {
  return given.each(pace, [&given, &status, maximum](std::size_t n, std::size_t i, double x) {
    if (x <= maximum) return true;
    status = refusal(given.valueText(n, i, x) + "; no byte may be larger than maximum, " + exactNumber(maximum) + ".");
    return false;
  });
}

Work checkNumbers(Pace& pace, const GivenSplit& given, bool real, Status& status) {
  const double low = real ? -kInlineMaxMagnitude : 0, high = real ? kInlineMaxMagnitude : 1;
  return given.each(pace, [&given, &status, real, low, high](std::size_t n, std::size_t i, double x) {
    if ((x >= low && x <= high) || (real && std::isnan(x))) return true;
    const std::string most = std::to_string(toInt(kInlineMaxMagnitude));
    status = refusal(given.valueText(n, i, x) +
                     (real            ? "; every value must lie between -" + most + " and " + most + "."
                      : std::isnan(x) ? "; only a real-valued set (\"real\": true) may have gaps."
                                      : "; every value must be a number from 0 to 1 where \"real\" is false."));
    return false;
  });
}

// Checks every value against its part. `unit` is the number that means 1: the maximum for bytes, and 1 otherwise.
Work checkParts(Pace& pace, const GivenSplit& given, const Layout& layout, double unit, Status& status) {
  std::size_t ones = 0;
  auto part = layout.parts.begin();
  return given.each(pace, [&, part, ones, unit](std::size_t n, std::size_t i, double x) mutable {
    if (i == 0) part = layout.parts.begin();
    if (toInt(i) == part->first) ones = 0;
    if (!fitsPart(*part, x / unit)) {
      status = refusal(given.valueText(n, i, x) + "; " + allowedIn(*part));
      return false;
    }
    ones += x == unit ? 1 : 0;
    if (toInt(i) + 1 < part->first + part->values()) return true;
    if (part->kind == PartKind::kOneOf && ones != 1) {
      status = refusal(given.place(n) + " has " + std::to_string(ones) + " values of 1 in its part \"" + part->name +
                       "\", of which exactly one must be 1.");
      return false;
    }
    ++part;
    return true;
  });
}

// Every value must be known in at least one training example. Otherwise it would have neither a mean nor a deviation.
Work checkGaps(Pace& pace, const GivenSplit& given, Status& status) {
  std::vector<bool> known(given.width, false);
  co_await given.each(pace, [&known](std::size_t, std::size_t i, double x) {
    if (!std::isnan(x)) known[i] = true;
    return true;
  });
  const auto gap = std::find(known.begin(), known.end(), false);
  if (gap == known.end()) co_return;
  status = refusal("Value " + std::to_string(gap - known.begin() + 1) + " of " + std::to_string(given.width) +
                   " is missing in all " + std::to_string(given.examples()) +
                   " training examples; it must be known in at least one.");
}

Status checkNames(const InlineData& data, std::size_t width) {
  if (!data.names.empty() && data.names.size() != width) {
    return refusal("names has " + std::to_string(data.names.size()) + " entries; the shape asks for " +
                   std::to_string(width) + ".");
  }
  if (Status names = checkTexts("names", data.names, kInlineMaxName); !names) return names;
  if (Status classes = checkTexts("classes", data.classes, kInlineMaxName); !classes) return classes;
  if (data.classes.size() > kInlineMaxLabel + 1) {
    return refusal("classes has " + std::to_string(data.classes.size()) + " entries; at most " +
                   std::to_string(kInlineMaxLabel + 1) + " are allowed.");
  }
  if (data.title.size() > kInlineMaxTitle) {
    return refusal("title is " + std::to_string(data.title.size()) + " bytes long; at most " +
                   std::to_string(kInlineMaxTitle) + " are allowed.");
  }
  return {};
}

// Converts a split that has passed all checks. Bytes and floats are moved, not copied. Intensities that are
// all 0 or 1 become bytes, which take a quarter of the memory and mark the set as binary.
Work toSplit(Pace& pace, const GivenSplit& given, bool real, double maximum, const std::vector<double>& taken_off,
             Split& split) {
  std::uint32_t first = 0;
  split.examples = toInt(given.examples());
  split.values = toInt(given.width);
  // Labels as many as examples are one per frame, also where every sequence has a single frame.
  const bool per_frame = given.labels.size() == given.examples();
  for (std::size_t s = 0; s < given.lengths.size(); ++s) {
    split.starts.push_back(first);
    first += toU32(given.lengths[s]);
    // A label that is given per sequence holds for all its frames.
    if (!per_frame && !given.labels.empty()) split.labels.resize(first, static_cast<std::int16_t>(given.labels[s]));
  }
  for (std::size_t n = 0; per_frame && n < given.labels.size(); ++n) {
    split.labels.push_back(static_cast<std::int16_t>(given.labels[n]));
  }
  if (given.form == InlineForm::kBytes) {
    split.bytes = std::move(given.values.bytes);
    split.maximum = toFloat(maximum);
    co_return;
  }
  bool binary = !real;
  co_await given.each(pace, [&](std::size_t, std::size_t, double x) { return binary = binary && (x == 0 || x == 1); });
  if (binary) {
    split.maximum = 1;
    split.bytes.reserve(given.numbers());
    co_await given.each(pace, [&](std::size_t, std::size_t, double x) {
      split.bytes.push_back(static_cast<std::uint8_t>(x));
      return true;
    });
  } else if (given.form == InlineForm::kFloats) {
    split.floats = std::move(given.values.floats);
  } else {
    split.floats.reserve(given.numbers());
    co_await given.each(pace, [&](std::size_t, std::size_t i, double x) {
      split.floats.push_back(toFloat(taken_off.empty() ? x : x - taken_off[i]));
      return true;
    });
  }
}

// What to take off the training examples, one number per value; empty where nothing is. Values of a part that says its
// own range keep it, and counts are whole numbers that floats hold.
Work findOffsets(Pace& pace, const GivenSplit& given, const Layout& layout, std::vector<double>& offsets) {
  std::vector<OffsetOf> columns(given.width);
  co_await given.each(pace, [&](std::size_t, std::size_t i, double x) {
    if (!std::isnan(x)) columns[i].add(x);
    return true;
  });
  offsets.resize(given.width);
  for (std::size_t i = 0; i < given.width; ++i) offsets[i] = columns[i].offset();
  for (const Part& part : layout.parts) {
    if (part.kind == PartKind::kReal && !std::isfinite(part.low) && !std::isfinite(part.high)) continue;
    std::fill_n(offsets.begin() + part.first, part.values(), 0.0);
  }
  if (std::none_of(offsets.begin(), offsets.end(), [](double offset) { return offset != 0; })) offsets.clear();
}

Status checkOffsets(const InlineData& data, const Dataset& set) {
  if (data.offsets.empty()) return {};
  if (!set.real) return refusal("offsets goes with real-valued sets only (\"real\": true).");
  if (data.offsets.size() != toSize(set.values())) {
    return refusal("offsets has " + std::to_string(data.offsets.size()) + " entries; the shape asks for " +
                   std::to_string(set.values()) + ".");
  }
  const std::string most = std::to_string(toInt(kInlineMaxMagnitude));
  for (std::size_t i = 0; i < data.offsets.size(); ++i) {
    if (std::abs(data.offsets[i]) <= kInlineMaxMagnitude) continue;
    return refusal(placeAt("offsets", i) + " is " + shownNumber(data.offsets[i]) + "; it must lie between -" + most +
                   " and " + most + ".");
  }
  return {};
}

}  // namespace

std::vector<std::string> numberedClasses(std::span<const std::int16_t> labels, std::span<const std::int16_t> test) {
  int largest = -1;
  for (const std::int16_t label : labels) largest = std::max<int>(largest, label);
  for (const std::int16_t label : test) largest = std::max<int>(largest, label);
  std::vector<std::string> names;
  for (int label = 0; label <= largest; ++label) names.push_back(std::to_string(label));
  return names;
}

namespace {

// Checks that the description has either a shape or parts, and none of the fields that exclude each other.
Status checkDescription(const InlineData& data) {
  if (data.parts.empty()) return checkShape(data.shape, "shape");
  if (!data.shape.empty()) return refusal("A set has either shape or parts, and this one has both.");
  if (data.real) return refusal("real does not go with parts; each part says its kind.");
  if (!data.names.empty()) return refusal("names does not go with parts; each part names its own values.");
  return {};
}

Status checkForm(const InlineData& data, const Layout& layout) {
  if (!isWhole(data.maximum, 1, 255)) {
    return refusal("maximum is " + shownNumber(data.maximum) + "; it must be a whole number from 1 to 255.");
  }
  if (data.form != InlineForm::kBytes) return {};
  if (data.real.value_or(false)) {
    return refusal("bytes are intensities and can't be real-valued; give such numbers as examples or as floats.");
  }
  for (const Part& part : layout.parts) {
    if (part.unit()) continue;
    return refusal("bytes are values from 0 to 1, and the part \"" + part.name + "\" is of kind " +
                   partKindName(part.kind) + "; give such numbers as examples or as floats.");
  }
  return {};
}

Status checkSequences(const GivenSplit& train, const GivenSplit& test) {
  if (train.sequences() && test.numbers() > 0 && !test.sequences()) {
    return refusal("testLengths is missing; where the training examples are sequences, those held out are too.");
  }
  if (!train.sequences() && test.sequences()) {
    return refusal("testLengths is there and lengths is not; give both or none.");
  }
  return {};
}

// Marks the split and those parts of the set in which values are missing. It runs for both splits.
Work markMissing(Pace& pace, const GivenSplit& given, Layout& layout, Split& split) {
  return given.each(pace, [&layout, &split](std::size_t, std::size_t i, double x) {
    if (!std::isnan(x)) return true;
    split.missing = true;
    for (Part& part : layout.parts) {
      const int value = toInt(i) - part.first;
      if (value >= 0 && value < part.values()) part.missing = true;
    }
    return true;
  });
}

// Sets what the description says of an example.
Status describe(const InlineData& data, Dataset& set) {
  if (Status description = checkDescription(data); !description) return description;
  set.name = "inline";
  set.title = data.title.empty() ? kInlineTitle : data.title;
  set.source = "Examples written out in the experiment itself.";
  if (data.parts.empty()) {
    set.rows = data.shape.size() == 2 ? toInt(data.shape[0]) : 1;
    set.cols = toInt(data.shape.back());
  } else {
    Result<Layout> layout = layoutOfGiven(data.parts);
    if (!layout) return layout.error();
    setLayout(set, std::move(layout.value()));
  }
  return {};
}

// Checks everything but the numbers. The order matters: each check relies on those before it, such as places in
// sequences on their lengths.
Status checkAround(const InlineData& data, const Dataset& set, const GivenSplit& train, const GivenSplit& test) {
  if (train.numbers() == 0) return refusal(train.field + " is empty; at least one example is needed.");
  // The size is checked first, because the checks after it go through every number.
  if (train.numbers() + test.numbers() > kInlineMaxNumbers) {
    return refusal(train.field + " and test hold more than " + std::to_string(kInlineMaxNumbers) +
                   " numbers together, which is the most allowed.");
  }
  if (Status names = checkNames(data, train.width); !names) return names;
  if (Status sequences = checkSequences(train, test); !sequences) return sequences;
  const int largest_label = data.classes.empty() ? kInlineMaxLabel : toInt(data.classes.size()) - 1;
  for (const GivenSplit* given : {&train, &test}) {
    if (Status size = checkSize(*given); !size) return size;
    if (Status lengths = checkLengths(*given); !lengths) return lengths;
    if (Status rows = checkRows(*given); !rows) return rows;
    if (Status labels = checkLabels(*given, largest_label); !labels) return labels;
  }
  return checkForm(data, set.layout);
}

// Checks and converts the numbers of a set whose description has passed its checks.
Work takeNumbers(Pace& pace, InlineData& data, GivenSplit& train, GivenSplit& test, Dataset& set, Status& status) {
  const bool bytes = data.form == InlineForm::kBytes, parts = !data.parts.empty();
  if (!parts) {
    bool outside = false;
    if (!bytes && !data.real) co_await anyOutsideUnit(pace, train, outside);
    if (!bytes && !data.real && !outside) co_await anyOutsideUnit(pace, test, outside);
    set.real = !bytes && data.real.value_or(outside);
  }
  for (const GivenSplit* given : {&train, &test}) {
    if (bytes) {
      co_await checkBytes(pace, *given, data.maximum, status);
    } else if (!parts) {
      co_await checkNumbers(pace, *given, set.real, status);
    }
    if (status && parts) co_await checkParts(pace, *given, set.layout, bytes ? data.maximum : 1, status);
    if (!status) co_return;
    if (set.real) co_await markMissing(pace, *given, set.layout, given == &train ? set.train : set.test);
  }
  co_await checkGaps(pace, train, status);
  if (status) status = checkOffsets(data, set);
  if (!status) co_return;
  // With parts, setLayout() has already made the value names from the parts.
  if (!parts) set.value_names = data.names;
  // Given offsets have been taken off already.
  std::vector<double> taken_off;
  if (set.real && data.form == InlineForm::kRows && data.offsets.empty()) {
    co_await findOffsets(pace, train, set.layout, taken_off);
  }
  set.offsets = taken_off.empty() ? std::move(data.offsets) : taken_off;
  co_await toSplit(pace, train, set.real, data.maximum, taken_off, set.train);
  co_await toSplit(pace, test, set.real, data.maximum, taken_off, set.test);
}

}  // namespace

Work datasetOf(Pace& pace, InlineData data, Later<Dataset>& out) {
  Dataset set;
  Status status = describe(data, set);
  if (status) {
    const std::size_t width = toSize(set.values());
    const std::string field = data.nested                       ? "sequences"
                              : data.form == InlineForm::kRows  ? "examples"
                              : data.form == InlineForm::kBytes ? "bytes"
                                                                : "floats";
    GivenSplit train{field,        data.form, data.examples, data.labels, "labels",
                     data.lengths, "lengths", data.nested,   width};
    GivenSplit test{"test",        data.form,   data.test, data.test_labels, "testLabels", data.test_lengths,
                    "testLengths", data.nested, width};
    status = checkAround(data, set, train, test);
    if (status) co_await takeNumbers(pace, data, train, test, set, status);
  }
  if (!status) {
    out = status.error();
    co_return;
  }
  set.class_names = data.classes.empty() ? numberedClasses(set.train.labels, set.test.labels) : std::move(data.classes);
  out = std::move(set);
}

Result<Dataset> datasetOf(InlineData data) {
  return atOnce<Dataset>([&](Pace& pace, Later<Dataset>& out) { return datasetOf(pace, std::move(data), out); });
}

}  // namespace harmonium
