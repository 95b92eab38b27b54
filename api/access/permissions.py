"""Who may do what, on one page: the verbs, how far each role sees, and the table of roles.

Two gates and never a third. The *verb*: a permission `room:verb`, named in the route's signature; without it 403.
The *row*: how far a role reaches, which PostgreSQL's row-level security applies; out of reach is not found, 404.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Every verb that is guarded, as `room:verb`."""

    me_read = "me:read"
    people_read = "people:read"
    people_manage = "people:manage"
    units_read = "units:read"
    clients_manage = "clients:manage"
    journal_read = "journal:read"
    standards_read = "standards:read"
    standards_draft = "standards:draft"
    standards_publish = "standards:publish"
    cases_read = "cases:read"
    cases_find = "cases:find"
    records_push = "records:push"
    imports_manage = "imports:manage"
    imports_confirm = "imports:confirm"
    sources_read = "sources:read"
    findings_read = "findings:read"
    choices_read = "choices:read"
    choices_set = "choices:set"
    actions_read = "actions:read"
    actions_set = "actions:set"
    actions_complete = "actions:complete"
    actions_verify = "actions:verify"
    tools_read = "tools:read"
    tools_draft = "tools:draft"
    audits_read = "audits:read"
    audits_allocate = "audits:allocate"
    audits_complete = "audits:complete"
    audits_override = "audits:override"
    audits_acknowledge = "audits:acknowledge"
    voices_answer = "voices:answer"
    moderations_read = "moderations:read"
    moderations_allocate = "moderations:allocate"
    moderations_complete = "moderations:complete"
    disputes_raise = "disputes:raise"
    disputes_resolve = "disputes:resolve"
    rounds_read = "rounds:read"
    rounds_manage = "rounds:manage"
    calibrations_read = "calibrations:read"
    calibrations_manage = "calibrations:manage"
    calibrations_complete = "calibrations:complete"
    exemplars_read = "exemplars:read"
    exemplars_manage = "exemplars:manage"
    agreement_read = "agreement:read"
    agreement_enter = "agreement:enter"
    meetings_read = "meetings:read"
    meetings_manage = "meetings:manage"
    surveys_read = "surveys:read"
    surveys_manage = "surveys:manage"
    indicators_read = "indicators:read"
    indicators_compute = "indicators:compute"
    indicators_define = "indicators:define"
    targets_set = "targets:set"
    annotations_write = "annotations:write"
    comparators_load = "comparators:load"
    purple_book_manage = "purple_book:manage"
    exceptions_read = "exceptions:read"
    exceptions_answer = "exceptions:answer"
    exceptions_close = "exceptions:close"


class Reach(StrEnum):
    """Which rows about children a role sees."""

    council = "council"
    units = "units"
    """The children of the units of the grant, and of those beneath them."""
    own = "own"
    """The children the person works with."""
    allocated = "allocated"
    """The cases a person has been given to audit, while they have them."""
    moderation = "moderation"
    """The audits in moderation."""
    records = "records"
    """Every record as the source sent it, by ids and codes: for those who mend the data."""
    journal = "journal"
    """The journal: who saw and did what, by ids."""
    people = "people"
    """People, their roles and machine clients, to change them."""
    suppressed = "suppressed"
    """No child's row at all, and figures only where they are suppressed."""


class Role(StrEnum):
    """The roles the framework names, and those of machines."""

    practitioner = "practitioner"
    team_manager = "team_manager"
    auditor = "auditor"
    moderator = "moderator"
    reviewing_officer = "reviewing_officer"
    service_manager = "service_manager"
    head_of_service = "head_of_service"
    head_of_childrens_social_care = "head_of_childrens_social_care"
    quality_lead = "quality_lead"
    principal_social_worker = "principal_social_worker"
    director = "director"
    lead_member = "lead_member"
    partnership = "partnership"
    data_analyst = "data_analyst"
    administrator = "administrator"
    case_management_system = "case_management_system"
    bi_tool = "bi_tool"


MACHINES = frozenset({Role.case_management_system, Role.bi_tool})
"""The roles that a machine client may hold; people may hold all the others."""


@dataclass(frozen=True)
class Right:
    """What a role may do and how far it sees."""

    may: frozenset[Permission]
    reach: frozenset[Reach] = frozenset()


CHILD_LEVEL = frozenset({
    Permission.cases_read, Permission.cases_find, Permission.findings_read,
    Permission.audits_read, Permission.audits_allocate, Permission.audits_complete,
    Permission.audits_override, Permission.audits_acknowledge, Permission.voices_answer,
    Permission.moderations_read, Permission.moderations_allocate, Permission.moderations_complete,
    Permission.disputes_raise, Permission.disputes_resolve,
    Permission.actions_read, Permission.actions_set, Permission.actions_complete, Permission.actions_verify,
    Permission.rounds_read, Permission.rounds_manage, Permission.agreement_enter,
    Permission.calibrations_read, Permission.calibrations_manage, Permission.calibrations_complete,
    Permission.meetings_read, Permission.meetings_manage,
})  # fmt: skip
"""Permissions over rows about a child: whoever uses one leaves an entry in the journal."""

_P = Permission
_EVERYONE = {_P.me_read, _P.units_read, _P.standards_read, _P.indicators_read}
_STAFF = _EVERYONE | {_P.tools_read, _P.surveys_read, _P.exemplars_read, _P.choices_read}
_CASEWORK = _STAFF | {_P.cases_read, _P.audits_read, _P.actions_read, _P.actions_complete}
_PRACTICE = _CASEWORK | {_P.cases_find, _P.voices_answer, _P.disputes_raise}
_AUDITING = {
    _P.cases_find, _P.audits_complete, _P.actions_set, _P.rounds_read, _P.calibrations_read, _P.calibrations_complete,
    _P.agreement_read,
}  # fmt: skip
_OVERSIGHT = _CASEWORK | {
    _P.people_read, _P.moderations_read, _P.rounds_read, _P.calibrations_read, _P.agreement_read, _P.meetings_read,
    _P.exceptions_read,
}  # fmt: skip
_LEADING = _OVERSIGHT | {
    _P.cases_find, _P.audits_acknowledge, _P.disputes_raise, _P.actions_set, _P.actions_verify, _P.annotations_write,
    _P.exceptions_answer,
}  # fmt: skip
_MODERATING = {
    _P.cases_find, _P.moderations_allocate, _P.disputes_resolve, _P.calibrations_manage, _P.exemplars_manage,
    _P.meetings_manage, _P.actions_set, _P.actions_verify,
}  # fmt: skip
_DATA = {
    _P.imports_manage, _P.imports_confirm, _P.sources_read, _P.findings_read, _P.cases_find, _P.indicators_compute,
    _P.indicators_define, _P.targets_set, _P.annotations_write, _P.comparators_load, _P.purple_book_manage,
}  # fmt: skip
_QUALITY = _OVERSIGHT | _DATA | _MODERATING | {
    _P.tools_draft, _P.standards_draft, _P.audits_allocate, _P.audits_override, _P.rounds_manage, _P.agreement_enter,
    _P.choices_set, _P.surveys_manage, _P.exceptions_answer, _P.exceptions_close,
}  # fmt: skip


def _right(may: set[Permission], *reach: Reach) -> Right:
    return Right(frozenset(may), frozenset(reach))


RIGHTS: dict[Role, Right] = {
    Role.practitioner: _right(_PRACTICE, Reach.own),
    Role.team_manager: _right(
        _PRACTICE | _AUDITING | {_P.actions_verify, _P.annotations_write, _P.exceptions_read},
        Reach.units, Reach.allocated,
    ),
    Role.auditor: _right(_CASEWORK | _AUDITING | {_P.disputes_raise}, Reach.allocated),
    Role.moderator: _right(
        _OVERSIGHT | _MODERATING | {_P.moderations_complete, _P.calibrations_complete},
        Reach.moderation, Reach.allocated,
    ),
    Role.reviewing_officer: _right(_CASEWORK | {_P.cases_find, _P.disputes_raise}, Reach.own),
    Role.service_manager: _right(_LEADING, Reach.units),
    Role.head_of_service: _right(_LEADING, Reach.units),
    Role.head_of_childrens_social_care: _right(
        _LEADING | {
            _P.standards_publish, _P.journal_read, _P.sources_read, _P.audits_override, _P.disputes_resolve,
            _P.meetings_manage, _P.choices_set, _P.targets_set, _P.purple_book_manage, _P.exceptions_close,
        },
        Reach.council, Reach.journal,
    ),
    Role.quality_lead: _right(_QUALITY, Reach.council),
    Role.principal_social_worker: _right(_STAFF | {_P.surveys_manage, _P.exemplars_manage}),
    Role.director: _right(_OVERSIGHT | {_P.sources_read}, Reach.council),
    Role.lead_member: _right(_EVERYONE, Reach.suppressed),
    Role.partnership: _right(_EVERYONE, Reach.suppressed),
    Role.data_analyst: _right(_STAFF | _DATA | {_P.agreement_read, _P.exceptions_read}, Reach.records),
    Role.administrator: _right(
        {
            _P.me_read, _P.units_read, _P.people_read, _P.people_manage, _P.clients_manage, _P.journal_read,
            _P.sources_read,
        },
        Reach.journal, Reach.people,
    ),
    Role.case_management_system: _right({_P.me_read, _P.records_push, _P.imports_manage}),
    Role.bi_tool: _right({_P.me_read, _P.units_read, _P.indicators_read}),
}  # fmt: skip
