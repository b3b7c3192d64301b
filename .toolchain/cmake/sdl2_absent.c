/* SDL is built without joysticks, without its 2-D renderer and without copying pixels between surfaces. These parts are
   unused and larger than the rest of SDL. The remaining sources still call some of their functions. The functions below
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

int SDL_CalculateBlit(SDL_Surface* surface) {
  (void)surface;
  return SDL_Unsupported();
}

int SDL_RLESurface(SDL_Surface* surface) {
  (void)surface;
  return SDL_Unsupported();
}

void SDL_UnRLESurface(SDL_Surface* surface, int recode) {
  (void)surface;
  (void)recode;
}

/* All OpenGL functions in use are linked by name. A look-up by name would need all of OpenGL in the program. */
__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char* name) {
  (void)name;
  return NULL;
}
