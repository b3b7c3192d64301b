#include "app/logic/dots.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace harmonium::app;

namespace {

using Light = std::array<double, 3>;  // linear red, green, blue

Light linearOf(std::uint32_t rgb) {
  Light light{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = static_cast<double>((rgb >> (16 - 8 * i)) & 0xff) / 255;
    light[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  }
  return light;
}

double luminance(const Light& light) {
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

// Contrast as WCAG 2 defines it.
double contrast(std::uint32_t a, std::uint32_t b) {
  const double one = luminance(linearOf(a)), other = luminance(linearOf(b));
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

// What readers without one kind of cones see (Vienot, Brettel & Mollon 1999): the normal eye, deuteranopia, protanopia.
constexpr std::array<std::array<Light, 3>, 3> kEyes = {
    {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
     {{{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}},
     {{{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}}}};

std::array<double, 3> labOf(const Light& light) {
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f((0.4124 * light[0] + 0.3576 * light[1] + 0.1805 * light[2]) / 0.95047);
  const double y = f(luminance(light));
  const double z = f((0.0193 * light[0] + 0.1192 * light[1] + 0.9505 * light[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

// The distance of two colours in CIELAB, for the eye that sees least of it. 2 is just noticeable.
double apart(std::uint32_t a, std::uint32_t b) {
  double least = 1e9;
  for (const auto& eye : kEyes) {
    std::array<std::array<double, 3>, 2> lab{};
    for (std::size_t which = 0; which < 2; ++which) {
      const Light light = linearOf(which == 0 ? a : b);
      Light seen{};
      for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) seen[i] += eye[i][j] * light[j];
        seen[i] = std::clamp(seen[i], 0.0, 1.0);
      }
      lab[which] = labOf(seen);
    }
    least = std::min(least, std::hypot(lab[0][0] - lab[1][0], lab[0][1] - lab[1][1], lab[0][2] - lab[1][2]));
  }
  return least;
}

}  // namespace

TEST_CASE("any two of ten classes differ in shape, or in a colour that every eye tells apart", "[app][dots]") {
  CHECK_THAT(contrast(0xffffff, 0x000000), Catch::Matchers::WithinAbs(21, 1e-6));
  for (const bool dark : {false, true}) {
    for (int a = 0; a < 10; ++a) {
      const ClassLook one = classLook(a, dark);
      CHECK(contrast(one.colour, dark ? 0x0c0e10 : 0xffffff) >= 3);
      CHECK(one.shape == classLook(a, !dark).shape);
      CHECK(one.shape != Dot::kRing);  // samples are rings
      for (int b = 0; b < a; ++b) {
        const ClassLook other = classLook(b, dark);
        INFO(a << " and " << b);
        CHECK((one.shape != other.shape || apart(one.colour, other.colour) > 20));
      }
    }
  }
  CHECK(classLook(12, false).colour == classLook(2, false).colour);
}

TEST_CASE("points grow fainter as they come to lie on each other", "[app][dots]") {
  float last = 1;
  for (const std::size_t count : {4u, 100u, 500u, 2000u, 5000u, 20000u}) {
    const float opacity = dotOpacity(count, 2.5f, 400 * 400, false);
    CHECK(opacity <= last);
    CHECK(opacity >= 0.1f);
    CHECK(dotOpacity(count, 2.5f, 400 * 400, true) < opacity + 1e-6f);
    CHECK(dotOpacity(count, 2.5f, 150 * 150, false) <= opacity);  // a smaller picture is more crowded
    last = opacity;
  }
  CHECK(dotOpacity(4, 2.5f, 400 * 400, false) > 0.9f);
  CHECK(last < 0.3f);
}
