#include "app/ui.h"

#include <algorithm>

namespace harmonium::app {

const View* State::samples() const {
  const auto at = std::find_if(snapshot.views.begin(), snapshot.views.end(), showsSamples);
  return at == snapshot.views.end() ? nullptr : &*at;
}

std::vector<ViewOffer> offersOf(const State& state, const Choices& choices) {
  return offersOf(state.snapshot, state.model(), choices.missing_views);
}

const View* viewOf(const State& state, const Choices& choices, std::string_view name) {
  const ViewOffer* offer = offerNamed(state.snapshot.offers, name);
  return shownOf(state.snapshot, name, offer ? chosenOf(*offer, choices.view_options) : std::vector<std::uint32_t>());
}

}  // namespace harmonium::app
