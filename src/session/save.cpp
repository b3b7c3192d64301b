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
Work checksumOf(Pace& pace, const std::map<std::string, std::string>& metadata, const Tensors& tensors,
                std::string& out) {
  Checksum sum;
  for (const auto& [name, text] : metadata) {
    if (name == kChecksum) continue;
    sum.add(name);
    co_await addInParts(pace, text, sum);
  }
  for (const auto& tensor : tensors) {
    sum.add(tensor.name);
    for (const std::uint32_t size : tensor.shape) sum.add(std::uint64_t{size});
    co_await addInParts(pace, std::span<const float>(tensor.values), sum);
  }
  out = sum.hex();
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
Work findTensors(Pace& pace, const TensorFile& file, const std::vector<Tensor>& wanted, Kind kind, const Model& model,
                 std::vector<const NamedTensor*>& found, Status& status) {
  for (const Tensor& tensor : wanted) {
    const std::string name = (kind == Kind::kState ? "state." : "") + tensor.name;
    const auto match = std::ranges::find(file.tensors, name, &NamedTensor::name);
    const Allowed allowed = kind == Kind::kState ? tensor.allowed : parameterRange(model, tensor);
    if (match == file.tensors.end()) {
      status = Error{kWrong, "The tensor " + name + " is missing."};
    } else if (match->shape != tensor.shape) {
      status = Error{kWrong, "The tensor " + name + " has shape " + shapeText(match->shape) + ", but it must be " +
                                 shapeText(tensor.shape) + "."};
    } else if (const auto problem = outside(name, tensor.shape, match->values, allowed)) {
      status = Error{kWrong, "The tensor " + *problem + "."};
    }
    if (!status) co_return;
    found.push_back(&*match);
    co_await pace.spent(2 * toDouble(match->values.size()));
  }
}

Status checked(const std::vector<const NamedTensor*>& given, const Model& model) {
  std::vector<std::span<const float>> values;
  for (const NamedTensor* tensor : given) values.emplace_back(tensor->values);
  return model.checkParameters(values);
}

Work copyInto(Pace& pace, const std::vector<const NamedTensor*>& from, std::vector<Tensor> to) {
  constexpr double kPerNumber = 4;  // operations; the memory may be new
  for (std::size_t i = 0; i < to.size(); ++i) {
    co_await inParts(pace, to[i].values.size(), kPerNumber, [&, i](std::size_t first, std::size_t last) {
      std::copy_n(from[i]->values.begin() + toIndex(first), last - first, to[i].values.begin() + toIndex(first));
      return true;
    });
  }
}

// Sets the parameters, and says where the model makes other numbers of them: where it needs a symmetric matrix, for
// example, and the file holds another one.
Work takeParameters(Pace& pace, const std::vector<const NamedTensor*>& given, Model& model, Status& status) {
  co_await copyInto(pace, given, model.parameters());
  co_await model.refresh(pace);
  const std::vector<Tensor> taken = model.parameters();
  for (std::size_t i = 0; i < taken.size() && status; ++i) {
    const std::vector<float>& wishes = given[i]->values;
    constexpr double kPerNumber = 10;  // operations
    float largest = 0;
    co_await inParts(pace, wishes.size(), kPerNumber, [&](std::size_t from, std::size_t to) {
      for (std::size_t at = from; at < to; ++at) largest = std::max(largest, std::abs(wishes[at]));
      return true;
    });
    co_await inParts(pace, wishes.size(), kPerNumber, [&, i](std::size_t from, std::size_t to) {
      for (std::size_t at = from; at < to; ++at) {
        const float value = taken[i].values[at];
        if (std::abs(wishes[at] - value) <= kRounding * largest) continue;
        status = Error{kWrong, "The tensor " + taken[i].name + " holds " + formatNumber(toDouble(wishes[at])) + " at " +
                                   placeText(taken[i].shape, at) + ", where this model would take " +
                                   formatNumber(toDouble(value)) + "."};
        return false;
      }
      return true;
    });
  }
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

Work writeParameters(Pace& pace, Model& model, std::vector<std::uint8_t>& out) {
  std::vector<TensorView> tensors;
  for (const Tensor& tensor : model.parameters()) tensors.push_back(viewOf(tensor, ""));
  co_await writeTensors(pace, {}, tensors, out);
}

Work replaceParameters(Pace& pace, std::span<const std::uint8_t> bytes, Model& model, Status& status) {
  Later<TensorFile> file;
  co_await readTensors(pace, bytes, ByteTensors::kRefused, file);
  if (!*file) {
    status = file->error();
    co_return;
  }
  const std::vector<Tensor> wanted = model.parameters();
  // A tensor with an unknown name is refused: it is most likely a wrong name for one that the model has.
  for (const NamedTensor& tensor : file->value().tensors) {
    if (std::ranges::find(wanted, tensor.name, &Tensor::name) != wanted.end()) continue;
    std::string names;
    for (const Tensor& known : wanted) names += (names.empty() ? "" : ", ") + known.name;
    status = Error{kWrong, "There is no parameter " + inQuotes(tensor.name) + "; there are " + names + "."};
    co_return;
  }
  std::vector<const NamedTensor*> given;
  co_await findTensors(pace, file->value(), wanted, Kind::kParameter, model, given, status);
  if (status) status = checked(given, model);
  if (!status) co_return;
  std::vector<std::vector<float>> before(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    before[i].assign(wanted[i].values.begin(), wanted[i].values.end());
    co_await pace.spent(4 * toDouble(before[i].size()));
  }
  co_await takeParameters(pace, given, model, status);
  if (status) co_return;
  for (std::size_t i = 0; i < wanted.size(); ++i) std::ranges::copy(before[i], wanted[i].values.begin());
  model.parametersChanged();
}

Status replaceParameters(std::span<const std::uint8_t> bytes, Model& model) {
  Pace whole;
  Status status;
  finish(replaceParameters(whole, bytes, model, status));
  return status;
}

Work writeSavedRun(Pace& pace, const Spec& spec, std::uint64_t updates, Model& model, const std::vector<Curve>& curves,
                   std::vector<std::uint8_t>& out) {
  std::map<std::string, std::string> metadata = {
      {"format", "harmonium"}, {"version", "1"}, {"spec", ""}, {"updates", std::to_string(updates)}};
  co_await writeSpec(pace, spec, metadata["spec"]);
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
  std::string sum;
  co_await checksumOf(pace, metadata, tensors, sum);
  metadata[kChecksum] = sum;
  co_await writeTensors(pace, metadata, tensors, out);
}

namespace {

void readCurves(TensorFile& file, std::vector<Curve>& curves) {
  // Training goes on without curves, so those that cannot be read are left out instead of refusing the file.
  const Json kept = readJson(file.metadata["curves"]);
  curves.clear();
  if (!kept.is_array()) return;
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
    curve.x = valuesOf(file, "curve." + curve.name + ".x");
    curve.y = valuesOf(file, "curve." + curve.name + ".y");
    curve.error = valuesOf(file, "curve." + curve.name + ".error");
    // Everything that draws a curve relies on equal lengths, and a file may claim any.
    if (curve.x.empty() || curve.x.size() != curve.y.size()) continue;
    if (!curve.error.empty() && curve.error.size() != curve.x.size()) curve.error.clear();
    curves.push_back(std::move(curve));
  }
}

// Looks at what a file says of itself. `sum` is the checksum of its contents.
Status checkFile(TensorFile& file, const std::string& sum, std::uint64_t& updates) {
  // Files of earlier versions have no checksum.
  if (const auto said = file.metadata.find(kChecksum); said != file.metadata.end() && said->second != sum) {
    return Error{kWrong, "The file's checksum is " + inQuotes(said->second) + ", but its contents have " + sum +
                             ": it was damaged, or changed after it was saved. Weights from elsewhere can be set as "
                             "parameters of an experiment."};
  }
  const std::string& count = file.metadata["updates"];
  // 16 digits cannot overflow 64 bits.
  const bool digits =
      !count.empty() && count.size() <= 16 && std::ranges::all_of(count, [](char c) { return c >= '0' && c <= '9'; });
  updates = 0;
  for (const char c : digits ? count : std::string()) updates = updates * 10 + toU64(c - '0');
  if (digits && updates <= kMostUpdates) return {};
  return Error{kWrong, "The file's number of updates is " + inQuotes(count) +
                           ", but it must be a whole number from 0 to " + std::to_string(kMostUpdates) + "."};
}

Status checkFormat(TensorFile& file) {
  // Other programs write safetensors files too, so the format is checked before anything else is read.
  if (file.metadata["format"] != "harmonium") {
    return Error{kWrong,
                 "This file was not saved here: its metadata lack format \"harmonium\". Weights from elsewhere can be "
                 "set as parameters of an experiment."};
  }
  if (file.metadata["version"] == "1") return {};
  return Error{kWrong, "This file has version " + inQuotes(file.metadata["version"]) + "; version 1 can be read."};
}

}  // namespace

Work readSavedRun(Pace& pace, std::span<const std::uint8_t> bytes, Later<SavedRun>& out) {
  Later<TensorFile> read;
  co_await readTensors(pace, bytes, ByteTensors::kRefused, read);
  if (!*read) {
    out = read->error();
    co_return;
  }
  TensorFile& file = read->value();
  Status status = checkFormat(file);
  std::string sum;
  std::uint64_t updates = 0;
  if (status && file.metadata.contains(kChecksum)) co_await checksumOf(pace, file.metadata, file.tensors, sum);
  if (status) status = checkFile(file, sum, updates);
  if (!status) {
    out = status.error();
    co_return;
  }
  Later<Spec> spec;
  co_await parseSpec(pace, file.metadata["spec"], spec);
  file.metadata["spec"].clear();
  if (!*spec) {
    // The code tells the page to try again with the whole core, which has more models than the first one.
    const bool unknown = spec->error().code == ErrorCode::kUnknownName;
    out = Error{unknown ? ErrorCode::kUnknownName : kWrong,
                "The file's experiment can't be opened: " + spec->error().sentence};
  } else {
    out = SavedRun{std::move(spec->value()), updates, std::move(file)};
  }
}

Result<SavedRun> readSavedRun(std::span<const std::uint8_t> bytes) {
  return atOnce<SavedRun>([&](Pace& pace, Later<SavedRun>& out) { return readSavedRun(pace, bytes, out); });
}

Work restoreRun(Pace& pace, SavedRun& run, Model& model, std::vector<Curve>& curves, Status& status) {
  std::vector<const NamedTensor*> parameters, state;
  co_await findTensors(pace, run.file, model.parameters(), Kind::kParameter, model, parameters, status);
  if (status) status = checked(parameters, model);
  if (status) co_await findTensors(pace, run.file, model.trainingState(), Kind::kState, model, state, status);
  if (status) status = onlyKnownTensors(run.file, model);
  if (!status) co_return;
  // The state comes first: where a model keeps two halves of a number, both are there when it takes the parameters.
  co_await copyInto(pace, state, model.trainingState());
  co_await takeParameters(pace, parameters, model, status);
  if (status) readCurves(run.file, curves);
}

}  // namespace harmonium
