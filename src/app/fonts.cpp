#include "fonts.h"

#include "app/theme.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

// ImGui measures a font from ascender to descender, designers measure the em. This is the ratio of the two for Inter.
constexpr float kHeightOfEm = 1.2102f;

struct FaceSpec {
  Face face;
  float em;  // CSS pixels
  bool strong;
};
constexpr FaceSpec kFaces[] = {
    {Face::kSmall, 12, false},
    {Face::kBody, 14, false},
    {Face::kStrong, 14, true},
    {Face::kTitle, 16, true},
};

ImFont* addFont(const void* data, unsigned size, const ImWchar* ranges, float height, float scale,
                bool into_the_last = false) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // At low pixel ratios glyphs fall between pixels more visibly, so they are rasterised more finely.
  config.OversampleH = scale < 1.9f ? 3 : 2;
  config.OversampleV = 1;
  config.GlyphRanges = ranges;
  config.MergeMode = into_the_last;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<void*>(data), toInt(size), height, &config);
}

// Gives all digits the same width, so that changing numbers do not move the text around them. Each digit is centred in
// the width of the widest one.
void setTabular(ImFont& font) {
  float widest = 0;
  for (ImWchar digit = '0'; digit <= '9'; ++digit) widest = std::max(widest, font.GetCharAdvance(digit));
  for (ImWchar digit = '0'; digit <= '9'; ++digit) {
    ImFontGlyph* glyph = const_cast<ImFontGlyph*>(font.FindGlyphNoFallback(digit));
    if (!glyph) continue;
    const float shift = (widest - glyph->AdvanceX) / 2;
    glyph->X0 += shift;
    glyph->X1 += shift;
    glyph->AdvanceX = widest;
    font.IndexAdvanceX[digit] = widest;
  }
}

}  // namespace

void buildFonts(Theme& theme) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (const FaceSpec& spec : kFaces) {
    const float height = std::round(spec.em * theme.scale * kHeightOfEm);
    ImFont*& face = theme.faces[toInt(spec.face)];
    if (spec.strong) {
      face =
          addFont(fonts::kInterSemiBold, fonts::kInterSemiBoldSize, fonts::kInterSemiBoldRanges, height, theme.scale);
    } else {
      face = addFont(fonts::kInterRegular, fonts::kInterRegularSize, fonts::kInterRegularRanges, height, theme.scale);
      addFont(fonts::kInterRegularFallback, fonts::kInterRegularFallbackSize, fonts::kInterRegularFallbackRanges,
              height, theme.scale, true /* signs that Inter lacks go into the same face */);
    }
  }
  ImGui::GetIO().FontDefault = theme.font(Face::kBody);
  atlas.Build();
  for (ImFont* font : theme.faces) setTabular(*font);
}

}  // namespace harmonium::app
