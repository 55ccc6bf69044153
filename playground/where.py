"""Where something is in a network: a neuron by its column and place, an edge by its ends."""

from __future__ import annotations

Edge = tuple[int, int, int]  # layer, neuron it goes to, neuron it comes from
Neuron = tuple[int, int]  # column, neuron
