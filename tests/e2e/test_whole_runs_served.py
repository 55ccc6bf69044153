"""Messages that come just as a run ends: what the run has said reaches the browser whole."""

import asyncio
import random
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.client import Tab, connect, run
from tests.e2e.conftest import running_app

ROUNDS, SESSIONS = 40, 3


def served_to(visitor, sessions=SESSIONS):
    """Start the app for so many who visit it at once, each with a seed of their own."""

    async def all_of_them(address):
        await asyncio.gather(*(visitor(address, random.Random(k)) for k in range(sessions)))

    apart = ThreadPoolExecutor(1)  # the browser tests keep a loop of their own
    with running_app("tests/e2e/two_fragments.py") as address, apart:
        apart.submit(asyncio.run, all_of_them(address)).result()


def test_no_run_is_cut_short_by_a_message_that_comes_as_it_ends():
    served_to(visit)


async def visit(address, rng):
    """Press one button, and the other while the first one's run is about to end."""
    async with connect(address) as socket:
        tab, shown = Tab(), {}
        await run(socket, tab, tab.opens(""))
        listening = asyncio.create_task(listen(socket, shown))
        for count in range(1, ROUNDS + 1):
            await socket.send(tab.press("Next").SerializeToString())
            await asyncio.sleep(rng.uniform(0, 0.03))
            await socket.send(tab.press("Other").SerializeToString())
            async with asyncio.timeout(120):
                while set(shown.values()) != {count} or len(shown) < 30:
                    await asyncio.sleep(0.02)
        listening.cancel()


def test_a_fragment_that_follows_a_whole_run_takes_nothing_out_of_it():
    served_to(follow)


async def follow(address, rng):
    """Run the app whole, and its fragment just as that ends."""
    async with connect(address) as socket:
        tab, heard = Tab(), Heard()
        await run(socket, tab, tab.opens(""))
        listening = asyncio.create_task(heard.listen(socket))
        for count in range(ROUNDS):
            await socket.send(tab.press("Whole").SerializeToString())
            await asyncio.sleep(rng.uniform(0, 0.03))
            await socket.send(tab.press("Next").SerializeToString())
            async with asyncio.timeout(120):
                while heard.last != 2 * count + 2:
                    await asyncio.sleep(0.02)
        listening.cancel()
        assert set(heard.whole) == {30}, "parts that a browser heard of in each whole run"


def test_of_two_presses_at_once_none_is_lost():
    served_to(press_two, sessions=1)


async def press_two(address, _):
    async with connect(address) as socket:
        tab, heard = Tab(), Heard()
        await run(socket, tab, tab.opens(""))
        listening = asyncio.create_task(heard.listen(socket))
        for count in range(ROUNDS):
            for wait, name in ((count % 5 / 1000, "Whole"), (0, "Also")):
                await socket.send(tab.press(name).SerializeToString())
                await asyncio.sleep(wait)
            async with asyncio.timeout(30):
                while heard.last != 2 * count + 2:
                    await asyncio.sleep(0.02)
        listening.cancel()


def test_a_fragment_that_is_asked_for_again_as_it_ends_has_said_all_before():
    served_to(repeat)


async def repeat(address, rng):
    """Ask for the fragment, and again just as it ends, which may come too soon to count as two."""
    async with connect(address) as socket:
        tab, heard = Tab(), Heard()
        await run(socket, tab, tab.opens(""))
        listening = asyncio.create_task(heard.listen(socket))
        for _ in range(ROUNDS):
            before = heard.last
            for wait in (rng.uniform(0, 0.03), 0.2):
                await socket.send(tab.press("Next").SerializeToString())
                await asyncio.sleep(wait)
            async with asyncio.timeout(30):
                while heard.last == before or len(heard.of[heard.last]) < 30:
                    await asyncio.sleep(0.02)
        listening.cancel()
        assert {
            number: len(heard.of[number]) for number in range(1, heard.last + 1)
        } == dict.fromkeys(range(1, heard.last + 1), 30)


class Heard:
    """The last number said, of how many parts each whole run spoke, and which said each number."""

    def __init__(self):
        self.last, self.parts, self.whole, self.of = 0, set(), [], defaultdict(set)

    async def listen(self, socket):
        while True:
            message = ForwardMsg()
            message.ParseFromString(await socket.recv())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.parts = set()
            elif (
                kind == "script_finished"
                and message.script_finished == message.FINISHED_SUCCESSFULLY
            ):
                self.whole.append(len(self.parts))
            elif said := said_in(message):
                self.parts.add(said[0])
                self.last = said[1]
                self.of[said[1]].add(said[0])


def said_in(message):
    """Which part speaks, and its number."""
    found = re.match(r"part (\d+) at (\d+)", message.delta.new_element.markdown.body)
    return found and (int(found[1]), int(found[2]))


async def listen(socket, shown):
    """What each part says."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        said = re.match(r"part (\d+) at (\d+)", message.delta.new_element.markdown.body)
        if said:
            shown[int(said[1])] = int(said[2])
