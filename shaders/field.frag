#version 300 es
// Colours a grid of values, as tiles.frag does. Cells that cover many screen pixels are mixed between the centres of
// neighbouring cells. The shader mixes by itself, because WebGL 2 does not promise to filter textures of 32-bit floats.
precision highp float;
precision highp sampler2D;
uniform sampler2D u_values;
uniform ivec2 u_cells;      // columns, rows
uniform int u_upside;       // 1: row 0 is at the bottom
uniform int u_smooth;       // 1: mix neighbouring cells
uniform float u_limit;      // the value that gets the full colour
uniform vec3 u_low, u_zero, u_high;
in vec2 v_part;
out vec4 colour;

float cell(ivec2 at) {
  at = clamp(at, ivec2(0), u_cells - 1);
  return texelFetch(u_values, at, 0).r;
}

void main() {
  vec2 part = u_upside == 1 ? vec2(v_part.x, 1.0 - v_part.y) : v_part;
  vec2 at = part * vec2(u_cells);
  float value;
  if (u_smooth == 1) {
    vec2 from = floor(at - 0.5), t = at - 0.5 - from;
    ivec2 i = ivec2(from);
    float below = mix(cell(i), cell(i + ivec2(1, 0)), t.x);
    float above = mix(cell(i + ivec2(0, 1)), cell(i + ivec2(1, 1)), t.x);
    value = mix(below, above, t.y);
  } else {
    value = cell(ivec2(at));
  }
  // A value that is not a number is transparent.
  float strength = isnan(value) ? 0.0 : clamp(value / u_limit, -1.0, 1.0);
  colour = vec4(mix(u_zero, strength < 0.0 ? u_low : u_high, abs(strength)), isnan(value) ? 0.0 : 1.0);
}
