// How many tiles go where: whole framebuffer pixels for a value, rows as even as they get. Tiles that would come out
// too small to read are left out, at most two in five. Lengths are framebuffer pixels.
#pragma once

namespace harmonium::app {

struct TileShape {
  int width = 1, height = 1;  // values
  float fixed = 0;            // of a tile's width, what does not grow with it
  float below = 0;            // of its height, the same: a line for its name
};

struct Room {
  float x = 0, y = 0, width = 0, height = 0;
};

struct TileFit {
  int columns = 1, rows = 1;
  int shown = 0;                          // tiles that fit
  float pixel = 1;                        // side of a value
  float x = 0, y = 0;                     // of the first tile
  float cell_width = 0, cell_height = 0;  // with what does not grow
  float below = 0;                        // of cell_height, what lies below the picture
  float pitch_x = 0, pitch_y = 0;         // from one tile to the next
};

TileFit fitTiles(const TileShape& tile, int count, float gap, const Room& room);

}  // namespace harmonium::app
