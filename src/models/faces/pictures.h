// The face of models that make views: typed pictures that the app draws without knowing the model.
#pragma once

#include "base/marks.h"
#include "base/matrix.h"
#include "base/view.h"
#include "base/work.h"
#include "models/faces/samples.h"
#include "models/faces/state_tally.h"
#include "models/plane_density.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// What a view may show besides the parameters. A null pointer means that there is nothing to show at the moment.
struct ViewContext {
  int phase = -1;  // index of the last phase that ran in slow motion; -1: none
  // The parameters as they were before that phase, in the order of Model::parameters(). Empty where no phase has run by
  // itself, and for large models.
  std::span<const std::vector<float>> before = {};
  const Matrix* data = nullptr;       // V x n: training examples as the model sees them, a few hundred
  Classes classes = {};               // of these examples, where their classes have colours
  const Matrix* recent = nullptr;     // V x R: recent states of the running chains (kept where V <= 32)
  const StateTally* tally = nullptr;  // where these chains have been (binary units, V <= 16)
  const Sampler* sampler = nullptr;   // the running samples, from this model's own sampler()
  // The choices that the offer of this view has, and the index of the chosen option of each.
  std::span<const ViewChoice> choices = {};
  std::span<const std::uint32_t> chosen = {};

  // The index of the option chosen for a choice of that name; 0 where the view has no such choice.
  std::uint32_t choice(std::string_view name) const {
    for (std::size_t i = 0; i < choices.size() && i < chosen.size(); ++i) {
      if (choices[i].name == name) return chosen[i];
    }
    return 0;
  }
  // What that phase has added to the tensor of this index, whose numbers are now `now`. Empty where it is not known.
  std::vector<float> stepOf(std::size_t tensor, std::span<const float> now) const;
};

// The lengths of the rows of a matrix of `count` rows, divided by the largest: View::change of pictures that have
// changed by `steps`. Empty where no step is other than 0.
std::vector<float> sharesOfChange(std::span<const float> steps, std::size_t count);

namespace faces {

class Pictures {
 public:
  virtual ~Pictures() = default;
  // The views that this instance has, in the order offered, with their choices. An empty list stands for all views of
  // ModelType::views.
  virtual std::vector<ViewOffer> offers() const { return {}; }
  // The view of that name (see offers()). Returns nothing when the view can't be made at the moment.
  virtual std::optional<View> view(std::string_view name, const ViewContext& context) const = 0;
  // The same as work that may stop (base/work.h), for models whose views may take more than a few milliseconds. The
  // parameters do not change meanwhile; the arguments have to live until its end.
  virtual Work makeView(Pace& /*pace*/, std::string_view name, const ViewContext& context,
                        std::optional<View>& out) const {
    out = view(name, context);
    return {};
  }
  // The model's density at the centres of a grid over the plane, of a model of two real values, in a few milliseconds.
  // Empty where there is none to show. The session lays it under the running samples.
  virtual std::vector<double> densityOn(const PlaneGrid& /*grid*/) const { return {}; }
};

}  // namespace faces
}  // namespace harmonium
