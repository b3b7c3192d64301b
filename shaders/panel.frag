#version 300 es
// Draws a triangle of ImGui: its colour, with the coverage of the glyph texture.
precision mediump float;
uniform sampler2D u_glyphs;  // coverage
in vec2 v_glyph;
in vec4 v_ink;
out vec4 colour;

void main() {
  colour = vec4(v_ink.rgb, v_ink.a * texture(u_glyphs, v_glyph).r);
}
