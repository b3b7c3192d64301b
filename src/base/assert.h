// HARMONIUM_ASSERT: a bug of ours, never a visitor's mistake. It is on in Debug builds, the sanitized tests among them;
// when it fires it prints where and stops the program (in the page: the Worker, which the page then replaces).
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
#define HARMONIUM_ASSERT(condition) static_cast<void>(sizeof(!(condition)))
#endif
