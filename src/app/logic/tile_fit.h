// Arranges equal tiles in a room. Every value is a square of whole framebuffer pixels, and rows are as even as
// possible. When all tiles would be too small to read, up to two in five are left out. Lengths are framebuffer pixels.
#pragma once

namespace harmonium::app {

struct TileShape {
  int width = 1, height = 1;  // in values
  float fixed = 0;            // width of a tile that does not grow with its pixels
  float below = 0;            // height of a tile that does not grow: a line below the picture, for its name
};

// A rectangle; (x, y) is its upper left corner.
struct Room {
  float x = 0, y = 0, width = 0, height = 0;
};

struct TileFit {
  int columns = 1, rows = 1;
  int shown = 0;                          // tiles that fit; 0: not even one does
  float pixel = 1;                        // side of a value, a whole number
  float x = 0, y = 0;                     // upper left corner of the first tile
  float cell_width = 0, cell_height = 0;  // size of a tile with the parts that do not grow
  float below = 0;                        // the part of cell_height below the picture
  float pitch_x = 0, pitch_y = 0;         // distance from one tile to the next
};

// The arrangement of `count` tiles that makes best use of the room, centred in it. `gap` is the least distance between
// tiles; it grows with them.
TileFit fitTiles(const TileShape& tile, int count, float gap, const Room& room);

}  // namespace harmonium::app
