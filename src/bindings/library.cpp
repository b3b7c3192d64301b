#include "bindings/library.h"

#include "data/catalogue.h"

#include <algorithm>
#include <utility>

namespace harmonium {

namespace {
// The paths of all files of a data set; none for a name that the catalogue does not have.

std::vector<std::string> filesOf(std::string_view name) {
  std::vector<std::string> files;
  if (const CatalogueEntry* entry = findDataset(name)) {
    for (const DataFile& file : entry->files) files.push_back(file.path);
  }
  return files;
}

}  // namespace

std::vector<std::string> Library::missing(const std::string& name) const {
  // A set that an experiment still uses is shared, so nothing has to be fetched for it.
  if (const auto used = used_.find(name); used != used_.end() && !used->second.expired()) return {};
  if (const auto begun = unfinished_.find(name); begun != unfinished_.end()) return begun->second.missing;
  return filesOf(name);
}

Status Library::provide(const std::string& name, std::string_view file, std::span<const std::uint8_t> bytes) {
  auto begun = unfinished_.find(name);
  if (begun == unfinished_.end()) {
    Result<Assembly> assembly = Assembly::of(name);
    if (!assembly) return assembly.error();
    begun = unfinished_.emplace(name, Unfinished{std::move(assembly.value()), filesOf(name)}).first;
  }
  if (Status added = begun->second.assembly.add(file, bytes); !added) return added;
  std::erase(begun->second.missing, file);
  return {};
}

// Sets in use are found through weak pointers: the map must not keep a set alive that no experiment uses. `newest_`
// keeps one alive, since opening the same set again is what most often comes next.
Result<std::shared_ptr<const Dataset>> Library::find(const std::string& name) {
  if (const auto used = used_.find(name); used != used_.end()) {
    if (std::shared_ptr<const Dataset> set = used->second.lock()) return newest_ = std::move(set);
  }
  Result<Assembly> made = Assembly::of(name);
  if (!made) return made.error();
  const auto begun = unfinished_.find(name);
  Assembly& assembly = begun == unfinished_.end() ? made.value() : begun->second.assembly;
  if (!missing(name).empty()) {
    return Error{ErrorCode::kInvalidData, "Files of the data set \"" + name + "\" are still missing."};
  }
  Result<Dataset> finished = assembly.finish();
  if (begun != unfinished_.end()) unfinished_.erase(begun);
  if (!finished) return finished.error();
  newest_ = std::make_shared<const Dataset>(std::move(finished.value()));
  used_[name] = newest_;
  return newest_;
}

}  // namespace harmonium
