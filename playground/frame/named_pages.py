"""The pages are those that the app names, from the first visit on.

Until an app has named its pages, Streamlit takes every file of a folder called `pages` beside it
for one, and tells whoever comes first to the address of another that there is no such page.
"""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager


def name_all_pages() -> None:
    """From now on, in all sessions of this process."""
    PagesManager.uses_pages_directory = False
