"""Writes linear_latent.json: what scikit-learn and plain NumPy say of probabilistic PCA and factor analysis.

    python3 tests/reference/linear_latent.py

Needs numpy, scipy and scikit-learn (Debian: python3-sklearn). tests/models/linear_reference_test.cpp reads the result.
Iris is Fisher's (1936), as scikit-learn carries it; only its mean and covariance are written down. scikit-learn's PCA
takes the covariance with 1/(n-1), its factor analysis with 1/n; both are kept as they are and said so.
"""
import json
import pathlib

import numpy as np
import scipy.stats
import sklearn
from sklearn.datasets import load_digits, load_iris
from sklearn.decomposition import PCA, FactorAnalysis


def moments(x):
    d = x - x.mean(axis=0)
    return {"examples": len(x), "mean": x.mean(axis=0).tolist(), "covariance": (d.T @ d / len(x)).tolist()}


def gaussian(x, mean, covariance):
    return float(scipy.stats.multivariate_normal(mean, covariance).logpdf(x).mean())


def pca(x, q):
    fit = PCA(q, svd_solver="full").fit(x)
    return {"factors": q, "noise": float(fit.noise_variance_), "score": float(fit.score(x)),
            "explained": fit.explained_variance_.tolist(), "covariance": fit.get_covariance().tolist()}


def factor_analysis(x, q):
    fit = FactorAnalysis(q, svd_method="lapack", tol=1e-13, max_iter=200000).fit(x)
    turned = FactorAnalysis(q, svd_method="lapack", tol=1e-13, max_iter=200000, rotation="varimax").fit(x)
    return {"factors": q, "noise": fit.noise_variance_.tolist(), "score": float(fit.score(x)),
            "covariance": fit.get_covariance().tolist(), "varimax": turned.components_.T.tolist()}


def main():
    iris = load_iris().data
    # Fisher's table as scikit-learn carries it holds single figures: they are exact as float32 within 1e-7.
    rng = np.random.default_rng(1)
    loadings = rng.normal(size=(7, 2))
    made = np.round(rng.normal(size=(40, 2)) @ loadings.T + rng.normal(size=(40, 7)) * [1, .5, 1.5, .8, .6, 1, 2], 3)
    digits = load_digits()
    # The first 1,415 rows train here, the other 382 are held out (src/data/catalogue.cpp).
    train, test = digits.data[:1415] / 16, digits.data[1415:] / 16
    fit = PCA(10, svd_solver="full").fit(train)
    unbiased = len(train) / (len(train) - 1)
    eigenvalues = np.linalg.eigvalsh(np.cov(train.T, bias=True))[::-1]
    noise = eigenvalues[10:].mean()
    basis = fit.components_.T
    covariance = basis @ np.diag(eigenvalues[:10] - noise) @ basis.T + noise * np.eye(64)
    result = {
        "about": "Written by linear_latent.py; read its head.",
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
        "iris": {**moments(iris), "eigenvalues": np.linalg.eigvalsh(np.cov(iris.T, bias=True))[::-1].tolist(),
                 "pca": [pca(iris, q) for q in (1, 2, 3)]},
        "made": {"examples": made.tolist(), "factorAnalysis": [factor_analysis(made, q) for q in (1, 2)],
                 "pca": [pca(made, q) for q in (1, 3)]},
        "digits": {"factors": 10, "noise": float(noise), "train": gaussian(train, train.mean(axis=0), covariance),
                   "test": gaussian(test, train.mean(axis=0), covariance), "sklearnNoise": float(fit.noise_variance_),
                   "sklearnTest": float(fit.score(test)), "eigenvalues": eigenvalues[:12].tolist(),
                   "unbiased": unbiased},
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result) + "\n")
    print(json.dumps({k: v for k, v in result["digits"].items() if k != "eigenvalues"}, indent=1))
    print([f["score"] for f in result["iris"]["pca"]], [f["score"] for f in result["made"]["factorAnalysis"]],
          [f["noise"] for f in result["made"]["factorAnalysis"]])


main()
