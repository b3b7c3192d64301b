#include "app/logic/lists.h"

#include "base/numbers.h"

#include <cmath>
#include <cstdlib>

namespace harmonium::app {

std::string listText(const std::vector<double>& list) {
  std::string text;
  for (const double value : list) text += (text.empty() ? "" : ", ") + formatNumber(value);
  return text;
}

std::optional<std::vector<double>> readList(std::string_view text) {
  constexpr std::string_view kBetween = ",; \t\n";
  std::vector<double> list;
  std::size_t from = text.find_first_not_of(kBetween);
  while (from != std::string_view::npos) {
    const std::size_t to = text.find_first_of(kBetween, from);
    const std::string word(text.substr(from, to == std::string_view::npos ? to : to - from));
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    // strtod accepts "inf" and "nan", which no option allows, and stops at the first character it does not know.
    if (*end != '\0' || !std::isfinite(value)) return {};
    list.push_back(value);
    from = to == std::string_view::npos ? to : text.find_first_not_of(kBetween, to);
  }
  return list;
}

std::optional<std::vector<double>> typedInto(const std::vector<double>& list, std::size_t at, std::string_view text) {
  const std::optional<std::vector<double>> typed = readList(text);
  if (!typed || typed->size() > 1 || at >= list.size()) return typed;
  std::vector<double> changed = list;
  const auto entry = changed.begin() + toIndex(at);
  if (typed->empty())
    changed.erase(entry);
  else
    *entry = typed->front();
  return changed;
}

}  // namespace harmonium::app
