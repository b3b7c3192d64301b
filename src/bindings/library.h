// The data sets that one core holds: those in the making, whose files are still coming, and those in use. Experiments
// share them. A set that nobody uses any more is let go when another takes its place, so a page that tries them all
// holds one.
#pragma once

#include "base/result.h"
#include "data/assembly.h"
#include "data/dataset.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

class Library {
 public:
  // Files that have to be provided before find() has the set; none for a set that is here or is made on the spot.
  // `name` is one of the catalogue.
  std::vector<std::string> missing(const std::string& name) const;

  // One file of a set, unpacked. Refused if the set has no such file, or has it already, or it is not what it should
  // be.
  Status provide(const std::string& name, std::string_view file, std::span<const std::uint8_t> bytes);

  // Refused while files are missing.
  Result<std::shared_ptr<const Dataset>> find(const std::string& name);

 private:
  struct Unfinished {
    Assembly assembly;
    std::vector<std::string> missing;
  };
  std::map<std::string, Unfinished> unfinished_;
  std::map<std::string, std::weak_ptr<const Dataset>> used_;
  std::shared_ptr<const Dataset> newest_;  // stays, used or not: opening the same set again is the usual next thing
};

}  // namespace harmonium
