// Natively, requests come on standard input, one a line; a page or Node calls answer() by itself.
#include "trial.h"

#if defined(__EMSCRIPTEN__)

#include <emscripten/bind.h>

EMSCRIPTEN_BINDINGS(harmonium_trials) {
  emscripten::function("answer", &harmonium::bench::answer);
}

#else

#include <cstdio>
#include <iostream>

int main() {
  std::string request;
  while (std::getline(std::cin, request)) {
    std::puts(harmonium::bench::answer(request).c_str());
    std::fflush(stdout);
  }
}

#endif
