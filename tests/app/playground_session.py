"""A session of the playground for the tests: the real app, looked at as a reader would."""

import contextlib
import io
import json
import re
from html import unescape
from pathlib import Path

import streamlit as st
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from playground import session
from playground.exercise import history, runs, saved, saved_place
from playground.exercise.workspaces import FIELDS
from playground.ui import kept_widgets
from playground.views.keeper.keeper import Kept
from tests.playground.stage.seen import plain
from tests.playground.walks import walk_of

KINDS = ("selectbox", "button_group", "slider", "select_slider", "text_input", "checkbox")
APP = str(Path(__file__).parents[2] / "app.py")


def app_with_acts():
    """The app, which first does what the test asks for inside the session."""
    import streamlit as st

    if "act" in st.session_state:
        st.session_state.pop("act")()
    from playground.frame.frame import frame

    frame()


def as_typed(value):
    """A number as somebody would type it; nothing typed for None."""
    return "" if value is None else value if isinstance(value, str) else repr(value)


def in_field(text):
    """The number that a field shows, or its text."""
    for read in (int, float):
        with contextlib.suppress(ValueError):
            return read(text)
    return text


def written(component):
    """All that was sent to it, as JSON, or JSON Lines."""
    return component.proto.bytes.decode() or component.proto.json


def as_whole(line, shown):
    """A figure that may have come as what it has in other ways than the one that is shown."""
    if not line.startswith("["):
        return line
    parts = json.loads(line)
    return "".join(part if isinstance(part, str) else shown[slice(*part)] for part in parts)


def received(component):
    """What the browser makes of it: where lines were sent, the first says what the others are."""
    about, *lines = written(component).split("\n")
    data, ahead = json.loads(about), []
    if "place" in data and lines:  # the picture of the network
        ahead = [json.loads(as_whole(line, lines[0])) for line in lines[1:]]
        shown = json.loads(lines[0])
        data |= shown
    elif lines:  # a chart
        (data["figure"],) = lines
    for move, figure in zip(data.get("ahead", ()), ahead, strict=True):
        move["figure"] = figure
    return data


def as_text(held):
    """All that a session holds, as a browser keeps it: the work, and what is shown."""
    now = {field: held[field] for field in FIELDS}
    work = {
        "workspace": held["workspace"],
        "workspaces": {**held["workspaces"], held["workspace"]: now},
    }
    kept_elsewhere = {"history", "workspaces", "kept_of", "kept_work"}
    place = {name: value for name, value in held.items() if name not in kept_elsewhere}
    return saved.work_text(work)[0], saved_place.place_text(place)


class Session:
    """One browser tab. Each method that presses something also waits for the page."""

    def __init__(self, from_file=False, *, script=None, first=None, **parameters):
        """`from_file` runs app.py itself, in which one can go to another page, and begin at the
        page `script`; `first` is called in the session before anything is drawn."""
        if from_file:
            self.at = AppTest.from_file(APP, default_timeout=120)
        else:
            self.at = AppTest.from_function(app_with_acts, default_timeout=120)
        for name, value in parameters.items():
            self.at.query_params[name] = value
        if script is not None:
            self.at.switch_page(script)
        if first is not None:
            self.at.session_state["act"] = first
        self.run()

    def run(self):
        return self._drawn(self.at.run)

    def _drawn(self, draw):
        with contextlib.redirect_stderr(
            io.StringIO()
        ) as told:  # AppTest warns of having no browser
            draw()
        assert not self.at.exception, told.getvalue() or self.at.exception[0].value
        return self

    def do(self, act):
        """Call `act` inside the session, as a widget would, and draw the page."""
        self.at.session_state["act"] = act
        return self.run()

    def press(self, *keys):
        for key in keys:
            assert not self.at.button(key=key).disabled, f"{key} cannot be pressed"
            self.at.button(key=key).click()
            self.run()
        return self

    def open(self, key):
        """A press on the button of what opens below it, or on it again."""

        def press():
            st.session_state[key] = True

        return self.do(press)

    def open_tab(self, key, label):
        """A press on a tab, which AppTest cannot do by itself."""

        def press():
            st.session_state[key] = label
            kept_widgets._keep(key)

        return self.do(press)

    def choose(self, key, value):
        """Another value in a selectbox, a slider, a field or a segmented control."""
        widgets = [w for kind in KINDS for w in self.at.get(kind) if w.key == key]
        assert len(widgets) == 1, f"{len(widgets)} widgets are called {key}"
        is_text = widgets[0].type == "text_input"
        widgets[0].set_value(as_typed(value) if is_text else value)
        return self.run()

    def tell(self, key, event, value):
        """What a view reports, sent the way its browser sends it."""
        view = next(c.proto for c in self.at.get("bidi_component") if c.key == key)
        states = self.at._tree.get_widget_states()
        message = json.dumps([{"event": event, "value": value}])
        states.widgets.add(id=_make_trigger_id(view.id, "events"), json_trigger_value=message)
        return self._drawn(lambda: self.at._run(states))

    def go_to(self, step):
        """To that step, counted from 1, by the timeline."""
        return self.tell("step_position", "step", step - 1)

    def go_to_phase(self, phase, layer=None):
        """To the first step of that phase, of a layer counted from 0."""
        steps = self.steps
        return self.go_to(
            next(s for s in steps if s.phase == phase and layer in (None, s.layer)).number + 1
        )

    @property
    def steps(self):
        """The walk of the exercise."""
        return walk_of(self.document, self.held["granularity"])

    def value(self, key):
        """Of a field with a number, the number; a text that is none, as it is."""
        widget = next(w for kind in KINDS for w in self.at.get(kind) if w.key == key)
        return in_field(widget.value) if widget.type == "text_input" else widget.value

    def disabled(self, key):
        return self.at.button(key=key).disabled

    @property
    def held(self):
        return self.at.session_state["playground"]

    @property
    def run_of_passes(self):
        return history.present(self.held["history"])

    @property
    def document(self):
        return runs.current(self.run_of_passes)

    @property
    def step(self):
        return self.held["step"]

    @property
    def panel(self):
        """What the step card says, its formula without colours."""
        said = next(m.value for m in self.at.markdown if "step-title" in m.value)
        return re.sub(r"\\textcolor\{\w+\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", said)

    @property
    def title(self):
        return re.search(r"class='step-title'[^>]*>([^<]+)<", self.panel)[1]

    @property
    def count(self):
        """(step, steps) as the step card says them."""
        return tuple(map(int, re.search(r"step (\d+) of (\d+)", self.panel).groups()))

    def component(self, key):
        return next(received(c) for c in self.at.get("bidi_component") if c.key == key)

    @property
    def timeline(self):
        return self.component("step_position")

    @property
    def graph(self):
        """The figure of the network."""
        return self.component("network_graph")["figure"]

    @property
    def labels(self):
        """All that is written on the graph, without its markup."""
        return [plain(text) for text in self.graph["data"][-1]["text"]]

    @property
    def alt(self):
        return self.component("network_graph")["alt"]

    def said(self, *kinds):
        return [str(e.value) for kind in kinds for e in self.at.get(kind)]

    @property
    def errors(self):
        """What errors say once their Markdown is read: typed text is escaped in it."""
        return [re.sub(r"\\(\W)", r"\1", text) for text in self.said("error")]

    @property
    def refusals(self):
        """What stands below fields whose text was refused."""
        found = (re.search(r"<p [^>]*role='alert'>(.*)</p>", text) for text in self.said("html"))
        return [unescape(one[1]) for one in found if one]

    @property
    def warnings(self):
        return self.said("warning")


def at_page(name, document=None, **parameters):
    """A session on a page that explains; `document` is the exercise."""
    page = Session(from_file=True, **parameters)
    page.at.switch_page(f"pages/understand/{name}.py")
    page.run()
    if document is not None:
        page.do(lambda: session.open_document(document, "open"))
    return page


def handed(page):
    """What the page has handed the browser to keep, part by part: the last of each counts."""
    sent = {c.key: c for c in page.at.get("bidi_component")}
    parts = {}
    for key in ("keeper", "keeper_place", "keeper_end"):
        parts |= json.loads(written(sent[key])) if key in sent else {}
    graph = written(sent["network_graph"]) if "network_graph" in sent else "{}"
    about = json.loads(graph.split("\n")[0])
    return parts | (about.get("keep") or {})


def reloaded(page, script=None, **changed):
    """Another session, which has nothing but what the browser was handed, on the same page; parts
    of that may be `changed`."""
    kept = handed(page) | changed
    parts = [kept.get(name, "") for name in Kept._fields]
    return Session(from_file=True, script=script, first=lambda: session.take_up(*parts))
