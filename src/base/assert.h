// HARMONIUM_ASSERT(condition) checks for bugs in this code. A visitor's mistake is never an assertion; it is an Error
// (base/result.h). The check is on in Debug builds, which include the sanitized tests. A failed check prints its file
// and line and stops the program. In the page it stops the Worker, which the page then replaces.
#pragma once

#if !defined(NDEBUG)
#include <cstdio>
#include <cstdlib>
#define HARMONIUM_ASSERT(condition)                                                          \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "%s:%d: assertion failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)
#else
// sizeof compiles the condition and never runs it, so variables that only a check uses cause no warning.
#define HARMONIUM_ASSERT(condition) static_cast<void>(sizeof(!(condition)))
#endif
