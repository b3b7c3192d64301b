// Work that stops on the way does the same things in the same order as work that runs to its end.
#include "base/work.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace harmonium;

namespace {

Work leaf(Pace& pace, std::string& log, char name, int pieces) {
  for (int i = 0; i < pieces; ++i) {
    log += name;
    co_await pace.spent(1);
  }
}

// Not a coroutine: it does its work at once, or hands on the work of another function.
Work either(Pace& pace, std::string& log, bool long_work) {
  if (long_work) return leaf(pace, log, 'l', 3);
  log += 's';
  return {};
}

struct Farewell {
  std::string& log;
  ~Farewell() { log += '.'; }
};

Work tree(Pace& pace, std::string& log) {
  const Farewell farewell{log};
  co_await leaf(pace, log, 'a', 2);
  for (int i = 0; i < 2; ++i) {
    co_await either(pace, log, i == 0);
    co_await either(pace, log, i == 1);
  }
  log += '|';
  co_await leaf(pace, log, 'b', 1);
}

constexpr const char* kAll = "aalllsslll|b.";

}  // namespace

TEST_CASE("Work without an allowance runs to its end in one go", "[work]") {
  Pace pace;
  std::string log;
  const Work work = tree(pace, log);
  CHECK_FALSE(work.done());
  CHECK(log.empty());
  work.begin();
  CHECK(work.done());
  CHECK(log == kAll);
  log.clear();
  finish(tree(pace, log));
  CHECK(log == kAll);
  CHECK(Work().done());
  Work().begin();
}

TEST_CASE("Work stops when its allowance is spent and goes on where it stopped", "[work]") {
  for (const double allowance : {0.5, 1.0, 2.0, 3.0, 7.0, 100.0}) {
    INFO(allowance);
    Pace pace;
    std::string log;
    for (int again = 0; again < 3; ++again) {  // the memory of the first serves the others
      log.clear();
      pace.allow(allowance);
      Work work = tree(pace, log);
      work.begin();
      int stops = 0;
      while (!work.done() && stops < 100) {
        ++stops;
        const std::size_t before = log.size();
        pace.allow(allowance);
        pace.resume();
        CHECK(log.size() > before);
      }
      CHECK(work.done());
      CHECK(log == kAll);
      // Nine pieces, of which the last leaves nothing to go on with but the end.
      CHECK(stops == (allowance <= 1 ? 9 : allowance == 2 ? 4 : allowance == 3 ? 3 : allowance == 7 ? 1 : 0));
    }
  }
}

TEST_CASE("Work that has stopped can be dropped, and its Pace serves other work", "[work]") {
  Pace pace;
  std::string log;
  for (int pieces = 1; pieces < 9; ++pieces) {
    log.clear();
    {
      pace.allow(1);
      Work work = tree(pace, log);
      work.begin();
      for (int i = 1; i < pieces; ++i) {
        pace.allow(1);
        pace.resume();
      }
      CHECK_FALSE(work.done());
    }
    CHECK(log.back() == '.');  // what lives in the function is destroyed
    std::string other;
    pace.allow(100);
    const Work next = tree(pace, other);
    next.begin();
    CHECK(next.done());
    CHECK(other == kAll);
  }
}

TEST_CASE("Work that was not begun can be dropped, and its Pace serves other work", "[work]") {
  Pace pace;
  std::string log;
  (void)tree(pace, log);
  CHECK(log.empty());
  finish(tree(pace, log));
  CHECK(log == kAll);
}
