// What a model that can be looked at offers: views, typed pictures that anyone can draw without knowing the model.
#pragma once

#include "base/matrix.h"
#include "base/view.h"
#include "models/faces/samples.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// What there is to see besides the parameters, when a view is drawn. Null: there is none just now.
struct ViewContext {
  int phase = -1;                    // the last phase run in slow motion
  const Matrix* data = nullptr;      // V x n: up to 500 training examples as the model sees them
  const Matrix* recent = nullptr;    // V x R: states that the running chains were in lately (kept where V <= 32)
  const Sampler* sampler = nullptr;  // the running samples: made by this model's own sampler()
  // What the offer of this view lets choose, and the option chosen for each.
  std::span<const ViewChoice> choices = {};
  std::span<const std::uint32_t> chosen = {};

  // The index of the option chosen for a choice of that name; 0 where the view has no such choice.
  std::uint32_t choice(std::string_view name) const {
    for (std::size_t i = 0; i < choices.size() && i < chosen.size(); ++i) {
      if (choices[i].name == name) return chosen[i];
    }
    return 0;
  }
};

namespace faces {

class Pictures {
 public:
  virtual ~Pictures() = default;
  // The views that this instance has, in the order offered, with their choices. Empty: as ModelType::views says.
  virtual std::vector<ViewOffer> offers() const { return {}; }
  // One picture of the model by name (see offers()). Nothing when there is no such picture just now.
  virtual std::optional<View> view(std::string_view name, const ViewContext& context) const = 0;
};

}  // namespace faces
}  // namespace harmonium
