"""Lets every single call that changes files fail once, and a disk stay full from every call on."""

from flow import Broken, Folders

FAULTS = [
    ("open", "EIO"), ("open", "ENOSPC"), ("write", "ENOSPC"), ("write", "EIO"), ("write", "short"),
    ("sync", "EIO"), ("rename", "EIO"), ("link", "ENOSPC"), ("mkdir", "ENOSPC"), ("truncate", "EIO"),
    ("unlink", "EIO"), ("space+", "ENOSPC"),
]


def campaign(definitions, stride, random, say):
    """Each kind of call of each definition fails at n = 1, 2, 3 … until a run meets no fault.

    With a stride, every stride-th n, from a random one.
    """
    runs = failed = succeeded = 0
    for definition in definitions:
        for kind, what in FAULTS:
            number = random.randint(1, stride) if stride > 1 else 1
            while True:
                outcome = one(definition, kind, number, what)
                if outcome is None:
                    break
                runs += 1
                failed += outcome == "failed"
                succeeded += outcome == "succeeded"
                number += stride
            say(f"{definition.name}: {kind} {what}, up to call {number}")
    return (f"{runs} faults, one a run: {failed} clean failures, {succeeded} successes with the right release; "
            f"0 wrong or partial releases, every following run finished with the same bytes")


def one(definition, kind, number, what):
    """One run with one fault, and a run after it; None when the fault was never met."""
    folders = Folders(definition, "faults")
    folders.clear(with_release_before=number % 2 == 0)
    goes_on = "+" if kind.endswith("+") else ""
    fault = f"{kind.rstrip('+')}:{number}{goes_on}:{what}"
    try:
        run = folders.run(fault=fault)
        if run.counts["injected"] == 0:
            run.must_succeed("a run without a fault")
            return None
        release = folders.check_release(must_be_new=run.code == 0)
        if run.code != 0:
            text = run.errors + run.problems()
            if run.code != 1:
                raise Broken(f"ended with code {run.code}: {run.errors[-600:]}")
            if folders.root not in text:
                raise Broken(f"a failure names no path: {text[-600:]}")
            if release == "new" and "the release stands" not in text:
                raise Broken(f"failed, and yet published: {text[-600:]}")
        following = folders.run()
        following.must_succeed("the run after it")
        folders.check_release(must_be_new=True)
        folders.check_tidy()
        return "succeeded" if run.code == 0 else "failed"
    except Broken as error:
        raise Broken(f"{definition.name}, fault {fault}: {error}")
