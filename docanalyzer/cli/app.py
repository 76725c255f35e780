"""The application: its commands, and how every fault leaves it."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from docanalyzer import __version__
from docanalyzer.cli.columns import columns_command
from docanalyzer.cli.config import CONFIG_FILE, OptionTree, read_config
from docanalyzer.cli.quota import quota_command
from docanalyzer.cli.report import report_command
from docanalyzer.cli.rules import rules_app
from docanalyzer.cli.scan import scan_command
from docanalyzer.cli.show import show_command
from docanalyzer.model.faults import ExitCode, Fault, RuleFaults

app = typer.Typer(
    name="docanalyzer",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Audit exports of official-document registers: urgency, copying, quotas.",
)
app.command("scan")(scan_command)
app.command("report")(report_command)
app.command("show")(show_command)
app.command("quota")(quota_command)
app.command("columns")(columns_command)
app.add_typer(rules_app, name="rules")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"docanalyzer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    debug: Annotated[
        bool,
        typer.Option("--debug", envvar="DOCANALYZER_DEBUG", help="Show tracebacks; any place."),
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of every command; defaults come from docanalyzer.toml in the current folder."""
    del debug, version
    context.default_map = read_config(CONFIG_FILE, _options_of(context.command))


def _options_of(command: object) -> OptionTree:
    """The commands below `command`, or its options where it has none below."""
    below = getattr(command, "commands", None)
    if below is not None:
        return {name: _options_of(single) for name, single in below.items()}
    return {parameter.name: None for parameter in getattr(command, "params", ())}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; faults go to stderr, never as a traceback
    unless --debug is given."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # Taken out here, so that it may stand before or behind the command.
    debug = "--debug" in arguments or bool(os.environ.get("DOCANALYZER_DEBUG"))
    arguments = [argument for argument in arguments if argument != "--debug"]
    _never_refuse_a_character()
    stop = _Stop()
    stop.listen()
    try:
        code = int(app(arguments, standalone_mode=False) or ExitCode.DONE)
    except BrokenPipeError:
        # The reader of a pipe closed it (head, less): not a fault of this run.
        sys.stdout = None
        code = ExitCode.DONE
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            traceback.print_exc()
        code = ExitCode.INTERRUPTED if stop.asked else _explain(error)
    if stop.asked:
        # Libraries turn an interruption that reaches them into errors and codes of their own.
        typer.echo("docanalyzer: interrupted; nothing half-written is left", err=True)
        return ExitCode.INTERRUPTED
    return code


def _never_refuse_a_character() -> None:
    """Write what a terminal or pipe cannot show, such as 〔 in GBK or a broken name, as \\uNNNN."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _explain(error: BaseException) -> int:
    """Print what went wrong and what to do; the exit code for it."""
    if isinstance(error, Fault):
        _print_fault(error)
        return error.exit_code
    if isinstance(error, typer.TyperException):
        _print_usage(error)
        return ExitCode.USAGE
    if isinstance(error, typer.Abort | KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    _print_fault(
        Fault(
            where="internal",
            what=f"{type(error).__name__}: {error}",
            hint="this is a defect of docanalyzer; run again with --debug and report it",
        )
    )
    return ExitCode.INTERNAL


class _Interrupted(KeyboardInterrupt):
    """Not KeyboardInterrupt itself: when that passes through an `exec`, as library imports do it,
    CPython remembers it and ends the process by a signal, whatever exit code is returned."""


class _Stop:
    """Ends the run on Ctrl-C, and on SIGTERM as cron and timeout send it, cleaning up alike."""

    asked = False

    def __call__(self, _signal: int, _frame: object) -> None:
        self.asked = True
        raise _Interrupted

    def listen(self) -> None:
        """Take the signals over, but for those that the caller wants ignored."""
        for name in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(name) is not signal.SIG_IGN:
                signal.signal(name, self)


def _print_fault(fault: Fault) -> None:
    for single in fault.faults if isinstance(fault, RuleFaults) else (fault,):
        typer.echo(f"docanalyzer: {_one_line(str(single))}", err=True)
        typer.echo(f"hint: {_one_line(single.hint)}", err=True)


def _print_usage(error: typer.TyperException) -> None:
    """A wrong option in the same shape as every other fault."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "docanalyzer"
    typer.echo(f"{command}: {_one_line(message)}", err=True)
    typer.echo(f"hint: see {command} --help", err=True)


def _one_line(text: str) -> str:
    """`text` with line ends and control characters made harmless for a log or terminal."""
    return "".join(char if char.isprintable() else " " for char in text).strip()
