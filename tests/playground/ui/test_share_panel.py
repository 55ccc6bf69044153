"""Links lead to where the app lies, whatever page they are made on and whatever is before it."""

import pytest
import streamlit as st

from playground.ui.share_panel import app_address


@pytest.mark.parametrize(
    ("url", "base", "page", "wanted"),
    [
        ("http://127.0.0.1:8501", "", "playground", "http://127.0.0.1:8501/"),
        ("http://127.0.0.1:8501/?net=x&step=2", "", "playground", "http://127.0.0.1:8501/"),
        ("https://example.org/check?step=2", "", "check", "https://example.org/"),
        (
            "https://example.org/backprop/",
            "backprop",
            "playground",
            "https://example.org/backprop/",
        ),
        ("https://example.org/a/b/train", "a/b", "train", "https://example.org/a/b/"),
        ("https://example.org/train", "/train/", "train", "https://example.org/train/"),
        ("https://example.org/train/train", "train", "train", "https://example.org/train/"),
        ("https://check.example.org", "", "check", "https://check.example.org/"),
        (None, "", "check", ""),
    ],
)
def test_the_address_of_the_app(monkeypatch, url, base, page, wanted):
    monkeypatch.setattr(type(st.context), "url", property(lambda _: url))
    monkeypatch.setattr(st, "get_option", lambda _: base)
    assert app_address(page) == wanted
