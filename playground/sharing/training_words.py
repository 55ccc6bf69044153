"""Data and hyperparameters of a training as words in an address, which people can read:
`data=circles,points:500,noise:0.1` and `training=adam,lr:0.03,batch:8`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from backprop_core import read_number
from playground.data_sets.data_choice import DataChoice, checked_choice, usual_choice
from playground.data_sets.recipe_book import SETS
from playground.exercise.hyperparameters import Hyperparameters, read_hyperparameters, usual
from playground.exercise.rule_choices import RULES, SCHEDULES, Option, Value

WHOLE = {"points", "seed", "classes"}
PREPARED = {"test": "share", "split": "seed", "inputs": "scaling"}
SETTINGS = {"batch": "batch_size", "shuffle": "shuffle", "l1": "l1", "l2": "l2", "clip": "clip"}
SETTINGS |= {"clip_limit": "clip_limit", "dropout": "dropout"}
ALL = "all"  # of the rows, as one batch


def words_of_data(chosen: DataChoice) -> str:
    """The set, and whatever is not as usual."""
    recipe = chosen["recipe"]
    as_usual = usual_choice(recipe["name"])
    first: Mapping[str, Any] = as_usual["recipe"]
    words = [f"{name}:{value}" for name, value in recipe.items() if value != first[name]]
    held: Mapping[str, Any] = chosen
    usually: Mapping[str, Any] = as_usual
    words += [
        f"{word}:{held[name]}" for word, name in PREPARED.items() if held[name] != usually[name]
    ]
    return ",".join([recipe["name"], *words])


def data_in_words(text: str) -> DataChoice:
    """The data. Raises ValueError for words that are none of these."""
    name, pairs = _parted(text)
    if name not in SETS:
        raise ValueError(text)
    chosen: Any = usual_choice(name)
    for word, value in pairs.items():
        if word in PREPARED:
            chosen[PREPARED[word]] = value if word == "inputs" else _number(value, word == "split")
        elif word != "name" and word in chosen["recipe"]:
            chosen["recipe"][word] = _number(value, word in WHOLE)
        else:
            raise ValueError(text)
    return checked_choice(chosen)


def words_of_training(chosen: Hyperparameters) -> str:
    """The rule, its rate and options, and whatever else is not as usual."""
    held: Mapping[str, Any] = chosen
    first: Mapping[str, Any] = usual()
    words = [f"lr:{chosen['lr']}", *_written(chosen["options"])]
    if chosen["schedule"] != first["schedule"]:
        words += [f"schedule:{chosen['schedule']}"]
        words += [f"schedule.{word}" for word in _written(chosen["schedule_options"])]
    for word, name in SETTINGS.items():
        if held[name] != first[name]:
            words.append(f"{word}:{ALL if held[name] is None else held[name]}")
    return ",".join([chosen["rule"], *words])


def _written(options: Mapping[str, Value]) -> list[str]:
    return [f"{k}:{int(v) if isinstance(v, bool) else v}" for k, v in options.items()]


def training_in_words(text: str) -> Hyperparameters:
    """The hyperparameters. Raises ValueError for words that are none of these."""
    rule, pairs = _parted(text)
    made = cast(dict[str, Any], usual())
    made |= {"rule": rule, "schedule": pairs.pop("schedule", "constant")}
    own = _by_name(RULES[rule].options)
    scheduled = _by_name(SCHEDULES[made["schedule"]].options)
    for word, value in pairs.items():
        head, _, tail = word.partition(".")
        if head == "schedule" and tail:
            made["schedule_options"][tail] = _option(scheduled[tail], value)
        elif word in own:
            made["options"][word] = _option(own[word], value)
        else:
            _take(made, word, value)
    return read_hyperparameters(made)


def _by_name(options: tuple[Option, ...]) -> dict[str, Option]:
    return {one.name: one for one in options}


def _option(option: Option, text: str) -> Value:
    if isinstance(option.value, bool):
        return ("0", "1").index(text) == 1
    if option.choices is not None:
        return list(option.choices)[list(option.choices).index(text)]
    return _number(text)


def _take(made: dict[str, Any], word: str, text: str) -> None:
    if word == "lr":
        made["lr"] = _number(text)
    elif word == "clip":
        made["clip"] = text
    elif word == "batch" and text == ALL:
        made["batch_size"] = None
    else:
        made[SETTINGS[word]] = _number(text, whole=word in ("batch", "shuffle"))


def _parted(text: str) -> tuple[str, dict[str, str]]:
    """The first word, and what stands after the colon of the others."""
    first, *words = text.split(",")
    pairs = [word.partition(":") for word in words]
    found = {name: value for name, colon, value in pairs if colon}
    if len(found) != len(words):  # one without a colon, or one twice
        raise ValueError(text)
    return first, found


def _number(text: str, whole: bool = False) -> float:
    if whole:
        if not (text.isascii() and text.isdigit() and len(text) <= 16):
            raise ValueError(text)
        return int(text)
    return read_number(text, "A number of the link").value
