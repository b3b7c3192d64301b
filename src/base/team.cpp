#include "base/team.h"

// HARMONIUM_THREADS is 1 in a build with threads (.toolchain/cmake/options.cmake): in every native build, and in the
// browser build with shared memory. The browser build without shared memory uses the second half of this file.
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

// A waiting thread spins for this long and then sleeps. The pieces of one update follow each other within a few
// microseconds, and waking a thread takes tens of them, so spinning pays between pieces. A page that pauses training
// must not keep a core busy, so the spinning ends.
constexpr std::chrono::microseconds kSpin{500};
constexpr int kChecksPerClockRead = 64;  // reading the clock takes much longer than checking a flag

// Tells the processor that this is a spin loop, so that it saves power and leaves its resources to the sibling thread.
void pauseProcessor() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Returns true as soon as seen() is true, and false when kSpin is over.
template <typename Seen>
bool spinUntil(const Seen& seen) {
  const auto start = std::chrono::steady_clock::now();
  do {
    for (int check = 0; check < kChecksPerClockRead; ++check) {
      if (seen()) return true;
      pauseProcessor();
    }
  } while (std::chrono::steady_clock::now() - start < kSpin);
  return false;
}

// Sleeps as long as `word` is `value`. It may return early, so callers check in a loop.
void sleepAt(std::atomic<std::uint32_t>& word, std::uint32_t value) {
#if defined(__EMSCRIPTEN__)
  // Emscripten's C++ library would poll in std::atomic::wait; WebAssembly has an instruction that sleeps.
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

constexpr std::uint32_t kClosed = std::numeric_limits<std::uint32_t>::max();  // a part number larger than any count
constexpr std::uint32_t kCallerSleeps = std::uint32_t{1} << 31;               // a flag in `done`, above its count

constexpr std::uint64_t ticketOf(std::uint32_t generation, std::uint32_t part) {
  return std::uint64_t{generation} << 32 | part;
}
constexpr std::uint32_t partOf(std::uint64_t ticket) {
  return static_cast<std::uint32_t>(ticket);
}

}  // namespace

// The state that the caller and the members share. Each member holds a shared_ptr to it, because a member may start
// late, after the team is gone.
//
// One piece of work is one generation. `ticket` holds the generation and the next part that nobody has claimed. A
// member claims a part by a compare-and-swap of the ticket. The swap fails where the generation has changed since the
// member read work, context and parts. So a member that was suspended past the end of its piece does no harm, and
// nobody has to wait for it. The caller closes the ticket before it writes the next piece. share() returns only when
// every part is done; no claim is open then.
struct Team::Common {
  // alignas(64) gives each group a cache line of its own, so that a write to one does not slow readers of another.
  alignas(64) std::atomic<std::uint32_t> generation{0};  // idle members wait for it to change
  std::atomic<std::uint32_t> sleepers{0};
  std::atomic<bool> over{false};  // true: members return and their threads end

  alignas(64) std::atomic<std::uint64_t> ticket{ticketOf(0, kClosed)};
  std::atomic<Part> work{nullptr};
  std::atomic<const void*> context{nullptr};
  std::atomic<std::uint32_t> parts{0};

  alignas(64) std::atomic<std::uint32_t> done{0};  // the parts of this piece that are done, and the kCallerSleeps flag

  alignas(64) std::atomic<int> members{1};  // threads that have started, including the caller

  // Claims and does parts until none is left. Returns how many parts of the piece are done, including these.
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
    // `done` changes once per member and piece, not once per part, so members rarely contend for it.
    if (mine == 0) return done.load(std::memory_order_acquire) & ~kCallerSleeps;
    const std::uint32_t before = done.fetch_add(mine, std::memory_order_acq_rel);
    if ((before & kCallerSleeps) != 0 && (before & ~kCallerSleeps) + mine == all) wakeAt(done);
    return (before & ~kCallerSleeps) + mine;
  }

  // The main loop of a member's thread.
  void serve() {
    members.fetch_add(1, std::memory_order_acq_rel);
    std::uint32_t seen = 0;
    while (!over.load(std::memory_order_acquire)) {
      workOn();
      const auto called = [&] { return generation.load(std::memory_order_acquire) != seen; };
      if (!spinUntil(called)) {
        // Sequential consistency makes sure that either the caller sees the sleeper, or the sleeper sees the call. With
        // weaker orders both could miss each other, and the member would sleep through the piece.
        sleepers.fetch_add(1, std::memory_order_seq_cst);
        while (generation.load(std::memory_order_seq_cst) == seen) sleepAt(generation, seen);
        sleepers.fetch_sub(1, std::memory_order_seq_cst);
      }
      seen = generation.load(std::memory_order_acquire);
    }
  }

  // Starts a generation and wakes the members that sleep.
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
  // A browser starts a thread only when the thread that created it returns to its event loop. Waiting here for a thread
  // that has not started would therefore never end. Such a thread is detached; it finds `over` set and ends.
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
  const std::uint32_t generation = common.generation.load(std::memory_order_relaxed) + 1;  // only this thread writes it
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
