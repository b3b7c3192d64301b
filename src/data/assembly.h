// A data set of the catalogue, put together from the files that the site carries or made on the spot.
//
// Nothing here fetches. The page (or Node, or a test) brings the bytes of the files, unpacked; they are
// checked against the catalogue and become a Dataset.
#pragma once

#include "base/result.h"
#include "data/catalogue.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// Puts a set together file by file, so that a caller can let go of each file's bytes before it fetches the
// next.
class Assembly {
 public:
  // Refused (kUnknownName, with the names there are) where the catalogue has no such set.
  static Result<Assembly> of(std::string_view name);

  // The bytes of one of the set's files, already unpacked; in any order, each once. A file that is not what
  // the catalogue says it is is refused (kInvalidData) and changes nothing.
  Status add(std::string_view path, std::span<const std::uint8_t> bytes);

  // The set. Refused (kInvalidData) while files are missing. Takes the data with it: ends the assembly.
  Result<Dataset> finish();

 private:
  explicit Assembly(const CatalogueEntry& entry);

  const CatalogueEntry* entry_;
  Dataset set_;
  std::vector<bool> added_;  // one per file of the entry
};

// All at once.
struct NamedBytes {
  std::string_view path;
  std::span<const std::uint8_t> bytes;
};
Result<Dataset> assemble(std::string_view name, std::span<const NamedBytes> files);

}  // namespace harmonium
