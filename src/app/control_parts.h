// The parts that the controls of all options share.
#pragma once

#include "app/ui.h"
#include "base/options.h"

#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

// The value on screen: the pending one that the visitor has just set, otherwise the core's.
OptionValue shownSetting(const Ui& ui, const Option& option);
double shownValue(const Ui& ui, const Option& option);  // for options with one value

// Sets the visitor's value. With `released` the control was let go of, and the value is final.
void propose(Ui& ui, const Option& option, const OptionValue& value, bool released);

// The full help of an option, in sentences.
std::string fullHelp(const Option& option);

// Draws the first line of a control: its label, the mark of options that restart training, and the help button. `right`
// pixels at the end are left free for the caller. A long label takes two lines.
void labelLine(Ui& ui, const Option& option, float right);

// Typing a value. Only one field is open at a time; `key` identifies it.
void startTyping(Ui& ui, std::string_view key, std::string_view text);
bool typingIn(const Ui& ui, std::string_view key);
enum class Typed { kNumber, kList };
// Draws the open field. Returns its text once the visitor has pressed Enter or left the field; none before.
std::optional<std::string_view> typingField(Ui& ui, float width, float height, Typed typed);

}  // namespace harmonium::app
