// A view: a typed picture that a model publishes and that anyone can draw without knowing the model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace harmonium {

enum class ViewKind {
  kImages,   // values [count, rows, cols]: a grid of small pictures
  kPairs,    // values [count, 2, rows, cols]: pictures side by side, such as data and reconstruction
  kNetwork,  // values [units of layer 0 + units of layer 1 + ...] (states in [0, 1]); weights [sum over l of n_l *
             // n_l+1]
};

// How a value becomes a colour.
enum class ViewScale {
  kUnit,    // [0, 1]: background to ink
  kSigned,  // symmetric about 0: [-limit, limit], one hue a side
};

struct View {
  std::string name;     // unique within a model: "chains", "weights"
  std::string title;    // on screen
  std::string caption;  // one sentence: what is to be seen here
  ViewKind kind = ViewKind::kImages;
  ViewScale scale = ViewScale::kUnit;
  float limit = 1;                        // of kSigned: the value that gets the full colour
  std::vector<std::uint32_t> shape = {};  // of `values`, as the kind says
  std::vector<float> values = {};
  // kNetwork only.
  std::vector<std::uint32_t> layers = {};     // units per layer, visible first
  std::vector<std::string> layer_names = {};  // "visible v", "hidden h"
  std::vector<float> weights = {};            // between neighbouring layers, each [lower, upper] row-major
  std::vector<std::uint32_t> lit = {};        // which gaps between layers carry the current phase, with direction:
                                              // 2*l upward through gap l, 2*l + 1 downward
};

}  // namespace harmonium
