"""A page of texts that people might type, each as the app shows what was typed."""

import streamlit as st

from playground.ui.page_text import as_typed

TEXTS = (
    "https://example.org/a?b=c",
    "HTTP://EXAMPLE.ORG and www.example.org",
    "write to a.b+c@example.org, please",
    "[link](https://example.org) ![image](https://example.org/i.png)",
    "<https://example.org> <b>bold</b> <img src=x onerror=alert(1)>",
    "<script>alert(1)</script> &lt;b&gt; &amp; &#60;",
    "Title\n===",
    "Title\n---",
    "# heading",
    "1. one",
    "1) one",
    "- one\n- two",
    "* one",
    "+ one",
    "> quoted",
    "    indented code",
    "```python\nx = 1\n```",
    "`code` ``more``",
    "**bold** __bold__ *slanted* _slanted_ ~~struck~~",
    "***",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$x^2$ $$\\frac{1}{2}$$ costs $5 or $6",
    ":material/delete: :material_delete: :streamlit:",
    ":smile: :+1: :-1: :heart_eyes: a:b:c",
    ":red[red] :blue-background[blue] :small[small] :badge[New]",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "->",
    "x--1 and x->1 and 3>=2",
    "-1 got -0.5; it takes 0 or more",
    "[^1] and [1]: note",
    "[x] done",
    "\\ backslash \\* \\n",
    "line one\\\nline two",
    "W[1][2] = -3e-4, b{2}",
    "<!-- comment --> <?php ?> <![CDATA[x]]>",
    "ftp://example.org mailto:a@example.org javascript:alert(1)",
    "∂L/∂w ½ Σ 中文 é 🙂",
    "'quoted' \"quoted\" (c) (tm) ... --- --",
)
for number, text in enumerate(TEXTS):
    with st.container(key=f"error_{number}"):
        st.error(as_typed(text))
    with st.container(key=f"caption_{number}"):
        st.caption(f"Note: {as_typed(text)}")
    with st.container(key=f"bare_{number}"):
        st.markdown(as_typed(text))
