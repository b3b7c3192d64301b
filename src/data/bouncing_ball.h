// Videos of a ball that moves in a box: the smallest set of sequences for models that look back in time.
#pragma once

#include "data/dataset.h"

namespace harmonium {

inline constexpr int kBallSide = 8;                        // pixels
inline constexpr int kBallFrames = 40;                     // frames per sequence
inline constexpr int kBallTraining = 300, kBallTest = 60;  // sequences

// Generates sequences of kBallFrames pictures of kBallSide x kBallSide grey pixels. The set is the same on every
// machine and in every run. It follows Sutskever & Hinton: Learning multilevel distributed representations for
// high-dimensional sequences, AISTATS 2007, and its generator, with one ball instead of three.
//
// The box is 10 wide and 10 high. The ball has radius 1.2 and moves 0.5 between two frames, in two steps. It starts at
// a random position in a random direction. A wall reverses the component of the velocity that points into it. A pixel
// at distance d from the centre of the ball has the intensity exp(-(d / 1.2)^8), rounded to one of 256 levels.
Dataset bouncingBallFrames();

}  // namespace harmonium
