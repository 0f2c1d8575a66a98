"""Definitions, runs of the real program, and what must be true of the folders afterwards."""

import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import time

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KINDS = ["open", "write", "sync", "rename", "link", "mkdir", "truncate", "unlink", "space", "any"]
JOBS = 2
LONGEST_RUN = 120  # seconds


class Broken(Exception):
    """A promise that was not kept."""


class Setup:
    """The program, the library, and copies of the definitions in which a retry waits for milliseconds."""

    def __init__(self, program, library, extra, longest=LONGEST_RUN):
        self.program, self.library, self.extra, self.longest = program, library, extra, longest
        self.root = tempfile.mkdtemp(prefix="pcmflow-campaign-")
        for name in ["pipelines", "samples", "Tests/Cases", "Tests/Campaigns"]:
            shutil.copytree(os.path.join(PROJECT, name), os.path.join(self.root, name))
        # A process whose parent has ended becomes our child, so that no orphan goes unseen.
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)

    def definitions(self, wanted):
        lines = wanted or [
            line.strip() for line in open(os.path.join(PROJECT, "Tests/Campaigns/definitions.txt"))
            if line.strip() and not line.startswith("#")]
        return [Definition(self, line.split()) for line in lines]

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)


class Definition:
    """A definition with the release that an undisturbed run gives."""

    def __init__(self, setup, words):
        self.setup, self.name, self.arguments = setup, words[0], words[1:]
        self.file = os.path.join(setup.root, words[0])
        text = re.sub(r'"backoff":\s*"[^"]*"', '"backoff": "10ms..20ms"', open(self.file).read())
        open(self.file, "w").write(text)
        # The same under another name publishes another release: what stood there the night before.
        self.before = self.file.replace(".json", ".before.json")
        open(self.before, "w").write(re.sub(r'"pipeline":\s*"([^"]*)"', r'"pipeline": "\1-before"', text, 1))
        folders = Folders(self, "undisturbed")
        times = []
        for _ in range(3):
            folders.clear()
            run = folders.run(library=True)
            run.must_succeed("an undisturbed run")
            times.append(run.seconds)
        self.seconds = sorted(times)[1]
        self.counts = run.counts
        self.release = tree(folders.out + "/latest")
        folders.clear()
        folders.run(file=self.before).must_succeed("the run of the night before")
        self.release_before = tree(folders.out + "/latest")
        self.out_before = folders.root + "-before"
        shutil.copytree(folders.out, self.out_before, symlinks=True)


class Folders:
    """A work folder and an output folder, both within one folder that is watched."""

    def __init__(self, definition, name):
        self.definition = definition
        base = os.path.join(definition.setup.root, "rounds", definition.name.replace("/", "_"))
        self.root, self.aside = os.path.join(base, name), os.path.join(base, name + ".aside")
        self.work, self.out = self.root + "/work", self.root + "/out"

    def clear(self, with_release_before=False):
        for folder in [self.root, self.aside]:
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
        if with_release_before:
            shutil.copytree(self.definition.out_before, self.out, symlinks=True)

    def start(self, file=None, fault=None, record=None, library=False):
        return Run(self, file or self.definition.file, fault, record, library or fault or record)

    def run(self, **options):
        return self.start(**options).wait()

    def check_release(self, must_be_new=False):
        """No reader sees half a release: what `latest` names is whole, and so is all that has a name."""
        whole = {"new": self.definition.release, "before": self.definition.release_before}
        folder = self.out + "/releases"
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            if not name.startswith(".") and tree(os.path.join(folder, name)) not in whole.values():
                raise Broken(f"the release {name} is partial or wrong")
        found = "none"
        if os.path.lexists(self.out + "/latest"):
            content = tree(self.out + "/latest")
            names = [name for name, release in whole.items() if content == release]
            if not names:
                raise Broken("latest names a release that is partial or wrong")
            found = names[0]
        if must_be_new and found != "new":
            raise Broken(f"the run has ended well, but latest is: {found}")
        return found

    def committed(self):
        """The keys in the ledger, each with the run that committed it; looked up in a copy."""
        copy = tempfile.mkdtemp(dir=self.aside)
        try:
            for ending in ["", "-wal"]:
                if os.path.exists(self.work + "/ledger.sqlite" + ending):
                    shutil.copy(self.work + "/ledger.sqlite" + ending, copy)
            if not os.path.exists(copy + "/ledger.sqlite"):
                return {}
            with sqlite3.connect(copy + "/ledger.sqlite") as database:
                try:
                    return dict(database.execute("SELECT hex(key), run FROM product"))
                except sqlite3.OperationalError as error:
                    if "no such table" in str(error):
                        return {}
                    raise Broken(f"the ledger is broken: {error}")
                except sqlite3.DatabaseError as error:
                    raise Broken(f"the ledger is broken: {error}")
        finally:
            shutil.rmtree(copy)

    def check_kept(self, committed):
        """What was in the ledger stands in its folder."""
        for key in committed:
            key = key.lower()
            if not os.path.exists(f"{self.work}/artifacts/{key[:2]}/{key[2:]}/artifact.json"):
                raise Broken(f"the committed artifact {key[:8]}… is gone")

    def check_not_repeated(self, committed):
        """What was in the ledger was not made again: the same run has committed it still."""
        now = self.committed()
        for key, run in committed.items():
            if now.get(key) != run:
                raise Broken(f"the committed artifact {key[:8].lower()}… was made again")

    def check_tidy(self):
        """Nothing is left that has no name yet."""
        left = [os.path.join(self.work, "scratch", name) for name in os.listdir(self.work + "/scratch")]
        for folder in [self.work, self.out]:
            for path, folders, files in os.walk(folder):
                left += [os.path.join(path, name) for name in folders + files
                         if name.startswith(".") or name.endswith("-journal")]
        if left:
            raise Broken("left behind: " + ", ".join(os.path.relpath(path, self.root) for path in left))


class Run:
    """A run of the real program."""

    def __init__(self, folders, file, fault, record, library):
        self.folders, self.counts_file = folders, os.path.join(folders.aside, "counts")
        self.events_file = os.path.join(folders.aside, "events")
        setup = folders.definition.setup
        environment = dict(os.environ)
        if library:
            if os.path.exists(self.counts_file):
                os.remove(self.counts_file)
            environment.update(
                LD_PRELOAD=setup.library, FAULTYIO_FOLDERS=folders.root, FAULTYIO_COUNTS=self.counts_file,
                FAULTYIO_FAULT=fault or "", FAULTYIO_RECORD=record or "")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [setup.program, "run", file, "--work", folders.work, "--out", folders.out, "--jobs", str(JOBS),
             "--json", *folders.definition.arguments, *setup.extra],
            stdin=subprocess.DEVNULL, stdout=open(self.events_file, "wb"), stderr=subprocess.PIPE,
            env=environment, cwd=setup.root)

    def wait(self):
        seconds = self.folders.definition.setup.longest
        try:
            _, errors = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise Broken(f"the run had not ended after {seconds} s")
        self.seconds = time.monotonic() - self.began
        self.code, self.errors = self.process.returncode, errors.decode(errors="replace")
        self.counts = {}
        if os.path.exists(self.counts_file):
            numbers = struct.unpack("11q", open(self.counts_file, "rb").read())
            self.counts = dict(zip(KINDS + ["injected"], numbers))
        check_orphans()
        return self

    def kill_after(self, seconds):
        """Kills the program by itself; what it has started must end by itself."""
        time.sleep(max(0, self.began + seconds - time.monotonic()))
        self.process.send_signal(signal.SIGKILL)
        return self.wait()

    def must_succeed(self, what):
        if self.code != 0:
            raise Broken(f"{what} ended with code {self.code}: {self.errors.strip()[-600:]}{self.problems()}")

    def events(self):
        """What the program told until it ended; a last line may be cut off."""
        events = []
        for line in open(self.events_file, errors="replace"):
            try:
                events.append(json.loads(line))
            except ValueError:
                pass
        return [event for event in events if isinstance(event, dict)]

    def problems(self):
        """What it says has gone wrong."""
        return " ".join(
            str(event.get("error") or event.get("message")) for event in self.events()
            if event.get("event") in ("taskFailed", "problem", "warning"))

    def tasks(self, name):
        return [event["label"] for event in self.events() if event.get("event") == name]


def check_orphans():
    """Whatever a run has started ends with it."""
    for _ in range(200):
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
            time.sleep(0.01)
        except ChildProcessError:
            return
    own = f"/proc/self/task/{os.getpid()}/children"
    orphans = open(own).read().split()
    names = [open(f"/proc/{orphan}/cmdline").read().replace("\0", " ") for orphan in orphans]
    for orphan in orphans:
        os.kill(int(orphan), signal.SIGKILL)
        os.waitpid(int(orphan), 0)
    raise Broken(f"processes outlived the run: {names}")


def tree(folder):
    """Every file of a folder with the digest of its bytes."""
    found = {}
    for path, _, files in os.walk(folder):
        for name in files:
            file = os.path.join(path, name)
            found[os.path.relpath(file, folder)] = hashlib.sha256(open(file, "rb").read()).hexdigest()
    return found
