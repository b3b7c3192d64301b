#version 300 es
// Places a grid of small pictures: one instance per picture, four corners each, no vertex data.
uniform vec2 u_screen;   // framebuffer, pixels
uniform vec2 u_origin;   // position of the first picture, pixels from the top left
uniform vec2 u_pitch;    // distance from one picture to the next, pixels
uniform vec2 u_size;     // size of a picture, pixels
uniform float u_frame;   // width of the line around a picture, pixels
uniform ivec3 u_layout;  // pictures per row; first layer; layers from one picture to the next
flat out int v_layer;
out vec2 v_at;           // pixels from the picture's top left

void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 cell = vec2(gl_InstanceID % u_layout.x, gl_InstanceID / u_layout.x);
  v_layer = u_layout.y + gl_InstanceID * u_layout.z;
  v_at = corner * (u_size + 2.0 * u_frame) - u_frame;
  vec2 at = (u_origin + cell * u_pitch + v_at) / u_screen;
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}
