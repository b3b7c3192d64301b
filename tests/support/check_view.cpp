#include "tests/support/check_view.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

std::size_t sizeOf(const std::vector<std::uint32_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t product, std::uint32_t size) { return product * size; });
}

bool allFinite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

std::string faultOf(const Mark& mark) {
  static constexpr struct {
    std::size_t dimensions;
    std::uint32_t last;  // size of the last dimension; 0: any
  } kShapes[] = {{2, 0}, {2, 2}, {2, 4}, {3, 2}, {2, 2}, {2, 3}};
  const auto& wanted = kShapes[static_cast<std::size_t>(mark.kind)];
  if (mark.shape.size() != wanted.dimensions) return "a mark has the wrong number of dimensions";
  if (wanted.last != 0 && mark.shape.back() != wanted.last) return "a mark's last dimension is wrong";
  if (sizeOf(mark.shape) != mark.values.size()) return "a mark's values do not fill its shape";
  if (mark.kind != MarkKind::kLine && !allFinite(mark.values)) return "a mark holds what is no number";
  if (mark.kind == MarkKind::kField && !(mark.limit > 0)) return "a field has no limit";
  return "";
}

std::string faultOf(const Panel& panel, bool titled) {
  if (titled && panel.title.empty()) return "one of several panels has no title";
  for (const Axis* axis : {&panel.x, &panel.y}) {
    if (!std::isfinite(axis->low) || !std::isfinite(axis->high) || axis->low >= axis->high) {
      return "an axis does not go up";
    }
    if (axis->label.size() > 40) return "an axis has a label too long to stand beside it";
  }
  if (panel.marks.empty()) return "a panel is empty";
  for (const Mark& mark : panel.marks) {
    if (const std::string fault = faultOf(mark); !fault.empty())
      return fault + " (" + panel.title + ", " + mark.label + ")";
  }
  return "";
}

// Groups that hold all states, links that hold all weights, nothing twice.
std::string faultOfNetwork(const View& view) {
  std::size_t units = 0, weights = 0;
  for (const UnitGroup& group : view.groups) {
    if (group.name.empty() || group.units == 0) return "a group has no name or no units";
    const bool shaped = group.rows > 0 || group.cols > 0;
    if (shaped && std::size_t{group.rows} * group.cols != group.units) return "a group's shape does not hold its units";
    if (group.first != units) return "a group does not begin where the one before ends";
    units += group.units;
  }
  for (const UnitLink& link : view.links) {
    if (link.from >= view.groups.size() || link.to >= view.groups.size()) return "a link leads nowhere";
    if ((link.up && link.kind == LinkKind::kDown) || (link.down && link.kind == LinkKind::kUp)) {
      return "a phase goes through a link against its direction";
    }
    if (link.first != weights) return "a link's weights do not begin where those before end";
    weights += std::size_t{view.groups[link.from].units} * view.groups[link.to].units;
  }
  if (units != view.values.size() || weights != view.weights.size()) return "its groups do not fit its numbers";
  return "";
}

}  // namespace

std::string faultOf(const ViewOffer& offer) {
  const auto named = [](const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
             c == '.';
    });
  };
  if (!named(offer.name) || offer.title.empty()) return "it has no usable name or no title";
  for (const ViewChoice& choice : offer.choices) {
    if (!named(choice.name) || choice.label.empty()) return "a choice has no usable name or no label";
    if (choice.options.size() < 2) return "a choice has less than two options";
    if (choice.initial >= choice.options.size()) return "a choice begins with an option that it has not";
    for (const ViewOption& option : choice.options) {
      if (!named(option.name) || option.label.empty()) return "an option has no usable name or no label";
    }
  }
  return "";
}

std::string faultOf(const View& view) {
  if (view.name.empty() || view.title.empty()) return "it has no name or title";
  if (view.caption.empty()) return "it has no caption";
  const bool axes = view.kind == ViewKind::kPlane || view.kind == ViewKind::kChart;
  if (axes == view.panels.empty()) return axes ? "it has no panels" : "only a plane or a chart has panels";
  for (const Panel& panel : view.panels) {
    if (const std::string fault = faultOf(panel, view.panels.size() > 1); !fault.empty()) return fault;
  }
  for (const Slider& slider : view.sliders) {
    if (!(slider.low < slider.high) || !std::isfinite(slider.value)) return "a slider has no range";
  }
  for (const std::string& note : view.notes) {
    if (note.empty() || (note.back() != '.' && note.back() != ':')) return "a note is no sentence: " + note;
  }
  if (axes) return view.values.empty() ? "" : "values belong to marks here";
  static constexpr std::size_t kDimensions[] = {3, 4, 1, 0, 0, 2, 2};
  if (view.shape.size() != kDimensions[static_cast<std::size_t>(view.kind)]) return "its shape is not that of its kind";
  if (sizeOf(view.shape) != view.values.size()) return "its values do not fill its shape";
  if (view.values.empty()) return "it is empty";
  if (view.kind != ViewKind::kTable && !allFinite(view.values)) return "it holds what is no number";
  if (!(view.limit > 0)) return "it has no limit";
  if (view.kind == ViewKind::kNetwork) {
    if (const std::string fault = faultOfNetwork(view); !fault.empty()) return fault;
  } else if (!view.groups.empty() || !view.links.empty() || !view.weights.empty()) {
    return "only a network has groups, links and weights";
  }
  const std::size_t changes = view.kind == ViewKind::kNetwork ? view.weights.size() : view.shape[0];
  if (!view.change.empty() && (view.change.size() != changes || !allFinite(view.change)))
    return "its change does not fit what it shows";
  if (!view.slopes.empty() && (view.slopes.size() != view.weights.size() || !allFinite(view.slopes)))
    return "its slopes do not fit its weights";
  if (!view.tile_numbers.empty() && (view.kind != ViewKind::kImages || view.tile_numbers.size() != view.shape[0])) {
    return "its tiles do not have a number each";
  }
  const bool named = view.kind == ViewKind::kTable;
  if ((named || !view.row_names.empty()) && view.row_names.size() != view.shape[0]) return "its rows lack names";
  if ((named || !view.column_names.empty()) && view.column_names.size() != view.shape[1])
    return "its columns lack names";
  return "";
}

}  // namespace harmonium
