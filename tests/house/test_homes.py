"""One home for each thing, one statement in each route, and sizes a reader can hold."""

import ast
import re
import statistics

from tests.house.code import imports, modules


def files():
    return [(module, tree, text) for module, tree, text in modules() if len(module) > 1]


def users_of(root: str, names: set[str], trees=None) -> set[tuple[str, ...]]:
    """The modules that import one of `names` from a package that starts with `root`."""
    found = set()
    for module, tree, _ in trees or files():
        for i in imports(module, tree):
            if i.target[0] == root and (i.target[-1] in names or not names):
                found.add(module)
    return found


def test_select_lives_in_queries():
    selecting = users_of("sqlmodel", {"select"}) | users_of("sqlalchemy", {"select"})
    assert selecting, "the walk found no select at all"
    homes = ("kernel", "demonstration")
    wrong = {m for m in selecting if m[0] not in homes and m[-1] != "queries" and "measures" not in m}
    assert wrong == set()


def test_the_guard_sees_a_select_in_a_service():
    tree = ast.parse("from sqlmodel import select")
    assert users_of("sqlmodel", {"select"}, [(("audits", "service"), tree, "")]) == {("audits", "service")}


def test_jose_has_one_home():
    assert users_of("jose", set()) == {("kernel", "tokens")}


def _texts_with(pattern: str) -> set[str]:
    return {"/".join(module) for module, _, text in files() if re.search(pattern, text)}


def test_the_environment_is_read_in_settings():
    assert _texts_with(r"os\.environ|os\.getenv") == {"kernel/settings"}


def test_the_transaction_is_committed_in_one_place():
    assert _texts_with(r"\.commit\(\)") == {"kernel/database"}


def test_the_clock_has_one_home():
    assert _texts_with(r"datetime\.now\(|date\.today\(|time\.time\(") == {"kernel/clock"}


def routes():
    for module, tree, _ in files():
        if module[-1] == "routes":
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield "/".join(module), node


def test_a_route_is_one_statement_with_a_docstring():
    found = list(routes())
    assert len(found) > 40
    for where, function in found:
        assert ast.get_docstring(function), f"{where}:{function.name} has no docstring for API readers"
        assert len(function.body) == 2, f"{where}:{function.name} does more than one thing"


def test_files_open_with_a_sentence():
    silent = ["/".join(module) for module, tree, _ in modules() if not (ast.get_docstring(tree) or "").strip()]
    assert silent == []


def test_files_and_functions_stay_small():
    sizes = {"/".join(module): len(text.splitlines()) for module, _, text in files()}
    bounds = {"routes": 200, "service": 250}
    over = {f: n for f, n in sizes.items() if n > bounds.get(f.rsplit("/", 1)[-1], 400)}
    assert over == {}
    assert statistics.median(sizes.values()) <= 100
    long = [
        f"{'/'.join(module)}:{f.name} {f.end_lineno - f.lineno + 1}"
        for module, tree, _ in files() for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef) and (f.end_lineno or 0) - f.lineno + 1 > 45
    ]  # fmt: skip
    assert long == []
