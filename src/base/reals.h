// Elementary functions in double precision with the same bits on every machine. The C library's functions differ in
// their last bits between machines; these use only operations that IEEE 754 rounds exactly. Their results may therefore
// determine parameters: responsibilities of a mixture, a schedule, a likelihood.
//
// kernels/kernels.h has faster functions for arrays of floats, and base/turns.h has cosine and sine. std::sqrt is exact
// by IEEE 754 and needs no replacement.
//
// Errors are in units in the last place (ulp) of the result, for results that are not subnormal. A NaN argument gives a
// NaN result.
#pragma once

#include <cmath>

namespace harmonium::reals {

inline constexpr double kLog2Pi = 1.8378770664093454836;

double exp(double x);    // within 1 ulp; infinity above 709.8, 0 below -745.2
double expm1(double x);  // e^x - 1 without cancellation near x = 0; within 4 ulp
double log(double x);    // within 1 ulp; -infinity for x = 0, NaN for x < 0
double log1p(double x);  // log(1 + x) without cancellation near x = 0; within 2 ulp; -infinity for x = -1, NaN below
double tanh(double x);   // within 4 ulp

// x^y for x >= 0, within 2 + 2 |y log x| ulp. pow(0, y) is 0 for positive y, and 1 for y = 0.
double pow(double x, double y);

// 1 / (1 + e^-x), within 3 ulp.
double sigmoid(double x);

// log(1 + e^x) without overflow; within 3 ulp.
double softplus(double x);

// log(e^a + e^b) without overflow. a or b may be -infinity, which is the logarithm of 0.
double logAdd(double a, double b);

}  // namespace harmonium::reals
