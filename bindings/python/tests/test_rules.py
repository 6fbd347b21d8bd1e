"""Retention rules of one's own: read from a file, checked, used by the commands that need them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import limen
import pytest
from limen import privacy
from limen.cli.rules import read_rules

VISA = {
    "name": "visa_refused",
    "retention_class": "visa_refused",
    "categories": ["traveller"],
    "anchors": ["decision"],
    "period": {"years": 2},
    "lead": {"months": 6},
    "ended_by": ["naturalised"],
    "due": "review",
    "source": "Visa Act, section 12",
}


def written(folder: Path, rules: Any, **more: Any) -> Path:
    file = folder / "rules.json"
    file.write_text(json.dumps({"rules": rules} | more), encoding="utf-8")
    return file


def test_a_file_of_rules_becomes_a_policy(tmp_path: Path):
    policy = read_rules(written(tmp_path, [VISA], time_zone="Europe/Berlin"))
    rule = policy.retention_class("visa_refused")
    assert (rule.due, str(rule.period), rule.time_zone) == ("review", "2 years", "Europe/Berlin")
    assert rule.anchors == [privacy.Event.decision]
    assert rule.categories == [limen.Category.traveller]
    assert policy.retention_class("interpol_notice").time_zone == "Europe/Berlin"
    alone = read_rules(written(tmp_path, [VISA | {"time_zone": "Asia/Tokyo"}], shipped=False))
    assert [r.name for r in alone.rules] == ["visa_refused"]
    assert alone.rules[0].time_zone == "Asia/Tokyo"


def test_a_rule_of_the_same_name_goes_before_the_shipped_one(tmp_path: Path):
    shorter = {
        "name": "interpol_notice",
        "retention_class": "interpol_notice",
        "anchors": ["entered"],
        "period": {"years": 1},
    }
    policy = read_rules(written(tmp_path, [shorter]))
    assert str(policy.retention_class("interpol_notice").period) == "1 year"
    assert [r.name for r in policy.rules].count("interpol_notice") == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"period": {"years": 0}}, "its period is 0"),
        ({"period": {"years": -1}}, "rules[0].period.years: a number from 0 is wanted, found -1"),
        ({"period": {"years": 1.5}}, "rules[0].period.years: a whole number is wanted, found 1.5"),
        ({"period": {"years": True}}, "a whole number is wanted, found true"),
        ({"period": {"weeks": 3}}, 'rules[0].period: there is no "weeks"; one of years, months, days'),
        ({"period": "2 years"}, "rules[0].period: an object with"),
        ({"anchors": ["birthday"]}, 'rules[0].anchors[0]: "birthday" is none of'),
        ({"anchors": []}, "no event starts its clock"),
        ({"anchors": "decision"}, "rules[0].anchors: a list of names is wanted"),
        ({"categories": ["alien"]}, 'rules[0].categories[0]: "alien" is none of'),
        ({"due": "deletion"}, "rules[0].due: due: 'deletion' is none of erasure, review, blocking, notice"),
        ({"overriding": 1}, "rules[0].overriding: true or false is wanted, found 1"),
        ({"name": 7}, "rules[0].name: a text is wanted, found 7"),
        ({"name": ""}, "its name has 1 to 64 bytes"),
        ({"time_zone": "Middle/Earth"}, "Middle/Earth"),
        ({"retention_class": "nowhere"}, "no rule makes the class 'nowhere'"),
        ({"comment": "x"}, 'rules[0]: there is no "comment"'),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(tmp_path: Path, change: dict[str, Any], says: str):
    file = written(tmp_path, [VISA | change])
    with pytest.raises(limen.Error) as refused:
        read_rules(file)
    assert says in str(refused.value)
    assert str(file) in str(refused.value)
    assert refused.value.code == "invalid_argument"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "an object with rules is wanted, found []"),
        ("{}", '"rules" is missing'),
        ('{"rules": {}}', "rules: a list of rules is wanted, found {}"),
        ('{"rules": [7]}', "rules[0]: an object with name, anchors, period is wanted, found 7"),
        ('{"rules": [{"name": "a"}]}', 'rules[0]: "anchors" is missing'),
        ('{"rules": [], "rules": []}', '"rules" is given twice'),
        ('{"rules": [], "time_zone": 3}', "time_zone: a text is wanted, found 3"),
        ("[" * 100_000, ""),
        ('{"rules": ["\\ud800"]}', "rules[0]"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, says: str):
    file = tmp_path / "rules.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(limen.Error) as refused:
        read_rules(file)
    assert says in str(refused.value)


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(tmp_path: Path):
    (tmp_path / "rules.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(limen.Error) as refused:
        read_rules(tmp_path / "rules.json")
    assert refused.value.code == "invalid_argument"
    with pytest.raises(limen.Error) as refused:
        read_rules(tmp_path / "nowhere.json")
    assert refused.value.code == "not_found"


def test_every_shipped_rule_can_be_written_so(tmp_path: Path):
    """What `retention rules --json` says of a rule is, period apart, how a file says it."""

    def written_rule(rule: privacy.RetentionRule) -> dict[str, Any]:
        def period(of: privacy.Period) -> dict[str, int]:
            return {"years": of.years, "months": of.months, "days": of.days}

        return {
            "name": rule.name,
            "retention_class": rule.retention_class,
            "categories": [one.name for one in rule.categories],
            "legal_basis": rule.legal_basis,
            "purposes": [one.name for one in rule.purposes],
            "anchors": [one.name for one in rule.anchors],
            "period": period(rule.period),
            "ended_by": [one.name for one in rule.ended_by],
            "void_by": [one.name for one in rule.void_by],
            "time_zone": rule.time_zone,
            "due": rule.due,
            "lead": period(rule.lead),
            "overriding": rule.overriding,
            "source": rule.source,
        }

    shipped = [written_rule(rule) for rule in privacy.retention_presets()]
    again = read_rules(written(tmp_path, shipped, shipped=False))
    assert [written_rule(rule) for rule in again.rules] == shipped


def test_the_command_line(tmp_path: Path, cli):
    rules = written(tmp_path, [VISA])
    listed = cli("retention", "rules", "--file", rules, "--json").json["rules"]
    assert listed[-1]["name"] == "visa_refused"
    assert listed[-1]["source"] == "Visa Act, section 12"
    shown = cli("retention", "rules", "--file", rules)
    assert shown.code == 0
    assert "visa_refused" in shown.out
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"rules": [VISA | {"anchors": ["birthday"]}]}), encoding="utf-8")
    refused = cli("retention", "rules", "--file", broken)
    assert refused.code != 0
    assert 'rules[0].anchors[0]: "birthday" is none of' in refused.err

    where = ("g.limen", "--key-file", "g.key")
    assert cli("gallery", "create", *where).code == 0
    limen.io.write_image(
        tmp_path / "print.png",
        limen.fingerprint.synthesis.make_impression(limen.fingerprint.synthesis.make_finger(5), 1),
    )
    enrol = ("gallery", "enrol", *where, "--label", "one", "--purpose", "border_check", "--retention", "visa_refused")
    person = ("--finger", "right_index=print.png")
    assert "visa_refused" in cli(*enrol, *person).err  # no shipped class
    assert cli(*enrol, *person, "--rules", rules).code == 0
    assert cli(*enrol, *person, "--anchor", "2020-02-29", "--rules", rules).code != 0  # its two years are over
    ended = ("--subject", 1, "--event", "naturalised", "--rules", rules)
    assert cli("retention", "event", *where, *ended).code == 0
    report = cli("retention", "report", *where, "--rules", rules, "--json").json
    (item,) = report["due_now"]
    assert item["rule"] == "visa_refused"
    swept = cli("retention", "sweep", *where, "--rules", rules, "--token", report["token"], "--json").json
    assert len(swept["items"]) == 1
