// Which options of a table a panel shows first, and which under "More options".
#pragma once

#include "base/options.h"

#include <functional>
#include <vector>

namespace harmonium::app {

struct OptionOrder {
  std::vector<const Option*> first;  // those with a rank, by rank
  std::vector<const Option*> more;   // the others, in the order of the table; all of them where none has a rank
  int changed = 0;                   // how many of `more` differ from their defaults
};

// The options for which `shown` holds. The pointers are into the table.
OptionOrder orderOf(const OptionTable& table, const std::function<bool(const Option&)>& shown,
                    const std::function<bool(const Option&)>& changed);

}  // namespace harmonium::app
