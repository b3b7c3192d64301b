#version 300 es
// Places points on a pair of axes: one instance per point, a square around it.
layout(location = 0) in vec2 a_at;  // on the axes
uniform vec2 u_screen;              // framebuffer, pixels
uniform vec2 u_origin, u_scale;     // pixels from the top left: u_origin + u_scale * a_at
uniform float u_radius;             // pixels, including the rim
out vec2 v_from;                    // pixels from the point

void main() {
  v_from = (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0) * (u_radius + 1.0);
  vec2 at = (u_origin + u_scale * a_at + v_from) / u_screen;
  bool seen = all(lessThan(abs(at), vec2(4.0)));  // false for NaN and for points far outside
  gl_Position = seen ? vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
