"""Cuts the power at random instants of recorded runs, and runs again on what is left."""

import os

from disk import Disk, read_record
from flow import Broken, Folders

CUTS_A_RECORD = 10


def campaign(definitions, count, random, say):
    """At least `count` power cuts over all definitions; every tenth when the run has just ended."""
    cuts = records = 0
    seen = {"none": 0, "before": 0, "new": 0}
    while cuts < count:
        definition = definitions[records % len(definitions)]
        folders = Folders(definition, "recorded")
        folders.clear(with_release_before=random.random() < 0.5)
        if random.random() < 0.3:
            folders.start().kill_after(random.uniform(0, definition.seconds))
        start = Disk(folders.root)
        record = os.path.join(folders.aside, "record")
        folders.run(record=record).must_succeed("a recorded run")
        entries = read_record(record)
        records += 1
        for place in [len(entries)] + [random.randint(0, len(entries)) for _ in range(CUTS_A_RECORD - 1)]:
            try:
                seen[cut(definition, start, entries, place, random)] += 1
            except Broken as error:
                raise Broken(f"{definition.name}, power cut behind {place} of {len(entries)} changes: {error}")
            cuts += 1
        if records % 5 == 0:
            say(f"{cuts} power cuts of {records} recorded runs")
    return (f"{cuts} power cuts of {records} recorded runs: latest was absent {seen['none']}, of the night before "
            f"{seen['before']}, new {seen['new']} times; 0 partial releases, 0 committed tasks lost, every following "
            f"run finished with the same bytes")


def cut(definition, start, entries, place, random):
    """One power cut and the run after it; says which release was left."""
    folders = Folders(definition, "cut")
    folders.clear()
    os.rmdir(folders.root)
    disk = start.copy()
    for entry in entries[:place]:
        disk.take(entry)
    disk.cut(random, folders.root)
    found = folders.check_release(must_be_new=place == len(entries))
    committed = folders.committed()
    folders.check_kept(committed)
    folders.run().must_succeed("the run after it")
    folders.check_release(must_be_new=True)
    folders.check_not_repeated(committed)
    folders.check_tidy()
    return found
