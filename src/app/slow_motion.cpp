#include "app/slow_motion.h"

#include "app/logic/tween.h"

#include <algorithm>

namespace harmonium::app {

void SlowMotion::begin(std::vector<View> before, std::vector<View> after) {
  moves_.clear();
  since_ = -1;
  for (View& next : after) {
    const auto same = std::ranges::find(before, next.name, &View::name);
    if (same == before.end()) continue;
    same->values = numbersOf(*same);
    same->bytes = {};
    moves_.push_back({std::move(*same), std::move(next)});
  }
}

void SlowMotion::retarget(std::vector<View> after) {
  for (Move& move : moves_) {
    const auto same = std::ranges::find(after, move.to.name, &View::name);
    if (same != after.end()) move.to = std::move(*same);
  }
}

void SlowMotion::advance(double now, std::vector<View>& shown) {
  if (since_ < 0) since_ = now;
  const bool ends = now - since_ >= kTweenSeconds;
  for (Move& move : moves_) {
    const auto same = std::ranges::find(shown, move.to.name, &View::name);
    if (same == shown.end()) continue;
    if (ends)
      *same = std::move(move.to);
    else
      tween(move.from, move.to, tweenPart(now - since_), *same);
  }
  if (ends) stop();
}

}  // namespace harmonium::app
