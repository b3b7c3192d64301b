// Elementary functions in double precision, with the same bits everywhere: the C library's differ in their last bits
// from one machine to the next, these use only operations that IEEE 754 rounds exactly. So what is computed with them
// may go into parameters: responsibilities of a mixture, a schedule, a likelihood. Arrays of floats have faster
// functions in kernels/kernels.h; cosine and sine are in base/turns.h; std::sqrt is exact and needs no other.
//
// Errors are in units in the last place (ulp) of the result, for results that are no subnormal numbers. A NaN in gives
// a NaN out.
#pragma once

#include <cmath>

namespace harmonium::reals {

inline constexpr double kLog2Pi = 1.8378770664093454836;

double exp(double x);    // within 1 ulp; infinity from 709.8 on, 0 below -745.2
double expm1(double x);  // e^x - 1 without loss where x is near 0; within 4 ulp
double log(double x);    // within 1 ulp; log 0 is -infinity, of a negative number NaN
double log1p(double x);  // log(1 + x) without loss where x is near 0; within 2 ulp; as log at and below x = -1
double tanh(double x);   // within 4 ulp

// x^y for x >= 0, within 2 + 2 |y log x| ulp. pow(0, y) is 0 for positive y, and 1 for y = 0.
double pow(double x, double y);

// 1 / (1 + e^-x), within 3 ulp.
double sigmoid(double x);

// log(1 + e^x) without overflow; within 3 ulp.
double softplus(double x);

// log(e^a + e^b) without overflow. Either may be -infinity, the logarithm of 0.
double logAdd(double a, double b);

}  // namespace harmonium::reals
