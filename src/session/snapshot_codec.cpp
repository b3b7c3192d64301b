// Implements the snapshots of session/codec.h: writes one as JSON and tensors, and reads it back. Texts and single
// numbers go into the JSON part. Arrays of numbers go into tensors, which are shorter and need no parsing.
#include "base/numbers.h"
#include "session/codec.h"
#include "session/json.h"

#include <map>

namespace harmonium {

namespace {

// The names of enum values outside the core, each list in the order of its enum (base/view.h).
const char* const kKinds[] = {"images", "pairs", "network", "plane", "chart", "matrix", "table"};
const char* const kMarks[] = {"field", "points", "arrows", "mesh", "line", "bars"};
const char* const kInks[] = {"data", "model", "truth", "latent", "positive", "negative", "neutral"};
const char* const kScales[] = {"unit", "signed"};
const char* const kMeanings[] = {"",           "chains",         "visited", "samples",
                                 "generation", "reconstruction", "update",  "biases"};
const char* const kRoles[] = {"visible", "hidden", "label", "past"};
const char* const kLinks[] = {"both", "up", "down"};

// JSON has no optional numbers; null stands for an absent one.
template <typename Number>
Json orNull(const std::optional<Number>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Collects the tensors of a snapshot. add() returns the name, which stands in the JSON part for the numbers; empty
// arrays have no tensor and the name null. The numbers stay in the snapshot, so it must outlive the writer.
class TensorWriter {
 public:
  explicit TensorWriter(PictureNumbers numbers) : numbers_(numbers) {}

  Json add(const std::string& name, const std::vector<float>& values, std::vector<std::uint32_t> shape = {},
           std::optional<ByteScale> as_bytes = {}) {
    // safetensors allows empty tensors, but null is shorter and says the same.
    if (values.empty()) return nullptr;
    if (shape.empty()) shape = {toU32(values.size())};
    tensors_.push_back({.name = name, .shape = std::move(shape), .values = values, .as_bytes = as_bytes});
    return name;
  }

  std::optional<ByteScale> bytesFor(const View& view) const {
    // Tiles are the largest part of a snapshot, and a screen shows at most 256 shades of them. The numbers of other
    // views are positions and values, so they stay floats.
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
    json["marks"].push_back({{"kind", kMarks[toSize(mark.kind)]},
                             {"ink", inkName(mark.ink)},
                             {"label", mark.label},
                             {"tensor", tensors.add(name, mark.values, mark.shape)},
                             {"scale", kScales[toSize(mark.scale)]},
                             {"limit", mark.limit},
                             {"contours", mark.contours},
                             {"dashed", mark.dashed},
                             {"category", mark.category},
                             {"names", mark.names}});
  }
  return json;
}

Json writeOffer(const ViewOffer& offer) {
  Json choices = Json::array();
  for (const ViewChoice& choice : offer.choices) {
    Json options = Json::array();
    for (const ViewOption& option : choice.options) options.push_back({{"name", option.name}, {"label", option.label}});
    choices.push_back(
        {{"name", choice.name}, {"label", choice.label}, {"options", std::move(options)}, {"initial", choice.initial}});
  }
  return {
      {"name", offer.name}, {"title", offer.title}, {"slowMotion", offer.slow_motion}, {"choices", std::move(choices)}};
}

Json writeGroup(const UnitGroup& group) {
  return {{"name", group.name},   {"role", kRoles[toSize(group.role)]},
          {"units", group.units}, {"rows", group.rows},
          {"cols", group.cols},   {"first", group.first}};
}

Json writeLink(const UnitLink& link) {
  return {{"from", link.from},   {"to", link.to}, {"kind", kLinks[toSize(link.kind)]},
          {"first", link.first}, {"up", link.up}, {"down", link.down}};
}

Json writeView(const View& view, const std::string& tensor, TensorWriter& tensors) {
  Json panels = Json::array(), sliders = Json::array(), groups = Json::array(), links = Json::array();
  for (const UnitGroup& group : view.groups) groups.push_back(writeGroup(group));
  for (const UnitLink& link : view.links) links.push_back(writeLink(link));
  for (const Panel& panel : view.panels) {
    panels.push_back(writePanel(panel, tensor + ".panel." + std::to_string(panels.size()), tensors));
  }
  for (const Slider& slider : view.sliders) {
    sliders.push_back({{"label", slider.label}, {"low", slider.low}, {"high", slider.high}, {"value", slider.value}});
  }
  // The reader needs the scale, so the member "bytes" carries it where the tensor was written as bytes.
  const std::optional<ByteScale> as_bytes = tensors.bytesFor(view);
  Json json = {{"name", view.name},
               {"title", view.title},
               {"caption", view.caption},
               {"kind", kKinds[toSize(view.kind)]},
               {"meaning", kMeanings[toSize(view.meaning)]},
               {"chosen", view.chosen},
               {"scale", kScales[toSize(view.scale)]},
               {"limit", view.limit},
               {"tensor", tensors.add(tensor, view.values, view.shape, as_bytes)},
               {"tileNoun", view.tile_noun},
               {"tileNumbers", view.tile_numbers},
               {"groups", std::move(groups)},
               {"links", std::move(links)},
               {"weights", tensors.add(tensor + ".weights", view.weights)},
               {"change", tensors.add(tensor + ".change", view.change)},
               {"slopes", tensors.add(tensor + ".slopes", view.slopes)},
               {"panels", std::move(panels)},
               {"rowNames", view.row_names},
               {"columnNames", view.column_names},
               {"rowTiles", tensors.add(tensor + ".rows", view.row_tiles, view.row_tiles_shape)},
               {"sliders", std::move(sliders)},
               {"notes", view.notes}};
  if (as_bytes) json["bytes"] = {{"step", as_bytes->step}, {"zero", as_bytes->zero}};
  return json;
}

// Reads one member into `out`. A member that is missing or of another type leaves `out` at its default, because a
// reader may be newer or older than the writer, and the bytes may be hostile.
template <typename T>
void take(const Json& object, const char* name, T& out) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if constexpr (std::is_same_v<T, std::string>) {
    if (found->is_string()) out = found->get<std::string>();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (found->is_boolean()) out = found->get<bool>();
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    // An entry of a wrong type keeps its place as an empty text, so that the others keep their index.
    if (!found->is_array()) return;
    for (const Json& item : *found) out.push_back(item.is_string() ? item.get<std::string>() : "");
  } else if constexpr (std::is_same_v<T, std::vector<std::uint32_t>>) {
    if (!found->is_array()) return;
    for (const Json& item : *found) out.push_back(item.is_number_unsigned() ? item.get<std::uint32_t>() : 0);
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    if (found->is_number()) out = found->get<double>();
  } else if constexpr (std::is_same_v<T, std::uint32_t>) {
    // A number that does not fit keeps the default: a cut one would be a wrong index.
    if (found->is_number_unsigned() && found->get<std::uint64_t>() <= UINT32_MAX) out = found->get<std::uint32_t>();
  } else {
    if (found->is_number()) out = found->get<T>();
  }
}

// Returns the index of `name` among the names, or 0 where it is none of them, so that casts to enums are safe.
template <std::size_t count>
std::size_t indexOf(const char* const (&names)[count], const Json& name) {
  for (std::size_t i = 0; i < count; ++i) {
    if (name == names[i]) return i;
  }
  return 0;
}

const Json& memberOf(const Json& object, const char* name) {
  // A missing object reads like an empty one, so that readers need no checks of their own.
  static const Json none = Json::object();
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

// The same for a member of an object; 0 where the member is missing.
template <std::size_t count>
std::size_t indexIn(const char* const (&names)[count], const Json& object, const char* member) {
  return indexOf(names, memberOf(object, member));
}

void readOffer(const Json& json, ViewOffer& offer) {
  take(json, "name", offer.name);
  take(json, "title", offer.title);
  take(json, "slowMotion", offer.slow_motion);
  for (const Json& item : memberOf(json, "choices")) {
    ViewChoice& choice = offer.choices.emplace_back();
    take(item, "name", choice.name);
    take(item, "label", choice.label);
    take(item, "initial", choice.initial);
    for (const Json& each : memberOf(item, "options")) {
      ViewOption& option = choice.options.emplace_back();
      take(each, "name", option.name);
      take(each, "label", option.label);
    }
    // A choice of fewer than two options leaves nothing to choose, so it is dropped.
    if (choice.options.size() < 2)
      offer.choices.pop_back();
    else if (choice.initial >= choice.options.size())
      choice.initial = 0;
  }
}

void readGroup(const Json& json, UnitGroup& group) {
  take(json, "name", group.name);
  group.role = static_cast<GroupRole>(indexIn(kRoles, json, "role"));
  take(json, "units", group.units);
  take(json, "rows", group.rows);
  take(json, "cols", group.cols);
  take(json, "first", group.first);
}

void readLink(const Json& json, UnitLink& link) {
  take(json, "from", link.from);
  take(json, "to", link.to);
  link.kind = static_cast<LinkKind>(indexIn(kLinks, json, "kind"));
  take(json, "first", link.first);
  take(json, "up", link.up);
  take(json, "down", link.down);
}

void readAxis(const Json& json, Axis& axis) {
  take(json, "label", axis.label);
  take(json, "low", axis.low);
  take(json, "high", axis.high);
}

// `values` takes the numbers of a tensor that a member names, as decodeSnapshot() defines it.
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
    take(item, "contours", mark.contours);
    take(item, "dashed", mark.dashed);
    take(item, "category", mark.category);
    take(item, "names", mark.names);
    mark.values = values(item, "tensor", &mark.shape);
  }
}

}  // namespace

const char* inkName(Ink ink) {
  return kInks[toSize(ink)];
}

void encodeSnapshot(const Snapshot& snapshot, PictureNumbers numbers, std::vector<std::uint8_t>& out) {
  TensorWriter tensors(numbers);
  Json json;
  // The spec is text. Parsed again, it becomes part of this object and not a text that a client has to parse twice.
  json["spec"] = readJson(snapshot.spec);
  json["progress"] = {{"run", snapshot.progress.run},
                      {"updates", snapshot.progress.updates},
                      {"epochs", snapshot.progress.epochs},
                      {"prepared", snapshot.progress.prepared},
                      {"examples", snapshot.progress.examples},
                      {"chainSteps", snapshot.progress.chain_steps},
                      {"diverged", snapshot.progress.diverged},
                      {"message", snapshot.progress.message},
                      {"stage", snapshot.progress.stage},
                      {"stageEpochs", snapshot.progress.stage_epochs},
                      {"stageEnd", snapshot.progress.stage_end},
                      {"underWay", snapshot.progress.under_way},
                      {"heldClass", snapshot.progress.held_class}};
  json["stages"] = Json::array();
  for (const StageState& stage : snapshot.stages) {
    json["stages"].push_back({{"name", stage.name},
                              {"label", stage.label},
                              {"sentence", stage.sentence},
                              {"trains", stage.trains},
                              {"end", stage.end}});
  }
  json["classes"] = snapshot.classes;
  json["phase"] = {{"last", snapshot.phase.last},        {"next", snapshot.phase.next},
                   {"names", snapshot.phase.names},      {"labels", snapshot.phase.labels},
                   {"signs", snapshot.phase.signs},      {"inks", Json::array()},
                   {"sentence", snapshot.phase.sentence}};
  for (const Ink ink : snapshot.phase.inks) json["phase"]["inks"].push_back(inkName(ink));
  json["curves"] = Json::array();
  for (const Curve& curve : snapshot.curves) {
    const std::string tensor = "curve." + std::to_string(json["curves"].size());
    json["curves"].push_back({{"name", curve.name},
                              {"label", curve.label},
                              {"unit", curve.unit},
                              {"examples", curve.examples},
                              {"x", tensors.add(tensor + ".x", curve.x)},
                              {"y", tensors.add(tensor + ".y", curve.y)},
                              {"error", tensors.add(tensor + ".e", curve.error)},
                              {"reference", orNull(curve.reference)},
                              {"referenceLabel", curve.reference_label}});
  }
  json["measures"] = Json::array();
  for (const Measurement& m : snapshot.measures) json["measures"].push_back(readJson(writeMeasurement(m)));
  json["offers"] = Json::array();
  for (const ViewOffer& offer : snapshot.offers) json["offers"].push_back(writeOffer(offer));
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
                 {"errorOverExamples", orNull(m.error_over_examples)},
                 {"errorOfEstimate", orNull(m.error_of_estimate)},
                 {"effectiveSamples", orNull(m.effective_samples)},
                 {"exact", m.exact},
                 {"certainty", m.certainty.empty() ? (m.exact ? "exact" : "estimate") : m.certainty},
                 {"updates", m.updates},
                 {"run", m.run},
                 {"details", std::move(details)}});
}

Result<Snapshot> decodeSnapshot(std::span<const std::uint8_t> bytes) {
  Result<TensorFile> read = readTensors(bytes, ByteTensors::kTaken);
  if (!read) return read.error();
  TensorFile& file = read.value();
  Result<Json> parsed = parseObject(file.metadata["snapshot"], "The snapshot", ErrorCode::kInvalidFile);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();

  // A map, because a snapshot may name hundreds of tensors and a search through the list for each would be slow.
  std::map<std::string, NamedTensor*> tensors;
  for (NamedTensor& tensor : file.tensors) tensors[tensor.name] = &tensor;
  const auto values = [&tensors](const Json& object, const char* member, std::vector<std::uint32_t>* shape = nullptr) {
    std::string name;
    take(object, member, name);
    const auto found = tensors.find(name);
    if (found == tensors.end()) return std::vector<float>();
    if (shape != nullptr) *shape = found->second->shape;
    return std::move(found->second->values);  // moved: a snapshot names every tensor once
  };
  // Bytes stay where they are: the app turns them into textures without a copy as floats.
  const auto bytesOf = [&tensors](const Json& object) {
    std::string name;
    take(object, "tensor", name);
    const auto found = tensors.find(name);
    return found == tensors.end() ? std::span<const std::uint8_t>() : found->second->bytes;
  };

  Snapshot snapshot;
  snapshot.spec = textOf(memberOf(json, "spec"));
  const Json& progress = memberOf(json, "progress");
  take(progress, "run", snapshot.progress.run);
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
  take(json, "classes", snapshot.classes);
  const Json& phase = memberOf(json, "phase");
  take(phase, "last", snapshot.phase.last);
  take(phase, "next", snapshot.phase.next);
  take(phase, "names", snapshot.phase.names);
  take(phase, "labels", snapshot.phase.labels);
  take(phase, "signs", snapshot.phase.signs);
  for (const Json& ink : memberOf(phase, "inks")) snapshot.phase.inks.push_back(static_cast<Ink>(indexOf(kInks, ink)));
  take(phase, "sentence", snapshot.phase.sentence);
  for (const Json& item : memberOf(json, "curves")) {
    Curve& curve = snapshot.curves.emplace_back();
    take(item, "name", curve.name);
    take(item, "label", curve.label);
    take(item, "unit", curve.unit);
    take(item, "examples", curve.examples);
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
    take(item, "errorOverExamples", m.error_over_examples);
    take(item, "errorOfEstimate", m.error_of_estimate);
    take(item, "effectiveSamples", m.effective_samples);
    take(item, "exact", m.exact);
    take(item, "certainty", m.certainty);
    take(item, "updates", m.updates);
    take(item, "run", m.run);
    for (const Json& detail : memberOf(item, "details")) {
      take(detail, "label", m.details.emplace_back().first);
      take(detail, "value", m.details.back().second);
    }
  }
  for (const Json& item : memberOf(json, "offers")) readOffer(item, snapshot.offers.emplace_back());
  for (const Json& item : memberOf(json, "views")) {
    View& view = snapshot.views.emplace_back();
    take(item, "name", view.name);
    take(item, "title", view.title);
    take(item, "caption", view.caption);
    view.kind = static_cast<ViewKind>(indexIn(kKinds, item, "kind"));
    view.scale = static_cast<ViewScale>(indexIn(kScales, item, "scale"));
    take(item, "limit", view.limit);
    view.meaning = static_cast<Meaning>(indexIn(kMeanings, item, "meaning"));
    take(item, "chosen", view.chosen);
    take(item, "tileNoun", view.tile_noun);
    take(item, "tileNumbers", view.tile_numbers);
    for (const Json& group : memberOf(item, "groups")) readGroup(group, view.groups.emplace_back());
    for (const Json& link : memberOf(item, "links")) readLink(link, view.links.emplace_back());
    view.values = values(item, "tensor", &view.shape);
    view.bytes = bytesOf(item);
    take(memberOf(item, "bytes"), "step", view.byte_scale.step);
    take(memberOf(item, "bytes"), "zero", view.byte_scale.zero);
    view.weights = values(item, "weights");
    view.change = values(item, "change");
    view.slopes = values(item, "slopes");
    take(item, "rowNames", view.row_names);
    take(item, "columnNames", view.column_names);
    view.row_tiles = values(item, "rowTiles", &view.row_tiles_shape);
    take(item, "notes", view.notes);
    for (const Json& slider : memberOf(item, "sliders")) {
      Slider& read_slider = view.sliders.emplace_back();
      take(slider, "label", read_slider.label);
      take(slider, "low", read_slider.low);
      take(slider, "high", read_slider.high);
      take(slider, "value", read_slider.value);
    }
    for (const Json& panel : memberOf(item, "panels")) readPanel(panel, values, view.panels.emplace_back());
  }
  return snapshot;
}

}  // namespace harmonium
