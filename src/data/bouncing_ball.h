// A ball that moves in a box: the smallest of the videos on which models of sequences are tried.
#pragma once

#include "data/dataset.h"

namespace harmonium {

inline constexpr int kBallSide = 8;                        // pixels
inline constexpr int kBallFrames = 40;                     // of a sequence
inline constexpr int kBallTraining = 300, kBallTest = 60;  // sequences

// Sequences of kBallFrames pictures of kBallSide x kBallSide grey pixels, the same ones everywhere and every time.
// After Sutskever & Hinton: Learning multilevel distributed representations for high-dimensional sequences, AISTATS
// 2007, and the generator that goes with it, with one ball instead of three.
//
// The box is 10 wide and high, the ball has radius 1.2 and moves 0.5 between two frames, in two steps; it starts
// anywhere in the box in any direction. A wall turns the part of the velocity that points into it around. A pixel at
// distance d from the middle of the ball is exp(-(d / 1.2)^8), in 256 steps.
Dataset bouncingBallFrames();

}  // namespace harmonium
