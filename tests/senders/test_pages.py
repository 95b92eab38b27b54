"""The guides under openapi/ say what is there: their links lead somewhere, and their addresses are the contract's."""

import json
import re

import pytest

from api.cases.models import ENTITIES
from api.indicators.measures import MEASURES
from tests.house.code import ROOT
from tests.senders.kept import SENDERS, kept

GUIDES = ROOT / "openapi"
PAGES = sorted(GUIDES.glob("*.md"))
PATHS = json.loads((GUIDES / "openapi.json").read_text())["paths"]
EXTRAS = ("supervision", "core_groups", "visit_frequency", "feedback")


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _shape(address: str) -> str:
    """An address with every part that varies as {}."""
    return re.sub(r"\{\w+\}", "{}", address.partition("?")[0])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", page.read_text())
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        there = GUIDES / file if file else page
        assert there.exists(), link
        assert not anchor or anchor in _anchors(there.read_text()), link


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_operations_are_in_the_contract(page):
    known = {(method.upper(), _shape(path)) for path, methods in PATHS.items() for method in methods}
    said = re.findall(r"`((?:GET|POST|PUT|DELETE)(?:, (?:PUT|DELETE))*) (/[^`\s]+)`", page.read_text())
    assert [pair for pair in said if (pair[0], _shape(pair[1])) not in known] == []


@pytest.mark.parametrize("page", sorted(GUIDES.glob("feed*.md")), ids=lambda path: path.name)
def test_indicators_named_in_examples_are_in_the_catalogue(page):
    named = re.findall(r"""\bindicator\b["']?\)? (?:==|=|eq) ["'](\w+)["']""", page.read_text())
    assert set(named) <= {measure.code for measure in MEASURES}


def test_readme_leads_to_every_page_and_every_page_stays_short():
    readme = (GUIDES / "README.md").read_text()
    assert [page.name for page in PAGES if page.name != "README.md" and f"({page.name}" not in readme] == []
    assert {page.name: lines for page in PAGES if (lines := len(page.read_text().splitlines())) > 150} == {}


def test_every_entity_is_on_the_page_of_tables():
    listed = (GUIDES / "ssd-tables.md").read_text().split("## What is taken")[1].split("## What a record means")[0]
    assert [model.entity for model in ENTITIES if f"`{model.entity}`" not in listed] == []


def test_every_column_of_the_dataset_is_kept_or_told_to_be_dropped(shared):
    listed = (GUIDES / "ssd-tables.md").read_text().split("are not kept:")[1].split("## What a record means")[0]
    told = re.findall(r"`([a-z]{4}_\w+)`", listed)
    columns = {(entity, name) for entity, name, _ in kept()}
    dropped = []
    for model in ENTITIES:
        if model.entity not in EXTRAS:
            spec = (shared / "ssd_spec_v1.4.5" / "objects" / f"ssd_{model.entity}.yml").read_text("utf-8")
            named = re.findall(r"^  - name: (\w+)", spec, re.MULTILINE)
            assert named, model.entity
            dropped += [name for name in named if (model.entity, name) not in columns]
    assert sorted(dropped) == sorted(told)


@pytest.mark.parametrize("entity", EXTRAS)
def test_extras_tell_each_column_and_make_it_in_the_example(entity):
    section = (GUIDES / "extras.md").read_text().split(f"`{entity}`\n")[1].split("\n## ")[0]
    table, example = section.split("```sql")
    columns = {name for of, name, _ in kept() if of == entity}
    assert set(re.findall(r"`([a-z]{4}_\w+)`", table)) - {"ssd_professionals", "ssd_cp_plans"} == columns
    assert set(re.findall(r"AS (\w+)[,\n]", example)) == columns


@pytest.mark.parametrize(("page", "script"), [("powershell.md", "Send-Ssd.ps1"), ("python.md", "send_ssd.py")])
def test_options_on_the_page_are_those_of_the_script(page, script):
    text, code = (GUIDES / page).read_text(), (SENDERS / script).read_text()
    told = set(re.findall(r"^\| `(--?[\w-]+)", text, re.MULTILINE))
    if script.endswith(".py"):
        assert told == set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', code))
    else:
        parameters = code.split("param(")[1].split("\n)\n")[0]
        needed = {"-Url", "-CredentialFile", "-Folder", "-SqlServer", "-Database"}
        assert told | needed == {f"-{name}" for name in re.findall(r"\] \$(\w+)", parameters)}
