#include "app/icons.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace harmonium::app {
namespace {

constexpr float kPi = 3.14159265f;

// Draws in icon units: the square of an icon runs from -10 to 10 in both directions, y downwards.
class Pen {
 public:
  Pen(ImDrawList& list, const ImVec2& centre, float size, ImU32 colour)
      : list_(list), centre_(centre), unit_(size / 20), colour_(colour), weight_(std::max(size * 0.085f, 1.2f)) {}

  ImVec2 at(float x, float y) const { return {centre_.x + x * unit_, centre_.y + y * unit_}; }
  void line(std::initializer_list<ImVec2> points, bool closed = false) {
    for (const ImVec2& p : points) list_.PathLineTo(at(p.x, p.y));
    list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, weight_);
  }
  void fill(std::initializer_list<ImVec2> points) {
    for (const ImVec2& p : points) list_.PathLineTo(at(p.x, p.y));
    list_.PathFillConvex(colour_);
  }
  void arc(float x, float y, float radius, float from, float to) {
    list_.PathArcTo(at(x, y), radius * unit_, from * kPi, to * kPi, 24);
    list_.PathStroke(colour_, 0, weight_);
  }
  void disc(float x, float y, float radius) { list_.AddCircleFilled(at(x, y), radius * unit_, colour_); }
  void ring(float x, float y, float radius) { list_.AddCircle(at(x, y), radius * unit_, colour_, 0, weight_); }
  void bar(float x0, float y0, float x1, float y1, float rounding) {
    list_.AddRectFilled(at(x0, y0), at(x1, y1), colour_, rounding * unit_);
  }
  void box(float x0, float y0, float x1, float y1, float rounding) {
    list_.AddRect(at(x0, y0), at(x1, y1), colour_, rounding * unit_, 0, weight_);
  }
  void colour(ImU32 colour) { colour_ = colour; }
  void weight(float factor) { weight_ *= factor; }

 private:
  ImDrawList& list_;
  ImVec2 centre_;
  float unit_;
  ImU32 colour_;
  float weight_;
};

void turn(Pen& pen) {
  pen.arc(0, 0.3f, 6.6f, -0.32f, 1.28f);
  pen.fill({{-8.2f, -2.6f}, {-7.0f, -8.6f}, {-2.2f, -4.9f}});
}

void die(Pen& pen) {
  pen.box(-7.5f, -7.5f, 7.5f, 7.5f, 2.6f);
  for (const ImVec2& p : {ImVec2{-3.4f, -3.4f}, {3.4f, -3.4f}, {0, 0}, {-3.4f, 3.4f}, {3.4f, 3.4f}})
    pen.disc(p.x, p.y, 1.4f);
}

void sun(Pen& pen) {
  pen.ring(0, 0, 3.7f);
  for (int i = 0; i < 8; ++i) {
    const float c = std::cos(toFloat(i) * kPi / 4), s = std::sin(toFloat(i) * kPi / 4);
    pen.line({{6.2f * c, 6.2f * s}, {8.6f * c, 8.6f * s}});
  }
}

void moon(ImDrawList& list, const Pen& pen, float size, ImU32 colour) {
  // The crescent between two circles is one closed outline, so that its corners join without a gap.
  const float unit = size / 20;
  list.PathArcTo(pen.at(0, 0), 7.6f * unit, -0.42f * kPi, 1.0f * kPi + 0.0f, 28);
  list.PathArcTo(pen.at(-3.6f, -4.4f), 6.6f * unit, 0.78f * kPi, -0.12f * kPi, 24);
  list.PathStroke(colour, ImDrawFlags_Closed, std::max(size * 0.085f, 1.2f));
}

void mark(Pen& pen, ImU32 first, ImU32 second) {
  pen.weight(0.7f);
  pen.colour(first);
  for (float x : {-6.5f, 0.0f, 6.5f})
    for (float to : {-3.6f, 3.6f}) pen.line({{x, 6}, {to, -6}});
  for (float x : {-6.5f, 0.0f, 6.5f}) pen.disc(x, 6, 2.6f);
  pen.colour(second);
  for (float x : {-3.6f, 3.6f}) pen.disc(x, -6, 2.9f);
}

}  // namespace

void drawIcon(ImDrawList& list, Icon icon, const ImVec2& centre, float size, ImU32 colour, ImU32 second) {
  Pen pen(list, {std::round(centre.x), std::round(centre.y)}, size, colour);
  switch (icon) {
    case Icon::kNone:
      break;
    case Icon::kPlay:
      pen.fill({{-5, -7.5f}, {8, 0}, {-5, 7.5f}});
      break;
    case Icon::kPause:
      pen.bar(-6, -7, -2, 7, 1);
      pen.bar(2, -7, 6, 7, 1);
      break;
    case Icon::kUpdate:
      pen.fill({{-7, -6.5f}, {3.5f, 0}, {-7, 6.5f}});
      pen.bar(5, -6.5f, 7.6f, 6.5f, 1);
      break;
    case Icon::kPhase:
      pen.ring(0, 0, 7.4f);
      list.PathLineTo(pen.at(0, 0));
      list.PathArcTo(pen.at(0, 0), 7.4f * size / 20, -0.5f * kPi, 0, 12);
      list.PathFillConvex(colour);
      break;
    case Icon::kGoal:
      pen.line({{-5, -8}, {-5, 8}});
      pen.fill({{-5, -7.5f}, {6.5f, -3.5f}, {-5, 0.5f}});
      break;
    case Icon::kReset:
      turn(pen);
      break;
    case Icon::kDice:
      die(pen);
      break;
    case Icon::kSun:
      sun(pen);
      break;
    case Icon::kMoon:
      moon(list, pen, size, colour);
      break;
    case Icon::kMenu:
      for (float y : {-5.5f, 0.0f, 5.5f}) pen.disc(0, y, 1.6f);
      break;
    case Icon::kQuestion:
      break;
    case Icon::kClose:
      pen.line({{-5, -5}, {5, 5}});
      pen.line({{5, -5}, {-5, 5}});
      break;
    case Icon::kStop:
      pen.bar(-5.5f, -5.5f, 5.5f, 5.5f, 1.5f);
      break;
    case Icon::kSave:
      pen.line({{0, -7.5f}, {0, 3}});
      pen.line({{-4, -1}, {0, 3}, {4, -1}});
      pen.line({{-7, 3}, {-7, 7}, {7, 7}, {7, 3}});
      break;
    case Icon::kLoad:
      pen.line({{0, 3}, {0, -7.5f}});
      pen.line({{-4, -3.5f}, {0, -7.5f}, {4, -3.5f}});
      pen.line({{-7, 3}, {-7, 7}, {7, 7}, {7, 3}});
      break;
    case Icon::kLink:
      pen.arc(-2.6f, 2.6f, 4.3f, 0.25f, 1.25f);
      pen.arc(2.6f, -2.6f, 4.3f, -0.75f, 0.25f);
      pen.line({{-2.6f, 2.6f}, {2.6f, -2.6f}});
      break;
    case Icon::kDown:
      pen.line({{-5, -2.5f}, {0, 2.5f}, {5, -2.5f}});
      break;
    case Icon::kRight:
      pen.line({{-2.5f, -5}, {2.5f, 0}, {-2.5f, 5}});
      break;
    case Icon::kCheck:
      pen.line({{-6, 0.5f}, {-2, 4.5f}, {6.5f, -4.5f}});
      break;
    case Icon::kWhat:
      for (float y : {-5.5f, 0.5f, 6.5f}) pen.line({{-8, y}, {8, y}});
      pen.disc(3.5f, -5.5f, 2.6f);
      pen.disc(-3.5f, 0.5f, 2.6f);
      pen.disc(1, 6.5f, 2.6f);
      break;
    case Icon::kStage:
      for (float x : {-7.5f, 1.5f})
        for (float y : {-7.5f, 1.5f}) pen.bar(x, y, x + 6, y + 6, 1.4f);
      break;
    case Icon::kHowWell:
      pen.line({{-8, -8}, {-8, 8}, {8, 8}});
      pen.line({{-4.5f, 3.5f}, {-1, -2}, {2, 0.8f}, {7.5f, -6}});
      break;
    case Icon::kMosaic:
      pen.box(-8, -7.5f, 8, 7.5f, 1.5f);
      pen.line({{0, -7.5f}, {0, 7.5f}});
      pen.line({{-8, 0}, {8, 0}});
      break;
    case Icon::kCompare:
      for (const auto& [x, y] : {std::pair{-3.0f, -6.0f}, {2.5f, 0.0f}, {-1.0f, 6.0f}}) {
        pen.line({{x - 5, y}, {x + 5, y}});
        pen.disc(x, y, 2.2f);
      }
      break;
    case Icon::kBrush:
      pen.line({{8, -8}, {-1, 1}});
      pen.arc(-4, 4, 3.4f, 0, 2);
      pen.disc(-4, 4, 1.6f);
      break;
    case Icon::kFile:
      pen.line({{-5.5f, -8}, {2, -8}, {6, -4}, {6, 8}, {-5.5f, 8}}, true);
      pen.line({{-2, 0}, {2.5f, 0}});
      pen.line({{-2, 4}, {2.5f, 4}});
      break;
    case Icon::kUndo:
      pen.arc(0, 0.3f, 6.6f, -0.75f, 0.75f);
      pen.fill({{-8.6f, -4.4f}, {-2.0f, -3.0f}, {-6.6f, 1.6f}});
      break;
    case Icon::kMark:
      mark(pen, colour, second ? second : colour);
      break;
  }
}

}  // namespace harmonium::app
