#include "session/view_request.h"

#include "base/numbers.h"

#include <algorithm>

namespace harmonium {

namespace {

// Returns the text before the separator, and removes it and the separator from `text`.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> chosenBy(std::string_view request, const ViewOffer& offer) {
  if (request.size() > kLongestViewRequest) return std::nullopt;
  const std::string_view name = take(request, ':');
  if (name != offer.name && name != "*") return std::nullopt;
  std::vector<std::uint32_t> chosen;
  for (const ViewChoice& choice : offer.choices) chosen.push_back(choice.initial);
  while (!request.empty()) {
    std::string_view option = take(request, ',');
    const auto choice = std::ranges::find(offer.choices, take(option, '='), &ViewChoice::name);
    if (choice == offer.choices.end()) continue;
    const auto found = std::ranges::find(choice->options, option, &ViewOption::name);
    if (found == choice->options.end()) continue;
    chosen[toSize(choice - offer.choices.begin())] = toU32(found - choice->options.begin());
  }
  return chosen;
}

}  // namespace harmonium
