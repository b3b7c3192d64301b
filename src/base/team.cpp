#include "base/team.h"

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
