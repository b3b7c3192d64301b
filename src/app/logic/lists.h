// Lists of numbers as people read and type them: "500, 250, 30".
#pragma once

#include "base/options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

std::string listText(const std::vector<double>& list);

// The numbers in a text, between commas, semicolons or spaces; none where anything else stands in it.
std::optional<std::vector<double>> readList(std::string_view text);

// What a list becomes when `text` is typed in the place of entry `at`: one number replaces the entry, several are the
// whole list, an empty text takes the entry away. None where the text is no list.
std::optional<std::vector<double>> typedInto(const std::vector<double>& list, std::size_t at, std::string_view text);

}  // namespace harmonium::app
