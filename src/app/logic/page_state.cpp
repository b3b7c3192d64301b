#include "app/logic/page_state.h"

#include "app/logic/json.h"
#include "base/numbers.h"

#include <array>

namespace harmonium::app {

namespace {
constexpr std::array<const char*, kSpeedCount> kNames = {"slow", "1", "10", "100", "full"};
}  // namespace

const char* speedName(Speed speed) {
  return kNames[toSize(static_cast<int>(speed))];
}

PageState readPageState(std::string_view json) {
  const Json root = parseJson(json);
  PageState state;
  state.running = flagOf(root, "running");
  state.suspended = flagOf(root, "suspended");
  // A speed that is not known counts as a hundred updates a second.
  const std::string speed = textOf(root, "speed");
  for (int each = 0; each < kSpeedCount; ++each) {
    if (speed == kNames[toSize(each)]) state.speed = static_cast<Speed>(each);
  }
  state.chain_speed = numberOf(root, "chainSpeed", state.chain_speed);
  state.phase_mode = flagOf(root, "phaseMode");
  state.examples_per_second = numberOf(root, "examplesPerSecond");
  state.updates_per_second = numberOf(root, "updatesPerSecond");
  state.notice = textOf(root, "notice");
  state.may_go_on = flagOf(root, "mayGoOn");
  state.theme = textOf(root, "theme", "auto");
  if (const Json* busy = find(root, "busy"); busy && busy->is_object()) {
    state.busy = Busy{textOf(*busy, "what"),       textOf(*busy, "label"),   numberOf(*busy, "progress"),
                      numberOf(*busy, "received"), numberOf(*busy, "total"), numberOf(*busy, "left")};
  }
  if (const Json* took = find(root, "took"); took && took->is_object())
    for (const auto& [name, seconds] : took->items())
      if (seconds.is_number()) state.took[name] = asNumber(seconds, 0);
  if (const Json* error = find(root, "error"); error && error->is_object()) {
    state.error = PageError{textOf(*error, "code"), textOf(*error, "message"), flagOf(*error, "canResume")};
  }
  if (const Json* offer = find(root, "offer"); offer && offer->is_object()) {
    state.offer =
        Offer{textOf(*offer, "sentence"), textOf(*offer, "label"), textOf(*offer, "action"), textOf(*offer, "other")};
  }
  return state;
}

bool equalExceptRates(const PageState& a, PageState b) {
  // With the rates made equal, the comparison of all fields decides, and a new field can never be forgotten here.
  b.examples_per_second = a.examples_per_second;
  b.updates_per_second = a.updates_per_second;
  return a == b;
}

}  // namespace harmonium::app
