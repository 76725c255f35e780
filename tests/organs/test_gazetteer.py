"""The shipped gazetteer is whole, consistent, and what its script makes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.terms import Level
from docanalyzer.organs.gazetteer import gazetteer
from docanalyzer.organs.lexicon import lexicon

REPOSITORY = Path(__file__).resolve().parents[2]


def _current(level: Level) -> set[str]:
    divisions = gazetteer().by_code.values()
    return {d.full_name() for d in divisions if d.level == level and not d.former}


def test_every_tier_is_there() -> None:
    provinces = _current(Level.PROVINCE)
    assert len(provinces) == 34 + 1  # and 新疆生产建设兵团, counted beside the provinces
    # 333 prefectures at the end of 2023; four municipalities and the direct counties have none.
    assert len(_current(Level.CITY)) == 333
    assert 2800 < len(_current(Level.COUNTY)) < 2900
    assert len(gazetteer().townships) > 30_000


def test_groups_that_are_no_divisions_are_gone() -> None:
    names = gazetteer().names
    assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & set(names)


def test_every_division_lies_in_those_of_its_path() -> None:
    found = gazetteer()
    for division in found.by_code.values():
        assert division.path[0] == division.province
        assert division.path[-1] == division.name
        for name in division.path:
            assert name in found.names


def test_every_township_has_an_owner() -> None:
    found = gazetteer()
    owners = {code for codes in found.townships.values() for code in codes}
    assert owners <= set(found.by_code)


def test_municipal_districts_have_no_city() -> None:
    (pudong,) = gazetteer().names["浦东新区"]
    assert (pudong.level, pudong.city, pudong.path) == (
        Level.COUNTY,
        None,
        ("上海市", "浦东新区"),
    )


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "divisions.tsv").write_text("code\tkind\tname\tuntil\n11\tprovince\n", "utf-8")
    with pytest.raises(UsageFault) as fault:
        gazetteer(tmp_path)
    assert fault.value.where.endswith("divisions.tsv:2")


def test_a_missing_or_broken_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"none\.toml"):
        lexicon(tmp_path / "none.toml")
    shipped = (default_pack() / "gazetteer" / "organs.toml").read_text("utf-8")
    broken = tmp_path / "organs.toml"
    broken.write_text(shipped + "\n[surprise]\nkey = 1\n", "utf-8")
    with pytest.raises(UsageFault, match="surprise"):
        lexicon(broken)
    broken.write_text(shipped.replace('"教育部"', '"财政部"'), "utf-8")
    with pytest.raises(UsageFault, match="财政部 is there twice"):
        lexicon(broken)


def test_provinces_of_codes_are_listed() -> None:
    codes = lexicon().codes
    names = gazetteer().names
    assert {province for province, _ in codes.province.values()} <= set(names)
    assert {city for city, _ in codes.city.values()} <= set(names)
    assert set(filter(None, lexicon().zone_owners.values())) <= set(names)


def _write(path: Path, header: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def test_the_script_makes_the_files(tmp_path: Path) -> None:
    dist, earlier, out = tmp_path / "dist", tmp_path / "earlier", tmp_path / "out"
    dist.mkdir()
    earlier.mkdir()
    _write(dist / "provinces.csv", "code,name", [["31", "上海市"], ["44", "广东省"]])
    _write(
        dist / "cities.csv",
        "code,name,provinceCode",
        [["3101", "市辖区", "31"], ["4419", "东莞市", "44"], ["4401", "广州市", "44"]],
    )
    _write(
        dist / "areas.csv",
        "code,name,cityCode,provinceCode",
        [
            ["310115", "浦东新区", "3101", "31"],
            ["441900", "东莞市", "4419", "44"],
            ["440118", "增城区", "4401", "44"],
            ["440171", "广州某开发区", "4401", "44"],
        ],
    )
    _write(
        dist / "streets.csv",
        "code,name,areaCode,provinceCode,cityCode",
        [
            ["310115001", "潍坊新村街道办事处", "310115", "31", "3101"],
            ["441900101", "石碣镇", "441900", "44", "4419"],
            ["440171001", "开发镇", "440171", "44", "4401"],
            ["440118500", "国营农场", "440118", "44", "4401"],
        ],
    )
    (dist / "HK-MO-TW.json").write_text(json.dumps({"台湾省": {}}), "utf-8")
    (earlier / "201308.json").write_text(
        json.dumps({"440100": "广州市", "440183": "增城市", "310100": "市辖区"}), "utf-8"
    )
    script = REPOSITORY / "scripts" / "make_gazetteer.py"
    subprocess.run([sys.executable, script, dist, "--earlier", earlier, "--out", out], check=True)
    lines = (out / "divisions.tsv").read_text("utf-8").splitlines()
    assert "310115\tcounty\t浦东新区\t" in lines
    assert "440183\tcounty\t增城市\t201308" in lines
    assert "440171\tzone\t广州某开发区\t" in lines
    assert not [line for line in lines if "市辖区" in line or line.startswith("441900")]
    towns = dict(pl.read_parquet(out / "townships.parquet").rows())
    assert towns == {"开发镇": ["4401"], "潍坊新村街道": ["310115"], "石碣镇": ["4419"]}
