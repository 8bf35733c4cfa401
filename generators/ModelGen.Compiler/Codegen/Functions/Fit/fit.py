"""Finds coefficients of the elementary functions beside this folder; README.md says how. Needs Python 3 and nothing else.

    python3 fit.py [name ...]
"""
import math
import struct
import sys

LN2 = math.log(2)
GRID = 20000


def rest_of_exp(order):
    """exp(r) without its Taylor polynomial below r^order, divided by r^order: as a series, which cancels nothing."""
    return lambda r: math.fsum(r**k / math.factorial(k + order) for k in range(20))


def rest_of_log(r):
    """(log(1 + r) - r + r^2/2) / r^3."""
    return math.fsum((-r) ** k / (k + 3) for k in range(60))


def rest_of_coth(r):
    """(r coth(r) - 1 - r^2/3) / r^4."""
    terms = [-1 / 45, 2 / 945, -1 / 4725, 2 / 93555, -1382 / 638512875, 4 / 18243225]
    return math.fsum(term * r ** (2 * k) for k, term in enumerate(terms))


# By name: the function, the degree of the polynomial for it, the weight of the polynomial's error, and the interval.
FITS = {
    "Exp": (rest_of_exp(2), 4, lambda r: r**2 / math.exp(r), (-LN2 / 2, LN2 / 2)),
    "Expm1": (rest_of_exp(2), 4, lambda r: abs(r) / rest_of_exp(1)(r), (-LN2 / 2, LN2 / 2)),
    "Log, Log1p": (rest_of_log, 7, lambda r: abs(r**3 / math.log1p(r)) if r else 0, (-1 / 3, 1 / 3)),
    "Tanh": (rest_of_coth, 0, lambda r: r**4, (0, LN2 / 4)),
    "Sigmoid": (lambda r: rest_of_coth(r / 2) / 8, 0, lambda r: r**4 / 2, (0, LN2 / 2)),
}


def polynomial(coefficients, x):
    total = 0.0
    for c in reversed(coefficients):
        total = total * x + c
    return total


def solve(rows):
    """Gaussian elimination with pivoting; each row ends with its right-hand side."""
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    return [rows[i][-1] / rows[i][i] for i in range(size)]


def remez(function, degree, weight, interval):
    """The polynomial whose largest weighted error is smallest, and that error (Remez 1934, with many exchanges a step)."""
    first, last = interval
    xs = [first + (last - first) * (0.5 - 0.5 * math.cos(math.pi * i / GRID)) for i in range(GRID + 1)]
    points = [(x, function(x), weight(x)) for x in xs if weight(x) > 0]
    count = degree + 2
    chosen = [points[(2 * i + 1) * len(points) // (2 * count)] for i in range(count)]
    for _ in range(50):
        rows = [[x**k for k in range(degree + 1)] + [(-1) ** i / w, f] for i, (x, f, w) in enumerate(chosen)]
        *coefficients, level = solve(rows)
        errors = [((f - polynomial(coefficients, x)) * w, (x, f, w)) for x, f, w in points]
        peaks = []
        for error in errors:
            if peaks and (error[0] > 0) == (peaks[-1][0] > 0):
                peaks[-1] = max(peaks[-1], error, key=lambda e: abs(e[0]))
            else:
                peaks.append(error)
        while len(peaks) > count:
            peaks.pop(0 if abs(peaks[0][0]) < abs(peaks[-1][0]) else -1)
        largest = max(abs(error) for error, _ in errors)
        if len(peaks) < count or largest <= abs(level) * (1 + 1e-9):
            break
        chosen = [point for _, point in peaks]
    return coefficients, largest


def literal(value):
    """The shortest decimal that is the same float."""
    single = struct.pack("f", value)
    digits = next(d for d in range(1, 10) if struct.pack("f", float(f"{value:.{d}g}")) == single)
    return f"{value:.{digits}g}f"


def main():
    for name in sys.argv[1:] or FITS:
        coefficients, error = remez(*FITS[name])
        print(f"{name}: largest weighted error {error:.3g} ({error * 2**24:.3f} times 2^-24); the highest degree first")
        for c in reversed(coefficients):
            print(f"    {literal(c)}")


if __name__ == "__main__":
    main()
