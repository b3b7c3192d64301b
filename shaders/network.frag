#version 300 es
// Colours a connection: by the sign of its weight, brighter near the light that travels along it in a phase.
precision highp float;
precision highp int;
uniform vec3 u_low, u_high;
uniform int u_way;      // as in network.vert
uniform float u_pulse;  // position of the light on its way, 0 .. 1; outside of that there is none
in float v_across, v_along;
flat in float v_sign, v_shown;
out vec4 colour;

void main() {
  float way = u_way < 0 ? 1.0 - v_along : v_along;
  float near = u_way == 0 ? 0.0 : 1.0 - smoothstep(0.0, 0.22, abs(way - u_pulse));
  float soft = 1.0 - smoothstep(0.4, 1.0, abs(v_across));
  colour = vec4(v_sign < 0.0 ? u_low : u_high, clamp(v_shown * (0.38 + 1.8 * near), 0.0, 1.0) * soft);
}
