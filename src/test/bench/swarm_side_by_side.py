#!/usr/bin/env python3
"""How busy the slots of a model server are kept, beside the plan that this project came from.

    python3 src/test/bench/swarm_side_by_side.py [SLOTS ...] [--files F] [--in-flight FACTOR]
        [--flink-master HOST:PORT --workers N]

by default 8 32 128. A server of its own speaks Ollama's API: SLOTS requests at a time, each 200 ms, others wait
their turn. F (2,000) files are analysed with FACTOR (1.5) times as many calls in flight, so that the next call is at the
server already when one ends; on a cluster these are shared out among its N TaskManagers (2). BUSY is the time that
requests were worked on, over SLOTS times the time from the first request to the last answer: 100 % is what no client
can exceed, and CEILING what is left of it since the last wave of calls is not a full one. THREADS is the other plan: a
ThreadPoolExecutor of as many threads that asks for one file after the other, keeps no answer, checks that it is
JSON, and proves nothing.
"""

import argparse
import asyncio
import concurrent.futures
import json
import math
import multiprocessing
import os
import subprocess
import tempfile
import time
import urllib.request

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
LATENCY = 0.2
ANSWER = json.dumps({"functions": [], "classes": [], "imports": []})
CHAT = json.dumps({"model": "m", "message": {"role": "assistant", "content": ANSWER}, "done": True,
                   "done_reason": "stop", "prompt_eval_count": 50, "eval_count": 10}).encode()
TAGS = json.dumps({"models": [{"name": "m:latest", "digest": "ab" * 32}]}).encode()


async def serve(slots, port, log):
    turns = asyncio.Semaphore(slots)

    async def client(reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                if b"content-length:" in head:
                    await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
                if b"/api/tags" in head:
                    body = TAGS
                elif b"/api/chat" in head:
                    body = CHAT
                    async with turns:
                        begin = time.monotonic()
                        await asyncio.sleep(LATENCY)
                        log.append((begin, time.monotonic()))
                elif b"/log" in head:
                    body = json.dumps(log).encode()
                else:
                    body = b"{}"
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                             % (len(body), body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0, backlog=1024, limit=1 << 20)
    port.value = server.sockets[0].getsockname()[1]
    await server.serve_forever()


def server_process(slots, port):
    asyncio.run(serve(slots, port, []))


def measured(slots, files, work):
    """Runs work(url) against a server of its own; returns the share of busy time, and the wall time."""
    port = multiprocessing.Value("i", 0)
    server = multiprocessing.Process(target=server_process, args=(slots, port), daemon=True)
    server.start()
    while port.value == 0:
        time.sleep(0.01)
    url = "http://127.0.0.1:%d" % port.value
    start = time.monotonic()
    work(url)
    wall = time.monotonic() - start
    with urllib.request.urlopen(url + "/log") as response:
        calls = json.load(response)
    server.kill()
    assert len(calls) == files, "%d calls for %d files" % (len(calls), files)
    span = max(end for _, end in calls) - min(begin for begin, _ in calls)
    return sum(end - begin for begin, end in calls) / (slots * span), span, wall


def ours(in_flight, tree, temp, more):
    def work(url):
        store = tempfile.mkdtemp(dir=temp)
        subprocess.run([os.path.join(HOME, "catalytic"), "analyze", tree, "--store", os.path.join(store, "store"),
                        "--out", os.path.join(store, "out"), "--model", "ollama:m", "--model-url", url,
                        "--max-in-flight", str(in_flight)] + more, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return work


def threads(in_flight, tree):
    def ask(url, path):
        with open(path) as file:
            body = {"model": "m", "stream": False, "messages": [{"role": "user", "content": file.read()}]}
        request = urllib.request.Request(url + "/api/chat", json.dumps(body).encode())
        with urllib.request.urlopen(request) as response:
            return json.loads(json.load(response)["message"]["content"])

    def work(url):
        paths = [os.path.join(tree, name) for name in sorted(os.listdir(tree))]
        with concurrent.futures.ThreadPoolExecutor(max_workers=in_flight) as pool:
            futures = [pool.submit(ask, url, path) for path in paths]
            for future in concurrent.futures.as_completed(futures):
                future.result()
    return work


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slots", nargs="*", type=int, default=[8, 32, 128])
    parser.add_argument("--in-flight", type=float, default=1.5)
    parser.add_argument("--flink-master")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    workers = args.workers if args.flink_master else 1
    more = ["--flink-master", args.flink_master] if args.flink_master else []
    with tempfile.TemporaryDirectory() as temp:
        tree = os.path.join(temp, "tree")
        os.mkdir(tree)
        for i in range(args.files):
            with open(os.path.join(tree, "f%06d.py" % i), "w") as file:
                file.write("def f%d():\n    return %d\n" % (i, i))
        for slots in args.slots:
            in_flight = math.ceil(slots * args.in_flight)
            ceiling = args.files / (slots * math.ceil(args.files / slots))
            for name, work in (("catalytic", ours(math.ceil(in_flight / workers), tree, temp, more)),
                               ("threads", threads(in_flight, tree))):
                busy, span, wall = measured(slots, args.files, work)
                print("%4d slots  %-10s busy %5.1f %% (ceiling %5.1f %%)  %6.2f s from first to last call, %6.2f s in all"
                      % (slots, name, 100 * busy, 100 * ceiling, span, wall), flush=True)


if __name__ == "__main__":
    main()
