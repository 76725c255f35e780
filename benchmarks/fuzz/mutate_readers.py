"""Feeds mutated files to ingest: no crash, no hang over ten seconds, no row unaccounted for.

    python -m benchmarks.fuzz.mutate_readers --files 10000 [--seed 1] [--keep DIR]

Starts from the set of odd files. Prints what came of the mutants by reason and the slowest one;
exits 1 when one crashed, hung or lost a row. `--keep` saves such files with their names.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.fuzz.odd_files import odd_files
from docanalyzer.ingest import ingest
from docanalyzer.model.faults import InputFault

HANG_SECONDS = 10.0
_SPLICES = (
    b"\x00", b'"', b"'", b",", b"\t", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b"<td>", b"</tr>",
    b"</table>", b"<!ENTITY", b"&a;", b"[", b"{", b"}", "合计".encode(),
    "机密★".encode(), "标题".encode(),
    b"2147483648", b"-1", b"PK\x01\x02", b"PAR1",
)  # fmt: skip
_MUTANT_MAX = 2 << 20


@dataclass(slots=True)
class Score:
    """What came of the mutants."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    faults: list[str] = field(default_factory=list)


def mutated(content: bytes, random_: random.Random) -> bytes:
    """`content` with a few bytes flipped, cut, doubled, moved or put in."""
    data = bytearray(content)
    for _ in range(random_.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at, to = sorted((random_.randrange(len(data)), random_.randrange(len(data))))
        to = min(to, at + random_.choice((1, 8, 64, 4096)))
        match random_.randrange(6):
            case 0:
                data[at] = random_.randrange(256)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to]
            case 3:
                data[at:at] = random_.choice(_SPLICES)
            case 4:
                data[at:to] = bytes(random_.randrange(256) for _ in range(to - at))
            case _:
                del data[to:]
    return bytes(data)


def judge(path: Path, score: Score) -> None:
    """Ingest one mutant and note what came of it.

    On a busy machine time passes without work: what takes ten seconds by the clock is read again,
    and hangs only if it takes as long three times. Ten seconds of work here are a hang at once.
    """
    begun, busy = perf_counter(), process_time()
    _read(path, score)
    seconds, worked = perf_counter() - begun, process_time() - busy
    for _ in range(2):
        if seconds <= HANG_SECONDS or worked > HANG_SECONDS:
            break
        begun = perf_counter()
        _read(path, Score())
        seconds = min(seconds, perf_counter() - begun)
    score.slowest = max(score.slowest, (seconds, path.name))
    if max(seconds, worked) > HANG_SECONDS:
        score.faults.append(f"{path.name}: {seconds:.1f} s")


def _read(path: Path, score: Score) -> None:
    """Ingest one mutant once; what is wrong with it goes to the faults."""
    try:
        result = ingest([str(path)])
        lost = [f for f in result.inputs if f.rows_read != f.rows_kept + f.rows_rejected]
        score.outcomes["kept"] += result.rows.height > 0
        score.outcomes["rejected"] += result.rows.height == 0
        for reason in result.rejects["reason"].unique():
            if reason.startswith("its reader fails"):
                score.faults.append(f"{path.name}: {reason}")
        if lost:
            score.faults.append(f"{path.name}: a row is unaccounted for")
    except InputFault as fault:
        if "its reader fails" in fault.what:
            score.faults.append(f"{path.name}: {fault.what}")
        score.outcomes[f"refused: {fault.what[:40]}"] += 1
    # Whatever else comes out is what this program looks for.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        score.faults.append(f"{path.name}: {type(error).__name__}: {str(error)[:200]}")


def main() -> int:
    """Run as a command; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for files that fail")
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    corpus = [odd for odd in odd_files() if 0 < len(odd.content) < _MUTANT_MAX]
    score = Score()
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.files):
            odd = corpus[number % len(corpus)]
            path = Path(folder, f"{number:05}-{odd.name}")
            path.write_bytes(mutated(odd.content, random_))
            before = len(score.faults)
            judge(path, score)
            if len(score.faults) > before and options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / path.name).write_bytes(path.read_bytes())
            path.unlink()
    report(score, options.files, perf_counter() - begun)
    return 1 if score.faults else 0


def report(score: Score, files: int, seconds: float) -> None:
    """Print the score."""
    longest, name = score.slowest
    print(f"{files:,} mutants in {seconds:.0f} s; slowest {longest:.1f} s ({name})")
    for outcome, count in score.outcomes.most_common(30):
        print(f"{count:8,}  {outcome}")
    print(f"faults: {len(score.faults)}")
    for fault in score.faults[:40]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
