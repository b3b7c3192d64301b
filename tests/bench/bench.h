// A small stopwatch for the benches: figures to look at, never a verdict. Times on a shared machine wander,
// so each figure comes with its least and its largest value, and only ratios within one run mean much.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace harmonium::bench {

class Report {
 public:
  // Only benches whose name contains `filter` run; each is timed `repeats` times.
  Report(std::string filter, int repeats) : filter_(std::move(filter)), repeats_(repeats) {}

  void heading(const std::string& title);

  // Times `work` and prints least, median and largest time of a call, the rate at the median (work_units per
  // second, in billions, named by `unit`) and, if `baseline` names an earlier bench, how many times faster it
  // is.
  void measure(const std::string& name, double work_units, const std::string& unit, const std::function<void()>& work,
               const std::string& baseline = "");

 private:
  std::string filter_, pending_heading_;
  int repeats_;
  std::map<std::string, double> medians_;  // seconds a call, by name
};

// One a file of benches; main.cpp calls them.
void benchPeak(Report& report);
void benchKernels(Report& report);
void benchUpdates(Report& report);
void benchMeasures(Report& report);
void benchGuards(Report& report);

}  // namespace harmonium::bench
