"""One core for the server, the other for everything else; and what a process has used of the machine."""

import os
import resource
from collections.abc import Iterable
from pathlib import Path

from bootstrap.errors import Refused

BUILT = Path(__file__).parents[2] / "build/bench"
"""What benchmarks build or install for themselves; git ignores it."""

TICKS = os.sysconf("SC_CLK_TCK")


def apart() -> list[str]:
    """Keep this process and all it starts to one core; the words put before a command give it the other."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise Refused("the stream is measured on two cores: one for the server, one for its clients")
    os.sched_setaffinity(0, {cores[0]})
    return ["taskset", "-c", str(cores[1])]


def files(needed: int) -> None:
    """As many open files as the system allows, for this process and all it starts. Raises Refused."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise Refused(f"{needed} open files are needed and {hard} are allowed: raise the limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cpu(processes: Iterable[int]) -> float:
    """Seconds of a core the processes have used, in them and in the kernel for them."""
    return sum(sum(map(int, _stat(each)[11:13])) for each in processes) / TICKS


def resident(processes: Iterable[int]) -> float:
    """KiB of memory they hold."""
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in processes)
    return pages * resource.getpagesize() / 1024


def children(process: int) -> list[int]:
    """The processes a process has started, and which still run."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _stat(process: int) -> list[str]:
    """The fields after the name, which may hold spaces."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
