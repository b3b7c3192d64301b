// Lists of numbers as controls: a box for each, to step with the arrow keys and to type in. In any box several numbers,
// such as "500, 250, 30", may be typed: they are the whole list.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

// A list of sizes, with buttons to take the last away and to add one like it.
void sizesControl(Ui& ui, const Option& option);

// One number for all layers, or a box for each of `layers`, with a switch between the two.
void perLayerControl(Ui& ui, const Option& option, std::size_t layers);

}  // namespace harmonium::app
