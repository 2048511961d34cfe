"""Times three ways of making a model's neighbours: side_by_side.py COMPANION CLICKS.csv ANSWER.json

Each is a process of its own, from the file of clicks to a file of neighbours (the companion's is the whole model), on
two threads, three times in turn. What the tables of the other two hold is compared with the companion's own model.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

ROUNDS = 3
companion, clicks, answer = sys.argv[1:]
here, folder = Path(__file__).parent, Path(answer).parent
tables = {way: str(folder / f"{way}.parquet") for way in ["duckdb", "pandas"]}
model = str(folder / "vitrina.vitrina")
commands = {"vitrina": [companion, "train", "--sessions", clicks, "--out", model]}
for way, table in tables.items():
    commands[way] = [sys.executable, str(here / f"with_{way}.py"), clicks, table]
threads = {name: "2" for name in ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"]}
cores = sorted(os.sched_getaffinity(0))[:2]


def run(command):
    """Seconds, seconds of processor time, and the most megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **threads}, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, cores)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


runs = {way: [] for way in commands}
for round in range(ROUNDS):
    for way, command in commands.items():
        runs[way].append(run(command))
        print(way, *(f"{value:.2f}" for value in runs[way][-1]), flush=True)

# DuckDB's table serves as the measure of entries: the companion publishes only the model.
reference = Path(model).read_bytes()
entries = {way: set(map(tuple, pd.read_parquet(table)[["item_id", "neighbour_id"]].to_numpy())) for way, table in tables.items()}
ways = {}
for way in commands:
    same, common = True, 1.0
    if way in tables:
        packed = str(folder / f"{way}.vitrina")
        run([companion, "train", "--neighbours", tables[way], "--out", packed])
        same = Path(packed).read_bytes() == reference
        common = len(entries["duckdb"] & entries[way]) / len(entries["duckdb"] | entries[way])
    seconds, cpu, megabytes = (statistics.median(values) for values in zip(*runs[way]))
    ways[way] = {
        "seconds": seconds,
        "cpu": cpu,
        "megabytes": megabytes,
        "same_model": same,
        "common": common,
        "runs": runs[way],
    }
Path(answer).write_text(json.dumps({"clicks": sum(1 for _ in open(clicks)) - 1, "rounds": ROUNDS, "ways": ways}))
