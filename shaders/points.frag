#version 300 es
// Draws a disc, a ring or a diamond with a rim in the colour of the paper, so that it stands out from a field below.
precision highp float;
uniform int u_shape;      // 0 disc, 1 ring, 2 diamond
uniform float u_radius;   // pixels, including the rim
uniform float u_rim;      // width of the rim, pixels
uniform float u_stroke;   // width of a ring's line, pixels
uniform float u_alpha;
uniform vec3 u_ink, u_paper;
in vec2 v_from;
out vec4 colour;

void main() {
  float away = u_shape == 2 ? (abs(v_from.x) + abs(v_from.y)) * 0.8 : length(v_from);
  float whole = clamp(u_radius + 0.5 - away, 0.0, 1.0);
  float ink = clamp(u_radius - u_rim + 0.5 - away, 0.0, 1.0);
  if (u_shape == 1) ink *= clamp(away - (u_radius - u_rim - u_stroke) + 0.5, 0.0, 1.0);
  colour = vec4(mix(u_paper, u_ink, ink), whole * u_alpha);
}
