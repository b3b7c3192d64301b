#version 300 es
// Draws a point with a rim in the colour of the paper, so that it stands out from a field below. Without paper, many
// points show their density.
precision highp float;
uniform int u_shape;      // 0 disc, 1 ring, 2 diamond, 3 square, 4 triangle, 5 cross
uniform float u_radius;   // pixels, including the rim
uniform float u_rim;      // width of the rim, pixels
uniform float u_stroke;   // width of a ring's line, pixels
uniform float u_alpha;
uniform float u_paper_alpha;
uniform vec3 u_ink, u_paper;
in vec2 v_from;
out vec4 colour;

void main() {
  vec2 side = abs(v_from);
  float most = max(side.x, side.y), least = min(side.x, side.y);
  float away = length(v_from);
  if (u_shape == 2) away = (side.x + side.y) * 0.8;
  if (u_shape == 3) away = most * 1.15;
  if (u_shape == 4) away = max(side.x * 0.87 - v_from.y * 0.5, v_from.y) * 1.6;
  if (u_shape == 5) away = max(most, least * 2.6);
  float whole = clamp(u_radius + 0.5 - away, 0.0, 1.0);
  float ink = clamp(u_radius - u_rim + 0.5 - away, 0.0, 1.0);
  if (u_shape == 1) ink *= clamp(away - (u_radius - u_rim - u_stroke) + 0.5, 0.0, 1.0);
  colour = vec4(mix(u_paper, u_ink, ink), max(ink, whole * u_paper_alpha) * u_alpha);
}
