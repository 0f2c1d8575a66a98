"""Kills runs at random instants, runs again until they are through, and compares."""

from flow import Broken, Folders, JOBS


def campaign(definitions, count, random, say):
    """At least `count` kills over all definitions; half at a random time, half at a random call that changes files."""
    total = rounds = repeated = at_once = ended = 0
    seen = {"none": 0, "before": 0, "new": 0}
    calls = {"kill": 0, "killafter": 0, "torn": 0, "time": 0}
    while total < count:
        definition = definitions[rounds % len(definitions)]
        folders = Folders(definition, "kills")
        folders.clear(with_release_before=random.random() < 0.5)
        rounds += 1
        committed, finished = {}, set()
        for _ in range(random.randint(1, 6)):
            run, how = killed_run(folders, definition, random)
            again = [label for label in run.tasks("taskBegan") if label in finished]
            repeated = max(repeated, len(again))
            if run.code == 0:
                ended += 1
                break
            if run.code != -9:
                raise Broken(f"a run to be killed ({how}) ended with code {run.code}: {run.errors[-400:]}")
            total += 1
            calls[how.split(" ")[0]] += 1
            seen[folders.check_release()] += 1
            now = folders.committed()
            for key in committed:
                if key not in now:
                    raise Broken(f"a committed key has left the ledger ({how})")
            folders.check_kept(now)
            committed = {**now, **committed}
            in_flight = set(run.tasks("taskBegan")) - set(run.tasks("taskFinished"))
            at_once = max(at_once, len(in_flight))
            # A worker may have begun its next task before the end of its last one was told. With arguments of its
            # own, the run may have workers elsewhere.
            if len(in_flight) > 2 * JOBS and not definition.setup.extra:
                raise Broken(f"{len(in_flight)} tasks were in flight with {JOBS} workers")
            finished |= set(run.tasks("taskFinished"))
        run = folders.run()
        run.must_succeed("the run after the kills")
        folders.check_release(must_be_new=True)
        folders.check_not_repeated(committed)
        folders.check_tidy()
        if rounds % 50 == 0:
            say(f"{total} kills in {rounds} rounds")
    return (f"{total} kills in {rounds} rounds ({calls['time']} by the clock, "
            f"{calls['kill'] + calls['killafter']} before or after a call, {calls['torn']} within a write); "
            f"latest was absent {seen['none']}, of the night before {seen['before']}, new {seen['new']} times; "
            f"at most {at_once} tasks in flight, at most {repeated} tasks repeated that had done their work "
            f"but were not committed; no committed task repeated; 0 partial releases, 0 stale locks")


def killed_run(folders, definition, random):
    if random.random() < 0.5:
        seconds = random.uniform(0, definition.seconds * 1.1)
        return folders.start().kill_after(seconds), f"time {seconds:.3f}"
    what = random.choice(["kill", "killafter", "torn"])
    number = random.randint(1, definition.counts["any"])
    return folders.run(fault=f"any:{number}:{what}"), f"{what} at call {number}"
