// Draws one option of a model as a control: its label, its value (to read and to type), a slider, toggle or list to
// change it, and its help.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

// `table` is the option's table; it decides whether the option is shown and how many layers there are.
void optionControl(Ui& ui, const OptionTable& table, const Option& option);
void numberControl(Ui& ui, const Option& option);  // an option with one number: a slider

// Whether the option matters under the values on screen.
bool optionShown(const Ui& ui, const OptionTable& table, const Option& option);

}  // namespace harmonium::app
