"""scikit-learn on the benchmarks' own rows, for orientation.

    dotnet run -c Release --project tests/Alink.Benchmarks -- --export <folder>
    python3 tests/Alink.Benchmarks/sklearn_baseline.py <folder> [job...]

Prints one JSON object a line: job, how, cpu_s (all threads, median of 3), quality as the benchmarks define it.
Needs Debian's python3-sklearn, and libopenblas0-pthread for figures that mean something: the reference BLAS is six times slower.
"""

import json
import os
import statistics
import sys
import time
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import MultinomialNB

warnings.filterwarnings("ignore")


def load(name):
    return np.load(os.path.join(folder, name + ".npy"))


def measure(job, how, fit, quality, runs=3):
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        model = fit()
        seconds.append(time.process_time() - start)
    line = {"job": job, "how": how, "cpu_s": round(statistics.median(seconds), 4), "quality": quality(model)}
    print(json.dumps(line), flush=True)


def linear_regression():
    x, y = load("dense_features"), load("dense_target")

    def normal_equations():
        mean, target = x.mean(axis=0), y.mean()
        gram = x.T @ x - len(x) * np.outer(mean, mean)
        weights = np.linalg.solve(gram, x.T @ y - len(x) * mean * target)
        return weights, target - mean @ weights

    def loss(model):
        return float(np.mean((y - x @ model[0] - model[1]) ** 2))

    best = loss(normal_equations())
    measure("linear-regression", "numpy normal equations", normal_equations, lambda m: loss(m) / best - 1)

    def by_lstsq():
        model = LinearRegression().fit(x, y)
        return model.coef_, model.intercept_

    measure("linear-regression", "LinearRegression (lstsq)", by_lstsq, lambda m: loss(m) / best - 1)


def logistic_regression():
    x, y = load("dense_features"), load("dense_class")

    def fit(**options):
        model = LogisticRegression(penalty=None, **options).fit(x, y)
        return model.coef_[0], model.intercept_[0]

    def loss(model):
        margin = x @ model[0] + model[1]
        return float(np.mean(np.logaddexp(0, np.where(y, -margin, margin))))

    best = loss(fit(solver="newton-cholesky", tol=1e-10))
    for solver in ["newton-cholesky", "lbfgs"]:
        measure("logistic-regression", solver, lambda: fit(solver=solver), lambda m: loss(m) / best - 1)


def kmeans():
    rows, seeds = load("clustered_features"), load("clustered_seeds")
    for width in [np.float32, np.float64]:
        x = rows.astype(width)
        measure(
            "kmeans", f"20 Lloyd iterations, {width.__name__}",
            lambda: KMeans(len(seeds), init=seeds.astype(width), n_init=1, max_iter=20, tol=0, algorithm="lloyd").fit(x),
            lambda m: float(m.inertia_))


def naive_bayes():
    def read(name):
        indices, offsets = load(f"words_{name}_indices"), load(f"words_{name}_offsets")
        shape = (len(offsets) - 1, 50_000)
        return csr_matrix((load(f"words_{name}_counts"), indices, offsets), shape), load(f"words_{name}_class")

    (x, y), (other, answer) = read("train"), read("test")
    measure("naive-bayes", "MultinomialNB", lambda: MultinomialNB().fit(x, y), lambda m: float(m.score(other, answer)))


folder = sys.argv[1]
jobs = {
    "linear-regression": linear_regression,
    "logistic-regression": logistic_regression,
    "kmeans": kmeans,
    "naive-bayes": naive_bayes,
}
for name in sys.argv[2:] or jobs:
    jobs[name]()
