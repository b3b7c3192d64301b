#version 300 es
// A disc, a ring or a diamond in ink, on a little paper of its own, so that it stands out from any field below.
precision highp float;
uniform int u_shape;      // 0 disc, 1 ring, 2 diamond
uniform float u_radius;   // pixels, with the rim
uniform float u_rim;      // of paper
uniform float u_stroke;   // of a ring
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
