"""The link between a page and its server, to be cut and mended."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocketRoute

CUT = "[data-test-connection-state]:not([data-test-connection-state=CONNECTED])"


class Link:
    """Of a page that is not open yet."""

    def __init__(self, page: Page) -> None:
        self._page, self._is_cut = page, False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket("**/_stcore/stream", self._asked_for)

    def _asked_for(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close()
        else:
            self._sockets.append(socket)
            socket.connect_to_server()

    def cut(self) -> None:
        """Until it is mended no socket is opened, and the page knows."""
        self._is_cut = True
        self._sockets[-1].close()
        self._page.wait_for_selector(CUT)

    def mend(self) -> None:
        """The page finds out by itself."""
        self._is_cut = False
