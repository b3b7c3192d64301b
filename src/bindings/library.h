// The data sets of one core: those whose files are still coming, and those in use. Experiments on the same set share
// it. A set that no experiment uses is freed when another one is opened, so a page that tries all sets holds one at a
// time.
//
// The order of calls is missing(), then provide() for each file, then find().
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
  // The files that have to be provided before find() returns the set, as paths below the site's data folder. The list
  // is empty for a set that is in use or computed. `name` is a name of the catalogue.
  std::vector<std::string> missing(const std::string& name) const;

  // Takes one unpacked file of a set. Refused if the set has no such file, if the file was provided before, or if the
  // bytes are not that file.
  Status provide(const std::string& name, std::string_view file, std::span<const std::uint8_t> bytes);

  // The set, made of the files that were provided. Refused while files are missing, or if they do not make a set.
  Result<std::shared_ptr<const Dataset>> find(const std::string& name);

 private:
  // A set whose files are still coming, and the paths of those that are missing.
  struct Unfinished {
    Assembly assembly;
    std::vector<std::string> missing;
  };
  std::map<std::string, Unfinished> unfinished_;
  std::map<std::string, std::weak_ptr<const Dataset>> used_;
  std::shared_ptr<const Dataset> newest_;  // keeps the last set, used or not, as it is often opened again
};

}  // namespace harmonium
