// Which views there are, which one slow motion shows, and how one is asked for with the options chosen on screen.
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

// Options chosen on screen: "view.choice" to the name of the option. What is not in it stays at its initial option.
using ViewOptions = std::map<std::string, std::string, std::less<>>;
using ViewNames = std::set<std::string, std::less<>>;

// The views that there are or could be: those that the model offers at its size, before the first snapshot those of the
// catalogue. Without the missing ones, which were asked for and did not come.
std::vector<ViewOffer> offersOf(const Snapshot& snapshot, const ModelInfo* model, const ViewNames& missing);
const ViewOffer* offerNamed(const std::vector<ViewOffer>& offers, std::string_view name);

// The first that explains an update in slow motion; empty where there is none.
std::string slowMotionView(const std::vector<ViewOffer>& offers);

// One index for each choice of the offer.
std::vector<std::uint32_t> chosenOf(const ViewOffer& offer, const ViewOptions& options);
void choose(ViewOptions& options, const ViewOffer& offer, std::size_t choice, std::uint32_t option);
// As the core takes it: "weights", or "weights:layer=2" where an option is not the initial one.
std::string requestOf(const ViewOffer& offer, const ViewOptions& options);

// The view made with these options; while that is on its way, one of the same name. Null: there is none.
const View* shownOf(const Snapshot& snapshot, std::string_view name, const std::vector<std::uint32_t>& chosen);

// Samples that run on by themselves while one watches.
bool showsSamples(const View& view);

}  // namespace harmonium::app
