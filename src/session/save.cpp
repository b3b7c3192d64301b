#include "session/save.h"

#include "base/numbers.h"
#include "session/bounds.h"
#include "session/hash.h"
#include "session/json.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidFile;
constexpr const char* kChecksum = "checksum";
// The largest relative change of a value that counts as rounding and not as another value.
constexpr float kRounding = 1e-5f;

// A prefix keeps training state apart from parameters, which may have the same names.
TensorView viewOf(const Tensor& tensor, const std::string& prefix) {
  return {.name = prefix + tensor.name, .shape = tensor.shape, .values = tensor.values};
}

// The checksum of a file's metadata, except the checksum itself, and of its tensors in their order.
template <typename Tensors>
std::string checksumOf(const std::map<std::string, std::string>& metadata, const Tensors& tensors) {
  Checksum sum;
  for (const auto& [name, text] : metadata) {
    if (name == kChecksum) continue;
    sum.add(name);
    sum.add(text);
  }
  for (const auto& tensor : tensors) {
    sum.add(tensor.name);
    for (const std::uint32_t size : tensor.shape) sum.add(std::uint64_t{size});
    sum.add(std::span<const float>(tensor.values));
  }
  return sum.hex();
}

std::string shapeText(const std::vector<std::uint32_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

// Says whether a parameter or a number of the training state is meant.
enum class Kind { kParameter, kState };

// Finds the file's tensor for each of `wanted`, in order. All are checked before any is copied, so that a wrong file
// leaves the model as it was.
Result<std::vector<const NamedTensor*>> matching(const TensorFile& file, const std::vector<Tensor>& wanted, Kind kind,
                                                 const Model& model) {
  std::vector<const NamedTensor*> found;
  for (const Tensor& tensor : wanted) {
    const std::string name = (kind == Kind::kState ? "state." : "") + tensor.name;
    const auto match = std::ranges::find(file.tensors, name, &NamedTensor::name);
    if (match == file.tensors.end()) return Error{kWrong, "The tensor " + name + " is missing."};
    if (match->shape != tensor.shape) {
      return Error{kWrong, "The tensor " + name + " has shape " + shapeText(match->shape) + ", but it must be " +
                               shapeText(tensor.shape) + "."};
    }
    const Allowed allowed = kind == Kind::kState ? tensor.allowed : parameterRange(model, tensor);
    if (const auto problem = outside(name, tensor.shape, match->values, allowed)) {
      return Error{kWrong, "The tensor " + *problem + "."};
    }
    found.push_back(&*match);
  }
  return found;
}

Status checked(const std::vector<const NamedTensor*>& given, const Model& model) {
  std::vector<std::span<const float>> values;
  for (const NamedTensor* tensor : given) values.emplace_back(tensor->values);
  return model.checkParameters(values);
}

void copyInto(const std::vector<const NamedTensor*>& from, std::vector<Tensor> to) {
  for (std::size_t i = 0; i < to.size(); ++i) std::ranges::copy(from[i]->values, to[i].values.begin());
}

// Sets the parameters, and takes them back where the model makes other numbers of them: where it needs a symmetric
// matrix, for example, and the file holds another one.
Status takeParameters(const std::vector<const NamedTensor*>& given, Model& model) {
  std::vector<std::vector<float>> before;
  for (const Tensor& tensor : model.parameters()) before.emplace_back(tensor.values.begin(), tensor.values.end());
  copyInto(given, model.parameters());
  model.parametersChanged();
  Status status;
  const std::vector<Tensor> taken = model.parameters();
  for (std::size_t i = 0; i < taken.size() && status; ++i) {
    float largest = 0;
    for (const float value : given[i]->values) largest = std::max(largest, std::abs(value));
    for (std::size_t at = 0; at < taken[i].values.size(); ++at) {
      const float wish = given[i]->values[at], value = taken[i].values[at];
      if (std::abs(wish - value) <= kRounding * largest) continue;
      status = Error{kWrong, "The tensor " + taken[i].name + " holds " + formatNumber(toDouble(wish)) + " at " +
                                 placeText(taken[i].shape, at) + ", where this model would take " +
                                 formatNumber(toDouble(value)) + "."};
      break;
    }
  }
  if (status) return status;
  std::size_t index = 0;
  for (const Tensor& tensor : model.parameters()) std::ranges::copy(before[index++], tensor.values.begin());
  model.parametersChanged();
  return status;
}

// A tensor that belongs to nothing tells of a file that was changed by hand, or of another version.
Status onlyKnownTensors(const TensorFile& file, Model& model) {
  std::vector<std::string> known;
  for (const Tensor& tensor : model.parameters()) known.push_back(tensor.name);
  for (const Tensor& tensor : model.trainingState()) known.push_back("state." + tensor.name);
  for (const NamedTensor& tensor : file.tensors) {
    if (tensor.name.starts_with("curve.") || std::ranges::find(known, tensor.name) != known.end()) continue;
    return Error{kWrong, "The tensor " + inQuotes(tensor.name) + " belongs to no part of this run."};
  }
  return {};
}

std::vector<float> valuesOf(const TensorFile& file, const std::string& name) {
  const auto match = std::ranges::find(file.tensors, name, &NamedTensor::name);
  return match == file.tensors.end() ? std::vector<float>() : match->values;
}

}  // namespace

std::vector<std::uint8_t> writeParameters(Model& model) {
  std::vector<TensorView> tensors;
  for (const Tensor& tensor : model.parameters()) tensors.push_back(viewOf(tensor, ""));
  std::vector<std::uint8_t> bytes;
  writeTensors({}, tensors, bytes);
  return bytes;
}

Status replaceParameters(std::span<const std::uint8_t> bytes, Model& model) {
  Result<TensorFile> file = readTensors(bytes);
  if (!file) return file.error();
  const std::vector<Tensor> wanted = model.parameters();
  // A tensor with an unknown name is refused: it is most likely a wrong name for one that the model has.
  for (const NamedTensor& tensor : file.value().tensors) {
    if (std::ranges::find(wanted, tensor.name, &Tensor::name) == wanted.end()) {
      std::string names;
      for (const Tensor& known : wanted) names += (names.empty() ? "" : ", ") + known.name;
      return Error{kWrong, "There is no parameter " + inQuotes(tensor.name) + "; there are " + names + "."};
    }
  }
  Result<std::vector<const NamedTensor*>> found = matching(file.value(), wanted, Kind::kParameter, model);
  if (!found) return found.error();
  if (Status status = checked(found.value(), model); !status) return status;
  return takeParameters(found.value(), model);
}

std::vector<std::uint8_t> writeSavedRun(const Spec& spec, std::uint64_t updates, Model& model,
                                        const std::vector<Curve>& curves) {
  std::map<std::string, std::string> metadata = {
      {"format", "harmonium"}, {"version", "1"}, {"spec", writeSpec(spec)}, {"updates", std::to_string(updates)}};
  std::vector<TensorView> tensors;
  for (const Tensor& tensor : model.parameters()) tensors.push_back(viewOf(tensor, ""));
  for (const Tensor& tensor : model.trainingState()) tensors.push_back(viewOf(tensor, "state."));
  // The points are tensors, because numbers in JSON would be longer and would have to be rounded.
  Json kept = Json::array();
  for (const Curve& curve : curves) {
    kept.push_back({{"name", curve.name}, {"label", curve.label}, {"unit", curve.unit}, {"examples", curve.examples}});
    if (curve.reference) {
      kept.back()["reference"] = *curve.reference;
      kept.back()["referenceLabel"] = curve.reference_label;
    }
    const auto keep = [&](const char* part, const std::vector<float>& values) {
      if (values.empty()) return;
      tensors.push_back({.name = "curve." + curve.name + part, .shape = {toU32(values.size())}, .values = values});
    };
    keep(".x", curve.x);
    keep(".y", curve.y);
    keep(".error", curve.error);
  }
  metadata["curves"] = textOf(kept);
  metadata[kChecksum] = checksumOf(metadata, tensors);
  std::vector<std::uint8_t> bytes;
  writeTensors(metadata, tensors, bytes);
  return bytes;
}

Result<SavedRun> readSavedRun(std::span<const std::uint8_t> bytes) {
  Result<TensorFile> read = readTensors(bytes);
  if (!read) return read.error();
  TensorFile& file = read.value();
  // Other programs write safetensors files too, so the format is checked before anything else is read.
  if (file.metadata["format"] != "harmonium") {
    return Error{kWrong,
                 "This file was not saved here: its metadata lack format \"harmonium\". Weights from elsewhere can be "
                 "set as parameters of an experiment."};
  }
  if (file.metadata["version"] != "1") {
    return Error{kWrong, "This file has version " + inQuotes(file.metadata["version"]) + "; version 1 can be read."};
  }
  // Files of earlier versions have no checksum.
  if (const auto said = file.metadata.find(kChecksum); said != file.metadata.end()) {
    const std::string sum = checksumOf(file.metadata, file.tensors);
    if (said->second != sum) {
      return Error{kWrong, "The file's checksum is " + inQuotes(said->second) + ", but its contents have " + sum +
                               ": it was damaged, or changed after it was saved. Weights from elsewhere can be set as "
                               "parameters of an experiment."};
    }
  }
  const std::string& count = file.metadata["updates"];
  // 16 digits cannot overflow 64 bits.
  const bool digits =
      !count.empty() && count.size() <= 16 && std::ranges::all_of(count, [](char c) { return c >= '0' && c <= '9'; });
  std::uint64_t updates = 0;
  for (const char c : digits ? count : std::string()) updates = updates * 10 + toU64(c - '0');
  if (!digits || updates > kMostUpdates) {
    return Error{kWrong, "The file's number of updates is " + inQuotes(count) +
                             ", but it must be a whole number from 0 to " + std::to_string(kMostUpdates) + "."};
  }
  Result<Spec> spec = parseSpec(file.metadata["spec"]);
  if (!spec) {
    // The code tells the page to try again with the whole core, which has more models than the first one.
    const bool unknown = spec.error().code == ErrorCode::kUnknownName;
    return Error{unknown ? ErrorCode::kUnknownName : kWrong,
                 "The file's experiment can't be opened: " + spec.error().sentence};
  }
  return SavedRun{std::move(spec.value()), updates, std::move(file)};
}

Status restoreRun(SavedRun& run, Model& model, std::vector<Curve>& curves) {
  Result<std::vector<const NamedTensor*>> parameters = matching(run.file, model.parameters(), Kind::kParameter, model);
  if (!parameters) return parameters.error();
  if (Status status = checked(parameters.value(), model); !status) return status;
  Result<std::vector<const NamedTensor*>> state = matching(run.file, model.trainingState(), Kind::kState, model);
  if (!state) return state.error();
  if (Status known = onlyKnownTensors(run.file, model); !known) return known;
  // The state comes first: where a model keeps two halves of a number, both are there when it takes the parameters.
  copyInto(state.value(), model.trainingState());
  if (Status taken = takeParameters(parameters.value(), model); !taken) return taken;

  // Training goes on without curves, so those that cannot be read are left out instead of refusing the file.
  const Json kept = Json::parse(run.file.metadata["curves"], nullptr, false);
  curves.clear();
  if (!kept.is_array()) return {};
  for (const Json& item : kept) {
    if (!item.is_object()) continue;
    Curve curve;
    for (const auto& [name, field] : {std::pair{"name", &curve.name},
                                      {"label", &curve.label},
                                      {"unit", &curve.unit},
                                      {"examples", &curve.examples},
                                      {"referenceLabel", &curve.reference_label}}) {
      if (const auto found = item.find(name); found != item.end() && found->is_string())
        *field = found->get<std::string>();
    }
    if (const auto found = item.find("reference"); found != item.end() && found->is_number())
      curve.reference = found->get<double>();
    curve.x = valuesOf(run.file, "curve." + curve.name + ".x");
    curve.y = valuesOf(run.file, "curve." + curve.name + ".y");
    curve.error = valuesOf(run.file, "curve." + curve.name + ".error");
    // Everything that draws a curve relies on equal lengths, and a file may claim any.
    if (curve.x.empty() || curve.x.size() != curve.y.size()) continue;
    if (!curve.error.empty() && curve.error.size() != curve.x.size()) curve.error.clear();
    curves.push_back(std::move(curve));
  }
  return {};
}

}  // namespace harmonium
