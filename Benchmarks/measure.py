"""Runs a command to its end and prints what it took, a figure a line: `measure.py LOG COMMAND...`.

Wall-clock time, CPU time of all threads, the most memory held (as the kernel counts it, at least what this script
holds when it starts the command) and the bytes that calls of `read` returned. Standard output is thrown away,
standard error goes to LOG.
"""

import os
import subprocess
import sys
import time


def bytes_read(pid):
    """What the process read, from a process that has ended and has not been collected yet."""
    with open(f"/proc/{pid}/io") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("rchar:"))


def main():
    log, command = sys.argv[1], sys.argv[2:]
    with open(log, "wb") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        wall = time.perf_counter() - start
    read = bytes_read(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.write(open(log, errors="replace").read())
        sys.exit(f"exit code {process.returncode}: {' '.join(command)}")
    print(f"wallSeconds {wall:.4f}")
    print(f"cpuSeconds {usage.ru_utime + usage.ru_stime:.4f}")
    print(f"peakMebibytes {usage.ru_maxrss / 1024:.1f}")
    print(f"readMebibytes {read / 1048576:.3f}")


main()
