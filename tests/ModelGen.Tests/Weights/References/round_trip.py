"""Reads a safetensors file as a state dict, loads it into modules, and saves what these have in three formats."""
import json
import struct
import sys
import numpy as np
import torch

folder = sys.argv[1]
data = open(f"{folder}/ours.safetensors", "rb").read()
(length,) = struct.unpack_from("<Q", data)
header = json.loads(data[8:8 + length])
state = {}
for name, entry in header.items():
    if name != "__metadata__":
        begin, end = entry["data_offsets"]
        array = np.frombuffer(data[8 + length + begin:8 + length + end], "<f4").reshape(entry["shape"])
        state[name] = torch.from_numpy(array.copy())


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 4, 3)
        self.fc = torch.nn.Linear(36, 5, bias=False)


net = Net()
net.load_state_dict(state)
torch.save(net.state_dict(), f"{folder}/theirs.pth")
arrays = {name: tensor.numpy() for name, tensor in net.state_dict().items()}
np.savez(f"{folder}/theirs.npz", **arrays)

entries, body = {}, b""
for name, array in arrays.items():
    entries[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(body), len(body) + array.nbytes]}
    body += array.tobytes()
text = json.dumps(entries).encode()
text += b" " * (-len(text) % 8)
open(f"{folder}/theirs.safetensors", "wb").write(struct.pack("<Q", len(text)) + text + body)
