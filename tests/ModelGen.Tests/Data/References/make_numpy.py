"""Writes the arrays in the folder numpy. All hold the numbers of arange(24), except where the name says otherwise.

/usr/bin/python3 make_numpy.py     (NumPy 1.24)
python3 make_numpy.py zip64        (Python 3.11.7, without NumPy: its zipfile leaves placeholders in front of entries)
"""
import io
import sys
import zipfile

if sys.argv[1:] == ["zip64"]:
    with zipfile.ZipFile("numpy/zip64.npz", "w") as archive:
        for name in ("first", "second"):
            with archive.open(zipfile.ZipInfo(name + ".npy"), "w", force_zip64=True) as entry:
                entry.write(open("numpy/f4.npy", "rb").read())
    sys.exit()

import numpy as np

numbers = np.arange(24).reshape(2, 3, 4)
for name in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
    np.save(f"numpy/{name}.npy", numbers.astype(name))
    if name[1] != "1":
        np.save(f"numpy/{name}-big.npy", numbers.astype(">" + name))
np.save("numpy/fortran.npy", np.asfortranarray(numbers.astype("f4")))
np.save("numpy/fortran-2.npy", np.asfortranarray(np.arange(24).reshape(6, 4)))
np.save("numpy/bool.npy", numbers % 2 == 1)
np.save("numpy/scalar.npy", np.float32(2.5))
np.save("numpy/vector.npy", np.arange(24.0))
np.save("numpy/empty.npy", np.zeros((0, 3), "f4"))
np.save("numpy/complex.npy", numbers.astype("c8"))
np.save("numpy/record.npy", np.zeros(2, [("x", "f4"), ("y", "i4")]))
for version in ((2, 0), (3, 0)):
    with open(f"numpy/version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, numbers.astype("f4"), version)
np.savez("numpy/plain.npz", numbers.astype("f4"), labels=np.array([1, 0]))
np.savez_compressed("numpy/compressed.npz", x=numbers.astype("u1"), y=np.array([1, 0], "u1"))
