# SDL2 for WebAssembly: window, events, timer and OpenGL ES; no sound, joysticks, sensors or renderer. SDL's own
# configure step tests Emscripten for three minutes. SDL ships the results in SDL_config_emscripten.h, so its sources
# are compiled here with that header.

FetchContent_MakeAvailable(sdl2)
set(parts
  SDL*.c atomic/*.c cpuinfo/*.c events/*.c file/*.c libm/*.c stdlib/*.c thread/SDL_thread.c thread/generic/*.c
  timer/*.c timer/unix/*.c video/*.c video/emscripten/*.c video/yuv2rgb/yuv_rgb_std.c loadso/dummy/*.c
  locale/*.c locale/dummy/*.c misc/*.c misc/dummy/*.c power/SDL_power.c)
list(TRANSFORM parts PREPEND ${sdl2_SOURCE_DIR}/src/)
file(GLOB sdl2_sources ${parts})
list(FILTER sdl2_sources EXCLUDE REGEX "/SDL_(blit[a-z_A-Z0-9]*|RLEaccel|stretch|surface|fillrect|events)\\.c$")
# SDL can write every event into a log, in words that are 3 kB gzipped. Nobody reads a log in a page.
patched(SDL_events.c ${sdl2_SOURCE_DIR}/src/events/SDL_events.c
  "if (SDL_EventLoggingVerbosity > 0)" "if (0)")
list(APPEND sdl2_sources ${PROJECT_BINARY_DIR}/generated/SDL_events.c)

add_library(third_party_sdl2 STATIC ${sdl2_sources} ${CMAKE_CURRENT_LIST_DIR}/sdl2_absent.c)
target_include_directories(third_party_sdl2 SYSTEM PUBLIC ${sdl2_SOURCE_DIR}/include)
target_include_directories(third_party_sdl2 PRIVATE ${sdl2_SOURCE_DIR}/src/events)
target_compile_options(third_party_sdl2 PRIVATE -Oz -flto -w)
target_compile_definitions(third_party_sdl2 PRIVATE
  SDL_AUDIO_DISABLED=1 SDL_JOYSTICK_DISABLED=1 SDL_SENSOR_DISABLED=1 SDL_RENDER_DISABLED=1 SDL_POWER_DISABLED=1
  SDL_LOADSO_DUMMY=1)
