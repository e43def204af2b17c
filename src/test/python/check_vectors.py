#!/usr/bin/env python3
"""Run docs/check_proof.py on each vector of a directory, as if each time anew.

check_vectors.py DIRECTORY prints a line for each file, sorted: what the verifier says of it. One
process for all: to start Python hundreds of times takes longer than all proofs together.
"""
import json
import os
import runpy
import sys
import tempfile

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "check_proof.py")


def holds(proof, root):
    """Return whether the script ends as a process does that exits with 0."""
    sys.argv = [SCRIPT, proof, root]
    try:
        runpy.run_path(SCRIPT, run_name="__main__")
    except SystemExit as end:
        return not end.code
    except Exception:  # a traceback, with which Python exits with 1
        return False
    return True


def main(directory):
    with tempfile.TemporaryDirectory() as temp:
        proof = os.path.join(temp, "proof.json")
        for name in sorted(os.listdir(directory)):
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                vector = json.load(file)
            with open(proof, "w", encoding="utf-8") as file:
                json.dump(vector["proof"], file)
            print(name, "holds" if holds(proof, vector["root"]) else "is refused")


main(sys.argv[1])
