#version 300 es
// Draws all connections between two layers of units: one instance per connection, a quad along it, no vertex data. A
// layer is a grid of units on a slanted plane.
precision highp float;
precision highp sampler2D;
uniform sampler2D u_weights;   // [lower, upper]: one row per lower unit
uniform sampler2D u_states;    // one row: the lower layer's units, then the upper layer's
uniform vec2 u_screen;         // framebuffer, pixels
uniform ivec2 u_units;         // lower, upper
uniform ivec2 u_columns;       // units per row in the grids of the lower and the upper layer
uniform vec2 u_lower[3];       // lower grid: position of the first unit; one step right; one step down (pixels)
uniform vec2 u_upper[3];       // the same for the upper grid
uniform float u_limit;         // weight that gets the full width
uniform float u_width;         // full width of a connection, pixels
uniform ivec2 u_only;          // show only connections of this lower or upper unit; -1: show all
uniform int u_way;             // 1: states flow up, -1: down, 0: still
out float v_across;            // -1 .. 1
out float v_along;             // 0 at the lower unit, 1 at the upper
flat out float v_sign;         // of the weight
flat out float v_shown;        // visibility of the connection, 0 to 1 and above, before the travelling light

vec2 place(int unit, int columns, vec2 grid[3]) {
  return grid[0] + float(unit % columns) * grid[1] + float(unit / columns) * grid[2];
}

void main() {
  int lower = gl_InstanceID / u_units.y;
  int upper = gl_InstanceID % u_units.y;
  float weight = texelFetch(u_weights, ivec2(upper, lower), 0).r;
  float below = texelFetch(u_states, ivec2(lower, 0), 0).r;
  float above = texelFetch(u_states, ivec2(u_units.x + upper, 0), 0).r;
  float strength = min(abs(weight) / u_limit, 1.0);
  float carried = u_way > 0 ? below : u_way < 0 ? above : below * above;
  float light = 0.12 + 0.88 * carried;
  if (u_only.x >= 0 || u_only.y >= 0) light = lower == u_only.x || upper == u_only.y ? 2.0 : 0.03;
  v_sign = sign(weight);
  v_shown = pow(strength, 1.8) * light;

  vec2 from = place(lower, u_columns.x, u_lower), to = place(upper, u_columns.y, u_upper);
  vec2 along = to - from;
  vec2 across = normalize(vec2(-along.y, along.x));
  float half_width = 0.5 * u_width * (0.5 + strength) + 0.75;
  v_along = float(gl_VertexID >> 1);
  v_across = float(gl_VertexID & 1) * 2.0 - 1.0;
  vec2 at = (from + along * v_along + across * v_across * half_width) / u_screen;
  // Connections that are too faint to see are moved off the screen, which saves their pixels.
  gl_Position = v_shown > 0.03 ? vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
