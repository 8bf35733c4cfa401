#!/usr/bin/python3
"""Writes classics.json: what scikit-learn finds on small data. Debian's python3-sklearn 1.2.1 made the file beside this script."""
import json
import pathlib

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor


def single(array):
    """What a float holds, so that both sides begin with the same numbers."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def flat(array):
    return [float(x) for x in np.asarray(array).ravel()]


rng = np.random.default_rng(7)
cases = []


def add(kind, x, expected, **more):
    cases.append({"kind": kind, "columns": x.shape[1], "inputs": flat(x), **more, "expected": expected})


# Linear models: tall, wide, with an input that is the sum of two others, and far from the origin.
for rows, columns, targets, offset in [(40, 3, 1, 0.0), (25, 6, 2, 5.0), (8, 12, 1, 0.0), (30, 5, 3, 1000.0)]:
    for dependent in (False, True):
        x = rng.normal(size=(rows, columns)) * rng.uniform(0.2, 5, size=columns) + offset
        if dependent:
            x[:, 2] = x[:, 0] + x[:, 1]
        # Integers over 64: sums of two are exact in a float, too, and the dependence stays one.
        x = single(np.round(x * 64) / 64)
        y = single(x @ rng.normal(size=(columns, targets)) + rng.normal(size=(rows, targets)) + 3)
        query = single(rng.normal(size=(5, columns)) + offset)
        for intercept in (True, False):
            least = LinearRegression(fit_intercept=intercept).fit(x, y)
            result = {"least": {"coef": flat(least.coef_), "intercept": flat(np.broadcast_to(least.intercept_, targets)),
                                "rank": int(np.linalg.matrix_rank(x - x.mean(axis=0) if intercept else x)),
                                "score": float(least.score(x, y)), "predict": flat(least.predict(query))}}
            for alpha in (0.1, 1.0, 50.0):
                ridge = Ridge(alpha=alpha, fit_intercept=intercept, solver="svd").fit(x, y)
                result[f"ridge {alpha}"] = {"coef": flat(ridge.coef_), "intercept": flat(np.broadcast_to(ridge.intercept_, targets)),
                                            "score": float(ridge.score(x, y)), "predict": flat(ridge.predict(query))}
            add("linear", x, result, targets=flat(y), target_size=targets, query=flat(query), fit_intercept=intercept)

# Principal components.
for rows, columns in [(30, 5), (6, 10), (50, 2)]:
    x = single(rng.normal(size=(rows, columns)) @ rng.normal(size=(columns, columns)) + 2)
    query = single(rng.normal(size=(4, columns)))
    result = {}
    for name, settings in {"all": {}, "two": {"n_components": 2}, "share": {"n_components": 0.9, "svd_solver": "full"},
                           "white": {"n_components": 2, "whiten": True}}.items():
        pca = PCA(**settings).fit(x)
        # The sign of scikit-learn 1.5 and later: the largest element of each component is positive.
        sign = np.sign(pca.components_[np.arange(len(pca.components_)), np.abs(pca.components_).argmax(axis=1)])
        result[name] = {"components": flat(pca.components_ * sign[:, None]), "variance": flat(pca.explained_variance_),
                        "ratio": flat(pca.explained_variance_ratio_), "singular": flat(pca.singular_values_),
                        "mean": flat(pca.mean_), "noise": float(pca.noise_variance_), "count": int(pca.n_components_),
                        "transform": flat(pca.transform(query) * sign), "inverse": flat(pca.inverse_transform(pca.transform(query)))}
    add("pca", x, result, query=flat(query))

# k-means from given centres, so that both go the same way; one case loses a cluster at once.
for rows, columns, clusters, far in [(60, 2, 3, False), (100, 5, 8, False), (40, 2, 5, True), (12, 3, 12, False)]:
    x = single(rng.normal(size=(rows, columns)) + 6 * rng.integers(0, 3, size=(rows, 1)))
    centers = single(x[rng.permutation(rows)[:clusters]])
    if far:
        centers[-1] = 1000
    query = single(rng.normal(size=(7, columns)) * 5)
    for iterations in (1, 300):
        means = KMeans(n_clusters=clusters, init=centers, n_init=1, max_iter=iterations, algorithm="lloyd").fit(x)
        add("kmeans", x, {"centers": flat(means.cluster_centers_), "labels": [int(k) for k in means.labels_],
                          "inertia": float(means.inertia_), "iterations": int(means.n_iter_),
                          "predict": [int(k) for k in means.predict(query)], "transform": flat(means.transform(query))},
            initial=flat(centers), iterations=iterations, query=flat(query))

# Nearest neighbours. Samples of the query that are samples of the data have neighbours at the distance 0.
for rows, columns, classes, neighbors in [(50, 3, 3, 1), (50, 3, 3, 5), (80, 8, 4, 7), (20, 2, 2, 20)]:
    x = single(rng.normal(size=(rows, columns)))
    labels = rng.integers(0, classes, size=rows)
    labels[:classes] = np.arange(classes)
    numbers = single(rng.normal(size=(rows, 2)))
    query = single(np.concatenate([rng.normal(size=(6, columns)), x[:3]]))
    result = {}
    for weights in ("uniform", "distance"):
        classifier = KNeighborsClassifier(neighbors, weights=weights, algorithm="brute").fit(x, labels)
        regressor = KNeighborsRegressor(neighbors, weights=weights, algorithm="brute").fit(x, numbers)
        result[weights] = {"probabilities": flat(classifier.predict_proba(query)), "labels": [int(k) for k in classifier.predict(query)],
                           "numbers": flat(regressor.predict(query)), "score": float(classifier.score(x, labels))}
    distances, indices = classifier.kneighbors(query)
    result["distances"], result["indices"] = flat(distances), [int(k) for k in indices.ravel()]
    add("neighbors", x, result, labels=[int(k) for k in labels], targets=flat(numbers), neighbors=neighbors, query=flat(query))

path = pathlib.Path(__file__).with_name("classics.json")
path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
