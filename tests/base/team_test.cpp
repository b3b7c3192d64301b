// The oracle is counting: whatever the number of members and however pieces follow each other, every part is done once,
// and before share() returns.
#include "base/team.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

using harmonium::shareOut;
using harmonium::Team;

namespace {

// Of the programs that run these tests, the one for Node has a single thread.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
#define TEAM_HAS_THREADS 0
#else
#define TEAM_HAS_THREADS 1
#endif

// Gives members of a team time to start, which nobody is promised.
void waitForMembers(const Team& team, int members) {
  for (int tries = 0; tries < 2000 && team.members() < members; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

// Small whole numbers that take a while: what part `part` of round `round` comes to.
std::uint64_t workOf(std::uint64_t round, std::size_t part) {
  std::uint64_t x = round * 1000 + part + 1;
  for (int step = 0; step < 50; ++step) x = x * 6364136223846793005u + 1442695040888963407u;
  return x;
}

}  // namespace

TEST_CASE("every part is done exactly once, by teams of one to four", "[team]") {
  for (int members = 1; members <= 4; ++members) {
    Team team(members);
    CHECK(team.members() >= 1);
    for (const std::size_t parts : {0u, 1u, 2u, 3u, 7u, 64u, 1000u}) {
      // Plain numbers: two threads on one part, or one that is late, are seen by counting and by the thread sanitizer.
      std::vector<int> times(parts, 0);
      team.share(parts, [&](std::size_t part) { ++times[part]; });
      CHECK(std::ranges::all_of(times, [](int count) { return count == 1; }));
    }
    CHECK(team.members() <= members);
  }
}

TEST_CASE("all members of a team come to work, and no more", "[team]") {
  for (int members = 1; members <= 4; ++members) {
    Team team(members);
    const int expected = TEAM_HAS_THREADS ? members : 1;
    waitForMembers(team, expected);
    CHECK(team.members() == expected);
  }
}

#if TEAM_HAS_THREADS
TEST_CASE("several threads do the work of a team", "[team]") {
  Team team(3);
  waitForMembers(team, 3);
  REQUIRE(team.members() == 3);
  // Each of three parts waits until all three have begun: a caller alone would never be through with the first.
  std::atomic<int> begun{0};
  std::vector<std::thread::id> who(3);
  team.share(3, [&](std::size_t part) {
    who[part] = std::this_thread::get_id();
    begun.fetch_add(1);
    while (begun.load() < 3) std::this_thread::yield();
  });
  CHECK(who[0] != who[1]);
  CHECK(who[1] != who[2]);
  CHECK(who[0] != who[2]);
}
#endif

TEST_CASE("pieces of work follow each other without mixing", "[team]") {
  constexpr std::uint64_t kRounds = 3000;
  Team team(4);
  std::vector<std::uint64_t> results;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const std::size_t parts = 2 + static_cast<std::size_t>(round % 13);
    results.assign(parts, 0);
    team.share(parts, [&, round](std::size_t part) { results[part] += workOf(round, part); });
    bool right = true;
    for (std::size_t part = 0; part < parts; ++part) right = right && results[part] == workOf(round, part);
    REQUIRE(right);
  }
}

TEST_CASE("what the parts of one piece wrote, those of the next may read", "[team]") {
  // Tables, and then sums over tables: the shape of a product in two passes.
  constexpr std::size_t kTables = 16, kSums = 9;
  Team team(3);
  for (std::uint64_t round = 0; round < 500; ++round) {
    std::vector<std::uint64_t> tables(kTables, 0), sums(kSums, 0);
    team.share(kTables, [&](std::size_t table) { tables[table] = workOf(round, table); });
    team.share(kSums, [&](std::size_t sum) {
      for (const std::uint64_t table : tables) sums[sum] += table * (sum + 1);
    });
    std::uint64_t all = 0;
    for (std::size_t table = 0; table < kTables; ++table) all += workOf(round, table);
    bool right = true;
    for (std::size_t sum = 0; sum < kSums; ++sum) right = right && sums[sum] == all * (sum + 1);
    REQUIRE(right);
  }
}

TEST_CASE("parts of very different length are all waited for", "[team]") {
  Team team(2);
  waitForMembers(team, 2);
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> done{0};
    team.share(5, [&](std::size_t part) {
      // Longer than anyone spins: the caller has gone to sleep, and is woken.
      if (part == static_cast<std::size_t>(round % 5)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      done.fetch_add(1);
    });
    REQUIRE(done.load() == 5);
  }
}

#if TEAM_HAS_THREADS
TEST_CASE("a team that has slept is called again", "[team]") {
  Team team(3);
  waitForMembers(team, 3);
  REQUIRE(team.members() == 3);
  for (int round = 0; round < 10; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));  // members stop spinning long before
    std::atomic<int> begun{0};
    team.share(3, [&](std::size_t) {
      begun.fetch_add(1);
      while (begun.load() < 3) std::this_thread::yield();  // ends only if all three came
    });
    CHECK(begun.load() == 3);
  }
}
#endif

TEST_CASE("teams come and go, idle and just after work", "[team]") {
  for (int round = 0; round < 50; ++round) {
    auto team = std::make_unique<Team>(1 + round % 4);
    if (round % 3 != 0) {
      std::vector<int> times(8, 0);
      team->share(8, [&](std::size_t part) { ++times[part]; });
      CHECK(std::ranges::count(times, 1) == 8);
    }
    if (round % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

#if TEAM_HAS_THREADS
TEST_CASE("two teams work side by side", "[team]") {
  const auto sum = [](std::uint64_t first) {
    Team team(2);
    std::uint64_t total = 0;
    for (std::uint64_t round = first; round < first + 300; ++round) {
      std::vector<std::uint64_t> parts(6, 0);
      team.share(6, [&](std::size_t part) { parts[part] = workOf(round, part); });
      for (const std::uint64_t part : parts) total += part;
    }
    return total;
  };
  std::uint64_t other = 0;
  std::thread beside([&] { other = sum(7000); });
  const std::uint64_t one = sum(100);
  beside.join();
  CHECK(one == sum(100));
  CHECK(other == sum(7000));
}
#endif

TEST_CASE("work that does not pay stays with the caller, in order", "[team]") {
  Team team(2);
  waitForMembers(team, TEAM_HAS_THREADS ? 2 : 1);
  std::vector<std::size_t> order;
  shareOut(&team, false, 5, [&](std::size_t part) { order.push_back(part); });
  shareOut(nullptr, true, 3, [&](std::size_t part) { order.push_back(part + 5); });
  CHECK(order == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7});
}
