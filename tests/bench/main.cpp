// harmonium_bench [part of a name] [repeats]
#include "bench.h"

#include <cstdlib>
#include <string>

int main(int count, char** arguments) {
  const std::string filter = count > 1 ? arguments[1] : "";
  const int repeats = count > 2 ? std::max(1, std::atoi(arguments[2])) : 31;
  harmonium::bench::Report report(filter, repeats);
  harmonium::bench::benchPeak(report);
  harmonium::bench::benchKernels(report);
  harmonium::bench::benchUpdates(report);
  harmonium::bench::benchMeasures(report);
  harmonium::bench::benchGuards(report);
  return 0;
}
