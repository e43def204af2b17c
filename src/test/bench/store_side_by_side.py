#!/usr/bin/env python3
"""Times how long it takes to put a real tree into a store, beside git, restic and one file a blob.

    python3 src/test/bench/store_side_by_side.py DIR [ROUNDS]

Every way is a whole process, forces what it writes to the disk, and starts with an empty store; the
ways take turns, so that a noisy machine is noisy for all. Prints the least and the median wall time,
CPU time, the bytes on disk, and the time to read everything back. git and restic are left out where
they are not installed. ONE FILE A BLOB is the plan that this project came from: a file for each blob,
named by its hash, here with the fsync without which it would not survive a power cut.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CATALYTIC = os.path.join(HOME, "catalytic")

LOOSE_PUT = """
import hashlib, os, sys
tree, store = sys.argv[1:]
for top, _, names in os.walk(tree):
    for name in names:
        with open(os.path.join(top, name), 'rb') as f:
            content = f.read()
        h = hashlib.sha256(content).hexdigest()
        path = os.path.join(store, h[:2], h[2:4], h)
        if os.path.exists(path):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(content)
            f.flush()
            os.fsync(f.fileno())
"""
LOOSE_GET = """
import hashlib, os, sys
for top, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(top, name), 'rb') as f:
            assert hashlib.sha256(f.read()).hexdigest() == name
"""


def run(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def disk(path):
    return int(subprocess.check_output(["du", "-sB1", path]).split()[0])


def catalytic(tree, store, compression):
    if compression:
        run([CATALYTIC, "store", "config", "--compression", "zstd", "--store", store])
    put = run([CATALYTIC, "snapshot", tree, "--content", "--store", store])
    get = run([CATALYTIC, "store", "fsck", "--store", store])
    return put, get


def git(tree, store, method):
    os.makedirs(store)
    environment = dict(os.environ, GIT_DIR=os.path.join(store, ".git"), GIT_WORK_TREE=tree)
    run(["git", "init", "-q"], env=environment)
    put = run(
        ["git", "-c", "core.fsync=all", "-c", "core.fsyncMethod=" + method, "add", "-A", "-f", "."],
        env=environment,
        cwd=tree,
    )
    get = run(["git", "cat-file", "--batch", "--batch-all-objects"], env=environment)
    return put, get


def restic(tree, store):
    environment = dict(os.environ, RESTIC_PASSWORD="x", RESTIC_REPOSITORY=store)
    environment["RESTIC_CACHE_DIR"] = store + "-cache"
    run(["restic", "init"], env=environment)
    put = run(["restic", "backup", tree], env=environment)
    get = run(["restic", "check", "--read-data"], env=environment)
    return put, get


def loose(tree, store):
    put = run([sys.executable, "-c", LOOSE_PUT, tree, store])
    get = run([sys.executable, "-c", LOOSE_GET, store])
    return put, get


def main():
    tree = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ways = {
        "catalytic": lambda store: catalytic(tree, store, False),
        "catalytic, zstd": lambda store: catalytic(tree, store, True),
        "one file a blob": lambda store: loose(tree, store),
    }
    if shutil.which("git"):
        ways["git add, fsync"] = lambda store: git(tree, store, "fsync")
        ways["git add, fsync in batches"] = lambda store: git(tree, store, "batch")
    if shutil.which("restic"):
        ways["restic backup"] = lambda store: restic(tree, store)
    files = sum(len(names) for _, _, names in os.walk(tree))
    print(f"{tree}: {files:,} files, {disk(tree):,} bytes on disk; {rounds} rounds")
    figures = {name: [] for name in ways}
    sizes = {}
    for top, _, names in os.walk(tree):  # so that nobody is the first to read it
        for name in names:
            with open(os.path.join(top, name), "rb") as f:
                f.read()
    for _ in range(rounds):
        for name, way in ways.items():
            work = tempfile.mkdtemp(prefix="side-by-side-")
            try:
                store = os.path.join(work, "store")
                subprocess.run(["sync"], check=True)
                figures[name].append(way(store))
                sizes[name] = disk(store)
            finally:
                shutil.rmtree(work)
    print(f"{'':26} {'put min':>8} {'median':>8} {'CPU':>8} {'read min':>9} {'median':>8} {'on disk':>14}")
    for name, rows in figures.items():
        puts = [put[0] for put, _ in rows]
        cpus = [put[1] for put, _ in rows]
        gets = [get[0] for _, get in rows]
        print(
            f"{name:26} {min(puts):7.2f}s {statistics.median(puts):7.2f}s {min(cpus):7.2f}s"
            f" {min(gets):8.2f}s {statistics.median(gets):7.2f}s {sizes[name]:14,}"
        )
    ours = statistics.median(put[0] for put, _ in figures["catalytic"])
    others = {
        name: statistics.median(put[0] for put, _ in rows)
        for name, rows in figures.items()
        if not name.startswith("catalytic")
    }
    fastest = min(others, key=others.get)
    print(f"the fastest other is {fastest}: {others[fastest] / ours:.1f} times the time")


main()
