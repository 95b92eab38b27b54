"""The plan of the house: the ordered list of rooms, and the application built from it.

A room imports only from the kernel, statistics and rooms listed before it.
"""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import ModuleType

from fastapi import FastAPI

from api.access import routes as access
from api.access import who
from api.actions import routes as actions
from api.agreement import routes as agreement
from api.annotations import routes as annotations
from api.audits import routes as audits
from api.calibrations import routes as calibrations
from api.cases import routes as cases
from api.charts import routes as charts
from api.choices import routes as choices
from api.comparators import routes as comparators
from api.compat import routes as compat
from api.concerns import routes as concerns
from api.disputes import routes as disputes
from api.escalations import routes as escalations
from api.exceptions import routes as exceptions
from api.exemplars import routes as exemplars
from api.feed import routes as feed
from api.findings import routes as findings
from api.imports import routes as imports
from api.indicators import routes as indicators
from api.intake import routes as intake
from api.journal import routes as journal
from api.kernel import errors, spa
from api.kernel.database import Database
from api.kernel.middleware import BodyLimit, Envelope
from api.kernel.settings import settings
from api.meetings import routes as meetings
from api.moderations import routes as moderations
from api.purple_book import routes as purple_book
from api.rounds import routes as rounds
from api.sources import routes as sources
from api.standards import routes as standards
from api.surveys import routes as surveys
from api.targets import routes as targets
from api.tools import routes as tools
from api.triangle import routes as triangle
from api.voices import routes as voices

ROOMS: tuple[ModuleType, ...] = (
    access,  # people, units, roles, machine clients: who is asking
    journal,  # what was seen and done
    standards,  # the practice standards and their versions
    cases,  # children by reference, and the work with them
    intake,  # how case data comes in, push by push
    imports,  # bulk loads: files staged, merged as a whole or not at all
    compat,  # what councils already send to the DfE, taken as it is
    sources,  # what came from where, whether it is complete and right, and the rows to mend
    choices,  # the council's own figures: deadlines, shares, tolerances
    actions,  # what is to be done, by whom, and whether it was proven
    tools,  # audit tools, made from the standards
    audits,  # case audits
    concerns,  # what cannot wait for the end of an audit, because a child may not be safe
    escalations,  # audits below good, told at once to whoever answers for the team
    voices,  # what child, family and practitioner said in an audit
    findings,  # strengths and areas for improvement, and what is done about them
    moderations,  # second readings of audits
    disputes,  # where somebody does not agree
    rounds,  # programmes of audits: sample, allocation, coverage
    calibrations,  # one case graded by many
    exemplars,  # what good looks like
    agreement,  # how far auditors, moderators and inspectors agree
    meetings,  # the monthly meeting about audits and moderation
    surveys,  # voice: surveys and anonymous answers
    indicators,  # quality indicators and their values
    targets,  # what they are to reach, from which day on
    annotations,  # what happened that a chart ought to show, and from when it is worked out anew
    charts,  # what is signal and what is noise: series with limits, and units side by side
    comparators,  # published figures of other councils, the region and England
    exceptions,  # figures worse than chance explains, and what is done about them
    purple_book,  # the chosen indicators side by side
    feed,  # how figures go out, to every tool that reads them
    triangle,  # voice, numbers and practice in balance
)

STREAMED = re.compile(r"/api/v1/imports/[^/]+/files/[^/]+")
"""Addresses whose bodies are files of any size, read as they come."""

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(database: Database, *, lifespan: Lifespan | None = None) -> FastAPI:
    """The application over one database; everything it keeps is there, so that several of them behave as one."""
    app = FastAPI(
        title="Plumbline",
        version="1",
        summary="Quality assurance for children's social care: voice, numbers and practice in balance.",
        description="Lists are keyset paged, errors are problem+json (RFC 9457), each operation names its permission."
        " BI tools also read the tables of the feed as OData 4.0 under /odata/v1, which stands beside this contract: it"
        " describes itself in /odata/v1/$metadata, and its errors have OData's form.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
        responses={"4XX": {"model": errors.ProblemBody, "description": "What was wrong, field by field"}},
        telemetry={"tracing": False, "logs": False, "operation_spans": False},
        lifespan=lifespan,
    )
    app.state.database = database
    app.state.verifier = who.make_verifier()
    errors.install(app)
    for room in ROOMS:
        app.include_router(room.router, prefix="/api/v1")
    app.include_router(access.token_router)
    app.include_router(compat.compat_router)
    app.include_router(voices.views_router, prefix="/api/v1")
    app.include_router(surveys.respond_router, prefix="/api/v1")
    app.include_router(feed.odata_router)
    app.include_router(spa.router)
    app.add_middleware(BodyLimit, max_body_size=settings.max_body_bytes, streamed=STREAMED)
    app.add_middleware(Envelope)
    return app
