"""The one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from docanalyzer import __version__
from docanalyzer.model.faults import Fault, InputFault, UsageFault

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.detect.copying.earlier import Corpus
    from docanalyzer.detect.copying.template_file import StandingText
    from docanalyzer.detect.quotas.detection import QuotaTables
    from docanalyzer.detect.quotas.plan.matching import Plan
    from docanalyzer.detect.quotas.points import Point
    from docanalyzer.detect.quotas.targets.binding import Targets
    from docanalyzer.ingest import Ingested, Mapping
    from docanalyzer.model.reject_limit import RejectLimit
    from docanalyzer.register import Register
    from docanalyzer.results import FinishedRun, InputRecord
    from docanalyzer.results.run_info import OptionValue
    from docanalyzer.rules.pack import RulePack

Progress = Callable[[str, float], None]
"""Called with a stage name and the share of it that is done, 0 to 1."""

Write = Callable[[dict[str, "pl.DataFrame"]], None]
"""Takes tables of the run folder, by name, that nothing changes any more."""

_DEFECT = "this is a defect of docanalyzer; run again with --debug and report it"
STAGES = ("rules", "ingest", "register", "urgency", "reuse", "escalation", "quotas", "write")


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What to scan, with which rules, into which folder; None leaves a thing unlimited."""

    inputs: tuple[str, ...]
    out: Path
    rules: tuple[Path, ...] = ()
    bodies: Path | None = None
    mapping: Path | None = None
    targets: Path | None = None
    plan: Path | None = None
    points: Path | None = None
    template: tuple[Path, ...] = ()
    against: Path | None = None
    since: date | None = None
    until: date | None = None
    max_rejects: RejectLimit | None = None
    force: bool = False


@dataclass(slots=True)
class _Clock:
    """Times the stages and tells the progress bar."""

    progress: Progress
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[float], None]]:
        begun = perf_counter()
        self.progress(name, 0.0)
        yield lambda share: self.progress(name, share)
        self.progress(name, 1.0)
        self.timings[name] = round(perf_counter() - begun, 3)


def scan(options: ScanOptions, progress: Progress = lambda _stage, _share: None) -> FinishedRun:
    """Read the inputs, detect, and write the run folder; nothing is written on any failure.

    Raises `UsageFault` for options, targets and rules that cannot be used, before anything is said
    of an input; `InputFault` for inputs that cannot be read or too many rejects.
    """
    from docanalyzer.engine import aside
    from docanalyzer.ingest import start_early
    from docanalyzer.results import RunInfo, check_target, unfinished_run

    check_target(options.out, force=options.force)
    clock = _Clock(progress)
    with unfinished_run(options.out, force=options.force) as run:
        with clock.stage("rules"):
            start_early(options.inputs, bodies=options.bodies is not None)
            aside(_load_detectors)
            controls = _load_controls(options)
        log = _registered(options, clock, controls)
        # Tables are written as soon as they are final: what follows leaves processors idle.
        run.write(log.tables())
        _detect(clock, controls, log, run.write)
        with clock.stage("write"):
            info = RunInfo(
                version=__version__,
                inputs=log.inputs,
                rules_sha256=controls.pack.sha256,
                options=_recorded(log.options),
                engine="local",
                timings=clock.timings,
                counts=run.counts(),
            )
            return run.finish(info)


def _load_detectors() -> None:
    """Import what detection needs, the compiler's own parts and tables included: a second that is
    spent while inputs are read. What fails here fails again where it is needed."""
    from docanalyzer.compare.folds.characters import character_table
    from docanalyzer.compare.trie import build_trie
    from docanalyzer.organs.gazetteer import gazetteer

    build_trie(())
    gazetteer()
    character_table()


@dataclass(frozen=True, slots=True)
class _Controls:
    """What the user says besides the registers; all of it is read before the first of them."""

    pack: RulePack
    mapping: Mapping | None
    targets: Targets | None
    plan: Plan | None
    points: tuple[Point, ...] | None
    templates: tuple[StandingText, ...]
    earlier: tuple[FinishedRun, ...]


def _load_controls(options: ScanOptions) -> _Controls:
    """Rules, heading map, targets, plan and points; any fault in them is a usage fault."""
    from docanalyzer.detect.quotas.plan.matching import load_plan
    from docanalyzer.detect.quotas.points import load_points
    from docanalyzer.detect.quotas.targets.file import load_targets
    from docanalyzer.ingest import load_mapping

    return _Controls(
        pack=_load_pack(options),
        mapping=None if options.mapping is None else load_mapping(options.mapping),
        targets=None if options.targets is None else load_targets(options.targets),
        plan=None if options.plan is None else load_plan(options.plan),
        points=None if options.points is None else load_points(options.points),
        templates=_load_templates(options.template),
        earlier=_open_earlier(options),
    )


def _open_earlier(options: ScanOptions) -> tuple[FinishedRun, ...]:
    """The runs of --against, which must not be the folder that --force replaces."""
    from docanalyzer.results import open_earlier

    if options.against is None:
        return ()
    earlier = open_earlier(options.against, __version__)
    if options.out.resolve() in {run.folder.resolve() for run in earlier}:
        hint = "write this run to another folder; the earlier one is still needed"
        raise UsageFault(f"--against {options.against}", "is the folder to write", hint)
    return earlier


def _load_templates(paths: tuple[Path, ...]) -> tuple[StandingText, ...]:
    """Standing texts of --template; without any, nothing of the text stage is loaded."""
    if not paths:
        return ()
    from docanalyzer.detect.copying.template_file import load_templates

    return load_templates(paths)


def _load_pack(options: ScanOptions) -> RulePack:
    """Default rules, then those of --rules; a folder that is not there is a usage fault, and so
    is a rule of such a folder that an example of its own contradicts."""
    from docanalyzer.model.pack_data import default_pack
    from docanalyzer.rules.examples import refuse_contradictions
    from docanalyzer.rules.loader import load_pack

    for folder in options.rules:
        if not folder.is_dir():
            raise UsageFault(f"--rules {folder}", "is not a folder", "name a folder of rules")
    pack = load_pack([default_pack(), *options.rules])
    refuse_contradictions(pack, options.rules)
    return pack


def _ingest(options: ScanOptions, clock: _Clock, controls: _Controls) -> Ingested:
    from docanalyzer.ingest import ingest

    with clock.stage("ingest") as tell:
        return ingest(
            options.inputs,
            mapping=controls.mapping,
            bodies=options.bodies,
            progress=lambda share, _file: tell(share),
        )


@dataclass(frozen=True, slots=True)
class _Log:
    """What the registers say, and what became of their files and rows; the options as they may be
    recorded, without paths that carry a mark of state secrecy."""

    register: Register
    rejects: pl.DataFrame
    cell_notes: pl.DataFrame
    text_matches: pl.DataFrame
    inputs: tuple[InputRecord, ...]
    options: ScanOptions

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables of the run folder that say this, by name."""
        return {
            "documents": self.register.documents,
            "bodies": self.register.bodies,
            "receipts": self.register.receipts,
            "rejects": self.rejects,
            "cell_notes": self.cell_notes,
            "text_matches": self.text_matches,
        }


def _registered(options: ScanOptions, clock: _Clock, controls: _Controls) -> _Log:
    """Inputs to documents; the mapped rows, which hold every cell, go when this returns."""
    import polars as pl

    from docanalyzer.model.tables import CELL_NOTES, REJECTS
    from docanalyzer.register import build_register, matches_of_documents, split_period

    ingested = _ingest(options, clock, controls)
    with clock.stage("register"):
        rows, outside = split_period(ingested.rows, options.since, options.until)
        rejects = REJECTS.conform(pl.concat([ingested.rejects, outside]))
        _check_limits(options, ingested, rejects)
        register = build_register(rows)
        cell_notes = CELL_NOTES.conform(pl.concat([ingested.cell_notes, register.cell_notes]))
        shown = replace(options, inputs=ingested.given, bodies=ingested.bodies)
        matches = matches_of_documents(ingested.matches, register.receipts)
        inputs = _input_records(ingested, rejects)
        return _Log(register, rejects, cell_notes, matches, inputs, shown)


def _detect(clock: _Clock, controls: _Controls, log: _Log, write: Write) -> None:
    """Write the tables of the run folder that say what was found."""
    import polars as pl

    from docanalyzer.detect.copying.detection import detect_reuse
    from docanalyzer.detect.copying.earlier import news, on_copies
    from docanalyzer.detect.copying.rule import CopyRule
    from docanalyzer.detect.documents import detect_documents
    from docanalyzer.detect.escalation.detection import detect_escalation
    from docanalyzer.detect.escalation.rule import EscalationRule
    from docanalyzer.detect.kind import Log
    from docanalyzer.detect.quotas.detection import detect_quotas
    from docanalyzer.detect.quotas.rule import QuotaRule
    from docanalyzer.engine import aside, let_go
    from docanalyzer.rules.tuned import tuned

    pack, register = controls.pack, log.register
    documents, bodies, receipts = register.documents, register.bodies, register.receipts

    def by_document() -> tuple[pl.DataFrame, QuotaTables]:
        with clock.stage("urgency"):
            found = detect_documents(Log(documents, bodies, receipts, log.cell_notes), pack.rules)
        with clock.stage("quotas"):
            quotas = detect_quotas(
                documents,
                receipts,
                pack.of_kind(QuotaRule),
                controls.targets,
                controls.plan,
                controls.points,
            )
        return found, quotas

    # Neither these nor the search for copies keep every processor busy.
    apart = aside(by_document)
    with clock.stage("reuse") as tell:
        corpus = _corpus(controls, register)
        reuse = detect_reuse(
            corpus.documents,
            corpus.bodies,
            pack.of_kind(CopyRule),
            progress=tell,
            templates=[standing.text for standing in controls.templates],
        )
        found = news(reuse, corpus.new) if controls.earlier else reuse
        write(
            {
                "reuse_pairs": found.pairs,
                "reuse_passages": found.passages,
                "boilerplate": found.boilerplate,
            }
        )
    with clock.stage("escalation"):
        tightened = detect_escalation(
            corpus.documents,
            corpus.bodies,
            reuse.pairs,
            reuse.passages,
            pack.of_kind(EscalationRule),
        )
        if controls.earlier:
            tightened = on_copies(tightened, found.pairs)
    copied = found.findings
    # Texts are not read any more, and gigabytes of them may be mapped.
    let_go()
    urgency, quotas = apart.result()
    every = pl.concat([urgency, copied, tightened, quotas.findings])
    write(
        {
            "findings": tuned(every, corpus.documents, receipts, pack.tuning),
            "quota_status": quotas.status,
        }
    )


def _corpus(controls: _Controls, register: Register) -> Corpus:
    """This run's documents together with those of the runs of --against."""
    from docanalyzer.detect.copying.earlier import Corpus, beside
    from docanalyzer.model.tables import BODIES, DOCUMENTS
    from docanalyzer.register import one_register

    documents, bodies = register.documents, register.bodies
    if not controls.earlier:
        return Corpus(documents, bodies, documents["doc_id"])
    documents_of = [*(run.table(DOCUMENTS) for run in controls.earlier), documents]
    bodies_of = [*(run.table(BODIES) for run in controls.earlier), bodies]
    return beside(*one_register(documents_of, bodies_of), documents_of, bodies_of)


def _check_limits(options: ScanOptions, ingested: Ingested, rejects: pl.DataFrame) -> None:
    """Rows read = kept + rejected, and of the rows of data not more rejects than allowed."""
    import polars as pl

    from docanalyzer.ingest.fates import NO_DATA
    from docanalyzer.register.period import OUTSIDE_PERIOD

    read = sum(source.rows_read for source in ingested.inputs)
    kept = sum(source.rows_kept for source in ingested.inputs)
    if read != kept + sum(source.rows_rejected for source in ingested.inputs):
        raise Fault("ingest", f"{read} rows read, {kept} kept, the rest unaccounted for", _DEFECT)
    if options.max_rejects is None:
        return
    lost = rejects.filter(~pl.col("reason_code").is_in([*NO_DATA, OUTSIDE_PERIOD]))
    read -= int(rejects["reason_code"].is_in(NO_DATA).sum())
    if lost.height > options.max_rejects.allowed(read):
        worst = lost["reason_code"].value_counts(sort=True).row(0)
        raise InputFault(
            "--max-rejects",
            f"{lost.height} of {read} rows of data rejected, most of them {worst[0]} ({worst[1]})",
            "correct the input or raise the limit; without it rejects.parquet lists them all",
        )


def _input_records(ingested: Ingested, rejects: pl.DataFrame) -> tuple[InputRecord, ...]:
    """What became of each input, rows outside the period counted as rejected."""
    import polars as pl

    from docanalyzer.register.period import OUTSIDE_PERIOD
    from docanalyzer.results import InputRecord

    outside = rejects.filter(pl.col("reason_code") == OUTSIDE_PERIOD)
    late = dict(outside["source_file"].value_counts().iter_rows())
    return tuple(
        InputRecord(
            path=source.path,
            sha256=source.sha256,
            rows_read=source.rows_read,
            rows_kept=source.rows_kept - late.get(source.path, 0),
            rows_rejected=source.rows_rejected + late.get(source.path, 0),
        )
        for source in ingested.inputs
    )


def _recorded(options: ScanOptions) -> dict[str, OptionValue]:
    """Every option as run.json keeps it: paths and days as text, as they were given."""
    recorded: dict[str, OptionValue] = {}
    for option in fields(options):
        value = getattr(options, option.name)
        if isinstance(value, tuple):
            recorded[option.name] = [str(item) for item in value]
        else:
            plain = value is None or isinstance(value, bool)
            recorded[option.name] = value if plain else str(value)
    return recorded
