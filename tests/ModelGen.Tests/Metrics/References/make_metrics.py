"""Writes metrics.json: random scores and labels, and what scikit-learn makes of them.

python3 make_metrics.py     (scikit-learn 1.2.1, NumPy 1.24)
"""
import json
import warnings

import numpy as np
from sklearn import metrics as m

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)
cases = []


def softmax(x):
    e = np.exp(x.astype(np.float64) - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def averages(function, truth, chosen):
    return {a: function(truth, chosen, average=a, zero_division=0) for a in ("macro", "micro", "weighted")}


def put(kind, scores, labels, expected):
    cases.append({"kind": kind, "columns": int(scores.shape[1]), "scores": [float(x) for x in scores.ravel()],
                  "labels": [float(x) for x in np.ravel(labels)], "expected": {k: (v if isinstance(v, dict) else float(v)) for k, v in expected.items()}})


for samples, classes, digits in [(30, 3, 1), (50, 5, 1), (200, 4, 6), (40, 7, 0)]:
    labels = rng.integers(0, classes - (classes == 7), samples)  # In the last case one class has no samples.
    scores = np.round(rng.normal(size=(samples, classes)) + 1.5 * np.eye(classes)[labels], digits).astype(np.float32)
    chosen = scores.argmax(axis=1)
    probabilities = softmax(scores)
    expected = {
        "accuracy": m.accuracy_score(labels, chosen),
        "precision": averages(m.precision_score, labels, chosen),
        "recall": averages(m.recall_score, labels, chosen),
        "f1": averages(m.f1_score, labels, chosen),
        "log_loss": m.log_loss(labels, probabilities, labels=range(classes), eps=1e-300),
    }
    if classes < 7:
        expected["auc_macro"] = m.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro")
        expected["auc_weighted"] = m.roc_auc_score(labels, probabilities, multi_class="ovr", average="weighted")
        expected["ap_macro"] = m.average_precision_score(np.eye(classes)[labels], probabilities, average="macro")
    if digits > 1:  # scikit-learn breaks ties differently.
        for k in (1, 2, 3):
            expected[f"top_{k}"] = m.top_k_accuracy_score(labels, scores, k=k, labels=range(classes))
    put("classes", scores, labels, expected)

for samples, digits in [(20, 1), (60, 0), (100, 3)]:
    labels = rng.integers(0, 2, samples)
    scores = np.round(rng.normal(size=(samples, 1)) + labels[:, None], digits).astype(np.float32)
    put("binary", scores, labels, {
        "auc": m.roc_auc_score(labels, scores[:, 0]),
        "ap": m.average_precision_score(labels, scores[:, 0]),
        "log_loss": m.log_loss(labels, 1 / (1 + np.exp(-scores[:, 0].astype(np.float64)))),
    })

for samples, count in [(40, 3), (25, 6)]:
    labels = rng.integers(0, 2, (samples, count))
    labels[:, 0] = 0  # A label that never holds.
    scores = (rng.normal(size=(samples, count)) + labels - 0.5).astype(np.float32)
    scores[:, 1] = -1  # One that is never chosen.
    chosen = (scores > 0).astype(int)
    put("labels", scores, labels, {
        "precision": averages(m.precision_score, labels, chosen),
        "recall": averages(m.recall_score, labels, chosen),
        "f1": averages(m.f1_score, labels, chosen),
        "subset": m.accuracy_score(labels, chosen),
        "hamming": m.hamming_loss(labels, chosen),
    })

for samples, outputs in [(30, 1), (50, 3)]:
    targets = rng.normal(size=(samples, outputs)).astype(np.float32)
    predictions = (targets + 0.3 * rng.normal(size=(samples, outputs))).astype(np.float32)
    if outputs > 1:
        targets[:, 1] = 2  # A constant.
    truth, guess = targets.astype(np.float64), predictions.astype(np.float64)
    put("numbers", predictions, targets, {
        "mae": m.mean_absolute_error(truth, guess),
        "rmse": np.sqrt(((truth - guess) ** 2).mean()),
        "r2": m.r2_score(truth, guess),
    })

with open("metrics.json", "w", newline="\n") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
