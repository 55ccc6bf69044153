"""Feed every reader in turn, for so many seconds: `make fuzz SECONDS=600`, `ONLY=table` for some.

Each round has a seed of its own, which is printed with what it found: `--seed` runs it again.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
import warnings

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.readers import READERS, Reader

ROUND = 200  # examples of a reader before the next one's turn


def main() -> int:
    """Whether something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--only", default="", help="a part of a reader's name")
    parser.add_argument("--seed", type=int, help="one round with this seed")
    asked = parser.parse_args()
    readers = [one for one in READERS if asked.only in one.name]
    if not readers:
        parser.error("no reader has that in its name: " + ", ".join(one.name for one in READERS))
    warnings.simplefilter("error")
    if asked.seed is not None:
        return sum(not _holds(one, asked.seed) for one in readers)
    end, rounds, broken = time.monotonic() + asked.seconds, 0, 0
    while time.monotonic() < end:
        rounds += 1
        broken += sum(not _holds(one, secrets.randbelow(2**32)) for one in readers)
    print(f"{rounds * ROUND:,} inputs for each of {len(readers)} readers; failures: {broken}")
    return min(broken, 1)


def _holds(reader: Reader, number: int) -> bool:
    slowest = [0.0, ""]

    @seed(number)
    @settings(max_examples=ROUND, deadline=None, database=None, suppress_health_check=HealthCheck)
    @given(reader.takes)
    def holds(given_text: object) -> None:
        start = time.thread_time()
        reader.holds(given_text)
        slowest[:] = max(slowest, [time.thread_time() - start, repr(given_text)[:200]])

    try:
        holds()
    except Exception as error:
        print(f"{reader.name}, --seed {number}: {type(error).__name__}: {error}")
        print("\n".join(getattr(error, "__notes__", ())))
        return False
    if slowest[0] > 2.0:
        print(f"{reader.name} took {slowest[0]:.1f} s of the processor for {slowest[1]}")
    return True


if __name__ == "__main__":
    sys.exit(main())
