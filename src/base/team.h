// A team of threads that share the work of one caller. The caller works too, and it waits for the other members at the
// end of each piece of work.
//
// Any member may do any part, in any order. A part must therefore not depend on another part. The parts are chosen by
// the shape of the data alone, never by the number of members. So results have the same bits with any number of
// members.
//
// The owner of the threads passes a pointer to the team down to the kernels. With a null pointer or a team of one the
// caller works alone.
#pragma once

#include <cstddef>
#include <memory>

namespace harmonium {

class Team {
 public:
  // Starts `members` - 1 threads; the caller is a member too. With `members` below 2, or in a build without threads,
  // the caller works alone. A thread takes part as soon as it has started; nobody waits for it before that.
  explicit Team(int members);
  // Ends the threads. In a browser a thread that has not started yet ends by itself later.
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int members() const;  // the threads that have started, including the caller; at least 1

  // Calls work(part) once for every part in 0 .. parts - 1 and returns when all are done. parts < 2^31. It must not be
  // called from within a part, nor from two threads at once. It allocates nothing. Sharing costs some microseconds, so
  // the whole work should take tens of them.
  template <typename Work>
  void share(std::size_t parts, const Work& work) {
    shareErased(
        parts, [](const void* context, std::size_t part) { (*static_cast<const Work*>(context))(part); }, &work);
  }

 private:
  using Part = void (*)(const void* context, std::size_t part);
  void shareErased(std::size_t parts, Part work, const void* context);

  struct Common;
  struct Threads;
  std::unique_ptr<Threads> threads_;
};

// Calls work(part) for every part in 0 .. parts - 1. The team shares the parts where there is one and `worth` is true;
// otherwise the caller does them in order.
template <typename Work>
void shareOut(Team* team, bool worth, std::size_t parts, const Work& work) {
  if (team != nullptr && worth && parts > 1 && team->members() > 1) {
    team->share(parts, work);
  } else {
    for (std::size_t part = 0; part < parts; ++part) work(part);
  }
}

}  // namespace harmonium
