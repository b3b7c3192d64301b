// The legend under a picture: the meaning of its colours, in as many lines as the entries need.
#pragma once

#include "app/ui.h"
#include "base/view.h"

#include <string>
#include <vector>

namespace harmonium::app {

// Made once a frame and view, because its texts are measured then. The view must stay valid as long. Lengths are
// framebuffer pixels.
class Legend {
 public:
  Legend() = default;
  Legend(const Ui& ui, const View& view);

  float height(const Ui& ui, float width) const;
  bool fits(float width) const;  // whether no entry is wider than `width`
  void draw(Ui& ui, const View& view, const ImVec2& min, float width) const;

  // One entry: text, and before it a square of colour, the sign of a mark or a colour scale.
  struct Entry {
    enum class Sign { kNone, kSquare, kMark, kScale } sign = Sign::kNone;
    std::string words, low, high;  // low and high are the numbers at the ends of a scale
    ImU32 colour = 0;
    const Mark* mark = nullptr;
  };

 private:
  std::vector<Entry> entries_;
  std::vector<float> widths_;  // of the entries
};

}  // namespace harmonium::app
