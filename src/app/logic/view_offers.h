// Lists the views that can be shown, finds the one for slow motion, and writes the request for a view with the options
// chosen on screen.
#pragma once

#include "app/logic/catalogue.h"
#include "session/snapshot.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

// Options chosen on screen: from "view.choice" to the name of the option. A choice that is not in it has its initial
// option. Names are kept and not indices, because another size of the model may offer other options.
using ViewOptions = std::map<std::string, std::string, std::less<>>;
using ViewNames = std::set<std::string, std::less<>>;

// The views that can be chosen: those that the model offers at its size, or those of the catalogue before the first
// snapshot. Views that were requested and did not come, `missing`, are left out.
std::vector<ViewOffer> offersOf(const Snapshot& snapshot, const ModelInfo* model, const ViewNames& missing);
// Null where no offer has the name.
const ViewOffer* offerNamed(const std::vector<ViewOffer>& offers, std::string_view name);

// The name of the first view that explains an update in slow motion; empty where there is none.
std::string slowMotionView(const std::vector<ViewOffer>& offers);

// The index of the chosen option, one per choice of the offer. A name that the offer does not have counts as the
// initial option.
std::vector<std::uint32_t> chosenOf(const ViewOffer& offer, const ViewOptions& options);
void choose(ViewOptions& options, const ViewOffer& offer, std::size_t choice, std::uint32_t option);
// The request for a view as the core reads it: "weights", or "weights:layer=2,part=b". Initial options are left out.
std::string requestOf(const ViewOffer& offer, const ViewOptions& options);

// The view of this name that was made with these options. While it is on its way, the first view of the same name; null
// where there is none.
const View* shownOf(const Snapshot& snapshot, std::string_view name, const std::vector<std::uint32_t>& chosen);

// Whether the view shows samples that the core draws continuously.
bool showsSamples(const View& view);

}  // namespace harmonium::app
