"""limen pack …: watchlist packs for devices in the field.

create, update, revoke, who: the issuer. info: anybody. open, screen: the device.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer, columns
from limen.cli.audit import add_log, writing
from limen.cli.key import box_public_key, public_key
from limen.cli.keys import add_key, secret
from limen.cli.people import add_person, templates
from limen.cli.who import add_who, moment, read, who, write_secret

privacy = limen.privacy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_issuing(actions)
    add_device(actions)


def add_issuing(actions: Any) -> None:
    for name, summary in (
        ("create", "what may be searched for a purpose, for one device, until a date; no names in it"),
        ("update", "what came, changed and is gone since then"),
        ("who", "whom a pseudonym of a pack stands for"),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("gallery", type=Path, metavar="GALLERY")
        action.add_argument("pack", type=Path, metavar="PACK")
        add_issuer(action)
        add_key(action)
        add_log(action)
        add_who(action)
        if name == "who":
            action.add_argument("pseudonym", metavar="PSEUDONYM")
            continue
        action.add_argument("--ledger", type=Path, required=True, metavar="FILE", help="what the device has; sealed")
        action.add_argument("--expires", required=True, metavar="DATE", help="hard; at most a year from now")
        if name == "create":
            action.add_argument("--purpose", required=True)
            action.add_argument(
                "--device", type=box_public_key, required=True, metavar="KEY", help="see `limen key show`"
            )
            action.add_argument("--issuer", required=True, metavar="NAME", help="the agency, as the device shows it")
    summary = "a signed list of packs that no device opens any more"
    revoke = actions.add_parser("revoke", help=summary, description=summary)
    revoke.add_argument("series", nargs="+", metavar="SERIES", help="as `info` shows it")
    revoke.add_argument("-o", "--output", type=Path, required=True, metavar="LIST")
    add_issuer(revoke)


def add_issuer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--issuer-key", type=Path, required=True, metavar="FILE", help="see `limen key new`")
    parser.add_argument(
        "--names",
        type=Path,
        required=True,
        metavar="RING",
        help="the key ring of the pseudonyms; made if it is not there",
    )


def add_device(actions: Any) -> None:
    info = actions.add_parser("info", help="what stands in the clear on a pack", description="Anybody may read this.")
    info.add_argument("pack", type=Path, metavar="PACK")
    for name, summary in (("open", "check a pack and its updates on the device"), ("screen", "search in it")):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("packs", type=Path, nargs="+", metavar="PACK", help="a full pack, then its updates")
        action.add_argument("--device-key", type=Path, required=True, metavar="FILE")
        action.add_argument("--trust", type=public_key, required=True, metavar="KEY", help="the issuer's public key")
        action.add_argument("--memory", type=Path, metavar="FILE", help="so that neither clock nor version goes back")
        action.add_argument("--revocation", type=Path, action="append", default=[], metavar="LIST")
        if name == "screen":
            add_person(action)
            add_who(action)
            action.add_argument("--audit", type=Path, required=True, metavar="LOG", help="the device's log")
            action.add_argument("--fpir", type=float, default=1e-3)


def run(arguments: argparse.Namespace) -> Answer:
    actions = {
        "create": create,
        "update": update,
        "who": person,
        "revoke": revoke,
        "info": info,
        "open": opened,
        "screen": screen,
    }
    return actions[arguments.action](arguments)


def issuer(arguments: argparse.Namespace) -> limen.PackIssuer:
    seed = privacy.Key.load(arguments.issuer_key)
    under = seed.derive("limen pack names")
    if arguments.names.exists():
        names = privacy.KeyRing.open(read(arguments.names), under)
    else:
        names = privacy.KeyRing()
        write_secret(arguments.names, names.seal(under))
    return limen.PackIssuer(seed, names)


def create(arguments: argparse.Namespace) -> Answer:
    purpose, expires = limen.Purpose(arguments.purpose), moment(arguments.expires, "--expires")
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    with writing(arguments, gallery) as audit:
        made = issuer(arguments).create(
            gallery,
            arguments.pack,
            arguments.ledger,
            audit,
            purpose=purpose,
            issuer=arguments.issuer,
            device=arguments.device,
            expires=expires,
            **who(arguments),
        )
    return described(made)


def update(arguments: argparse.Namespace) -> Answer:
    expires = moment(arguments.expires, "--expires")
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    with writing(arguments, gallery) as audit:
        made = issuer(arguments).update(
            gallery, arguments.pack, arguments.ledger, audit, expires=expires, **who(arguments)
        )
    return described(made)


def person(arguments: argparse.Namespace) -> Answer:
    pseudonym = privacy.Pseudonym(arguments.pseudonym)
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    found = issuer(arguments).subject(gallery, limen.pack_info(arguments.pack), pseudonym)
    entry = privacy.AuditEntry(
        operation=privacy.Operation.reidentification,
        gallery=gallery.id,
        subjects=[privacy.person_of(gallery.id, found.id)],
        result=f"pseudonym {pseudonym} of a pack",
        **who(arguments),
    )
    with writing(arguments, gallery) as audit:
        audit.append(entry)
    return Answer({"subject": found.id.value, "label": found.label}, f"subject {found.id.value}: {found.label}")


def revoke(arguments: argparse.Namespace) -> Answer:
    issuer(arguments).revoke(arguments.series, arguments.output)
    return Answer({"series": arguments.series, "file": str(arguments.output)}, f"wrote {arguments.output}")


def info(arguments: argparse.Namespace) -> Answer:
    return described(limen.pack_info(arguments.pack))


def described(pack: limen.PackInfo, more: dict[str, Any] | None = None) -> Answer:
    data: dict[str, Any] = {
        "series": pack.series,
        "version": pack.version,
        "follows": pack.base or None,
        "issuer": f"{pack.issuer_name} ({pack.issuer})",
        "device": str(pack.device),
        "purpose": pack.purpose.name,
        "created": pack.created.isoformat(),
        "expires": pack.expires.isoformat(),
        "subjects": pack.subjects,
        "references": pack.references,
        "removed": pack.removed,
        "bytes": pack.bytes,
    }
    data |= more or {}
    return Answer(data, columns([(name, value) for name, value in data.items() if value is not None]))


def device(arguments: argparse.Namespace) -> limen.Pack:
    return limen.Pack.open(
        arguments.packs,
        privacy.Key.load(arguments.device_key),
        arguments.trust,
        arguments.memory,
        arguments.revocation,
    )


def opened(arguments: argparse.Namespace) -> Answer:
    pack = device(arguments)
    return described(pack.info, {"subjects_now": pack.subjects, "references_now": pack.references})


def screen(arguments: argparse.Namespace) -> Answer:
    fingers, faces = templates(arguments)
    pack = device(arguments)
    view = pack.view(pack.info.purpose)
    with privacy.Audit.open(arguments.audit) as audit:
        found = limen.screen(view, fingers=fingers, faces=faces, audit=audit, **who(arguments))
    decision = limen.decide(found, fpir=arguments.fpir)
    hits = [
        {"pseudonym": str(pack.pseudonym(candidate.subject)), "score": candidate.score / 1000}
        for candidate in decision.candidates
    ]
    text = "HIT: a person has to confirm it" if decision.hit else "no hit"
    rows = [(hit["pseudonym"], f"{hit['score']:.2f}") for hit in hits]
    data = {
        "hit": decision.hit,
        "candidates": hits,
        "view_subjects": found.view_subjects,
        "requires_human_confirmation": decision.requires_human_confirmation,
    }
    return Answer(
        data, "\n".join([text, *([columns(rows, "  ")] if rows else [])]), exit_codes.ATTENTION if decision.hit else 0
    )
