"""One name per office, however a register spells it: 安徽省安庆市教育局, 安庆市教育局, 市教育局.

Two spellings are one office where place and core agree. A spelling without its place (市教育局) is
that office only where the number's code or the file leaves one choice; else it stays as it is.
"""

from __future__ import annotations

import polars as pl

_ORGAN = ("issuer", "issuer_level", "province", "city", "county")
_PLACES = ("province", "city", "county")
_STAMP = r"[(（](?:盖?公?章|印章|代章|签章)[)）]$"
_LEVEL_WORD = r"^(?:中共)?(?:本)?(?:自治区|省|市|州|盟|县|区|旗|镇|乡)"
_PARTY_GROUP = r"(局|厅|委|办|院|部|会|室|所|中心)(?:党组|党委|党工委|党总支)$"


def one_name_per_office(read: pl.DataFrame) -> pl.DataFrame:
    """`read` with issuer, issuer_level, province, city and county of one spelling per office.

    `read` has these, organ_code and source_file; order and all other columns stay. Of several
    spellings with their place the one that most rows give stands for the office, the shorter of
    equally common ones. Null issuers stay null. The result does not depend on the order of rows.
    """
    known = read.filter(pl.col("issuer").is_not_null())
    seen = known.group_by("issuer", "organ_code", "source_file").agg(rows=pl.len())
    names = known.select(_ORGAN).unique("issuer", keep="any", maintain_order=False)
    names = names.with_columns(_core().alias("core"), _is_placed().alias("placed"))
    if names.height < 2:
        return read
    counted = seen.group_by("issuer").agg(pl.col("rows").sum())
    placed = _placed_offices(names.filter("placed").join(counted, on="issuer"))
    bare = _bare_offices(seen, names, placed)
    office = pl.coalesce("by_code", "by_file", "office", "issuer")
    told = (
        read.select("issuer", "organ_code", "source_file")
        .join(placed, on="issuer", how="left", maintain_order="left")
        .join(bare["code"], on=["issuer", "organ_code"], how="left", maintain_order="left")
        .join(bare["file"], on=["issuer", "source_file"], how="left", maintain_order="left")
        .select(office.alias("issuer"))
    )
    places = told.join(names.select(_ORGAN), on="issuer", how="left", maintain_order="left")
    return read.with_columns(places[name] for name in _ORGAN)


def _core() -> pl.Expr:
    """What an office is called without its place and the words of its level: 教育局."""
    name = pl.col("issuer").str.normalize("NFKC").str.replace_all(r"\s", "")
    name = name.str.replace(_STAMP, "").str.replace("^中共", "").str.replace(_PARTY_GROUP, "${1}")
    for place in _PLACES:
        bare = pl.col(place).str.replace("(?:省|市|自治区)$", "")
        for prefix in (pl.col(place), bare):
            name = pl.coalesce(name.str.strip_prefix(prefix), name)
    return name.str.replace(_LEVEL_WORD, "")


def _is_placed() -> pl.Expr:
    """Whether the place of an organ is known down to its own level."""
    wanted = {"central": pl.lit(True), "province": pl.col("province"), "city": pl.col("city")}
    placed = pl.lit(False)
    for level, place in wanted.items():
        holds = place if level == "central" else place.is_not_null()
        placed = pl.when(pl.col("issuer_level") == level).then(holds).otherwise(placed)
    below = pl.col("issuer_level").is_in(["county", "township", "village"])
    return pl.when(below).then(pl.col("county").is_not_null()).otherwise(placed).fill_null(False)


def _placed_offices(names: pl.DataFrame) -> pl.DataFrame:
    """issuer and the spelling that stands for it (office), for names with their place."""
    key = ["issuer_level", *_PLACES, "core"]
    best = (
        names.filter(pl.col("core") != "")
        .sort("rows", pl.col("issuer").str.len_chars(), "issuer", descending=[True, False, False])
        .unique(key, keep="first", maintain_order=True)
        .select(*key, office="issuer")
    )
    found = names.join(best, on=key, nulls_equal=True, maintain_order="left")
    return found.select("issuer", "office")


def _bare_offices(
    seen: pl.DataFrame, names: pl.DataFrame, placed: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """What names without a place stand for: by code of the number, else by file."""
    bare = names.filter(~pl.col("placed") & (pl.col("core") != "")).select(
        "issuer", "core", level="issuer_level"
    )
    offices = (
        seen.join(placed, on="issuer")
        .join(names.select("issuer", "core", "issuer_level"), on="issuer")
        .select("office", "core", "issuer_level", "organ_code", "source_file")
    )
    told = {}
    for by, column in (("code", "organ_code"), ("file", "source_file")):
        near = seen.select("issuer", column).unique().drop_nulls().join(bare, on="issuer")
        choices = near.join(offices.select("office", "core", "issuer_level", column).unique(),
                            on=[column, "core"])  # fmt: skip
        fits = pl.col("level").is_null() | (pl.col("level") == pl.col("issuer_level"))
        told[by] = (
            choices.filter(fits)
            .group_by("issuer", column)
            .agg(pl.col("office").unique().sort().alias("offices"))
            .filter(pl.col("offices").list.len() == 1)
            .select("issuer", column, pl.col("offices").list.first().alias(f"by_{by}"))
        )
    return told
