#!/usr/bin/python3
"""Draws random graphs of layers, branches and blocks, as C# declarations and PyTorch networks at once, and writes what PyTorch gives.

    /usr/bin/python3 make_random_graphs.py         # Debian: apt install python3-torch (1.13)

Writes Random/graphs.safetensors. Its metadata has the C# text of each graph under its number; its tensors are, for each number:
    N/start.NAME, N/gradient.NAME, N/final.NAME   parameters and buffers before a training step, their gradients in it, and buffers after it
    N/input.0, N/targets or N/labels              4 samples
    N/output.0, N/losses                          the predictions before the step, and the loss in training mode

PyTorch computes in double precision, from numbers that are floats. A graph where its floats are far from that is drawn anew: at such
a point, a loss with an edge or a division by nearly zero, no two programs agree.
"""
import json
import pathlib
import random
import struct

import torch
from torch import nn
from torch.nn import functional as F

from make_references import Do, Separable, Transformer, binary_cross_entropy, hinge, huber, maxout, mean_squared_error, softmax_cross_entropy, unsettle

COUNT, SAMPLES, SEED = 200, 4, 1
MOST_ELEMENTS = 500
LOSSES = {"MeanSquaredError": mean_squared_error, "Huber": huber, "BinaryCrossEntropy": binary_cross_entropy}
CLASS_LOSSES = {"SoftmaxCrossEntropy": softmax_cross_entropy, "Hinge": hinge}


class Misfit(Exception):
    """The layer cannot follow, or what it gives is too large or too small."""


class Step:
    """An attribute, and how its network is made for a shape and the arguments of the block it stands in."""

    def __init__(self, text, make, kind=None):
        self.text, self.make, self.kind = text, make, kind


class Argument(str):
    """A number that the use of a block gives."""

    def __str__(self):
        return "Arg." + str.__str__(self)


def value(number, arguments):
    return arguments[str.__str__(number)] if isinstance(number, Argument) else number


def shape_after(module, shape):
    state = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    try:
        with torch.no_grad():
            return tuple(module.train()(torch.randn(SAMPLES, *shape)).shape[1:])
    except (RuntimeError, ValueError, IndexError) as error:
        raise Misfit from error
    finally:
        module.load_state_dict(state)


class Chain(nn.Module):
    """Steps one behind the other; parametric ones have the names that ModelGen gives them."""

    def __init__(self, shape, steps, arguments=None):
        super().__init__()
        self.shape, self.parts, self.counts = shape, [], {}
        for step in steps:
            self.append(step, arguments or {})

    def append(self, step, arguments):
        try:
            module = step.make(self.shape, arguments)
        except (RuntimeError, ValueError, ZeroDivisionError) as error:
            raise Misfit from error
        shape = shape_after(module, self.shape)
        elements = torch.Size(shape).numel()
        if not 0 < elements <= MOST_ELEMENTS:
            raise Misfit
        if step.kind is not None:
            self.counts[step.kind] = self.counts.get(step.kind, 0) + 1
            self.add_module(f"{step.kind}{self.counts[step.kind]}", module)
        self.parts.append([module])     # in a list: not registered a second time
        self.shape = shape

    def forward(self, x):
        for (module,) in self.parts:
            x = module(x)
        return x


def needs(condition):
    if not condition:
        raise Misfit


# Layers: each draws its options.

def pair(r, numbers):
    """A number for both axes, or one for each: its C# text and PyTorch's value."""
    if r.random() < 0.7:
        n = r.choice(numbers)
        return str(n), n
    a, b = r.choice(numbers), r.choice(numbers)
    return f"[{a}, {b}]", (a, b)


def options(**values):
    """Named arguments, those alone that are not the default None."""
    return "".join(f", {name} = {text}" for name, text in values.items() if text is not None)


def several(name, text):
    """Stride = 2, or Strides = [2, 1]."""
    return {name + "s" if text.startswith("[") else name: text}


def sliding(r, kernels=(1, 2, 3, 3), same=True):
    """Kernel, stride, padding and dilation: C# texts, and PyTorch's arguments."""
    kernel, size = pair(r, kernels)
    texts, values = {}, {}
    if same and r.random() < 0.15:
        texts["Padding"], values["padding"] = "Padding.Same", "same"
    else:
        if r.random() < 0.4:
            text, values["stride"] = pair(r, (1, 2, 2, 3))
            texts.update(several("Stride", text))
        if r.random() < 0.6:
            text, values["padding"] = pair(r, (0, 1, 1, 2))
            texts.update(several("Padding", text))
    if r.random() < 0.2:
        text, values["dilation"] = pair(r, (1, 2))
        texts.update(several("Dilation", text))
    return kernel, size, texts, values


def weights(r):
    """A parametrisation of the weight: C# option and PyTorch's function."""
    draw = r.random()
    if draw < 0.08:
        return {"WeightNorm": "true"}, nn.utils.weight_norm
    return ({"SpectralNorm": "true"}, nn.utils.spectral_norm) if draw < 0.12 else ({}, lambda module: module)


def bias(r):
    return ({"UseBias": "false"}, False) if r.random() < 0.25 else ({}, True)


def conv(r, filters, depth=4, stride=None):
    kernel, size, texts, values = sliding(r)
    if stride is not None:
        texts = {"Stride": str(stride), "Padding": "1"}
        values, kernel, size = {"padding": 1}, "3", 3
    norm_text, norm = weights(r)
    bias_text, has_bias = bias(r)
    groups = r.choice((2, 3)) if r.random() < 0.25 and not isinstance(filters, Argument) else 1
    group_text = {"Groups": str(groups)} if groups > 1 else {}

    def make(shape, arguments):
        needs(len(shape) == depth - 1)
        steps = {"stride": value(stride, arguments)} if stride is not None else {}
        needs("same" not in values.values() or all(s >= 1 for s in shape))
        return norm((nn.Conv2d if depth == 4 else nn.Conv1d)(
            shape[0], value(filters, arguments), size, groups=groups, bias=has_bias, **values, **steps))
    name = "Conv2D" if depth == 4 else "Conv1D"
    return Step(f"{name}({filters}, {kernel}{options(**texts, **group_text, **bias_text, **norm_text)})", make, name.lower())


def conv1d(r, filters):
    while True:
        step = conv(r, filters, depth=3)
        if "[" not in step.text:
            return step


def depthwise(r):
    kernel, size, texts, values = sliding(r, (2, 3))
    multiplier = r.choice((1, 1, 2))
    bias_text, has_bias = bias(r)
    more = {"Multiplier": str(multiplier)} if multiplier > 1 else {}

    def make(shape, _):
        needs(len(shape) == 3)
        return nn.Conv2d(shape[0], shape[0] * multiplier, size, groups=shape[0], bias=has_bias, **values)
    return Step(f"DepthwiseConv2D({kernel}{options(**texts, **more, **bias_text)})", make, "depthwiseconv2d")


def separable(r, filters):
    kernel, size, texts, values = sliding(r, (2, 3))
    bias_text, has_bias = bias(r)

    def make(shape, arguments):
        needs(len(shape) == 3)
        return Separable(shape[0], value(filters, arguments), size, bias=has_bias, **values)
    return Step(f"SeparableConv2D({filters}, {kernel}{options(**texts, **bias_text)})", make, "separableconv2d")


def transposed(r, filters):
    kernel, size, texts, values = sliding(r, (2, 3), same=False)
    bias_text, has_bias = bias(r)
    if isinstance(values.get("stride"), int) and values["stride"] > 1 and r.random() < 0.5:
        texts["OutputPadding"], values["output_padding"] = "1", 1
    groups = 2 if r.random() < 0.2 else 1
    group_text = {"Groups": "2"} if groups > 1 else {}

    def make(shape, arguments):
        needs(len(shape) == 3)
        return nn.ConvTranspose2d(shape[0], value(filters, arguments), size, groups=groups, bias=has_bias, **values)
    return Step(f"ConvTranspose2D({filters}, {kernel}{options(**texts, **group_text, **bias_text)})", make, "convtranspose2d")


def pool(r):
    kernel, size = pair(r, (2, 2, 3))
    texts, values = {}, {}
    if r.random() < 0.5:
        text, values["stride"] = pair(r, (1, 2))
        texts.update(several("Stride", text))
    if r.random() < 0.3:
        texts["Padding"], values["padding"] = "1", 1
    if r.random() < 0.2:
        texts["CeilMode"], values["ceil_mode"] = "true", True
    if r.random() < 0.6:
        if r.random() < 0.2:
            texts["Dilation"], values["dilation"] = "2", 2
        name, layer = "MaxPool2D", nn.MaxPool2d
    else:
        name, layer = "AvgPool2D", nn.AvgPool2d

    def make(shape, _):
        needs(len(shape) == 3)
        return layer(size, **values)
    return Step(f"{name}({kernel}{options(**texts)})", make)


def adaptive(r):
    text, size = pair(r, (1, 2, 3, 4))

    def make(shape, _):
        needs(len(shape) == 3)
        return nn.AdaptiveAvgPool2d(size)
    return Step(f"AdaptiveAvgPool2D({text})", make)


def global_pool(_):
    def make(shape, _):
        needs(len(shape) == 3)
        return Do(lambda x: x.mean(dim=(2, 3)))
    return Step("GlobalAvgPool2D", make)


def upsample(r):
    text, scale = pair(r, (2, 2, 3))
    mode = r.choice(("Nearest", "Bilinear", "Bicubic"))
    corners = mode != "Nearest" and r.random() < 0.4
    texts = {"Mode": None if mode == "Nearest" else "Upsampling." + mode, "AlignCorners": "true" if corners else None}
    how = {} if mode == "Nearest" else {"align_corners": corners}

    def make(shape, _):
        needs(len(shape) == 3)
        return nn.Upsample(scale_factor=scale, mode=mode.lower(), **how)
    return Step(f"Upsample2D({text}{options(**texts)})", make)


def pad_or_crop(r):
    top, bottom, left, right = (r.choice((0, 1, 1, 2)) for _ in range(4))
    sides = f"(Top = {top}, Bottom = {bottom}, Left = {left}, Right = {right})"

    def make_pad(shape, _):
        needs(len(shape) == 3)
        return nn.ZeroPad2d((left, right, top, bottom))

    def make_crop(shape, _):
        needs(len(shape) == 3 and shape[1] > top + bottom and shape[2] > left + right)
        return Do(lambda x: x[:, :, top:x.shape[2] - bottom, left:x.shape[3] - right])
    return Step("ZeroPad2D" + sides, make_pad) if r.random() < 0.5 else Step("Crop2D" + sides, make_crop)


def norm(r):
    kind = r.choice(("batch", "batch", "batch", "layer", "instance", "group", "response"))
    epsilon = {"Epsilon": "0.01f"} if r.random() < 0.3 else {}
    eps = {"eps": 0.01} if epsilon else {}
    affine = r.random() < 0.7
    texts = {} if affine == (kind != "instance") else {"Affine": "true" if affine else "false"}
    momentum = {"Momentum": "0.3f"} if kind == "batch" and r.random() < 0.3 else {}

    def text(name, first=""):
        inside = (first + options(**momentum, **epsilon, **texts)).removeprefix(", ")
        return f"{name}({inside})" if inside else name

    def positions(shape):
        return torch.Size(shape[1:]).numel()

    if kind == "batch":
        def make(shape, _):
            layer = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
            return layer(shape[0], affine=affine, **eps, **({"momentum": 0.3} if momentum else {}))
        return Step(text("BatchNorm"), make, "batchnorm")
    if kind == "layer":
        def make(shape, _):
            needs(shape[-1] >= 3)
            return nn.LayerNorm(shape[-1], elementwise_affine=affine, **eps)
        return Step(text("LayerNorm"), make, "layernorm")
    if kind == "instance":
        def make(shape, _):
            needs(len(shape) >= 2 and positions(shape) >= 4)
            return (nn.InstanceNorm2d if len(shape) == 3 else nn.InstanceNorm1d)(shape[0], affine=affine, **eps)
        return Step(text("InstanceNorm"), make, "instancenorm")
    if kind == "group":
        groups = r.choice((1, 2, 3))

        def make(shape, _):
            needs(shape[0] % groups == 0 and shape[0] // groups * positions(shape) >= 4)
            return nn.GroupNorm(groups, shape[0], affine=affine, **eps)
        return Step(text("GroupNorm", str(groups)), make, "groupnorm")
    size = r.choice((2, 3))

    def make(shape, _):
        needs(len(shape) >= 2)
        return nn.LocalResponseNorm(size, alpha=0.5)
    return Step(f"LocalResponseNorm({size}, Alpha = 0.5f)", make)


def activation(r):
    text, make, kind = r.choice((
        ("Relu", nn.ReLU, None), ("Relu", nn.ReLU, None), ("LeakyRelu(0.1f)", lambda: nn.LeakyReLU(0.1), None), ("PRelu", nn.PReLU, "prelu"),
        ("Elu", nn.ELU, None), ("Gelu", nn.GELU, None), ("Silu", nn.SiLU, None), ("Sigmoid", nn.Sigmoid, None), ("Tanh", nn.Tanh, None),
        ("HardSigmoid", nn.Hardsigmoid, None), ("Softplus", nn.Softplus, None)))
    return Step(text, lambda shape, _: make(), kind)


def rearrange(r):
    if r.random() < 0.5:
        order = r.sample(range(3), 3)

        def make(shape, _):
            needs(len(shape) == 3)
            return Do(lambda x: x.permute(0, *(axis + 1 for axis in order)))
        return Step(f"Permute({', '.join(map(str, order))})", make)

    def make_maxout(shape, _):
        needs(shape[-1] % 2 == 0)
        return maxout(2)
    return Step("Maxout(2)", make_maxout)


def dense(r, units):
    bias_text, has_bias = bias(r)
    norm_text, norm_of = weights(r)

    def make(shape, arguments):
        return norm_of(nn.Linear(shape[-1], value(units, arguments), bias=has_bias))
    return Step(f"Dense({units}{options(**bias_text, **norm_text)})", make, "dense")


def of_image(r):
    """Any layer that takes an image and gives one."""
    filters = r.choice((2, 3, 4, 4, 6))
    return r.choice((
        conv, conv, conv, conv, separable, transposed, transposed,
        lambda r, _: depthwise(r), lambda r, _: pool(r), lambda r, _: pool(r), lambda r, _: adaptive(r), lambda r, _: upsample(r), lambda r, _: upsample(r),
        lambda r, _: pad_or_crop(r), lambda r, _: norm(r), lambda r, _: norm(r), lambda r, _: norm(r), lambda r, _: activation(r),
        lambda r, _: activation(r), lambda r, _: activation(r), lambda r, _: rearrange(r)))(r, filters)


def of_sequence(r):
    return r.choice((conv1d, conv1d, lambda r, _: norm(r), lambda r, _: activation(r), dense))(r, r.choice((2, 3, 4, 6)))


def of_vector(r):
    return r.choice((dense, dense, lambda r, _: norm(r), lambda r, _: activation(r)))(r, r.choice((2, 3, 5, 8)))


# Blocks: steps that stand in a class of their own, with numbers from each use.

def block_steps(r):
    """A convolution with the use's filters and stride, then layers that keep the size."""
    steps = [conv(r, Argument("A"), stride=Argument("B"))]
    for _ in range(r.randint(1, 3)):
        steps.append(r.choice((norm, activation, same_size))(r))
    return steps


def same_size(r):
    return r.choice((
        lambda: conv(r, Argument("A"), stride=1),
        lambda: Step("DepthwiseConv2D(3, Padding = 1)", lambda shape, _: nn.Conv2d(shape[0], shape[0], 3, padding=1, groups=shape[0]), "depthwiseconv2d"),
        lambda: Step("MaxPool2D(3, Stride = 1, Padding = 1)", lambda shape, _: nn.MaxPool2d(3, stride=1, padding=1))))()


class Residual(Chain):
    """A block and its skip connection, projected by a 1x1 convolution where the shapes differ."""

    def __init__(self, shape, steps, arguments):
        super().__init__(shape, steps, arguments)
        if self.shape == shape:
            self.projection = None
            return
        strides = tuple(-(-length // result) for length, result in zip(shape[1:], self.shape[1:]))
        needs(all((length - 1) // stride + 1 == result for length, stride, result in zip(shape[1:], strides, self.shape[1:])))
        self.projection = nn.Conv2d(shape[0], self.shape[0], 1, stride=strides, bias=False)

    def forward(self, x):
        return super().forward(x) + (x if self.projection is None else self.projection(x))


class Repeat(nn.ModuleList):
    def __init__(self, shape, steps, arguments, count):
        super().__init__()
        for _ in range(count):
            self.append(Chain(shape, steps, arguments))
            shape = self[-1].shape

    def forward(self, x):
        for copy_of_block in self:
            x = copy_of_block(x)
        return x


class Parallel(nn.ModuleList):
    def __init__(self, shape, blocks, arguments):
        super().__init__([Chain(shape, steps, arguments) for steps in blocks])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self], dim=1)


def image_block(make):
    def checked(shape, arguments):
        needs(len(shape) == 3)
        return make(shape)
    return checked


def use_of_block(r, blocks):
    """One of the graph's blocks in one of the ways to use it."""
    name = r.choice([*blocks])
    steps, kind = blocks[name], name.lower()
    filters, stride = r.choice((2, 3, 4)), r.choice((1, 1, 2))
    arguments = {"A": filters, "B": stride}
    numbers = f"{filters}, {stride}"
    ways = [
        Step(f"Use<{name}>({numbers})", image_block(lambda shape: Chain(shape, steps, arguments)), kind),
        Step(f"Residual<{name}>({numbers})", image_block(lambda shape: Residual(shape, steps, arguments)), kind),
        Step(f"Residual<{name}>({numbers})", image_block(lambda shape: Residual(shape, steps, arguments)), kind),
        Step(f"Repeat<{name}>(2, {numbers})", image_block(lambda shape: Repeat(shape, steps, arguments, 2)), kind),
    ]
    if len(blocks) > 1:
        ways[2:2] = [Step(f"Parallel<{', '.join(blocks)}>({numbers})", image_block(lambda shape: Parallel(shape, blocks.values(), arguments)), "parallel")] * 2
    return r.choice(ways)


def spatial_transformer(localization, corners):
    def make(shape, _):
        needs(len(shape) == 3)
        return TransformerOf(shape, 3, corners)
    return Step(f"SpatialTransformer<{localization}>(3{', AlignCorners = true' if corners else ''})", make, localization.lower())


class TransformerOf(Transformer):
    """With a transform of doubles where the images are such."""

    def forward(self, x):
        change = self.theta(torch.tanh(self.dense1(x.flatten(1))))
        theta = (change + torch.tensor([1.0, 0, 0, 0, 1, 0], dtype=x.dtype)).reshape(-1, 2, 3)
        grid = F.affine_grid(theta, x.shape, align_corners=self.align_corners)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=self.align_corners)


# Graphs.

class Graph(nn.Module):
    """A pipeline with named values, drawn step by step."""

    def __init__(self, r, number):
        super().__init__()
        self.r, self.number = r, number
        self.net = None
        self.input = self.draw_input()
        self.chain = Chain(self.input, [])
        self.attributes, self.program = [f"Input({', '.join(map(str, self.input))})"], []
        self.named = {"input": self.input}
        self.blocks = {f"Piece{number:03}{letter}": block_steps(r) for letter in "AB"[:r.choice((1, 2, 2))]}
        self.has_transformer = False
        for _ in range(r.randint(5, 11)):
            self.draw_step()
        self.finish()

    @property
    def shape(self):
        return self.chain.shape

    def draw_input(self):
        r = self.r
        if r.random() < 0.08:
            return (r.randint(2, 6), r.randint(5, 12))
        return (r.randint(1, 4), r.randint(4, 9), r.randint(4, 9))

    def apply(self, step):
        """Adds a step that fits."""
        before = len(self.chain.parts)
        self.chain.append(step, {})
        self.attributes.append(step.text)
        module = self.chain.parts[before]
        self.program.append(lambda x, values: module[0](x))

    def draw_step(self):
        draw = self.r.random()
        if draw < 0.15:
            self.name()
        elif draw < 0.35:
            self.combine()
        else:
            self.draw_layer()

    def draw_layer(self):
        for _ in range(20):
            rank, draw = len(self.shape), self.r.random()
            if rank == 3 and draw < 0.2:
                step = use_of_block(self.r, self.blocks)
            elif rank == 3 and draw < 0.22 and not self.has_transformer:
                step = spatial_transformer(f"Localization{self.number:03}", self.r.random() < 0.5)
            elif rank == 3 and draw < 0.24:
                step = global_pool(self.r)
            else:
                step = (of_vector, of_sequence, of_image)[rank - 1](self.r)
            try:
                self.apply(step)
            except Misfit:
                continue
            self.has_transformer |= step.text.startswith("SpatialTransformer")
            return

    def name(self):
        name = f"v{len(self.named)}"
        self.named[name] = self.shape
        self.attributes.append(f'As("{name}")')
        self.program.append(lambda x, values: values.setdefault(name, x))

    def combine(self):
        """Adds, multiplies or concatenates a value that fits; if there is none, sometimes goes back to one."""
        r, name = self.r, self.r.choice([*self.named])
        same = [other for other, shape in self.named.items() if shape == self.shape]
        tail = [other for other, shape in self.named.items() if len(shape) == len(self.shape) and shape[1:] == self.shape[1:]]
        if same and r.random() < 0.6:
            name = r.choice(same)
            if r.random() < 0.6:
                self.attributes.append(f'Add("{name}")')
                self.program.append(lambda x, values: x + values[name])
            else:
                self.attributes.append(f'Multiply("{name}")')
                self.program.append(lambda x, values: x * values[name])
        elif tail:
            name = r.choice(tail)
            channels = self.shape[0] + self.named[name][0]
            if torch.Size((channels, *self.shape[1:])).numel() > MOST_ELEMENTS:
                return
            self.attributes.append(f'Concat("{name}")')
            self.program.append(lambda x, values: torch.cat((x, values[name]), dim=1))
            self.chain.shape = (channels, *self.shape[1:])
        elif r.random() < 0.3:
            self.attributes.append(f'From("{name}")')
            self.program.append(lambda x, values: values[name])
            self.chain.shape = self.named[name]

    def finish(self):
        """Something to learn at the end, and a loss."""
        r = self.r
        if len(self.shape) > 1 and r.random() < 0.8:
            if len(self.shape) == 3 and r.random() < 0.4:
                self.apply(global_pool(r))
            else:
                self.apply(Step("Flatten", lambda shape, _: nn.Flatten()))
        if len(self.shape) == 3:
            self.apply(Step("Conv2D(2, 1)", lambda shape, _: nn.Conv2d(shape[0], 2, 1), "conv2d"))
        else:
            self.apply(Step("Dense(3)", lambda shape, _: nn.Linear(shape[-1], 3), "dense"))
        self.loss = r.choice([*(LOSSES if len(self.shape) > 1 else {**LOSSES, **CLASS_LOSSES})])

    @property
    def source(self):
        pieces = "".join(
            f"[Block] [{', '.join(step.text for step in steps)}] public partial class {name};\n"
            for name, steps in self.blocks.items() if any(name in text for text in self.attributes))
        if self.has_transformer:
            pieces += f"[Block] [Flatten, Dense(Arg.A), Tanh] public partial class Localization{self.number:03};\n"
        return f"[Model]\n[{', '.join(self.attributes)}]\n[{self.loss}, Sgd(0.1f)]\npublic sealed partial class Graph{self.number:03};\n{pieces}"

    def forward(self, x):
        values = {"input": x}
        for step in self.program:
            x = step(x, values)
        return x


def measure(graph, state, inputs, targets):
    """The tensors of a reference, of a copy in the precision of the inputs."""
    net = graph.chain
    net.load_state_dict(state)
    graph.to(inputs.dtype)
    tensors = {}
    with torch.no_grad():
        tensors["output.0"] = graph.eval()(inputs)
    graph.train()
    loss = {**LOSSES, **CLASS_LOSSES}[graph.loss][1](graph(inputs), targets if targets.dtype == torch.int64 else targets.to(inputs.dtype))
    net.zero_grad()
    loss.backward()
    tensors["losses"] = loss.detach().reshape(1)
    for name, parameter in net.named_parameters():
        tensors["gradient." + name] = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad.clone()
    for name, buffer in net.named_buffers():
        tensors["final." + name] = buffer.clone().to(inputs.dtype)
    return tensors


def reference(graph):
    """What PyTorch gives; a Misfit where its floats are far from its doubles, or nothing is learned."""
    unsettle(graph.chain)
    inputs = torch.randn(SAMPLES, *graph.input)
    with torch.no_grad():
        output = graph.eval()(inputs)
    kind = "labels" if graph.loss in CLASS_LOSSES else "targets"
    targets = torch.randint(output.shape[-1], output.shape[:-1]) if kind == "labels" else torch.rand(output.shape)
    state = {name: tensor.detach().clone() for name, tensor in graph.chain.state_dict().items()}
    rough, exact = measure(graph, state, inputs, targets), measure(graph, state, inputs.double(), targets)
    whole = torch.cat([exact[name].flatten() for name in exact if name.startswith("gradient.")]).norm()
    needs(bool(whole > 1e-4))
    for name, tensor in exact.items():
        floor = max(1e-2 * whole.item(), 1e-6) if name.startswith("gradient.") else 1e-3
        needs(bool((tensor - rough[name].double()).norm() <= 1e-5 * max(tensor.norm().item(), floor)))
    start = {f"start.{name}": tensor for name, tensor in state.items()}
    return {"input.0": inputs, kind: targets, **start, **exact}


def write(path, sources, tensors):
    header, data = {"__metadata__": sources}, b""
    for name, tensor in tensors.items():
        integers = name.endswith("labels")
        part = tensor.detach().contiguous().to(torch.int32 if integers else torch.float32).numpy().tobytes()
        header[name] = {"dtype": "I32" if integers else "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.set_num_threads(1)
    r, sources, tensors, rejected = random.Random(SEED), {}, {}, 0
    torch.manual_seed(SEED)
    while len(sources) < COUNT:
        number = len(sources)
        try:
            graph = Graph(r, number)
            result = reference(graph)
        except Misfit:
            rejected += 1
            continue
        sources[f"{number:03}"] = graph.source
        tensors.update({f"{number:03}/{name}": tensor for name, tensor in result.items()})
    path = pathlib.Path(__file__).parent / "Random" / "graphs.safetensors"
    write(path, sources, tensors)
    print(f"{len(sources)} graphs, {rejected} drawn anew, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
