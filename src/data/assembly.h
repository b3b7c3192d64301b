// Assembles a data set of the catalogue, either from the files of the site or by its generator.
//
// Nothing here fetches files. The page, Node or a test passes the unpacked bytes. They are checked against the
// catalogue and become a Dataset.
#pragma once

#include "base/result.h"
#include "data/catalogue.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// Assembles a set file by file, so that a caller can free the bytes of one file before it fetches the next.
class Assembly {
 public:
  // Begins the assembly of the named set. Refuses (kUnknownName, listing all names) where the catalogue has no such
  // set.
  static Result<Assembly> of(std::string_view name);

  // Adds the unpacked bytes of one of the set's files. The files may come in any order, each once. A file that differs
  // from what the catalogue says is refused (kInvalidData) and changes nothing. The bytes are copied.
  Status add(std::string_view path, std::span<const std::uint8_t> bytes);

  // Returns the set. Refuses (kInvalidData, listing the missing files) while files are missing. The data are moved out,
  // so the assembly must not be used afterwards.
  Result<Dataset> finish();

 private:
  explicit Assembly(const CatalogueEntry& entry);

  const CatalogueEntry* entry_;
  Dataset set_;
  std::vector<bool> added_;  // one per file of the entry: whether it was added
};

// Assembles a set from all its files at once; a generated set needs none.
struct NamedBytes {
  std::string_view path;
  std::span<const std::uint8_t> bytes;
};
Result<Dataset> assemble(std::string_view name, std::span<const NamedBytes> files);

}  // namespace harmonium
