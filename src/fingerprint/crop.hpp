// The part of the image that holds the print: no later stage works on the rest.
#pragma once

#include "fingerprint/mask.hpp"

namespace limen::fingerprint {

/// Pixels; x and y are multiples of 16, so that every stage's cells lie as in the whole image.
struct Window {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

/// The mask's bounding box with 16 to 31 empty pixels around it as far as the image goes. Empty if the mask is.
Window print_window(const Mask& mask, int image_width, int image_height);

/// The window's part of a grid of `cell` px.
template <class T>
Grid<T> crop(const Grid<T>& grid, Window window, int cell) {
  Grid<T> out(cells_for(window.width, cell), cells_for(window.height, cell));
  for (int y = 0; y < out.height; ++y)
    std::copy_n(grid.row(y + window.y / cell) + window.x / cell, out.width, out.row(y));
  return out;
}

}  // namespace limen::fingerprint
