// The snapshot's half of session/codec.h: what goes into the JSON part, what into tensors.
#include "session/codec.h"
#include "session/json.h"

#include <map>

namespace harmonium {

namespace {

const char* const kKinds[] = {"images", "pairs", "network"};
const char* const kScales[] = {"unit", "signed"};

template <typename Number>
Json orNull(const std::optional<Number>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Tensors on their way out: names them and hands the name back.
class TensorWriter {
 public:
  explicit TensorWriter(std::vector<NamedTensor>& out) : out_(out) {}
  Json add(const std::string& name, const std::vector<float>& values, std::vector<std::uint32_t> shape = {}) {
    if (values.empty()) return nullptr;
    if (shape.empty()) shape = {static_cast<std::uint32_t>(values.size())};
    out_.push_back({name, std::move(shape), values});
    return name;
  }

 private:
  std::vector<NamedTensor>& out_;
};

Json writeView(const View& view, const std::string& tensor, TensorWriter& tensors) {
  return {{"name", view.name},
          {"title", view.title},
          {"caption", view.caption},
          {"kind", kKinds[static_cast<std::size_t>(view.kind)]},
          {"scale", kScales[static_cast<std::size_t>(view.scale)]},
          {"limit", view.limit},
          {"tensor", tensors.add(tensor, view.values, view.shape)},
          {"layers", view.layers},
          {"layerNames", view.layer_names},
          {"weights", tensors.add(tensor + ".weights", view.weights)},
          {"lit", view.lit}};
}

// Reading trusts no member to be there or of its type: what is missing stays at its default.
template <typename T>
void take(const Json& object, const char* name, T& out) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if constexpr (std::is_same_v<T, std::string>) {
    if (found->is_string()) out = found->get<std::string>();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (found->is_boolean()) out = found->get<bool>();
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    if (!found->is_array()) return;
    for (const Json& item : *found) out.push_back(item.is_string() ? item.get<std::string>() : "");
  } else if constexpr (std::is_same_v<T, std::vector<std::uint32_t>>) {
    if (!found->is_array()) return;
    for (const Json& item : *found) out.push_back(item.is_number_unsigned() ? item.get<std::uint32_t>() : 0);
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    if (found->is_number()) out = found->get<double>();
  } else {
    if (found->is_number()) out = found->get<T>();
  }
}

template <std::size_t count>
std::size_t indexIn(const char* const (&names)[count], const Json& object, const char* member) {
  std::string name;
  take(object, member, name);
  for (std::size_t i = 0; i < count; ++i) {
    if (name == names[i]) return i;
  }
  return 0;
}

const Json& memberOf(const Json& object, const char* name) {
  static const Json none = Json::object();
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

}  // namespace

std::vector<std::uint8_t> encodeSnapshot(const Snapshot& snapshot) {
  TensorFile file;
  TensorWriter tensors(file.tensors);
  Json json;
  json["spec"] = Json::parse(snapshot.spec, nullptr, false);
  json["progress"] = {{"updates", snapshot.progress.updates},   {"epochs", snapshot.progress.epochs},
                      {"examples", snapshot.progress.examples}, {"chainSteps", snapshot.progress.chain_steps},
                      {"diverged", snapshot.progress.diverged}, {"message", snapshot.progress.message}};
  json["phase"] = {{"last", snapshot.phase.last},
                   {"next", snapshot.phase.next},
                   {"names", snapshot.phase.names},
                   {"labels", snapshot.phase.labels},
                   {"sentence", snapshot.phase.sentence}};
  json["curves"] = Json::array();
  for (const Curve& curve : snapshot.curves) {
    const std::string tensor = "curve." + std::to_string(json["curves"].size());
    json["curves"].push_back({{"name", curve.name},
                              {"label", curve.label},
                              {"unit", curve.unit},
                              {"x", tensors.add(tensor + ".x", curve.x)},
                              {"y", tensors.add(tensor + ".y", curve.y)},
                              {"error", tensors.add(tensor + ".e", curve.error)}});
  }
  json["measures"] = Json::array();
  for (const Measurement& m : snapshot.measures) json["measures"].push_back(Json::parse(writeMeasurement(m)));
  json["views"] = Json::array();
  for (const View& view : snapshot.views) {
    json["views"].push_back(writeView(view, "view." + std::to_string(json["views"].size()), tensors));
  }
  file.metadata["snapshot"] = textOf(json);
  return writeTensors(file);
}

std::string writeMeasurement(const Measurement& m) {
  return textOf({{"name", m.name},
                 {"label", m.label},
                 {"unit", m.unit},
                 {"method", m.method},
                 {"note", m.note},
                 {"value", m.value},
                 {"standardError", orNull(m.standard_error)},
                 {"effectiveSamples", orNull(m.effective_samples)},
                 {"exact", m.exact},
                 {"updates", m.updates}});
}

Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes) {
  Result<TensorFile> read = readTensors(bytes);
  if (!read) return read.error();
  TensorFile& file = read.value();
  Result<Json> parsed = parseObject(file.metadata["snapshot"], "The snapshot", ErrorCode::kInvalidFile);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();

  std::map<std::string, NamedTensor*> tensors;
  for (NamedTensor& tensor : file.tensors) tensors[tensor.name] = &tensor;
  const auto values = [&tensors](const Json& object, const char* member, std::vector<std::uint32_t>* shape = nullptr) {
    std::string name;
    take(object, member, name);
    const auto found = tensors.find(name);
    if (found == tensors.end()) return std::vector<float>();
    if (shape != nullptr) *shape = found->second->shape;
    return std::move(found->second->values);
  };

  Snapshot snapshot;
  snapshot.spec = textOf(memberOf(json, "spec"));
  const Json& progress = memberOf(json, "progress");
  take(progress, "updates", snapshot.progress.updates);
  take(progress, "epochs", snapshot.progress.epochs);
  take(progress, "examples", snapshot.progress.examples);
  take(progress, "chainSteps", snapshot.progress.chain_steps);
  take(progress, "diverged", snapshot.progress.diverged);
  take(progress, "message", snapshot.progress.message);
  const Json& phase = memberOf(json, "phase");
  take(phase, "last", snapshot.phase.last);
  take(phase, "next", snapshot.phase.next);
  take(phase, "names", snapshot.phase.names);
  take(phase, "labels", snapshot.phase.labels);
  take(phase, "sentence", snapshot.phase.sentence);
  for (const Json& item : memberOf(json, "curves")) {
    Curve& curve = snapshot.curves.emplace_back();
    take(item, "name", curve.name);
    take(item, "label", curve.label);
    take(item, "unit", curve.unit);
    curve.x = values(item, "x");
    curve.y = values(item, "y");
    curve.error = values(item, "error");
  }
  for (const Json& item : memberOf(json, "measures")) {
    Measurement& m = snapshot.measures.emplace_back();
    take(item, "name", m.name);
    take(item, "label", m.label);
    take(item, "unit", m.unit);
    take(item, "method", m.method);
    take(item, "note", m.note);
    take(item, "value", m.value);
    take(item, "standardError", m.standard_error);
    take(item, "effectiveSamples", m.effective_samples);
    take(item, "exact", m.exact);
    take(item, "updates", m.updates);
  }
  for (const Json& item : memberOf(json, "views")) {
    View& view = snapshot.views.emplace_back();
    take(item, "name", view.name);
    take(item, "title", view.title);
    take(item, "caption", view.caption);
    view.kind = static_cast<ViewKind>(indexIn(kKinds, item, "kind"));
    view.scale = static_cast<ViewScale>(indexIn(kScales, item, "scale"));
    take(item, "limit", view.limit);
    take(item, "layers", view.layers);
    take(item, "layerNames", view.layer_names);
    take(item, "lit", view.lit);
    view.values = values(item, "tensor", &view.shape);
    view.weights = values(item, "weights");
  }
  return snapshot;
}

}  // namespace harmonium
