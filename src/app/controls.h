// One option of a model as a control: its label, its value to read and to type, the means to move it, its help.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

void optionControl(Ui& ui, const Option& option);

// The value on screen: the one being moved, or the one the core has.
double shownValue(const Ui& ui, const Option& option);

}  // namespace harmonium::app
