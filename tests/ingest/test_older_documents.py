""".doc and .wps through LibreOffice: its text, and nothing it does outlives or leaves the run."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from time import monotonic, sleep

import pytest

from docanalyzer.ingest import ingest, isolation
from docanalyzer.ingest.bodies import attaching, office
from docanalyzer.ingest.bodies.attaching import read_body
from docanalyzer.ingest.bodies.texts import body_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = rb"{\rtf1\ansi \u20851?\u20110?\u29305?\u24613?\par deadline 2021\par}"


@cache
def real_program() -> str | None:
    """LibreOffice, if it is there and reads text documents."""
    found = office.program()
    return found if found is not None and office._has_writer(found) else None


@pytest.fixture
def writer() -> str:
    program = real_program()
    if program is None:
        pytest.skip("LibreOffice with Writer is not installed (soffice on PATH)")
    return program


def saved_as_doc(program: str, folder: Path) -> Path:
    """A real .doc of two paragraphs, written by LibreOffice itself."""
    source = folder / "made.rtf"
    source.write_bytes(RTF)
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += ["doc:MS Word 97", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder / "made.doc"


def stand_in(folder: Path, script: str) -> Path:
    """A program in place of LibreOffice; `$OUT` is the folder it is to write to."""
    path = folder / "bin" / "soffice"
    path.parent.mkdir(exist_ok=True)
    outdir = 'while [ "$1" != --outdir ]; do shift; done; OUT="$2"\n'
    path.write_text(f"#!/bin/sh\n{outdir}{script}\n", encoding="ascii")
    path.chmod(0o755)
    return path


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def old_file(path: Path) -> Path:
    path.write_bytes(OLE + bytes(512))
    return path


def test_a_real_doc_and_wps(tmp_path: Path, writer: str) -> None:
    document = saved_as_doc(writer, tmp_path)
    assert document.read_bytes().startswith(OLE)
    for name in ("通知.doc", "通知.wps"):
        assert read_body(document, name).text == "关于特急\ndeadline 2021\n"
    left = [path for path in tmp_path.rglob("*") if path.name.startswith(".~lock")]
    assert left == []


def test_a_row_gets_the_text_of_its_doc(tmp_path: Path, writer: str) -> None:
    (tmp_path / "正文").mkdir()
    saved_as_doc(writer, tmp_path).rename(tmp_path / "正文" / "市府发〔2021〕7号.doc")
    (tmp_path / "收文.csv").write_text("文号,标题\n市府发〔2021〕7号,关于甲的通知\n", "utf-8")
    rows = ingest([str(tmp_path / "收文.csv")], bodies=tmp_path / "正文").rows
    assert rows["body"].to_list() == ["关于特急\ndeadline 2021\n"]


def test_damage_and_passwords_are_told_apart(tmp_path: Path, writer: str) -> None:
    del writer
    assert body_text(old_file(tmp_path / "a.doc"), "a.doc").reason_code == "damaged_file"
    locked = tmp_path / "b.doc"
    locked.write_bytes(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert body_text(locked, "b.doc").reason_code == "encrypted_file"


def test_no_macro_runs_and_nothing_is_fetched(tmp_path: Path, writer: str) -> None:
    del writer
    mark = tmp_path / "ran"
    path = tmp_path / "a.odt"
    with socket.create_server(("127.0.0.1", 0)) as ear:
        trap(path, f"http://127.0.0.1:{ear.getsockname()[1]}", mark)
        found = office.text(path)
        calls, _, _ = select.select([ear], [], [], 0)
    assert "hello" in found
    assert calls == []
    assert not mark.exists()


def trap(path: Path, server: str, mark: Path) -> None:
    """A document whose macro would leave `mark` on opening, with a picture and a section that
    lie on `server`."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{oasis}:{name}:1.0"' for name in ("office", "text", "script"))
    spaces += f' xmlns:draw="{oasis}:drawing:1.0" xmlns:svg="{oasis}:svg-compatible:1.0"'
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    macro = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
    content = (
        f"<office:document-content {spaces} office:version='1.2'><office:scripts>"
        "<office:event-listeners><script:event-listener script:language='ooo:script' "
        f"script:event-name='dom:load' xlink:href='{macro}'/></office:event-listeners>"
        "</office:scripts><office:body><office:text><text:p>hello</text:p><text:p><draw:frame "
        "text:anchor-type='as-char' svg:width='2cm' svg:height='2cm'><draw:image "
        f"xlink:href='{server}/a.png' xlink:type='simple' xlink:actuate='onLoad'/></draw:frame>"
        f"</text:p><text:section text:name='s'><text:section-source xlink:href='{server}/s.odt'/>"
        "<text:p>there</text:p></text:section></office:text></office:body>"
        "</office:document-content>"
    )
    library = "xmlns:library='http://openoffice.org/2000/library' library:name='Standard'"
    module = (
        "<script:module xmlns:script='http://openoffice.org/2000/script' "
        "script:name='Module1' script:language='StarBasic'>Sub Main\n"
        f'open "{mark}" for output as #1\nclose #1\nEnd Sub</script:module>'
    )
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "Basic/script-lc.xml": "<library:libraries xmlns:library='http://openoffice.org/2000/"
        "library'><library:library library:name='Standard' library:link='false'/>"
        "</library:libraries>",
        "Basic/Standard/script-lb.xml": f"<library:library {library}><library:element "
        "library:name='Module1'/></library:library>",
        "Basic/Standard/Module1.xml": module,
    }
    manifest = f"xmlns:manifest='{oasis}:manifest:1.0'"
    kinds = {"/": members["mimetype"], **dict.fromkeys(list(members)[1:], "text/xml")}
    entries = "".join(
        f"<manifest:file-entry manifest:full-path='{name}' manifest:media-type='{kind}'/>"
        for name, kind in kinds.items()
    )
    members["META-INF/manifest.xml"] = (
        f"<manifest:manifest {manifest} manifest:version='1.2'>{entries}</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)


def test_without_libreoffice_the_reason_is_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_file(tmp_path / "a.doc")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = body_text(path, "a.doc")
    assert told.reason_code == "needs_libreoffice"
    assert told.reason is not None
    assert "install LibreOffice" in told.reason
    program = stand_in(tmp_path, "exit 1")
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    told = body_text(path, "a.doc")
    assert told.reason_code == "needs_libreoffice"
    assert told.reason is not None
    assert "Writer" in told.reason


def test_what_the_program_saves_is_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = stand_in(tmp_path, "printf '\\357\\273\\277saved text' > \"$OUT/document.txt\"")
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    assert office.program() == str(program)
    assert body_text(old_file(tmp_path / "a.doc"), "a.doc").text == "saved text"


def test_at_the_time_limit_its_children_end_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'sleep 600 &\necho $! > "{tmp_path}/child"\nwait'
    monkeypatch.setenv("PATH", f"{stand_in(tmp_path, script).parent}:/usr/bin:/bin")
    monkeypatch.setattr(office, "SECONDS", 1.0)
    begun = monotonic()
    assert body_text(old_file(tmp_path / "a.doc"), "a.doc").reason_code == "time_limit"
    assert monotonic() - begun < 10
    assert_ends(tmp_path / "child")


def test_a_child_left_behind_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f'sleep 600 &\necho $! > "{tmp_path}/child"\necho saved > "$OUT/document.txt"'
    monkeypatch.setenv("PATH", f"{stand_in(tmp_path, script).parent}:/usr/bin:/bin")
    assert body_text(old_file(tmp_path / "a.doc"), "a.doc").text == "saved\n"
    assert_ends(tmp_path / "child")


@pytest.mark.slow
def test_the_reading_process_takes_its_children_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'sleep 600 &\necho $! > "{tmp_path}/child"\nwait'
    monkeypatch.setenv("PATH", f"{stand_in(tmp_path, script).parent}:/usr/bin:/bin")
    monkeypatch.setattr(isolation, "SECONDS", 1.0)
    monkeypatch.setattr(attaching, "_OFFICE_SECONDS", 0.0)
    isolation.reading_process().close()
    told = read_body(old_file(tmp_path / "a.doc"), "a.doc")
    # It was started with this PATH; the next file needs the usual one.
    isolation.reading_process().close()
    assert told.reason_code == "time_limit"
    assert_ends(tmp_path / "child")


def assert_ends(child: Path) -> None:
    pid = int(child.read_text(encoding="ascii"))
    until = monotonic() + 5
    while runs(pid) and monotonic() < until:
        sleep(0.05)
    still = runs(pid)
    if still:
        os.kill(pid, 9)
    assert not still
