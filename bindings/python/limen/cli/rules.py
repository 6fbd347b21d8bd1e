"""--rules FILE: retention rules of one's own, as JSON, checked as a whole before anything is done under them.

{"time_zone": "Europe/Berlin",       whose days are counted (default: that of --time-zone)
 "shipped": true,                    the shipped rules apply too (default); a rule of the same name goes before one
 "rules": [{"name": "visa_refused", "retention_class": "visa_refused", "anchors": ["decision"],
            "period": {"years": 2}, "due": "erasure", "source": "Visa Act, section 12"}]}

A rule's members are those of limen.privacy.RetentionRule; what is left out is its default.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import limen

privacy = limen.privacy
PERIOD = ("years", "months", "days")
LISTS: dict[str, Callable[[str], Any]] = {
    "categories": limen.Category,
    "purposes": limen.Purpose,
    "anchors": privacy.Event,
    "ended_by": privacy.Event,
    "void_by": privacy.Event,
}
TEXTS = ("name", "retention_class", "legal_basis", "time_zone", "due", "source")
PERIODS = ("period", "lead")
MEMBERS = (*TEXTS, *LISTS, *PERIODS, "overriding")
REQUIRED = ("name", "anchors", "period")


def add_rules(parser: argparse.ArgumentParser, option: str = "--rules") -> None:
    parser.add_argument(option, dest="rules", type=Path, metavar="FILE", help="retention rules of your own (JSON)")


def policy(arguments: argparse.Namespace) -> privacy.RetentionPolicy:
    """The rules of --rules, or the shipped ones."""
    time_zone = getattr(arguments, "time_zone", "UTC")
    if arguments.rules is None:
        return privacy.RetentionPolicy(privacy.retention_presets(time_zone))
    return read_rules(arguments.rules, time_zone)


def read_rules(file: Path, time_zone: str = "UTC") -> privacy.RetentionPolicy:
    """Raises Error: not_found, invalid_argument (which says where in the file, and what is wanted)."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise limen.Error(f"{file}: no such file", "not_found") from error
    except (OSError, UnicodeDecodeError) as error:
        raise limen.Error(f"{file}: {error}", "invalid_argument") from error
    try:
        return made_of(json.loads(text, object_pairs_hook=without_repeats), time_zone)
    except json.JSONDecodeError as error:
        why = f"no JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise limen.Error(f"{file}: {why}", "invalid_argument") from error
    except limen.Error as error:
        raise limen.Error(f"{file}: {error}", error.code) from error
    except RecursionError as error:
        raise limen.Error(f"{file}: it is nested too deeply", "invalid_argument") from error


def wrong(where: str, why: str) -> limen.Error:
    return limen.Error(f"{where}: {why}" if where else why, "invalid_argument")


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the last of two equal names win without a word; here it is an error."""
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise wrong("", f'"{name}" is given twice in one object')
    return dict(pairs)


def made_of(data: Any, time_zone: str) -> privacy.RetentionPolicy:
    whole = members(data, "", ("time_zone", "shipped", "rules"), ("rules",))
    time_zone = one(whole, "time_zone", "", str, "a text", time_zone)
    listed = one(whole, "rules", "", list, "a list of rules", [])
    own = [rule_of(rule, f"rules[{i}]", time_zone) for i, rule in enumerate(listed)]
    names = {rule.name for rule in own}
    shipped = privacy.retention_presets(time_zone) if one(whole, "shipped", "", bool, "true or false", True) else []
    return privacy.RetentionPolicy([*(rule for rule in shipped if rule.name not in names), *own])


def rule_of(data: Any, where: str, time_zone: str) -> privacy.RetentionRule:
    given = members(data, where, MEMBERS, REQUIRED)
    rule = privacy.RetentionRule(time_zone=time_zone)
    for name in TEXTS:
        if name in given:
            text = one(given, name, where, str, "a text", "")
            try:
                setattr(rule, name, text)
            except limen.Error as error:
                raise wrong(f"{where}.{name}", str(error)) from error
    for name, of in LISTS.items():
        if name in given:
            words = one(given, name, where, list, "a list of names", [])
            setattr(rule, name, [named(of, word, f"{where}.{name}[{i}]") for i, word in enumerate(words)])
    for name in PERIODS:
        if name in given:
            setattr(rule, name, period_of(given[name], f"{where}.{name}"))
    rule.overriding = one(given, "overriding", where, bool, "true or false", False)
    return rule


def members(data: Any, where: str, known: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise wrong(where, f"an object with {', '.join(required)} is wanted, found {shown(data)}")
    for name in data:
        if name not in known:
            raise wrong(where, f'there is no "{name}"; one of {", ".join(known)}')
    for name in required:
        if name not in data:
            raise wrong(where, f'"{name}" is missing')
    return data


def one(data: dict[str, Any], name: str, where: str, kind: type, wanted: str, default: Any) -> Any:
    value = data.get(name, default)
    if type(value) is not kind:
        raise wrong(f"{where}.{name}" if where else name, f"{wanted} is wanted, found {shown(value)}")
    return value


def named(of: Callable[[str], Any], word: Any, where: str) -> Any:
    known = ", ".join(sorted(getattr(of, "__members__", {})))
    if not isinstance(word, str) or word not in getattr(of, "__members__", {}):
        raise wrong(where, f"{shown(word)} is none of {known}")
    return of(word)


def period_of(data: Any, where: str) -> privacy.Period:
    given = members(data, where, PERIOD, ())
    for name in given:
        count = one(given, name, where, int, "a whole number", 0)
        if not 0 <= count <= 100_000:
            raise wrong(f"{where}.{name}", f"a number from 0 is wanted, found {count}")
    return privacy.Period(**given)


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:37] + "…"
