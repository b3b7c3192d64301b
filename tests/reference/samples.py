#!/usr/bin/env python3
"""Measures on samples, worked out with NumPy and scikit-learn: writes samples.json beside this file.

    python3 tests/reference/samples.py        (numbers in the file: NumPy 1.24.2, scikit-learn 1.2.1)

The points are multiples of 1/64 and so the same in single precision. Two cases: 3 values a point, and 20 with ties.
"""

import json
import pathlib

import numpy as np
from sklearn.metrics import pairwise_distances
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.neighbors import KernelDensity, NearestNeighbors


def parzen(samples, points, sigma):
    scores = KernelDensity(kernel="gaussian", bandwidth=sigma, rtol=0, atol=0).fit(samples).score_samples(points)
    return {"sigma": sigma, "mean": scores.mean(), "standardError": scores.std(ddof=1) / np.sqrt(len(scores))}


def mmd(x, y, bandwidths):
    def kernel(a, b):
        return np.mean([rbf_kernel(a, b, gamma=1 / (2 * s * s)) for s in bandwidths], axis=0)

    m, n = len(x), len(y)
    within_x, within_y = kernel(x, x), kernel(y, y)
    return (
        (within_x.sum() - np.trace(within_x)) / (m * (m - 1))
        + (within_y.sum() - np.trace(within_y)) / (n * (n - 1))
        - 2 * kernel(x, y).mean()
    )


def neighbours(real, samples, k):
    def radii(points):
        return NearestNeighbors(n_neighbors=k + 1).fit(points).kneighbors(points)[0][:, k]

    distances = pairwise_distances(real, samples)
    # Distances that are equal on paper: a rounding error must not take a point off the rim.
    in_real = distances <= radii(real)[:, None] + 1e-9
    in_samples = distances <= radii(samples)[None, :] + 1e-9
    return {
        "k": k,
        "precision": in_real.any(axis=0).mean(),
        "recall": in_samples.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }


def case(name, real, samples):
    pooled = np.concatenate([real, samples])
    distances = pairwise_distances(pooled)
    median = np.median(distances[np.triu_indices(len(pooled), 1)])
    return {
        "name": name,
        "values": real.shape[1],
        "real": real.ravel().tolist(),
        "samples": samples.ravel().tolist(),
        "medianDistance": median,
        "parzen": [parzen(samples, real, sigma) for sigma in (0.1, 0.5, 2.0)],
        "mmd": mmd(real, samples, [median]),
        "mmdMixture": mmd(real, samples, [f * median for f in (0.25, 0.5, 1, 2, 4)]),
        "neighbours": [neighbours(real, samples, k) for k in (1, 3, 5)],
    }


def main():
    rng = np.random.default_rng(20)
    grid = lambda x, steps: np.round(x * steps) / steps
    smooth = case(
        "3 values",
        grid(rng.normal(size=(60, 3)), 64),
        grid(0.5 + 0.8 * rng.normal(size=(45, 3)), 64),
    )
    binary = case(
        "20 zeros and ones",
        (rng.random((50, 20)) < np.linspace(0.1, 0.9, 20)).astype(float),
        (rng.random((40, 20)) < np.linspace(0.15, 0.75, 20)).astype(float),
    )
    path = pathlib.Path(__file__).with_name("samples.json")
    path.write_text(json.dumps({"cases": [smooth, binary]}) + "\n")


main()
