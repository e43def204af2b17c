#!/usr/bin/env python3
"""Times how long it takes to read a whole tree and say what is in it, beside git, restic and sha256sum.

    python3 src/test/bench/snapshot_side_by_side.py DIR [ROUNDS]

Every way is a whole process and the ways take turns, so that a noisy machine is noisy for all; the load
average (of one minute) stands beside every round. First come the ways that keep nothing new: our snapshot
without contents and verify; git status on an index without any times, so that it reads every file; restic
backup --force into a repository that has everything already; sha256sum in two processes. Then those that
put all contents into an empty store: nothing is forced to disk by git's default. The time that the JVM
needs to start (catalytic --version) stands apart. git and restic are left out where they are not installed.
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


def run(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fresh(work, name):
    path = os.path.join(work, name)
    shutil.rmtree(path, ignore_errors=True)
    return path


def git_environment(tree, store):
    return dict(os.environ, GIT_DIR=store, GIT_WORK_TREE=tree)


def git_start(tree, store):
    subprocess.run(["git", "init", "-q", "--bare", store], check=True)
    subprocess.run(["git", "--git-dir", store, "config", "core.bare", "false"], check=True)
    return git_environment(tree, store)


def git_add(tree, store):
    environment = git_start(tree, store)
    return run(["git", "add", "-A", "-f", "."], env=environment, cwd=tree)


def git_status(tree, store):
    environment = git_environment(tree, store)
    subprocess.run(["git", "read-tree", "HEAD"], check=True, env=environment)  # forgets all times
    return run(["git", "--no-optional-locks", "status", "--porcelain"], env=environment, cwd=tree)


def restic_environment(store):
    return dict(
        os.environ, RESTIC_PASSWORD="x", RESTIC_REPOSITORY=store, RESTIC_CACHE_DIR=store + "-cache"
    )


def restic_first(tree, store):
    shutil.rmtree(store + "-cache", ignore_errors=True)
    environment = restic_environment(store)
    run(["restic", "init"], env=environment)
    return run(["restic", "backup", tree], env=environment)


def prepare(tree, work):
    """Makes what the ways that keep nothing new compare with; returns the root."""
    kept = os.path.join(work, "kept")
    line = subprocess.check_output([CATALYTIC, "snapshot", tree, "--store", kept], text=True)
    if shutil.which("git"):
        store = os.path.join(work, "git-kept")
        environment = git_start(tree, store)
        run(["git", "add", "-A", "-f", "."], env=environment, cwd=tree)
        who = ["-c", "user.name=x", "-c", "user.email=x@x"]
        run(["git", *who, "commit", "-q", "-m", "x"], env=environment, cwd=tree)
    if shutil.which("restic"):
        restic_first(tree, os.path.join(work, "restic-kept"))
    return line.split()[0]


def ways_to_compare(tree, work):
    root = prepare(tree, work)
    kept = os.path.join(work, "kept")
    sums = f"find '{tree}' -type f -print0 | xargs -0 -P2 -n500 sha256sum"
    ways = {
        "catalytic --version": lambda: run([CATALYTIC, "--version"]),
        "catalytic snapshot": lambda: run([CATALYTIC, "snapshot", tree, "--store", kept]),
        "catalytic verify": lambda: run([CATALYTIC, "verify", tree, root, "--store", kept]),
        "sha256sum, 2 processes": lambda: run(["sh", "-c", sums]),
    }
    if shutil.which("git"):
        ways["git status, cold"] = lambda: git_status(tree, os.path.join(work, "git-kept"))
    if shutil.which("restic"):
        environment = restic_environment(os.path.join(work, "restic-kept"))
        ways["restic backup --force"] = lambda: run(
            ["restic", "backup", "--force", tree], env=environment
        )
    ways["put: catalytic --content"] = lambda: run(
        [CATALYTIC, "snapshot", "--content", tree, "--store", fresh(work, "ours")]
    )
    if shutil.which("git"):
        ways["put: git add"] = lambda: git_add(tree, fresh(work, "git"))
    if shutil.which("restic"):
        ways["put: restic backup"] = lambda: restic_first(tree, fresh(work, "restic"))
    return ways


def main():
    tree = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    paths = [os.path.join(top, name) for top, _, names in os.walk(tree) for name in names]
    files = [path for path in paths if not os.path.islink(path)]
    size = sum(os.path.getsize(path) for path in files)
    print(f"{tree}: {len(files):,} files, {size:,} bytes; {rounds} rounds, {os.cpu_count()} processors")
    for path in files:  # so that nobody is the first to read it
        with open(path, "rb") as f:
            f.read()
    work = tempfile.mkdtemp(prefix="side-by-side-")
    try:
        ways = ways_to_compare(tree, work)
        figures = {name: [] for name in ways}
        for number in range(1, rounds + 1):
            for name, way in ways.items():
                subprocess.run(["sync"], check=True)
                figures[name].append((*way(), os.getloadavg()[0]))
            print(f"round {number}: load average {os.getloadavg()[0]:.1f}", flush=True)
    finally:
        shutil.rmtree(work)
    print(f"{'':26} {'min':>8} {'median':>8} {'CPU min':>8} {'median':>8}  load average")
    for name, rows in figures.items():
        walls, cpus, loads = zip(*rows)
        print(
            f"{name:26} {min(walls):7.2f}s {statistics.median(walls):7.2f}s {min(cpus):7.2f}s"
            f" {statistics.median(cpus):7.2f}s  {', '.join(f'{load:.1f}' for load in loads)}"
        )


main()
