"""Other tools on the same circulars, each the quickest way it documents; run by side_by_side.py.

    python benchmarks/reuse/rivals.py rensa documents.parquet clusters.parquet

All of them take 128 permutations over 5-character shingles and 32 bands of 4, which lets pairs of
resemblance from about 0.4 through; texts that share a band end in one cluster, which is kind to
them: no pair of a cluster is checked again. Writes one cluster number per document, in file order.
Runs in an environment of its own (benchmarks/reuse/rivals.txt); knows nothing of docanalyzer.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

PERMUTATIONS = 128
SHINGLE = 5
BANDS = 32


def shingles(text: str) -> list[str]:
    """Distinct 5-character shingles of one text."""
    return list({text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))})


def spaced(texts: pl.Series) -> pl.Series:
    """Texts with a space between all characters, for tools that shingle words."""
    return texts.str.replace_all("", " ").str.strip_chars()


def clusters(signatures: np.ndarray) -> np.ndarray:
    """Cluster of every row of a signature matrix: rows that share a band, and so on."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = signatures.shape[0]
    heads, tails = [], []
    for band in np.split(np.ascontiguousarray(signatures), BANDS, axis=1):
        keys = np.ascontiguousarray(band).view(f"V{band.itemsize * band.shape[1]}").ravel()
        _, first, inverse = np.unique(
            keys.view([("", "u1", keys.itemsize)]), return_index=True, return_inverse=True
        )
        heads.append(first[inverse])
        tails.append(np.arange(rows))
    head, tail = np.concatenate(heads), np.concatenate(tails)
    links = coo_array((np.ones(head.shape[0], bool), (head, tail)), shape=(rows, rows))
    return connected_components(links, directed=False)[1]


def rensa(source: Path) -> np.ndarray:
    """rensa's bulk interface, batches of texts so that shingles need no more than 1 GB."""
    from rensa import RMinHash

    texts = pl.read_parquet(source, columns=["body"])["body"]
    parts = []
    for begin in range(0, len(texts), 10_000):
        sets = [shingles(text) for text in texts[begin : begin + 10_000]]
        parts.append(RMinHash.digest_matrix_from_token_sets(sets, PERMUTATIONS, 42).to_rows())
    return clusters(np.concatenate([np.array(part, np.uint32) for part in parts]))


def datasketch(source: Path) -> np.ndarray:
    """datasketch's bulk generator."""
    from datasketch import MinHash

    texts = pl.read_parquet(source, columns=["body"])["body"]
    sets = ([shingle.encode() for shingle in shingles(text)] for text in texts)
    made = MinHash.generator(sets, num_perm=PERMUTATIONS, seed=42)
    return clusters(np.array([one.hashvalues for one in made]))


def daft(source: Path) -> np.ndarray:
    """Daft's expression over spaced characters."""
    import daft as tool

    texts = spaced(pl.read_parquet(source, columns=["body"])["body"])
    frame = tool.from_arrow(texts.to_frame("body").to_arrow())
    hashed = frame.select(
        frame["body"].minhash(num_hashes=PERMUTATIONS, ngram_size=SHINGLE, seed=42)
    ).to_arrow()
    column = hashed.column(0).combine_chunks()
    return clusters(np.asarray(column.values).reshape(-1, PERMUTATIONS))


def text_dedup(source: Path) -> np.ndarray:
    """text-dedup's own command over spaced characters; its clusters, not its survivors."""
    import pickle

    with TemporaryDirectory() as folder:
        at = Path(folder)
        texts = spaced(pl.read_parquet(source, columns=["body"])["body"])
        texts.to_frame("text").write_parquet(at / "texts.parquet")
        subprocess.run(
            [
                sys.executable, "-m", "text_dedup.minhash", "--path", "parquet",
                "--data_files", str(at / "texts.parquet"), "--split", "train",
                "--cache_dir", str(at / "cache"), "--output", str(at / "out"),
                "--column", "text", "--ngram", str(SHINGLE), "--num_perm", str(PERMUTATIONS),
                "--b", str(BANDS), "--r", str(PERMUTATIONS // BANDS), "--hash_func", "xxh3",
                "--hash_bits", "32", "--debug",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        # The file is our own child's, written a moment ago into a folder of ours.
        found = pickle.loads((at / "out" / "uf.pkl").read_bytes())
    return np.array([found.find(row) for row in range(len(texts))])


TOOLS: dict[str, Callable[[Path], np.ndarray]] = {
    "rensa": rensa,
    "datasketch": datasketch,
    "daft": daft,
    "text-dedup": text_dedup,
}

if __name__ == "__main__":
    tool, source, target = sys.argv[1:]
    found = TOOLS[tool](Path(source))
    pl.DataFrame({"cluster": found.astype(np.int64)}).write_parquet(target)
