// Work that can stop on the way and go on later. An update of a large model takes seconds or minutes, and a page has to
// hear its user meanwhile. So every long part of an update is a function that returns Work and gets a Pace:
//
//   Work Step::reconstruct(Pace& pace, Rng& rng) {
//     for (int step = 0; step < steps; ++step) {
//       co_await sampleHidden(pace, ...);      // calls other work, which may stop too
//       co_await pace.spent(8 * units);        // says what was done; may stop here
//     }
//   }
//
// The Pace holds what may be done until the next stop, counted in multiplications and additions of floats: a million
// takes about a quarter of a millisecond. What is computed does not depend on where the work stops, since nothing that
// it reads or writes is changed meanwhile.
//
// A call of such a function only makes the work. co_await begins it, or begin(), which runs to its end or to the first
// stop. Then:
//
//   Work work = step.reconstruct(pace, rng);
//   for (work.begin(); !work.done(); pace.resume()) pace.allow(kSlice);
//
// Work that is not done may be dropped. One Pace serves one such tree of calls at a time, and work begins before other
// work is made with its Pace. A short function may do its work without being a coroutine and return Work(). No
// exception leaves such a function.
#pragma once

#include "base/assert.h"

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace harmonium {

class Pace {
 public:
  // Without allow(), nothing stops.
  Pace() = default;
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;

  // Sets what may be done until the next stop.
  void allow(double operations) { left_ = operations; }
  // Goes on where the work stopped, until it is done or stops again.
  void resume() {
    stopped_ = false;
    while (next_ && !stopped_) std::exchange(next_, nullptr).resume();
  }

  struct Stop {
    Pace& pace;
    bool await_ready() const noexcept { return pace.left_ > 0; }
    void await_suspend(std::coroutine_handle<> here) const noexcept {
      pace.next_ = here;
      pace.stopped_ = true;
    }
    void await_resume() const noexcept {}
  };
  // co_await pace.spent(operations): counts what was done and stops if nothing is left.
  Stop spent(double operations) {
    left_ -= operations;
    return {*this};
  }
  // The same without a stop.
  void count(double operations) { left_ -= operations; }

 private:
  friend class Work;

  // The memory of the coroutines. They end in the reverse order of their calls, so a stack of blocks serves them all,
  // and later updates allocate nothing.
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size = 0;
  };
  void* take(std::size_t size) {
    if (depth_ == blocks_.size()) blocks_.emplace_back();
    Block& block = blocks_[depth_++];
    if (block.size < size) block = {std::make_unique<std::byte[]>(size), size};
    return block.memory.get();
  }
  void giveBack() { --depth_; }

  double left_ = std::numeric_limits<double>::infinity();
  std::coroutine_handle<> next_ = nullptr;
  bool stopped_ = false;
  std::vector<Block> blocks_;
  std::size_t depth_ = 0;
};

class [[nodiscard]] Work {
 public:
  class promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Work() = default;  // work that is done
  Work(Work&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Work& operator=(Work&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Work() {
    if (handle_) handle_.destroy();
  }

  bool done() const { return !handle_ || handle_.done(); }
  // Runs new work to its end or to its first stop. A call would run at once if it were up to its compiler: it would
  // then hold the code up to the first stop twice, once for the start and once for loops that come back to it.
  void begin() const {
    if (handle_) handle_.resume();
  }

  // co_await work: begins it, and goes on when it is done.
  bool await_ready() const noexcept {
    begin();
    return done();
  }
  void await_suspend(std::coroutine_handle<> caller) const noexcept;
  void await_resume() const noexcept {}

  class promise_type {
   public:
    template <typename... Args>
    explicit promise_type(Args&... args) : pace_(paceAmong(args...)) {}

    // The block of memory begins with its Pace, which operator delete needs.
    template <typename... Args>
    static void* operator new(std::size_t size, Args&... args) {
      Pace& pace = paceAmong(args...);
      void* const memory = pace.take(kFront + size);
      *static_cast<Pace**>(memory) = &pace;
      return static_cast<std::byte*>(memory) + kFront;
    }
    static void operator delete(void* frame) {
      (*reinterpret_cast<Pace**>(static_cast<std::byte*>(frame) - kFront))->giveBack();
    }

    Work get_return_object() { return Work(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    // The caller goes on from Pace::resume() and not from here, so that the stack does not grow with every call.
    struct End {
      bool await_ready() const noexcept { return false; }
      void await_suspend(Handle here) const noexcept {
        const promise_type& promise = here.promise();
        if (promise.caller_) promise.pace_.next_ = promise.caller_;
      }
      void await_resume() const noexcept {}
    };
    End final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }

   private:
    friend class Work;
    static constexpr std::size_t kFront = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

    template <typename First, typename... Rest>
    static Pace& paceAmong(First& first, Rest&... rest) {
      if constexpr (std::is_same_v<First, Pace>) {
        return first;
      } else {
        return paceAmong(rest...);
      }
    }

    Pace& pace_;
    std::coroutine_handle<> caller_ = nullptr;
  };

 private:
  explicit Work(Handle handle) : handle_(handle) {}

  Handle handle_ = nullptr;
};

// The operations of a piece of work, after which it may stop: a millisecond or two. Less would read packed panels and
// steps of products too often.
inline constexpr double kPiece = 4e6;

// Whether so many operations are done at once, and counted if so. A small product costs less than the coroutine that
// would stop on the way.
inline bool isPiece(Pace& pace, double operations) {
  if (operations > kPiece) return false;
  pace.count(operations);
  return true;
}

// How many parts of so many operations each make a piece.
inline std::ptrdiff_t partsPerPiece(double operations) {
  return static_cast<std::ptrdiff_t>(std::max(1.0, kPiece / std::max(1.0, operations)));
}

// Calls part(from, to) for the parts of 0 .. count, in order, until one returns false, and may stop between two. Each
// of `count` costs so many operations.
Work inParts(Pace& pace, std::size_t count, double operations, std::function<bool(std::size_t, std::size_t)> part);

// Does all of a call whose Pace has no end, so that it can't stop.
inline void finish(const Work& work) {
  work.begin();
  HARMONIUM_ASSERT(work.done());
}

inline void Work::await_suspend(std::coroutine_handle<> caller) const noexcept {
  handle_.promise().caller_ = caller;
}

}  // namespace harmonium
