#!/usr/bin/python3
"""Writes PNG files of every kind with an encoder of its own, and some with Pillow; Pillow reads all of them back.

    /usr/bin/python3 make_png.py            # Debian: apt install python3-pil python3-numpy

The sample of channel c, row y and column x is sample(c, y, x) modulo 2^depth; the tests know the same formula, so no pixels are
stored. Names are KIND-DEPTH-WIDTHxHEIGHT[-interlaced], with rows filtered by all five filters in turn.
"""
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).parent / "Png"
KINDS = {  # color type, samples a pixel, depths
    "grey": (0, 1, (1, 2, 4, 8, 16)),
    "rgb": (2, 3, (8, 16)),
    "palette": (3, 1, (1, 2, 4, 8)),
    "grey-alpha": (4, 2, (8, 16)),
    "rgba": (6, 4, (8, 16)),
}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def sample(c, y, x):
    return (x * 2477 + y * 7919 + c * 12347 + x * y * 31) ^ (x * y * 257)


def palette(depth):
    """Entry i is (i * 37, i * 91 + 5, 255 - i * 53), modulo 256."""
    return bytes(v % 256 for i in range(2 ** depth) for v in (i * 37, i * 91 + 5, 255 - i * 53))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(kind, row, above, distance):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - distance] if i >= distance else 0
        b = above[i]
        c = above[i - distance] if i >= distance else 0
        out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256)
    return bytes(out)


def pack(values, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", v) for v in values)
    bits = "".join(format(v, f"0{depth}b") for v in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def encode(pixels, color, depth, interlaced, extra=b"", pieces=1):
    height, width, samples = pixels.shape
    distance = max(1, samples * depth // 8)
    data, turn = b"", 0
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = pixels[y0::dy, x0::dx]
        if part.size == 0:
            continue
        above = bytes(len(pack(part[0].ravel(), depth)))
        for values in part:
            row = pack([int(v) for v in values.ravel()], depth)
            data += filtered(turn % 5, row, above, distance)
            above, turn = row, turn + 1
    packed = zlib.compress(data, 9)
    size = -(-len(packed) // pieces)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    plte = chunk(b"PLTE", palette(depth)) if color == 3 else b""
    body = b"".join(chunk(b"IDAT", packed[i:i + size]) for i in range(0, len(packed), size))
    text = chunk(b"tEXt", b"Comment\0made by make_png.py")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + plte + extra + body + chunk(b"IEND", b"")


def pixels_of(width, height, samples, depth):
    return np.array([[[sample(c, y, x) % 2 ** depth for c in range(samples)] for x in range(width)] for y in range(height)])


def check(path, pixels, color, depth):
    """Pillow must see what was meant; of 16 bits it shows the upper 8, of 16-bit grey all."""
    with Image.open(path) as image:
        if color == 3:
            seen = np.array(image.convert("P") if image.mode != "P" else image)[:, :, None]
        elif color == 0 and depth == 16:
            seen = np.array(image).astype(int)[:, :, None]
        elif color == 4 and depth == 16:
            seen = np.array(image.convert("LA"))
        else:
            seen = np.array(image).astype(int)
            seen = seen[:, :, None] if seen.ndim == 2 else seen
    wanted = pixels
    if color == 0 and depth < 8:
        wanted = pixels * 255 // (2 ** depth - 1)
        seen = seen * 255 if depth == 1 else seen
    elif depth == 16 and color != 0:
        wanted = pixels >> 8
        seen = seen[:, :, :wanted.shape[2]]
    assert np.array_equal(seen, wanted), path


def write(name, color, samples, depth, width, height, interlaced, **more):
    path = FOLDER / f"{name}-{depth}-{width}x{height}{'-interlaced' if interlaced else ''}.png"
    pixels = pixels_of(width, height, samples, depth)
    path.write_bytes(encode(pixels, color, depth, interlaced, **more))
    check(path, pixels, color, depth)


def main():
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for kind, (color, samples, depths) in KINDS.items():
        for depth in depths:
            for interlaced in (False, True):
                write(kind, color, samples, depth, 13, 11, interlaced)
    for width, height in (1, 1), (2, 3), (5, 1), (1, 9), (4, 4):
        write("rgb", 2, 3, 8, width, height, True)
    write("rgb-pieces", 2, 3, 8, 13, 11, False, pieces=7)

    # Transparency: of the first entries of a palette, and of the one colour that pixel (3, 2) has.
    alpha = chunk(b"tRNS", bytes([0, 128, 255]))
    write("palette-transparent", 3, 1, 4, 13, 11, False, extra=alpha)
    for kind, color, samples, depth in ("grey-transparent", 0, 1, 4), ("grey-transparent", 0, 1, 16), ("rgb-transparent", 2, 3, 8):
        one = struct.pack(f">{samples}H", *(sample(c, 2, 3) % 2 ** depth for c in range(samples)))
        path = FOLDER / f"{kind}-{depth}-13x11.png"
        path.write_bytes(encode(pixels_of(13, 11, samples, depth), color, depth, False, extra=chunk(b"tRNS", one)))

    for mode, samples in ("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4):
        pixels = pixels_of(40, 30, samples, 8).astype(np.uint8)
        name = {"L": "grey", "LA": "grey-alpha", "RGB": "rgb", "RGBA": "rgba"}[mode]
        Image.fromarray(pixels[:, :, 0] if samples == 1 else pixels, mode).save(FOLDER / f"pillow-{name}-8-40x30.png", optimize=True)


main()
