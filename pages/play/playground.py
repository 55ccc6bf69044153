"""Draw a network, and walk through one pass of it."""

from playground import panels, session

panels.top_bar()
if session.state()["mode"] == "draw":
    panels.draw_view()
else:
    panels.walk_view()
panels.about()
