"""Writes the files that WeightFileTests reads, with PyTorch 1.13 and NumPy (Debian: python3-torch). Run in this folder."""

import numpy as np
import torch
from torch import nn


class Net(nn.Module):
    """A network of three layers with all kinds of parameters and buffers."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3)
        self.bn1 = nn.BatchNorm2d(2)
        self.fc1 = nn.Linear(8, 3)


torch.manual_seed(1)
net = Net()
net.bn1.running_mean.copy_(torch.tensor([0.25, -0.5]))
net.bn1.num_batches_tracked.fill_(7)
torch.save(net.state_dict(), "state_dict.pth")
np.savez_compressed("state_dict.npz", **{k: v.numpy() for k, v in net.state_dict().items()})

optimizer = torch.optim.Adam(net.parameters())
net.fc1(torch.ones(1, 8)).sum().backward()
optimizer.step()
torch.save(
    {"epoch": 3, "name": "net", "rates": [0.1, 0.01], "model": net.state_dict(), "optimizer": optimizer.state_dict()},
    "checkpoint.pth",
)

base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
torch.save({"base": base, "transposed": base.t(), "part": base[1:, ::2], "number": torch.tensor(2.5)}, "views.pth")

torch.save(
    {
        "f16": torch.tensor([1.5, -2.0, 65504.0]).half(),
        "bf16": torch.tensor([1.5, -2.0, 3e38]).bfloat16(),
        "f64": torch.tensor([0.1, 1e300], dtype=torch.float64),
        "i64": torch.tensor([1, -(2**40)]),
        "i32": torch.tensor([7, -8], dtype=torch.int32),
        "i16": torch.tensor([7, -8], dtype=torch.int16),
        "i8": torch.tensor([127, -128], dtype=torch.int8),
        "u8": torch.tensor([255, 0], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "empty": torch.zeros(0, 3),
    },
    "types.pth",
)
torch.save(base, "tensor.pt", pickle_protocol=4)
torch.save({"repeated": torch.ones(1).expand(5)}, "expanded.pth")
torch.save(nn.Linear(2, 1), "module.pth")
torch.save({"w": base}, "legacy.pth", _use_new_zipfile_serialization=False)
torch.jit.script(nn.Linear(2, 1)).save("script.pt")
