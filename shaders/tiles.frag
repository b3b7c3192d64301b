#version 300 es
// Colours the values of a picture: from paper to ink for values from 0 up, or two hues about zero for signed values.
// Neighbouring values are never mixed, so that every square on the screen is exactly one number.
precision highp float;
precision highp sampler2DArray;
uniform sampler2DArray u_values;  // one layer per picture
uniform vec2 u_size;
uniform float u_pixel;            // screen pixels per value
uniform float u_rounding;         // radius of a picture's corners, pixels
uniform float u_frame;            // width of the line around a picture, pixels
uniform vec3 u_edge;              // its colour
uniform vec2 u_number;            // the value of a texel is texel * x + y
uniform float u_limit;            // the value that gets the full colour
uniform vec3 u_low, u_zero, u_high;
flat in int v_layer;
in vec2 v_at;
out vec4 colour;

void main() {
  vec2 at = clamp(v_at, vec2(0.0), u_size - 0.5);
  float value = texelFetch(u_values, ivec3(at / u_pixel, v_layer), 0).r * u_number.x + u_number.y;
  float strength = isnan(value) ? 0.0 : clamp(value / u_limit, -1.0, 1.0);
  vec3 ink = mix(u_zero, strength < 0.0 ? u_low : u_high, abs(strength));
  vec2 beyond = abs(v_at - 0.5 * u_size) - 0.5 * u_size;
  if (max(beyond.x, beyond.y) > 0.0) ink = u_edge;
  vec2 outside = beyond - u_frame + u_rounding;
  float away = length(max(outside, 0.0)) - u_rounding;
  colour = vec4(ink, clamp(0.5 - away, 0.0, 1.0));
}
