"""The examples on the pages are run as they stand there, with the address, the client and the database put in."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

from api.imports.service import resume_imports
from tests.house.code import ROOT
from tests.senders.kept import SENDERS
from tests.senders.make import worker

HEADER = "CHILD,SEX,DOB,ETHNIC\np1,2,17/05/2015,WBRI\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\np1,02/03/2026,S,C2,N1,U1,PR1,,\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\np1,17/05/2015,30/03/2026,PN1\n"

needs_curl = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq")), reason="the examples use curl and jq, which are not here"
)


def _example(page: str, language: str, mark: str) -> str:
    """The one example in a language on a page that holds `mark`."""
    blocks = re.findall(rf"```{language}\n(.*?)```", (ROOT / "openapi" / page).read_text(), re.DOTALL)
    (found,) = [block for block in blocks if mark in block]
    return found


@pytest.fixture
def shell(anonymous, database, client, tmp_path):
    """`shell(script)`: run it in bash beside the secret, merge what it committed, give what it printed."""
    (tmp_path / "secret.txt").write_text(client[1])

    def run(script: str) -> str:
        url = str(anonymous.base_url).rstrip("/")
        filled = script.replace("https://plumbline.example.gov.uk", url).replace("pl-0123456789abcdef", client[0])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", filled], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        resume_imports(database)
        return done.stdout

    return run


@needs_curl
def test_statutory_returns_by_curl(shell, tmp_path, as_):
    for name, text in (("header", HEADER), ("episodes", EPISODES), ("reviews", REVIEWS)):
        (tmp_path / f"{name}.csv").write_text(text)
    printed = shell(_example("statutory-returns.md", "sh", "files/$FILE"))
    assert '"rows":1' in printed.replace(" ", "")
    (done,) = as_("data_analyst").get("/api/v1/imports").json()["items"]
    assert (done["state"], done["rejected"]) == ("completed", 0)


@needs_curl
def test_a_push_by_curl(shell):
    token = _example("statutory-returns.md", "sh", "files/$FILE").split("\n\n")[0]
    printed = shell(token + "\n" + _example("ssd-tables.md", "sh", "--data-binary"))
    assert '"created":2' in printed.replace(" ", "")


def test_the_python_example_from_a_database(anonymous, database, client, tmp_path):
    with sqlite3.connect(tmp_path / "ssd.db") as tables:
        tables.execute("create table ssd_person (pers_person_id text, pers_forename text, pers_dob text)")
        tables.execute("insert into ssd_person values ('p1', 'Robin', '2015-05-17')")
    example = _example("python.md", "python", "write_tables").replace("import pyodbc", "import sqlite3")
    example = re.sub(r"pyodbc\.connect\(.*?\)", f"sqlite3.connect({str(tmp_path / 'ssd.db')!r})", example)
    example = example.replace('"ssd_development"', '"main"')
    who = {"PLUMBLINE_URL": str(anonymous.base_url), "PLUMBLINE_CLIENT_ID": client[0]}
    who |= {"PLUMBLINE_CLIENT_SECRET": client[1], "PYTHONPATH": str(SENDERS)}
    with worker(database):
        done = subprocess.run(
            [sys.executable, "-c", example],
            env={**os.environ, **who},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"person +1 +1 ", done.stdout)
