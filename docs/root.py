#!/usr/bin/env python3
"""Compute the root of a directory without any of Catalytic's code: root.py DIR [LEFT_OUT ...].

An independent reading of the construction that src/main/java/io/catalytic/merkle describes."""
import hashlib
import os
import stat
import struct
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def entries(top, left_out, path=b""):
    full = os.path.join(top, path) if path else top
    info = os.lstat(full)
    mode = stat.S_IMODE(info.st_mode)
    if stat.S_ISLNK(info.st_mode):
        target = os.readlink(full)
        yield path, 3, 0, len(target), sha(target)
    elif stat.S_ISREG(info.st_mode):
        with open(full, "rb") as file:
            content = file.read()
        yield path, 1, mode, len(content), sha(content)
    elif stat.S_ISDIR(info.st_mode):
        yield path, 2, mode, 0, bytes(32)
        for name in os.listdir(full):
            child = path + b"/" + name if path else name
            if child not in left_out:
                yield from entries(top, left_out, child)
    else:
        sys.exit(f"not a file, directory or link: {full!r}")


def fold(leaves, depth=0):
    """leaves: (key, hash), any order. Returns (hash, whether it is a lone leaf or empty)."""
    if len(leaves) < 2:
        return (leaves[0][1], True) if leaves else (bytes(32), True)
    sides = [[leaf for leaf in leaves if leaf[0][depth // 8] >> (7 - depth % 8) & 1 == bit] for bit in (0, 1)]
    (left, light_left), (right, light_right) = (fold(side, depth + 1) for side in sides)
    if not sides[0] and light_right:
        return right, True
    if not sides[1] and light_left:
        return left, True
    return sha(b"\x01", left, right), False


def main():
    top, left_out = os.fsencode(sys.argv[1]), {os.fsencode(path) for path in sys.argv[2:]}
    leaves, size = [], 0
    for path, kind, mode, length, content in entries(top, left_out):
        value = struct.pack(">BBIQ", 1, kind, mode, length) + content + b"\x00\x00"
        leaves.append((sha(path), sha(b"\x00", sha(path), sha(value))))
        size += length if kind == 1 else 0
    trie, _ = fold(leaves)
    print(sha(b"\x02catalytic/1", struct.pack(">QQ", len(leaves), size), trie).hex())


main()
