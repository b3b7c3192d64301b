#!/usr/bin/env python3
"""Exact figures of a small RBM with label units, by plain sums over all its states: writes class_rbm.json beside itself.

Python's own library alone. Parameters are multiples of 1/4, which a float holds exactly: entry k of a tensor with offset
o, row by row, is ((7 (k + o) + 3) mod 13 - 6) / 4. 4 visible, 3 hidden units, 3 classes. State number s has unit i on
where bit i of s is set.
"""

import json
import math
import os
from itertools import product

V, H, K = 4, 3, 3


def entries(count, offset):
    return [((7 * (k + offset) + 3) % 13 - 6) / 4 for k in range(count)]


def rows(flat, width):
    return [flat[i : i + width] for i in range(0, len(flat), width)]


W, b, c = rows(entries(V * H, 0), H), entries(V, 12), entries(H, 16)
U, d = rows(entries(K * H, 19), H), entries(K, 28)

bits = lambda number, count: [number >> i & 1 for i in range(count)]
visible = [bits(s, V) for s in range(2**V)]
hidden = [bits(s, H) for s in range(2**H)]


def energy(v, y, h):
    pairs = sum(v[i] * W[i][j] * h[j] for i, j in product(range(V), range(H)))
    return -sum(map(lambda x, y: x * y, b, v)) - sum(map(lambda x, y: x * y, c, h)) - d[y] - pairs - sum(
        U[y][j] * h[j] for j in range(H)
    )


weight = {(s, y, t): math.exp(-energy(visible[s], y, hidden[t])) for s in range(2**V) for y in range(K) for t in range(2**H)}
Z = math.fsum(weight.values())
joint = [[math.fsum(weight[s, y, t] for t in range(2**H)) / Z for y in range(K)] for s in range(2**V)]
p_v = [math.fsum(row) for row in joint]


def on(s, y):
    """p(h_j = 1 | v, y), from the sums."""
    total = math.fsum(weight[s, y, t] for t in range(2**H))
    return [math.fsum(weight[s, y, t] for t in range(2**H) if hidden[t][j]) / total for j in range(H)]


def gradients(s, y):
    v = visible[s]
    share = [joint[s][k] / p_v[s] for k in range(K)]
    of = [on(s, k) for k in range(K)]
    off = [(k == y) - share[k] for k in range(K)]
    pull = [math.fsum(off[k] * of[k][j] for k in range(K)) for j in range(H)]
    discriminative = {
        "W": [[v[i] * pull[j] for j in range(H)] for i in range(V)],
        "U": [[off[k] * of[k][j] for j in range(H)] for k in range(K)],
        "c": pull,
        "d": off,
    }
    every = [(r, k) for r in range(2**V) for k in range(K)]
    mean = lambda f: math.fsum(joint[r][k] * f(r, k) for r, k in every)
    states = {(r, k): on(r, k) for r, k in every}
    generative = {
        "W": [
            [v[i] * of[y][j] - mean(lambda r, k: visible[r][i] * states[r, k][j]) for j in range(H)] for i in range(V)
        ],
        "U": [[(k == y) * of[y][j] - mean(lambda r, q: (q == k) * states[r, q][j]) for j in range(H)] for k in range(K)],
        "b": [v[i] - mean(lambda r, k: visible[r][i]) for i in range(V)],
        "c": [of[y][j] - mean(lambda r, k: states[r, k][j]) for j in range(H)],
        "d": [(k == y) - mean(lambda r, q: q == k) for k in range(K)],
    }
    return discriminative, generative


example, label = 11, 2  # v = 1101
discriminative, generative = gradients(example, label)
figures = {
    "log_z": math.log(Z),
    "log_p_v": [math.log(p) for p in p_v],
    "log_p_v_y": [[math.log(p) for p in row] for row in joint],
    "p_y_given_v": [[p / p_v[s] for p in row] for s, row in enumerate(joint)],
    "gradient": {"state": example, "label": label, "discriminative": discriminative, "generative": generative},
}
rounded = json.loads(json.dumps(figures), parse_float=lambda text: round(float(text), 12))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "class_rbm.json"), "w") as file:
    json.dump(rounded, file, indent=1)
    file.write("\n")
