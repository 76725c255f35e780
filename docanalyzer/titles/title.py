"""What a title says about its document: genre, relay, subject, year, and kind of thing."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import Category
from docanalyzer.titles import title_words as words
from docanalyzer.titles.number_shapes import IGNORED
from docanalyzer.titles.subject import names_township, plain_subjects, subject_keys, township_of
from docanalyzer.titles.title_kinds import category_of, is_generic
from docanalyzer.titles.title_shells import DEEPEST, is_organ_list, open_shells

_COLUMNS = (
    "genre", "relay_verb", "relayed_title", "is_relay", "subject", "subject_key",
    "year_in_title", "is_generic", "category",
)  # fmt: skip


def read_titles(
    titles: pl.Series,
    issuers: pl.Series | None = None,
    *,
    has_number: pl.Series | None = None,
) -> pl.DataFrame:
    """What each title says; one row per title, same order.

    Columns, all null for a null or blank title except category and is_generic:

    - genre (String): one of `model.terms.GENRES`, by the word that ends the title; 令 is 命令,
      复函 is 函; null where the title ends otherwise (办法, 条例, cut off).
    - relay_verb (String): 转发, 批转 or 印发 at the head of the title, behind issuer and 关于.
    - relayed_title (String): what is passed on or printed, spaces taken out. Where 的通知 ends
      both titles (转发国务院关于…的通知) it stays.
    - is_relay (Boolean): true for 转发 and 批转. For 印发 true where what is printed names another
      organ as its author, null where it names one and the issuer is not known, else false: an
      office that prints its own plan relays nothing.
    - subject (String): the innermost title without issuer, 关于 and genre.
    - subject_key (String): the subject folded for comparing, see `subject.subject_keys`.
    - year_in_title (Int64): the first year the title names.
    - is_generic (Boolean): meetings, personnel, holidays, duty rosters, awards, yearly routine
      and subjects of under five characters: equal subjects then say nothing about copying. A
      declared relay is one all the same.
    - category (String): document, meeting (a notice that convenes a meeting) or inspection (a
      notice that announces one); never null, document unless the title is clear.

    `issuers` are the organs that issued the titles, where the register names them.
    `has_number` marks documents that carry a formal number of the 发, 函 or 令 kind
    (`doc_number.formal_numbers`); these stay category document whatever their title says, as
    their issuers count them among their documents. Without it titles alone decide.
    """
    frame = pl.DataFrame({"title": titles.cast(pl.String)}).with_columns(
        _aligned(issuers, titles.len(), pl.String).alias("issuer"),
        _aligned(has_number, titles.len(), pl.Boolean).alias("formal"),
    )
    bare = pl.col("title").str.replace_all(IGNORED, "").str.replace(words.FILE_ENDING, "")
    frame = frame.with_columns(_unwrapped(bare).alias("whole"))
    frame = frame.with_columns(pl.col("whole").str.replace(words.REMARK, "").alias("bare"))
    frame = frame.with_columns(
        pl.when(pl.col("bare") != "").then("bare").alias("bare")
    ).with_row_index("row")
    frame = open_shells(frame, "bare")
    frame = frame.with_columns(_innermost(frame).alias("innermost"))
    inner = frame["innermost"].str.replace(words.REMARK, "")
    frame = frame.with_columns(inner, plain_subjects(inner).alias("subject"))
    decides = _ended_by(pl.col("innermost")).is_in(["批复", "函"]) | pl.col("subject").str.contains(
        "^(?:同意|批准)"
    )
    frame = frame.with_columns(_ended_by(pl.col("bare")).alias("ended")).with_columns(
        _genre(pl.col("ended")).alias("genre"),
        pl.col("verb").alias("relay_verb"),
        pl.col("relayed").alias("relayed_title"),
        _is_relay().alias("is_relay"),
        _year(pl.col("whole")).alias("year_in_title"),
        decides.alias("decides"),
        township_of(pl.coalesce("issuer", "organ")).alias("township"),
    )
    keys = subject_keys(frame["subject"], frame["decides"], frame["township"])
    frame = frame.with_columns(keys.alias("subject_key"))
    category = category_of(pl.col("bare"), pl.col("subject"), pl.col("genre"), pl.col("verb"))
    frame = frame.with_columns(category.alias("category"))
    formal = pl.when(pl.col("formal").fill_null(False)).then(pl.lit(Category.DOCUMENT.value))
    return frame.with_columns(
        is_generic(pl.col("subject"), pl.col("subject_key"), pl.col("category")).alias(
            "is_generic"
        ),
        pl.coalesce(formal, "category").alias("category"),
    ).select(_COLUMNS)


def issuers_that_matter(titles: pl.Series, issuers: pl.Series) -> pl.Series:
    """`issuers` with one empty name for all whose own name changes nothing in `read_titles`.

    An issuer's name matters beside a title that may print (印发) another organ's document, and
    where it is a township's; nulls stay null. Many receivers log one title under many names, and
    so become rows that `read_titles` need not look at again.
    """
    names = issuers.unique().drop_nulls()
    townships = names.filter(names.to_frame("name").select(names_township(pl.col("name")))["name"])
    title, issuer = pl.col("title"), pl.col("issuer")
    may_print = title.str.contains("印", literal=True) & title.str.contains("发", literal=True)
    matters = may_print | issuer.is_in(townships.implode())
    return pl.DataFrame({"title": titles, "issuer": issuers}).select(
        pl.when(matters | issuer.is_null()).then("issuer").otherwise(pl.lit("")).alias("issuer")
    )["issuer"]


def _aligned(series: pl.Series | None, height: int, dtype: type[pl.DataType]) -> pl.Series:
    if series is None:
        return pl.Series([None], dtype=dtype).new_from_index(0, height)
    if series.len() != height:
        raise ValueError(f"{series.len()} values beside {height} titles")
    return series.cast(dtype)


def _unwrapped(title: pl.Expr) -> pl.Expr:
    """A title without the 《》 around all of it."""
    inner = title.str.extract(r"^《((?:[^《》]|《[^《》]*》)*)》$", 1)
    return pl.coalesce(inner, title)


def _innermost(frame: pl.DataFrame) -> pl.Series:
    """The title inside every shell; the title itself where there is none."""
    current = frame.select("row", pl.coalesce("relayed", "bare").alias("inner"))
    wrapped = frame.filter(pl.col("verb").is_not_null()).select("row", inner="relayed")
    for _ in range(DEEPEST - 1):
        opened = open_shells(wrapped, "inner").filter(pl.col("verb").is_not_null())
        if opened.is_empty():
            break
        wrapped = opened.select("row", inner="relayed")
        current = current.update(wrapped, on="row")
    return current.sort("row")["inner"]


def _genre(genre: pl.Expr) -> pl.Expr:
    """`genre`, which ends the title, as the document's own; none where a relay ends in that of
    what it passes on."""
    verb = pl.col("verb")
    passed_on = verb.is_in(["转发", "批转"]) & ~genre.is_in(["通知", "函"])
    printed = (verb == "印发") & genre.is_in(["意见", "报告", "纪要", "请示", "议案"])
    return pl.when(~(passed_on | printed).fill_null(False)).then(genre)


def _ended_by(title: pl.Expr) -> pl.Expr:
    """The genre whose word ends the title."""
    ended = title.str.replace(words.ANY_REMARK, "")
    word = ended.str.extract(rf"({words.GENRE})$", 1)
    found = pl.when(~ended.str.contains(words.NO_GENRE)).then(word)
    numbered = title.str.extract(r"(令)第?[0-9]+号$", 1)
    return pl.coalesce(found, numbered).replace_strict(words.GENRE_OF, default=None)


def _is_relay() -> pl.Expr:
    """Whether another organ's document is passed on; see `read_titles`."""
    verb = pl.col("verb")
    author = pl.col("relayed").str.extract(r"^([^《关]*?)(?:关于|转发|批转)", 1)
    named = (
        author.is_not_null()
        & (author != "")
        & is_organ_list(author)
        & ~pl.col("relayed").str.contains(words.SHARES_OUT)
    )
    issuer = pl.coalesce(pl.when(pl.col("organ") != "").then("organ"), "issuer")
    ours, theirs = issuer.str.replace_all("人民", ""), author.str.replace_all("人民", "")
    own = ours.str.ends_with(theirs) | theirs.str.ends_with(ours)
    printed = pl.when(named).then(~own).otherwise(False)
    return (
        pl.when(pl.col("bare").is_null()).then(None)
        .when(verb.is_in(["转发", "批转"])).then(True)
        .when(verb == "印发").then(printed)
        .otherwise(False)
    )  # fmt: skip


def _year(title: pl.Expr) -> pl.Expr:
    numbered = pl.when(title.str.contains("[0-9０-９]{4}")).then(title).str.normalize("NFKC")
    plain = numbered.str.extract(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|[-—–―~至][0-9]{4}年)", 1)
    spelt = title.str.extract("([一二][〇○零九八][〇○零一二三四五六七八九]{2})年", 1)
    digits = spelt.str.replace_many(list("〇○零一二三四五六七八九"), list("000123456789"))
    return pl.coalesce(plain, digits).cast(pl.Int64, strict=False)
