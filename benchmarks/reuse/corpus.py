"""A corpus of circulars with planted relays, and the truth about every one of them.

    python benchmarks/reuse/corpus.py 100000 out/bench/corpus --hot 10000

writes documents.parquet (as registered, with bodies) and truth.parquet (copy, source, kind and
character spans; one row per planted passage). Same size and seed, same files.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import planting
import polars as pl
from planting import Piece, Source
from prose import AREA, BOILERPLATE, GOVERNMENT, OURS_MARK, Prose, spoken

from docanalyzer.model.terms import LEVEL_RANK, Level
from docanalyzer.organs.gazetteer import gazetteer

LEVELS = list(LEVEL_RANK)
COPYING = (
    "verbatim", "level_words", "numbers", "reordered", "light_edits", "half_local", "excerpt",
    "several", "relay_title", "relay_body",
)  # fmt: skip
CHAIN = "chain"
HOT = "hot"
LOOKALIKE = "lookalike"
OWN = "own"

_SOURCES_KEPT = 400
_EPOCH = date(2012, 1, 1)
_CODES = {0: "国办发", 1: "省政办发", 2: "市政办发", 3: "县政办发"}


@dataclass
class Documents:
    """Columns of the corpus, one entry per document."""

    title: list[str] = field(default_factory=list)
    doc_number: list[str] = field(default_factory=list)
    issuer: list[str] = field(default_factory=list)
    issuer_level: list[str] = field(default_factory=list)
    province: list[str | None] = field(default_factory=list)
    city: list[str | None] = field(default_factory=list)
    county: list[str | None] = field(default_factory=list)
    issued_on: list[date] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)


@dataclass
class Truth:
    """Planted passages and, per document, what it was made from."""

    copy: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Office:
    """Who issues: rank 0 to 3 and the divisions of its path."""

    rank: int
    path: tuple[str, str, str]

    def place(self, step: int) -> str | None:
        """Division at a rank of 1 to 3, if the office lies in one."""
        return self.path[step - 1] if self.rank >= step else None

    @property
    def name(self) -> str:
        """Full name of the issuer."""
        return "国务院办公厅" if self.rank == 0 else "".join(self.path[: self.rank]) + "人民政府"


class Corpus:
    """Plants documents one after another; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.documents = Documents()
        self.truth = Truth()
        self._random = Random(seed)
        self._prose = Prose(seed + 1)
        self._counties = sorted(
            (division.path[0], division.path[1], division.path[2])
            for division in gazetteer().by_code.values()
            if division.level == Level.COUNTY and len(division.path) == 3 and not division.former
        )
        self._sources: list[tuple[Source, Office, date]] = []

    def fill(self, size: int, hot: int) -> None:
        """Plant until there are `size` documents, `hot` of them copies of one circular."""
        self._plant_hot(hot)
        while len(self.documents.body) < size:
            draw = self._random.random()
            if draw < 0.4 or len(self._sources) < 10:
                self._plant_own(OWN)
            elif draw < 0.45:
                self._plant_lookalike()
            elif draw < 0.5:
                self._plant_chain()
            else:
                self._plant_copy(self._random.choice(COPYING))

    def _office(self, rank: int) -> Office:
        return Office(rank, self._random.choice(self._counties))

    def _below(self, office: Office, rank: int) -> Office:
        """An office of a lower rank on the path of `office`."""
        for _ in range(1000):
            path = self._random.choice(self._counties)
            if path[: office.rank] == office.path[: office.rank]:
                return Office(rank, path)
        return Office(rank, office.path)

    def _plant_own(self, kind: str, rank: int | None = None) -> tuple[Source, Office, date]:
        rank = self._random.choice((0, 1, 1, 2, 2, 3)) if rank is None else rank
        office = self._office(rank)
        day = _EPOCH + timedelta(days=self._random.randrange(3000))
        raw = self._prose.paragraphs(self._random.randint(800, 1200))
        source = self._write(office, day, [Piece(text) for text in raw], kind, raw=raw)
        planted = (source, office, day)
        if rank < 3:
            self._sources.append(planted)
            del self._sources[:-_SOURCES_KEPT]
        return planted

    def _plant_lookalike(self) -> None:
        office = self._office(self._random.choice((1, 2, 3)))
        day = _EPOCH + timedelta(days=self._random.randrange(3300))
        count = self._random.randint(3, len(BOILERPLATE))
        texts = self._random.sample(BOILERPLATE, count) + self._prose.paragraphs(150)
        self._random.shuffle(texts)
        self._write(office, day, [Piece(text) for text in texts], LOOKALIKE, standing=False)

    def _plant_copy(self, kind: str) -> None:
        random, prose = self._random, self._prose
        source, above, day = random.choice(self._sources)
        office = self._below(above, random.randint(above.rank + 1, 3))
        later = day + timedelta(days=random.randint(5, 200))
        if kind == "several":
            pool = [s for s, o, d in self._sources if o.rank < office.rank and d < later]
            chosen = {source.number: source}
            for other in random.sample(pool, min(2, len(pool))):
                chosen[other.number] = other
            pieces = planting.several(list(chosen.values()), random)
            self._write(office, later, pieces, kind)
            return
        relayed = kind.startswith("relay")
        makers = {
            "verbatim": lambda: planting.verbatim(source),
            "level_words": lambda: planting.level_words(source),
            "numbers": lambda: planting.numbers(source, random),
            "reordered": lambda: planting.reordered(source, random),
            "light_edits": lambda: planting.light_edits(source, random, random.uniform(0.03, 0.15)),
            "half_local": lambda: planting.half_local(source, prose),
            "excerpt": lambda: planting.excerpt(source, random, prose),
        }
        pieces = planting.verbatim(source) if relayed else makers[kind]()
        self._write(office, later, pieces, kind, relayed=source.number if relayed else None)

    def _plant_chain(self) -> None:
        """Central, province, city, county; each keeps the changes of the one above."""
        source, _office, day = self._plant_own(CHAIN, rank=0)
        path = self._random.choice(self._counties)
        for rank in (1, 2, 3):
            office = Office(rank, path)
            day += timedelta(days=self._random.randint(5, 60))
            pieces = planting.light_edits(source, self._random, 0.03)
            pieces += [Piece(text) for text in self._prose.paragraphs(120)]
            raw = [piece.text for piece in pieces]
            source = self._write(office, day, pieces, CHAIN, raw=raw)

    def _plant_hot(self, copies: int) -> None:
        if not copies:
            return
        source, _office, day = self._plant_own(HOT, rank=0)
        for _ in range(copies):
            office = self._office(self._random.choice((1, 2, 3, 3, 3)))
            pieces = planting.level_words(source)
            if self._random.random() < 0.5:
                pieces = planting.light_edits(source, self._random, 0.02)
            later = day + timedelta(days=self._random.randint(5, 300))
            self._write(office, later, pieces, HOT)

    def _write(
        self,
        office: Office,
        day: date,
        pieces: list[Piece],
        kind: str,
        *,
        raw: list[str] | None = None,
        relayed: int | None = None,
        standing: bool = True,
    ) -> Source:
        number = len(self.documents.body)
        doc_number = f"{_CODES[office.rank]}〔{day.year}〕{number + 1}号"
        title = f"关于{self._prose.sentence()[:14]}有关事项的通知".replace("，", "和")
        for mark in (AREA, GOVERNMENT, OURS_MARK):
            title = title.replace(mark, "")
        title = office.name + title
        opening: list[str] = []
        if relayed is not None:
            named = self.documents.title[relayed]
            about = f"《{named}》（{self.documents.doc_number[relayed]}）"
            verb = "转发" if kind == "relay_title" else self._random.choice(("转发", "印发"))
            opening = [f"现将{about}{verb}给你们，请认真贯彻执行。"]
            if kind == "relay_title":
                title = f"{office.name}转发{named}"
        tail = []
        if standing:
            tail = self._random.sample(BOILERPLATE, self._random.randint(0, 2))
        body = "\n".join([title, doc_number, "各有关单位：", *opening]) + "\n"
        begins = []
        texts = []
        for piece in pieces:
            text = spoken(piece.text, office.rank)
            begins.append(len(body))
            texts.append(text)
            body += text + "\n"
        closing = [*tail, "特此通知。", office.name, f"{day.year}年{day.month}月{day.day}日"]
        body += "\n".join(closing)
        self._record(office, day, title, doc_number, body, kind)
        self._remember(number, pieces, begins, texts, kind)
        return Source(number, tuple(texts), tuple(begins), tuple(raw or texts))

    def _record(
        self, office: Office, day: date, title: str, doc_number: str, body: str, kind: str
    ) -> None:
        rows = self.documents
        rows.title.append(title)
        rows.doc_number.append(doc_number)
        rows.issuer.append(office.name)
        rows.issuer_level.append(LEVELS[office.rank])
        rows.province.append(office.place(1))
        rows.city.append(office.place(2))
        rows.county.append(office.place(3))
        rows.issued_on.append(day)
        rows.body.append(body)
        rows.kind.append(kind)

    def _remember(
        self, number: int, pieces: list[Piece], begins: list[int], texts: list[str], kind: str
    ) -> None:
        """Note planted passages; paragraphs that follow each other in both texts are one."""
        last: Piece | None = None
        for piece, begin, text in zip(pieces, begins, texts, strict=True):
            if piece.source < 0:
                last = None
                continue
            span = (begin, begin + len(text), piece.begin, piece.end)
            follows = (
                last is not None and last.source == piece.source and piece.begin == last.end + 1
            )
            if follows:
                before = self.truth.spans[-1]
                self.truth.spans[-1] = (before[0], span[1], before[2], span[3])
            else:
                self.truth.copy.append(number)
                self.truth.source.append(piece.source)
                self.truth.kind.append(kind)
                self.truth.spans.append(span)
            last = piece


def build(size: int, hot: int, seed: int = 20190312) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and truth; documents carry the number that the truth speaks of as doc_id."""
    corpus = Corpus(seed)
    corpus.fill(size, hot)
    documents = pl.DataFrame(vars(corpus.documents)).with_row_index("number")
    documents = documents.with_columns(
        doc_id=pl.format("d{}", pl.col("number").cast(pl.String).str.zfill(8))
    )
    truth = corpus.truth
    names = ("copy_begin", "copy_end", "source_begin", "source_end")
    spans = pl.DataFrame(truth.spans, schema=dict.fromkeys(names, pl.Int64), orient="row")
    ids = documents["doc_id"]
    passages = spans.with_columns(
        ids[truth.copy].alias("copy_doc_id"),
        ids[truth.source].alias("source_doc_id"),
        pl.Series("kind", truth.kind, dtype=pl.String),
    )
    return documents.drop("number"), passages


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hot", type=int, default=0)
    options = parser.parse_args()
    documents, truth = build(options.size, options.hot)
    options.folder.mkdir(parents=True, exist_ok=True)
    documents.write_parquet(options.folder / "documents.parquet")
    truth.write_parquet(options.folder / "truth.parquet")


if __name__ == "__main__":
    main()
