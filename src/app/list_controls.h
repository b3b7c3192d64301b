// Controls for lists of numbers. Each number has a box, which the arrow keys step and in which it can be typed. Several
// numbers typed in one box, such as "500, 250, 30", replace the whole list.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

// A list of sizes, with buttons that remove the last size and add another one equal to it.
void sizesControl(Ui& ui, const Option& option);

// One number for all layers, or one box per layer, with a switch between the two. `layers` is the number of layers.
void perLayerControl(Ui& ui, const Option& option, std::size_t layers);

}  // namespace harmonium::app
