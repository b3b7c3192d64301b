#version 300 es
// Places a triangle of ImGui, which has a colour per corner and a position in the texture of glyphs and soft edges.
layout(location = 0) in vec2 a_at;    // framebuffer pixels from the top left
layout(location = 1) in vec2 a_glyph;
layout(location = 2) in vec4 a_ink;
uniform vec2 u_screen;
out vec2 v_glyph;
out vec4 v_ink;

void main() {
  v_glyph = a_glyph;
  v_ink = a_ink;
  vec2 at = a_at / u_screen;
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}
