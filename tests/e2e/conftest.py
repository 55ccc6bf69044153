"""One server for all browser tests, and a fresh browser context for each of them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e import messages, screen

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SLOW_LINK = HERE / "slow_link.js"
START_SECONDS = 120
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
# How many times slower the browsers' pages work than they could: make test-slow sets it.
CPU_SLOWDOWN = float(os.environ.get("CPU_SLOWDOWN", "1"))
# How many ms lie between two messages of the server to a page, so that it is drawn bit by bit.
LINK_GAP = float(os.environ.get("LINK_GAP", "0"))
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # Where an error of a page's certificate is ignored later, each of its requests is begun anew,
    # and Chromium gives up after some of these.
    "--ignore-certificate-errors",
]

# Requests that may fail without it being the app's fault: at the address of a page Streamlit's own
# JavaScript first looks for its server below that address, as in /check/_stcore/health.
NOT_OURS = ("/_stcore/health", "/_stcore/host-config")

# Whatever a page asks for comes from this machine: on every page and in every test.
THIS_MACHINE = ("localhost", "127.0.0.1")
OF_THE_BROWSER = ("about", "blob", "data", "file")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


PAGES = pytest.StashKey[list[Page]]()  # those that a test has opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails shows what its pages heard and said last."""
    report = yield
    if report.when == "call" and report.failed:
        for number, page in enumerate(item.stash.get(PAGES, []), start=1):
            report.sections.append((f"page {number}", messages.last_messages(page)))
    return report


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(
    script: Path | str = "app.py",
    *,
    fails: bool = False,
    code_before: Path | None = None,
    **server: str,
) -> Iterator[str]:
    """The app's address, while it runs; only one that `fails` on purpose may log a traceback.

    `code_before` is a folder whose sitecustomize.py Python runs first; `server` are more options.
    """
    port, base = _free_port(), server.get("baseUrlPath")
    options = {"port": port, "headless": "true", **server}
    path = os.pathsep.join(str(one) for one in (code_before, ROOT) if one)
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    for name, value in options.items():
        command += [f"--server.{name}", str(value)]
    with tempfile.TemporaryFile() as log:
        environment = {**ENVIRONMENT, "PYTHONPATH": path}
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://localhost:{port}" + (f"/{base}" if base else "")
            _await_health(process, f"{address}/_stcore/health")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)
            log.seek(0)
            said = log.read().decode(errors="replace")
    assert fails or "Traceback" not in said, said


def _await_health(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped while it started"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"the server did not answer in {START_SECONDS} seconds")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running_app() as address:
        yield address


@pytest.fixture
def fresh_server() -> Iterator[str]:
    """A server that nobody has visited yet."""
    with running_app() as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def program() -> str:
    found = shutil.which("chromium")
    assert found, "the browser tests need a program called chromium on the PATH"
    return found


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, program: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program, args=ARGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def warm(
    playwright: Playwright, program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that keeps the compiled scripts from test to test, which halves a visit's time."""
    profile = tmp_path_factory.mktemp("profile")
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=program, args=ARGS, viewport=screen.DESKTOP
    )
    _prepare(context)
    yield context
    context.close()


# What a page can be told after it was opened: all else needs a browser context of its own.
OF_A_PAGE = {"viewport", "color_scheme"}


@pytest.fixture
def open_page(
    warm: BrowserContext, chromium: Browser, server: str, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open a page; what goes wrong on any of them fails the test. The second one is opened in
    another browser, which shares nothing with the first.

    The first one is a tab that all tests use in turn, as a new one costs a third of a visit's time.
    `expected` is the beginning of an error message that is known and explained in the test.
    `own`: in a new tab, where scripts can be put before the page's, which no tab forgets.
    `apart`: in a context that no other test gets, as where its clock is changed.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    heard: list[Callable[[], None]] = []
    pages = request.node.stash[PAGES] = []
    _forget(warm, server)

    def opened(
        expected: str | None = None, *, own: bool = False, apart: bool = False, **options: Any
    ) -> Page:
        first = not (contexts or apart)
        if first and set(options) <= OF_A_PAGE:
            contexts.append(warm)
            page = warm.new_page() if own else warm.pages[0]
            page.set_viewport_size(options.get("viewport", screen.DESKTOP))
            page.emulate_media(media="null", color_scheme=options.get("color_scheme", "null"))
            if not own:
                page.add_init_script = _only_in_its_own_tab
        else:
            contexts.append(chromium.new_context(**{"viewport": screen.DESKTOP, **options}))
            _prepare(contexts[-1])
            page = contexts[-1].new_page()
        page.set_default_timeout(screen.PATIENCE)
        _slow_down(page)
        heard.append(_listen(page, wrong, expected))
        pages.append(page)
        return page

    yield opened
    for context in contexts:
        if context is not warm:
            context.close()
    for page in warm.pages[1:]:
        page.close()
    for stop in heard:
        stop()
    assert not wrong, "\n".join(wrong)


def _only_in_its_own_tab(*_: Any, **__: Any) -> None:
    raise AssertionError("all tests use this tab: ask for open_page(own=True)")


def _forget(warm: BrowserContext, server: str) -> None:
    """Leave the app, and forget what the browser keeps for it: all but its scripts."""
    tab = warm.pages[0]
    tab.unroute_all()
    tab.goto(f"{server}/_stcore/health")
    tab.evaluate("sessionStorage.clear()")
    # a clock that a test installs counts for the whole context, and knows of no navigation
    own_clock = "performance.getEntriesByType('navigation').length === 1"
    assert tab.evaluate(own_clock), "a test before this one changed the clock of all: apart=True"
    warm.clear_cookies()
    protocol = warm.new_cdp_session(tab)
    stores = {"origin": server, "storageTypes": "local_storage,indexeddb,cache_storage"}
    protocol.send("Storage.clearDataForOrigin", stores)
    protocol.detach()


def _slow_down(page: Page) -> None:
    if CPU_SLOWDOWN > 1:
        protocol = page.context.new_cdp_session(page)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def _prepare(context: BrowserContext) -> None:
    context.add_init_script(path=messages.SCRIPT)
    if LINK_GAP:
        context.add_init_script(SLOW_LINK.read_text() + f"window.gapMs = {LINK_GAP};")


def _listen(page: Page, wrong: list[str], expected: str | None) -> Callable[[], None]:
    """Note what goes wrong on the page, until what is returned is called."""

    def error(thrown: Any) -> None:
        wrong.append(f"page error: {thrown}")

    def console(message: Any) -> None:
        where = message.location.get("url", "")
        known = expected is not None and message.text.startswith(expected)
        if message.type == "error" and not known and not where.endswith(NOT_OURS):
            wrong.append(f"console error: {message.text} ({where})")

    def request(made: Any) -> None:
        where = urlsplit(made.url)
        if where.scheme not in OF_THE_BROWSER and where.hostname not in THIS_MACHINE:
            wrong.append(f"another host was asked: {made.url}")

    listeners = {"pageerror": error, "console": console, "request": request}
    for event, listener in listeners.items():
        page.on(event, listener)

    def stop() -> None:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)

    return stop


@pytest.fixture
def page(open_page: Callable[..., Page], server: str) -> Page:
    """The playground, open at the first preset."""
    page = open_page()
    screen.visit(page, server)
    return page
