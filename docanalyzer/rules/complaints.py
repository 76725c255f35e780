"""What pydantic found wrong with a rule, in words and at the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docanalyzer.model.faults import UsageFault
from docanalyzer.rules.yaml_text import Parsed

_TYPES: dict[str, tuple[str, str]] = {
    "string_type": ("is not text", "put the value in quotes"),
    "int_type": ("is not a whole number", "write digits without quotes"),
    "int_from_float": ("is not a whole number", "write digits without a decimal point"),
    "float_type": ("is not a number", "write digits without quotes, such as 0.5"),
    "bool_type": ("is neither true nor false", "write true or false without quotes"),
    "tuple_type": ("is not a list", "write [first, second], or one line each after a dash"),
    "model_type": ("is not a mapping", "write its keys below it, indented"),
    "model_attributes_type": ("is not a mapping", "write its keys below it, indented"),
    "datetime_type": ("is not a time", 'write "2023-05-01T09:00:00"'),
    "datetime_from_date_parsing": ("is not a time", 'write "2023-05-01T09:00:00"'),
    "datetime_parsing": ("is not a time", 'write "2023-05-01T09:00:00"'),
    "date_type": ("is not a date", 'write "2023-05-01"'),
    "date_from_datetime_parsing": ("is not a date", 'write "2023-05-01"'),
    "date_parsing": ("is not a date", 'write "2023-05-01"'),
}


def complaints(error: ValidationError, model: type[BaseModel], parsed: Parsed) -> list[UsageFault]:
    """One fault per complaint, at the key or value it is about."""
    return [_complaint(details, model, parsed) for details in error.errors()]


def _complaint(details: ErrorDetails, model: type[BaseModel], parsed: Parsed) -> UsageFault:
    path = tuple(details["loc"])
    if details["type"] == "extra_forbidden":
        key = str(path[-1])
        where = parsed.spot(path, of_key=True)
        return parsed.fault(where, f"unknown key {key!r}", _nearest_key(key, model))
    if details["type"] == "missing":
        return parsed.fault(parsed.spot(path), *_missing(path, model))
    say = _SAYINGS.get(details["type"], _as_pydantic_says)
    what, hint = say(details, _shown_path(path, parsed))
    return parsed.fault(parsed.spot(path), what, hint)


Saying = Callable[[ErrorDetails, str], tuple[str, str]]
"""From a complaint and the name of its value: what is wrong, and the hint."""


def _missing(path: tuple[Any, ...], model: type[BaseModel]) -> tuple[str, str]:
    """A key that is not there; the hint names the keys that must stand beside it."""
    what = f"key {path[-1]!r} is missing{_within(path)}"
    if "examples" in model.model_fields:
        return what, "add it; rules show ID prints a rule that has every key"
    holder = _model_at(model, path[:-1])
    needed = [name for name, field in holder.model_fields.items() if field.is_required()]
    return what, f"add a line for it; needed are {', '.join(needed)}"


def _model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel]:
    """The model of what stands at `path`, or the nearest around it."""
    for name in path:
        if isinstance(name, str) and name in model.model_fields:
            model = next(_models_in(model.model_fields[name].annotation), model)
    return model


def _no_kind(_details: ErrorDetails, name: str) -> tuple[str, str]:
    return f"key 'kind' is missing in {name}", "say which kind it is"


def _short_text(details: ErrorDetails, name: str) -> tuple[str, str]:
    least = details.get("ctx", {}).get("min_length")
    if least != 2:
        return f"{name} is too short: {_short(details['input'])}", f"write at least {least}"
    return (
        f"{name} has fewer than two characters: {details['input']!r}",
        "a single character stands in too many words; write more",
    )


def _empty(_details: ErrorDetails, name: str) -> tuple[str, str]:
    return f"{name} is empty", "give at least one entry"


def _not_of_the_set(details: ErrorDetails, name: str) -> tuple[str, str]:
    limits = details.get("ctx", {})
    expected = limits.get("expected", limits.get("expected_tags", ""))
    value = limits.get("tag", details["input"])
    return f"{name} is {_short(value)}", f"use one of {expected}"


def _malformed_id(details: ErrorDetails, name: str) -> tuple[str, str]:
    return (
        f"{name} is malformed: {_short(details['input'])}",
        "use lower-case words joined by hyphens, such as urgent-without-deadline",
    )


def _own_words(details: ErrorDetails, name: str) -> tuple[str, str]:
    """A fault raised by a model of ours; `what | hint` carries its own hint."""
    message = str(details.get("ctx", {}).get("error", details["msg"]))
    what, _, hint = message.partition(" | ")
    return f"{name}: {what}" if name else what, hint or "change the value or its neighbour"


def _wrong_type(details: ErrorDetails, name: str) -> tuple[str, str]:
    problem, hint = _TYPES[details["type"]]
    return f"{name} {problem}: {_short(details['input'])}", hint


def _as_pydantic_says(details: ErrorDetails, name: str) -> tuple[str, str]:
    message = details["msg"]
    return f"{name} is {_short(details['input'])}", message[:1].lower() + message[1:]


_SAYINGS: dict[str, Saying] = {
    "union_tag_not_found": _no_kind,
    "string_too_short": _short_text,
    "too_short": _empty,
    "enum": _not_of_the_set,
    "literal_error": _not_of_the_set,
    "union_tag_invalid": _not_of_the_set,
    "string_pattern_mismatch": _malformed_id,
    "value_error": _own_words,
    **dict.fromkeys(_TYPES, _wrong_type),
}


def _shown_path(path: tuple[Any, ...], parsed: Parsed) -> str:
    """The path as an analyst would say it; tags that pydantic adds for its unions left out."""
    known: tuple[Any, ...] = ()
    shown = ""
    for part in path:
        if (*known, part) in parsed.values:
            known = (*known, part)
            shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if shown else part
    return shown


def _within(path: tuple[Any, ...]) -> str:
    outer = [str(part) for part in path[:-1] if isinstance(part, str)]
    return f" in {'.'.join(outer)}" if outer else ""


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _nearest_key(key: str, model: type[BaseModel]) -> str:
    names = sorted(set(_field_names(model, set())))
    near = get_close_matches(key, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known keys are {', '.join(model.model_fields)}"


def _field_names(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield name
        for inner in _models_in(field.annotation):
            yield from _field_names(inner, seen)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
