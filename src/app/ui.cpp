#include "app/ui.h"

#include <algorithm>

namespace harmonium::app {

const View* State::view(std::string_view name) const {
  const auto at =
      std::find_if(snapshot.views.begin(), snapshot.views.end(), [&](const View& v) { return v.name == name; });
  return at == snapshot.views.end() ? nullptr : &*at;
}

}  // namespace harmonium::app
