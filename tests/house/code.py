"""Reads the code as the house rules see it: files, imports, functions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
API = ROOT / "api"
KINDS = ("models", "schemas", "queries", "service", "routes")


@dataclass(frozen=True)
class Import:
    """One import: from a module of ours, of a dotted name."""

    module: tuple[str, ...]
    target: tuple[str, ...]
    line: int
    is_inside_function: bool
    is_relative: bool


def modules(root: Path = API) -> Iterator[tuple[tuple[str, ...], ast.Module, str]]:
    """Each module under `root`: its dotted path as a tuple, its tree and its text."""
    for path in sorted(root.rglob("*.py")):
        text = path.read_text()
        yield path.relative_to(root).with_suffix("").parts, ast.parse(text), text


def imports(module: tuple[str, ...], tree: ast.Module) -> Iterator[Import]:
    """Each import in a tree, with what it is of."""
    inside = {
        id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) for n in ast.walk(f)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = ((node.module or "") + "." + alias.name).split(".")
                yield Import(module, tuple(name), node.lineno, id(node) in inside, node.level > 0)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, tuple(alias.name.split(".")), node.lineno, id(node) in inside, False)
