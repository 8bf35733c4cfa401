#!/usr/bin/python3
"""Applies torchvision's formulas to two images, in double precision with numpy, and writes augmentations.safetensors.

    /usr/bin/python3 make_augmentations.py            # Debian: apt install python3-numpy; with python3-torch it checks itself

Formulas: torchvision 0.14, transforms/functional_tensor.py: hflip, vflip, crop of pad, rotate (bilinear, not expanded),
adjust_brightness, adjust_contrast. Given a fill, torchvision's rotate weights pixels at the border twice; here the image is
surrounded by the fill, which is the same where there is none. Images are grey [1, 7, 9] and color [3, 6, 8].
"""
import json
import math
import pathlib
import struct

import numpy as np

ANGLES, FILL = (0, 15.5, -7.25, 90, -133.25, 180), 0.25
CUTS = ((0, 0), (2, -1), (-3, 3), (0, 4), (-7, 0), (9, 9))
FACTORS = (0, 0.4, 1, 1.75)


def rotate(image, degrees, fill):
    channels, height, width = image.shape
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    result = np.empty_like(image)
    for y in range(height):
        for x in range(width):
            right, down = x - (width - 1) / 2, y - (height - 1) / 2
            sx, sy = right * cos - down * sin + (width - 1) / 2, right * sin + down * cos + (height - 1) / 2
            left, top = math.floor(sx), math.floor(sy)
            total = np.zeros(channels)
            for row in top, top + 1:
                for column in left, left + 1:
                    weight = (1 - abs(sx - column)) * (1 - abs(sy - row))
                    inside = 0 <= row < height and 0 <= column < width
                    total += weight * (image[:, row, column] if inside else fill)
            result[:, y, x] = total
    return result


def rotate_with_torch(image, degrees, fill):
    """The same with grid_sample, zeros outside; where less than the whole pixel is inside, the rest is filled."""
    import torch
    from torch.nn import functional as F
    channels, height, width = image.shape
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x = torch.arange(width, dtype=torch.float64) - (width - 1) / 2
    y = (torch.arange(height, dtype=torch.float64) - (height - 1) / 2)[:, None]
    grid = torch.stack(((x * cos - y * sin) / (width / 2), (x * sin + y * cos) / (height / 2)), -1)[None]
    both = torch.cat((torch.from_numpy(image), torch.ones(1, height, width, dtype=torch.float64)))[None]
    sampled = F.grid_sample(both, grid, mode="bilinear", padding_mode="zeros", align_corners=False)[0]
    return (sampled[:-1] + (1 - sampled[-1]) * fill).numpy()


def cut(image, down, right, fill):
    pad = max(abs(down), abs(right))
    padded = np.pad(image, ((0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    return padded[:, pad + down:pad + down + image.shape[1], pad + right:pad + right + image.shape[2]]


def contrast(image, factor):
    grey = np.tensordot([0.2989, 0.587, 0.114], image, 1) if len(image) == 3 else image
    return np.clip(factor * image + (1 - factor) * grey.mean(), 0, 1)


def main():
    random = np.random.default_rng(20260101)
    tensors = {}
    for name, shape in ("grey", (1, 7, 9)), ("color", (3, 6, 8)):
        image = random.random(shape, dtype=np.float32)
        tensors[name] = image
        image = image.astype(np.float64)
        tensors[f"{name}.horizontal"] = image[:, :, ::-1]
        tensors[f"{name}.vertical"] = image[:, ::-1, :]
        for i, angle in enumerate(ANGLES):
            tensors[f"{name}.rotate.{i}"] = rotate(image, angle, FILL)
            try:
                difference = np.abs(tensors[f"{name}.rotate.{i}"] - rotate_with_torch(image, angle, FILL)).max()
                assert difference < 1e-9, (name, angle, difference)
            except ImportError:
                print("torch is not there: not compared")
        for i, (down, right) in enumerate(CUTS):
            tensors[f"{name}.cut.{i}"] = cut(image, down, right, FILL)
        for i, factor in enumerate(FACTORS):
            tensors[f"{name}.brightness.{i}"] = np.clip(factor * image, 0, 1)
            tensors[f"{name}.contrast.{i}"] = contrast(image, factor)

    header, data = {}, b""
    for name, value in tensors.items():
        part = np.ascontiguousarray(value, dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (pathlib.Path(__file__).parent / "augmentations.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


main()
