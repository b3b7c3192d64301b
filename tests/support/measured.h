// Takes measures of a session by name, with options as JSON.
#pragma once

#include "session/session.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::experiments {

inline constexpr double kForever = 1e12;

// Worked off in the smallest slices; progress has to rise and reach 1 at the end only.
inline std::vector<Measurement> all(Session& session, std::string_view name, const std::string& options) {
  Result<std::unique_ptr<Job>> job = session.measure(name, options);
  if (!job) FAIL(name << ": " << job.error().sentence);
  double before = 0;
  for (bool done = false; !done;) {
    done = job.value()->advance(0);
    const double now = job.value()->progress();
    if (!(now >= before) || (now >= 1) != done) FAIL(name << ": progress from " << before << " to " << now);
    before = now;
  }
  return job.value()->result().measurements;
}

inline Measurement measured(Session& session, std::string_view name, const std::string& options = "{}") {
  return all(session, name, options).at(0);
}

inline Error refusal(Session& session, std::string_view name, const std::string& options) {
  Result<std::unique_ptr<Job>> job = session.measure(name, options);
  REQUIRE_FALSE(job.ok());
  return job.error();
}

inline double detail(const Measurement& m, std::string_view label) {
  for (const auto& [name, value] : m.details) {
    if (name == label) return value;
  }
  FAIL("no detail " << label);
  return 0;
}

}  // namespace harmonium::experiments
