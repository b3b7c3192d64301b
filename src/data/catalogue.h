// The catalogue of data sets that have a name: what each contains, who made it, and which files of the site hold it.
#pragma once

#include "data/dataset.h"

#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

// What a file holds. The files of real-valued sets hold tables, which have the role of images.
enum class FileRole { kTrainImages, kTrainLabels, kTestImages, kTestLabels };
const char* roleName(FileRole role);  // "train-images", ...

// An IDX file of the site, compressed with gzip. The examples of files of one role follow each other in the order of
// the list. Where the files hold more examples than the set has, the set takes the first ones. So the part of MNIST and
// the whole of it share files.
struct DataFile {
  std::string path;  // relative to the site's data/
  FileRole role = FileRole::kTrainImages;
  int examples = 0;  // the number of examples in the file
};

struct CatalogueEntry {
  std::string name;                      // in specs: "mnist"
  std::string title;                     // on screen
  std::string sentence;                  // describes the set, on screen
  int rows = 0, cols = 0;                // the shape of one example
  int train = 0, test = 0;               // the number of examples
  int maximum = 255;                     // the byte that means intensity 1
  bool real = false;                     // values are any finite numbers, not intensities; its files hold tables
  std::vector<std::string> value_names;  // for a set from files: one per value, or none
  std::vector<std::string> class_names;  // one per class; empty where the set has no labels
  Layout layout = {};                    // for a set of several parts, with rows = 1; otherwise empty, see layoutOf()
  int longest_history = 0;               // one less than the length of the longest sequence; 0 without sequences
  std::string source;                    // one or two sentences: who made it, its origin and how it was changed
  std::string citation;                  // the reference to cite
  std::string licence;
  std::vector<DataFile> files;  // empty for a generated set
  Dataset (*make)() = nullptr;  // generates the set with its examples, names and density; null for a set from files
  int modes = 0;                // the number of separate equal bumps of the density; 0 where it has none
  bool first = false;           // true: the set is part of the first download of the page
};

// All entries, in the order in which the app lists them. The table lives as long as the program.
const std::vector<CatalogueEntry>& catalogue();
// The entry's layout, or one part for an entry that lists none.
Layout layoutOf(const CatalogueEntry& entry);
const CatalogueEntry* findDataset(std::string_view name);  // null where no set has that name

}  // namespace harmonium
