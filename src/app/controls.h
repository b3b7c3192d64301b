// One option of a model as a control: its label, its value to read and to type, the means to move it, its help.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

// `table`: the one that the option is of.
void optionControl(Ui& ui, const OptionTable& table, const Option& option);
void numberControl(Ui& ui, const Option& option);  // of one number, with its slider

// Whether the option matters under the values on screen.
bool optionShown(const Ui& ui, const OptionTable& table, const Option& option);

}  // namespace harmonium::app
