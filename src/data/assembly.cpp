#include "data/assembly.h"

#include "base/numbers.h"
#include "data/idx.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

bool isTraining(FileRole role) {
  return role == FileRole::kTrainImages || role == FileRole::kTrainLabels;
}
bool isImages(FileRole role) {
  return role == FileRole::kTrainImages || role == FileRole::kTestImages;
}

// A split without values yet. The labels start as unknown, because a file of labels may come before that of the images.
Split unfilledSplit(const CatalogueEntry& entry, int examples) {
  Split split;
  split.examples = examples;
  split.values = entry.rows * entry.cols;
  split.maximum = toFloat(entry.maximum);
  split.labels.assign(toSize(examples), Split::kNoLabel);
  return split;
}

// The number of examples in the files of the same role that the entry lists before this one.
int examplesBefore(const CatalogueEntry& entry, std::size_t file) {
  int before = 0;
  for (std::size_t i = 0; i < file; ++i) {
    if (entry.files[i].role == entry.files[file].role) before += entry.files[i].examples;
  }
  return before;
}

Error wrongCount(std::string_view path, std::size_t found, int wanted) {
  return refusal(std::string(path) + " holds " + std::to_string(found) + " examples; the catalogue says " +
                 std::to_string(wanted) + ".");
}

// Where the examples of a file go: into `split`, after the `before` examples of earlier files.
struct Destination {
  Split& split;
  int before;

  // The number of the file's examples that the set takes. A file may hold more than the set wants.
  std::size_t taken(const DataFile& file) const {
    return toSize(std::clamp(split.examples - before, 0, file.examples));
  }
};

Status addImages(const CatalogueEntry& entry, const DataFile& file, std::span<const std::uint8_t> bytes,
                 Destination to) {
  const auto images = parseIdxImages(bytes, file.path);
  if (!images) return images.error();
  const auto& [count, rows, cols, pixels] = images.value();
  if (count != file.examples) return wrongCount(file.path, toSize(count), file.examples);
  if (rows != entry.rows || cols != entry.cols) {
    return refusal(file.path + " holds images of " + std::to_string(rows) + "x" + std::to_string(cols) + " pixels; " +
                   entry.name + " has " + std::to_string(entry.rows) + "x" + std::to_string(entry.cols) + ".");
  }
  // The maximum is part of the catalogue: a brighter pixel would become an intensity above 1.
  const std::uint8_t brightest = *std::max_element(pixels.begin(), pixels.end());
  if (brightest > entry.maximum) {
    return refusal(file.path + " has a pixel of value " + std::to_string(brightest) + "; " + entry.name + " has 0 to " +
                   std::to_string(entry.maximum) + ".");
  }
  // The first file allocates the memory for all files. An assembly that never gets a file stays small.
  const std::size_t width = toSize(to.split.values);
  to.split.bytes.resize(toSize(to.split.examples) * width);
  std::copy_n(pixels.begin(), to.taken(file) * width, to.split.bytes.begin() + toIndex(to.before) * to.split.values);
  return {};
}

Status addTable(const CatalogueEntry& entry, const DataFile& file, std::span<const std::uint8_t> bytes,
                Destination to) {
  const auto table = parseIdxTable(bytes, file.path);
  if (!table) return table.error();
  const auto& [count, values, numbers] = table.value();
  if (count != file.examples) return wrongCount(file.path, toSize(count), file.examples);
  if (values != entry.cols) {
    return refusal(file.path + " holds " + std::to_string(values) + " values per example; " + entry.name + " has " +
                   std::to_string(entry.cols) + ".");
  }
  const std::size_t width = toSize(values);
  to.split.floats.resize(toSize(to.split.examples) * width);
  std::copy_n(numbers.begin(), to.taken(file) * width, to.split.floats.begin() + toIndex(to.before) * values);
  return {};
}

Status addLabels(const CatalogueEntry& entry, const DataFile& file, std::span<const std::uint8_t> bytes,
                 Destination to) {
  const auto labels = parseIdxLabels(bytes, file.path);
  if (!labels) return labels.error();
  const std::span<const std::uint8_t> values = labels.value();
  if (values.size() != toSize(file.examples)) return wrongCount(file.path, values.size(), file.examples);
  const std::uint8_t largest = *std::max_element(values.begin(), values.end());
  // A larger label would later be used as an index into the class names.
  if (largest >= entry.class_names.size()) {
    return refusal(file.path + " has a label " + std::to_string(largest) + "; " + entry.name +
                   " has labels from 0 to " + std::to_string(entry.class_names.size() - 1) + ".");
  }
  std::copy_n(values.begin(), to.taken(file), to.split.labels.begin() + to.before);
  return {};
}

}  // namespace

Assembly::Assembly(const CatalogueEntry& entry) : entry_(&entry), added_(entry.files.size(), false) {
  // The description comes from the catalogue rather than from the files, which hold numbers only.
  if (entry.make != nullptr) {
    set_ = entry.make();
  } else {
    set_.rows = entry.rows;
    set_.cols = entry.cols;
    set_.train = unfilledSplit(entry, entry.train);
    set_.test = unfilledSplit(entry, entry.test);
    set_.real = entry.real;
    set_.value_names = entry.value_names;
    if (!entry.layout.parts.empty()) setLayout(set_, entry.layout);
    set_.class_names = entry.class_names;
  }
  set_.name = entry.name;
  set_.title = entry.title;
  set_.source = entry.source;
  set_.citation = entry.citation;
}

Result<Assembly> Assembly::of(std::string_view name) {
  if (const CatalogueEntry* entry = findDataset(name)) return Assembly(*entry);
  std::string known;
  for (const CatalogueEntry& entry : catalogue()) known += (known.empty() ? "" : ", ") + entry.name;
  return Error{ErrorCode::kUnknownName,
               "There is no data set named '" + std::string(name) + "'; there are " + known + "."};
}

Status Assembly::add(std::string_view path, std::span<const std::uint8_t> bytes) {
  // Only names of the catalogue are accepted, so a caller cannot add a file of another set by mistake.
  const auto found =
      std::find_if(entry_->files.begin(), entry_->files.end(), [path](const DataFile& f) { return f.path == path; });
  if (found == entry_->files.end()) {
    return refusal(std::string(path) + " is not one of the files of the data set " + entry_->name + ".");
  }
  const std::size_t index = toSize(found - entry_->files.begin());
  if (added_[index]) return refusal(found->path + " was given twice.");

  const Destination to{isTraining(found->role) ? set_.train : set_.test, examplesBefore(*entry_, index)};
  const Status status = !isImages(found->role) ? addLabels(*entry_, *found, bytes, to)
                        : entry_->real         ? addTable(*entry_, *found, bytes, to)
                                               : addImages(*entry_, *found, bytes, to);
  if (!status) return status;
  added_[index] = true;
  return {};
}

Result<Dataset> Assembly::finish() {
  std::string missing;
  for (std::size_t i = 0; i < added_.size(); ++i) {
    if (!added_[i]) missing += (missing.empty() ? "" : ", ") + entry_->files[i].path;
  }
  if (!missing.empty()) return refusal("The data set " + entry_->name + " is not complete: missing " + missing + ".");
  return std::move(set_);
}

Result<Dataset> assemble(std::string_view name, std::span<const NamedBytes> files) {
  Result<Assembly> assembly = Assembly::of(name);
  if (!assembly) return assembly.error();
  for (const NamedBytes& file : files) {
    if (Status status = assembly.value().add(file.path, file.bytes); !status) return status.error();
  }
  return assembly.value().finish();
}

}  // namespace harmonium
