#include "data/label_part.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kNotAvailable, std::move(sentence)};
}

// Copies rows of `width` numbers and appends `classes` numbers to each: `on` for the class of the row's label, 0 for
// the others.
template <typename Number>
std::vector<Number> widened(const std::vector<Number>& rows, const std::vector<std::int16_t>& labels, std::size_t width,
                            std::size_t classes, Number on) {
  std::vector<Number> wide;
  wide.reserve(labels.size() * (width + classes));
  for (std::size_t n = 0; n < labels.size(); ++n) {
    const auto row = rows.begin() + static_cast<std::ptrdiff_t>(n * width);
    wide.insert(wide.end(), row, row + static_cast<std::ptrdiff_t>(width));
    for (std::size_t c = 0; c < classes; ++c) wide.push_back(c == static_cast<std::size_t>(labels[n]) ? on : Number{0});
  }
  return wide;
}

void widen(Split& split, std::size_t classes) {
  const std::size_t width = static_cast<std::size_t>(split.values);
  if (split.floats.empty()) {
    // The maximum is the byte that means intensity 1.
    split.bytes = widened(split.bytes, split.labels, width, classes, static_cast<std::uint8_t>(split.maximum));
  } else {
    split.floats = widened(split.floats, split.labels, width, classes, 1.0f);
  }
  split.values += static_cast<int>(classes);
}

Status checkLabels(const Split& split, const char* which, std::size_t classes) {
  if (split.examples > 0 && split.labels.empty())
    return refusal(std::string("The ") + which + " examples have no labels, so labels cannot be a part of them.");
  const auto unlabelled = std::find_if(split.labels.begin(), split.labels.end(), [classes](std::int16_t label) {
    return label < 0 || static_cast<std::size_t>(label) >= classes;
  });
  if (unlabelled == split.labels.end()) return {};
  return refusal("Example " + std::to_string(unlabelled - split.labels.begin()) + " of the " + which +
                 " examples, counted from 0, has no label; where labels are a part, every example needs one.");
}

}  // namespace

Result<Dataset> withLabelPart(Dataset set) {
  const std::size_t classes = set.class_names.size();
  if (Status train = checkLabels(set.train, "training", classes); !train) return train.error();
  if (Status test = checkLabels(set.test, "test", classes); !test) return test.error();
  if (classes < 2) {
    return refusal("The labels have " + std::to_string(classes) + " classes; as a part they need at least 2.");
  }
  Layout layout = layoutOf(set);
  if (layout.find(kLabelPart) != nullptr) return refusal("The set has a part named \"label\" already.");
  layout.append(
      {.name = kLabelPart, .kind = PartKind::kOneOf, .cols = static_cast<int>(classes), .names = set.class_names});
  widen(set.train, classes);
  widen(set.test, classes);
  set.density = nullptr;  // the density is that of the values without the label
  setLayout(set, std::move(layout));
  return set;
}

}  // namespace harmonium
