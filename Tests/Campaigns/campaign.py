"""Runs a campaign against the real program; Tests/campaigns.sh says which there are."""

import argparse
import random
import sys
import time

import faults
import flow
import kills
import locks
import powercut


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaign", choices=["kills", "faults", "powercut", "locks"])
    parser.add_argument("count", type=int, nargs="?", help="kills; every how manieth fault; power cuts; rounds")
    parser.add_argument("--program", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--definition", action="append", help="instead of those of definitions.txt")
    parser.add_argument("--starts", type=int, default=200, help="how many runs start at once (locks)")
    parser.add_argument("--longest", type=float, default=flow.LONGEST_RUN, help="seconds that a run may take")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("run_arguments", nargs="*", help="behind --: arguments of every `pcmflow run`")
    words = sys.argv[1:]
    extra = words[words.index("--") + 1:] if "--" in words else []
    arguments = parser.parse_args(words[:words.index("--")] if "--" in words else words)
    began = time.monotonic()

    def say(text):
        print(f"[{time.monotonic() - began:6.0f} s] {text}", flush=True)

    say(f"seed {arguments.seed}")
    setup = flow.Setup(arguments.program, arguments.library, extra, arguments.longest)
    dice = random.Random(arguments.seed)
    try:
        if arguments.campaign == "locks":
            text = locks.campaign(setup, arguments.starts, arguments.count or 50, say)
        else:
            definitions = setup.definitions(arguments.definition)
            work = {"kills": (kills, 1000), "faults": (faults, 1), "powercut": (powercut, 300)}
            module, count = work[arguments.campaign]
            text = module.campaign(definitions, arguments.count or count, dice, say)
    except flow.Broken as error:
        say(f"broken: {error}")
        say(f"the folders are kept in {setup.root}")
        return 1
    setup.remove()
    say(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
