#version 300 es
// Stretches one picture over a box of the screen.
uniform vec2 u_screen;      // framebuffer, pixels
uniform vec2 u_min, u_max;  // the box, pixels from the top left
out vec2 v_part;            // 0 .. 1 from the top left

void main() {
  v_part = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 at = mix(u_min, u_max, v_part) / u_screen;
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}
