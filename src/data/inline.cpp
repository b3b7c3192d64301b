#include "data/inline.h"

#include "base/options.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

std::string shown(double value) {
  return std::isfinite(value) ? formatNumber(value) : "not a finite number";
}

std::string at(const std::string& field, std::size_t index) {
  return field + "[" + std::to_string(index) + "]";
}

bool isWhole(double value, double least, double most) {
  return value >= least && value <= most && value == std::floor(value);
}

Status checkShape(const std::vector<double>& shape) {
  if (shape.size() != 1 && shape.size() != 2) {
    return refusal("shape has " + std::to_string(shape.size()) + " numbers; it must be [rows, columns] or [values].");
  }
  double product = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (!isWhole(shape[d], 1, kInlineMaxValues)) {
      return refusal(at("shape", d) + " is " + shown(shape[d]) + "; it must be a whole number from 1 to " +
                     std::to_string(kInlineMaxValues) + ".");
    }
    product *= shape[d];
  }
  if (product > kInlineMaxValues) {
    return refusal("shape makes " + formatNumber(product) + " values of an example; at most " +
                   std::to_string(kInlineMaxValues) + " are allowed.");
  }
  return {};
}

// One split on its way in: whose field it is, and what every form has in common.
struct Part {
  std::string field;  // "examples", "test"
  InlineForm form;
  InlineValues& values;
  const std::vector<double>& labels;
  std::string labels_field;
  std::size_t width;

  std::size_t numbers() const {
    return form == InlineForm::kRows    ? values.rows.size() * width
           : form == InlineForm::kBytes ? values.bytes.size()
                                        : values.floats.size();
  }
  std::size_t examples() const { return numbers() / width; }

  // Calls use(example, value, number) until it says false. Rows are known to be as long as they should be.
  template <typename Use>
  void each(Use&& use) const {
    for (std::size_t n = 0; n < examples(); ++n) {
      for (std::size_t i = 0; i < width; ++i) {
        const double number = form == InlineForm::kRows    ? values.rows[n][i]
                              : form == InlineForm::kBytes ? values.bytes[n * width + i]
                                                           : static_cast<double>(values.floats[n * width + i]);
        if (!use(n, i, number)) return;
      }
    }
  }
};

Status checkSize(const Part& part) {
  if (part.form != InlineForm::kRows && part.numbers() % part.width != 0) {
    return refusal(part.field + " has " + std::to_string(part.numbers()) + " values, which is no whole number of " +
                   "examples of " + std::to_string(part.width) + " values.");
  }
  if (part.examples() > kInlineMaxExamples) {
    return refusal(part.field + " has " + std::to_string(part.examples()) + " rows; at most " +
                   std::to_string(kInlineMaxExamples) + " are allowed.");
  }
  return {};
}

Status checkRows(const Part& part) {
  const InlineValues::Rows& rows = part.values.rows;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (rows[n].size() != part.width) {
      return refusal(at(part.field, n) + " has " + std::to_string(rows[n].size()) + " values; the shape asks for " +
                     std::to_string(part.width) + ".");
    }
  }
  return {};
}

Status checkLabels(const Part& part, int largest) {
  const std::vector<double>& labels = part.labels;
  if (labels.empty()) return {};
  if (labels.size() != part.examples()) {
    return refusal(part.labels_field + " has " + std::to_string(labels.size()) + " entries and " + part.field +
                   " has " + std::to_string(part.examples()) + "; give one label per row, or none at all.");
  }
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (!isWhole(labels[n], -1, largest)) {
      return refusal(at(part.labels_field, n) + " is " + shown(labels[n]) + "; a label is a whole number from 0 to " +
                     std::to_string(largest) + ", or -1 for none.");
    }
  }
  return {};
}

bool anyOutsideUnit(const Part& part) {
  bool found = false;
  part.each([&](std::size_t, std::size_t, double x) { return !(found = x < 0 || x > 1); });
  return found;
}

Status checkValues(const Part& part, bool real, double maximum) {
  const std::string most = std::to_string(static_cast<int>(kInlineMaxMagnitude));
  Status status;
  part.each([&](std::size_t n, std::size_t i, double x) {
    const auto place = [&] { return at(at(part.field, n), i) + " is " + (std::isnan(x) ? "missing" : shown(x)); };
    if (part.form == InlineForm::kBytes) {
      if (x > maximum)
        status = refusal(place() + "; no byte may be larger than maximum, " + formatNumber(maximum) + ".");
    } else if (real) {
      if (!std::isnan(x) && !(std::abs(x) <= kInlineMaxMagnitude)) {
        status = refusal(place() + "; every value must lie between -" + most + " and " + most + ".");
      }
    } else if (std::isnan(x)) {
      status = refusal(place() + "; only a real-valued set (\"real\": true) may have gaps.");
    } else if (!(x >= 0 && x <= 1)) {
      status = refusal(place() + "; every value must be a number from 0 to 1 where \"real\" is false.");
    }
    return status.ok();
  });
  return status;
}

// Every value must be known in some training example, or there is nothing to say about it.
Status checkGaps(const Part& part) {
  std::vector<bool> known(part.width, false);
  part.each([&](std::size_t, std::size_t i, double x) {
    if (!std::isnan(x)) known[i] = true;
    return true;
  });
  const auto gap = std::find(known.begin(), known.end(), false);
  if (gap == known.end()) return {};
  return refusal("Value " + std::to_string(gap - known.begin()) +
                 " of the examples, counted from 0, is missing in all " + std::to_string(part.examples()) +
                 " of them.");
}

Status checkTexts(const char* field, const std::vector<std::string>& texts, std::size_t longest) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty() || texts[i].size() > longest) {
      return refusal(at(field, i) + " is " + std::to_string(texts[i].size()) + " bytes long; 1 to " +
                     std::to_string(longest) + " are allowed.");
    }
  }
  return {};
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

// The part is known to be good. Takes what it can without a copy.
Split splitOf(const Part& part, bool real, double maximum) {
  Split split;
  split.examples = static_cast<int>(part.examples());
  split.values = static_cast<int>(part.width);
  for (const double label : part.labels) split.labels.push_back(static_cast<std::int16_t>(label));
  if (part.form == InlineForm::kBytes) {
    split.bytes = std::move(part.values.bytes);
    split.maximum = static_cast<float>(maximum);
    return split;
  }
  bool binary = !real;
  part.each([&](std::size_t, std::size_t, double x) { return binary = binary && (x == 0 || x == 1); });
  if (binary) {
    split.maximum = 1;
    split.bytes.reserve(part.numbers());
    part.each([&](std::size_t, std::size_t, double x) {
      split.bytes.push_back(static_cast<std::uint8_t>(x));
      return true;
    });
  } else if (part.form == InlineForm::kFloats) {
    split.floats = std::move(part.values.floats);
  } else {
    split.floats.reserve(part.numbers());
    part.each([&](std::size_t, std::size_t, double x) {
      split.floats.push_back(static_cast<float>(x));
      return true;
    });
  }
  return split;
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

Result<Dataset> datasetOf(InlineData data) {
  if (Status shape = checkShape(data.shape); !shape) return shape.error();
  Dataset set;
  set.name = "inline";
  set.title = data.title.empty() ? kInlineTitle : data.title;
  set.source = "Examples written out in the experiment itself.";
  set.rows = data.shape.size() == 2 ? static_cast<int>(data.shape[0]) : 1;
  set.cols = static_cast<int>(data.shape.back());
  const std::size_t width = static_cast<std::size_t>(set.values());

  const std::string field = data.form == InlineForm::kRows    ? "examples"
                            : data.form == InlineForm::kBytes ? "bytes"
                                                              : "floats";
  Part train{field, data.form, data.examples, data.labels, "labels", width};
  Part test{"test", data.form, data.test, data.test_labels, "testLabels", width};
  if (train.numbers() == 0) return refusal(field + " is empty; at least one example is needed.");
  if (train.numbers() + test.numbers() > kInlineMaxNumbers) {
    return refusal(field + " and test hold more than " + std::to_string(kInlineMaxNumbers) +
                   " numbers together, which is the most allowed.");
  }
  if (Status names = checkNames(data, width); !names) return names.error();
  const int largest_label = data.classes.empty() ? kInlineMaxLabel : static_cast<int>(data.classes.size()) - 1;
  for (const Part* part : {&train, &test}) {
    if (Status size = checkSize(*part); !size) return size.error();
    if (Status rows = checkRows(*part); !rows) return rows.error();
    if (Status labels = checkLabels(*part, largest_label); !labels) return labels.error();
  }
  if (!isWhole(data.maximum, 1, 255)) {
    return refusal("maximum is " + shown(data.maximum) + "; it must be a whole number from 1 to 255.");
  }
  const bool bytes = data.form == InlineForm::kBytes;
  if (bytes && data.real.value_or(false)) {
    return refusal("bytes are intensities and can't be real-valued; give such numbers as examples or as floats.");
  }
  set.real = !bytes && data.real.value_or(anyOutsideUnit(train) || anyOutsideUnit(test));
  for (const Part* part : {&train, &test}) {
    if (Status values = checkValues(*part, set.real, data.maximum); !values) return values.error();
    part->each([&](std::size_t, std::size_t, double x) { return !(set.missing = set.missing || std::isnan(x)); });
  }
  if (Status gaps = checkGaps(train); !gaps) return gaps.error();
  set.value_names = data.names;
  set.train = splitOf(train, set.real, data.maximum);
  set.test = splitOf(test, set.real, data.maximum);
  set.class_names = data.classes.empty() ? numberedClasses(set.train.labels, set.test.labels) : std::move(data.classes);
  return set;
}

}  // namespace harmonium
