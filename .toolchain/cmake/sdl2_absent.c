/* SDL is built without joysticks and without its 2-D renderer: a table of gamepads and five drawing back ends that no
   one here uses are more than the rest of it. SDL's video part and ImGui's backend still name some of their functions;
   these say what is true, that there is no gamepad and no renderer. */
#include <SDL_gamecontroller.h>
#include <SDL_render.h>

SDL_GameController* SDL_GameControllerOpen(int index) {
  (void)index;
  return NULL;
}

Uint8 SDL_GameControllerGetButton(SDL_GameController* controller, SDL_GameControllerButton button) {
  (void)controller;
  (void)button;
  return 0;
}

Sint16 SDL_GameControllerGetAxis(SDL_GameController* controller, SDL_GameControllerAxis axis) {
  (void)controller;
  (void)axis;
  return 0;
}

SDL_Renderer* SDL_GetRenderer(SDL_Window* window) {
  (void)window;
  return NULL;
}

int SDL_GetRendererOutputSize(SDL_Renderer* renderer, int* width, int* height) {
  (void)renderer;
  (void)width;
  (void)height;
  return -1;
}

void SDL_DestroyRendererWithoutFreeing(SDL_Renderer* renderer) { (void)renderer; }
