#include "bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace harmonium::bench {
namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double timeOf(const std::function<void()>& work, int calls) {
  const double start = seconds();
  for (int i = 0; i < calls; ++i) work();
  return (seconds() - start) / calls;
}

}  // namespace

void Report::heading(const std::string& title) {
  pending_heading_ = title;
}

void Report::measure(const std::string& name, double work_units, const std::string& unit,
                     const std::function<void()>& work, const std::string& baseline) {
  if (name.find(filter_) == std::string::npos) return;
  if (!pending_heading_.empty()) {
    std::printf("\n%-46s %9s %9s %9s\n", pending_heading_.c_str(), "least us", "median", "largest");
  }
  pending_heading_.clear();
  // Twenty calls wake up the browser's second compiler; then enough calls that the clock's steps don't
  // matter.
  for (int i = 0; i < 20; ++i) work();
  const int calls = std::max(1, static_cast<int>(1e-3 / std::max(timeOf(work, 3), 1e-9)));
  std::vector<double> times;
  for (int i = 0; i < repeats_; ++i) times.push_back(timeOf(work, calls));
  std::ranges::sort(times);
  const double median = times[times.size() / 2];
  medians_[name] = median;
  std::printf("%-46s %9.2f %9.2f %9.2f   %8.2f %s", name.c_str(), times.front() * 1e6, median * 1e6, times.back() * 1e6,
              work_units / median * 1e-9, unit.c_str());
  if (medians_.contains(baseline)) std::printf("   %.2f x %s", medians_[baseline] / median, baseline.c_str());
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace harmonium::bench
