"""Coverage-guided fuzzing of the readers with atheris, which the project does not depend on.

    python -m venv .venv-fuzz && .venv-fuzz/bin/pip install atheris .
    .venv-fuzz/bin/python -m benchmarks.fuzz.guided_readers bodies -max_total_time=300

The first word is `tables` or `bodies`; what follows goes to libFuzzer. Without a corpus folder it
begins with the odd files. `tables` reads, and of some finds the table and maps its rows, all in
this process; `bodies` reads document texts, but for those that LibreOffice opens. A fault is an
exception that the reader does not promise, a row that is neither kept nor rejected, ten seconds
for one input (-timeout=60 on a busy machine), or 3 GiB of memory. Damaged packages raise what they
like in the reading process, which refuses the file; here only crashes and hangs of such readers
count.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import atheris  # type: ignore[import-not-found]  # optional: installed for this program only

with atheris.instrument_imports(include=["docanalyzer.ingest"]):
    from docanalyzer.ingest.bodies.texts import body_text
    from docanalyzer.ingest.columns import decide_columns
    from docanalyzer.ingest.layout import find_blocks
    from docanalyzer.ingest.mapping import FileMapping
    from docanalyzer.ingest.readers import READERS, _plainly_no_table
    from docanalyzer.ingest.rows import Place, map_block
    from docanalyzer.ingest.sheets import RawSheet
    from docanalyzer.ingest.sources import Source

from benchmarks.fuzz.odd_documents import odd_documents
from benchmarks.fuzz.odd_files import odd_files

_LIMITS = ["-timeout=10", "-rss_limit_mb=3072", "-max_len=20000"]
# Mapping rows takes a hundred times what reading a small file takes.
_MAPPED_ONE_IN = 16
_OLE = b"\xd0\xcf\x11\xe0"
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def read_as_table(data: bytes) -> None:
    """Read one input as a table, to its canonical rows."""
    path = _FOLDER / "收文"
    path.write_bytes(data)
    source = Source(path, "收文")
    if _plainly_no_table(source) is not None:
        return
    head = source.head()
    reader = next(reader for reader in READERS if reader.accepts(source, head))
    try:
        parts = list(reader.read(source, lambda _begin, _end: None))
    except BaseException as error:
        # A panic of a compiled reader is no Exception.
        if reader.isolated and not isinstance(error, KeyboardInterrupt | SystemExit):
            return
        raise
    if zlib.crc32(data) % _MAPPED_ONE_IN:
        return
    for part in parts:
        blocks = find_blocks(part) if isinstance(part, RawSheet) else []
        for block in blocks if isinstance(blocks, list) else []:
            decisions = decide_columns(block.headings, block.data(), FileMapping(), block.label)
            if any(decision.field in ("title", "doc_number", "body") for decision in decisions):
                mapped = map_block(block, decisions, Place("收文", None), FileMapping())
                if mapped.rows.height + mapped.rejects.height != block.cells.height:
                    raise AssertionError("a row is unaccounted for")


def read_as_body(data: bytes) -> None:
    """Read one input as the text of a document."""
    if data.startswith(_OLE):
        return
    path = _FOLDER / "正文"
    path.write_bytes(data)
    told = body_text(path, "正文")
    if (told.text is None) == (told.reason is None):
        raise AssertionError("neither a text nor a reason, or both")


def mutated(data: bytes, size: int, seed: int) -> bytes:
    """Half of the packages are changed inside a member, for outside they only break."""
    choice = random.Random(seed)
    if data.startswith(b"PK\x03\x04") and choice.random() < 0.8:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as old:
                members = {name: old.read(name)[:size] for name in old.namelist()}
        except Exception:
            return bytes(atheris.Mutate(data, size))
        if members:
            name = choice.choice(sorted(members))
            members[name] = bytes(atheris.Mutate(members[name], size))
            sink = io.BytesIO()
            with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
                for member, content in members.items():
                    new.writestr(member, content)
            return sink.getvalue()[:size]
    return bytes(atheris.Mutate(data, size))


def main() -> None:
    """Run as a command; libFuzzer ends the process."""
    if len(sys.argv) < 2 or sys.argv[1] not in ("tables", "bodies"):
        sys.exit(__doc__)
    kind, given = sys.argv[1], sys.argv[2:]
    if not any(not word.startswith("-") for word in given):
        corpus = _FOLDER / "corpus"
        corpus.mkdir()
        tables = {odd.name: odd.content for odd in odd_files() if len(odd.content) < 20_000}
        for name, content in (tables if kind == "tables" else odd_documents()).items():
            (corpus / name).write_bytes(content)
        given = [str(corpus), *given]
    read = read_as_table if kind == "tables" else read_as_body
    atheris.Setup([sys.argv[0], *_LIMITS, *given], read, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
