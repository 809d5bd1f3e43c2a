"""Cold process times and memory of the budgets: help, import, a YAML workspace, this repository.

Run: python benchmarks/cold_start.py [runs]. Prints the median of several runs, after one warm-up.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TALLY = Path(sys.executable).with_name("tally")
MEASURE = """
import os, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, code)
"""


def measure(command: list[str], cwd: Path) -> tuple[float, float, int]:
    """Wall seconds, peak MB and exit code of one cold run."""
    out = subprocess.run([sys.executable, "-c", MEASURE, *command], cwd=cwd, capture_output=True, text=True, check=True)
    seconds, megabytes, code = out.stdout.split()
    return float(seconds), float(megabytes), int(code)


def yaml_workspace(folder: Path) -> Path:
    """A workspace of YAML claims only: what `tally init` writes."""
    subprocess.run([str(TALLY), "init", str(folder / "starter")], check=True, capture_output=True)
    return folder / "starter"


def main() -> None:
    """Print one row a case: median seconds, peak memory, budget, exit code."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        starter = yaml_workspace(Path(folder))
        cases = [
            ("tally --help", [str(TALLY), "--help"], ROOT, "0.3 s"),
            ("import tallystick", [sys.executable, "-c", "import tallystick"], ROOT, "0.1 s"),
            ("bare python", [sys.executable, "-c", "pass"], ROOT, "-"),
            ("check, YAML workspace", [str(TALLY), "check"], starter, "1.0 s, 120 MB"),
            ("check, this repository", [str(TALLY), "check"], ROOT, "2.0 s, 200 MB"),
        ]
        print(f"{'case':26}{'median s':>10}{'peak MB':>10}{'exit':>6}  budget")
        for name, command, cwd, budget in cases:
            seen = [measure(command, cwd) for _ in range(runs + 1)][1:]
            wall = statistics.median(seconds for seconds, _, _ in seen)
            print(f"{name:26}{wall:10.2f}{max(mb for _, mb, _ in seen):10.0f}{seen[0][2]:6}  {budget}")


if __name__ == "__main__":
    main()
