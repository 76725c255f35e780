"""How long the escalation stage takes on a corpus with planted relays.

    python benchmarks/reuse/escalation.py 20000 --hot 2000

Prints, as JSON, what the stage read and found, and its processor seconds, all and per 100,000
passages, of a first run (which may compile kernels) and of the best of some more.
"""

from __future__ import annotations

import argparse
import json
import resource
from time import perf_counter, process_time

from corpus import build
from scores import run

from docanalyzer.detect.escalation.detection import detect_escalation
from docanalyzer.detect.escalation.rule import EscalationRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.rules.loader import load_pack

_PASSAGES = 100_000


def main() -> None:
    """Builds a corpus, finds its passages, and times the stage alone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int)
    parser.add_argument("--hot", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    corpus, _truth = build(options.size, options.hot)
    reuse = run(corpus)
    columns = [name for name in corpus.columns if name in DOCUMENTS.names()]
    documents = DOCUMENTS.conform(corpus.select(columns))
    bodies = BODIES.conform(corpus.select("doc_id", "body"))
    rules = load_pack([default_pack()]).of_kind(EscalationRule)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processor, wall = [], []
    for _ in range(1 + options.runs):
        begun, begun_wall = process_time(), perf_counter()
        findings = detect_escalation(documents, bodies, reuse.pairs, reuse.passages, rules)
        processor.append(process_time() - begun)
        wall.append(perf_counter() - begun_wall)
    best = min(processor[1:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = {
        "documents": documents.height,
        "pairs": reuse.pairs.height,
        "passages": reuse.passages.height,
        "findings": findings.height,
        "first_processor_s": round(processor[0], 2),
        "processor_s": round(best, 2),
        "wall_s": round(min(wall[1:]), 2),
        "processor_s_per_100k_passages": round(best * _PASSAGES / reuse.passages.height, 2),
        "peak_above_reuse_mb": round((peak - before) / 1024),
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
