/* SDL is built without joysticks, without its 2-D renderer and without its copying of pixels between surfaces: tables of
   gamepads, five drawing back ends and a hundred loops over pixel formats that no one here uses are more than the rest
   of it. What remains still names some of their functions. These say what is true: there is none. */
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

/* Every OpenGL function in use is linked by its name. To look them up, all of OpenGL would have to be in the program. */
__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char* name) {
  (void)name;
  return NULL;
}
