#!/usr/bin/python3
"""Trains the PyTorch twins of the models in ../Models.cs and writes what they gave.

    /usr/bin/python3 make_references.py            # Debian: apt install python3-torch (1.13)
    /usr/bin/python3 make_references.py norm-      # only those whose names begin so

One file per model, in the safetensors format:
    start.NAME, gradient.NAME, final.NAME   each parameter before training, its gradient in the first step, and at the end
    input.I, targets or labels, weights     24 samples; step k trains on the 8 samples from 8 * (k mod 3)
    target.I                                instead, where there are several losses
    output.I                                what the 24 samples give before training
    losses                                  of each step: 20, or 100 where the optimizer is what matters
    state                                   what layers that go on from batch to batch have carried at the end, of 8 samples
    average.NAME                            the moving average of a parameter at the end, where one is kept
Layers have the names that ModelGen gives them, so that both sides' parameters have the same names and shapes.
"""
import json
import math
import pathlib
import struct
import sys
import zlib

import torch
from torch import nn
from torch.nn import functional as F

STEPS, BATCH, SAMPLES = 20, 8, 24
MODELS = {}


def model(name, shapes, net, loss, optimizer, steps=STEPS):
    """Adds a model: the shapes of one sample of each input, and functions that make the network and the optimizer."""
    assert name not in MODELS, name
    single = isinstance(shapes, Tokens) or isinstance(shapes[0], int)
    MODELS[name] = ([shapes] if single else shapes, net, loss, optimizer, steps)


class Tokens:
    """The shape of an input of ids."""

    def __init__(self, length, vocabulary):
        self.length, self.vocabulary = length, vocabulary


class Lengths(Tokens):
    """The length of each sample."""

    def __init__(self, steps):
        super().__init__(1, steps + 1)


# Losses. Each is (what the targets are, function of output and targets).

def over_classes(loss):
    """A loss of [N, C] and [N], for outputs [N, *, C] too: the mean over all positions."""
    return lambda y, labels: loss(y.reshape(-1, y.shape[-1]), labels.reshape(-1))


mean_squared_error = ("values", F.mse_loss)
mean_absolute_error = ("values", F.l1_loss)
huber = ("values", F.huber_loss)
huber_half = ("values", lambda y, t: F.huber_loss(y, t, delta=0.5))
binary_cross_entropy = ("values", F.binary_cross_entropy_with_logits)
positive_weight = ("values", lambda y, t: F.binary_cross_entropy_with_logits(y, t, pos_weight=torch.tensor(3.5)))


def distillation(temperature, share):
    """The targets are the teacher's logits, and the labels as probabilities."""
    def loss(y, targets):
        teacher, labels = targets.reshape(-1, 2, y.shape[-1]).unbind(1)
        y = y.reshape(-1, y.shape[-1])
        soft = F.kl_div(
            F.log_softmax(y / temperature, dim=-1), F.softmax(teacher / temperature, dim=-1), reduction="batchmean") * temperature ** 2
        return (1 - share) * soft + share * F.cross_entropy(y, labels)
    return "pairs", loss


softmax_cross_entropy = ("labels", over_classes(F.cross_entropy))
class_weights = ("labels", over_classes(lambda y, labels: F.cross_entropy(y, labels, weight=torch.tensor([1, 0.25, 3, 0.5]))))
class_weights_smoothed = ("labels", over_classes(
    lambda y, labels: F.cross_entropy(y, labels, weight=torch.tensor([1, 0.25, 3, 0.5]), label_smoothing=0.2)))
class_weights_of_probabilities = ("labels", over_classes(
    lambda p, labels: F.nll_loss(torch.log(p), labels, weight=torch.tensor([1, 0.1, 3, 0.5]))))


class Weighted:
    """A loss of single numbers, multiplied by the weights of the samples; divided as without them."""

    def __init__(self, single, divisor):
        self.single, self.divisor = single, divisor

    def __call__(self, y, targets, weights):
        losses = self.single(y, targets)
        return (losses * weights.reshape([-1] + [1] * (losses.dim() - 1))).sum() / self.divisor(losses, targets)


def weighted_classes(weights, ignore=-1000):
    weights = torch.tensor(weights)
    return Weighted(
        lambda y, labels: F.cross_entropy(
            y.reshape(-1, y.shape[-1]), labels.reshape(-1), weight=weights, ignore_index=ignore, reduction="none").reshape(labels.shape),
        lambda losses, labels: weights[labels[labels != ignore]].sum())


sample_weights = ("values", Weighted(lambda y, t: (y - t) ** 2, lambda losses, targets: losses.numel()))
all_weights = ("labels", weighted_classes([2, 0.5, 1, 3]))
smoothed = ("labels", over_classes(lambda y, labels: F.cross_entropy(y, labels, label_smoothing=0.2)))
cross_entropy = ("labels", over_classes(lambda p, labels: F.nll_loss(torch.log(p), labels)))
hinge = ("labels", over_classes(F.multi_margin_loss))
hinge_0_6 = ("labels", over_classes(lambda y, labels: F.multi_margin_loss(y, labels, margin=0.6)))


# Optimizers.

def sgd(rate, **options):
    return lambda parameters: torch.optim.SGD(parameters, lr=rate, **options)


def adam(rate, **options):
    return lambda parameters: torch.optim.Adam(parameters, lr=rate, **options)


def adamw(rate, **options):
    return lambda parameters: torch.optim.AdamW(parameters, lr=rate, **options)


def adagrad(rate, **options):
    return lambda parameters: torch.optim.Adagrad(parameters, lr=rate, **options)


def rmsprop(rate, **options):
    return lambda parameters: torch.optim.RMSprop(parameters, lr=rate, **options)


def radam(rate, **options):
    return lambda parameters: torch.optim.RAdam(parameters, lr=rate, **options)


class Written(torch.optim.Optimizer):
    """A rule that PyTorch 1.13 does not have, in double precision: a function of parameter, gradient, its memory and the step from 1."""

    def __init__(self, parameters, rule, rate=1.0):
        super().__init__(parameters, {"lr": rate})
        self.rule = rule

    @torch.no_grad()
    def step(self):
        for p in self.param_groups[0]["params"]:
            memory = self.state[p]
            if not memory:
                memory.update(t=0, exact=p.double(), a=torch.zeros_like(p, dtype=torch.float64))
            memory["t"] += 1
            memory["lr"] = self.param_groups[0]["lr"]
            memory["exact"] = self.rule(memory["exact"], p.grad.double(), memory, memory["t"])
            p.copy_(memory["exact"])


def lion(rate, betas=(0.9, 0.99), weight_decay=0.0):
    """Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2."""
    def rule(p, g, memory, t):
        m = memory["a"]
        memory["a"] = betas[1] * m + (1 - betas[1]) * g
        return p - rate * (torch.sign(betas[0] * m + (1 - betas[0]) * g) + weight_decay * p)
    return lambda parameters: Written(parameters, rule)


def lamb(rate, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01, weights_only=False):
    """You et al., Large Batch Optimization for Deep Learning, ICLR 2020, algorithm 2."""
    def rule(p, g, memory, t):
        decays = p.dim() >= 2 or not weights_only
        memory["a"] = betas[0] * memory["a"] + (1 - betas[0]) * g
        memory["b"] = betas[1] * memory.get("b", torch.zeros_like(g)) + (1 - betas[1]) * g * g
        u = memory["a"] / (1 - betas[0] ** t) / (torch.sqrt(memory["b"] / (1 - betas[1] ** t)) + eps)
        if not decays:
            return p - memory["lr"] * u
        u = u + weight_decay * p
        weight, step = p.norm(), u.norm()
        return p - memory["lr"] * (weight / step if weight > 0 and step > 0 else 1.0) * u
    return lambda parameters: Written(parameters, rule, rate)


def muon(rate, momentum=0.95, nesterov=True, match=True, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1, weights_only=False):
    """PyTorch's optim.Muon, which 1.13 lacks, in double precision, with AdamW for what is no matrix."""
    def rule(p, g, memory, t):
        lr = memory["lr"]
        shrunk = p * (1 - lr * weight_decay) if p.dim() >= 2 or not weights_only else p
        if p.dim() < 2:
            memory["a"] = betas[0] * memory["a"] + (1 - betas[0]) * g
            memory["b"] = betas[1] * memory.get("b", torch.zeros_like(g)) + (1 - betas[1]) * g * g
            return shrunk - lr * memory["a"] / (1 - betas[0] ** t) / (torch.sqrt(memory["b"] / (1 - betas[1] ** t)) + eps)
        memory["a"] = torch.lerp(memory["a"], g, 1 - momentum)
        x = (torch.lerp(g, memory["a"], momentum) if nesterov else memory["a"]).reshape(p.shape[0], -1)
        rows, columns = x.shape
        x = x.T if rows > columns else x
        x = x / x.norm().clamp(min=1e-7)
        for _ in range(5):
            gram = x @ x.T
            x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
        x = x.T if rows > columns else x
        scale = 0.2 * max(rows, columns) ** 0.5 if match else max(1, rows / columns) ** 0.5
        return shrunk - lr * scale * x.reshape(p.shape)
    return lambda parameters: Written(parameters, rule, rate)


class Accumulated:
    """Steps with the mean of the gradients of k batches. The training loop clears gradients in each step, so they are kept here."""

    def __init__(self, parameters, make, k):
        self.parameters, self.k, self.calls = list(parameters), k, 0
        self.inner = make(self.parameters)
        self.sums = [torch.zeros_like(p) for p in self.parameters]
        self.updates = 0

    def zero_grad(self):
        self.inner.zero_grad()

    def step(self):
        for total, p in zip(self.sums, self.parameters):
            total += p.grad / self.k
        self.calls += 1
        if self.calls % self.k == 0:
            for total, p in zip(self.sums, self.parameters):
                p.grad.copy_(total)
                total.zero_()
            self.inner.step()
            self.updates += 1


class Averaged:
    """PyTorch's AveragedModel with an exponential average, around an optimizer with `parameters`; `average` goes into the file."""

    def __init__(self, inner, decay):
        self.inner, self.parameters = inner, inner.parameters
        holder = nn.Module()
        for i, p in enumerate(self.parameters):
            holder.register_parameter(f"p{i}", p)
        self.holder = holder
        self.model = torch.optim.swa_utils.AveragedModel(holder, avg_fn=lambda average, p, n: decay * average + (1 - decay) * p)

    def zero_grad(self):
        self.inner.zero_grad()

    def step(self):
        before = getattr(self.inner, "updates", -1)
        self.inner.step()
        if getattr(self.inner, "updates", 0) != before:
            self.model.update_parameters(self.holder)

    @property
    def average(self):
        return [self.model.module.get_parameter(f"p{i}") for i in range(len(self.parameters))]


def adagrad_mean(rate, eps=1e-10):
    """Adagrad with the root of the mean square."""
    def rule(p, g, memory, t):
        memory["a"] = memory["a"] + g * g
        return p - rate * g / (torch.sqrt(memory["a"] / t) + eps)
    return lambda parameters: Written(parameters, rule)


# Pieces.

class Named(nn.Sequential):
    """Layers one behind the other, under the names given; values without parameters get any name."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)


class Do(nn.Module):
    """A function as a layer."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def dense(inputs, units, bias=True):
    return nn.Linear(inputs, units, bias=bias)


def reshape(*shape):
    return Do(lambda x: x.reshape(x.shape[0], *shape))


def maxout(pieces):
    return Do(lambda x: x.reshape(*x.shape[:-1], x.shape[-1] // pieces, pieces).max(dim=-1).values)


def softmax():
    return nn.Softmax(dim=-1)


# Activations.

def activation(name, make, layer="f", width=18):
    """`layer` matters where the activation has parameters, `width` where it changes the number of features."""
    model("activation-" + name, (7,), lambda: Named(dense1=dense(7, 18), **{layer: make()}, dense2=dense(width, 5)), mean_squared_error, sgd(0.1))


activation("relu", nn.ReLU)
activation("leaky-relu", nn.LeakyReLU)
activation("leaky-relu-0.2", lambda: nn.LeakyReLU(0.2))
activation("prelu", nn.PReLU, layer="prelu1")
activation("prelu-0.1", lambda: nn.PReLU(init=0.1), layer="prelu1")
activation("elu", nn.ELU)
activation("elu-0.7", lambda: nn.ELU(0.7))
activation("gelu", nn.GELU)
activation("silu", nn.SiLU)
activation("sigmoid", nn.Sigmoid)
activation("hard-sigmoid", nn.Hardsigmoid)
activation("tanh", nn.Tanh)
activation("softplus", nn.Softplus)
activation("softmax", softmax)
activation("maxout-2", lambda: maxout(2), width=9)
activation("maxout-3", lambda: maxout(3), width=6)
model("activation-first", (9,), lambda: Named(f=nn.Tanh(), dense1=dense(9, 4)), mean_squared_error, sgd(0.1))
model("activation-last", (9,), lambda: Named(dense1=dense(9, 4), f=nn.Sigmoid()), mean_squared_error, sgd(0.1))
model("activation-chain", (5,), lambda: Named(
    dense1=dense(5, 7), a=nn.SiLU(), b=nn.Softplus(), c=nn.Tanh(), d=nn.LeakyReLU(), dense2=dense(7, 2)), mean_squared_error, sgd(0.1))
model("softmax-sequence", (3, 5), lambda: Named(dense1=dense(5, 6), f=softmax(), dense2=dense(6, 2)), mean_squared_error, sgd(0.1))
model("maxout-sequence", (3, 5), lambda: Named(dense1=dense(5, 6), f=maxout(2), dense2=dense(3, 2)), mean_squared_error, sgd(0.1))
model("prelu-sequence", (3, 5), lambda: Named(
    dense1=dense(5, 6), prelu1=nn.PReLU(), dense2=dense(6, 2), prelu2=nn.PReLU()), mean_squared_error, sgd(0.1))


# Losses.

def losses(name, loss, *last, make=sgd(0.1)):
    model("loss-" + name, (6,), lambda: Named(
        dense1=dense(6, 11), f=nn.Tanh(), dense2=dense(11, 4), **{"last": f() for f in last}), loss, make)
    model("loss-sequence-" + name, (3, 6), lambda: Named(dense1=dense(6, 4), **{"last": f() for f in last}), loss, make)


losses("mean-squared-error", mean_squared_error)
losses("mean-absolute-error", mean_absolute_error)
losses("huber", huber)
losses("huber-0.5", huber_half)
losses("binary-cross-entropy", binary_cross_entropy)
losses("positive-weight", positive_weight)
losses("distillation", distillation(2.5, 0.3))
model("loss-teacher-alone", (5,), lambda: Named(dense1=dense(5, 17)), distillation(4, 0.0), sgd(0.1))
losses("cross-entropy", cross_entropy, softmax)
losses("cross-entropy-of-sigmoid", cross_entropy, nn.Sigmoid)
losses("softmax-cross-entropy", softmax_cross_entropy)
losses("smoothed", smoothed)
losses("class-weights", class_weights)
losses("class-weights-smoothed", class_weights_smoothed)
losses("class-weights-of-probabilities", class_weights_of_probabilities, softmax)
losses("sample-weights", sample_weights)
losses("all-weights", all_weights, make=lambda parameters: Accumulated(parameters, sgd(0.1), 2))
losses("hinge", hinge)
losses("hinge-0.6", hinge_0_6)
model("loss-one-logit", (5,), lambda: Named(dense1=dense(5, 6), f=nn.ReLU(), dense2=dense(6, 1)), binary_cross_entropy, sgd(0.1))
model("loss-two-classes", (5,), lambda: Named(dense1=dense(5, 2)), softmax_cross_entropy, sgd(0.1))
model("loss-seventeen-classes", (5,), lambda: Named(dense1=dense(5, 17)), softmax_cross_entropy, sgd(0.1))


# Optimizers.

def optimizer(name, make):
    model("optimizer-" + name, (6,), lambda: Named(dense1=dense(6, 9), f=nn.Tanh(), dense2=dense(9, 3)), softmax_cross_entropy, make, steps=100)


optimizer("sgd", sgd(0.1))
optimizer("sgd-momentum", sgd(0.05, momentum=0.9))
optimizer("sgd-nesterov", sgd(0.05, momentum=0.9, nesterov=True))
optimizer("sgd-decay", sgd(0.1, weight_decay=0.05))
optimizer("sgd-all", sgd(0.05, momentum=0.8, nesterov=True, weight_decay=0.02))
optimizer("adam", adam(0.01))
optimizer("adam-betas", adam(0.01, betas=(0.8, 0.95), eps=1e-6))
optimizer("adam-decay", adam(0.01, weight_decay=0.05))
optimizer("adamw", adamw(0.01))
optimizer("adamw-no-decay", adamw(0.01, weight_decay=0))
optimizer("adamw-all", adamw(0.02, betas=(0.85, 0.99), eps=1e-7, weight_decay=0.1))
optimizer("adagrad", adagrad(0.05))
optimizer("adagrad-all", adagrad(0.1, lr_decay=0.01, initial_accumulator_value=0.1, eps=1e-6, weight_decay=0.02))
optimizer("adagrad-mean", adagrad_mean(0.01))
optimizer("rmsprop", rmsprop(0.005))
optimizer("rmsprop-momentum", rmsprop(0.002, alpha=0.9, momentum=0.8))
optimizer("rmsprop-centered", rmsprop(0.005, alpha=0.95, centered=True, eps=1e-4))
optimizer("rmsprop-all", rmsprop(0.002, alpha=0.9, eps=1e-4, weight_decay=0.02, momentum=0.7, centered=True))
optimizer("radam", radam(0.01))
optimizer("radam-all", radam(0.02, betas=(0.85, 0.95), eps=1e-7, weight_decay=0.05))
optimizer("lion", lion(0.002))
optimizer("lion-all", lion(0.005, betas=(0.8, 0.95), weight_decay=0.1))
optimizer("lamb", lamb(0.01, weight_decay=0.0))
optimizer("lamb-all", lamb(0.02, betas=(0.85, 0.95), eps=1e-5, weight_decay=0.1))
optimizer("lamb-weights", lamb(0.02, weight_decay=0.1, weights_only=True))
optimizer("muon", muon(0.01))
optimizer("muon-original", muon(0.05, match=False, nesterov=False, momentum=0.9, weight_decay=0.0))
optimizer("muon-all", muon(0.02, momentum=0.8, betas=(0.85, 0.95), eps=1e-6, weight_decay=0.05, weights_only=True))
optimizer("adam-accumulate", lambda parameters: Accumulated(parameters, adam(0.02), 3))
optimizer("sgd-accumulate", lambda parameters: Averaged(Accumulated(parameters, sgd(0.1, momentum=0.9), 2), 0.9))


# What the update does besides the optimizer's rule. Weights are parameters with two axes and more.

class Update:
    """An optimizer with penalties, clipping, limits and a schedule around it, out of PyTorch's own functions."""

    def __init__(self, parameters, make, groups, schedule=lambda step: 1.0):
        """`groups`: one of the `settings` below for each parameter, or one for all. `make` takes parameters or PyTorch's groups of them."""
        self.parameters = list(parameters)
        self.groups = groups if isinstance(groups, list) else [groups] * len(self.parameters)
        self.inner = make(self.parameters)
        self.rates = [group["lr"] for group in self.inner.param_groups]
        self.schedule, self.taken = schedule, 0

    def zero_grad(self):
        self.inner.zero_grad()

    def step(self):
        together = {}
        for p, own in zip(self.parameters, self.groups):
            if p.dim() >= 2:
                penalty = own["l1"] * p.abs().sum() + own["l2"] * (p * p).sum()
                p.grad += torch.autograd.grad(penalty, p)[0] if penalty.requires_grad else 0
            if own["clip_value"]:
                nn.utils.clip_grad_value_([p], own["clip_value"])
            if own["clip_norm"]:
                together.setdefault((own["scope"], own["clip_norm"]), []).append(p)
        for (_, clip_norm), some in together.items():
            nn.utils.clip_grad_norm_(some, clip_norm)
        for group, rate in zip(self.inner.param_groups, self.rates):
            group["lr"] = rate * self.schedule(self.taken)
        self.inner.step()
        self.taken += 1
        with torch.no_grad():
            for p, own in zip(self.parameters, self.groups):
                if own["max_norm"] and p.dim() >= 2:
                    p.copy_(torch.renorm(p, 2, 0, own["max_norm"]))


def settings(l1=0.0, l2=0.0, clip_norm=0.0, clip_value=0.0, max_norm=0.0, scope=""):
    return locals()


def decay_of_weights(make):
    """PyTorch's two groups: without decay for what has one axis."""
    return lambda parameters: make([
        {"params": [p for p in parameters if p.dim() >= 2]}, {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0}])


def cosine(step, length, end):
    return end + (1 - end) * (1 + math.cos(math.pi * min(step, length) / length)) / 2


def update(name, make, groups=settings(), average=None, **options):
    def around(parameters):
        inner = Update(parameters, make, groups, **options)
        return inner if average is None else Averaged(inner, average)
    model("update-" + name, (2, 5, 5), lambda: Named(
        conv2d1=nn.Conv2d(2, 3, 2), f=nn.Tanh(), convtranspose2d1=nn.ConvTranspose2d(3, 2, 2), g=nn.Flatten(), dense1=dense(50, 20),
        layernorm1=nn.LayerNorm(20), h=nn.Tanh(), dense2=dense(20, 3)),
        softmax_cross_entropy, around, steps=100)


def one_cycle(step, length=100, rise=0.25, divisor=10.0, final=100.0):
    """PyTorch's own schedule, asked for one step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 1.0, total_steps=length, pct_start=rise, div_factor=divisor, final_div_factor=final, cycle_momentum=False)
    for _ in range(step):
        optimizer.step()
        schedule.step()
    return optimizer.param_groups[0]["lr"]


def restarts(step, length=20, factor=2.0, height=0.8, end=0.05):
    """Keras' CosineDecayRestarts, written out."""
    start = 1.0
    while step >= length:
        step, length, start = step - length, length * factor, start * height
    return end + (1 - end) * start * 0.5 * (1 + math.cos(math.pi * step / length))


update("l1", sgd(0.1), settings(l1=0.002))
update("l2", adam(0.005), settings(l2=0.02))
update("clip-norm", sgd(0.5), settings(clip_norm=0.3))
update("clip-value", sgd(0.5), settings(clip_value=0.02))
update("max-norm", adam(0.02), settings(max_norm=0.6))
update("decay-weights", decay_of_weights(adamw(0.01, weight_decay=0.8)))
update("decay-penalty-of-weights", decay_of_weights(rmsprop(0.002, weight_decay=0.1)))
update("average", adam(0.02), average=0.95)
update("average-limited", sgd(0.3), settings(max_norm=0.6, clip_norm=1.0), average=0.9)
update("lamb", lamb(0.02, weight_decay=0.1), settings(l2=0.01, clip_norm=0.3), average=0.99, schedule=lambda step: min(step / 20, 1.0))
update("muon", muon(0.01), settings(l2=0.01, clip_norm=0.3), average=0.99, schedule=lambda step: min(step / 20, 1.0))
update("warm-up", adam(0.02), schedule=lambda step: step / 20 if step < 20 else cosine(step - 20, 60, 0.1))
update("one-cycle", sgd(0.3, momentum=0.9), schedule=one_cycle)
update("step-decay", sgd(0.2), schedule=lambda step: 0.5 ** (step // 15))
update("epochs", sgd(0.2), schedule=lambda step: step // 7 / 2 if step < 14 else 0.5 ** ((step - 14) // 5 // 3))
update("inverse-time", sgd(0.2), schedule=lambda step: 1 / (1 + 0.5 * step / 10))
update("inverse-time-staircase", sgd(0.2), schedule=lambda step: 1 / (1 + 0.5 * (step // 10)))
update("inverse-root", sgd(0.2), schedule=lambda step: step / 10 if step < 10 else math.sqrt(15 / max(15, step - 10)))
update("restarts", sgd(0.2), schedule=restarts)
update("noam", sgd(2.0), schedule=lambda step: 16 ** -0.5 * min((step + 1) ** -0.5, (step + 1) * 20 ** -1.5))
update("polynomial", sgd(0.2), schedule=lambda step: 0.1 + 0.9 * (1 - min(step, 70) / 70) ** 2)
update("all", decay_of_weights(adamw(0.02, weight_decay=0.1)), settings(l1=0.001, l2=0.01, max_norm=0.7, clip_norm=0.5, clip_value=0.1),
    schedule=lambda step: 0.1 + 0.9 * step / 10 if step < 10 else 0.97 ** (step - 10))
model("update-layers", (6,), lambda: Named(a=dense(6, 9), f=nn.Tanh(), b=dense(9, 20), g=nn.Tanh(), c=dense(20, 3)), softmax_cross_entropy,
    lambda parameters: Update(parameters, sgd(0.5), [
        *[settings(clip_norm=0.1, scope="a")] * 2,
        *[settings(l2=0.01, max_norm=0.5, clip_value=0.01, clip_norm=0.2)] * 2,
        *[settings(l2=0.01, l1=0.002)] * 2]), steps=100)


# Frozen layers.

class FrozenStatistics(nn.BatchNorm2d):
    """A batch normalization that is in prediction always."""

    def train(self, mode=True):
        return super().train(False)


def frozen(layer):
    return layer.requires_grad_(False)


model("frozen-first", (6,), lambda: Named(dense1=frozen(dense(6, 9)), f=nn.Tanh(), dense2=dense(9, 3)), softmax_cross_entropy, adam(0.02))
model("frozen-between", (6,), lambda: Named(
    dense1=dense(6, 9), f=nn.Tanh(), dense2=frozen(dense(9, 20)), g=nn.Tanh(), dense3=dense(20, 3)), mean_squared_error, sgd(0.1))
model("frozen-last", (6,), lambda: Named(dense1=dense(6, 9), f=nn.Tanh(), dense2=frozen(dense(9, 3))), mean_squared_error, sgd(0.1))
model("frozen-batch-norm", (2, 5, 5), lambda: Named(
    conv2d1=frozen(nn.Conv2d(2, 4, 3, bias=False)), batchnorm1=frozen(FrozenStatistics(4)), f=nn.ReLU(),
    conv2d2=nn.Conv2d(4, 3, 2, bias=False), batchnorm2=nn.BatchNorm2d(3), g=nn.ReLU(), h=nn.Flatten(), dense1=dense(12, 3)),
    softmax_cross_entropy, lambda parameters: Averaged(Update(
        [p for p in parameters if p.requires_grad], adamw(0.01, weight_decay=0.1), settings(max_norm=1.0, clip_norm=0.5)), 0.9))


# Initialisers: the start is PyTorch's own of that kind.

def initialised(name, *inits):
    def make():
        net = Named(dense1=dense(8, 12), f=nn.SiLU(), dense2=dense(12, 3))
        for layer, init in zip((net.dense1, net.dense2), inits):
            init(layer.weight)
            nn.init.zeros_(layer.bias)
        return net
    model("init-" + name, (8,), make, mean_squared_error, sgd(0.1))


def kaiming(weight):
    nn.init.kaiming_uniform_(weight, nonlinearity="relu")


initialised("auto", kaiming, nn.init.xavier_uniform_)
initialised("zeros", nn.init.zeros_, nn.init.zeros_)
initialised("normal", lambda w: nn.init.normal_(w, std=0.01), lambda w: nn.init.normal_(w, std=0.01))
initialised("xavier", nn.init.xavier_uniform_, nn.init.xavier_uniform_)
initialised("kaiming", kaiming, kaiming)
initialised("normal-scale", lambda w: nn.init.normal_(w, std=0.2), nn.init.xavier_uniform_)
model("dense-no-bias", (8,), lambda: Named(dense1=dense(8, 12, bias=False), f=nn.Tanh(), head=dense(12, 3, bias=False)), mean_squared_error, sgd(0.1))


# Wiring: layers by name, and a function that joins them.

class Wired(nn.Module):
    def __init__(self, forward, **layers):
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)
        self.wire = forward

    def forward(self, *inputs):
        return self.wire(self, *inputs)


def wired(name, shapes, forward, make):
    model("wiring-" + name, shapes, lambda: Wired(forward, **make()), mean_squared_error, sgd(0.1))


def denses(*sizes):
    """dense1, dense2, … from pairs (inputs, units)."""
    return lambda: {f"dense{i + 1}": dense(*size) for i, size in enumerate(sizes)}


def add(m, x):
    a = m.dense1(x)
    return m.dense3(torch.tanh(m.dense2(a)) + a)


def add_two(m, x):
    a = m.dense1(x)
    b = torch.tanh(a)
    return m.dense3(torch.relu(m.dense2(b) + a + b))


def add_stretched(m, x):
    a = m.dense1(x)
    return m.dense3((m.dense2(x) + a) * a)


def gate(m, x):
    return m.dense3(torch.sigmoid(m.dense2(x)) * m.dense1(x))


def multiply_twice(m, x):
    a = torch.tanh(m.dense1(x))
    return m.dense2(a * a * a)


def concat(m, x):
    a = m.dense1(x)
    b = torch.tanh(m.dense2(a))
    return m.dense4(torch.cat((m.dense3(b), a, b), dim=1))


def concat_input(m, x):
    return torch.cat((torch.relu(m.dense1(x)), x), dim=1)


def concat_sequence(m, x):
    return m.dense2(torch.cat((torch.tanh(m.dense1(x)), x), dim=1))


def concat_image(m, x):
    return m.dense2(torch.cat((torch.tanh(m.dense1(x)), x), dim=1).flatten(1))


def two_inputs(m, left, right):
    a = m.dense1(left)
    return torch.cat((m.dense3(torch.tanh(m.dense2(right) + a)), left), dim=1)


def three_inputs(m, x, y, z):
    xy = m.dense1(y.flatten(1)) * x
    return m.dense3(torch.sigmoid(m.dense2(z)) + xy + x)


def two_outputs(m, x):
    h = m.dense1(x)
    return m.dense2(torch.tanh(h)), h


def three_outputs(m, x):
    r = torch.relu(m.dense1(x))
    last = m.dense2(r)
    return last, x, r, last


def output_before_activation(m, x):
    h = m.dense1(x)
    return torch.softmax(h, dim=-1), h


def dead_branch(m, x):
    return m.dense3(torch.tanh(m.dense2(x)))


def diamond(m, x):
    a = m.dense1(x)
    return m.dense2((torch.relu(a) + torch.tanh(a)) * torch.sigmoid(a) + a)


wired("add", (6,), add, denses((6, 10), (10, 10), (10, 3)))
wired("add-two", (6,), add_two, denses((6, 10), (10, 10), (10, 3)))
wired("add-stretched", (6,), add_stretched, denses((6, 1), (6, 6), (6, 2)))
wired("gate", (6,), gate, denses((6, 5), (6, 5), (5, 2)))
wired("multiply-twice", (6,), multiply_twice, denses((6, 5), (5, 2)))
wired("concat", (6,), concat, denses((6, 6), (6, 3), (3, 5), (14, 2)))
wired("concat-input", (17,), concat_input, denses((17, 3)))
wired("concat-sequence", (2, 3), concat_sequence, denses((3, 3), (3, 2)))
wired("concat-image", (2, 3, 4), concat_image, denses((4, 4), (48, 2)))
wired("two-inputs", [(3,), (2,)], two_inputs, denses((3, 4), (2, 4), (4, 2)))
wired("three-inputs", [(3,), (2, 2), (1,)], three_inputs, denses((4, 3), (1, 3), (3, 2)))
wired("two-outputs", (6,), two_outputs, denses((6, 5), (5, 2)))
wired("three-outputs", (6,), three_outputs, denses((6, 5), (5, 3)))
wired("output-before-activation", (6,), output_before_activation, denses((6, 5)))
wired("dead-branch", (6,), dead_branch, denses((6, 5), (6, 4), (4, 2)))
wired("diamond", (6,), diamond, denses((6, 5), (5, 2)))


# Shapes.

def shaped(name, shape, make, rate=0.1):
    model("shape-" + name, shape, make, mean_squared_error, sgd(rate))


def skip(m, x):
    a = m.dense1(x)
    y = torch.tanh(m.dense2(a.reshape(-1, 8, 3))).reshape(-1, 4, 6)
    return m.dense3((y + a).flatten(1))


flatten, tanh, relu = nn.Flatten, nn.Tanh, nn.ReLU
shaped("flatten-image", (2, 3, 4), lambda: Named(a=flatten(), dense1=dense(24, 7), f=relu(), dense2=dense(7, 3)))
shaped("flatten-vector", (5,), lambda: Named(a=flatten(), dense1=dense(5, 3)))
shaped("flatten-middle", (3, 5), lambda: Named(dense1=dense(5, 4), f=tanh(), a=flatten(), dense2=dense(12, 3)))
shaped("reshape-to-sequence", (12,), lambda: Named(a=reshape(3, 4), dense1=dense(4, 5), f=tanh(), b=flatten(), dense2=dense(15, 2)))
shaped("reshape-rows", (4, 6), lambda: Named(
    dense1=dense(6, 6), f=tanh(), a=reshape(8, 3), dense2=dense(3, 5), b=flatten(), dense3=dense(40, 2)))
shaped("reshape-rows-wide", (4, 6), lambda: Named(
    dense1=dense(6, 6), f=tanh(), a=reshape(2, 12), dense2=dense(12, 5), b=flatten(), dense3=dense(10, 2)))
shaped("reshape-open", (4, 6), lambda: Named(dense1=dense(6, 6), a=reshape(12, 2), dense2=dense(2, 3), f=tanh(), dense3=dense(3, 1)))
shaped("reshape-17", (2, 17), lambda: Named(
    dense1=dense(17, 17), f=relu(), a=reshape(17, 2), dense2=dense(2, 3), b=reshape(51), dense3=dense(51, 2)), rate=0.02)
shaped("reshape-input", (4, 6), lambda: Named(a=reshape(8, 3), dense1=dense(3, 2)))
shaped("reshape-output", (4, 6), lambda: Named(dense1=dense(6, 6), a=reshape(8, 3)))
shaped("reshape-activated-output", (4, 5), lambda: Named(dense1=dense(5, 6), a=reshape(8, 3), f=tanh()))
shaped("reshape-image", (2, 3, 4), lambda: Named(a=reshape(4, 3, 2), dense1=dense(2, 3), b=flatten(), dense2=dense(36, 2)))
shaped("reshape-elementwise", (6,), lambda: Named(
    a=reshape(2, 3), f=tanh(), b=reshape(3, 2), g=nn.Sigmoid(), c=flatten(), dense1=dense(6, 2)))
shaped("reshape-softmax", (4, 6), lambda: Named(dense1=dense(6, 6), a=reshape(8, 3), f=softmax(), b=reshape(6, 4), dense2=dense(4, 2)))
shaped("reshape-skip", (4, 6), lambda: Wired(skip, dense1=dense(6, 6), dense2=dense(3, 3), dense3=dense(24, 2)))
shaped("dense-sequence", (5, 3), lambda: Named(dense1=dense(3, 7), f=relu(), dense2=dense(7, 2)))
shaped("dense-sequence-17", (3, 17), lambda: Named(dense1=dense(17, 16), f=relu(), dense2=dense(16, 15), g=tanh(), dense3=dense(15, 1)))
shaped("dense-sequence-of-one", (1, 3), lambda: Named(dense1=dense(3, 4), f=relu(), dense2=dense(4, 2)))
shaped("dense-sequence-of-scalars", (17, 1), lambda: Named(dense1=dense(1, 3), f=tanh(), dense2=dense(3, 1)))
shaped("dense-image", (2, 3, 4), lambda: Named(dense1=dense(4, 5), f=tanh(), dense2=dense(5, 2)))


# Blocks.

def branch(inputs, a):
    return Named(dense1=dense(inputs, a), f=tanh(), dense2=dense(a, a))


def side(inputs, b):
    return Named(dense1=dense(inputs, b), f=nn.Sigmoid())


def fixed(inputs):
    return Named(dense1=dense(inputs, 6), f=relu())


class Residual(nn.Module):
    """A branch and its skip connection; ModelGen calls both parts by the name of the use."""

    def __init__(self, inputs, a):
        super().__init__()
        self.dense1, self.dense2 = dense(inputs, a), dense(a, a)
        self.projection = None if inputs == a else dense(inputs, a, bias=False)

    def forward(self, x):
        return self.dense2(torch.tanh(self.dense1(x))) + (x if self.projection is None else self.projection(x))


def stage(inputs, a):
    return Named(branch1=Residual(inputs, a), f=relu())


class Nested(nn.Module):
    def __init__(self, inputs, a, b):
        super().__init__()
        self.stage1, self.side1, self.dense1 = stage(inputs, a), side(a, b), dense(inputs, b)

    def forward(self, x):
        return self.dense1(x) * self.side1(self.stage1(x))


class Parallel(nn.ModuleList):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self], dim=1)


def block(name, shape, make):
    model("block-" + name, shape, make, mean_squared_error, sgd(0.1))


block("use", (5,), lambda: Named(branch1=branch(5, 4), f=relu(), dense1=dense(4, 2)))
block("residual", (5,), lambda: Named(branch1=Residual(5, 5), f=relu(), dense1=dense(5, 2)))
block("residual-projection", (5,), lambda: Named(branch1=Residual(5, 4), f=relu(), dense1=dense(4, 2)))
block("residual-sequence", (3, 5), lambda: Named(branch1=Residual(5, 5), f=relu(), branch2=Residual(5, 4), dense1=dense(4, 2)))
block("repeat", (5,), lambda: Named(branch1=nn.Sequential(branch(5, 5), branch(5, 5), branch(5, 5)), dense1=dense(5, 2)))
block("repeat-residual", (5,), lambda: Named(stage1=nn.Sequential(stage(5, 8), stage(8, 8), stage(8, 8)), dense1=dense(8, 2)))
block("parallel", (5,), lambda: Named(parallel1=Parallel([branch(5, 3), side(5, 2)]), dense1=dense(5, 2)))
block("parallel-three", (5,), lambda: Named(parallel1=Parallel([branch(5, 3), side(5, 2), fixed(5)]), dense1=dense(11, 2)))
block("parallel-sequence", (2, 5), lambda: Named(parallel1=Parallel([branch(5, 3), side(5, 3)]), dense1=dense(3, 2)))
block("nested", (5,), lambda: Named(nested1=Nested(5, 5, 3), dense1=dense(3, 2)))
block("repeat-nested", (4,), lambda: Named(nested1=nn.Sequential(Nested(4, 3, 4), Nested(4, 3, 4)), dense1=dense(4, 2)))
block("deep", (8,), lambda: Named(dense1=dense(8, 6), fixed1=nn.Sequential(*[fixed(6) for _ in range(8)]), dense2=dense(6, 3)))


# Sizes.

for a, b, c in [(1, 1, 1), (2, 3, 2), (3, 10, 1), (10, 15, 3), (15, 16, 10), (16, 16, 16), (17, 17, 17), (33, 17, 3), (17, 33, 2), (100, 33, 10)]:
    model(f"size-{a}-{b}-{c}", (a,), lambda a=a, b=b, c=c: Named(dense1=dense(a, b), f=relu(), dense2=dense(b, c)), mean_squared_error, sgd(0.05))
model("size-linear", (13,), lambda: Named(dense1=dense(13, 1)), mean_squared_error, sgd(0.05))
model("size-deep", (10,), lambda: Named(
    dense1=dense(10, 15), a=tanh(), dense2=dense(15, 16), b=tanh(), dense3=dense(16, 17), c=tanh(), dense4=dense(17, 10), d=tanh(),
    dense5=dense(10, 3), e=tanh(), dense6=dense(3, 2), f=tanh(), dense7=dense(2, 1), g=tanh(), dense8=dense(1, 3)), mean_squared_error, adam(0.01))
model("size-classifier", (1, 8, 8), lambda: Named(a=flatten(), dense1=dense(64, 33), f=relu(), dense2=dense(33, 10)), softmax_cross_entropy, adam(0.005))
model("dropout-0", (6,), lambda: Named(dense1=dense(6, 9), f=tanh(), d=nn.Dropout(0), dense2=dense(9, 3)), mean_squared_error, sgd(0.1))


# Normalizations.

def normalized(name, shape, make):
    model("norm-" + name, shape, make, mean_squared_error, sgd(0.05))


def normal(inputs, a):
    return Named(dense1=dense(inputs, a, bias=False), batchnorm1=nn.BatchNorm1d(a), f=relu(), dense2=dense(a, a, bias=False), batchnorm2=nn.BatchNorm1d(a))


class Added(nn.Module):
    """A module and its skip connection; ModelGen gives the parts of the module names of their own."""

    def __new__(cls, module):
        forward = module.forward
        module.forward = lambda x: forward(x) + x
        return module


normalized("batch", (6,), lambda: Named(dense1=dense(6, 9, bias=False), batchnorm1=nn.BatchNorm1d(9), f=relu(), dense2=dense(9, 3)))
normalized("batch-first", (17,), lambda: Named(batchnorm1=nn.BatchNorm1d(17), dense1=dense(17, 3)))
normalized("batch-last", (6,), lambda: Named(dense1=dense(6, 4, bias=False), batchnorm1=nn.BatchNorm1d(4)))
normalized("batch-options", (6,), lambda: Named(
    dense1=dense(6, 16), batchnorm1=nn.BatchNorm1d(16, momentum=0.3, eps=0.01), f=tanh(), dense2=dense(16, 3)))
normalized("batch-no-affine", (6,), lambda: Named(dense1=dense(6, 16), batchnorm1=nn.BatchNorm1d(16, affine=False), f=tanh(), dense2=dense(16, 3)))
normalized("batch-one", (6,), lambda: Named(dense1=dense(6, 1), batchnorm1=nn.BatchNorm1d(1), f=tanh(), dense2=dense(1, 2)))
normalized("batch-sequence", (3, 7), lambda: Named(
    batchnorm1=nn.BatchNorm1d(3), dense1=dense(7, 4), batchnorm2=nn.BatchNorm1d(3), f=tanh(), a=flatten(), dense2=dense(12, 2)))
normalized("batch-image", (3, 4, 5), lambda: Named(batchnorm1=nn.BatchNorm2d(3), f=nn.SiLU(), a=flatten(), dense1=dense(60, 2)))
normalized("batch-image-wide", (17, 2, 19), lambda: Named(batchnorm1=nn.BatchNorm2d(17), f=nn.SiLU(), a=flatten(), dense1=dense(646, 2)))
normalized("batch-image-of-one", (5, 1, 1), lambda: Named(batchnorm1=nn.BatchNorm2d(5), f=tanh(), a=flatten(), dense1=dense(5, 2)))
normalized("batch-residual", (7,), lambda: Named(
    normal1=nn.Sequential(normal(7, 9), normal(9, 9)), normal2=Added(normal(9, 9)), f=relu(), dense1=dense(9, 2)))

normalized("layer", (6,), lambda: Named(dense1=dense(6, 9), layernorm1=nn.LayerNorm(9), f=tanh(), dense2=dense(9, 3)))
normalized("layer-17", (17,), lambda: Named(layernorm1=nn.LayerNorm(17), dense1=dense(17, 3)))
normalized("layer-last", (6,), lambda: Named(dense1=dense(6, 4), layernorm1=nn.LayerNorm(4)))
normalized("layer-options", (6,), lambda: Named(
    dense1=dense(6, 16), layernorm1=nn.LayerNorm(16, eps=0.01, elementwise_affine=False), f=tanh(), dense2=dense(16, 3)))
normalized("layer-sequence", (3, 7), lambda: Named(
    layernorm1=nn.LayerNorm(7), dense1=dense(7, 18), layernorm2=nn.LayerNorm(18), f=nn.GELU(), dense2=dense(18, 2)))
normalized("layer-image", (2, 3, 16), lambda: Named(layernorm1=nn.LayerNorm(16), f=tanh(), a=flatten(), dense1=dense(96, 2)))
normalized("instance", (3, 4, 5), lambda: Named(instancenorm1=nn.InstanceNorm2d(3), f=nn.SiLU(), a=flatten(), dense1=dense(60, 2)))
normalized("instance-affine", (5, 3, 17), lambda: Named(
    instancenorm1=nn.InstanceNorm2d(5, eps=0.01, affine=True), f=nn.SiLU(), a=flatten(), dense1=dense(255, 2)))
normalized("instance-sequence", (3, 7), lambda: Named(
    instancenorm1=nn.InstanceNorm1d(3, affine=True), dense1=dense(7, 4), f=tanh(), a=flatten(), dense2=dense(12, 2)))
normalized("group", (6, 4, 5), lambda: Named(groupnorm1=nn.GroupNorm(2, 6), f=nn.SiLU(), a=flatten(), dense1=dense(120, 2)))
normalized("group-one", (3, 2, 17), lambda: Named(groupnorm1=nn.GroupNorm(1, 3), f=nn.SiLU(), a=flatten(), dense1=dense(102, 2)))
normalized("group-each", (4, 3, 3), lambda: Named(groupnorm1=nn.GroupNorm(4, 4), f=nn.SiLU(), a=flatten(), dense1=dense(36, 2)))
normalized("group-vector", (6,), lambda: Named(dense1=dense(6, 18), groupnorm1=nn.GroupNorm(3, 18), f=tanh(), dense2=dense(18, 3)))
normalized("group-sequence", (4, 7), lambda: Named(groupnorm1=nn.GroupNorm(2, 4, eps=0.01), dense1=dense(7, 5), f=tanh(), dense2=dense(5, 2)))
normalized("group-no-affine", (6, 2, 3), lambda: Named(groupnorm1=nn.GroupNorm(3, 6, affine=False), f=nn.SiLU(), a=flatten(), dense1=dense(36, 2)))
normalized("spatial-dropout-0", (5, 3, 4), lambda: Named(d=nn.Dropout2d(0), a=flatten(), dense1=dense(60, 3)))
wn, sn = nn.utils.weight_norm, nn.utils.spectral_norm
normalized("weight", (6,), lambda: Named(dense1=wn(dense(6, 9)), f=tanh(), dense2=wn(dense(9, 3, bias=False))))
normalized("weight-17", (17,), lambda: Named(dense1=wn(dense(17, 33)), f=tanh(), dense2=wn(dense(33, 1))))
normalized("weight-one-input", (1,), lambda: Named(dense1=wn(dense(1, 5)), f=tanh(), dense2=dense(5, 2)))
normalized("weight-sequence", (3, 5), lambda: Named(dense1=wn(dense(5, 18)), f=tanh(), dense2=dense(18, 2)))
normalized("spectral", (6,), lambda: Named(dense1=sn(dense(6, 9)), f=tanh(), dense2=sn(dense(9, 3, bias=False))))
normalized("spectral-17", (17,), lambda: Named(dense1=sn(dense(17, 33)), f=tanh(), dense2=sn(dense(33, 1))))
normalized("spectral-sequence", (3, 5), lambda: Named(dense1=sn(dense(5, 18)), f=tanh(), dense2=dense(18, 2)))
normalized("weight-conv", (2, 5, 6), lambda: Named(conv2d1=wn(nn.Conv2d(2, 4, 3)), f=tanh(), a=flatten(), dense1=dense(48, 2)))
normalized("weight-conv-groups", (4, 5, 6), lambda: Named(conv2d1=wn(nn.Conv2d(4, 6, 3, groups=2)), f=tanh(), a=flatten(), dense1=dense(72, 2)))
normalized("weight-conv-1d", (2, 9), lambda: Named(conv1d1=wn(nn.Conv1d(2, 4, 3)), f=tanh(), a=flatten(), dense1=dense(28, 2)))
normalized("weight-depthwise", (3, 5, 6), lambda: Named(depthwiseconv2d1=wn(nn.Conv2d(3, 3, 3, groups=3)), f=tanh(), a=flatten(), dense1=dense(36, 2)))
normalized("weight-transposed", (3, 4, 4), lambda: Named(
    convtranspose2d1=wn(nn.ConvTranspose2d(3, 2, 3, stride=2)), f=tanh(), a=flatten(), dense1=dense(162, 2)))
normalized("spectral-conv", (2, 5, 6), lambda: Named(conv2d1=sn(nn.Conv2d(2, 4, 3)), f=tanh(), a=flatten(), dense1=dense(48, 2)))
normalized("spectral-transposed", (3, 4, 4), lambda: Named(
    convtranspose2d1=sn(nn.ConvTranspose2d(3, 2, 3)), f=tanh(), a=flatten(), dense1=dense(72, 2)))
normalized("batch-conv", (2, 6, 6), lambda: Named(
    conv2d1=nn.Conv2d(2, 4, 3, bias=False), batchnorm1=nn.BatchNorm2d(4), f=nn.SiLU(), p=nn.AvgPool2d(2), a=flatten(), dense1=dense(16, 2)))
normalized("local-response", (7, 3, 4), lambda: Named(f=nn.LocalResponseNorm(5, alpha=0.5), a=flatten(), dense1=dense(84, 2)))
normalized("local-response-even", (3, 5, 17), lambda: Named(f=nn.LocalResponseNorm(4, alpha=2, beta=0.4, k=2), a=flatten(), dense1=dense(255, 2)))
normalized("local-response-conv", (1, 5, 6), lambda: Named(
    conv2d1=nn.Conv2d(1, 6, 3), f=nn.SiLU(), g=nn.LocalResponseNorm(3, alpha=0.1), a=flatten(), dense1=dense(72, 2)))
normalized("unit", (6,), lambda: Named(dense1=dense(6, 5), f=Do(lambda x: F.normalize(x, dim=-1)), dense2=dense(5, 2)))
normalized("unit-sequence", (3, 4), lambda: Named(dense1=dense(4, 5), f=relu(), g=Do(lambda x: F.normalize(x, dim=-1)), dense2=dense(5, 2)))


class Similar(nn.Module):
    def __init__(self, inputs, features, results, f, eps):
        super().__init__()
        self.dense1, self.dense2, self.dense3 = dense(inputs, features), dense(inputs, features), dense(results, 2)
        self.f, self.eps, self.results = f, eps, results

    def forward(self, x):
        cosine = F.cosine_similarity(self.f(self.dense2(x)), self.dense1(x), dim=-1, eps=self.eps)
        return self.dense3(cosine.reshape(-1, self.results))


normalized("cosine", (6,), lambda: Similar(6, 5, 1, lambda x: x, 1e-8))
normalized("cosine-sequence", (3, 4), lambda: Similar(4, 17, 3, torch.relu, 0.5))
normalized("local-response-sequence", (5, 4), lambda: Named(f=nn.LocalResponseNorm(3, alpha=0.1), dense1=dense(4, 2)))


class Transformer(nn.Module):
    """ModelGen learns the difference from the identity, which starts at zero; here it starts somewhere, to test more."""

    def __init__(self, shape, units, align_corners=False):
        super().__init__()
        self.shape, self.align_corners = shape, align_corners
        self.dense1, self.theta = dense(shape[0] * shape[1] * shape[2], units), dense(units, 6)

    def forward(self, x):
        change = self.theta(torch.tanh(self.dense1(x.flatten(1))))
        theta = (change + torch.tensor([1.0, 0, 0, 0, 1, 0])).reshape(-1, 2, 3)
        grid = F.affine_grid(theta, x.shape, align_corners=self.align_corners)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=self.align_corners)


normalized("transformer", (2, 4, 5), lambda: Named(localization1=Transformer((2, 4, 5), 3), a=flatten(), dense1=dense(40, 2)))
normalized("transformer-corners", (1, 5, 3), lambda: Named(
    localization1=Transformer((1, 5, 3), 4, align_corners=True), f=tanh(), a=flatten(), dense1=dense(15, 2)))
normalized("transformer-conv", (1, 6, 17), lambda: Named(
    conv2d1=nn.Conv2d(1, 2, 3), localization1=Transformer((2, 4, 15), 3), a=flatten(), dense1=dense(120, 2)))


# Convolutions, poolings and resampling.

def vision(name, shape, make, loss=mean_squared_error):
    model("vision-" + name, shape, make, loss, sgd(0.01))


def image(name, features, make, layer="f"):
    """A layer between a 1x1 convolution and a dense layer that gets so many features; `layer` matters where it has parameters."""
    vision(name, (2, 6, 7), lambda: Named(
        conv2d1=nn.Conv2d(2, 3, 1), a=tanh(), **{layer: make()}, b=tanh(), c=flatten(), dense1=dense(features, 2)))


def conv(name, features, *arguments, **options):
    image("conv-" + name if name else "conv", features, lambda: nn.Conv2d(3, *arguments, **options), layer="conv2d2")


conv("", 4 * 4 * 5, 4, 3)
conv("no-bias", 4 * 4 * 5, 4, 3, bias=False)
conv("padding", 4 * 6 * 7, 4, 5, padding=2)
conv("stride", 4 * 3 * 4, 4, 3, stride=2, padding=1)
conv("stride-3", 4 * 2 * 2, 4, 2, stride=3)
conv("dilation", 4 * 2 * 3, 4, 3, dilation=2)
conv("same", 4 * 6 * 7, 4, 4, padding="same")
conv("same-dilated", 4 * 6 * 7, 4, (2, 3), padding="same", dilation=3)
conv("valid", 4 * 4 * 5, 4, 3, padding="valid")
conv("oblong", 4 * 1 * 7, 4, (3, 5), stride=(2, 1), padding=(0, 2), dilation=(2, 1))
conv("row", 4 * 3 * 5, 4, (1, 3), stride=(2, 1))
conv("pointwise", 17 * 6 * 7, 17, 1)
conv("pointwise-stride", 5 * 3 * 4, 5, 1, stride=2)
conv("whole", 6, 6, (6, 7))
vision("conv-one-channel", (1, 6, 6), lambda: Named(conv2d1=nn.Conv2d(1, 17, 3), f=relu(), conv2d2=nn.Conv2d(17, 1, 3), a=flatten(), dense1=dense(4, 2)))
vision("conv-pixel", (6, 1, 1), lambda: Named(conv2d1=nn.Conv2d(6, 4, 3, padding=1), f=tanh(), a=flatten(), dense1=dense(4, 2)))
vision("conv-last", (2, 5, 5), lambda: Named(conv2d1=nn.Conv2d(2, 3, 3)))
vision("conv-twice", (2, 7, 7), lambda: Named(
    conv2d1=nn.Conv2d(2, 5, 3, padding=1), f=nn.SiLU(), conv2d2=nn.Conv2d(5, 4, 3, stride=2), g=tanh(), conv2d3=nn.Conv2d(4, 3, 2), a=flatten(),
    dense1=dense(12, 2)))


def grouped(name, shape, features, make, layer="conv2d1"):
    vision(name, shape, lambda: Named(**{layer: make()}, f=tanh(), a=flatten(), dense1=dense(features, 2)))


class Separable(nn.Module):
    def __init__(self, channels, filters, kernel, multiplier=1, bias=True, **options):
        super().__init__()
        depthwise = nn.Conv2d(channels, channels * multiplier, kernel, groups=channels, bias=False)
        pointwise = nn.Conv2d(channels * multiplier, filters, 1, bias=bias)
        self.depthwise_weight, self.pointwise_weight, self.bias = depthwise.weight, pointwise.weight, pointwise.bias
        self.options = dict(groups=channels, **options)

    def forward(self, x):
        return F.conv2d(F.conv2d(x, self.depthwise_weight, **self.options), self.pointwise_weight, self.bias)


grouped("groups", (4, 6, 5), 6 * 6 * 5, lambda: nn.Conv2d(4, 6, 3, groups=2, padding=1))
grouped("groups-stride", (6, 6, 5), 3 * 2 * 2, lambda: nn.Conv2d(6, 3, 3, groups=3, stride=2))
grouped("groups-pointwise", (4, 3, 5), 6 * 3 * 5, lambda: nn.Conv2d(4, 6, 1, groups=2))
image("depthwise", 3 * 6 * 7, lambda: nn.Conv2d(3, 3, 3, padding=1, groups=3), layer="depthwiseconv2d1")
image("depthwise-multiplier", 6 * 2 * 3, lambda: nn.Conv2d(3, 6, (3, 2), stride=2, dilation=(1, 2), groups=3), layer="depthwiseconv2d1")
image("depthwise-no-bias", 3 * 6 * 7, lambda: nn.Conv2d(3, 3, 2, padding="same", groups=3, bias=False), layer="depthwiseconv2d1")
image("separable", 5 * 6 * 7, lambda: Separable(3, 5, 3, padding=1), layer="separableconv2d1")
image("separable-all", 5 * 4 * 3, lambda: Separable(3, 5, (2, 3), multiplier=2, bias=False, stride=2, padding=(1, 0)), layer="separableconv2d1")


def transposed(name, features, *arguments, **options):
    image("transposed-" + name if name else "transposed", features, lambda: nn.ConvTranspose2d(3, *arguments, **options), layer="convtranspose2d1")


transposed("", 4 * 8 * 9, 4, 3)
transposed("double", 4 * 12 * 14, 4, 2, stride=2)
transposed("padding", 4 * 12 * 14, 4, 3, stride=2, padding=1, output_padding=1)
transposed("gaps", 4 * 17 * 20, 4, 2, stride=3, bias=False)
transposed("oblong", 3 * 7 * 14, 3, (3, 4), stride=(1, 2), padding=(2, 1), output_padding=(1, 0), dilation=(2, 1))
grouped("transposed-groups", (4, 4, 3), 6 * 7 * 5, lambda: nn.ConvTranspose2d(4, 6, 3, groups=2, stride=2, padding=1), layer="convtranspose2d1")
grouped("transposed-depthwise", (3, 4, 3), 3 * 8 * 6, lambda: nn.ConvTranspose2d(3, 3, 4, groups=3, stride=2, padding=1), layer="convtranspose2d1")
vision("autoencoder", (1, 8, 8), lambda: Named(
    conv2d1=nn.Conv2d(1, 3, 3, stride=2, padding=1), a=relu(), conv2d2=nn.Conv2d(3, 5, 3, stride=2, padding=1), b=relu(),
    convtranspose2d1=nn.ConvTranspose2d(5, 3, 2, stride=2), c=relu(), convtranspose2d2=nn.ConvTranspose2d(3, 1, 2, stride=2)))
grouped("conv1d", (3, 11), 4 * 9, lambda: nn.Conv1d(3, 4, 3), layer="conv1d1")
grouped("conv1d-all", (3, 11), 6 * 6, lambda: nn.Conv1d(3, 6, 3, stride=2, padding=2, dilation=2, groups=3, bias=False), layer="conv1d1")
grouped("conv1d-same", (3, 11), 4 * 11, lambda: nn.Conv1d(3, 4, 4, padding="same"), layer="conv1d1")


def volume(name, features, make, layer="p"):
    grouped(name, (2, 4, 5, 6), features, make, layer=layer)


volume("conv3d", 4 * 2 * 3 * 4, lambda: nn.Conv3d(2, 4, 3), layer="conv3d1")
volume("conv3d-all", 6 * 2 * 3 * 3, lambda: nn.Conv3d(2, 6, 2, stride=2, padding=1, dilation=2, groups=2, bias=False), layer="conv3d1")
volume("conv3d-same", 3 * 4 * 5 * 6, lambda: nn.Conv3d(2, 3, 3, padding="same"), layer="conv3d1")
volume("conv3d-oblong", 3 * 2 * 5 * 8, lambda: nn.Conv3d(
    2, 3, (1, 3, 2), stride=(2, 1, 1), padding=(0, 1, 2), dilation=(1, 1, 2)), layer="conv3d1")
vision("conv3d-wide", (2, 4, 5, 6), lambda: Named(
    conv3d1=nn.Conv3d(2, 18, 3, padding=1), a=relu(), conv3d2=nn.Conv3d(18, 17, 2), f=tanh(), b=flatten(), dense1=dense(17 * 3 * 4 * 5, 2)))
vision("conv3d-normalized", (2, 4, 5, 6), lambda: Named(
    conv3d1=nn.Conv3d(2, 4, 3), batchnorm1=nn.BatchNorm3d(4), a=relu(), conv3d2=wn(nn.Conv3d(4, 4, 2)), groupnorm1=nn.GroupNorm(2, 4),
    f=tanh(), b=flatten(), dense1=dense(24, 2)))
volume("max-pool-3d", 2 * 2 * 2 * 3, lambda: nn.MaxPool3d(2))
volume("max-pool-3d-overlapping", 2 * 2 * 3 * 3, lambda: nn.MaxPool3d(3, stride=2, padding=1))
volume("avg-pool-3d", 2 * 3 * 4 * 5, lambda: nn.AvgPool3d(2, stride=1))
volume("avg-pool-3d-padding", 2 * 3 * 3 * 6, lambda: nn.AvgPool3d((2, 3, 3), stride=(2, 2, 1), padding=(1, 1, 1)))
vision("global-pool-3d", (2, 4, 5, 6), lambda: Named(
    conv3d1=nn.Conv3d(2, 4, 3), f=tanh(), a=Do(lambda x: x.mean(dim=(2, 3, 4))), dense1=dense(4, 2)))
vision("global-max-pool-3d", (2, 4, 5, 6), lambda: Named(
    conv3d1=nn.Conv3d(2, 4, 3), f=tanh(), a=Do(lambda x: x.amax(dim=(2, 3, 4))), dense1=dense(4, 2)))
image("max-pool", 3 * 3 * 3, lambda: nn.MaxPool2d(2))
image("max-pool-overlapping", 3 * 3 * 4, lambda: nn.MaxPool2d(3, stride=2, padding=1))
image("max-pool-ceil", 3 * 3 * 3, lambda: nn.MaxPool2d(3, stride=2, ceil_mode=True))
image("max-pool-ceil-padding", 3 * 3 * 3, lambda: nn.MaxPool2d(2, stride=3, padding=1, ceil_mode=True))
image("max-pool-ceil-larger", 3 * 1 * 4, lambda: nn.MaxPool2d((7, 2), ceil_mode=True))
image("max-pool-oblong", 3 * 4 * 4, lambda: nn.MaxPool2d((2, 3), stride=(1, 2), padding=(0, 1), dilation=(2, 1)))
vision("max-pool-ties", (2, 6, 6), lambda: Named(a=relu(), b=nn.MaxPool2d(3, stride=1), conv2d1=nn.Conv2d(2, 2, 1), c=flatten(), dense1=dense(32, 2)))
image("avg-pool", 3 * 3 * 3, lambda: nn.AvgPool2d(2))
image("avg-pool-padding", 3 * 3 * 4, lambda: nn.AvgPool2d(3, stride=2, padding=1))
image("avg-pool-oblong", 3 * 3 * 6, lambda: nn.AvgPool2d((3, 2), stride=(2, 1), padding=(1, 0)))
image("avg-pool-ceil", 3 * 3 * 4, lambda: nn.AvgPool2d(2, ceil_mode=True))
image("avg-pool-ceil-padding", 3 * 4 * 4, lambda: nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True))
image("avg-pool-ceil-larger", 3, lambda: nn.AvgPool2d(8, ceil_mode=True))
image("avg-pool-ceil-oblong", 3 * 3 * 3, lambda: nn.AvgPool2d((3, 4), stride=(2, 3), padding=(0, 2), ceil_mode=True))
vision("global-pool", (2, 5, 4), lambda: Named(conv2d1=nn.Conv2d(2, 6, 3), f=tanh(), a=Do(lambda x: x.mean(dim=(2, 3))), dense1=dense(6, 3)))
vision("global-max-pool", (2, 5, 4), lambda: Named(
    conv2d1=nn.Conv2d(2, 6, 3), f=tanh(), a=Do(lambda x: x.amax(dim=(2, 3))), dense1=dense(6, 3)))


def row(name, features, make):
    """A layer between a convolution of sequences and a dense layer that gets so many features."""
    vision(name, (2, 11), lambda: Named(conv1d1=nn.Conv1d(2, 3, 1), a=tanh(), f=make(), b=tanh(), c=flatten(), dense1=dense(features, 2)))


row("max-pool-1d", 3 * 5, lambda: nn.MaxPool1d(2))
row("max-pool-1d-all", 3 * 5, lambda: nn.MaxPool1d(3, stride=2, padding=1, dilation=2, ceil_mode=True))
row("avg-pool-1d", 3 * 3, lambda: nn.AvgPool1d(3))
row("avg-pool-1d-all", 3 * 5, lambda: nn.AvgPool1d(4, stride=3, padding=2, ceil_mode=True))
vision("global-pool-1d", (2, 9), lambda: Named(conv1d1=nn.Conv1d(2, 5, 3), f=tanh(), a=Do(lambda x: x.mean(dim=2)), dense1=dense(5, 3)))
vision("global-max-pool-1d", (2, 9), lambda: Named(conv1d1=nn.Conv1d(2, 5, 3), f=tanh(), a=Do(lambda x: x.amax(dim=2)), dense1=dense(5, 3)))
image("adaptive-pool-even", 3 * 3, lambda: nn.AdaptiveAvgPool2d((3, 1)))
image("adaptive-pool-uneven", 3 * 4 * 3, lambda: nn.AdaptiveAvgPool2d((4, 3)))
image("adaptive-pool-larger", 3 * 8 * 8, lambda: nn.AdaptiveAvgPool2d(8))
image("nearest", 3 * 12 * 14, lambda: nn.Upsample(scale_factor=2))
image("nearest-oblong", 3 * 6 * 21, lambda: nn.Upsample(scale_factor=(1, 3)))
image("bilinear", 3 * 12 * 14, lambda: nn.Upsample(scale_factor=2, mode="bilinear"))
image("bilinear-3", 3 * 18 * 14, lambda: nn.Upsample(scale_factor=(3, 2), mode="bilinear"))
image("bilinear-corners", 3 * 12 * 14, lambda: nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True))
vision("pixel-shuffle", (2, 4, 5), lambda: Named(
    conv2d1=nn.Conv2d(2, 12, 1), a=tanh(), f=nn.PixelShuffle(2), b=tanh(), c=flatten(), dense1=dense(3 * 8 * 10, 2)))
vision("pixel-shuffle-3", (2, 3, 2), lambda: Named(
    conv2d1=nn.Conv2d(2, 9, 1), a=tanh(), f=nn.PixelShuffle(3), conv2d2=nn.Conv2d(1, 2, 2), c=flatten(), dense1=dense(2 * 8 * 5, 2)))
image("bicubic", 3 * 12 * 14, lambda: nn.Upsample(scale_factor=2, mode="bicubic"))
image("bicubic-3", 3 * 12 * 21, lambda: nn.Upsample(scale_factor=(2, 3), mode="bicubic"))
image("bicubic-corners", 3 * 18 * 21, lambda: nn.Upsample(scale_factor=3, mode="bicubic", align_corners=True))
image("zero-pad", 3 * 8 * 9, lambda: nn.ZeroPad2d(1))
image("zero-pad-sides", 3 * 8 * 8, lambda: nn.ZeroPad2d((0, 1, 2, 0)))
image("crop", 3 * 4 * 5, lambda: Do(lambda x: x[:, :, 1:-1, 1:-1]))
image("crop-sides", 3 * 2 * 6, lambda: Do(lambda x: x[:, :, 1:-3, :-1]))
image("permute", 3 * 6 * 7, lambda: Do(lambda x: x.permute(0, 2, 3, 1)))
vision("permute-sequence", (5, 7), lambda: Named(
    a=Do(lambda x: x.permute(0, 2, 1)), dense1=dense(5, 3), f=tanh(), b=Do(lambda x: x.permute(0, 2, 1)), conv1d1=nn.Conv1d(3, 2, 3)))


class Basic(nn.Module):
    """A block of two convolutions with its skip connection, projected if need be."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv2d1 = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.conv2d2 = nn.Conv2d(filters, filters, 3, padding=1)
        self.projection = nn.Conv2d(channels, filters, 1, stride=stride, bias=False) if (channels, 1) != (filters, stride) else None

    def forward(self, x):
        return self.conv2d2(torch.relu(self.conv2d1(x))) + (x if self.projection is None else self.projection(x))


def u(m, x):
    skip = torch.relu(m.conv2d1(x))
    deep = torch.relu(m.conv2d2(F.max_pool2d(skip, 2)))
    return m.conv2d3(torch.cat((F.interpolate(deep, scale_factor=2), skip), dim=1))


def image_gate(m, x):
    return m.conv2d2(torch.sigmoid(m.conv2d1(x)) * x).flatten(1)


mean_of_pixels = Do(lambda x: x.mean(dim=(2, 3)))
vision("lenet", (1, 12, 12), lambda: Named(
    conv2d1=nn.Conv2d(1, 3, 5, padding=2), a=relu(), b=nn.MaxPool2d(2), conv2d2=nn.Conv2d(3, 4, 3), c=relu(), d=nn.MaxPool2d(2), e=flatten(),
    dense1=dense(16, 10), f=relu(), dense2=dense(10, 5)), softmax_cross_entropy)
vision("sixteen-channels", (1, 6, 6), lambda: Named(
    conv2d1=nn.Conv2d(1, 16, 3, padding=1), a=relu(), b=nn.MaxPool2d(2), c=flatten(), dense1=dense(144, 2)))
vision("residual", (2, 7, 5), lambda: Named(basic1=Basic(2, 4, 2), a=relu(), basic2=Basic(4, 4, 1), b=relu(), c=mean_of_pixels, dense1=dense(4, 2)))
vision("residual-stride-only", (3, 6, 6), lambda: Named(basic1=Basic(3, 3, 2), a=relu(), c=mean_of_pixels, dense1=dense(3, 2)))
vision("inception", (2, 5, 4), lambda: Named(
    parallel1=Parallel([Named(conv2d1=nn.Conv2d(2, 3, 1), f=relu()), Named(conv2d1=nn.Conv2d(2, 3, 3, padding="same"), f=tanh())]),
    a=nn.AvgPool2d(2), b=flatten(), dense1=dense(24, 2)))
vision("u", (2, 8, 6), lambda: Wired(u, conv2d1=nn.Conv2d(2, 3, 3, padding=1), conv2d2=nn.Conv2d(3, 5, 3, padding=1), conv2d3=nn.Conv2d(8, 2, 1)))
vision("gate", (3, 5, 5), lambda: Wired(image_gate, conv2d1=nn.Conv2d(3, 3, 3, padding="same"), conv2d2=nn.Conv2d(3, 2, 5)))


# Sequences.

def sequence(name, shapes, make, loss=mean_squared_error, optimizer=sgd(0.01)):
    model("sequence-" + name, shapes, make, loss, optimizer)


def embedded(name, length, vocabulary, dim, *layers, units=None, **options):
    """Tokens, an embedding, layers without names, and a dense layer on what is flattened."""
    def make():
        net = Named(embedding1=nn.Embedding(vocabulary, dim, **options))
        for i, layer in enumerate(layers):
            net.add_module(f"l{i}", layer)
        net.add_module("flatten", nn.Flatten())
        net.add_module("dense1", dense(length * dim, units or 4))
        return net
    return (name, Tokens(length, vocabulary), make)


sequence(*embedded("embedding", 5, 11, 6, units=3))
sequence(*embedded("embedding-wide", 7, 23, 48))
sequence(*embedded("embedding-17", 3, 9, 17, nn.Tanh()))
sequence("embedding-33", Tokens(3, 9), lambda: Named(
    embedding1=nn.Embedding(9, 33), dense1=dense(33, 32), t=nn.Tanh(), f=nn.Flatten(), dense2=dense(96, 17)))
sequence(*embedded("embedding-of-one", 9, 5, 1))
sequence(*embedded("embedding-one-token", 1, 13, 32))
sequence(*embedded("embedding-one-id", 4, 1, 20))
sequence("embedding-last", Tokens(4, 6), lambda: Named(embedding1=nn.Embedding(6, 3)), softmax_cross_entropy)
sequence(*embedded("embedding-padding", 6, 4, 20, units=3, padding_idx=0))
sequence(*embedded("embedding-adam", 5, 40, 32, units=3), softmax_cross_entropy, adam(0.01))
sequence("embedding-two-inputs", [Tokens(3, 7), Tokens(2, 9)], lambda: Wired(
    lambda m, left, right: m.dense1(torch.tanh(m.embedding1(left).flatten(1) + m.embedding2(right).flatten(1))),
    embedding1=nn.Embedding(7, 32), embedding2=nn.Embedding(9, 48), dense1=dense(96, 3)))
sequence("embedding-mixed-inputs", [(4,), Tokens(2, 5)], lambda: Wired(
    lambda m, numbers, ids: m.dense2(torch.tanh(m.embedding1(ids).flatten(1) + m.dense1(numbers))),
    dense1=dense(4, 6), embedding1=nn.Embedding(5, 3), dense2=dense(6, 3)))
sequence("embedding-twice", Tokens(4, 7), lambda: Wired(
    lambda m, ids: m.dense1((m.embedding2(ids) * m.embedding1(ids)).flatten(1)),
    embedding1=nn.Embedding(7, 16), embedding2=nn.Embedding(7, 16), dense1=dense(64, 2)))
sequence("embedding-conv", Tokens(8, 11), lambda: Wired(
    lambda m, ids: m.dense1(torch.relu(m.conv1d1(m.embedding1(ids).transpose(1, 2))).flatten(1)),
    embedding1=nn.Embedding(11, 6), conv1d1=nn.Conv1d(6, 5, 3), dense1=dense(30, 3)))


def ignoring(label):
    """The cross-entropy of all labels but one, which about a third of the positions have that are not the first of their sample."""
    return ("labels", over_classes(lambda y, labels: F.cross_entropy(y, labels, ignore_index=label)), label)


sequence("labels", Tokens(5, 9), lambda: Named(embedding1=nn.Embedding(9, 8), dense1=dense(8, 7)), ignoring(-100), sgd(0.1))
sequence("labels-of-a-class", (6, 5), lambda: Named(dense1=dense(5, 18), t=nn.Tanh(), dense2=dense(18, 4)), ignoring(0), adam(0.01))
sequence("labels-weights", Tokens(5, 9), lambda: Named(embedding1=nn.Embedding(9, 8), dense1=dense(8, 4)),
    ("labels", weighted_classes([1, 2, 0.5, 4], ignore=-100), -100), sgd(0.1))
sequence("labels-conv", (3, 8), lambda: Named(conv1d1=nn.Conv1d(3, 4, 3), r=nn.ReLU(), dense1=dense(6, 5)), ignoring(-1), sgd(0.1))


class PositionalEncoding(nn.Module):
    """As in PyTorch's tutorial on Transformers."""

    def __init__(self, length, dim):
        super().__init__()
        position = torch.arange(length).unsqueeze(1)
        waves = torch.zeros(length, dim)
        factor = torch.exp(torch.arange(0, dim, 2) * (-math.log(10000.0) / dim))
        waves[:, 0::2] = torch.sin(position * factor)
        waves[:, 1::2] = torch.cos(position * factor)[:, :dim // 2]
        self.waves = waves

    def forward(self, x):
        return x + self.waves


class PositionalEmbedding(nn.Embedding):
    def forward(self, x):
        return x + self.weight


for kind, layer in (("encoding", PositionalEncoding), ("embedding", PositionalEmbedding)):
    sequence(f"positional-{kind}", (5, 6), lambda layer=layer, kind=kind: Named(
        dense1=dense(6, 7), **{f"positional{kind}1": layer(5, 7)}, t=nn.Tanh(), f=nn.Flatten(), dense2=dense(35, 2)))
    sequence(f"positional-{kind}-tokens", Tokens(20, 7), lambda layer=layer, kind=kind: Named(
        embedding1=nn.Embedding(7, 32), **{f"positional{kind}1": layer(20, 32)}, f=nn.Flatten(), dense1=dense(640, 2)),
        optimizer=sgd(0.001))


class Attention(nn.MultiheadAttention):
    """PyTorch's module, whose mask follows from positions."""

    def __init__(self, features, heads, causal=False, window=0, **options):
        super().__init__(features, heads, batch_first=True, **options)
        self.causal, self.window = causal, window

    def forward(self, x, memory=None):
        memory = x if memory is None else memory
        distance = torch.arange(x.shape[1]).unsqueeze(1) - torch.arange(memory.shape[1])
        hidden = (distance < 0) if self.causal else torch.zeros_like(distance, dtype=torch.bool)
        if self.window:
            hidden = hidden | (distance.abs() > self.window)
        blind = hidden.all(dim=1)
        y, _ = super().forward(x, memory, memory, attn_mask=hidden & ~blind.unsqueeze(1))
        if not blind.any():
            return y
        # Steps that see nothing: zeros from the heads, and the bias of the projection behind them.
        return torch.where(blind.reshape(1, -1, 1), self.out_proj.bias.expand_as(y), y)


def attention(name, shape, heads, units=3, rate=0.01, **options):
    sequence("attention" + name, shape, lambda: Named(
        multiheadattention1=Attention(shape[1], heads, **options), f=nn.Flatten(), dense1=dense(shape[0] * shape[1], units)),
        optimizer=sgd(rate))


attention("", (5, 6), 2)
attention("-wide", (9, 64), 2, rate=0.001)
attention("-16", (16, 32), 2, causal=True)
attention("-one-head", (4, 5), 1)
attention("-one-step", (1, 6), 3)
attention("-no-bias", (5, 6), 2, bias=False)
sequence("attention-causal", (7, 6), lambda: Named(
    multiheadattention1=Attention(6, 2, causal=True), dense1=dense(6, 4)), softmax_cross_entropy, sgd(0.1))


class CausalConv(nn.Conv1d):
    """Zeros before the sequence only."""

    def forward(self, x):
        return super().forward(F.pad(x, (self.dilation[0] * (self.kernel_size[0] - 1), 0)))


class Turned(nn.Module):
    def forward(self, x):
        return x.transpose(1, 2)


sequence("conv-causal", (3, 9), lambda: Named(
    conv1d1=CausalConv(3, 4, 3), f=nn.Tanh(), conv1d2=CausalConv(4, 20, 2, dilation=2)), mean_squared_error, sgd(0.01))
sequence("conv-causal-stride", (2, 10), lambda: Named(
    conv1d1=CausalConv(2, 4, 4, stride=2), f=nn.Tanh(), a=flatten(), dense1=dense(20, 2)), mean_squared_error, sgd(0.01))
sequence("conv-causal-wide", (16, 12), lambda: Named(
    conv1d1=CausalConv(16, 32, 5), f=nn.ReLU(), conv1d2=CausalConv(32, 16, 3, dilation=4, groups=2), a=Turned(), dense1=dense(16, 3)),
    mean_squared_error, sgd(0.01))
attention("-window", (9, 6), 3, window=2)
attention("-window-causal", (9, 6), 3, window=2, causal=True)


def cross(name, memory, shape, **options):
    sequence("attention-" + name, [memory, shape], lambda: Wired(
        lambda m, a, b: m.dense1(m.multiheadattention1(b, a).flatten(1)),
        multiheadattention1=Attention(shape[1], 2, **options), dense1=dense(shape[0] * shape[1], 3)))


cross("cross", (4, 6), (7, 6))
cross("cross-wide", (4, 32), (7, 32))
cross("cross-features", (4, 5), (7, 6), kdim=5, vdim=5)
cross("nothing-seen", (2, 6), (7, 6), window=2)


class MaskedAttention(Attention):
    """Attention with a mask of each sample: 0 where a step does not see a key."""

    def forward(self, seen, x):
        hidden = (seen if seen.dim() == 3 else seen.unsqueeze(1).expand(-1, x.shape[1], -1)) == 0
        if self.causal:
            hidden = hidden | torch.ones(x.shape[1], x.shape[1]).triu(1).bool()
        blind = hidden.all(dim=2)
        mask = (hidden & ~blind.unsqueeze(2)).repeat_interleave(self.num_heads, 0)
        y, _ = nn.MultiheadAttention.forward(self, x, x, x, attn_mask=mask)
        return torch.where(blind.unsqueeze(2), self.out_proj.bias.expand_as(y), y)


def masked(name, mask, **options):
    sequence("attention-mask" + name, [mask, (5, 6)], lambda: Wired(
        lambda m, seen, x: m.dense1(m.multiheadattention1(F.relu(seen), x).flatten(1)),
        multiheadattention1=MaskedAttention(6, 2, **options), dense1=dense(30, 3)))


masked("", (5, 5))
masked("-causal", (5, 5), causal=True)
masked("-padding", (5,))


class Heads(nn.Module):
    """Attention written out, for what PyTorch's module lacks: heads of any width, and rotations."""

    def __init__(self, features, heads, width=None, causal=False, rotary=False):
        super().__init__()
        self.heads, self.causal, self.rotary = heads, causal, rotary
        inner = heads * width if width else features
        if width:
            for letter in "qkv":
                setattr(self, letter + "_proj_weight", nn.Parameter(torch.randn(inner, features) * 0.3))
        else:
            self.in_proj_weight = nn.Parameter(torch.randn(3 * inner, features) * 0.3)
        self.in_proj_bias = nn.Parameter(torch.randn(3 * inner) * 0.1)
        self.out_proj = nn.Linear(inner, features)

    def forward(self, x):
        weights = self.in_proj_weight.chunk(3) if hasattr(self, "in_proj_weight") else (
            self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        q, k, v = [F.linear(x, w, b).unflatten(-1, (self.heads, -1)).transpose(1, 2) for w, b in zip(weights, self.in_proj_bias.chunk(3))]
        if self.rotary:
            half = q.shape[-1] // 2
            angles = torch.outer(torch.arange(x.shape[1]), 10000.0 ** (-torch.arange(half) / half))
            q, k = [torch.cat([
                h[..., :half] * angles.cos() - h[..., half:] * angles.sin(),
                h[..., half:] * angles.cos() + h[..., :half] * angles.sin()], dim=-1) for h in (q, k)]
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
        if self.causal:
            scores = scores.masked_fill(torch.ones(x.shape[1], x.shape[1]).triu(1).bool(), -math.inf)
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))


def heads(name, shape, *arguments, rate=0.01, **options):
    sequence("attention-" + name, shape, lambda: Named(
        multiheadattention1=Heads(shape[1], *arguments, **options), f=nn.Flatten(), dense1=dense(shape[0] * shape[1], 3)),
        optimizer=sgd(rate))


heads("key-dim", (5, 6), 2, width=4)
heads("rotary", (5, 12), 2, rotary=True)
heads("rotary-wide", (6, 64), 2, rotary=True, causal=True, rate=0.001)
sequence("attention-conv", (4, 8), lambda: Wired(
    lambda m, x: m.dense1(m.multiheadattention1(m.conv1d1(x)).flatten(1)),
    conv1d1=nn.Conv1d(4, 6, 3), multiheadattention1=Attention(6, 2, causal=True), dense1=dense(36, 3)))


class Encoder(nn.TransformerEncoderLayer):
    def __init__(self, features, heads, hidden, causal=False, **options):
        super().__init__(features, heads, hidden, dropout=0, batch_first=True, **options)
        self.causal = causal

    def forward(self, x):
        # The fast path of evaluation has bits of its own, and ignores hooks: training mode computes the same.
        self.train()
        return super().forward(x, src_mask=torch.ones(x.shape[1], x.shape[1]).triu(1).bool() if self.causal else None)


class Decoder(nn.TransformerDecoderLayer):
    def __init__(self, features, heads, hidden, causal=True, **options):
        super().__init__(features, heads, hidden, dropout=0, batch_first=True, **options)
        self.causal = causal

    def forward(self, x, memory):
        return super().forward(x, memory, tgt_mask=torch.ones(x.shape[1], x.shape[1]).triu(1).bool() if self.causal else None)


sequence("encoder", (5, 12), lambda: Named(transformerencoder1=Encoder(12, 2, 20), f=nn.Flatten(), dense1=dense(60, 3)))
sequence("encoder-norm-first", (5, 12), lambda: Named(
    transformerencoder1=Encoder(12, 3, 7, norm_first=True, activation="gelu"), layernorm1=nn.LayerNorm(12), f=nn.Flatten(),
    dense1=dense(60, 3)))
sequence("decoder", [(4, 12), (6, 12)], lambda: Wired(
    lambda m, a, b: m.dense1(m.transformerdecoder1(b, a).flatten(1)), transformerdecoder1=Decoder(12, 2, 20), dense1=dense(72, 3)))
sequence("decoder-norm-first", [(4, 12), (6, 12)], lambda: Wired(
    lambda m, a, b: m.dense1(m.transformerdecoder1(b, a).flatten(1)),
    transformerdecoder1=Decoder(12, 2, 20, causal=False, norm_first=True, activation="gelu"), dense1=dense(72, 3)))
sequence("gpt", Tokens(8, 11), lambda: Named(
    embedding1=nn.Embedding(11, 32, _weight=0.1 * torch.randn(11, 32)), positionalembedding1=PositionalEmbedding(8, 32),
    **{f"transformerencoder{i}": Encoder(32, 2, 48, causal=True, norm_first=True, activation="gelu") for i in (1, 2)},
    layernorm1=nn.LayerNorm(32), dense1=dense(32, 11)), ignoring(-100), sgd(0.05))
sequence("translator", [Tokens(5, 9), Tokens(6, 8)], lambda: Wired(
    lambda m, source, target: m.dense1(m.transformerdecoder1(
        m.p2(m.embedding2(target)), m.transformerencoder1(m.p1(m.embedding1(source))))),
    embedding1=nn.Embedding(9, 16, padding_idx=0), p1=PositionalEncoding(5, 16), transformerencoder1=Encoder(16, 2, 24),
    embedding2=nn.Embedding(8, 16), p2=PositionalEncoding(6, 16), transformerdecoder1=Decoder(16, 2, 24), dense1=dense(16, 8)),
    ignoring(0), sgd(0.05))


# Recurrence.

def recurrent(kind, features, units, sequences=False, **options):
    """A layer of PyTorch whose result is one tensor: all steps, or the states behind them."""

    class Recurrent(kind):
        def forward(self, x):
            steps, state = super().forward(x)
            if sequences:
                return steps
            state = (state[0] if isinstance(state, tuple) else state)[-2 if self.bidirectional else -1:]
            return torch.cat(list(state), dim=-1)

    return Recurrent(features, units, batch_first=True, **options)


def lstm(*arguments, **options):
    return recurrent(nn.LSTM, *arguments, **options)


def gru(*arguments, **options):
    return recurrent(nn.GRU, *arguments, **options)


def rnn(*arguments, **options):
    return recurrent(nn.RNN, *arguments, **options)


def stateful(kind, *arguments, sequences=False, **options):
    """A layer that goes on from batch to batch in training, without a gradient between them."""

    class Stateful(kind):
        carried = None

        def forward(self, x, lengths=None):
            both = x if lengths is None else nn.utils.rnn.pack_padded_sequence(x, lengths[:, 0], batch_first=True, enforce_sorted=False)
            steps, state = super().forward(both, self.carried if self.training else None)
            if self.training:
                self.carried = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
            return steps if sequences else (state[0] if isinstance(state, tuple) else state)[-1]

        def floats(self):
            parts = self.carried if isinstance(self.carried, tuple) else (self.carried,)
            return torch.cat([part[layer] for layer in range(self.num_layers) for part in parts], dim=1)

    return Stateful(*arguments, batch_first=True, **options)


class ResetBefore(nn.Module):
    """The GRU of the paper, which PyTorch lacks: the reset gate is applied before the product."""

    def __init__(self, features, units):
        super().__init__()
        self.units = units
        for name, shape in (("weight_ih", (3 * units, features)), ("weight_hh", (3 * units, units)), ("bias_ih", (3 * units,)),
                            ("bias_hh", (3 * units,))):
            setattr(self, name + "_l0", nn.Parameter((2 * torch.rand(shape) - 1) / math.sqrt(units)))

    def forward(self, x):
        h = torch.zeros(x.shape[0], self.units)
        u = self.units
        for step in x.unbind(1):
            i = F.linear(step, self.weight_ih_l0, self.bias_ih_l0) + self.bias_hh_l0
            r, z = torch.sigmoid(i[:, :2 * u] + F.linear(h, self.weight_hh_l0[:2 * u])).chunk(2, dim=1)
            n = torch.tanh(i[:, 2 * u:] + F.linear(r * h, self.weight_hh_l0[2 * u:]))
            h = (1 - z) * n + z * h
        return h


class LastStep(nn.Module):
    def forward(self, x):
        return x[:, -1]


class RepeatVector(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def forward(self, x):
        return x.unsqueeze(1).expand(-1, self.n, -1)


def packed(kind, *arguments, sequences=False, **options):
    """The same on packed sequences."""

    class Packed(kind):
        def forward(self, x, lengths):
            both = nn.utils.rnn.pack_padded_sequence(x, lengths[:, 0], batch_first=True, enforce_sorted=False)
            steps, state = super().forward(both)
            if sequences:
                return nn.utils.rnn.pad_packed_sequence(steps, batch_first=True, total_length=x.shape[1])[0]
            state = (state[0] if isinstance(state, tuple) else state)[-2 if self.bidirectional else -1:]
            return torch.cat(list(state), dim=-1)

    return Packed(*arguments, batch_first=True, **options)


def last_of(x, lengths):
    return x[torch.arange(x.shape[0]), lengths[:, 0] - 1]


sequence("lengths-rnn", [(5, 6), Lengths(5)], lambda: Wired(
    lambda m, x, n: m.dense1(m.rnn1(x, n)), rnn1=packed(nn.RNN, 6, 7), dense1=dense(7, 3)))
sequence("lengths-lstm", [(6, 5), Lengths(6)], lambda: Wired(
    lambda m, x, n: m.dense1(m.lstm1(x, n)), lstm1=packed(nn.LSTM, 5, 16), dense1=dense(16, 3)))
sequence("lengths-lstm-bidirectional", [(6, 5), Lengths(6)], lambda: Wired(
    lambda m, x, n: m.dense1(m.lstm1(x, n)), lstm1=packed(nn.LSTM, 5, 7, bidirectional=True, num_layers=2), dense1=dense(14, 3)))
sequence("lengths-gru-steps", [Tokens(6, 9), Lengths(6)], lambda: Wired(
    lambda m, x, n: m.dense1(m.gru1(m.embedding1(x), n)),
    embedding1=nn.Embedding(9, 8), gru1=packed(nn.GRU, 8, 16, bidirectional=True, sequences=True), dense1=dense(32, 4)),
    ("labels", over_classes(lambda y, labels: F.cross_entropy(y, labels, ignore_index=-1)), "lengths"), sgd(0.1))
sequence("lengths-last-step", [(5, 6), Lengths(5)], lambda: Wired(
    lambda m, x, n: m.dense1(last_of(torch.tanh(m.gru1(x, n)), n)), gru1=packed(nn.GRU, 6, 9, sequences=True), dense1=dense(9, 3)))
sequence("lengths-two-inputs", [(4, 3), (5, 3), Lengths(4)], lambda: Wired(
    lambda m, a, b, n: m.dense1(m.lstm2(b) + m.lstm1(a, n)),
    lstm1=packed(nn.LSTM, 3, 16), lstm2=lstm(3, 16), dense1=dense(16, 3)))


class Padded(Attention):
    """The module with a mask of keys behind each sample's length. Steps that see nothing get zeros from the heads."""

    def forward(self, x, lengths, memory=None):
        memory = x if memory is None else memory
        if not self.causal and not self.window:
            return nn.MultiheadAttention.forward(self, x, memory, memory, key_padding_mask=behind(memory, lengths))[0]
        distance = torch.arange(x.shape[1]).unsqueeze(1) - torch.arange(memory.shape[1])
        hidden = (distance < 0) if self.causal else torch.zeros_like(distance, dtype=torch.bool)
        if self.window:
            hidden = hidden | (distance.abs() > self.window)
        hidden = hidden | behind(memory, lengths).unsqueeze(1)
        blind = hidden.all(dim=2, keepdim=True)
        mask = (hidden & ~blind).repeat_interleave(self.num_heads, dim=0)
        y = nn.MultiheadAttention.forward(self, x, memory, memory, attn_mask=mask)[0]
        return torch.where(blind, self.out_proj.bias.expand_as(y), y)


def behind(x, lengths):
    return torch.arange(x.shape[1]) >= lengths


def mean_of(x, lengths):
    return x.masked_fill(behind(x, lengths).unsqueeze(2), 0).sum(1) / lengths


def max_of(x, lengths):
    return x.masked_fill(behind(x, lengths).unsqueeze(2), -math.inf).amax(1)


class PaddedEncoder(nn.TransformerEncoderLayer):
    def __init__(self, *arguments):
        super().__init__(*arguments, dropout=0, batch_first=True)

    def forward(self, x, lengths):
        self.train()
        return super().forward(x, src_key_padding_mask=behind(x, lengths))


class PaddedDecoder(nn.TransformerDecoderLayer):
    def __init__(self, *arguments):
        super().__init__(*arguments, dropout=0, batch_first=True)

    def forward(self, x, memory, lengths):
        return super().forward(
            x, memory, tgt_mask=torch.ones(x.shape[1], x.shape[1]).triu(1).bool(), memory_key_padding_mask=behind(memory, lengths))


sequence("mean-over-time", (5, 18), lambda: Named(t=nn.Tanh(), p=Do(lambda x: x.mean(1)), dense1=dense(18, 3)))
sequence("max-over-time", (5, 18), lambda: Named(dense1=dense(18, 20), p=Do(lambda x: x.amax(1)), dense2=dense(20, 3)))
sequence("lengths-mean", [(5, 18), Lengths(5)], lambda: Wired(
    lambda m, x, n: m.dense1(mean_of(torch.tanh(x), n)), dense1=dense(18, 3)))
sequence("lengths-max", [(5, 6), Lengths(5)], lambda: Wired(
    lambda m, x, n: m.dense2(max_of(m.dense1(x), n)), dense1=dense(6, 20), dense2=dense(20, 3)))
sequence("lengths-attention", [(7, 6), Lengths(7)], lambda: Wired(
    lambda m, x, n: m.dense1(mean_of(m.multiheadattention1(x, n), n)), multiheadattention1=Padded(6, 2), dense1=dense(6, 3)))
sequence("lengths-attention-wide", [(20, 64), Lengths(20)], lambda: Wired(
    lambda m, x, n: m.dense1(max_of(m.multiheadattention1(x, n), n)), multiheadattention1=Padded(64, 2), dense1=dense(64, 3)),
    optimizer=sgd(0.001))
sequence("lengths-attention-causal", [(7, 6), Lengths(7)], lambda: Wired(
    lambda m, x, n: m.dense1(last_of(m.multiheadattention1(x, n), n)),
    multiheadattention1=Padded(6, 2, causal=True), dense1=dense(6, 3)))
sequence("lengths-attention-nothing-seen", [(9, 6), Lengths(9)], lambda: Wired(
    lambda m, x, n: m.dense1(m.multiheadattention1(x, n).flatten(1)), multiheadattention1=Padded(6, 3, window=2), dense1=dense(54, 3)))
sequence("lengths-attention-cross", [(5, 6), (5, 6), Lengths(5)], lambda: Wired(
    lambda m, a, b, n: m.dense1(m.multiheadattention2(m.multiheadattention1(b), n, a).flatten(1)),
    multiheadattention1=Attention(6, 2), multiheadattention2=Padded(6, 2), dense1=dense(30, 3)))
sequence("lengths-encoder", [Tokens(6, 9), Lengths(6)], lambda: Wired(
    lambda m, x, n: m.dense1(m.transformerencoder1(m.embedding1(x), n)),
    embedding1=nn.Embedding(9, 16, _weight=0.5 * torch.randn(9, 16)), transformerencoder1=PaddedEncoder(16, 2, 24), dense1=dense(16, 4)),
    ("labels", over_classes(lambda y, labels: F.cross_entropy(y, labels, ignore_index=-1)), "lengths"), sgd(0.1))
sequence("lengths-translator", [Tokens(6, 9), Tokens(6, 8), Lengths(6)], lambda: Wired(
    lambda m, source, target, n: m.dense1(m.transformerdecoder1(
        m.p2(m.embedding2(target)), m.transformerencoder1(m.p1(m.embedding1(source)), n), n)),
    embedding1=nn.Embedding(9, 16), p1=PositionalEncoding(6, 16), transformerencoder1=PaddedEncoder(16, 2, 24),
    embedding2=nn.Embedding(8, 16), p2=PositionalEncoding(6, 16), transformerdecoder1=PaddedDecoder(16, 2, 24), dense1=dense(16, 8)),
    ignoring(0), sgd(0.05))
for suffix, weighing in [
        ("class", over_classes(lambda y, labels: F.cross_entropy(y, labels, weight=torch.tensor([1, 2, 0.5, 4]), ignore_index=-1))),
        ("all", weighted_classes([1, 2, 0.5, 4], ignore=-1))]:
    sequence(f"lengths-{suffix}-weights", [Tokens(6, 9), Lengths(6)], lambda: Wired(
        lambda m, x, n: m.dense1(m.gru1(m.embedding1(x), n)),
        embedding1=nn.Embedding(9, 8), gru1=packed(nn.GRU, 8, 16, sequences=True), dense1=dense(16, 4)),
        ("labels", weighing, "lengths"), sgd(0.1))
sequence("rnn", (5, 6), lambda: Named(rnn1=rnn(6, 7), dense1=dense(7, 3)))
sequence("rnn-wide", (6, 20), lambda: Named(rnn1=rnn(20, 32), dense1=dense(32, 3)))
sequence("rnn-relu", (4, 5), lambda: Named(rnn1=rnn(5, 20, nonlinearity="relu", bias=False), dense1=dense(20, 3)))
sequence("rnn-one-step", (1, 6), lambda: Named(rnn1=rnn(6, 5), dense1=dense(5, 3)))
sequence("rnn-one-unit", (5, 3), lambda: Named(rnn1=rnn(3, 1), dense1=dense(1, 2)))
sequence("rnn-all-steps", (5, 6), lambda: Named(rnn1=rnn(6, 17, sequences=True), dense1=dense(17, 3)))
sequence("lstm", (5, 6), lambda: Named(lstm1=lstm(6, 7), dense1=dense(7, 3)))
sequence("lstm-wide", (6, 20), lambda: Named(lstm1=lstm(20, 32), dense1=dense(32, 3)))
sequence("lstm-adam", (9, 8), lambda: Named(lstm1=lstm(8, 16), dense1=dense(16, 1)), optimizer=adam(0.001))
sequence("lstm-all-steps", (5, 6), lambda: Named(lstm1=lstm(6, 16, sequences=True), dense1=dense(16, 3)), softmax_cross_entropy, sgd(0.1))
sequence("lstm-last", (4, 3), lambda: Named(lstm1=lstm(3, 5)))
sequence("lstm-last-steps", (4, 3), lambda: Named(lstm1=lstm(3, 16, sequences=True)))
sequence("lstm-bidirectional", (5, 6), lambda: Named(lstm1=lstm(6, 16, bidirectional=True), dense1=dense(32, 3)))
sequence("lstm-two-layers", (5, 6), lambda: Named(lstm1=lstm(6, 9, num_layers=2), dense1=dense(9, 3)))
sequence("lstm-all-options", (4, 5), lambda: Named(
    lstm1=lstm(5, 6, num_layers=2, bidirectional=True, sequences=True, bias=False), f=nn.Flatten(), dense1=dense(48, 3)))
sequence("gru", (5, 6), lambda: Named(gru1=gru(6, 7), dense1=dense(7, 3)))
sequence("gru-wide", (6, 20), lambda: Named(gru1=gru(20, 32), dense1=dense(32, 3)))
sequence("gru-no-bias", (4, 5), lambda: Named(gru1=gru(5, 6, bias=False), dense1=dense(6, 3)))
sequence("gru-bidirectional", (5, 6), lambda: Named(
    gru1=gru(6, 16, bidirectional=True, sequences=True), f=nn.Flatten(), dense1=dense(160, 3)))
sequence("gru-two-layers", (5, 6), lambda: Named(gru1=gru(6, 9, num_layers=2, bidirectional=True), dense1=dense(18, 3)))
sequence("gru-reset-before", (5, 6), lambda: Named(gru1=ResetBefore(6, 9), dense1=dense(9, 3)))
sequence("last-step", (5, 6), lambda: Named(lstm1=lstm(6, 8, sequences=True), t=nn.Tanh(), l=LastStep(), dense1=dense(8, 3)))
sequence("repeat-vector", (5, 6), lambda: Named(
    lstm1=lstm(6, 8), r=RepeatVector(4), gru1=gru(8, 8, sequences=True), dense1=dense(8, 3)))
sequence("stateful-lstm", (6, 5), lambda: Named(lstm1=stateful(nn.LSTM, 5, 16, sequences=True), dense1=dense(16, 3)))
sequence("stateful-lstm-two-layers", (5, 6), lambda: Named(lstm1=stateful(nn.LSTM, 6, 9, num_layers=2), dense1=dense(9, 3)))
sequence("stateful-gru", (4, 3), lambda: Named(gru1=stateful(nn.GRU, 3, 3, sequences=True), dense1=dense(3, 2)))
sequence("stateful-one-unit", (5, 3), lambda: Named(rnn1=stateful(nn.RNN, 3, 1), dense1=dense(1, 2)))
sequence("stateful-two", (5, 6), lambda: Named(
    rnn1=stateful(nn.RNN, 6, 7, sequences=True), gru1=stateful(nn.GRU, 7, 20, sequences=True), dense1=dense(20, 3)), optimizer=adam(0.01))
sequence("stateful-lengths", [(6, 5), Lengths(6)], lambda: Wired(
    lambda m, x, n: m.dense1(m.lstm1(x, n)), lstm1=stateful(nn.LSTM, 5, 16), dense1=dense(16, 3)))
sequence("stateful-tokens", Tokens(6, 9), lambda: Named(
    embedding1=nn.Embedding(9, 8), lstm1=stateful(nn.LSTM, 8, 16, sequences=True), dense1=dense(16, 9)), softmax_cross_entropy, sgd(0.1))
sequence("recurrent-tokens", Tokens(6, 9), lambda: Named(
    embedding1=nn.Embedding(9, 8), gru1=gru(8, 16), dense1=dense(16, 3)), softmax_cross_entropy, sgd(0.1))
sequence("recurrent-conv", (4, 9), lambda: Wired(
    lambda m, x: m.dense1(m.lstm1(m.conv1d1(x).transpose(1, 2))),
    conv1d1=nn.Conv1d(4, 6, 3), lstm1=lstm(6, 8), dense1=dense(8, 3)))
sequence("recurrent-attention", (5, 6), lambda: Named(
    lstm1=lstm(6, 8, sequences=True), multiheadattention1=Attention(8, 2), f=nn.Flatten(), dense1=dense(40, 3)))


# Functions of the user: see Functions/UserFunctions.cs.

class Own(nn.Module):
    """A function with the parameters that it names."""

    def __init__(self, function, **shapes):
        super().__init__()
        self.function = function
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter(torch.randn(*shape) * 0.5))

    def forward(self, x, *more):
        return self.function(x, *more, **dict(self.named_parameters(recurse=False)))


def function(name, f, features=6, **shapes):
    model("function-" + name, (5,), lambda: Named(dense1=dense(5, 6), apply1=Own(f, **shapes), dense2=dense(features, 2)), mean_squared_error, sgd(0.05))


def horner(x):
    return ((0.25 * x) + 1 / 2) * x + 1


def cubed(x):
    return x ** 3 / (1 + x ** 6)


def attend(x, q, k, v):
    return torch.softmax((x @ q) @ (x @ k).transpose(1, 2) / 3 ** 0.5, -1) @ (x @ v)


def excite(x, weight):
    return x * torch.sigmoid(x.mean(dim=(2, 3)) @ weight).reshape(x.shape[0], -1, 1, 1)


def shuffle(x):
    n, c, h, w = x.shape
    return x.reshape(n, 2, c // 2, h, w).permute(0, 2, 1, 3, 4).reshape(n, c, h, w)


def whole(x, reduce):
    return reduce(x, dim=-1, keepdim=True)


function("QuickGelu", lambda x: x * torch.sigmoid(1.702 * x))
function("ExactGelu", F.gelu)
function("Swish", F.silu)
function("Leaky", lambda x: F.leaky_relu(x, 0.2))
function("Mish", F.mish)
function("HardSwish", F.hardswish)
function("SquaredRelu", lambda x: torch.relu(x) ** 2)
function("Softsign", F.softsign)
function("Selu", F.selu)
function("LogCosh", lambda x: x + F.softplus(-2 * x) - math.log(2))
function("RmsNorm", lambda x, scale: x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5) * scale, scale=(6,))
function("Standardize", lambda x: F.layer_norm(x, (6,), eps=1e-3))
function("Linear", lambda x, weight, bias: x @ weight + bias, features=4, weight=(6, 4), bias=(4,))
function("Horner", horner)
function("GatedHalf", F.glu, features=3)
function("FractionalPower", lambda x: (x.abs() + 0.1) ** 0.75 * (2 + x * x) ** -0.5)
function("Highway", lambda x: torch.tanh(x) * torch.sigmoid(x) + x * (1 - torch.sigmoid(x)))
function("UnitRange", lambda x: (x - whole(x, torch.amin)) / (whole(x, torch.amax) - whole(x, torch.amin) + 1))
function("Reversal", lambda x: (2 * x).detach() - x)
function("BothSigns", lambda x: torch.cat([torch.relu(x), torch.relu(-x)], -1), features=12)
function("Cubed", cubed)
function("Clipped", lambda x: x.clamp(-0.5, 0.7) + 0.1 * ((x < 0).float() - (x > 0).float()))
model("function-SelfAttention", (5, 4), lambda: Named(
    apply1=Own(attend, q=(4, 3), k=(4, 3), v=(4, 4)), a=flatten(), dense1=dense(20, 2)), mean_squared_error, sgd(0.05))
model("function-OverTime", (5, 4), lambda: Named(
    dense1=dense(4, 3), apply1=Own(lambda x: torch.softmax(x, 1) * torch.log_softmax(x, -1)), a=flatten(), dense2=dense(15, 2)),
    mean_squared_error, sgd(0.05))
model("function-SqueezeExcite", (2, 5, 4), lambda: Named(
    conv2d1=nn.Conv2d(2, 4, 3), apply1=Own(excite, weight=(4, 4)), a=flatten(), dense1=dense(24, 2)), mean_squared_error, sgd(0.05))
model("function-ChannelShuffle", (2, 5, 4), lambda: Named(
    conv2d1=nn.Conv2d(2, 4, 3), apply1=Own(shuffle), conv2d2=nn.Conv2d(4, 3, 2), a=flatten(), dense1=dense(6, 2)),
    mean_squared_error, sgd(0.05))


def unit_weight(x, weight):
    return F.conv2d(x, weight / weight.pow(2).sum(dim=(1, 2, 3), keepdim=True).sqrt())


def pooled(x):
    return torch.cat([F.max_pool2d(x, 3, 2, 1), F.avg_pool2d(x, 3, 2, 1), F.max_pool2d(x, 2)], 1)


def pooled_steps(x):
    padded = F.pad(x, (1, 2), value=0.25)
    return F.max_pool1d(padded, 2) - F.avg_pool1d(padded, 3, 2, 1)[..., :4]


class Running(nn.Module):
    """Running means of what arrives."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(6))
        self.register_buffer("size", torch.ones(1))

    def forward(self, x):
        mean, size = self.mean.clone(), self.size.clone()
        if self.training:
            with torch.no_grad():
                self.mean.copy_(0.75 * mean + 0.25 * x.mean(0))
                self.size.copy_(0.75 * size + 0.25 * x.abs().mean())
        return (x - mean) / (size + 0.5)


class Rounded(torch.autograd.Function):
    """The gradient of the identity between -1 and 1: the straight-through estimate."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x < -0.25, -0.5, torch.where(x < 0.25, 0.0, 0.5))

    @staticmethod
    def backward(ctx, gradient):
        return gradient * (ctx.saved_tensors[0].abs() < 1)


function("Rounded", lambda x: Rounded.apply(x))
function("OwnProduct", lambda x, scale: x * x * scale, scale=(6,))
model("function-OwnConvolution", (2, 6, 5), lambda: Named(
    apply1=Own(lambda x, weight, bias: F.conv2d(x, weight, stride=2, padding=1) + bias, weight=(3, 2, 3, 2), bias=(3, 1, 1)),
    a=flatten(), dense1=dense(3 * 3 * 3, 2)), mean_squared_error, sgd(0.05))
model("function-OwnGroups", (4, 7), lambda: Named(
    apply1=Own(lambda x, weight, mix: F.conv1d(F.conv1d(x, weight, padding=2, dilation=2, groups=4), mix, stride=2),
               weight=(4, 1, 3), mix=(2, 4, 1)), a=flatten(), dense1=dense(8, 2)), mean_squared_error, sgd(0.05))
model("function-NormalizedConvolution", (2, 4, 5), lambda: Named(
    apply1=Own(unit_weight, weight=(3, 2, 2, 2)), a=flatten(), dense1=dense(36, 2)), mean_squared_error, sgd(0.05))
model("function-Pooled", (2, 5, 5), lambda: Named(
    conv2d1=nn.Conv2d(2, 2, 2, padding=1), apply1=Own(pooled), a=flatten(), dense1=dense(54, 2)), mean_squared_error, sgd(0.05))
model("function-PooledSteps", (2, 5), lambda: Named(
    conv1d1=nn.Conv1d(2, 3, 1), apply1=Own(pooled_steps), a=flatten(), dense1=dense(12, 2)), mean_squared_error, sgd(0.05))
model("function-Running", (5,), lambda: Named(dense1=dense(5, 6), apply1=Running(), dense2=dense(6, 2)), mean_squared_error, sgd(0.05))


class Cosine(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense1, self.dense2, self.dense3 = dense(5, 6), dense(5, 6), dense(1, 2)

    def forward(self, x):
        return self.dense3(F.cosine_similarity(self.dense2(x), self.dense1(x), dim=-1).unsqueeze(-1))


model("function-Cosine", (5,), Cosine, mean_squared_error, sgd(0.05))


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense1, self.dense2, self.dense3 = dense(5, 6), dense(5, 6), dense(6, 2)

    def forward(self, x):
        return self.dense3(self.dense2(x) * torch.sigmoid(self.dense1(x)))


model("function-Gate", (5,), Gated, mean_squared_error, sgd(0.05))


def own_loss(name, kind, loss, shape=(5,)):
    model("function-loss-" + name, shape, lambda: Named(dense1=dense(5, 6), f=tanh(), dense2=dense(6, 4)), (kind, loss), sgd(0.1))


def focal(y, labels):
    p = torch.softmax(y, -1).gather(-1, labels.unsqueeze(-1))
    return (-((1 - p) ** 2) * torch.log(p)).mean()


def dice(y, t):
    p = torch.sigmoid(y)
    return (1 - (2 * (p * t).sum(-1) + 1) / (p.sum(-1) + t.sum(-1) + 1)).mean()


def tversky(y, labels):
    p, t = torch.softmax(y, -1), F.one_hot(labels, y.shape[-1]).float()
    both = (p * t).sum(-1)
    return (1 - both / (both + 0.3 * (p * (1 - t)).sum(-1) + 0.7 * ((1 - p) * t).sum(-1))).mean()


def contrastive(y, t):
    distance = ((y[:, :2] - y[:, 2:]).pow(2).sum(-1) + 1e-6).sqrt()
    return torch.where(t[:, 0] > 0.5, distance ** 2, torch.relu(1 - distance) ** 2).mean()


def variational(y, t):
    code = torch.distributions.Normal(y[:, :2], (0.5 * y[:, 2:]).exp())
    prior = torch.distributions.Normal(torch.zeros(2), torch.ones(2))
    return (torch.distributions.kl_divergence(code, prior).sum(-1) + (y[:, :2] - t[:, :2]).pow(2).sum(-1)).mean()


def ctc(y, labels):
    steps = torch.full((len(y),), y.shape[1], dtype=torch.long)
    return F.ctc_loss(torch.log_softmax(y, -1).transpose(0, 1), labels, steps, (labels > 0).sum(-1), reduction="none").mean()


own_loss("Focal", "labels", focal)
own_loss("of-steps-Focal", "labels", focal, (3, 5))
own_loss("Quantile", "values", lambda y, t: torch.maximum(0.9 * (t - y), -0.1 * (t - y)).mean())
own_loss("Dice", "values", dice)
own_loss("Smoothed", "labels", lambda y, labels: F.cross_entropy(y, labels, label_smoothing=0.1))
own_loss("OwnHuber", "values", lambda y, t: F.huber_loss(y, t, delta=0.5))
own_loss("Divergence", "values", lambda y, t: F.kl_div(torch.log_softmax(y, -1), torch.softmax(t, -1), reduction="batchmean"))
own_loss("MeanLogCosh", "values", lambda y, t: (y - t + F.softplus(-2 * (y - t)) - math.log(2)).mean())
own_loss("Tversky", "labels", tversky)
own_loss("Contrastive", "values", contrastive)
own_loss("Variational", "values", variational)
own_loss("of-steps-Ctc", "few labels", ctc, (5, 5))


class Several:
    """The weighted sum of several losses: a function of all outputs and all targets."""

    def __init__(self, function):
        self.function = function

    def __call__(self, outputs, targets):
        return self.function(outputs, targets)


def several(name, forward, layers, targets, loss, make=sgd(0.1)):
    """A model with several losses: ``targets`` says for each which output it is for, and its kind."""
    model("losses-" + name, [(6,)], lambda: Wired(forward, **denses(*layers)()), (targets, Several(loss)), make)


def body_and_heads(m, x):
    body = torch.tanh(m.dense1(x))
    return m.dense3(body), m.dense2(body)


def three_heads(m, x):
    body = torch.relu(m.dense1(x))
    early = m.dense2(body)
    late = torch.tanh(m.dense3(body))
    return m.dense5(late), early, m.dense4(late)


HEADS = [(6, 18), (18, 3), (18, 4)]

several("class-and-box", body_and_heads, HEADS, [(0, "labels"), (1, "values")],
    lambda y, t: F.cross_entropy(y[0], t[0]) + 0.3 * F.mse_loss(y[1], t[1]))
several("box-first", body_and_heads, HEADS, [(1, "values"), (0, "labels")],
    lambda y, t: 2.5 * F.huber_loss(y[1], t[0]) + F.cross_entropy(y[0], t[1]), adam(0.01))
several("two-of-one", body_and_heads, HEADS, [(0, "labels"), (1, "values")],
    lambda y, t: F.cross_entropy(y[0], t[0]) + 0.5 * F.multi_margin_loss(y[0], t[0]) + 0.1 * F.mse_loss(y[1], t[1]))
several("shared-labels", three_heads, [(6, 20), (20, 5), (20, 17), (17, 2), (17, 5)], [(0, "labels"), (2, "values")],
    lambda y, t: F.cross_entropy(y[0], t[0], weight=torch.tensor([1, 2, 0.5, 4, 3.0]))
        + 0.3 * F.cross_entropy(y[1], t[0]) + 0.7 * F.l1_loss(y[2], t[1]))
several("accumulate", body_and_heads, HEADS, [(0, "labels"), (1, "values")],
    lambda y, t: 0.5 * F.cross_entropy(y[0], t[0], label_smoothing=0.2) + F.mse_loss(y[1], t[1]),
    lambda parameters: Accumulated(parameters, sgd(0.1), 2))
model("losses-weight-of-one", [(6,)], lambda: Named(dense1=dense(6, 11), t=nn.Tanh(), dense2=dense(11, 4)),
    ("values", lambda y, t: 0.25 * F.mse_loss(y, t)), sgd(0.1))


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        integers = not tensor.is_floating_point()
        part = tensor.detach().contiguous().to(torch.int32 if integers else torch.float32).numpy().tobytes()
        header[name] = {"dtype": "I32" if integers else "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def unsettle(net):
    """Moves the numbers with which normalizations start away from 0 and 1, which would hide mistakes."""
    with torch.no_grad():
        for module in net.modules():
            if not isinstance(module, (nn.modules.batchnorm._BatchNorm, nn.GroupNorm, nn.LayerNorm, nn.InstanceNorm1d, nn.InstanceNorm2d)):
                continue
            for name, tensor in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
                if tensor.is_floating_point():
                    tensor += 0.3 * (torch.rand_like(tensor) if name == "running_var" else torch.randn_like(tensor))


def draw(shape):
    """The samples of an input: ids, or numbers."""
    if isinstance(shape, Lengths):
        return torch.randint(1, shape.vocabulary, (SAMPLES, 1))
    return torch.randint(shape.vocabulary, (SAMPLES, shape.length)) if isinstance(shape, Tokens) else torch.randn(SAMPLES, *shape)


def train(name, shapes, make, loss, make_optimizer, steps):
    kind, loss_function, *ignored = loss
    torch.manual_seed(zlib.crc32(name.encode()))
    net = make()
    unsettle(net)
    inputs = [draw(shape) for shape in shapes]
    net.eval()
    outputs = net(*inputs)
    net.train()
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    main = outputs[0]
    if isinstance(loss_function, Several):
        targets = [random_target(outputs[index], of) for index, of in kind]
        return follow(net, inputs, outputs, targets, loss_function, None, make_optimizer, steps)
    targets = random_target(main, kind)
    if "lengths" in ignored:
        targets[torch.arange(targets.shape[1]) >= inputs[-1]] = -1
        ignored = []
    for label in ignored:
        targets[:, 1:][torch.rand(targets[:, 1:].shape) < 1 / 3] = label
    name = "labels" if "labels" in kind else "targets"
    return follow(net, inputs, outputs, targets, loss_function, name, make_optimizer, steps)


def random_target(output, kind):
    """What a loss compares an output with."""
    if kind == "few labels":  # At most two for each sample, and zeros behind them.
        count = torch.randint(3, (len(output), 1))
        return torch.where(torch.arange(output.shape[1]) < count, torch.randint(1, output.shape[-1], output.shape[:-1]), 0)
    return torch.randint(output.shape[-1], output.shape[:-1]) if kind == "labels" else torch.rand(
        *output.shape[:-1], output.shape[-1] * (2 if kind == "pairs" else 1))


def follow(net, inputs, outputs, targets, loss_function, name, make_optimizer, steps):
    """Trains, and notes what happens."""
    parameters = {**dict(net.named_parameters()), **dict(net.named_buffers())}
    tensors = {f"input.{i}": x for i, x in enumerate(inputs)}
    several = isinstance(loss_function, Several)
    tensors.update({f"target.{i}": target for i, target in enumerate(targets)} if several else {name: targets})
    if isinstance(loss_function, Weighted):
        tensors["weights"] = 2 * torch.rand(SAMPLES)
    tensors.update({f"output.{i}": y for i, y in enumerate(outputs)})
    tensors.update({f"start.{n}": p.detach().float().clone() for n, p in parameters.items()})

    optimizer = make_optimizer(net.parameters())
    losses = []
    for step in range(steps):
        batch = slice(BATCH * (step % (SAMPLES // BATCH)), BATCH * (step % (SAMPLES // BATCH) + 1))
        y = net(*[x[batch] for x in inputs])
        weights = [tensors["weights"][batch]] if isinstance(loss_function, Weighted) else []
        value = loss_function(y, [target[batch] for target in targets]) if several else loss_function(
            y[0] if isinstance(y, tuple) else y, targets[batch], *weights)
        optimizer.zero_grad()
        value.backward()
        if step == 0:
            tensors.update({f"gradient.{n}": torch.zeros_like(p.float()) if p.grad is None else p.grad.clone() for n, p in parameters.items()})
        optimizer.step()
        losses.append(value.item())
    tensors["losses"] = torch.tensor(losses)
    states = [layer.floats() for layer in net.modules() if hasattr(layer, "floats")]
    if states:
        tensors["state"] = torch.cat(states, dim=1)
    tensors.update({f"final.{n}": p.float() for n, p in parameters.items()})
    if isinstance(optimizer, Averaged):
        tensors.update({f"average.{n}": a for (n, _), a in zip([named for named in net.named_parameters() if named[1].requires_grad], optimizer.average)})
    return tensors


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(__file__).parent
    prefix = sys.argv[1] if len(sys.argv) > 1 else ""
    for old in folder.glob(prefix + "*.safetensors"):
        old.unlink()
    for name, definition in MODELS.items():
        if not name.startswith(prefix):
            continue
        write_safetensors(folder / f"{name}.safetensors", train(name, *definition))
    print(f"{len(MODELS)} references, {sum(f.stat().st_size for f in folder.glob('*.safetensors')):,} bytes")


if __name__ == "__main__":
    main()
