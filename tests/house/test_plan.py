"""The order of the rooms: a room imports only from the kernel, statistics and rooms listed before it."""

import ast
import re
from graphlib import TopologicalSorter

from api import main
from api.kernel.database import Table
from tests.house.code import API, KINDS, Import, imports, modules

ORDER = [room.__name__.split(".")[1] for room in main.ROOMS]
BELOW = ("kernel", "statistics")
ABOVE = ("main", "demonstration", "cli")
SIXTH = {
    ("access", "permissions"), ("access", "who"),  # the page of rights, and the gate that stands in signatures
    ("journal", "reads"),  # the gate that journals
    ("standards", "seed"), ("tools", "guidance"),  # the framework's words, and what auditors look for: texts
    ("tools", "content"),  # sections with questions with guidance, as they are sent and stored
    ("cases", "declaring"), ("cases", "codes"),  # how an entity is declared, and the lists of what may be sent
    ("cases", "references"),  # how a person id becomes a reference: what identifies passes through here alone
    ("intake", "entities"), ("intake", "readers"), ("intake", "merge"),  # declarations, forms of values, bulk SQL
    ("intake", "bodies"), ("intake", "outcomes"),  # a body in each of its forms, and what became of its records
    ("intake", "columns"), ("intake", "staging"), ("intake", "known"), ("intake", "bulk"),  # a million rows
    ("intake", "tables"), ("intake", "repeats"), ("intake", "documentation"),  # headers, repeated requests, in words
    ("imports", "uploads"), ("imports", "names"), ("imports", "reading"),  # what a file must be and hold
    ("imports", "work"), ("imports", "sentences"),  # the worker's part, and where an import stands in words
    ("compat", "mapping"),  # the DfE's child object as our records
    ("sources", "checks"), ("sources", "rhythm"), ("sources", "standing"),  # what may be wrong, late, and in words
    ("actions", "rules"),  # who may do and verify an action, and when it is due
    ("audits", "conflicts"), ("audits", "readiness"),  # who may not audit whom; what rooms above add to an audit
    ("audits", "filling"), ("audits", "handovers"), ("audits", "facts"),  # its auditor writes, changes; the case data
    ("findings", "sheets"),  # what audits, findings and actions know of one worker's cases, for supervision
    ("calibrations", "graders"),  # who may not grade a case
    ("calibrations", "results"), ("calibrations", "spread"),  # what came out, and how far apart grades lie
    ("exemplars", "anonymity"), ("meetings", "agenda"),  # what names a child, and what a meeting has to speak about
    ("meetings", "deciding"),  # what becomes of decisions in the rooms of actions and rounds
    ("rounds", "rule"), ("rounds", "frame"), ("rounds", "drawing"),  # a frame as data, as conditions, and drawn from
    ("rounds", "sharing"), ("rounds", "allocating"), ("rounds", "board"),  # who takes which case, and how far they are
    ("rounds", "coverage"),  # what was audited how often, in a round or not
    ("voices", "readiness"), ("voices", "comparison"),  # what submission asks of voices; where two grades agree
    ("agreement", "figures"), ("agreement", "sentences"),  # arithmetic over counts, and what it says in words
    ("moderations", "selection"), ("moderations", "allocating"),  # which audits are moderated, and by whom
    ("moderations", "panel"),  # moderation by several people
    ("audits", "moves"),  # whether grades moved from an audit to its re-audit
    ("audits", "next_steps"), ("audits", "earlier"),  # what may be done next; copies of what it said before
    ("feed", "columns"), ("feed", "copying"), ("feed", "files"),  # columns declared once, rows by COPY, forms as bytes
    ("feed", "filtering"), ("feed", "odata"), ("feed", "entities"),  # what a filter may say; OData's language
    ("triangle", "messages"),  # where corners disagree, in words
    ("indicators", "catalogue"), ("indicators", "counting"), ("indicators", "hiding"), ("indicators", "sentences"),
    ("comparators", "published"), ("comparators", "reading"),  # the published files as data, and how one is read
    ("exceptions", "causes"),  # when one is raised, and why, in words
    ("indicators", "settings"),  # the conventions a council changes from a day on
    ("indicators", "versions"), ("indicators", "wordings"),  # what an indicator counted, and what it was called
    ("indicators", "telling"), ("indicators", "defining"),  # the schemas of these, and of conventions
    ("indicators", "releases"), ("indicators", "releasing"),  # what may be public of a year, and keeping what was
    ("indicators", "balances"),  # what begins and what is there tell what ended
    ("indicators", "keeping"),  # whether what is hidden could be something else
    ("indicators", "years"), ("indicators", "links"),  # a year's sums; which counts lie within others, and may move
    ("charts", "drawing"), ("charts", "between"), ("charts", "words"),  # how a series becomes a chart, and what it says
    ("targets", "rag"),  # what a target says of a value, and which counted when
    # the rows behind figures, taken whole, or where they moved, or again each day to see whether they are right
    ("indicators", "rows"), ("indicators", "retaking"), ("indicators", "checking"),
    ("indicators", "refreshing"),  # what to count again, and when
    ("indicators", "states"),  # how far each measure was counted, and what failed
    ("indicators", "dividing"),  # figures made of two others
    ("indicators", "breakdowns"),  # a figure by the groups of children behind it
    ("indicators", "groups"),  # the groups of children that figures are broken down by, declared once
    ("indicators", "evidence"),  # how a figure came about, and the children behind it
}  # fmt: skip
"""Files beyond the five, each with the reason a newcomer would accept."""


def floor(room: str) -> int:
    if room in BELOW:
        return BELOW.index(room)
    if room in ORDER:
        return len(BELOW) + ORDER.index(room)
    return len(BELOW) + len(ORDER) + ABOVE.index(room)


def faults(found: list[Import]) -> list[str]:
    """Sentences about imports that go up, sideways into routes, or the wrong way inside a room."""
    said = []
    for i in found:
        if i.target[0] != "api" or len(i.target) < 2:
            continue
        mine, theirs = i.module[0], i.target[1]
        if mine == theirs:
            if (
                len(i.module) > 1
                and i.module[1] in KINDS
                and i.target[2] in KINDS
                and KINDS.index(i.target[2]) >= KINDS.index(i.module[1])
            ):
                said.append(f"{'.'.join(i.module)}:{i.line} goes up from {i.module[1]} to {i.target[2]}")
        elif floor(theirs) >= floor(mine):
            said.append(f"{'.'.join(i.module)}:{i.line} reaches up to {theirs}")
        elif mine not in ABOVE and len(i.target) > 2 and i.target[2] == "routes":
            said.append(f"{'.'.join(i.module)}:{i.line} imports another room's routes")
    return said


def test_imports_go_down_only():
    found = [i for module, tree, _ in modules() if module != ("__init__",) for i in imports(module, tree)]
    assert len(found) > 100, "the walk found nothing to check"
    assert faults(found) == []


def test_the_guard_sees_a_wrong_import():
    wrong = "from api.moderations import queries"
    assert faults(list(imports(("audits", "service"), ast.parse(wrong)))) != []
    assert faults(list(imports(("audits", "models"), ast.parse("from api.audits.service import x")))) != []
    assert faults(list(imports(("moderations", "service"), ast.parse("from api.audits.routes import router")))) != []


def test_imports_are_absolute_and_at_the_top():
    wrong = [i for module, tree, _ in modules() for i in imports(module, tree) if i.is_relative or i.is_inside_function]
    assert wrong == []


def test_foreign_keys_go_down_too():
    home = {table.name: owner for owner, table in owned_tables()}
    links = [
        (home[t.name], home[fk.column.table.name]) for t in Table.metadata.tables.values() for fk in t.foreign_keys
    ]
    assert len(links) > 15
    assert [(a, b) for a, b in links if floor(b) > floor(a)] == []


def owned_tables():
    for mapper in Table._sa_registry.mappers:
        yield mapper.class_.__module__.split(".")[1], mapper.local_table


def test_a_room_has_five_files():
    rooms = [folder for folder in API.iterdir() if folder.name in ORDER]
    assert len(rooms) == len(ORDER)
    extra = [(r.name, f.stem) for r in rooms for f in r.glob("*.py") if f.stem not in (*KINDS, "__init__")]
    assert [e for e in extra if e not in SIXTH] == []


def test_the_tests_mirror_the_rooms():
    tests = {f.name for f in (API.parent / "tests").iterdir() if f.is_dir()}
    assert set(ORDER) <= tests


def test_the_map_in_the_readme_lists_the_rooms_in_the_same_order():
    listed = re.findall(r"^\| `(\w+)` \|", (API.parent / "README.md").read_text(), re.MULTILINE)
    assert [room for room in listed if room in ORDER] == ORDER


def test_the_front_end_lists_the_rooms_in_the_same_order():
    """Intake and compat have no screen, and the triangle is the home page."""
    source = API.parent / "frontend" / "src"
    listed = re.search(r"const rooms = \[([^\]]+)\]", (source / "app.jsx").read_text())
    assert listed
    rooms = [name.strip() for name in listed[1].split(",") if name.strip()]
    assert ["triangle" if name == "home" else name for name in rooms] == [
        name for name in ORDER if name not in ("intake", "compat")
    ]
    assert all((source / name).is_dir() for name in rooms)


def test_no_files_of_the_front_end_import_each_other_in_a_circle():
    source = API.parent / "frontend" / "src"
    named = re.compile(r"^(?:import|export) .*?'(\.[^']+)';", re.MULTILINE | re.DOTALL)
    drawn = {
        file: [(file.parent / name).resolve() for name in named.findall(file.read_text())]
        for file in source.rglob("*.js*")
    }  # fmt: skip
    assert sum(map(len, drawn.values())) > 500, "the walk found nothing to check"
    TopologicalSorter(drawn).prepare()  # raises CycleError, which names the files
