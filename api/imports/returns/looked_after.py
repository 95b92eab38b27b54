"""Annex A's list of looked-after children: one row holds the period of care and the latest of everything in it.

The period stands as one episode, with an id that no SSDA903 episode has: the list does not tell the episodes apart.
With the period end the placement and the legal status that it had last; of those that go on nothing is said.
"""

from typing import Any

from api.imports.returns import words
from api.imports.returns.ids import Ids
from api.imports.returns.lists import List, Pairs, Row
from api.imports.returns.values import Value, day, filled


def _records(row: Row, ids: Ids) -> Pairs:
    child, began, ceased = row["child"], day(row["began"]), day(row["ceased"])
    period = ids.make("cla_episodes", child, on=began or "", kind="period", row=tuple(row.values()))
    reviewer = day(row["reviewer"])
    yield "cla_episodes", {
        "clae_cla_episode_id": period, "clae_person_id": child, "clae_cla_id": period,
        "clae_cla_episode_start_date": began, "clae_entered_care_date": began,
        "clae_cla_primary_need_code": words.NEED.read(row["need"]), "clae_cla_episode_ceased_date": ceased,
        "clae_cla_episode_ceased_reason": words.CEASED.read(row["reason"]), "clae_cla_last_iro_contact_date": reviewer,
    }  # fmt: skip
    if row["legal"] or row["legal_began"]:
        yield "legal_status", _legal_status(row, ids)
    if row["placed"] or row["kind"]:
        yield "cla_placement", _placement(row, period, ids)
    if reviewed := day(row["reviewed"]):
        made = ids.make("cla_reviews", child, on=reviewed, row=(reviewed, period))
        yield "cla_reviews", {"clar_cla_review_id": made, "clar_cla_person_id": child, "clar_cla_id": period,
                              "clar_cla_review_date": reviewed}  # fmt: skip
    if visited := day(row["visited"]):
        made = ids.make("cla_visits", child, on=visited, row=(visited, period))
        yield "cla_visits", {"clav_cla_visit_id": made, "clav_person_id": child, "clav_cla_id": period,
                             "clav_cla_visit_date": visited}  # fmt: skip
    for column, check in (("assessment", "Health Assessment"), ("dental", "Dental Check")):
        if checked := day(row[column]):
            yield "cla_health", {
                "clah_health_check_id": ids.make("cla_health", child, on=checked, kind=column, row=(checked,)),
                "clah_person_id": child, "clah_health_check_type": check, "clah_health_check_date": checked,
                "clah_health_check_status": "Completed",
            }  # fmt: skip


def _legal_status(row: Row, ids: Ids) -> dict[str, Any]:
    began, status = day(row["legal_began"]), words.LEGAL_STATUS.read(row["legal"])
    return {
        "lega_legal_status_id": ids.make("legal_status", row["child"], on=began or "", row=(began, status)),
        "lega_person_id": row["child"], "lega_legal_status": status, "lega_legal_status_start_date": began,
        **filled({"lega_legal_status_end_date": day(row["ceased"])}),
    }  # fmt: skip


def _placement(row: Row, period: Value, ids: Ids) -> dict[str, Any]:
    began, kind, provider = day(row["placed"]), words.PLACEMENT.read(row["kind"]), words.PROVIDER.read(row["provider"])
    return {
        "clap_cla_placement_id": ids.make("cla_placement", row["child"], on=began or "", row=(began, kind, provider)),
        "clap_person_id": row["child"], "clap_cla_id": period, "clap_cla_placement_start_date": began,
        "clap_cla_placement_type": kind, "clap_cla_placement_provider": provider,
        **filled({"clap_cla_placement_end_date": day(row["ceased"])}),
    }  # fmt: skip


LOOKED_AFTER = List(
    {
        "began": r"startedtobelo+ked|lo+kedafterstart", "need": r"categoryofneed",
        "legal_began": r"start.*legalstatus|legalstatus.*start", "legal": r"legalstatus$",
        "reviewed": r"statutoryreview", "visited": r"workvisit|workervisit", "reviewer": r"iro(visit|contact)",
        "assessment": r"healthassess", "dental": r"dental", "reason": r"reason.*ceased", "ceased": r"ceased",
        "placed": r"start.*placement|placement.*start", "kind": r"placementtype|typeofplacement",
        "provider": r"placementprovider",
    },
    "began", _records,
)  # fmt: skip
