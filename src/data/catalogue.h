// The data sets that are known by name: what they are, whose they are, and which files of the site hold them.
#pragma once

#include "data/dataset.h"

#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

enum class FileRole { kTrainImages, kTrainLabels, kTestImages, kTestLabels };  // tables go for images
const char* roleName(FileRole role);                                           // "train-images", ...

// An IDX file of the site, packed with gzip. Files of one role follow each other in the order they are
// listed. Where they hold more than the set wants, the set takes the first ones: a part of MNIST shares its
// files with the whole.
struct DataFile {
  std::string path;  // below the site's data/
  FileRole role = FileRole::kTrainImages;
  int examples = 0;  // in the file
};

struct CatalogueEntry {
  std::string name;                      // in specs: "mnist"
  std::string title;                     // on screen
  std::string sentence;                  // what it is
  int rows = 0, cols = 0;                // of one example
  int train = 0, test = 0;               // examples
  int maximum = 255;                     // the byte that means intensity 1
  bool real = false;                     // values are any finite numbers, not intensities; its files hold tables
  std::vector<std::string> value_names;  // of a set from files: of its values, or none
  std::vector<std::string> class_names;
  Layout layout = {};       // of a set of several parts; rows is then 1. Without parts: one, see layoutOf()
  int longest_history = 0;  // of a set of sequences: one less than the length of its longest; 0: no sequences
  std::string source;       // who made it, where it comes from, what was done to it; one or two sentences
  std::string citation;     // how to cite it
  std::string licence;
  std::vector<DataFile> files;  // none: generated
  Dataset (*make)() = nullptr;  // of a generated set: its examples, names of its values and classes, its density
  int modes = 0;                // separate equal bumps that the density is made of; 0: it is not
  bool first = false;           // comes with the first load of the page
};

// The whole table, in the order the app lists it.
const std::vector<CatalogueEntry>& catalogue();
Layout layoutOf(const CatalogueEntry& entry);
const CatalogueEntry* findDataset(std::string_view name);  // null where there is none of that name

}  // namespace harmonium
