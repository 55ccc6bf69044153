"""Somebody's numbers against the engine's: verdicts, slips and causes."""

from backprop_core.explanation.causes import Cause
from backprop_core.explanation.explain import explain
from backprop_core.explanation.named_slip import NamedSlip
from backprop_core.explanation.report import Report

__all__ = ["Cause", "NamedSlip", "Report", "explain"]
