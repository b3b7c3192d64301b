#include "app/theme.h"

#include "base/numbers.h"

#include <implot.h>

#include <algorithm>

namespace harmonium::app {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 0xff);
}

constexpr Palette kPaper = {
    .ground = rgb(0xf1ece2),
    .panel = rgb(0xfbf9f4),
    .raised = rgb(0xffffff),
    .sunken = rgb(0xede7da),
    .line = rgb(0xe4ddcf),
    .line_strong = rgb(0xcbc2b0),
    .ink = rgb(0x23211c),
    .ink_soft = rgb(0x575247),
    .ink_faint = rgb(0x756e60),
    .data = rgb(0x0f766e),
    .data_soft = rgb(0xd7ebe6),
    .on_data = rgb(0xffffff),
    .model = rgb(0xb25a0c),
    .model_soft = rgb(0xfae8d2),
    .latent = rgb(0x7b45a6),
    .negative = rgb(0x1f66b1),
    .zero = rgb(0xf8f5ee),
    .positive = rgb(0xc6570a),
    .alarm = rgb(0xa92a1c),
    .alarm_soft = rgb(0xfbe6e0),
    .tile = rgb(0xffffff),
    .tile_line = rgb(0xb5ac99),
    .data_ink = rgb(0x06403b),
    .model_ink = rgb(0x4f2503),
    .shadow = IM_COL32(60, 48, 20, 40),
};

constexpr Palette kNight = {
    .ground = rgb(0x111316),
    .panel = rgb(0x191c20),
    .raised = rgb(0x23272d),
    .sunken = rgb(0x0f1114),
    .line = rgb(0x2a2f36),
    .line_strong = rgb(0x434a54),
    .ink = rgb(0xeeeae1),
    .ink_soft = rgb(0xb9b4a8),
    .ink_faint = rgb(0x928d82),
    .data = rgb(0x4cc3b3),
    .data_soft = rgb(0x173a37),
    .on_data = rgb(0x06201d),
    .model = rgb(0xf0a850),
    .model_soft = rgb(0x41300f),
    .latent = rgb(0xc79cf2),
    .negative = rgb(0x6cb2f8),
    .zero = rgb(0x15181b),
    .positive = rgb(0xf79a3e),
    .alarm = rgb(0xff9a86),
    .alarm_soft = rgb(0x46211b),
    .tile = rgb(0x0c0e10),
    .tile_line = rgb(0x535b66),
    .data_ink = rgb(0xbdf3ea),
    .model_ink = rgb(0xffdfae),
    .shadow = IM_COL32(0, 0, 0, 110),
};

ImVec4 vec(ImU32 colour) {
  return ImGui::ColorConvertU32ToFloat4(colour);
}

void styleImGui(const Theme& theme) {
  const Palette& p = theme.colours;
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = {theme.px(16), theme.px(16)};
  style.WindowRounding = 0;
  style.WindowBorderSize = 0;
  style.ChildRounding = theme.px(10);
  style.ChildBorderSize = 0;
  style.PopupRounding = theme.px(8);
  style.PopupBorderSize = theme.px(1);
  style.FramePadding = {theme.px(8), theme.px(6)};
  style.FrameRounding = theme.px(6);
  style.ItemSpacing = {theme.px(8), theme.px(8)};
  style.ItemInnerSpacing = {theme.px(8), theme.px(4)};
  style.ScrollbarSize = theme.px(10);
  style.ScrollbarRounding = theme.px(5);
  // Seconds; shorter delays would make hints flash while the mouse only passes over controls.
  style.HoverStationaryDelay = 0.08f;
  style.HoverDelayShort = 0.30f;
  style.MouseCursorScale = 1;
  // Polygons differ from the true curves by at most a quarter of a framebuffer pixel, which nobody sees.
  style.CircleTessellationMaxError = 0.2f;
  style.CurveTessellationTol = 0.6f;

  ImVec4* colour = style.Colors;
  colour[ImGuiCol_Text] = vec(p.ink);
  colour[ImGuiCol_TextDisabled] = vec(p.ink_faint);
  colour[ImGuiCol_WindowBg] = vec(p.ground);
  colour[ImGuiCol_ChildBg] = vec(p.panel);
  colour[ImGuiCol_PopupBg] = vec(theme.dark ? p.raised : p.panel);
  colour[ImGuiCol_Border] = vec(p.line_strong);
  colour[ImGuiCol_FrameBg] = vec(p.raised);
  colour[ImGuiCol_FrameBgHovered] = vec(p.raised);
  colour[ImGuiCol_FrameBgActive] = vec(p.raised);
  colour[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
  colour[ImGuiCol_ScrollbarGrab] = vec(withAlpha(p.line_strong, 0.7f));
  colour[ImGuiCol_ScrollbarGrabHovered] = vec(p.line_strong);
  colour[ImGuiCol_ScrollbarGrabActive] = vec(p.ink_faint);
  colour[ImGuiCol_TextSelectedBg] = vec(withAlpha(p.data, 0.35f));
  colour[ImGuiCol_TableHeaderBg] = colour[ImGuiCol_TableRowBg] = vec(p.panel);
  colour[ImGuiCol_TableBorderLight] = colour[ImGuiCol_TableBorderStrong] = vec(p.line);
  colour[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.4f);
}

void stylePlots(const Theme& theme) {
  const Palette& p = theme.colours;
  ImPlotStyle& style = ImPlot::GetStyle();
  style = ImPlotStyle();
  style.LineWeight = std::max(1.5f * theme.scale, 1.0f);
  style.PlotBorderSize = 0;
  // Plots have few grid lines and no ticks, so that the curves stand out.
  style.MinorAlpha = 0;
  style.MajorTickLen = {0, 0};
  style.MinorTickLen = {0, 0};
  style.MajorGridSize = {theme.px(1), theme.px(1)};
  style.PlotPadding = {0, theme.px(4)};
  style.LabelPadding = {theme.px(6), theme.px(4)};
  style.PlotMinSize = {theme.px(60), theme.px(40)};
  style.FitPadding = {0.015f, 0.08f};
  ImVec4* colour = style.Colors;
  colour[ImPlotCol_FrameBg] = ImVec4(0, 0, 0, 0);
  colour[ImPlotCol_PlotBg] = ImVec4(0, 0, 0, 0);
  colour[ImPlotCol_PlotBorder] = ImVec4(0, 0, 0, 0);
  colour[ImPlotCol_AxisText] = vec(p.ink_faint);
  colour[ImPlotCol_AxisGrid] = vec(p.line);
  colour[ImPlotCol_AxisBg] = colour[ImPlotCol_AxisBgHovered] = colour[ImPlotCol_AxisBgActive] = ImVec4(0, 0, 0, 0);
}

}  // namespace

// Channels are mixed as they are stored, in sRGB, as the shaders mix their inks.
ImU32 mix(ImU32 a, ImU32 b, float t) {
  ImU32 out = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    const float from = toFloat((a >> shift) & 0xff);
    const float to = toFloat((b >> shift) & 0xff);
    out |= static_cast<ImU32>(std::lround(from + (to - from) * t)) << shift;
  }
  return out;
}

ImU32 withAlpha(ImU32 colour, float alpha) {
  const float full = toFloat(colour >> IM_COL32_A_SHIFT);
  return (colour & ~IM_COL32_A_MASK) | (static_cast<ImU32>(std::lround(full * alpha)) << IM_COL32_A_SHIFT);
}

ImU32 seriesColour(const Palette& p, std::size_t index) {
  const bool dark = p.panel == kNight.panel;
  const ImU32 colours[] = {p.data,
                           p.model,
                           p.negative,
                           p.latent,
                           p.ink_soft,
                           p.alarm,
                           dark ? rgb(0xb5e06a) : rgb(0x4d7c0f),
                           dark ? rgb(0xf08cc8) : rgb(0xa21caf)};
  return colours[index % std::size(colours)];
}

void applyTheme(Theme& theme) {
  theme.colours = theme.dark ? kNight : kPaper;
  styleImGui(theme);
  stylePlots(theme);
}

}  // namespace harmonium::app
