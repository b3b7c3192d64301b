// Lists of numbers as people read and type them: "500, 250, 30". Ranges are checked elsewhere, against the option.
#pragma once

#include "base/options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

// The numbers with ", " between them; empty for an empty list.
std::string listText(const std::vector<double>& list);

// The numbers in a text. Commas, semicolons and white space separate them. None if any word is not a finite number; an
// empty list for a text without words.
std::optional<std::vector<double>> readList(std::string_view text);

// The list after `text` was typed over entry `at`. One number replaces the entry, several numbers replace the whole
// list, and an empty text removes the entry. If `at` is past the end, the text is the whole list. None if the text is
// no list.
std::optional<std::vector<double>> typedInto(const std::vector<double>& list, std::size_t at, std::string_view text);

}  // namespace harmonium::app
