"""Starts many runs at the same instant on one work folder: one wins, and nothing is locked once it has ended."""

import os
import shutil
import signal
import socket
import time

from flow import Broken, LONGEST_RUN

RECORDS = (
    b"##fileformat=VCFv4.3\n##contig=<ID=chr1,length=248956422>\n"
    b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t1000\t.\tA\tC\t50\tPASS\t.\n")
DEFINITION = """
{ "pipeline": "waiting", "stages": {
    "records": { "use": "vcf.read", "with": { "files": "-", "build": "GRCh38", "onBad": "fail" } },
    "copy": { "use": "vcf.write", "from": "records" } },
  "publish": { "records.vcf.gz": { "from": "copy", "privacy": "identifiable" } } }
"""


def campaign(setup, starts, rounds, say):
    """The winner reads from a pipe that stays open until all others have given up; every other winner is killed."""
    folder = os.path.join(setup.root, "locks")
    os.makedirs(folder)
    file = folder + "/waiting.json"
    open(file, "w").write(DEFINITION)
    killed = slowest = 0
    for number in range(rounds):
        is_killed = number % 2 == 1
        slowest = max(slowest, one(setup, folder, file, starts, is_killed))
        killed += is_killed
        if number % 10 == 9:
            say(f"{number + 1} rounds of {starts} starts")
    shutil.rmtree(folder)
    return (f"{rounds} rounds of {starts} starts at once: one winner each, the others ended with code 4 and named it, "
            f"the last {slowest:.1f} s after the start; {killed} winners killed, 0 stale locks")


def one(setup, folder, file, starts, is_killed):
    gate, opener = os.pipe()
    records, feeder = os.pipe()
    began = {}
    for index in range(starts):
        process = os.fork()
        if process == 0:
            begin(setup, folder, file, gate, opener, records, feeder, f"{folder}/errors-{index}")
        began[process] = index
    for end in [gate, opener, records]:
        os.close(end)
    time_0 = time.monotonic()
    while len(began) > 1:
        process, status = wait(time_0)
        code = os.waitstatus_to_exitcode(status)
        if code != 4:
            errors = open(f"{folder}/errors-{began[process]}").read()
            raise Broken(f"of {starts} runs at once one ended with code {code}: {errors[-400:]}")
        began.pop(process)
    return finish(folder, feeder, began, starts, is_killed, time.monotonic() - time_0)


def begin(setup, folder, file, gate, opener, records, feeder, errors):
    """Becomes a run once the gate is open."""
    os.close(opener)
    os.close(feeder)
    os.dup2(records, 0)
    os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)
    os.read(gate, 1)
    os.closerange(3, 4096)
    os.execv(setup.program, [setup.program, "run", file, "--work", folder + "/work", "--out", folder + "/out"])


def wait(time_0):
    while time.monotonic() - time_0 < LONGEST_RUN:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process:
            return process, status
        time.sleep(0.002)
    raise Broken("more than one run holds the work folder, or none gave up")


def finish(folder, feeder, began, starts, is_killed, seconds):
    winner, index = began.popitem()
    note = f"process {winner} on {socket.gethostname()}"
    for other in range(starts):
        if other != index and note not in open(f"{folder}/errors-{other}").read():
            errors = open(f"{folder}/errors-{other}").read()
            raise Broken(f"a run that gave up does not name the winner ({note}): {errors}")
    if is_killed:
        os.kill(winner, signal.SIGKILL)
    else:
        os.write(feeder, RECORDS)
    os.close(feeder)
    _, status = os.waitpid(winner, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != (-9 if is_killed else 0):
        raise Broken(f"the winner ended with code {code}: " + open(f"{folder}/errors-{index}").read()[-400:])
    return seconds
