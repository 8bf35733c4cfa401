"""Writes Special/values.safetensors: what PyTorch gives for NaN, infinities, zeros, tiny and huge numbers, at kinks and at ties.

Each case is a model of several inputs. Every input goes through a layer of its own; the results, side by side, are the output.
The metadata hold the declarations of the layers; the tensors of a layer begin with the name of its case and its number.

    python3 make_special_values.py
"""

import itertools
import json
import math
import pathlib
import struct

import torch
from torch import nn
from torch.nn import functional as F

NAN, INF = math.nan, math.inf
CASES = {}


def case(name, layers):
    """layers: (declaration of the layer, function, samples of its input)."""
    CASES[name] = layers


# Activations. Kinks, with their neighbours, and what overflows, underflows or has no value.

def beside(x):
    t = torch.tensor(float(x))
    return [torch.nextafter(t, torch.tensor(-INF)).item(), x, torch.nextafter(t, torch.tensor(INF)).item()]


POINTS = [
    NAN, INF, -INF, 0.0, -0.0, 1e-45, -1e-45, 1e-40, -1e-40, 1.17549435e-38, -1.17549435e-38, 1e-10, -1e-10, 0.5, -0.5, 1.0, -1.0,
    *beside(3.0), *beside(-3.0), *beside(20.0), *beside(-20.0), 6.0, -6.0, 10.0, -10.0, 88.0, -88.0, 89.0, -89.0, 104.0, -104.0,
    1e10, -1e10, 1e36, -1e36]


def turned(points, samples):
    """So many samples of the points, each beginning at another one: whatever lies in the lanes, all meet all."""
    return torch.tensor([points[i % len(points):] + points[:i % len(points)] for i in range(samples)])


case("activations", [
    ("Relu", torch.relu, turned(POINTS, 20)),
    ("LeakyRelu", F.leaky_relu, turned(POINTS, 20)),
    ("LeakyRelu(-0.5)", lambda x: F.leaky_relu(x, -0.5), turned(POINTS, 20)),
    ("PRelu", lambda x: F.prelu(x, torch.tensor([0.25])), turned(POINTS, 20)),
    ("Elu", F.elu, turned(POINTS, 20)),
    ("Elu(0.7)", lambda x: F.elu(x, 0.7), turned(POINTS, 20)),
    ("HardSigmoid", F.hardsigmoid, turned(POINTS, 20)),
    ("Softplus", F.softplus, turned(POINTS, 20)),
    ("Sigmoid", torch.sigmoid, turned(POINTS, 20)),
    ("Tanh", torch.tanh, turned(POINTS, 20)),
    ("Silu", F.silu, turned(POINTS, 20)),
    ("Gelu", F.gelu, turned(POINTS, 20)),
])


# Maxima: each special number at each place alone, and windows full of equal ones.

TIES = [0.0, -0.0, 1.0], [1.0, 0.0], [NAN, 1.0, 2.0], [INF, NAN], [-INF, NAN, 1.0], [-INF, 1.0]


def everywhere(shape, specials=(NAN, INF, -INF), ties=TIES):
    size = math.prod(shape)
    generator = torch.Generator().manual_seed(17)
    samples = []
    for special, place in itertools.product(specials, range(size)):
        sample = torch.randn(size, generator=generator)
        sample[place] = special
        samples.append(sample)
    for filled in (NAN, INF, 0.0, -0.0, 3e38, 1e-45):
        samples.append(torch.full((size,), filled))
    # Ties, of zeros of both signs too, and several NaN in a window.
    for numbers in ties:
        choice = torch.randint(len(numbers), (size,), generator=generator)
        samples.append(torch.tensor(numbers)[choice])
    return torch.stack(samples).reshape(-1, *shape)


def maxout(pieces):
    """The last of several NaN has the gradient, as in max_pool2d; of other ties the first."""
    def apply(x):
        return F.max_pool2d(x.unflatten(-1, (-1, pieces)).unsqueeze(1), (1, pieces)).flatten(1)
    return apply


case("maxima", [
    ("MaxPool2D(2)", lambda x: F.max_pool2d(x, 2), everywhere((1, 4, 5))),
    ("MaxPool2D(3, Stride = 2, Padding = 1)", lambda x: F.max_pool2d(x, 3, 2, 1), everywhere((1, 4, 5), ties=TIES[:4])),
    ("MaxPool2D(2, Stride = 1)", lambda x: F.max_pool2d(x, 2, 1), everywhere((17, 2, 2), (NAN,))),
    ("MaxPool2D(2)", lambda x: F.max_pool2d(x, 2), everywhere((17, 2, 2), (NAN,))),
    ("MaxPool2D([2, 3], Stride = 1, Dilations = [2, 1])", lambda x: F.max_pool2d(x, (2, 3), 1, dilation=(2, 1)), everywhere((1, 4, 5))),
    ("MaxPool2D(3, CeilMode = true)", lambda x: F.max_pool2d(x, 3, ceil_mode=True), everywhere((1, 4, 5))),
    ("MaxPool2D([2, 15])", lambda x: F.max_pool2d(x, (2, 15)), everywhere((1, 2, 15), (NAN,))),
    ("Maxout(2)", maxout(2), everywhere((22,))),
    ("Maxout(3)", maxout(3), everywhere((21,))),
    ("Maxout(17)", maxout(17), everywhere((17,))),
])

softmax = lambda x: torch.softmax(x, -1)
case("softmaxes", [("Softmax", softmax, everywhere((n,))) for n in (2, 3, 15, 16, 17, 33)] + [("Softmax", softmax, everywhere((3, 5)))])

# A NaN or an infinity at each place of an image.
def image(shape):
    return everywhere(shape, (NAN, INF))


case("upsampling", [
    ("Upsample2D(2)", lambda x: F.interpolate(x, scale_factor=2), image((1, 3, 4))),
    ("Upsample2D(2, Mode = Upsampling.Bilinear)",
     lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"), image((1, 3, 4))),
    ("Upsample2D(3, Mode = Upsampling.Bilinear)",
     lambda x: F.interpolate(x, scale_factor=3, mode="bilinear"), image((1, 3, 4))),
    ("Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true)",
     lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True), image((1, 3, 4))),
    ("Upsample2D(2, Mode = Upsampling.Bicubic)",
     lambda x: F.interpolate(x, scale_factor=2, mode="bicubic"), image((1, 6, 3))),
])


def losses():
    """Values and gradients of losses in their outputs, where these have kinks: one sample, one output for each point."""
    y = torch.tensor([0.0, -0.0, 1.0, -1.0, 0.5, -0.5, *beside(1.0), *beside(-1.0), *beside(0.5), *beside(-0.5), 1e-45, 1e-40, 100.0, 1e30])
    zero = torch.zeros_like(y)
    yield "MeanAbsoluteError", y, zero, lambda o, t: F.l1_loss(o, t)
    yield "MeanSquaredError", y[:-1], zero[:-1], lambda o, t: F.mse_loss(o, t)
    yield "Huber", y, zero, lambda o, t: F.huber_loss(o, t)
    yield "Huber(0.5)", y, zero, lambda o, t: F.huber_loss(o, t, delta=0.5)
    logits = torch.tensor([0.0, -0.0, 1e-40, 20.0, -20.0, 89.0, -89.0, 104.0, -104.0, 1e30, -1e30])
    yield "BinaryCrossEntropy", logits, torch.zeros_like(logits), F.binary_cross_entropy_with_logits
    yield "BinaryCrossEntropy", logits, torch.ones_like(logits), F.binary_cross_entropy_with_logits
    # Exactly the margin below the label's score, and beside it.
    scores = torch.tensor([2.0, *beside(1.0), 2.0, 0.0, 3.0])
    yield "Hinge", scores, torch.tensor([0]), lambda o, t: F.multi_margin_loss(o[None], t)
    close = torch.tensor([2.0, *beside(1.5), 2.0, 0.0])
    yield "Hinge(0.5)", close, torch.tensor([0]), lambda o, t: F.multi_margin_loss(o[None], t, margin=0.5)
    for label in range(3):
        yield "SoftmaxCrossEntropy", torch.tensor([3.0, 3.0, -200.0]), torch.tensor([label]), lambda o, t: F.cross_entropy(o[None], t)


def write(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        integers = not tensor.is_floating_point()
        part = tensor.detach().contiguous().to(torch.int32 if integers else torch.float32).numpy().tobytes()
        offsets = [len(data), len(data) + len(part)]
        header[name] = {"dtype": "I32" if integers else "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.set_num_threads(1)
    tensors, metadata = {}, {"torch": torch.__version__}
    for name, layers in CASES.items():
        samples = max(len(x) for _, _, x in layers)
        for i, (declaration, function, x) in enumerate(layers):
            # As many samples of each, the same ones again.
            x = x[torch.arange(samples) % len(x)].clone().requires_grad_()
            y = function(x)
            upstream = torch.arange(1, y[0].numel() + 1).reshape(y.shape[1:]).expand_as(y) * 1.0
            y.backward(upstream)
            metadata[f"{name}/{i:02}"] = declaration
            tensors[f"{name}/{i:02}/input"] = x.detach()
            tensors[f"{name}/{i:02}/output"] = y.detach()
            tensors[f"{name}/{i:02}/gradient"] = x.grad
    for i, (declaration, y, target, loss) in enumerate(losses()):
        y = y.clone().requires_grad_()
        value = loss(y, target)
        value.backward()
        metadata[f"losses/{i:02}"] = declaration
        tensors.update({f"losses/{i:02}/{n}": t for n, t in
                        {"input": y.detach(), "target": target, "output": value.detach()[None], "gradient": y.grad}.items()})
    path = pathlib.Path(__file__).parent / "Special" / "values.safetensors"
    path.parent.mkdir(exist_ok=True)
    write(path, tensors, metadata)
    print(f"{len(metadata) - 1} cases, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
