#include "tests/support/experiments.h"

#include "data/assembly.h"

#include <catch2/catch_test_macros.hpp>

namespace harmonium::experiments {

std::shared_ptr<const Dataset> dataOf(const Spec& spec) {
  if (spec.given) return spec.given;
  Result<Dataset> set = assemble(spec.data, {});
  REQUIRE(set.ok());
  return std::make_shared<Dataset>(std::move(set.value()));
}

const Preset& smallPreset(const ModelType& type) {
  for (const Preset& preset : type.presets()) {
    const CatalogueEntry* entry = findDataset(preset.data);
    if (entry != nullptr && entry->files.empty()) return preset;
  }
  FAIL("every model has a preset on generated data: " << type.name);
  return type.presets()[0];
}

std::unique_ptr<Session> open(const std::string& text) {
  Result<Spec> spec = parseSpec(text);
  REQUIRE(spec.ok());
  std::shared_ptr<const Dataset> data = dataOf(spec.value());
  Result<std::unique_ptr<Session>> session = Session::open(std::move(spec.value()), std::move(data));
  REQUIRE(session.ok());
  return std::move(session.value());
}

}  // namespace harmonium::experiments
