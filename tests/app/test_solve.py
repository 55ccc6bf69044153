"""Solving the pass by hand in the real app, without a browser."""

import re

import pytest

from backprop_core import Address
from playground import session
from tests.app.playground_session import Session, everything_sent

