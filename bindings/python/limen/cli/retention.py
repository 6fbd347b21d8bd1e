"""limen retention ACTION: what is kept how long, what is due when, and what is done about it."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.cli.audit import writing
from limen.cli.gallery import add_officer, entry, moment
from limen.cli.keys import add_key, secret
from limen.cli.rules import add_rules, policy

SUBJECT_ACTIONS = {
    "mark": "protection was granted: seen for law enforcement alone",
    "unmark": "protection was withdrawn",
    "block": "out of every view",
    "unblock": "seen again as before",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, summary: str, gallery: bool = True) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary)
        sub.add_argument("--time-zone", default="UTC", metavar="NAME", help="whose days are counted (default: UTC)")
        if gallery:
            sub.add_argument("gallery", type=Path, metavar="GALLERY")
            add_key(sub)
        add_rules(sub, "--rules" if gallery else "--file")
        return sub

    action("rules", "the rules, with their sources: the shipped ones, or those of a file", gallery=False)
    report = action("report", "what is due when, and the token with which a sweep does what is due now")
    report.add_argument("--picture", type=Path, metavar="FILE", help="a timeline (.svg)")
    sweep = action("sweep", "do what the report says is due")
    sweep.add_argument("--token", required=True, help="from `retention report`: what you agree to")
    sweep.add_argument("--justification", default="")
    sweep.add_argument("--case", default="", metavar="REFERENCE")
    add_officer(sweep)
    event = action("event", "something happened: a clock starts, starts anew or ends")
    names = ", ".join(sorted(limen.privacy.Event.__members__))
    event.add_argument("--event", required=True, metavar="NAME", help=names)
    event.add_argument("--at", metavar="DATE", help="ISO 8601 (default: now)")
    hold = action("hold", "what a rule would erase of the subject is blocked instead")
    hold.add_argument("--owner", required=True, help="who answers for it")
    hold.add_argument("--reason", required=True)
    hold.add_argument("--until", required=True, metavar="DATE", help="ISO 8601")
    release = action("release", "end a hold")
    release.add_argument("--hold", required=True, type=int, metavar="ID")
    add_officer(release)
    clock = action("trust-clock", "you have looked at the clock, and it is right")
    add_officer(clock)
    changes = {name: action(name, summary) for name, summary in SUBJECT_ACTIONS.items()}
    for sub in (event, hold, *changes.values()):
        sub.add_argument("--subject", required=True, type=int, metavar="ID")
        add_officer(sub)


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.action == "rules":
        return rules(arguments)
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments), retention=policy(arguments))
    if arguments.action == "report":
        return report(arguments, gallery)
    if arguments.action == "sweep":
        return sweep(arguments, gallery)
    return change(arguments, gallery)


def rules(arguments: argparse.Namespace) -> Answer:
    described: list[dict[str, Any]] = [
        {
            "name": rule.name,
            "retention_class": rule.retention_class,
            "categories": [one.name for one in rule.categories],
            "legal_basis": rule.legal_basis,
            "purposes": [one.name for one in rule.purposes],
            "anchors": [one.name for one in rule.anchors],
            "period": str(rule.period),
            "due": rule.due,
            "lead": str(rule.lead),
            "ended_by": [one.name for one in rule.ended_by],
            "void_by": [one.name for one in rule.void_by],
            "time_zone": rule.time_zone,
            "overriding": rule.overriding,
            "source": rule.source,
        }
        for rule in policy(arguments).rules
    ]
    rows = [(r["name"], r["period"], r["due"], ",".join(r["anchors"]), r["source"]) for r in described]
    return Answer({"rules": described}, columns(rows) + "\nVerify every period with counsel before you rely on it.")


def report(arguments: argparse.Namespace, gallery: limen.Gallery) -> Answer:
    status, plan = gallery.retention(), gallery.plan_sweep()
    data: dict[str, Any] = {
        "at": plan.at.isoformat(),
        "references": [
            {
                "reference": one.reference.value,
                "subject": one.subject.value,
                "retention_class": one.retention_class,
                "state": one.state.name,
                "deadlines": [{"due": d.due, "at": d.at.isoformat(), "rule": d.rule} for d in one.deadlines],
                "held_until": one.held_until.isoformat() if one.held_until else None,
            }
            for one in status
        ],
        "due_now": [described(item) for item in plan.items],
        "token": str(plan.token),
    }
    text = timetable(status) + "\n" + difference(plan)
    if arguments.picture:
        from limen.timeline import draw

        draw(status, plan.at, arguments.picture)
        text += f"\ntimeline: {arguments.picture}"
    return Answer(data, text)


def described(item: limen.SweepItem) -> dict[str, Any]:
    return {
        "reference": item.reference.value,
        "subject": item.subject.value,
        "action": item.action.name,
        "rule": item.rule,
        "due": item.due.isoformat(),
        "held_by": item.held_by or None,
        "state": [item.state_before.name, item.state_after.name],
        "expires": [item.expires_before.isoformat(), item.expires_after.isoformat()],
    }


def timetable(status: Sequence[limen.RetentionStatus]) -> str:
    """By month: what falls due, under which class, for how many references."""
    months: Counter[tuple[str, str, str]] = Counter()
    for one in status:
        for deadline in one.deadlines:
            months[f"{deadline.at:%Y-%m}", deadline.due, one.retention_class] += 1
    rows: list[tuple[object, ...]] = [("month", "due", "class", "references")]
    rows += [(*key, count) for key, count in sorted(months.items())]
    held = sum(one.held_until is not None for one in status)
    return columns(rows) + f"\n{len(status)} references, {held} of them under a legal hold"


def difference(plan: limen.SweepPlan) -> str:
    if not plan.items:
        return f"nothing is due ({plan.at.isoformat()})\ntoken {plan.token}"
    rows: list[tuple[object, ...]] = [("due now", "subject", "reference", "since", "rule", "before → after")]
    for item in plan.items:
        change = f"{item.state_before.name} → {item.state_after.name}"
        if item.expires_before != item.expires_after:
            change += f", until {day(item.expires_before)} → {day(item.expires_after)}"
        if item.held_by:
            change += f", held by {item.held_by}"
        rows.append((item.action.name, item.subject.value, item.reference.value, day(item.due), item.rule, change))
    return columns(rows) + f"\ntoken {plan.token}"


def day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def sweep(arguments: argparse.Namespace, gallery: limen.Gallery) -> Answer:
    token = limen.privacy.Digest(arguments.token)
    with writing(arguments, gallery) as audit:
        done = gallery.sweep(
            token,
            audit,
            officer=arguments.officer,
            justification=arguments.justification,
            case_reference=arguments.case,
        )
    counts = Counter(item.action.name for item in done.items)
    data = {
        "items": [described(item) for item in done.items],
        "erased": len(done.tombstones),
        "subjects_erased": done.subjects,
        "tombstones": str(done.tombstones_digest),
        "searched_for": done.searched_for,
        "twins": [twin.value for twin in done.twins],
        "audit": done.receipt.sequence,
    }
    said = ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing was due"
    text = f"{said}; {done.subjects} subjects erased with their last reference"
    if done.searched_for:
        text += f"\n{done.searched_for} erased templates were searched for: none was found"
    warnings = []
    if done.twins:
        others = ", ".join(str(twin.value) for twin in done.twins)
        warnings.append(f"the same print is enrolled again, as reference {others}")
    if not done.purged:
        warnings.append("another process reads: sealed bytes of what was erased stay until the next sweep or removal")
    return Answer(data, text, warnings=warnings)


def change(arguments: argparse.Namespace, gallery: limen.Gallery) -> Answer:
    """Events, holds and states: done, then said in the log."""
    data: dict[str, Any] = {"action": arguments.action}
    with writing(arguments, gallery) as audit:
        if arguments.action == "trust-clock":
            gallery.trust_clock()
            said = "the clock is trusted"
        elif arguments.action == "release":
            gallery.release(limen.HoldId(arguments.hold))
            said = f"released hold {arguments.hold}"
        else:
            subject = limen.SubjectId(arguments.subject)
            data["subject"] = subject.value
            said = f"{arguments.action} subject {subject.value}"
            if arguments.action == "event":
                gallery.record_event(subject, limen.privacy.Event(arguments.event), moment(arguments.at))
                said += f": {arguments.event}"
            elif arguments.action == "hold":
                until = moment(arguments.until)
                assert until is not None
                hold = limen.privacy.Hold(owner=arguments.owner, reason=arguments.reason, until=until)
                data["hold"] = gallery.hold(subject, hold).value
                said += f" until {day(until)}, hold {data['hold']}"
            else:
                getattr(gallery, arguments.action)(subject)
        audit.append(entry(arguments, gallery, "restriction", said))
    return Answer(data, said)
