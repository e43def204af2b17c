#!/usr/bin/env python3
"""Compares what extract_structure says about Python files with Python's own ast.

Usage: compare_ast.py [--answered-only] DIRECTORY RESULTS.jsonl

Each line of RESULTS is an object with the keys path (relative to DIRECTORY), language, output (the
answer's JSON) and perhaps status; lines with a status other than "answered" count as no answer, as
do files without a line, unless only answered ones are asked for. Every .py file under DIRECTORY that ast.parse takes is compared: as a pair
of multisets of (kind, name, line), with kind function (FunctionDef, AsyncFunctionDef) or class
(ClassDef). Names are compared in NFKC form, as Python itself does.

Prints counts, recall, precision and examples. For what was found by both it also prints, for
information, how often end_line and params agree; and the same figures for imports.
Exits with 1 if recall or precision of functions or classes is below 0.999, with 2 if nothing could
be compared. Needs Python 3.8 or newer and no packages.
"""
import ast
import json
import os
import sys
import unicodedata
import warnings
from collections import Counter

THRESHOLD = 0.999
EXAMPLES = 20
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def nfkc(name):
    return unicodedata.normalize("NFKC", name)


def parameters(node):
    args = node.args
    names = [arg.arg for arg in args.posonlyargs + args.args]
    names += ["*" + args.vararg.arg] if args.vararg else []
    names += [arg.arg for arg in args.kwonlyargs]
    return names + (["**" + args.kwarg.arg] if args.kwarg else [])


def imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = "." * node.level + (node.module or "")
    return [base + ("" if base.endswith(".") else ".") + alias.name for alias in node.names]


def from_ast(source):
    """Returns {(kind, name, line): [(end_line, params)…]} and a Counter of imports."""
    found, imports = {}, Counter()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, FUNCTIONS):
            key, value = ("function", node.name, node.lineno), (node.end_lineno, parameters(node))
        elif isinstance(node, ast.ClassDef):
            key, value = ("class", node.name, node.lineno), (node.end_lineno, None)
        else:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imports.update(imported(node))
            continue
        found.setdefault(key, []).append(value)
    return found, imports


def from_answer(output):
    found = {}
    for item in output["functions"]:
        params = [nfkc(name) for name in item.get("params", [])]
        key = ("function", nfkc(item["name"]), item["line"])
        found.setdefault(key, []).append((item.get("end_line"), params))
    for item in output["classes"]:
        key = ("class", nfkc(item["name"]), item["line"])
        found.setdefault(key, []).append((item.get("end_line"), None))
    return found, Counter(nfkc(item["name"]) for item in output["imports"])


class Tally:
    def __init__(self):
        self.both = self.missing = self.surplus = 0

    def add(self, expected, actual):
        self.both += sum((expected & actual).values())
        self.missing += sum((expected - actual).values())
        self.surplus += sum((actual - expected).values())

    def recall(self):
        return self.both / (self.both + self.missing) if self.both + self.missing else 1.0

    def precision(self):
        return self.both / (self.both + self.surplus) if self.both + self.surplus else 1.0

    def show(self, name):
        print(
            f"{name}: recall {self.recall():.6f}, precision {self.precision():.6f}"
            f" ({self.both} in both, {self.missing} missing, {self.surplus} surplus)"
        )


def python_files(directory):
    for folder, folders, files in os.walk(directory):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith(".py") and os.path.isfile(path) and not os.path.islink(path):
                yield os.path.relpath(path, directory).replace(os.sep, "/"), path


def read_answers(results):
    answers = {}
    with open(results, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("language") == "python" and record.get("status", "answered") == "answered":
                answers[record["path"]] = record["output"]
    return answers


def main(directory, results, answered_only):
    warnings.simplefilter("ignore")
    answers = read_answers(results)
    tallies = {"functions": Tally(), "classes": Tally(), "imports": Tally()}
    agree, examples, unparsed, unanswered, partial = Counter(), [], 0, [], 0
    files = 0
    for path, full in python_files(directory):
        if answered_only and path not in answers:
            continue
        with open(full, "rb") as file:
            source = file.read()
        try:
            expected, imports = from_ast(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            unparsed += 1
            continue
        files += 1
        if path not in answers:
            unanswered.append(path)
        answer = answers.get(path, {"functions": [], "classes": [], "imports": []})
        partial += 1 if answer.get("partial") else 0
        actual, actual_imports = from_answer(answer)
        counted = Counter({key: len(values) for key, values in expected.items()})
        counted_actual = Counter({key: len(values) for key, values in actual.items()})
        for kind, name in (("function", "functions"), ("class", "classes")):
            tallies[name].add(
                Counter({key: n for key, n in counted.items() if key[0] == kind}),
                Counter({key: n for key, n in counted_actual.items() if key[0] == kind}),
            )
        tallies["imports"].add(imports, actual_imports)
        examples += [f"missing {path}: {key}" for key in (counted - counted_actual)]
        examples += [f"surplus {path}: {key}" for key in (counted_actual - counted)]
        for key in counted.keys() & counted_actual.keys():
            agree["compared"] += 1
            for index, what in ((0, "end_line"), (1, "params")):
                same = [v[index] for v in expected[key]] == [v[index] for v in actual[key]]
                agree[what] += same
                if not same and agree["shown " + what] < EXAMPLES:
                    agree["shown " + what] += 1
                    print(f"{what} differs {path}: {key} {expected[key]} {actual[key]}")
    for example in examples[:EXAMPLES]:
        print(example)
    print(f"files compared: {files}; not valid for this Python: {unparsed}; partial: {partial}")
    print(f"files without an answer: {len(unanswered)} {unanswered[:EXAMPLES]}")
    for name, tally in tallies.items():
        tally.show(name)
    print(f"of {agree['compared']} in both, same end_line {agree['end_line']},"
          f" same params {agree['params']}")
    if files == 0:
        return 2
    judged = (tallies["functions"], tallies["classes"])
    return int(any(min(t.recall(), t.precision()) < THRESHOLD for t in judged))


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--answered-only"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    sys.exit(main(*arguments, answered_only="--answered-only" in sys.argv))
