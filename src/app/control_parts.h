// What the controls of options are made of.
#pragma once

#include "app/ui.h"
#include "base/options.h"

#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

// The value on screen: the one being moved, or the one the core has.
OptionValue shownSetting(const Ui& ui, const Option& option);
double shownValue(const Ui& ui, const Option& option);  // of an option with one value

// The visitor's value. `released`: the hand has let go.
void propose(Ui& ui, const Option& option, const OptionValue& value, bool released);

// What there is to know about an option, in sentences.
std::string fullHelp(const Option& option);

// The first line: label, mark of a new start, help; `right` is kept free for what the caller draws at its end. Long
// labels take two lines.
void labelLine(Ui& ui, const Option& option, float right);

// Typing a value. One field at a time is open, named by a key.
void startTyping(Ui& ui, std::string_view key, std::string_view text);
bool typingIn(const Ui& ui, std::string_view key);
enum class Typed { kNumber, kList };
// Draws the open field; what was typed in it, once it is entered or left.
std::optional<std::string_view> typingField(Ui& ui, float width, float height, Typed typed);

}  // namespace harmonium::app
