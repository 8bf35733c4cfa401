"""Writes small ONNX files with PyTorch's exporter, and an input and the output of each. PyTorch 1.13, onnx 1.12."""
import os

import numpy
import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(8)
        self.conv1 = nn.Conv2d(8, 8, 3, padding=1)
        self.down = nn.Conv2d(8, 12, 1, stride=2)
        self.conv2 = nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.head = nn.Linear(12, 5)

    def forward(self, x):
        x = F.relu(self.norm1(self.stem(x)))
        x = F.relu(x + self.conv1(x))
        x = F.relu(self.down(x) + self.conv2(x))
        return self.head(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Gate(nn.Module):
    """Squeeze and excitation, ReLU6, hard swish, SiLU, depthwise convolution."""

    def __init__(self):
        super().__init__()
        self.depth = nn.Conv2d(4, 4, (3, 5), padding=(1, 2), groups=4)
        self.down = nn.Conv2d(4, 2, 1)
        self.up = nn.Conv2d(2, 4, 1)
        self.last = nn.Conv2d(4, 3, 1)

    def forward(self, x):
        x = F.relu6(self.depth(x))
        gate = torch.sigmoid(self.up(F.silu(self.down(F.adaptive_avg_pool2d(x, 1)))))
        return F.softmax(self.last(F.hardswish(x * gate) - 0.5), 1)


class Inception(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(2, 3, 1)
        self.b = nn.Conv2d(2, 4, 3, padding=1)

    def forward(self, x):
        y = torch.cat([self.a(x), F.leaky_relu(self.b(x), 0.2), F.max_pool2d(x, 3, 1, 1)], 1)
        return F.interpolate(F.avg_pool2d(F.elu(y), 2), scale_factor=2, mode="bilinear", align_corners=False)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1)
        self.up2 = nn.Conv2d(3, 8, 3, padding=1)

    def forward(self, x):
        return torch.tanh(F.pixel_shuffle(self.up2(F.interpolate(torch.tanh(self.up1(x)), scale_factor=2)), 2))


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(2, 6, 5, stride=2, padding=2)
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        x = F.max_pool1d(F.softplus(self.conv(x)), 2).transpose(1, 2)
        return self.fc(x).mean(1)


class Attention(nn.Module):
    """One layer of a Transformer, written by hand: computed shapes, a layer normalization of nine nodes, GELU by Erf."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.qkv = nn.Linear(8, 24)
        self.out = nn.Linear(8, 8)
        self.up = nn.Linear(8, 16)
        self.down = nn.Linear(16, 8)

    def forward(self, x):
        n, t, f = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(n, t, 3, 2, f // 2).permute(0, 3, 2, 1, 4).unbind(2)
        p = F.softmax(q @ k.transpose(-1, -2) / (f // 2) ** 0.5, -1)
        x = x + self.out((p @ v).transpose(1, 2).reshape(n, t, f))
        return x + self.down(F.gelu(self.up(x)))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(11, 6)
        self.fc = nn.Linear(6, 3)

    def forward(self, ids):
        return self.fc(self.table(ids)[:, -1])


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 6)
        self.b = nn.Linear(3, 6)
        self.c = nn.Linear(6, 2)

    def forward(self, left, right):
        h = torch.tanh(self.a(left)) * torch.sigmoid(self.b(right))
        return self.c(h), torch.exp(h) / (1 + torch.abs(h))


class Recurrent(nn.Module):
    """Two layers of each kind, both directions; states that nobody gives, computed from shapes; the last states of one of them."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(8, 3, batch_first=True)
        self.rnn = nn.RNN(3, 4, nonlinearity="relu", bidirectional=True, batch_first=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        _, h = self.rnn(self.gru(self.lstm(x)[0])[0])
        return self.fc(torch.cat([h[0], h[1]], 1))


class States(nn.Module):
    """States come in and go out; the batch is their second axis."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 4, num_layers=2, batch_first=True)
        self.gru = nn.GRU(4, 3, batch_first=True, bidirectional=True)

    def forward(self, x, h, c, g):
        y, (h, c) = self.lstm(x, (h, c))
        y, g = self.gru(y, g)
        return y, h, c, g


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 4, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
        return nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.shape[1])[0]


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 4, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(24, 10), nn.ReLU(), nn.Linear(10, 7))


def write(name, model, *inputs, **options):
    torch.manual_seed(5)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.normal_()
        if isinstance(module, nn.LayerNorm):
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.normal_()
    model.eval()
    with torch.no_grad():
        outputs = model(*inputs)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    torch.onnx.export(model, inputs, os.path.join(HERE, name + ".onnx"), input_names=[f"x{i}" for i in range(len(inputs))], **options)
    arrays = {f"x{i}": x.numpy().astype(numpy.float32) for i, x in enumerate(inputs)}
    arrays |= {f"y{i}": y.numpy() for i, y in enumerate(outputs)}
    arrays |= {"state." + key: value.numpy() for key, value in model.state_dict().items()}
    numpy.savez(os.path.join(HERE, name + ".npz"), **arrays)


torch.manual_seed(3)
BATCH = {"x0": {0: "batch"}}
write("lenet", lenet(), torch.randn(3, 1, 16, 16), dynamic_axes=BATCH)
write("residual", Residual(), torch.randn(2, 3, 8, 8), training=torch.onnx.TrainingMode.PRESERVE, dynamic_axes=BATCH)
write("residual_folded", Residual(), torch.randn(1, 3, 8, 8))
write("gate", Gate(), torch.randn(1, 4, 6, 7), opset_version=14)
write("inception", Inception(), torch.randn(1, 2, 6, 6), opset_version=13)
write("decoder", Decoder(), torch.randn(1, 4, 3, 3), opset_version=13)
write("sequence", Sequence(), torch.randn(1, 2, 12))
write("attention", Attention(), torch.randn(1, 5, 8), opset_version=13)
write("words", Words(), torch.randint(0, 11, (1, 4)))
write("two", Two(), torch.randn(1, 4), torch.randn(1, 3))
write("recurrent", Recurrent(), torch.randn(3, 7, 5), dynamic_axes=BATCH)
STATES = {"x1": {1: "batch"}, "x2": {1: "batch"}, "x3": {1: "batch"}}
inputs = torch.randn(1, 3, 5), torch.randn(2, 1, 4), torch.randn(2, 1, 4), torch.randn(2, 1, 3)
write("states", States(), *inputs, dynamic_axes=BATCH | STATES)
write("packed", Packed(), torch.randn(3, 6, 5), torch.tensor([6, 4, 1]), dynamic_axes=BATCH | {"x1": {0: "batch"}})
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, batch_first=True), 2)
write("encoder", encoder, torch.randn(2, 5, 8), dynamic_axes=BATCH, opset_version=14)


def training():
    """Two epochs of two batches from the weights of lenet.onnx, and the first batch's gradients."""
    model = lenet()
    saved = numpy.load(os.path.join(HERE, "lenet.npz"))
    model.load_state_dict({key[len("state."):]: torch.from_numpy(saved[key]) for key in saved.files if key.startswith("state.")})
    torch.manual_seed(11)
    x, labels = torch.randn(16, 1, 16, 16), torch.randint(0, 7, (16,))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    arrays, losses = {"x": x.numpy(), "labels": labels.numpy().astype(numpy.float32)}, []
    for step in range(4):
        batch = slice(8 * (step % 2), 8 * (step % 2) + 8)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x[batch]), labels[batch])
        loss.backward()
        if step == 0:
            arrays |= {"gradient." + name: p.grad.numpy().copy() for name, p in model.named_parameters()}
        losses.append(loss.item())
        optimizer.step()
    arrays["losses"] = numpy.array(losses, numpy.float32)
    arrays |= {"trained." + name: p.detach().numpy() for name, p in model.named_parameters()}
    numpy.savez(os.path.join(HERE, "training.npz"), **arrays)


training()
