#include "session/save.h"

#include "base/numbers.h"
#include "session/json.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidFile;

// A prefix keeps training state apart from parameters, which may have the same names.
NamedTensor copyOf(const Tensor& tensor, const std::string& prefix) {
  return {prefix + tensor.name, tensor.shape, {tensor.values.begin(), tensor.values.end()}};
}

std::string shapeText(const std::vector<std::uint32_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

// Finds the file's tensor for each of `wanted`, in order. All are checked before any is copied, so that a wrong file
// leaves the model as it was.
Result<std::vector<const NamedTensor*>> matching(const TensorFile& file, const std::vector<Tensor>& wanted,
                                                 const std::string& prefix) {
  std::vector<const NamedTensor*> found;
  for (const Tensor& tensor : wanted) {
    const std::string name = prefix + tensor.name;
    const auto match = std::ranges::find(file.tensors, name, &NamedTensor::name);
    if (match == file.tensors.end()) return Error{kWrong, "The tensor " + name + " is missing."};
    if (match->shape != tensor.shape) {
      return Error{kWrong, "The tensor " + name + " has shape " + shapeText(match->shape) + ", but it must be " +
                               shapeText(tensor.shape) + "."};
    }
    if (!std::ranges::all_of(match->values, [](float value) { return std::isfinite(value); })) {
      return Error{kWrong, "The tensor " + name + " holds a value that is not a finite number."};
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

std::vector<float> valuesOf(const TensorFile& file, const std::string& name) {
  const auto match = std::ranges::find(file.tensors, name, &NamedTensor::name);
  return match == file.tensors.end() ? std::vector<float>() : match->values;
}

}  // namespace

std::vector<std::uint8_t> writeParameters(Model& model) {
  TensorFile file;
  for (const Tensor& tensor : model.parameters()) file.tensors.push_back(copyOf(tensor, ""));
  return writeTensors(file);
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
  Result<std::vector<const NamedTensor*>> found = matching(file.value(), wanted, "");
  if (!found) return found.error();
  if (Status status = checked(found.value(), model); !status) return status;
  copyInto(found.value(), wanted);
  model.parametersChanged();
  return {};
}

std::vector<std::uint8_t> writeSavedRun(const Spec& spec, std::uint64_t updates, Model& model,
                                        const std::vector<Curve>& curves) {
  TensorFile file;
  file.metadata = {
      {"format", "harmonium"}, {"version", "1"}, {"spec", writeSpec(spec)}, {"updates", std::to_string(updates)}};
  for (const Tensor& tensor : model.parameters()) file.tensors.push_back(copyOf(tensor, ""));
  for (const Tensor& tensor : model.trainingState()) file.tensors.push_back(copyOf(tensor, "state."));
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
      file.tensors.push_back({"curve." + curve.name + part, {toU32(values.size())}, values});
    };
    keep(".x", curve.x);
    keep(".y", curve.y);
    keep(".error", curve.error);
  }
  file.metadata["curves"] = textOf(kept);
  return writeTensors(file);
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
  const std::string& count = file.metadata["updates"];
  // 15 digits fit a double exactly, which is how the page holds the number, and cannot overflow 64 bits.
  const bool digits =
      !count.empty() && count.size() <= 15 && std::ranges::all_of(count, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits)
    return Error{kWrong, "The file's number of updates is " + inQuotes(count) + ", which is no whole number."};
  Result<Spec> spec = parseSpec(file.metadata["spec"]);
  if (!spec) {
    // The code tells the page to try again with the whole core, which has more models than the first one.
    const bool unknown = spec.error().code == ErrorCode::kUnknownName;
    return Error{unknown ? ErrorCode::kUnknownName : kWrong,
                 "The file's experiment can't be opened: " + spec.error().sentence};
  }
  std::uint64_t updates = 0;
  for (const char c : count) updates = updates * 10 + toU64(c - '0');
  return SavedRun{std::move(spec.value()), updates, std::move(file)};
}

Status restoreRun(SavedRun& run, Model& model, std::vector<Curve>& curves) {
  Result<std::vector<const NamedTensor*>> parameters = matching(run.file, model.parameters(), "");
  if (!parameters) return parameters.error();
  if (Status status = checked(parameters.value(), model); !status) return status;
  Result<std::vector<const NamedTensor*>> state = matching(run.file, model.trainingState(), "state.");
  if (!state) return state.error();
  copyInto(parameters.value(), model.parameters());
  copyInto(state.value(), model.trainingState());
  model.parametersChanged();

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
