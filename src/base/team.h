// A few threads that share one caller's work. The caller works too, and waits for the others at the end of every piece
// of work. Who does which part is not fixed, so a part may depend on no other part: then the results are the same bits
// whatever the number of members. Parts are chosen by shape alone, never by the number of members.
//
// A team is handed down by whoever owns the threads; null or a team of one means that the caller works alone.
#pragma once

#include <cstddef>
#include <memory>

namespace harmonium {

class Team {
 public:
  // At most `members` at work, the caller among them. 1, or a build without threads: the caller alone. Others join as
  // soon as they have started; nobody waits for them before that.
  explicit Team(int members);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int members() const;  // at work now, the caller among them: 1 and more

  // Calls work(part) once for every part in 0 .. parts - 1, and returns when all are done. Not to be called from within
  // a part, nor from two threads at once. Allocates nothing. A piece of work should be worth tens of microseconds.
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

// work(part) for every part, by the team where there is one and `worth` says that it pays, else by the caller, in
// order.
template <typename Work>
void shareOut(Team* team, bool worth, std::size_t parts, const Work& work) {
  if (team != nullptr && worth && parts > 1 && team->members() > 1) {
    team->share(parts, work);
  } else {
    for (std::size_t part = 0; part < parts; ++part) work(part);
  }
}

}  // namespace harmonium
