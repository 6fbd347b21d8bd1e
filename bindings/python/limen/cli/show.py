"""limen show FILE...: the tree of records and fields, and what the answers among them add up to; with --html a page."""

from __future__ import annotations

import argparse
import base64
import html
import struct
import tempfile
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer
from limen.cli.files import naming

SHORT = 100  # characters of a value that are shown
SEPARATORS = str.maketrans({"\x1e": " | ", "\x1f": " · "})
RECORDS = {
    1: "transaction",
    2: "description",
    3: "fingerprint, 250 ppi",
    4: "fingerprint",
    5: "fingerprint, 250 ppi, black and white",
    6: "fingerprint, black and white",
    7: "user-defined image",
    8: "signature",
    9: "minutiae",
    10: "face, scar, mark or tattoo",
    13: "latent print",
    14: "fingerprint",
    15: "palm print",
    16: "test image",
    17: "iris",
    18: "DNA",
    19: "plantar print",
    20: "source of what other records hold",
    21: "associated context",
    22: "non-photographic image",
    98: "information assurance",
    99: "CBEFF record",
}
# What the six numbers of Type-4 and of 13.013, 14.013 stand for.
SLAPS = {11: "right thumb, plain", 12: "left thumb, plain", 13: "right four", 14: "left four", 15: "both thumbs"}
STYLE = """body{font:15px/1.45 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}
h1{font-size:1.4em}h2{font-size:1.1em;margin:1.6em 0 .4em;border-top:1px solid #ccc;padding-top:.8em}
table{border-collapse:collapse}td{padding:.15em .8em .15em 0;vertical-align:top}td:nth-child(-n+2){color:#666;
font-variant-numeric:tabular-nums;white-space:nowrap}
.record{display:flex;flex-wrap:wrap;gap:.5em 2em;align-items:flex-start}table{flex:0 1 auto}
figure{margin:.2em 0;flex:0 1 auto}figcaption{color:#666;font-size:.9em}
img{max-height:320px;max-width:100%;border:1px solid #ddd}
ul{padding-left:1.2em}li{margin:.15em 0}
.error{color:#a40000}.warning{color:#8f5902}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="several: answers (SRE) to one search are put together"
    )
    parser.add_argument("--html", type=Path, metavar="OUT", help="write a page with the images instead (one FILE)")


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.html and len(arguments.files) > 1:
        raise limen.Error(f"--html: one file is shown on a page, {len(arguments.files)} were given", "invalid_argument")
    contents = [path.read_bytes() for path in arguments.files]
    trees = [tree_of(path, content) for path, content in zip(arguments.files, contents, strict=True)]
    if arguments.html:
        arguments.html.write_text(page(trees[0], contents[0]), encoding="utf-8")
        return Answer(trees[0], str(arguments.html))
    messages, warnings = [], []
    for tree, content in zip(trees, contents, strict=True):
        if not is_answer(tree):
            continue
        try:
            limen.interchange.read_results([content])
            messages.append(content)
        except limen.Error as error:
            warnings.append(f"{tree['file']}: {error}")
    answers = answered(messages)
    data = trees[0] if len(trees) == 1 else {"files": trees}
    lines = [line for tree in trees for line in text(tree)] + [said(one) for one in answers]
    return Answer(data | ({"answers": answers} if answers else {}), "\n".join(lines), warnings=warnings)


def tree_of(path: Path, content: bytes) -> dict[str, Any]:
    with naming(path):
        format_name = limen.interchange.sniff(content)
        tree = an2k(content) if format_name == "ANSI/NIST-ITL" else other(content)
    return {"file": str(path), "format": format_name, "size": len(content)} | tree


def is_answer(tree: dict[str, Any]) -> bool:
    fields = tree["records"][0].get("fields", []) if tree["records"] else []
    return any(field["name"] == "TOT" and field["value"] == "SRE" for field in fields)


def answered(messages: list[bytes]) -> list[dict[str, Any]]:
    """The answers (SRE), put together by the search that they answer."""
    names = ("tcr", "search", "hit", "total", "missing")
    return [
        {name: getattr(result, name) for name in names}
        | {"candidates": [{"sequence": c.sequence, "verified": c.verified} for c in result.candidates]}
        for result in limen.interchange.read_results(messages)
    ]


def said(answer: dict[str, Any]) -> str:
    line = f"answer to {answer['search']} {answer['tcr']}: "
    if not answer["hit"]:
        return line + "no candidate"
    verified = sum(candidate["verified"] for candidate in answer["candidates"])
    line += f"{len(answer['candidates'])} of {answer['total']} candidates, {verified} verified"
    return line + (f"; not come: {', '.join(map(str, answer['missing']))}" if answer["missing"] else "")


def an2k(content: bytes) -> dict[str, Any]:
    file = limen.interchange.walk(content)
    int_i = any(number == 13 and value.startswith(b"INT-I") for number, _, value in file.records[0].fields)

    def name(record: limen.interchange.Record, number: int) -> str:
        return limen.interchange.mnemonic(record.type, number) if record.type != 2 or int_i else ""

    records = [
        {
            "type": record.type,
            "idc": record.idc,
            "offset": record.offset,
            "size": record.size,
            "fields": [
                {"tag": tag, "name": name(record, number), "value": readable(value)}
                for number, tag, value in record.fields
            ]
            or binary_fields(record.type, content[record.offset : record.offset + record.size]),
        }
        for record in file.records
    ]
    return {"records": records, "diagnostics": [str(d) for d in file.diagnostics]}


def binary_fields(record: int, content: bytes) -> list[dict[str, str]]:
    """The header of Types 3 to 6 and 8, as if it were text."""
    if record in (3, 4, 5, 6) and len(content) >= 18:
        size, idc, impression, fingers, scale, width, height, coding = struct.unpack(">IBB6sBHHB", content[:18])
        known = " · ".join(str(finger) for finger in fingers if finger != 255)
        values = [size, idc, impression, known, scale, width, height, coding]
        names = ["LEN", "IDC", "IMP", "FGP", "ISR", "HLL", "VLL", "BCA" if record > 4 else "CGA"]
    elif record == 8 and len(content) >= 12:
        values = list(struct.unpack(">IBBBBHH", content[:12]))
        names = ["LEN", "IDC", "SIG", "SRT", "ISR", "HLL", "VLL"]
    else:
        return []
    return [
        {"tag": f"{record}.{number:03}", "name": name, "value": str(value)}
        for number, (name, value) in enumerate(zip(names, values, strict=True), 1)
    ]


def other(content: bytes) -> dict[str, Any]:
    held = limen.interchange.read(content)
    records = [
        {
            "finger": template.position.name,
            "minutiae": len(template.minutiae),
            "width": template.width,
            "height": template.height,
        }
        for template in held.templates
    ]
    records += [{"finger": f.position.name} | size(f.image) for f in held.fingers]
    records += [{"face": number} | size(image) for number, image in enumerate(held.faces)]
    return {"records": records, "diagnostics": [str(d) for d in held.diagnostics]}


def size(image: limen.Image) -> dict[str, Any]:
    return {"width": image.width, "height": image.height, "resolution": image.resolution}


def readable(value: bytes) -> str:
    """A value on one line: separators as signs, bytes that are no text as their number."""
    start = value[: 4 * SHORT]
    try:
        shown = start.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(value)} bytes"
    if any(ord(c) < 0x1E and c not in "\t\n\r" for c in shown):
        return f"{len(value)} bytes"
    shown = " ".join(shown.translate(SEPARATORS).split())
    return shown if len(shown) <= SHORT and len(start) == len(value) else f"{shown[:SHORT]}... ({len(value)} bytes)"


def heading(record: dict[str, Any]) -> str:
    if "type" not in record:
        return ", ".join(f"{name} {value}" for name, value in record.items())
    idc = f", IDC {record['idc']}" if record["idc"] >= 0 else ""
    kind = f", {RECORDS[record['type']]}" if record["type"] in RECORDS else ""
    return f"Type-{record['type']}{kind}{idc} (offset {record['offset']}, {record['size']} bytes)"


def fingers(record: dict[str, Any]) -> str:
    """The fingers of an image in words; empty if the record names none."""
    named = [f["value"] for f in record.get("fields", []) if f["name"] == "FGP" and record["type"] in (3, 4, 13, 14)]
    words = [finger(number) for number in (named[0].replace("|", "·").split("·") if named else [])]
    return " or ".join(word for word in words if word)


def finger(number: str) -> str:
    code = int(number) if number.strip().isdecimal() else -1
    if code in SLAPS:
        return SLAPS[code]
    try:
        return limen.FingerPosition(code).name.replace("_", " ")
    except (limen.Error, TypeError, ValueError):  # a palm, a part of it, or nothing at all
        return ""


def text(tree: dict[str, Any]) -> list[str]:
    lines = [f"{tree['file']}: {tree['format']}, {tree['size']} bytes"]
    for record in tree["records"]:
        lines.append(f"  {heading(record)}")
        lines += [f"    {field['tag']:<8} {field['name']:<4} {field['value']}" for field in record.get("fields", [])]
    return lines + [f"  {line}" for line in tree["diagnostics"]]


def page(tree: dict[str, Any], content: bytes) -> str:
    """One HTML page without scripts and without anything from outside."""
    name = html.escape(Path(tree["file"]).name)
    parts = [f"<h1>{name}</h1><p>{html.escape(tree['format'])}, {tree['size']} bytes</p>"]
    # What the reader noticed is among the findings of lint.
    findings = limen.interchange.lint(content) if tree["format"] == "ANSI/NIST-ITL" else []
    lines = [str(finding) for finding in findings] or tree["diagnostics"]
    if lines:
        items = "".join(f"<li class='{line.partition(':')[0]}'>{html.escape(line)}</li>" for line in lines)
        opened = " open" if len(lines) <= 20 else ""
        parts.append(f"<details{opened}><summary>{len(lines)} findings</summary><ul>{items}</ul></details>")
    pictures = thumbnails(tree, content)
    for number, record in enumerate(tree["records"]):
        parts.append(f"<h2>{html.escape(heading(record))}</h2>")
        rows = (
            f"<tr><td>{html.escape(f['tag'])}</td><td>{f['name']}</td><td>{html.escape(f['value'])}</td></tr>"
            for f in record.get("fields", [])
        )
        parts.append(f"<div class='record'>{pictures.get(number, '')}<table>{''.join(rows)}</table></div>")
    return f"<!doctype html><meta charset='utf-8'><title>{name}</title><style>{STYLE}</style>{''.join(parts)}\n"


def thumbnails(tree: dict[str, Any], content: bytes) -> dict[int, str]:
    """A figure of each record's image by the number of the record, or why there is none."""
    found: dict[int, str] = {}
    if tree["format"] != "ANSI/NIST-ITL":
        held = limen.interchange.read(content)
        pictures = [f.image for f in held.fingers] + list(held.faces)
        return {len(held.templates) + number: figure(image) for number, image in enumerate(pictures)}
    for number in range(len(tree["records"])):
        try:
            image = limen.interchange.record_image(content, number)
            found[number] = figure(image, fingers(tree["records"][number]))
        except limen.Error as error:
            if "no image" not in str(error):
                found[number] = f"<p class='warning'>{html.escape(str(error))}</p>"
    return found


def figure(image: limen.Image, what: str = "") -> str:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.png"
        limen.io.write_image(picture, image)
        data = base64.b64encode(picture.read_bytes()).decode("ascii")
    resolution = "resolution unknown" if image.resolution_assumed else f"{image.resolution:.0f} ppi"
    said = html.escape(", ".join(part for part in (what, f"{image.width} x {image.height} px", resolution) if part))
    return f"<figure><img alt='' src='data:image/png;base64,{data}'><figcaption>{said}</figcaption></figure>"
