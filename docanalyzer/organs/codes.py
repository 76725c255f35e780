"""The organ behind the code of a document number: 国办发 is 国务院办公厅's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.organs.folding import folded
from docanalyzer.organs.lexicon import lexicon
from docanalyzer.organs.resolve import resolve_organs

if TYPE_CHECKING:
    from docanalyzer.organs.lexicon import Codes

# Kinds of documents and ways of sending that follow the organ in a code; never 办, which is one.
_KINDS = re.compile(
    r"(?:应急|明电|内电|电|明传|传真|发|函|字|令|任|人|文|规|备|批|报|请|复|密|议|纪|会|通|公告|公|告|督|"
    r"土|地|转|秘|管|立|税|综|规划|政策|建|外|财|法|基|产业|环资|价格|高技|农经|能源|体改|明)*"
)


def organs_of_codes(codes: pl.Series) -> pl.DataFrame:
    """The organ that each organ code of a document number stands for.

    `codes` is String (国办发, 晋政办发电). Returns one row per row of `codes`, in the same
    order: organ_code (as given), issuer (canonical), level, province, city, county, reason.
    A code that two governments share, or that no table knows, has nulls and a reason; the
    abbreviations are those the issuers themselves use (see organs.toml).
    """
    frame = codes.cast(pl.String).alias("organ_code").to_frame()
    keyed = frame.with_columns(folded(pl.col("organ_code")).alias("_key"))
    keys = keyed["_key"].drop_nulls().unique().sort().to_list()
    known = pl.DataFrame(
        [(key, *_issuer_of(key)) for key in keys],
        schema={"_key": pl.String, "issuer": pl.String, "_owner": pl.String, "reason": pl.String},
        orient="row",
    )
    organs = resolve_organs(known["_owner"]).select("name", "level", "province", "city", "county")
    table = known.join(organs, left_on="_owner", right_on="name", how="left").drop("_owner")
    return keyed.join(table, on="_key", how="left", maintain_order="left").select(
        "organ_code", "issuer", "level", "province", "city", "county", "reason"
    )


def _issuer_of(code: str) -> tuple[str | None, str | None, str | None]:
    """(issuer, a name that tells the level, reason) of a folded code."""
    stems, shared = _stems(), lexicon().codes.ambiguous
    for end in range(len(code), 0, -1):
        stem = code[:end]
        if not _KINDS.fullmatch(code, end):
            break
        if stem in shared and (stem != code or stem not in stems):
            return None, None, f"ambiguous: {stem} is used by {', '.join(shared[stem])}"
        if stem in stems:
            issuer, owner = stems[stem]
            return issuer, owner, None if issuer else "the organ is not told by this code"
    return None, None, "code is in no table"


@cache
def _stems() -> dict[str, tuple[str | None, str]]:
    """Every known stem: its issuer, null where not told, and a name that tells the level."""
    codes = lexicon().codes
    return _local_stems(codes) | {stem: (organ, organ) for stem, organ in codes.central.items()}


def _local_stems(codes: Codes) -> dict[str, tuple[str | None, str]]:
    stems: dict[str, tuple[str | None, str]] = {}
    for abbreviation, (province, stem) in codes.province.items():
        government = f"{province}人民政府"
        stems[abbreviation + stem] = (government, government)
        stems[abbreviation + stem + "办"] = (f"{government}办公厅", government)
        if stem == "政":
            stems[f"{abbreviation}政办公厅"] = (f"{government}办公厅", government)
    for stem, (city, office) in codes.city.items():
        government = f"{city}人民政府"
        stems[stem] = (government, government)
        stems[f"{stem}办"] = (f"{government}{office}" if office else None, government)
    stems = {stem: found for stem, found in stems.items() if stem not in codes.ambiguous}
    for stem, issuer in codes.special.items():
        province = codes.province[stem[0]][0]
        stems[stem] = (issuer or None, issuer or f"{province}人民政府")
    return stems
