"""What police systems exchange: the module, and the commands lint, show, convert, redact, enrol and screen --reply."""

from __future__ import annotations

import json
from pathlib import Path

import limen
import pytest

CORPUS = Path(__file__).resolve().parents[3] / "tests" / "data" / "interchange" / "good"
interchange = limen.interchange


def corpus(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def test_every_good_file_is_told_from_its_bytes():
    told = {path.name: interchange.sniff(path.read_bytes()) for path in CORPUS.iterdir() if path.suffix != ".card"}
    assert told["search.nist"] == "ANSI/NIST-ITL"
    assert told["iso_2005.fmr"] == "minutiae record"
    assert told["finger.wsq"] == "image"
    assert told["wsq.fir"] == "finger image record"


def test_a_transaction_is_walked_and_read():
    file = interchange.walk(corpus("search.nist"))
    assert file.complete and not file.diagnostics
    assert [record.type for record in file.records] == [1, 2, 14, 14]
    assert (4, "1.004", b"CPS") in file.records[0].fields
    held = interchange.read(corpus("search.nist"))
    assert [finger.position.name for finger in held.fingers] == ["right_index", "left_index"]
    assert interchange.record_image(corpus("search.nist"), 2).width == 48
    with pytest.raises(limen.Error) as refused:
        interchange.record_image(corpus("search.nist"), 9)
    assert refused.value.code == "not_found"


def test_xml_is_refused_by_name():
    with pytest.raises(limen.Error, match="XML") as refused:
        interchange.walk(b"<?xml version='1.0'?>")
    assert refused.value.code == "unsupported_format"


def test_minutiae_go_out_and_come_back(templates):
    template = next(iter(templates.values()))
    for name in interchange.MINUTIAE_FORMATS:
        record = interchange.write_minutiae([template], name)
        if name.startswith("iso_card"):
            continue
        back = interchange.read(record).templates[0]
        assert len(back.minutiae) == len(template.minutiae)
        assert abs(back.width - template.width) <= 1
        assert interchange.sniff(interchange.convert_minutiae(record, "iso_2011")) == "minutiae record"


def test_an_imported_template_compares_with_ours(templates):
    (one, other) = (templates[11, 1], templates[12, 1])
    imported = interchange.read(interchange.write_minutiae([one], "ansi_2004")).templates[0]
    mated = limen.fingerprint.compare(imported, templates[11, 2]).score
    try:
        non_mated = limen.fingerprint.compare(imported, other).score
    except limen.Error as error:
        assert error.code == "no_overlap"
        return
    assert mated > non_mated


def test_lint_names_field_rule_and_error_number(cli, tmp_path: Path):
    clean = cli("lint", CORPUS / "search.nist")
    assert (clean.code, clean.out) == (0, f"{CORPUS / 'search.nist'}: no findings\n")
    wrong = (
        corpus("search.nist").replace(b"19125458357683H", b"19125458357683J").replace(b"\x1d2.039:F", b"\x1d2.039:Q")
    )
    (tmp_path / "wrong.nist").write_bytes(wrong)
    ran = cli("lint", "wrong.nist", "--json")
    assert ran.code == 1
    findings = {f["field"]: f for f in ran.json["results"][0]["findings"]}
    assert findings["1.009"]["code"] == 201 and findings["1.009"]["error"] == "INVALID TCN"
    assert findings["2.039"]["expected"] == "one of F, M, U"
    assert cli("lint", CORPUS / "finger.wsq").code == 4


def test_show_prints_the_tree_and_writes_a_page(cli, tmp_path: Path):
    ran = cli("show", CORPUS / "search.nist")
    assert "Type-14, fingerprint, IDC 1" in ran.out and "Doe · Jane" in ran.out
    page = tmp_path / "page.html"
    assert cli("show", CORPUS / "search.nist", "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("data:image/png;base64,") == 2 and "<script" not in text
    assert "right index, 48 x 40 px" in text and "findings" not in text and str(CORPUS) not in text
    binary = cli("show", CORPUS / "ordinary.an2")
    assert "4.004    FGP  7" in binary.out.splitlines()[binary.out.splitlines().index("    4.001    LEN  63") + 3]
    assert json.loads(cli("show", CORPUS / "iso_2005.fmr", "--json").out)["records"][0]["minutiae"] == 12


def test_convert_between_records_and_images(cli, tmp_path: Path):
    assert cli("convert", CORPUS / "iso_2005.fmr", "a.fmr", "--to", "ansi_2009").code == 0
    assert (tmp_path / "a.fmr").read_bytes()[:8] == b"FMR\x00030\x00"
    assert cli("convert", CORPUS / "search.nist", "finger.png").out.split() == ["finger.01.png", "finger.02.png"]
    assert limen.io.read_image(tmp_path / "finger.02.png").width == 48
    assert cli("convert", "finger.01.png", "again.wsq", "--bits-per-pixel", 2.25).code == 0
    assert (tmp_path / "again.wsq").read_bytes()[:2] == b"\xff\xa0"
    assert cli("convert", CORPUS / "search.nist", "fingers.fir").code == 0
    assert len(interchange.read((tmp_path / "fingers.fir").read_bytes()).fingers) == 2
    assert cli("convert", CORPUS / "iso_2005.fmr", "none.png").code == 4


def test_redact_says_what_went_and_never_overwrites(cli, tmp_path: Path):
    ran = cli("redact", CORPUS / "search.nist", "clean.nist", "--keep", "2.007", "--json")
    assert ran.code == 0
    assert {removed["where"] for removed in ran.json["removed"]} >= {"2.030", "2.035"}
    clean = (tmp_path / "clean.nist").read_bytes()
    assert b"Doe" not in clean and b"CASE-1" in clean
    assert interchange.lint(clean) == []
    assert cli("redact", CORPUS / "search.nist", "clean.nist").code == 4
    assert cli("redact", CORPUS / "search.nist", "other.nist", "--keep", "names").code == 4


def test_numbers_of_transactions():
    assert interchange.valid_tcn("19125458357683H") and not interchange.valid_tcn("19125458357683J")
    assert interchange.make_tcn(19, 125458357683) == "19125458357683H"


def test_answers_to_a_search_are_put_into_messages():
    messages = interchange.build_results(
        tcn="19125458357683H",
        date="20260102",
        destination="",
        origin="XX",
        tcr=interchange.make_tcn(19, 7),
        search="CPS",
        candidates=[(False, [(10, "7")]), (False, [(10, "8")])],
    )
    assert len(messages) == 2
    assert all(interchange.lint(message) == [] for message in messages)


def text_record(kind: int, fields: list[tuple[int, str]]) -> bytes:
    """A record of an ANSI/NIST-ITL file, written by hand: LEN counts its own digits."""
    body = "".join(f"\x1d{kind}.{number:03}:{value}" for number, value in fields) + "\x1c"
    length = len(body) + len(f"{kind}.001:") + 1
    while length != len(f"{kind}.001:{length}{body}"):
        length = len(f"{kind}.001:{length}{body}")
    return f"{kind}.001:{length}{body}".encode()


def search_with(template) -> bytes:
    """A criminal search whose one finger is given by its minutiae (Type-9, M1 block)."""
    minutiae = "\x1e".join(
        f"{n:03}\x1f{m['x']:.0f}\x1f{m['y']:.0f}\x1f{round((360 - m['direction'] * 57.29578) % 360 / 2) % 180}"
        f"\x1f{m['kind']}\x1f{max(1, round(100 * m['quality']))}"
        for n, m in enumerate(template.minutiae, 1)
    )
    first = [(2, "0600"), (3, "1\x1f2\x1e2\x1f00\x1e9\x1f01"), (4, "CPS"), (5, "20260102"), (8, "XX/BORDER")]
    first += [(9, "19125458357683H"), (11, "00.00"), (12, "00.00"), (13, "INT-I\x1f06.00")]
    block = [(2, "01"), (3, "0"), (4, "U"), (128, f"{template.width}"), (129, f"{template.height}")]
    block += [(130, "1"), (131, "500"), (132, "500"), (134, "02"), (137, minutiae)]
    return text_record(1, first) + text_record(2, [(2, "00")]) + text_record(9, block)


def test_a_search_is_read_as_it_is(templates):
    template = templates[11, 1]
    held = interchange.read(search_with(template))
    assert not held.diagnostics
    (imported,) = held.templates
    assert imported.position == limen.FingerPosition.right_index
    assert len(imported.minutiae) == len(template.minutiae)
    assert limen.fingerprint.compare(imported, template).score > 0


def search_of(image: limen.Image, search: str = "CPS", running: int = 1) -> bytes:
    sample = limen.Sample(image, limen.FingerPosition.right_index)
    tcn = interchange.make_tcn(26, running)
    return interchange.build_search(search, [sample], tcn, "20260102", "XX/BORDER", "FR/IPSG", "XX/BORDER")


def test_searches_are_built_from_samples(prints):
    image = prints[11, 1]
    for search in ("ATP", "CPS", "NPS", "MPS"):
        message = search_of(image, search)
        assert interchange.lint(message) == []
        assert interchange.read(message).fingers[0].position == limen.FingerPosition.right_index
    with_person = interchange.build_search(
        "NPS", [limen.Sample(image, limen.FingerPosition.left_thumb)], interchange.make_tcn(26, 2), "20260102", "XX",
        person=[(30, "Doe\x1fJane"), (39, "F")],
    )  # fmt: skip
    assert interchange.lint(with_person) == []
    good = {"search": "CPS", "fingers": [limen.Sample(image)], "tcn": interchange.make_tcn(26, 3)}
    good |= {"date": "20260102", "source": "XX"}
    for change in (
        {},  # a finger of unknown position
        {"search": "XYZ", "fingers": []},
        {"search": "MPS", "tcn": "26"},
        {"search": "MPS", "date": "today"},
        {"search": "MPS", "source": ""},
        {"search": "MPS", "person": [(40, "W")]},
    ):
        with pytest.raises(limen.Error) as refused:
            interchange.build_search(**(good | change))
        assert refused.value.code == "invalid_argument"
    with pytest.raises(TypeError):
        interchange.build_search("CPS", "no samples", "26", "20260102", "XX")


def answers(count: int) -> list[bytes]:
    candidates = [(n == 1, [(10, str(n))]) for n in range(count)]
    return interchange.build_results(
        interchange.make_tcn(26, 50), "20260102", "", "XX", interchange.make_tcn(26, 7), "CPS", candidates
    )


def test_answers_are_put_together(cli, tmp_path: Path):
    messages = answers(3)
    (result,) = interchange.read_results([messages[2], messages[0], messages[2]])
    assert (result.search, result.hit, result.total, result.missing) == ("CPS", True, 3, [2])
    assert [candidate.fields for candidate in result.candidates] == [[(10, b"0")], [(10, b"2")]]
    (none,) = interchange.read_results(answers(0))
    assert (none.hit, none.candidates, none.missing) == (False, [], [])
    with pytest.raises(limen.Error) as refused:
        interchange.read_results([corpus("search.nist")])
    assert refused.value.code == "unsupported_format"
    for number, message in enumerate(messages, 1):
        (tmp_path / f"{number}.nist").write_bytes(message)
    shown = cli("show", "3.nist", "2.nist")
    assert shown.out.splitlines()[-1].endswith("2 of 3 candidates, 1 verified; not come: 1")
    assert cli("show", "1.nist", "--json").json["answers"][0]["missing"] == [2, 3]
    (tmp_path / "cut.nist").write_bytes(messages[0].replace(b"2.064:1\x1f", b"2.064:"))
    cut = cli("show", "cut.nist")
    assert cut.code == 0 and "2.064" in cut.err and "cut.nist" in cut.err
    assert cli("show", "1.nist", "2.nist", "--html", "page.html").code == 4


def test_lint_goes_through_all_files(cli, tmp_path: Path):
    ran = cli("lint", CORPUS / "finger.wsq", CORPUS / "search.nist", "--json")
    assert ran.code == 4
    first, second = ran.json["results"]
    assert first["error"]["code"] == "unsupported_format" and "finger.wsq" in first["error"]["message"]
    assert second["findings"] == []
    assert cli("lint", "none.nist").code == 6
    assert cli("lint", CORPUS / "search.nist", "--profile", "none").code == 2


def test_cards_and_transactions_are_converted(cli, prints, tmp_path: Path):
    assert cli("convert", CORPUS / "iso_card_compact.card", "a.fmr", "--from", "iso_card_compact").code == 0
    assert len(interchange.read((tmp_path / "a.fmr").read_bytes()).templates[0].minutiae) == 12
    wrong = cli("convert", CORPUS / "iso_2005.fmr", "b.fmr", "--from", "iso_card_normal")
    assert wrong.code == 4 and "iso_2005.fmr" in wrong.err
    limen.io.write_image(tmp_path / "finger.png", prints[11, 1])
    search = ("convert", "finger.png", "out.nist")
    assert cli(*search).code == 4  # which transaction?
    assert cli(*search, "--to", "cps").code == 4  # no number, no agency
    named = ("--to", "cps", "--tcn", interchange.make_tcn(26, 9), "--source", "XX")
    assert cli(*search, *named).code == 4  # which finger?
    assert cli(*search, *named, "--position", "right_index").code == 0
    assert interchange.lint((tmp_path / "out.nist").read_bytes()) == []
    assert cli(*search, *named, "--position", "nose").code == 4


def test_files_from_the_field_are_enrolled_and_screened_as_they_are(cli, prints, templates, tmp_path: Path):
    (tmp_path / "enrolled.nist").write_bytes(search_of(prints[11, 1]))
    (tmp_path / "probe.nist").write_bytes(search_of(prints[11, 2], running=5))
    (tmp_path / "stranger.nist").write_bytes(search_of(prints[13, 2], running=6))
    (tmp_path / "probe.wsq").write_bytes(interchange.encode_wsq(prints[11, 2]))
    (tmp_path / "probe.fmr").write_bytes(interchange.write_minutiae([templates[11, 2]]))
    (tmp_path / "probe.fir").write_bytes(interchange.write_finger_images([limen.Sample(prints[11, 2])]))
    key = ("--key-file", "g.key")
    assert cli("gallery", "create", "g.limen", *key).code == 0
    rules = ("--purpose", "border_check", "--retention", "interpol_notice")
    assert cli("gallery", "enrol", "g.limen", *key, *rules, "--label", "s1", "--file", "enrolled.nist").code == 0
    assert cli("gallery", "enrol", "g.limen", *key, *rules, "--label", "s2", "--file", CORPUS / "error.nist").code == 4
    who = ("--purpose", "border_check", "--legal-basis", "act 7", "--officer", "o", "--case", "2026/1", "--fmr", "1e-2")
    screen = ("screen", "g.limen", *key, *who)
    for name in ("probe.nist", "probe.wsq", "probe.fmr", "probe.fir"):
        ran = cli(*screen, "--file", name, "--json")
        assert ran.code == 1 and ran.json["hit"], (name, ran)
    reply = ("--reply", "sre", "--reply-number", 40)
    hit = cli(*screen, "--file", "probe.nist", *reply, "--reply-to", "hit.nist", "--json")
    assert hit.json["reply"] == ["hit.nist"], hit
    none = cli(*screen, "--file", "stranger.nist", *reply, "--reply-to", "none.nist")
    assert none.code == 0, none
    for name, tcr, found in (("hit.nist", 5, True), ("none.nist", 6, False)):
        message = (tmp_path / name).read_bytes()
        assert interchange.lint(message) == []
        (result,) = interchange.read_results([message])
        assert (result.tcr, result.hit) == (interchange.make_tcn(26, tcr), found)
    assert cli(*screen, "--file", "probe.wsq", *reply, "--reply-to", "x.nist").code == 4
    assert cli(*screen, "--file", "probe.nist", *reply).code == 4
