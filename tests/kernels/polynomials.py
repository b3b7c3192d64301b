#!/usr/bin/env python3
"""The coefficients of src/kernels/functions.inl and where they come from.

Each polynomial is the one whose largest weighted error over its interval is smallest, found by Remez's exchange on a fine
grid in 50 digits, then rounded to float. Run `python3 polynomials.py` (needs mpmath) to print them again, as C++ literals,
with the largest relative error that the rounded coefficients make in the function itself, in units of 2^-24.
"""

import struct

from mpmath import mp, mpf

mp.dps = 50


def to_float(value):
    return struct.unpack("f", struct.pack("f", float(value)))[0]


def evaluate(coefficients, t):
    total = mpf(0)
    for coefficient in reversed(coefficients):
        total = total * t + coefficient
    return total


def minimax(target, weight, low, high, degree, points=2001):
    """Coefficients of the polynomial p of that degree with the least max |weight * (p - target)| on [low, high]."""
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * i / points)) / 2 for i in range(points + 1)]
    targets = [target(t) for t in grid]
    weights = [weight(t) for t in grid]
    count = degree + 2
    nodes = [round((i + 0.5) * points / count) for i in range(count)]
    for _ in range(60):
        matrix = mp.matrix(count, count)
        right = mp.matrix(count, 1)
        for row, node in enumerate(nodes):
            for power in range(degree + 1):
                matrix[row, power] = grid[node] ** power
            matrix[row, degree + 1] = (-1) ** row / weights[node]
            right[row] = targets[node]
        solution = mp.lu_solve(matrix, right)
        coefficients = [solution[i] for i in range(degree + 1)]
        errors = [weights[i] * (evaluate(coefficients, grid[i]) - targets[i]) for i in range(points + 1)]
        # The largest error of each run of one sign.
        runs = []
        for i, error in enumerate(errors):
            if runs and (errors[runs[-1]] > 0) == (error > 0):
                if abs(error) > abs(errors[runs[-1]]):
                    runs[-1] = i
            else:
                runs.append(i)
        while len(runs) > count:
            runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
        if len(runs) < count or runs == nodes:
            break
        nodes = runs
    return coefficients


def report(name, target, weight, low, high, degree):
    low, high = mpf(low), mpf(high)
    rounded = [to_float(c) for c in minimax(target, weight, low, high, degree)]
    worst = mpf(0)
    for i in range(4001):
        t = low + (high - low) * (i + mpf(1) / 3) / 4001
        worst = max(worst, abs(weight(t) * (evaluate([mpf(c) for c in rounded], t) - target(t))))
    print(f"{name}: error {mp.nstr(worst * 2**24, 3)} x 2^-24")
    for power, coefficient in enumerate(rounded):
        print(f"  [{power}] {coefficient.hex()}f  // {coefficient:.9g}")


def main():
    half_log_2 = mp.log(2) / 2 * mpf("1.01")
    report("exp r = 1 + r + r^2 P(r)", lambda r: (mp.exp(r) - 1 - r) / r**2, lambda r: r**2 / mp.exp(r),
           -half_log_2, half_log_2, 4)
    report("log(1 + f) = f - f^2 / 2 + f^3 Q(f)", lambda f: (mp.log(1 + f) - f + f**2 / 2) / f**3,
           lambda f: f**3 / mp.log(1 + f), mp.sqrt(2) / 2 - 1 - mpf("1e-6"), mp.sqrt(2) - 1 + mpf("1e-6"), 7)
    report("tanh x = x + x^3 T(x^2)", lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
           lambda z: z * mp.sqrt(z) / mp.tanh(mp.sqrt(z)), "1e-12", mpf("0.625") ** 2, 4)
    report("sin(pi r / 2) = r S(r^2)", lambda z: mp.sin(mp.pi / 2 * mp.sqrt(z)) / mp.sqrt(z),
           lambda z: mp.sqrt(z) / mp.sin(mp.pi / 2 * mp.sqrt(z)), "1e-12", "0.25", 3)
    report("cos(pi r / 2) = 1 + r^2 C(r^2)", lambda z: (mp.cos(mp.pi / 2 * mp.sqrt(z)) - 1) / z,
           lambda z: z / mp.cos(mp.pi / 2 * mp.sqrt(z)), "1e-12", "0.25", 3)


if __name__ == "__main__":
    main()
