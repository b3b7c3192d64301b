#version 300 es
// Colours a grid of values, as tiles.frag does. Cells that cover many screen pixels are mixed between the centres of
// neighbouring cells. The shader mixes by itself, because WebGL 2 does not promise to filter textures of 32-bit floats.
// A mixed field may have contours, at every quarter of the full colour and where a field of one sign begins.
precision highp float;
precision highp sampler2D;
uniform sampler2D u_values;
uniform ivec2 u_cells;      // columns, rows
uniform int u_upside;       // 1: row 0 is at the bottom
uniform int u_smooth;       // 1: mix neighbouring cells
uniform float u_limit;      // the value that gets the full colour
uniform vec3 u_low, u_zero, u_high;
uniform int u_contours;     // 1: draw them
uniform vec3 u_line;        // their colour
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
  vec3 ink = mix(u_zero, strength < 0.0 ? u_low : u_high, abs(strength));
  if (u_contours == 1) {
    float step = 4.0 * value / u_limit, width = max(fwidth(step), 1e-6);
    float line = abs(fract(step + 0.5) - 0.5) / width;
    // The quarters nearest to 0 would be a wide band where a density is flat; its foot has one line at a twentieth.
    if (u_low == u_zero && step < 0.5) line = abs(step - 0.2) / width;
    // The highest value of all has no line: it would be a dot.
    if (abs(step) < 3.5 && width < 0.5) ink = mix(ink, u_line, 0.3 * clamp(1.0 - line, 0.0, 1.0));
  }
  colour = vec4(ink, isnan(value) ? 0.0 : 1.0);
}
