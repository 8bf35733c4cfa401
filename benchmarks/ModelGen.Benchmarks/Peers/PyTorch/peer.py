"""The PyTorch side of the benchmark: one JSON request a line on standard input, one JSON answer a line on standard output.

    python3 peer.py <threads>

OPENBLAS_NUM_THREADS and OMP_NUM_THREADS must be set before this process starts: torch.set_num_threads
does not limit the threads that OpenBLAS makes for itself.
"""

import json
import os
import re
import sys
import time
import traceback

# What libraries print must not get between the answers.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

threads = int(sys.argv[1])
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])

import numpy  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

torch.set_num_threads(threads)


def read_safetensors(path):
    """The tensors of a safetensors file by name: 8 bytes with the length of the header, the header in JSON, the numbers."""
    with open(path, "rb") as file:
        data = file.read()
    types = {"F32": numpy.dtype("<f4"), "I64": numpy.dtype("<i8")}
    start = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] not in types:
            raise ValueError(f"{name} has type {entry['dtype']}; only {' and '.join(types)} are read here")
        type = types[entry["dtype"]]
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(data, type, (end - begin) // type.itemsize, start + begin)
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def loaded_blas():
    """The files of linear algebra and threading libraries that this process has loaded."""
    torch.randn(8, 8) @ torch.randn(8, 8)
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps}
    except OSError:
        return []
    return sorted(path for path in paths if re.search(r"/lib(blas|openblas|mkl|dnnl|gomp|iomp|omp)[^/]*$", path))


class LastState(nn.Module):
    """What a recurrent layer has behind the last step."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0][:, -1]


class Residual(nn.Module):
    """Relu of the sum of a branch and a shortcut."""

    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch = branch
        self.shortcut = shortcut

    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x))


class GptBlock(nn.Module):
    """Attention to the steps before and two dense layers, each with a residual and a normalization first."""

    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.linear1 = nn.Linear(width, 4 * width)
        self.linear2 = nn.Linear(4 * width, width)
        self.heads = heads

    def split(self, x):
        n, t, width = x.shape
        parts = self.qkv(self.norm1(x)).chunk(3, -1)
        return [p.reshape(n, t, self.heads, width // self.heads).transpose(1, 2) for p in parts]

    def join(self, x, weights, values):
        x = x + self.out((weights.softmax(-1) @ values).transpose(1, 2).reshape(x.shape))
        return x + self.linear2(F.gelu(self.linear1(self.norm2(x))))

    def forward(self, x, mask):
        q, k, v = self.split(x)
        return self.join(x, q @ k.transpose(-1, -2) * k.shape[-1] ** -0.5 + mask, v)


class Gpt(nn.Module):
    """From ids, as floats, the scores of the next one behind each."""

    def __init__(self, layers, width, heads, context, vocabulary):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(context, width))
        self.blocks = nn.ModuleList([GptBlock(width, heads) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1), persistent=False)

    def forward(self, ids):
        x = self.tokens(ids.long()) + self.positions
        for block in self.blocks:
            x = block(x, self.mask)
        return self.head(self.norm(x))

    # The table of positions is a parameter of the module itself, and those come first.
    def state_dict(self, *arguments, **options):
        state = super().state_dict(*arguments, **options)
        return dict(sorted(state.items(), key=lambda item: (item[0] != "tokens.weight", item[0] != "positions")))


class CachedGpt(Gpt):
    """The last of the ids; the keys and values of those before are kept."""

    def prepare(self, ids):
        x = self.tokens(ids.long()) + self.positions
        self.cache = []
        for block in self.blocks:
            _, k, v = block.split(x)
            self.cache.append((k.contiguous(), v.contiguous()))
            x = block(x, self.mask)

    def forward(self, ids):
        x = self.tokens(ids[:, -1:].long()) + self.positions[-1:]
        for block, (keys, values) in zip(self.blocks, self.cache):
            q, k, v = block.split(x)
            keys[:, :, -1:] = k
            values[:, :, -1:] = v
            x = block.join(x, q @ keys.transpose(-1, -2) * k.shape[-1] ** -0.5, values)
        return self.head(self.norm(x))


class Predicting:
    """Runs the module on the same input."""

    def __init__(self, task, module):
        self.input = torch.from_numpy(numpy.fromfile(task["inputs"], numpy.float32).reshape(task["shape"]))
        self.module = module.eval()
        self.variants = {"eager": self.module}
        with torch.inference_mode():
            if hasattr(module, "prepare"):
                module.prepare(self.input)
            traced = torch.jit.freeze(torch.jit.trace(self.module, self.input))
            self.variants["traced and frozen"] = traced
            try:
                self.variants["traced, frozen, optimised"] = torch.jit.optimize_for_inference(
                    torch.jit.trace(self.module, self.input)
                )
            except Exception as error:  # not all versions and machines have it
                print(f"torch.jit.optimize_for_inference: {error}", file=sys.stderr)

    def evidence(self):
        with torch.inference_mode():
            return self.module(self.input).reshape(-1).tolist()

    def time(self, variant, repetitions):
        module, input = self.variants[variant], self.input
        with torch.inference_mode():
            for _ in range(max(1, repetitions // 10)):
                output = module(input)
            start = time.perf_counter()
            for _ in range(repetitions):
                output = module(input)
            seconds = time.perf_counter() - start
        return seconds, float(output.reshape(-1)[0])


class Training:
    """Takes training steps, each measurement from the same weights."""

    def __init__(self, task, module):
        training = task["training"]
        batches = training["batches"]
        inputs = torch.from_numpy(numpy.fromfile(task["inputs"], numpy.float32))
        self.inputs = list(inputs.reshape([batches] + task["shape"]).unbind())
        targets = torch.from_numpy(numpy.fromfile(task["targets"], training["targetType"]))
        if training["targetType"] == "int32":
            targets = targets.long().reshape(batches, -1)
        else:
            with torch.no_grad():
                shape = list(module(self.inputs[0]).shape)
            targets = targets.reshape([batches] + shape)
        self.targets = [target.contiguous() for target in targets.unbind()]
        self.steps = training["steps"]
        self.module = module.train()
        self.initial = [parameter.detach().clone() for parameter in module.parameters()]
        self.loss = eval(f"lambda y, t: {training['loss']}")
        self.optimizer = training["optimizer"]
        self.arguments = training["optimizerArguments"]
        traced = torch.jit.trace(module, self.inputs[0])
        self.variants = {
            "eager": (module, False),
            "eager, foreach": (module, True),
            "traced": (traced, False),
            "traced, foreach": (traced, True),
        }

    def start(self, foreach):
        """The first weights again, and an optimizer that has seen nothing."""
        with torch.no_grad():
            for parameter, initial in zip(self.module.parameters(), self.initial):
                parameter.copy_(initial)
        return eval(
            f"torch.optim.{self.optimizer}(parameters, {self.arguments}, foreach=foreach)",
            {"torch": torch, "parameters": list(self.module.parameters()), "foreach": foreach},
        )

    def run(self, module, optimizer, repetitions, losses=None):
        inputs, targets, criterion, count = self.inputs, self.targets, self.loss, len(self.inputs)
        for step in range(repetitions):
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(module(inputs[step % count]), targets[step % count])
            loss.backward()
            optimizer.step()
            if losses is not None:
                losses.append(loss.item())
        return loss

    def evidence(self):
        losses = []
        self.run(self.module, self.start(False), self.steps, losses)
        return losses

    def time(self, variant, repetitions):
        module, foreach = self.variants[variant]
        optimizer = self.start(foreach)
        self.run(module, optimizer, max(3, repetitions // 10))
        start = time.perf_counter()
        loss = self.run(module, optimizer, repetitions)
        seconds = time.perf_counter() - start
        return seconds, loss.item()


class Session:
    """What the requests do. One workload at a time."""

    def hello(self):
        return {
            "version": torch.__version__,
            "python": sys.version.split()[0],
            "threads": torch.get_num_threads(),
            "configuration": torch.__config__.show().strip(),
            "blas": loaded_blas(),
        }

    def load(self, task):
        known = {"nn": nn, "torch": torch, "F": F, "LastState": LastState, "Residual": Residual, "Gpt": Gpt, "CachedGpt": CachedGpt}
        module = eval(task["module"], known)
        weights = read_safetensors(task["weights"])
        tensors = list(module.state_dict().items())  # parameters and buffers, live
        if len(tensors) != len(task["names"]):
            raise ValueError(f"the module has {len(tensors)} parameters and buffers; the model has {len(task['names'])}")
        with torch.no_grad():
            for (name, tensor), ours in zip(tensors, task["names"]):
                if tensor.shape != weights[ours].shape:
                    raise ValueError(f"{name} has shape {list(tensor.shape)}; {ours} has {list(weights[ours].shape)}")
                tensor.copy_(weights[ours])
        self.work = Training(task, module) if task["training"] else Predicting(task, module)
        return {"evidence": self.work.evidence()}

    def choose(self, seconds):
        """Warms every way of doing the work up, and keeps the fastest."""
        times = {}
        for variant in self.work.variants:
            repetitions, taken = 1, 0.0
            while taken < seconds:
                repetitions = max(repetitions + 1, int(repetitions * min(10, seconds / max(taken, 1e-6)) * 1.1))
                taken = self.work.time(variant, repetitions)[0]
            times[variant] = min(self.work.time(variant, repetitions)[0] for _ in range(3)) / repetitions
        self.variant = min(times, key=times.get)
        return {"variant": self.variant, "times": times}

    def time(self, repetitions):
        seconds, result = self.work.time(self.variant, repetitions)
        return {"seconds": seconds, "result": result}


session = Session()
for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = getattr(session, request.pop("do"))(**request)
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), file=answers)
