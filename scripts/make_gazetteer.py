"""Makes rules/gazetteer from published division lists.

    python scripts/make_gazetteer.py DIST [--earlier LISTS] [--out FOLDER]

DIST is the folder with provinces.csv, cities.csv, areas.csv, streets.csv and HK-MO-TW.json of
china-division (statistical division codes on the base of GB/T 2260). LISTS is a folder with
dated GB/T 2260 lists (files 200212.json and so on, code to name), from which divisions that
no longer exist are kept with the month they were last listed.

Writes divisions.tsv (a line for each province, city, county, statistical zone and other name,
with the names that were dropped later) and townships.parquet (name to the codes of the
divisions that have a township of that name). The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import polars as pl

OUT = Path(__file__).resolve().parent.parent / "rules" / "gazetteer"

# Rows that only group their children: 市辖区, 县, 省直辖县级行政区划 and their older spellings.
PSEUDO = re.compile(r"^(市辖区|县|市|.*直辖县?级?行政(区划|单位))$")

# The statistical office gives zones the county numbers 71 to 79; they are no divisions.
ZONE_NUMBER = re.compile(r"^\d{4}7[1-9]$")

# Islands without a government of their own, and an enclave named after its committee.
NOT_DIVISIONS = {"西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域"}

TOWNSHIP = re.compile(r"(镇|乡|街道|苏木|地区)$")

SPECIAL = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}

# Counted beside the provinces, under this number, in the statistical codes.
BESIDE_PROVINCES = {"66": "新疆生产建设兵团"}

# Special economic zones legislate under their own name; the organ is the division's.
ALIASES = {
    "3502": "厦门经济特区",
    "4403": "深圳经济特区",
    "4404": "珠海经济特区",
    "4405": "汕头经济特区",
    "46": "海南经济特区",
}

# Founded after the lists were published: parent code, name.
LATER = (("6532", "和安县"), ("6532", "和康县"))


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current_divisions(dist: Path) -> dict[str, str]:
    """Code (2, 4 or 6 digits) to name of everything at county level and above."""
    found: dict[str, str] = {}
    for file in ("provinces.csv", "cities.csv", "areas.csv"):
        for row in read_rows(dist / file):
            name = row["name"].strip()
            if not PSEUDO.match(name) and name not in NOT_DIVISIONS:
                found[row["code"]] = name
    special = json.loads((dist / "HK-MO-TW.json").read_text(encoding="utf-8"))
    found |= {SPECIAL[name]: name for name in special} | BESIDE_PROVINCES
    # 东莞, 中山, 儋州, 嘉峪关 have no counties; their county row repeats the city.
    return {code: name for code, name in found.items() if found.get(code[:-2]) != name}


def earlier_divisions(lists: Path, current: dict[str, str]) -> list[tuple[str, str, str]]:
    """(code, name, last month listed) of divisions that are gone from under their parent."""
    last: dict[tuple[str, str], str] = {}
    for path in sorted(lists.glob("[12]*.json")):
        for full, name in json.loads(path.read_text(encoding="utf-8")).items():
            code = re.sub(r"(0000|00)$", "", full)
            if not PSEUDO.match(name) and not ZONE_NUMBER.match(code):
                last[code, name] = path.stem
    still = {(code[:4] if len(code) == 6 else code[:2], name) for code, name in current.items()}
    return [
        (code, name, month)
        for (code, name), month in sorted(last.items())
        if code[:2] not in SPECIAL.values()
        and len(code) > 2
        and (code[:4] if len(code) == 6 else code[:2], name) not in still
    ]


def township_names(dist: Path, current: dict[str, str]) -> pl.DataFrame:
    """Township name to the sorted codes of the divisions it lies in."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in read_rows(dist / "streets.csv"):
        name = row["name"].strip().removesuffix("办事处")
        area = row["areaCode"]
        is_county = area in current and not ZONE_NUMBER.match(area)
        owner = area if is_county else area[:4]
        if TOWNSHIP.search(name) and len(name) > 1 and owner in current:
            places[name].add(owner)
    rows = sorted((name, sorted(codes)) for name, codes in places.items())
    return pl.DataFrame(rows, schema={"name": pl.String, "codes": pl.List(pl.String)}, orient="row")


def kind_of(code: str) -> str:
    if ZONE_NUMBER.match(code):
        return "zone"
    return {2: "province", 4: "city", 6: "county"}[len(code)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path)
    parser.add_argument("--earlier", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    current = current_divisions(options.dist)
    lines = [(code, kind_of(code), name, "") for code, name in current.items()]
    lines += [(code, "alias", name, "") for code, name in ALIASES.items()]
    lines += [(parent + "00", "county", name, "") for parent, name in LATER]
    if options.earlier:
        lines += [
            (code, kind_of(code), name, month)
            for code, name, month in earlier_divisions(options.earlier, current)
        ]
    options.out.mkdir(parents=True, exist_ok=True)
    text = "".join("\t".join(line) + "\n" for line in sorted(lines))
    (options.out / "divisions.tsv").write_text("code\tkind\tname\tuntil\n" + text, encoding="utf-8")
    towns = township_names(options.dist, current)
    towns.write_parquet(options.out / "townships.parquet", compression="zstd", compression_level=19)
    print(f"{len(lines)} divisions, {towns.height} township names in {options.out}")


if __name__ == "__main__":
    main()
