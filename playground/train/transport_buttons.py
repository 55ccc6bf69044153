"""The buttons that a single run and a race have alike."""

from __future__ import annotations

from collections.abc import Callable

from playground.train import clock
from playground.ui.buttons import button


def run_button(off: bool) -> None:
    """Run, and while it runs Pause."""
    running = clock.is_running()
    button(
        "Pause" if running else "Run",
        key="run",
        icon=":material/pause:" if running else ":material/play_arrow:",
        type="primary",
        shortcut="Space",
        on_click=_run_or_pause,
        disabled=off,
    )


def _run_or_pause() -> None:
    """As it is now: the button may have been drawn some presses ago."""
    if clock.is_running():
        clock.pause()
    else:
        clock.run()


def step_button(
    key: str, label: str, icon: str, shortcut: str | None, act: Callable[[], None], off: bool
) -> None:
    """One that makes so many updates, goes back, or begins again."""
    button(
        label,
        key=key,
        icon=f":material/{icon}:" if icon else None,
        shortcut=shortcut,
        on_click=act,
        disabled=off,
    )
