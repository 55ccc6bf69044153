"""A figure with the colours put in, as the browser does it."""

import re

NAME = re.compile(r"(?:(?<=[':])|^)@[a-z-]+(?='|$)")


def coloured(part, palette):
    if isinstance(part, dict):
        return {key: coloured(value, palette) for key, value in part.items()}
    if isinstance(part, list):
        return [coloured(value, palette) for value in part]
    if isinstance(part, str):
        return NAME.sub(lambda name: palette.get(name[0], name[0]), part)
    return part
