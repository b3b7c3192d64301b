// The snapshot's half of session/codec.h: what goes into the JSON part, what into tensors.
#include "session/codec.h"
#include "session/json.h"

#include <map>

namespace harmonium {

namespace {

const char* const kKinds[] = {"images", "pairs", "network", "plane", "chart", "matrix", "table"};
const char* const kMarks[] = {"field", "points", "arrows", "mesh", "line", "bars"};
const char* const kInks[] = {"data", "model", "truth", "latent", "positive", "negative", "neutral"};
const char* const kScales[] = {"unit", "signed"};

template <typename Number>
Json orNull(const std::optional<Number>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Tensors on their way out: names them and hands the name back.
class TensorWriter {
 public:
  explicit TensorWriter(PictureNumbers numbers) : numbers_(numbers) {}

  Json add(const std::string& name, const std::vector<float>& values, std::vector<std::uint32_t> shape = {},
           std::optional<ByteScale> as_bytes = {}) {
    if (values.empty()) return nullptr;
    if (shape.empty()) shape = {static_cast<std::uint32_t>(values.size())};
    tensors_.push_back({.name = name, .shape = std::move(shape), .values = values, .as_bytes = as_bytes});
    return name;
  }

  std::optional<ByteScale> bytesFor(const View& view) const {
    const bool small_pictures = view.kind == ViewKind::kImages || view.kind == ViewKind::kPairs;
    if (numbers_ == PictureNumbers::kFloats || !small_pictures) return std::nullopt;
    return byteScaleOf(view.scale, view.limit, view.values);
  }

  std::span<const TensorView> tensors() const { return tensors_; }

 private:
  PictureNumbers numbers_;
  std::vector<TensorView> tensors_ = {};
};

Json writeAxis(const Axis& axis) {
  return {{"label", axis.label}, {"low", axis.low}, {"high", axis.high}};
}

Json writePanel(const Panel& panel, const std::string& tensor, TensorWriter& tensors) {
  Json json = {{"title", panel.title}, {"x", writeAxis(panel.x)}, {"y", writeAxis(panel.y)}, {"marks", Json::array()}};
  for (const Mark& mark : panel.marks) {
    const std::string name = tensor + ".mark." + std::to_string(json["marks"].size());
    json["marks"].push_back({{"kind", kMarks[static_cast<std::size_t>(mark.kind)]},
                             {"ink", kInks[static_cast<std::size_t>(mark.ink)]},
                             {"label", mark.label},
                             {"tensor", tensors.add(name, mark.values, mark.shape)},
                             {"scale", kScales[static_cast<std::size_t>(mark.scale)]},
                             {"limit", mark.limit},
                             {"dashed", mark.dashed}});
  }
  return json;
}

Json writeView(const View& view, const std::string& tensor, TensorWriter& tensors) {
  Json panels = Json::array(), sliders = Json::array();
  for (const Panel& panel : view.panels) {
    panels.push_back(writePanel(panel, tensor + ".panel." + std::to_string(panels.size()), tensors));
  }
  for (const Slider& slider : view.sliders) {
    sliders.push_back({{"label", slider.label}, {"low", slider.low}, {"high", slider.high}, {"value", slider.value}});
  }
  const std::optional<ByteScale> as_bytes = tensors.bytesFor(view);
  Json json = {{"name", view.name},
               {"title", view.title},
               {"caption", view.caption},
               {"kind", kKinds[static_cast<std::size_t>(view.kind)]},
               {"scale", kScales[static_cast<std::size_t>(view.scale)]},
               {"limit", view.limit},
               {"tensor", tensors.add(tensor, view.values, view.shape, as_bytes)},
               {"layers", view.layers},
               {"layerNames", view.layer_names},
               {"weights", tensors.add(tensor + ".weights", view.weights)},
               {"lit", view.lit},
               {"panels", std::move(panels)},
               {"rowNames", view.row_names},
               {"columnNames", view.column_names},
               {"sliders", std::move(sliders)},
               {"notes", view.notes}};
  if (as_bytes) json["bytes"] = {{"step", as_bytes->step}, {"zero", as_bytes->zero}};
  return json;
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

void readAxis(const Json& json, Axis& axis) {
  take(json, "label", axis.label);
  take(json, "low", axis.low);
  take(json, "high", axis.high);
}

template <typename Values>
void readPanel(const Json& json, const Values& values, Panel& panel) {
  take(json, "title", panel.title);
  readAxis(memberOf(json, "x"), panel.x);
  readAxis(memberOf(json, "y"), panel.y);
  for (const Json& item : memberOf(json, "marks")) {
    Mark& mark = panel.marks.emplace_back();
    mark.kind = static_cast<MarkKind>(indexIn(kMarks, item, "kind"));
    mark.ink = static_cast<Ink>(indexIn(kInks, item, "ink"));
    take(item, "label", mark.label);
    mark.scale = static_cast<ViewScale>(indexIn(kScales, item, "scale"));
    take(item, "limit", mark.limit);
    take(item, "dashed", mark.dashed);
    mark.values = values(item, "tensor", &mark.shape);
  }
}

}  // namespace

void encodeSnapshot(const Snapshot& snapshot, PictureNumbers numbers, std::vector<std::uint8_t>& out) {
  TensorWriter tensors(numbers);
  Json json;
  json["spec"] = Json::parse(snapshot.spec, nullptr, false);
  json["progress"] = {{"updates", snapshot.progress.updates},          {"epochs", snapshot.progress.epochs},
                      {"prepared", snapshot.progress.prepared},        {"examples", snapshot.progress.examples},
                      {"chainSteps", snapshot.progress.chain_steps},   {"diverged", snapshot.progress.diverged},
                      {"message", snapshot.progress.message},          {"stage", snapshot.progress.stage},
                      {"stageEpochs", snapshot.progress.stage_epochs}, {"stageEnd", snapshot.progress.stage_end},
                      {"underWay", snapshot.progress.under_way},       {"heldClass", snapshot.progress.held_class}};
  json["stages"] = Json::array();
  for (const StageState& stage : snapshot.stages) {
    json["stages"].push_back({{"name", stage.name},
                              {"label", stage.label},
                              {"sentence", stage.sentence},
                              {"trains", stage.trains},
                              {"end", stage.end}});
  }
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
                              {"error", tensors.add(tensor + ".e", curve.error)},
                              {"reference", orNull(curve.reference)},
                              {"referenceLabel", curve.reference_label}});
  }
  json["measures"] = Json::array();
  for (const Measurement& m : snapshot.measures) json["measures"].push_back(Json::parse(writeMeasurement(m)));
  json["views"] = Json::array();
  for (const View& view : snapshot.views) {
    json["views"].push_back(writeView(view, "view." + std::to_string(json["views"].size()), tensors));
  }
  writeTensors({{"snapshot", textOf(json)}}, tensors.tensors(), out);
}

std::string writeMeasurement(const Measurement& m) {
  Json details = Json::array();
  for (const auto& [label, value] : m.details) details.push_back({{"label", label}, {"value", value}});
  return textOf({{"name", m.name},
                 {"label", m.label},
                 {"unit", m.unit},
                 {"method", m.method},
                 {"note", m.note},
                 {"value", m.value},
                 {"standardError", orNull(m.standard_error)},
                 {"effectiveSamples", orNull(m.effective_samples)},
                 {"exact", m.exact},
                 {"certainty", m.certainty.empty() ? (m.exact ? "exact" : "estimate") : m.certainty},
                 {"updates", m.updates},
                 {"details", std::move(details)}});
}

Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes) {
  Result<TensorFile> read = readTensors(bytes, ByteTensors::kTaken);
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
  const auto bytesOf = [&tensors](const Json& object) {
    std::string name;
    take(object, "tensor", name);
    const auto found = tensors.find(name);
    return found == tensors.end() ? std::span<const std::uint8_t>() : found->second->bytes;
  };

  Snapshot snapshot;
  snapshot.spec = textOf(memberOf(json, "spec"));
  const Json& progress = memberOf(json, "progress");
  take(progress, "updates", snapshot.progress.updates);
  take(progress, "epochs", snapshot.progress.epochs);
  take(progress, "prepared", snapshot.progress.prepared);
  take(progress, "examples", snapshot.progress.examples);
  take(progress, "chainSteps", snapshot.progress.chain_steps);
  take(progress, "diverged", snapshot.progress.diverged);
  take(progress, "message", snapshot.progress.message);
  take(progress, "stage", snapshot.progress.stage);
  take(progress, "stageEpochs", snapshot.progress.stage_epochs);
  take(progress, "stageEnd", snapshot.progress.stage_end);
  take(progress, "underWay", snapshot.progress.under_way);
  take(progress, "heldClass", snapshot.progress.held_class);
  for (const Json& item : memberOf(json, "stages")) {
    StageState& stage = snapshot.stages.emplace_back();
    take(item, "name", stage.name);
    take(item, "label", stage.label);
    take(item, "sentence", stage.sentence);
    take(item, "trains", stage.trains);
    take(item, "end", stage.end);
  }
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
    take(item, "reference", curve.reference);
    take(item, "referenceLabel", curve.reference_label);
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
    take(item, "certainty", m.certainty);
    take(item, "updates", m.updates);
    for (const Json& detail : memberOf(item, "details")) {
      take(detail, "label", m.details.emplace_back().first);
      take(detail, "value", m.details.back().second);
    }
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
    view.bytes = bytesOf(item);
    take(memberOf(item, "bytes"), "step", view.byte_scale.step);
    take(memberOf(item, "bytes"), "zero", view.byte_scale.zero);
    view.weights = values(item, "weights");
    take(item, "rowNames", view.row_names);
    take(item, "columnNames", view.column_names);
    take(item, "notes", view.notes);
    for (const Json& slider : memberOf(item, "sliders")) {
      Slider& turned = view.sliders.emplace_back();
      take(slider, "label", turned.label);
      take(slider, "low", turned.low);
      take(slider, "high", turned.high);
      take(slider, "value", turned.value);
    }
    for (const Json& panel : memberOf(item, "panels")) readPanel(panel, values, view.panels.emplace_back());
  }
  return snapshot;
}

}  // namespace harmonium
