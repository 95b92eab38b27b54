"""The senders as texts: they carry every kept column, speak the old languages, and follow the contract."""

import ast
import json
import re

import pytest

from tests.house.code import ROOT
from tests.senders.kept import CSV, SENDERS, SQL, csv_text, kept, sql_text

PYTHON, POWERSHELL = SENDERS / "send_ssd.py", SENDERS / "Send-Ssd.ps1"
PATHS = json.loads((ROOT / "openapi" / "openapi.json").read_text())["paths"]

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


def _functions(script) -> dict[str, str]:
    """Each function of a script at its outermost level, by name, and what stands in it."""
    text = script.read_text()
    if script.suffix == ".py":
        found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
        return {node.name: ast.get_source_segment(text, node) or "" for node in found}
    return {name: body for body, name in re.findall(r"^(function ([\w-]+).*?^\})", text, re.MULTILINE | re.DOTALL)}


def _asked(body: str) -> str | None:
    """The operation of the contract that the first request in a function asks for, or None where there is none."""
    found = re.search(r"""(?:\.request\(|Send-Request )["'](\w+)["'],? f?["']([^"'?]+)""", body)
    if found is None:
        return None
    address = re.sub(r"\{\w+\}|\$\w+", "{}", found[2])
    same = [methods for path, methods in PATHS.items() if re.sub(r"\{\w+\}", "{}", path) == address]
    assert same, f"{address} is not in the contract"
    return same[0][found[1].lower()]["operationId"]


def _operations(script, main: str) -> list[str]:
    """The operations in the order in which the function `main` comes to them, also through another function."""
    functions = _functions(script)
    asked = {name: operation for name, body in functions.items() if (operation := _asked(body))}
    through = {name: next((one for one in asked if one in body), None) for name, body in functions.items()}
    calls = [call for call in re.findall(r"[A-Za-z][\w-]+", functions.pop(main)) if call in functions]
    found = [asked.get(call) or asked.get(through[call] or "") for call in calls]
    return [operation for operation in found if operation]


def test_both_senders_go_through_the_same_operations():
    steps = ["create_import", "upload_file", "commit_import", "abort_import", "read_import", "list_rejections"]
    assert _operations(PYTHON, "send") == steps
    assert _operations(POWERSHELL, "Send-Folder") == steps
