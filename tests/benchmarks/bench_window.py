"""The real window's figures: ``xvfb-run -a python bench_window.py [--minutes N] [what ...]``.

Each measure runs in a process of its own, on the platform that Qt chooses (``QT_QPA_PLATFORM``).
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
BENCHMARKS = Path("tests", "benchmarks")
LAUNCHES = 5
SIZES = "8x10", "10x10", "20x32", "50x64", "200x16", "4x512", "20x32|relu"
LARGER_SIZES = "10x512", "20x512"
LONG_STEP = 0.005  # seconds; an answer may take as long as two frames, and from there on a step more
MEGABYTE = 2**20
Report = dict[str, Any]


def probe(*words: str, of: str = "window_probe", checkout: Path = CHECKOUT, **environment: str) -> Report:
    """What `window_probe` or another probe reports."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ended = subprocess.run(
        [sys.executable, str(checkout / BENCHMARKS / f"{of}.py"), *words],
        env={**inherited, "PYTHONPATH": str(checkout), **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    report: Report = json.loads(ended.stdout.splitlines()[-1])
    return report


def launch(checkout: Path = CHECKOUT, **environment: str) -> dict[str, float]:
    """Seconds from the start of the process to the picture, its answer to an edit, and live training."""
    started = time.monotonic()
    report = probe(of="launch_probe", checkout=checkout, **environment)
    return {name: moment - started for name, moment in report.items()}


def show_first_launch() -> None:
    """A launch from a copy that has never run: neither kernels nor bytecode."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder, "vgviz")
        skipped = shutil.ignore_patterns("__pycache__", ".git", ".*_cache")
        shutil.copytree(CHECKOUT, checkout, ignore=skipped)
        times = launch(checkout, XDG_CACHE_HOME=folder, NUMBA_CACHE_DIR=str(Path(folder, "numba")))
    row("first launch: picture", f"{times['picture']:.2f} s")
    row("first launch: picture that answered an edit", f"{times['answered']:.2f} s", "at most 4 s")
    row("first launch: live training", f"{times['training']:.1f} s")


def show_later_launch() -> None:
    """Launches with everything in the cache."""
    launch()
    times = [launch() for _ in range(LAUNCHES)]
    for name, wish in (("picture", ""), ("training", "at most 2 s")):
        values = [run[name] for run in times]
        row(f"later launch: {name}", f"{statistics.median(values):.2f} s (worst {max(values):.2f})", wish)


def show_frames() -> None:
    """Frames a second with training flat out, and how late a 5 ms timer is."""
    for size in SIZES:
        report = probe("frames", size)
        gaps, late = report["gaps"], report["late"]
        row(f"{size}: frames a second", f"{1 / statistics.fmean(gaps):.1f}", "60")
        row(f"{size}: gap between frames p50 | p99 | longest", milliseconds(gaps, 0.5, 0.99, 1.0), "p99 25")
        cost = f"{1000 * report['painting']:.1f} | {1000 * report['processor']:.1f} ms"
        row(f"{size}: a frame's painting | processor time of its thread", cost)
        row(
            f"{size}: 5 ms timer late outside painting, p99 | longest",
            milliseconds(late, 0.99, 1.0),
            "p99 10",
        )
        rate, undrawn = report["steps_per_second"], report["undrawn_steps_per_second"]
        row(f"{size}: steps a second | of them lost to drawing", f"{rate:,.0f} | {1 - rate / undrawn:.0%}")


def show_views() -> None:
    """Frames a second with each panel in view, training flat out."""
    for title, gaps in probe("views")["gaps"].items():
        fps = f"{1 / statistics.fmean(gaps):.1f} | {milliseconds(gaps, 0.99)}"
        row(f"10x10, {title} in view: frames a second | p99 of gaps", fps, "60")


def show_latency() -> None:
    """From mouse move to new colours: two frames, and a step more where that takes long."""
    for size in (*SIZES, *LARGER_SIZES):
        for state in ("running", "paused"):
            report = probe("latency", size, state)
            step = report["step"] if report["step"] >= LONG_STEP else 0.0
            row(
                f"{size} {state}: edit to paint p50 | p95 | longest",
                milliseconds(report["delays"], 0.5, 0.95, 1.0),
                f"{1000 * (2 / 60 + step):.0f}",
            )


def show_scrubbing() -> None:
    """A hand on the timeline, after eight seconds of training flat out."""
    for size in SIZES:
        for state in ("paused", "running"):
            report = probe("scrub", size, state)
            gaps, exact = report["gaps"], report["exact"]
            row(f"{size} {state}: scrubbed pictures a second", f"{1 / statistics.fmean(gaps):.1f}", "60")
            row(
                f"{size} {state}: gap between them p50 | p99 | longest",
                milliseconds(gaps, 0.5, 0.99, 1.0),
                "p99 25",
            )
            reached = f"{len(exact)} of {report['wishes']}"
            row(f"{size} {state}: moments reached before the hand went on", reached)
            if exact:
                row(f"{size} {state}: wish to exact moment p50 | p95", milliseconds(exact, 0.5, 0.95))
            row(
                f"{size} {state}: rest to exact moment p50 | p95 | longest",
                milliseconds(report["rested"], 0.5, 0.95, 1.0),
            )
            for thread in ("window", "worker"):
                ran, waited = report[thread]
                row(
                    f"{size} {state}: {thread}'s processor time a picture | waited for it",
                    f"{1000 * ran:.1f} | {1000 * waited:.1f} ms",
                )


def show_memory(minutes: int) -> None:
    """Memory after one minute of training and at the end."""
    sizes = probe("memory", str(minutes))["sizes"]
    row("memory after 1 minute", f"{sizes[0] / MEGABYTE:.1f} MB")
    row(f"memory after {minutes} minutes", f"{sizes[-1] / MEGABYTE:.1f} MB", "no more")


def show_windows() -> None:
    """Fifty windows opened, trained and closed in one process."""
    report = probe("windows", "50")
    for name, unit in (("sizes", MEGABYTE), ("widgets", 1), ("threads", 1)):
        values = [value / unit for value in report[name]]
        text = " | ".join(f"{values[index]:,.1f}".removesuffix(".0") for index in (0, 9, 24, -1))
        row(f"{len(values)} windows, {name} after 1 | 10 | 25 | all", text)


def milliseconds(seconds: Sequence[float], *quantiles: float) -> str:
    """These quantiles in ms; 1.0 is the largest."""
    ordered = sorted(seconds)
    places = [min(len(ordered) - 1, int(quantile * len(ordered))) for quantile in quantiles]
    return " | ".join(f"{1000 * ordered[place]:.1f}" for place in places) + " ms"


def row(what: str, value: str, wish: str = "") -> None:
    """Print one figure."""
    print(f"{what:<62} {value:<28} {f'(wish: {wish})' if wish else ''}".rstrip(), flush=True)


def main() -> None:
    """Measure what is asked for; everything by default."""
    measures = {
        "first": show_first_launch,
        "later": show_later_launch,
        "frames": show_frames,
        "views": show_views,
        "latency": show_latency,
        "scrubbing": show_scrubbing,
        "windows": show_windows,
        "memory": None,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*measures, []], help="which measures")
    parser.add_argument("--minutes", type=int, default=10, help="length of the memory measure")
    options = parser.parse_args()
    for name, show in measures.items():
        if options.what and name not in options.what:
            continue
        if show is None:
            show_memory(options.minutes)
        else:
            show()


if __name__ == "__main__":
    main()
