#include "app/logic/hint_place.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium::app;

TEST_CASE("words beside an item stay on the screen wherever the item is", "[app][hint]") {
  const Corner screen{390, 844}, size{300, 60};
  const float x = GENERATE(0.0f, 10.0f, 200.0f, 350.0f, 389.0f), y = GENERATE(0.0f, 30.0f, 400.0f, 800.0f, 843.0f);
  const bool above = GENERATE(true, false);
  const Corner at = placeBeside({x, y}, {x + 40, y + 40}, size, screen, 6, above);
  CHECK(at.x >= 6);
  CHECK(at.y >= 6);
  CHECK(at.x + size.x <= screen.x - 6);
  CHECK(at.y + size.y <= screen.y - 6);
  // It covers the item nowhere.
  CHECK((at.y >= y + 40 || at.y + size.y <= y));
}

TEST_CASE("words stand below, and above where a finger covers what is below", "[app][hint]") {
  CHECK(placeBeside({100, 400}, {140, 440}, {80, 30}, {390, 844}, 6, false).y == 446);
  CHECK(placeBeside({100, 400}, {140, 440}, {80, 30}, {390, 844}, 6, true).y == 364);
  CHECK(placeBeside({100, 10}, {140, 50}, {80, 30}, {390, 844}, 6, true).y == 56);
}

TEST_CASE("words larger than the screen begin at its corner", "[app][hint]") {
  const Corner at = placeBeside({10, 10}, {20, 20}, {500, 900}, {390, 844}, 6, false);
  CHECK(at.x == 6);
  CHECK(at.y == 6);
}
