#include "app/logic/view_offers.h"

#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

std::string keyOf(const ViewOffer& offer, const ViewChoice& choice) {
  return offer.name + "." + choice.name;
}

}  // namespace

std::vector<ViewOffer> offersOf(const Snapshot& snapshot, const ModelInfo* model, const ViewNames& missing) {
  std::vector<ViewOffer> offers = snapshot.offers;
  if (offers.empty() && model) offers = model->views;
  // A view that came without an offer can be shown all the same.
  for (const View& view : snapshot.views)
    if (!offerNamed(offers, view.name)) offers.push_back({view.name, view.title});
  std::erase_if(offers, [&](const ViewOffer& offer) { return missing.count(offer.name) > 0; });
  return offers;
}

const ViewOffer* offerNamed(const std::vector<ViewOffer>& offers, std::string_view name) {
  const auto at = std::find_if(offers.begin(), offers.end(), [&](const ViewOffer& each) { return each.name == name; });
  return at == offers.end() ? nullptr : &*at;
}

std::string slowMotionView(const std::vector<ViewOffer>& offers) {
  const auto at = std::find_if(offers.begin(), offers.end(), [](const ViewOffer& each) { return each.slow_motion; });
  return at == offers.end() ? "" : at->name;
}

std::vector<std::uint32_t> chosenOf(const ViewOffer& offer, const ViewOptions& options) {
  std::vector<std::uint32_t> chosen;
  for (const ViewChoice& choice : offer.choices) {
    chosen.push_back(choice.initial);
    const auto wanted = options.find(keyOf(offer, choice));
    if (wanted == options.end()) continue;
    for (std::size_t i = 0; i < choice.options.size(); ++i)
      if (choice.options[i].name == wanted->second) chosen.back() = toU32(i);
  }
  return chosen;
}

void choose(ViewOptions& options, const ViewOffer& offer, std::size_t choice, std::uint32_t option) {
  options[keyOf(offer, offer.choices[choice])] = offer.choices[choice].options[option].name;
}

std::string requestOf(const ViewOffer& offer, const ViewOptions& options) {
  std::string request = offer.name;
  const std::vector<std::uint32_t> chosen = chosenOf(offer, options);
  char separator = ':';
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const ViewChoice& choice = offer.choices[i];
    // Requests stay equal, and links short, as long as nothing was chosen.
    if (chosen[i] == choice.initial) continue;
    request += separator + choice.name + '=' + choice.options[chosen[i]].name;
    separator = ',';
  }
  return request;
}

const View* shownOf(const Snapshot& snapshot, std::string_view name, const std::vector<std::uint32_t>& chosen) {
  const View* same_name = nullptr;
  for (const View& view : snapshot.views) {
    if (view.name != name) continue;
    if (view.chosen == chosen) return &view;
    // An old picture is better than an empty stage for the time until the new one comes.
    if (!same_name) same_name = &view;
  }
  return same_name;
}

bool showsSamples(const View& view) {
  return view.meaning == Meaning::kChains || view.meaning == Meaning::kSamples;
}

}  // namespace harmonium::app
