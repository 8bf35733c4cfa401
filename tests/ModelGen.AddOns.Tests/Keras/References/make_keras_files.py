"""Writes small files in the layouts of Keras 2 and 3, and what their weights are in PyTorch's layouts.

Needs python3-h5py, python3-torch and python3-numpy. The forward passes of Keras are written out below as its documentation defines them
(channels last; LSTM gates i, f, c, o; GRU gates z, r, h with reset_after), and PyTorch must give the same with the converted weights.
"""
import io
import zipfile
import h5py
import numpy as np
import torch

r = np.random.RandomState(19)


def f32(*shape):
    return (r.randn(*shape) * 0.5).astype("f4")


K = {  # Keras' names, in the order of its variables
    "conv2d": {"kernel": f32(3, 2, 2, 4), "bias": f32(4)},
    "conv2d_transpose": {"kernel": f32(2, 2, 3, 4), "bias": f32(3)},
    "depthwise_conv2d": {"depthwise_kernel": f32(3, 3, 3, 2), "bias": f32(6)},
    "conv1d": {"kernel": f32(3, 2, 5), "bias": f32(5)},
    "batch_normalization": {"gamma": f32(4), "beta": f32(4), "moving_mean": f32(4), "moving_variance": np.abs(f32(4))},
    "layer_normalization": {"gamma": f32(4), "beta": f32(4)},
    "embedding": {"embeddings": f32(6, 3)},
    "dense": {"kernel": f32(2 * 3 * 4, 3), "bias": f32(3)},
    "lstm": {"kernel": f32(4, 12), "recurrent_kernel": f32(3, 12), "bias": f32(12)},
    "gru": {"kernel": f32(4, 9), "recurrent_kernel": f32(3, 9), "bias": f32(2, 9)},
    "simple_rnn": {"kernel": f32(4, 3), "recurrent_kernel": f32(3, 3), "bias": f32(3)},
    "dense_1": {"kernel": f32(3, 2), "bias": f32(2)},
}


def gru_order(a, axis):
    z, rr, h = np.split(a, 3, axis)
    return np.concatenate([rr, z, h], axis)


def torch_layouts():
    t = {}
    for name, w in K.items():
        if name in ("conv2d", "conv2d_transpose"):
            t[name + ".weight"] = w["kernel"].transpose(3, 2, 0, 1)
            t[name + ".bias"] = w["bias"]
        elif name == "conv1d":
            t[name + ".weight"] = w["kernel"].transpose(2, 1, 0)
            t[name + ".bias"] = w["bias"]
        elif name == "depthwise_conv2d":
            t[name + ".weight"] = w["depthwise_kernel"].transpose(2, 3, 0, 1).reshape(6, 1, 3, 3)
            t[name + ".bias"] = w["bias"]
        elif name == "batch_normalization":
            for a, b in (("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")):
                t[f"{name}.{a}"] = w[b]
        elif name == "layer_normalization":
            t[name + ".weight"], t[name + ".bias"] = w["gamma"], w["beta"]
        elif name == "embedding":
            t[name + ".weight"] = w["embeddings"]
        elif name == "dense":  # behind Flatten of 2 x 3 x 4
            t[name + ".weight"] = w["kernel"].reshape(2, 3, 4, 3).transpose(3, 2, 0, 1).reshape(3, 24)
            t[name + ".bias"] = w["bias"]
        elif name == "dense_1":
            t[name + ".weight"], t[name + ".bias"] = w["kernel"].T, w["bias"]
        else:
            order = gru_order if name == "gru" else lambda a, axis: a
            bias = w["bias"] if name == "gru" else np.stack([w["bias"], np.zeros_like(w["bias"])])
            t[name + ".weight_ih_l0"] = order(w["kernel"], 1).T
            t[name + ".weight_hh_l0"] = order(w["recurrent_kernel"], 1).T
            t[name + ".bias_ih_l0"] = order(bias[0], 0)
            t[name + ".bias_hh_l0"] = order(bias[1], 0)
    return {k: np.ascontiguousarray(v, dtype="f4") for k, v in t.items()}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def check(t):
    """Keras' forward passes against PyTorch's."""
    def same(a, b):
        assert np.allclose(a, b, atol=1e-5), (a, b)

    def module(m, prefix):
        state = {k[len(prefix) + 1:]: torch.tensor(v) for k, v in t.items() if k.startswith(prefix + ".")}
        m.load_state_dict(state, strict=False)
        return m.eval()

    with torch.no_grad():
        x = f32(1, 4, 4, 2)
        y = np.zeros((1, 2, 3, 4), "f4")
        for i in range(2):
            for j in range(3):
                y[0, i, j] = np.einsum("pqc,pqco->o", x[0, i:i + 3, j:j + 2], K["conv2d"]["kernel"]) + K["conv2d"]["bias"]
        conv = module(torch.nn.Conv2d(2, 4, (3, 2)), "conv2d")(torch.tensor(x.transpose(0, 3, 1, 2)))
        same(conv.numpy(), y.transpose(0, 3, 1, 2))
        flat = y.reshape(1, -1) @ K["dense"]["kernel"] + K["dense"]["bias"]
        same(module(torch.nn.Linear(24, 3), "dense")(conv.flatten(1)).numpy(), flat)
        up = np.zeros((1, 4, 6, 3), "f4") + K["conv2d_transpose"]["bias"]
        for i in range(2):
            for j in range(3):
                up[0, 2 * i:2 * i + 2, 2 * j:2 * j + 2] += np.einsum("c,pqoc->pqo", y[0, i, j], K["conv2d_transpose"]["kernel"])
        same(module(torch.nn.ConvTranspose2d(4, 3, 2, 2), "conv2d_transpose")(conv).numpy(), up.transpose(0, 3, 1, 2))
        deep = np.einsum("pqc,pqcm->cm", up[0, :3, :3], K["depthwise_conv2d"]["depthwise_kernel"]).reshape(-1) + K["depthwise_conv2d"]["bias"]
        same(module(torch.nn.Conv2d(3, 6, 3, groups=3), "depthwise_conv2d")(torch.tensor(up.transpose(0, 3, 1, 2))).numpy()[0, :, 0, 0], deep)

        s = f32(1, 5, 4)
        h, c = np.zeros(3), np.zeros(3)
        w = K["lstm"]
        for step in s[0]:
            i, f, g, o = np.split(step @ w["kernel"] + h @ w["recurrent_kernel"] + w["bias"], 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
        same(module(torch.nn.LSTM(4, 3, batch_first=True), "lstm")(torch.tensor(s))[0][0, -1].numpy(), h)
        h, w = np.zeros(3), K["gru"]
        for step in s[0]:
            xz, xr, xh = np.split(step @ w["kernel"] + w["bias"][0], 3)
            hz, hr, hh = np.split(h @ w["recurrent_kernel"] + w["bias"][1], 3)
            z, rr = sigmoid(xz + hz), sigmoid(xr + hr)
            h = z * h + (1 - z) * np.tanh(xh + rr * hh)
        same(module(torch.nn.GRU(4, 3, batch_first=True), "gru")(torch.tensor(s))[0][0, -1].numpy(), h)


def legacy(path, keras2):
    """Keras 2: fixed-length names with ':0'. Keras 3: names of any length without."""
    cells = {"lstm": "lstm_cell", "gru": "gru_cell", "simple_rnn": "simple_rnn_cell"}
    with h5py.File(path, "w") as file:
        group = file.create_group("model_weights")
        names = ["input_1"] + list(K)
        group.attrs["layer_names"] = np.array([n.encode() for n in names]) if keras2 else names
        for name in names:
            layer = group.create_group(name)
            weights = [f"{name}/{cells[name] + '/' if name in cells else ''}{w}" + (":0" if keras2 else "") for w in K.get(name, {})]
            if not weights:
                layer.attrs["weight_names"] = np.array([], dtype="f8")
                continue
            layer.attrs["weight_names"] = np.array([w.encode() for w in weights]) if keras2 else weights
            for path_, value in zip(weights, K[name].values()):
                layer.create_dataset(path_, data=value)


def keras3(file):
    """Variables are numbered; groups are called by class, and layers have their own name in an attribute."""
    with h5py.File(file, "w") as h5:
        for name, w in K.items():
            inner = "cell/vars" if name in ("lstm", "gru", "simple_rnn") else "vars"
            group = h5.create_group(f"layers/{name}/{inner}")
            if name == "dense_1":
                group.attrs["name"] = "scores"
            for i, value in enumerate(w.values()):
                group.create_dataset(str(i), data=value)
        h5.create_group("vars")
        h5.create_group("layers/dropout/vars")
        h5.create_group("optimizer/vars").create_dataset("0", data=np.zeros(2, "f4"))


layouts = torch_layouts()
check(layouts)
np.savez("expected.npz", **layouts)
legacy("keras2.h5", True)
legacy("keras3.h5", False)
keras3("network.weights.h5")
memory = io.BytesIO()
keras3(memory)
with zipfile.ZipFile("network.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("metadata.json", "{}")
    archive.writestr("config.json", "{}")
    archive.writestr("model.weights.h5", memory.getvalue())
