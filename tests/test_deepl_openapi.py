"""The implemented part of DeepL's API against its own OpenAPI file, by schemathesis.

The file is not ours to copy: github.com/DeepLcom/openapi has it. VITRANS_DEEPL_OPENAPI names it.
Our own endpoints are held to what `/openapi.json` says of them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the server (pip install '.[serve]')")
pytest.importorskip("schemathesis", reason="needs schemathesis")

from fakes import use_fakes
from live_server import LiveServer, live_server
from vitrans.memory import Memory
from vitrans.server.settings import ServerSettings

pytestmark = pytest.mark.slow
GIVEN = os.environ.get("VITRANS_DEEPL_OPENAPI", "")
IMPLEMENTED = (
    r"^/v2/(translate|document|document/\{document_id\}(/result)?|glossary-language-pairs|usage"
    r"|languages|glossaries.*)$|^/v3/glossaries.*$"
)
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        Memory.writing(tmp_path / "memory.db").close()
        settings = ServerSettings(data_dir=tmp_path / "data", memory=tmp_path / "memory.db")
        with live_server(settings) as live:
            yield live


def run(server: LiveServer, tmp_path: Path, schema: str, *options: str) -> None:
    """Run schemathesis; fail with what it found."""
    program = shutil.which("schemathesis") or str(Path(sys.executable).parent / "schemathesis")
    command = [program, "run", schema, "--url", server.url, "--checks", CHECKS, *options]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--seed", "7"]
    command += ["--generation-database", "none", "--suppress-health-check", "all", "--no-color"]
    done = subprocess.run(
        [*command, "--request-timeout", "60", "--warnings", "off"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


@pytest.mark.skipif(not GIVEN, reason="VITRANS_DEEPL_OPENAPI names no OpenAPI file of DeepL")
def test_what_is_implemented_answers_as_deepls_file_says(
    server: LiveServer, tmp_path: Path
) -> None:
    key = ["-H", "Authorization: DeepL-Auth-Key any"]
    run(server, tmp_path, str(Path(GIVEN).resolve()), "--include-path-regex", IMPLEMENTED, *key)


def test_our_own_endpoints_answer_as_they_say(server: LiveServer, tmp_path: Path) -> None:
    own = r"^/(translate|restore|captions|align|score|lexicon|memory|glossaries|documents)"
    run(server, tmp_path, f"{server.url}/openapi.json", "--include-path-regex", own)
