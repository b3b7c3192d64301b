#include "app/logic/option_order.h"

#include <algorithm>

namespace harmonium::app {

OptionOrder orderOf(const OptionTable& table, const std::function<bool(const Option&)>& shown,
                    const std::function<bool(const Option&)>& changed) {
  OptionOrder order;
  for (const Option& option : table) {
    if (!shown(option)) continue;
    if (option.rank > 0) {
      order.first.push_back(&option);
      continue;
    }
    order.more.push_back(&option);
    if (changed(option)) ++order.changed;
  }
  std::ranges::stable_sort(order.first, {}, &Option::rank);
  return order;
}

}  // namespace harmonium::app
