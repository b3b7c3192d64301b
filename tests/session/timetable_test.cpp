// The clock of training in stages. It must depend only on the number of the update.
#include "session/timetable.h"

#include <catch2/catch_test_macros.hpp>

using namespace harmonium;

TEST_CASE("One endless stage: the stage's clock is the whole clock", "[session][stages]") {
  const Stage stages[] = {{.name = "training"}};
  const Timetable timetable(stages, 10);
  const Clock clock = timetable.at(25);
  CHECK(clock.update == 25);
  CHECK(clock.epoch == 2.5);
  CHECK(clock.stage == 0);
  CHECK(clock.stage_update == 25);
  CHECK(clock.stage_epoch == 2.5);
  CHECK(timetable.endOf(0) == 0);
}

TEST_CASE("Stages follow each other after their epochs, rounded to whole updates", "[session][stages]") {
  const Stage stages[] = {
      {.name = "layer1", .epochs = 2}, {.name = "layer2", .epochs = 0.25}, {.name = "joint", .epochs = 3}};
  const Timetable timetable(stages, 10);
  CHECK(timetable.endOf(0) == 20);
  CHECK(timetable.endOf(1) == 23);  // two and a half updates are three
  CHECK(timetable.endOf(2) == 53);
  CHECK(timetable.at(19).stage == 0);
  CHECK(timetable.at(20).stage == 1);
  CHECK(timetable.at(20).stage_update == 0);
  CHECK(timetable.at(22).stage == 1);
  CHECK(timetable.at(23).stage == 2);
  CHECK(timetable.at(28).stage_epoch == 0.5);
  CHECK(timetable.at(28).epoch == 2.8);
  // The last stage goes on for as long as one trains.
  CHECK(timetable.at(1000).stage == 2);
  CHECK(timetable.at(1000).stage_update == 977);
}

TEST_CASE("A stage lasts one update at least, and a last one may have no end", "[session][stages]") {
  const Stage stages[] = {{.name = "first", .epochs = 0.001}, {.name = "rest"}};
  const Timetable timetable(stages, 100);
  CHECK(timetable.endOf(0) == 1);
  CHECK(timetable.endOf(1) == 0);
  CHECK(timetable.at(0).stage == 0);
  CHECK(timetable.at(1).stage == 1);
}
