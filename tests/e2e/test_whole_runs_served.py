"""Messages that come just as a run ends: what the run has said reaches the browser whole."""

import asyncio
import random
import re
from concurrent.futures import ThreadPoolExecutor

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.soak import Buttons, press, run
from tests.e2e.conftest import running_app

ROUNDS, SESSIONS = 40, 3


def test_no_run_is_cut_short_by_a_message_that_comes_as_it_ends():
    with running_app("tests/e2e/two_fragments.py") as address:
        visiting = visits(address.replace("http", "ws") + "/_stcore/stream")
        with ThreadPoolExecutor(1) as apart:  # the browser tests keep a loop of their own
            apart.submit(asyncio.run, visiting).result()


async def visits(address):
    await asyncio.gather(*(visit(address, random.Random(seed)) for seed in range(SESSIONS)))


async def visit(address, rng):
    """Press one button, and the other while the first one's run is about to end."""
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        buttons, shown = Buttons(), {}
        await run(socket, buttons, BackMsg())
        listening = asyncio.create_task(listen(socket, shown))
        for count in range(1, ROUNDS + 1):
            await socket.send(press(*buttons.ids["Next"]).SerializeToString())
            await asyncio.sleep(rng.uniform(0, 0.03))
            await socket.send(press(*buttons.ids["Other"]).SerializeToString())
            async with asyncio.timeout(120):
                while set(shown.values()) != {count} or len(shown) < 30:
                    await asyncio.sleep(0.02)
        listening.cancel()


async def listen(socket, shown):
    """What each part says."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        said = re.match(r"part (\d+) at (\d+)", message.delta.new_element.markdown.body)
        if said:
            shown[int(said[1])] = int(said[2])
