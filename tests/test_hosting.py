"""`make serve` says in one line what to set where it cannot start, and in a page that it does."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from hosting.free_ports import problem

SERVE = Path(__file__).parents[1] / "hosting" / "serve.sh"


@pytest.mark.parametrize(
    ("port", "workers", "said"),
    [
        ("8501", "0", "WORKERS got '0'. It takes a whole number from 1."),
        ("8501", "two", "WORKERS got 'two'. It takes a whole number from 1."),
        ("8501", "-1", "WORKERS got '-1'. It takes a whole number from 1."),
        ("65535", "4", "PORT got '65535'. It takes a whole number from 1 to 65531."),
        ("http", "1", "PORT got 'http'. It takes a whole number from 1 to 65534."),
    ],
)
def test_what_is_no_number_of_workers_or_no_port_is_named(port, workers, said):
    assert problem("127.0.0.1", port, workers) == said


@pytest.mark.parametrize("before", [0, 1], ids=["the port", "a worker's port"])
def test_a_port_that_is_taken_is_named(before):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        said = problem("127.0.0.1", str(number - before), "1")
    assert said is not None
    assert f"127.0.0.1:{number}: address already in use" in said
    assert "Set another PORT" in said


def test_an_address_of_another_machine_is_named():
    said = problem("192.0.2.77", "8501", "1")
    assert said is not None
    assert said.startswith("Cannot listen on 192.0.2.77:8501")
    assert said.endswith("Set another PORT or ADDRESS.")


def test_nothing_is_started_where_something_is_wrong():
    done = subprocess.run(
        ["sh", str(SERVE)],
        env={"WORKERS": "none", "PYTHON": sys.executable, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (done.stdout, done.stderr) == (
        "",
        "WORKERS got 'none'. It takes a whole number from 1.\n",
    )


@pytest.fixture
def without_workers(tmp_path):
    """The address of nginx as `make serve` starts it, of which no worker answers yet."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/opt/homebrew/bin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    ports = [free_port() for _ in range(2)]
    (tmp_path / "tmp").mkdir()
    (tmp_path / "nginx.conf").write_text((SERVE.parent / "nginx.conf").read_text())
    (tmp_path / "listen.conf").write_text(f"listen 127.0.0.1:{ports[0]};")
    (tmp_path / "health.conf").write_text("proxy_pass http://workers/_stcore/health;")
    (tmp_path / "upstream.conf").write_text(f"server 127.0.0.1:{ports[1]};")
    command = [nginx, "-p", str(tmp_path), "-c", "nginx.conf", "-g", "daemon off;"]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{ports[0]}"
    running.terminate()
    running.wait(timeout=60)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal(address):
    """Status, text and headers of what is answered, once anything is."""
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=60)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers
        except urllib.error.URLError:
            time.sleep(0.05)
    raise TimeoutError


def test_until_a_worker_answers_a_page_says_so_and_asks_again(without_workers):
    status, page, headers = refusal(f"{without_workers}/check?preset=07_xor")
    assert (status, headers["Cache-Control"], headers["Retry-After"]) == (503, "no-store", "2")
    assert "Backprop Playground is starting" in page
    assert 'http-equiv="refresh"' in page
    assert refusal(f"{without_workers}/health")[0] == 502
