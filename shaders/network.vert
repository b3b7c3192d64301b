#version 300 es
// All connections between two groups of units, or inside one: one instance per connection, a strip along it, no vertex
// data. A group is a grid of units on a plane seen at a slant. Connections of directed links end in a head.
precision highp float;
precision highp sampler2D;
uniform sampler2D u_weights;   // [lower, upper]: row per lower unit
uniform sampler2D u_states;    // one row: all units of the network
uniform vec2 u_screen;         // framebuffer, pixels
uniform ivec2 u_units;         // lower, upper
uniform ivec2 u_first;         // where the states of the lower group begin, of the upper
uniform ivec2 u_columns;       // units in a row of the lower group's grid, of the upper's
uniform vec2 u_lower[3];       // where the lower grid's first unit is; one step right; one step down (pixels)
uniform vec2 u_upper[3];
uniform float u_limit;         // the weight that gets the full width
uniform float u_width;         // of that connection, pixels
uniform ivec2 u_only;          // only connections of this lower or upper unit stand out; -1: all alike
uniform int u_way;             // 1: states flow up, -1: down, 0: still; 2: states do not matter
uniform int u_within;          // 1: both groups are the same, and each pair of units has one arc
uniform int u_steps;           // pairs of vertices along the body of a connection
uniform vec2 u_bend;           // how far down the longest arc hangs (pixels), and how long that is
uniform vec2 u_head;           // length of a head, and how far from the unit's centre it ends (pixels); 0: no heads
uniform int u_head_way;        // 1: heads at the upper units, -1: at the lower
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
  float below = texelFetch(u_states, ivec2(u_first.x + lower, 0), 0).r;
  float above = texelFetch(u_states, ivec2(u_first.y + upper, 0), 0).r;
  float strength = min(abs(weight) / u_limit, 1.0);
  float carried = u_way > 1 ? 1.0 : u_way > 0 ? below : u_way < 0 ? above : below * above;
  float light = 0.12 + 0.88 * carried;
  if (u_only.x >= 0 || u_only.y >= 0) light = lower == u_only.x || upper == u_only.y ? 2.0 : 0.2;
  v_sign = sign(weight);
  v_shown = u_within == 1 && upper >= lower ? 0.0 : pow(strength, 1.8) * light;

  vec2 from = place(lower, u_columns.x, u_lower), to = place(upper, u_columns.y, u_upper);
  vec2 along = to - from;
  float reach = max(length(along), 1.0);
  float sag = u_bend.x * sqrt(min(reach / max(u_bend.y, 1.0), 1.0));  // short arcs are seen, too
  float half_width = 0.5 * u_width * (0.5 + strength) + 0.75;

  // Where along the connection this vertex is, as a part of its length, and how far beside it.
  int pair = gl_VertexID >> 1;
  float tip = 1.0, neck = 1.0;
  if (u_head.x > 0.0) {
    tip = max(1.0 - u_head.y / reach, 0.5);
    neck = max(tip - u_head.x / reach, 0.25);
  }
  float t = neck * float(min(pair, u_steps - 1)) / float(u_steps - 1);
  if (pair == u_steps) half_width = max(u_head.x * (0.25 + 0.2 * strength), half_width);
  if (pair > u_steps) {
    t = tip;
    half_width = 0.0;
  }
  if (u_head_way < 0) t = 1.0 - t;

  vec2 course = along + vec2(0.0, sag * 4.0 * (1.0 - 2.0 * t));
  vec2 across = normalize(vec2(-course.y, course.x) + vec2(0.0, 1e-6));
  v_along = t;
  v_across = float(gl_VertexID & 1) * 2.0 - 1.0;
  vec2 at = (from + along * t + vec2(0.0, sag * 4.0 * t * (1.0 - t)) + across * v_across * half_width) / u_screen;
  // Connections that are too faint to see are moved off the screen, which saves their pixels.
  gl_Position = v_shown > 0.03 ? vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
