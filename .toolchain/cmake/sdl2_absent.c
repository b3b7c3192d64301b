/* SDL is built without joysticks, without its 2-D renderer and without surfaces of pixels. These parts are unused and
   larger than the rest of SDL. The remaining sources still call some of their functions. The functions below
   report that the parts are not there. */
#include <EGL/egl.h>
#include <SDL_error.h>
#include <SDL_render.h>
#include <SDL_surface.h>

SDL_Renderer* SDL_GetRenderer(SDL_Window* window) {
  (void)window;
  return NULL;
}

void SDL_DestroyRendererWithoutFreeing(SDL_Renderer* renderer) { (void)renderer; }

SDL_Surface* SDL_CreateRGBSurface(Uint32 flags, int width, int height, int depth, Uint32 red, Uint32 green, Uint32 blue,
                                  Uint32 alpha) {
  (void)flags, (void)width, (void)height, (void)depth, (void)red, (void)green, (void)blue, (void)alpha;
  SDL_Unsupported();
  return NULL;
}

SDL_Surface* SDL_CreateRGBSurfaceFrom(void* pixels, int width, int height, int depth, int pitch, Uint32 red,
                                      Uint32 green, Uint32 blue, Uint32 alpha) {
  (void)pixels, (void)width, (void)height, (void)depth, (void)pitch, (void)red, (void)green, (void)blue, (void)alpha;
  SDL_Unsupported();
  return NULL;
}

SDL_Surface* SDL_ConvertSurfaceFormat(SDL_Surface* surface, Uint32 format, Uint32 flags) {
  (void)surface, (void)format, (void)flags;
  SDL_Unsupported();
  return NULL;
}

void SDL_FreeSurface(SDL_Surface* surface) { (void)surface; }

/* All OpenGL functions in use are linked by name. A look-up by name would need all of OpenGL in the program. */
__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char* name) {
  (void)name;
  return NULL;
}
