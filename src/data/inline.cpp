#include "data/inline.h"

#include "base/options.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

std::string shown(double value) {
  return std::isfinite(value) ? formatNumber(value) : "not a finite number";
}

std::string at(const char* field, std::size_t index) {
  return std::string(field) + "[" + std::to_string(index) + "]";
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

Status checkRows(const char* field, const std::vector<std::vector<double>>& rows, std::size_t width) {
  if (rows.size() > kInlineMaxExamples) {
    return refusal(std::string(field) + " has " + std::to_string(rows.size()) + " rows; at most " +
                   std::to_string(kInlineMaxExamples) + " are allowed.");
  }
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (rows[n].size() != width) {
      return refusal(at(field, n) + " has " + std::to_string(rows[n].size()) + " values; the shape asks for " +
                     std::to_string(width) + ".");
    }
    for (std::size_t i = 0; i < width; ++i) {
      if (!(rows[n][i] >= 0 && rows[n][i] <= 1)) {
        return refusal(at(field, n) + "[" + std::to_string(i) + "] is " + shown(rows[n][i]) +
                       "; every value must be a number from 0 to 1.");
      }
    }
  }
  return {};
}

Status checkLabels(const char* field, const std::vector<double>& labels, const char* rows_field, std::size_t rows) {
  if (labels.empty()) return {};
  if (labels.size() != rows) {
    return refusal(std::string(field) + " has " + std::to_string(labels.size()) + " entries and " + rows_field +
                   " has " + std::to_string(rows) + "; give one label per row, or none at all.");
  }
  for (std::size_t n = 0; n < rows; ++n) {
    if (!isWhole(labels[n], -1, kInlineMaxLabel)) {
      return refusal(at(field, n) + " is " + shown(labels[n]) + "; a label is a whole number from 0 to " +
                     std::to_string(kInlineMaxLabel) + ", or -1 for none.");
    }
  }
  return {};
}

// The rows are known to be good.
Split splitOf(const std::vector<std::vector<double>>& rows, const std::vector<double>& labels, std::size_t width) {
  Split split;
  split.examples = static_cast<int>(rows.size());
  split.values = static_cast<int>(width);
  const bool binary = std::all_of(rows.begin(), rows.end(), [](const std::vector<double>& row) {
    return std::all_of(row.begin(), row.end(), [](double x) { return x == 0 || x == 1; });
  });
  if (binary) split.maximum = 1;
  for (const std::vector<double>& row : rows) {
    for (const double x : row) {
      if (binary) {
        split.bytes.push_back(static_cast<std::uint8_t>(x));
      } else {
        split.floats.push_back(static_cast<float>(x));
      }
    }
  }
  for (const double label : labels) split.labels.push_back(static_cast<std::int16_t>(label));
  return split;
}

}  // namespace

Result<Dataset> datasetOf(const InlineData& data) {
  if (Status shape = checkShape(data.shape); !shape) return shape.error();
  Dataset set;
  set.name = "inline";
  set.title = "Given with the experiment";
  set.source = "Examples written out in the experiment itself.";
  set.rows = data.shape.size() == 2 ? static_cast<int>(data.shape[0]) : 1;
  set.cols = static_cast<int>(data.shape.back());
  const std::size_t width = static_cast<std::size_t>(set.values());

  if (data.examples.empty()) return refusal("examples is empty; at least one example is needed.");
  if ((data.examples.size() + data.test.size()) * width > kInlineMaxNumbers) {
    return refusal("examples and test hold more than " + std::to_string(kInlineMaxNumbers) +
                   " numbers together, which is the most allowed.");
  }
  if (Status rows = checkRows("examples", data.examples, width); !rows) return rows.error();
  if (Status rows = checkRows("test", data.test, width); !rows) return rows.error();
  if (Status labels = checkLabels("labels", data.labels, "examples", data.examples.size()); !labels)
    return labels.error();
  if (Status labels = checkLabels("testLabels", data.test_labels, "test", data.test.size()); !labels)
    return labels.error();

  set.train = splitOf(data.examples, data.labels, width);
  set.test = splitOf(data.test, data.test_labels, width);
  double largest = -1;
  for (const double label : data.labels) largest = std::max(largest, label);
  for (const double label : data.test_labels) largest = std::max(largest, label);
  for (int label = 0; label <= static_cast<int>(largest); ++label) set.class_names.push_back(std::to_string(label));
  return set;
}

}  // namespace harmonium
