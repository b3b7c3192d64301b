// What a model that can be looked at offers: views, typed pictures that anyone can draw without knowing the model.
#pragma once

#include "base/matrix.h"
#include "base/view.h"
#include "models/faces/samples.h"

#include <optional>
#include <string_view>

namespace harmonium {

// What there is to see besides the parameters, when a view is drawn. Null: there is none just now.
struct ViewContext {
  int phase = -1;                    // the last phase run in slow motion
  const Matrix* data = nullptr;      // V x n: up to 500 training examples as the model sees them
  const Matrix* recent = nullptr;    // V x R: states that the running chains were in lately (kept where V <= 32)
  const Sampler* sampler = nullptr;  // the running samples: made by this model's own sampler()
};

namespace faces {

class Pictures {
 public:
  virtual ~Pictures() = default;
  // One picture of the model by name (see ModelType::views). Nothing when there is no such picture at these sizes.
  virtual std::optional<View> view(std::string_view name, const ViewContext& context) const = 0;
};

}  // namespace faces
}  // namespace harmonium
