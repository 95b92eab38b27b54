"""The senders as texts: they carry every kept column, speak the old languages, and follow the contract."""

import ast
import json
import re

import pytest

from tests.house.code import ROOT
from tests.senders.kept import CSV, SENDERS, SQL, csv_text, kept, sql_text

PYTHON, POWERSHELL = SENDERS / "send_ssd.py", SENDERS / "Send-Ssd.ps1"
OPERATIONS = json.loads((ROOT / "openapi" / "openapi.json").read_text())["paths"]

NOT_IN_POWERSHELL_5 = {
    "a ternary": r"\?[^'\"\n}]*[^:\s]\s+:\s",
    "null coalescing": r"\?\?",
    "null conditional": r"\$\{?\w+\}?\?[.\[]",
    "chains of commands": r"&&|\|\|",
    "parameters of later web cmdlets": r"-SkipHttpErrorCheck|-SkipCertificateCheck|-Authentication|-Form\b|-Resume\b",
    "later parameters": r"-AsHashtable|-Parallel|utf8NoBOM|-AsByteStream|ConvertFrom-SecureString.+-AsPlainText",
    "later variables": r"\$IsWindows|\$IsLinux|\$PSStyle",
}
NOT_IN_SQL_SERVER_2012 = (
    r"STRING_AGG|STRING_SPLIT|STRING_ESCAPE|FOR\s+JSON|OPENJSON|JSON_\w+|CREATE\s+OR\s+ALTER|DROP\s+\w+\s+IF\s+EXISTS|"
    r"\bTRIM\(|CONCAT_WS|TRANSLATE\(|GREATEST\(|LEAST\(|DATETRUNC|COMPRESS\("
)


def test_the_lists_of_kept_columns_are_those_of_the_declarations():
    assert len(kept()) > 200
    assert CSV.read_text() == csv_text(), "run `python -m tests.senders.kept`"
    assert SQL.read_text() == sql_text(SQL.read_text()), "run `python -m tests.senders.kept`"


@pytest.mark.parametrize("identifying", ["name", "upn", "postcode", "address", "nhs", "nationality"])
def test_nothing_identifying_is_on_the_lists(identifying):
    names = [name for _, name, _ in kept() if identifying in name and name != "dept_team_name"]
    assert names == []


@pytest.mark.parametrize("script", [POWERSHELL, SQL, CSV], ids=lambda path: path.name)
def test_scripts_for_windows_are_ascii(script):
    assert script.read_bytes().isascii(), "Windows PowerShell and sqlcmd read other letters wrongly without a mark"


def _code(powershell: str) -> str:
    """The script without its comments and texts."""
    bare = re.sub(r"<#.*?#>", "", powershell, flags=re.DOTALL)
    return re.sub(r"#[^\n]*|'[^'\n]*'|\"(`.|[^\"\n])*\"", "", bare)


@pytest.mark.parametrize("feature", NOT_IN_POWERSHELL_5)
def test_powershell_is_that_of_windows(feature):
    assert not re.search(NOT_IN_POWERSHELL_5[feature], _code(POWERSHELL.read_text()))


@pytest.mark.parametrize(
    "later", ["$a = $b ? 1 : 2", "$a ?? 1", "$a?.Length", "dir && dir", "Invoke-WebRequest -SkipHttpErrorCheck"]
)
def test_the_guard_sees_later_powershell(later):
    assert any(re.search(pattern, _code(later)) for pattern in NOT_IN_POWERSHELL_5.values())


def test_sql_is_that_of_2012():
    bare = re.sub(r"/\*.*?\*/|--[^\n]*", "", SQL.read_text(), flags=re.DOTALL)
    assert re.search("CREATE VIEW", bare)
    assert not re.search(NOT_IN_SQL_SERVER_2012, bare, re.IGNORECASE)


@pytest.mark.parametrize("script", sorted(SENDERS.glob("*.py")), ids=lambda path: path.name)
def test_python_is_that_of_3_9(script):
    tree = ast.parse(script.read_text(), feature_version=(3, 9))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Match)]


def _functions(text: str) -> dict[str, str]:
    """Each function's name and what stands in it up to the next one."""
    parts = re.split(r"^(?:def|function) ([\w-]+)", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _operations(text: str, main: str) -> list[str]:
    """The operations of the contract in the order in which the function `main` of a script comes to them."""
    functions = _functions(text)
    asked = {}
    for name, body in functions.items():
        if found := re.search(r"""(?:\.request\(|Send-Request )["'](\w+)["'],? f?["']([^"'?]+)""", body):
            address = re.sub(r"\{\w+\}|\$\w+", "{}", found[2])
            same = [paths for path, paths in OPERATIONS.items() if re.sub(r"\{\w+\}", "{}", path) == address]
            assert same, f"{name} asks for {address}, which is not in the contract"
            asked[name] = same[0][found[1].lower()]["operationId"]
    calls = re.findall(r"[A-Za-z][\w-]+", functions[main].partition("\nif __name__")[0])
    return [asked[asked_by] for call in calls for asked_by in [_asker(call, asked, functions)] if asked_by]


def _asker(call: str, asked: dict[str, str], functions: dict[str, str]) -> str | None:
    """The function that asks the service when `call` is called: itself, or the one that it leans on."""
    if call in asked or call not in functions:
        return call if call in asked else None
    return next((name for name in asked if re.search(rf"\b{name}\b", functions[call])), None)


def test_both_senders_go_through_the_same_operations():
    python = _operations(PYTHON.read_text(), "send")
    assert python == _operations(POWERSHELL.read_text(), "Send-Folder")
    assert len(python) == 6
