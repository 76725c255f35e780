"""The files of a body folder, found again by path, name, document number, title or register no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from docanalyzer.ingest.bodies.texts import SUFFIXES
from docanalyzer.ingest.classified import marked_names
from docanalyzer.ingest.sources import shown_path

_NUMBER = r"(\p{Han}+)[\[(〔【{<]?((?:19|20)\d\d)[\])〕】}>年\-_]*第?0*([1-9]\d{0,4})号?"
_LEADING = r"^(?:附件|正文)?[\d一二三四五六七八九十]+[._\-、)\]\s]+|^\d{6,14}"
_TRAILING = r"[(_\-\s]*(?:正文|定稿|终稿|扫描件|副本|\d{1,2})\)?$"
_NOT_WORD = r"[^\p{L}\p{N}]+"
_TITLE_MIN = 6
_OTHER_DRIVE = re.compile(r"^[A-Za-z]:")


def number_key(text: pl.Expr) -> pl.Expr:
    """A document number as it is compared, 国办发|2019|64; null where there is none."""
    flat = text.str.normalize("NFKC").str.replace_all(r"[\s\x{200b}-\x{200f}]+", "")
    parts = flat.str.extract_groups(_NUMBER)
    return pl.concat_str([parts.struct.field(str(place)) for place in (1, 2, 3)], separator="|")


def title_key(text: pl.Expr) -> pl.Expr:
    """A title as it is compared: letters and digits only; null for one too short to tell."""
    key = text.str.normalize("NFKC").str.replace_all(_NOT_WORD, "").str.to_lowercase()
    return pl.when(key.str.len_chars() >= _TITLE_MIN).then(key)


def path_key(text: pl.Expr) -> pl.Expr:
    """A file name or relative path as it is compared."""
    flat = text.str.normalize("NFC").str.strip_chars().str.replace_all("\\", "/", literal=True)
    return flat.str.to_lowercase()


@dataclass(frozen=True, slots=True)
class BodyFolder:
    """Document files below a folder by what they can be matched with.

    `files` are the paths by shown name (relative to the folder). `pairs` has each kind (path,
    name, number, title), key and file that go together. `keys` has one row per kind and key:
    the `file` that carries it, null when several do, for which one is meant cannot be told;
    `several` names up to five of them. Files whose names carry a mark of state secrecy are in
    none of these; `marked` has the kind and key pairs they would have, for rows that ask for them.
    """

    files: dict[str, Path]
    pairs: pl.DataFrame
    keys: pl.DataFrame
    marked: pl.DataFrame

    def of_kind(self, kind: str) -> pl.DataFrame:
        """The keys of one kind: key, file, several."""
        return self.keys.filter(pl.col("kind") == kind).drop("kind")


def scan_folder(root: Path, only: Iterable[Path] | None = None) -> BodyFolder:
    """The documents below `root`, or those of `only` that lie below it.

    Links that leave the folder are not followed.
    """
    resolved = root.resolve()
    files: dict[str, Path] = {}
    for path in sorted(root.rglob("*") if only is None else only):
        is_document = path.suffix.lower() in SUFFIXES and path.is_file()
        if is_document and path.resolve().is_relative_to(resolved):
            files[shown_path(path.relative_to(root))] = path
    return folder_of(files)


def folder_of(files: dict[str, Path]) -> BodyFolder:
    """Document files by the names they are shown by, as `scan_folder` gives them."""
    secret = marked_names(list(files))
    marked = name_pairs(sorted(secret)).select("kind", "key").unique().sort("kind", "key")
    open_files = {name: path for name, path in files.items() if name not in secret}
    pairs = name_pairs(list(open_files))
    return BodyFolder(open_files, pairs, _keys(pairs), marked)


def name_pairs(shown: list[str]) -> pl.DataFrame:
    """What each of the shown names can be matched by: kind, key, file; sorted, no duplicates."""
    frame = pl.DataFrame(
        {
            "file": shown,
            "name": [PurePosixPath(name).name for name in shown],
            "stem": [PurePosixPath(name).stem for name in shown],
        },
        schema=dict.fromkeys(("file", "name", "stem"), pl.String),
    )
    stem = pl.col("stem").str.normalize("NFKC")
    bare = stem.str.replace(_LEADING, "").str.replace(_TRAILING, "")
    kinds = [
        ("path", path_key(pl.col("file"))),
        ("name", path_key(pl.col("name"))),
        ("name", path_key(pl.col("stem"))),
        ("number", number_key(stem)),
        ("title", title_key(stem)),
        ("title", title_key(bare)),
        ("title", title_key(bare.str.replace(_NUMBER, ""))),
    ]
    long = pl.concat(
        frame.select(pl.lit(kind).alias("kind"), key.alias("key"), "file") for kind, key in kinds
    )
    return long.filter(pl.col("key").is_not_null()).unique().sort("kind", "key", "file")


def _keys(pairs: pl.DataFrame) -> pl.DataFrame:
    several = pl.col("file").head(5).str.join(", ")
    return pairs.group_by("kind", "key", maintain_order=True).agg(
        pl.when(pl.len() == 1).then(pl.col("file").first()).alias("file"),
        pl.when(pl.len() > 1).then(several).alias("several"),
    )


def attachment_paths(cell: str) -> list[str]:
    """The names of document files in an attachment cell, in order."""
    pieces = (piece.strip().strip("《》\"'") for piece in re.split(r"[;；,，、|\r\n]+", cell))
    return [
        piece
        for piece in pieces
        if PurePosixPath(piece.lower().replace("\\", "/")).suffix in SUFFIXES
    ]


def leaves_folder(path: str) -> bool:
    """Whether an attachment path is absolute or steps upward."""
    posix = PurePosixPath(path.replace("\\", "/"))
    return posix.is_absolute() or ".." in posix.parts or _OTHER_DRIVE.match(path) is not None
