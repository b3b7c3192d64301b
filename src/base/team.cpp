#include "base/team.h"

// A build with threads says HARMONIUM_THREADS=1 (CMakeLists.txt): every native one, and of the two for
// browsers the one with shared memory.
#if HARMONIUM_THREADS

#include "base/assert.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

namespace harmonium {

namespace {

// Whoever waits looks again and again for so long, and sleeps then. An update shares its pieces a few microseconds
// apart, and waking a sleeper takes tens of them; a page that pauses must not burn a core.
constexpr std::chrono::microseconds kSpin{500};
constexpr int kLooksPerClock = 64;  // reading the clock is slow beside a look

void breathe() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// True as soon as seen() is; false when the time to spin is over.
template <typename Seen>
bool spinUntil(const Seen& seen) {
  const auto start = std::chrono::steady_clock::now();
  do {
    for (int look = 0; look < kLooksPerClock; ++look) {
      if (seen()) return true;
      breathe();
    }
  } while (std::chrono::steady_clock::now() - start < kSpin);
  return false;
}

// Sleeps if `word` still is `value`; may wake without a reason.
void sleepAt(std::atomic<std::uint32_t>& word, std::uint32_t value) {
#if defined(__EMSCRIPTEN__)
  // The C++ library polls here; WebAssembly has the instruction.
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&word), static_cast<int>(value), -1);
#else
  word.wait(value);
#endif
}

void wakeAt(std::atomic<std::uint32_t>& word) {
#if defined(__EMSCRIPTEN__)
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&word), std::numeric_limits<unsigned>::max());
#else
  word.notify_all();
#endif
}

constexpr std::uint32_t kClosed = std::numeric_limits<std::uint32_t>::max();  // as a part: beyond all parts
constexpr std::uint32_t kCallerSleeps = std::uint32_t{1} << 31;               // beside the count of parts done

constexpr std::uint64_t ticketOf(std::uint32_t generation, std::uint32_t part) {
  return std::uint64_t{generation} << 32 | part;
}
constexpr std::uint32_t partOf(std::uint64_t ticket) {
  return static_cast<std::uint32_t>(ticket);
}

}  // namespace

// What caller and members have in common. It lives as long as any of them: a member may start late, after the team has
// gone.
//
// One piece of work is one generation. `ticket` holds the generation and the next part nobody has claimed. A claim is
// a compare-and-swap of it: it fails when the generation has changed since work, context and parts were read, so that a
// member that slept over the end of its piece does no harm, and nobody has to wait for it. The caller closes the ticket
// before it writes the next piece. Once every part is done, no claim is open: then, and not before, share() returns.
struct Team::Common {
  alignas(64) std::atomic<std::uint32_t> generation{0};  // what idle members look at and sleep on
  std::atomic<std::uint32_t> sleepers{0};
  std::atomic<bool> over{false};  // the team is being dissolved

  alignas(64) std::atomic<std::uint64_t> ticket{ticketOf(0, kClosed)};
  std::atomic<Part> work{nullptr};
  std::atomic<const void*> context{nullptr};
  std::atomic<std::uint32_t> parts{0};

  alignas(64) std::atomic<std::uint32_t> done{0};  // parts of this piece, and kCallerSleeps

  alignas(64) std::atomic<int> members{1};  // at work, the caller among them

  // Claims parts and does them while there are any. Returns how many of this piece are done then, these among them.
  std::uint32_t workOn() {
    std::uint32_t mine = 0, all = 0;
    for (;;) {
      std::uint64_t expected = ticket.load(std::memory_order_acquire);
      const Part do_part = work.load(std::memory_order_acquire);
      const void* what = context.load(std::memory_order_acquire);
      const std::uint32_t count = parts.load(std::memory_order_acquire);
      const std::uint32_t part = partOf(expected);
      if (part >= count) break;
      if (!ticket.compare_exchange_strong(expected, expected + 1, std::memory_order_acq_rel)) continue;
      do_part(what, part);
      ++mine;
      all = count;
    }
    if (mine == 0) return done.load(std::memory_order_acquire) & ~kCallerSleeps;
    const std::uint32_t before = done.fetch_add(mine, std::memory_order_acq_rel);
    if ((before & kCallerSleeps) != 0 && (before & ~kCallerSleeps) + mine == all) wakeAt(done);
    return (before & ~kCallerSleeps) + mine;
  }

  // A member's life.
  void serve() {
    members.fetch_add(1, std::memory_order_acq_rel);
    std::uint32_t seen = 0;
    while (!over.load(std::memory_order_acquire)) {
      workOn();
      const auto called = [&] { return generation.load(std::memory_order_acquire) != seen; };
      if (!spinUntil(called)) {
        // Either the caller sees that somebody sleeps, or the sleeper sees that it has been called.
        sleepers.fetch_add(1, std::memory_order_seq_cst);
        while (generation.load(std::memory_order_seq_cst) == seen) sleepAt(generation, seen);
        sleepers.fetch_sub(1, std::memory_order_seq_cst);
      }
      seen = generation.load(std::memory_order_acquire);
    }
  }

  void call() {
    generation.fetch_add(1, std::memory_order_seq_cst);
    if (sleepers.load(std::memory_order_seq_cst) > 0) wakeAt(generation);
  }
};

struct Team::Threads {
  std::shared_ptr<Common> common = std::make_shared<Common>();
  std::vector<std::thread> members;
};

Team::Team(int members) {
  if (members < 2) return;
  threads_ = std::make_unique<Threads>();
  threads_->members.reserve(static_cast<std::size_t>(members - 1));
  for (int member = 1; member < members; ++member) {
    threads_->members.emplace_back([common = threads_->common] { common->serve(); });
  }
}

Team::~Team() {
  if (!threads_) return;
  threads_->common->over.store(true, std::memory_order_release);
  threads_->common->call();
#if defined(__EMSCRIPTEN__)
  // A browser starts a thread only when the one that made it returns to its event loop: waiting here for one that has
  // not started would last for ever. It will find that the team is over, and end.
  const bool all_started = threads_->common->members.load() == static_cast<int>(threads_->members.size()) + 1;
#else
  constexpr bool all_started = true;
#endif
  for (std::thread& member : threads_->members) {
    if (all_started) {
      member.join();
    } else {
      member.detach();
    }
  }
}

int Team::members() const {
  return threads_ ? threads_->common->members.load(std::memory_order_acquire) : 1;
}

void Team::shareErased(std::size_t parts, Part work, const void* context) {
  if (!threads_ || parts < 2) {
    for (std::size_t part = 0; part < parts; ++part) work(context, part);
    return;
  }
  HARMONIUM_ASSERT(parts < kCallerSleeps);
  Common& common = *threads_->common;
  const std::uint32_t count = static_cast<std::uint32_t>(parts);
  const std::uint32_t generation = common.generation.load(std::memory_order_relaxed) + 1;  // only call() changes it
  common.work.store(work, std::memory_order_release);
  common.context.store(context, std::memory_order_release);
  common.parts.store(count, std::memory_order_release);
  common.done.store(0, std::memory_order_release);
  common.ticket.store(ticketOf(generation, 0), std::memory_order_release);
  common.call();

  std::uint32_t done = common.workOn();
  const auto finished = [&] { return (done = common.done.load(std::memory_order_acquire)) == count; };
  if (done != count && !spinUntil(finished)) {
    done = common.done.fetch_or(kCallerSleeps, std::memory_order_acq_rel) | kCallerSleeps;
    while ((done & ~kCallerSleeps) != count) {
      sleepAt(common.done, done);
      done = common.done.load(std::memory_order_acquire);
    }
  }
  common.ticket.store(ticketOf(generation, kClosed), std::memory_order_release);
}

}  // namespace harmonium

#else

namespace harmonium {

struct Team::Threads {};

Team::Team(int /*members*/) {}
Team::~Team() = default;

int Team::members() const {
  return 1;
}

void Team::shareErased(std::size_t parts, Part work, const void* context) {
  for (std::size_t part = 0; part < parts; ++part) work(context, part);
}

}  // namespace harmonium

#endif
