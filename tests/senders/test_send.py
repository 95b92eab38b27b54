"""The Python sender as a process against the real service: what a council's nightly job meets."""

import csv
import re

import pytest

from tests.senders.make import CHILDREN, BadNetwork, run_sender, worker, write_folder

HELD, FAILED = 3, 1


@pytest.fixture
def send(anonymous, client, database, tmp_path):
    """`send(folder, "--snapshot")`: run the sender to its end, with a worker at hand."""

    def run(*arguments, url=None):
        rejections = ("--rejections", tmp_path / "rejections.csv")
        with worker(database):
            return run_sender(url or str(anonymous.base_url), *client, *arguments, *rejections)

    return run


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "ssd")


def _counts(run, entity: str) -> dict[str, int]:
    """What the sender printed of an entity."""
    names = "received", "created", "updated", "unchanged", "removed", "rejected"
    line = next(line for line in run.stdout.splitlines() if line.startswith(f"{entity} "))
    return dict(zip(names, (int(cell.replace(",", "")) for cell in line.split()[1:]), strict=True))


def _last(as_):
    analyst = as_("data_analyst")
    latest = analyst.get("/api/v1/imports").json()["items"][0]["id"]
    return analyst.get(f"/api/v1/imports/{latest}").json()


def test_a_first_load_and_the_same_again(send, folder):
    first = send(folder)
    assert first.returncode == 0, first.stdout + first.stderr
    for entity in ("person", "cp_plans", "cp_visits"):
        assert _counts(first, entity) | {"received": CHILDREN, "created": CHILDREN} == _counts(first, entity)
    again = send(folder)
    assert again.returncode == 0, again.stdout + again.stderr
    for entity in ("person", "cp_plans", "cp_visits"):
        assert _counts(again, entity) | {"created": 0, "updated": 0, "unchanged": CHILDREN} == _counts(again, entity)


def test_every_row_of_a_large_file_arrives(send, folder):
    long = "x" * 30_000
    rows = "".join(f"t{n},Team {n},{long}\n" for n in range(500))
    (folder / "ssd_department.csv").write_text("dept_team_id,dept_team_name,note\n" + rows)
    (folder / "ssd_professionals.ndjson").write_text(
        "".join(f'{{"prof_professional_id": "w{n}", "note": "{long}"}}\n' for n in range(500))
    )
    run = send(folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert [_counts(run, entity)["created"] for entity in ("department", "professionals")] == [500, 500]


def test_a_snapshot_removes_what_it_lacks(send, folder, tmp_path):
    send(folder)
    run = send(write_folder(tmp_path / "next", gone=7), "--snapshot")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (_counts(run, "cp_visits")["removed"], _counts(run, "person")["removed"]) == (7, 0)


def test_a_snapshot_without_most_is_held_until_a_person_confirms(send, folder, tmp_path, as_, database):
    send(folder)
    run = send(write_folder(tmp_path / "next", gone=300), "--snapshot")
    assert run.returncode == HELD
    assert "Held: it would remove 300 of 400" in run.stdout
    held = _last(as_)
    assert held["state"] == "held"
    with worker(database):
        assert as_("quality_lead").post(f"/api/v1/imports/{held['id']}/confirm").status_code == 202
        after = send(tmp_path / "next", "--snapshot")
    assert _counts(after, "cp_visits") | {"removed": 0, "unchanged": 100} == _counts(after, "cp_visits")


def test_rejected_rows_are_told_in_a_file_without_what_they_said(send, folder, tmp_path):
    with (folder / "ssd_cp_plans.ndjson").open("a") as file:
        file.write('{"cppl_cp_plan_id": "bad", "cppl_person_id": "p1", "cppl_cp_plan_start_date": "Michaelmas"}\n')
    run = send(folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert _counts(run, "cp_plans")["rejected"] == 1
    text = (tmp_path / "rejections.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert (row["source_id"], row["field"], row["code"]) == ("bad", "cppl_cp_plan_start_date", "not_a_date")
    assert "Michaelmas" not in text
    send(write_folder(tmp_path / "mended"))
    assert not (tmp_path / "rejections.csv").exists()


def test_an_upload_that_breaks_off_is_sent_again_and_wins(send, folder, service):
    network = BadNetwork(service.socket.getsockname()[1])
    run = send(folder, url=network.url)
    network.close()
    assert network.failures == 1
    assert "Trying again" in run.stdout
    assert run.returncode == 0, run.stdout + run.stderr
    for entity in ("person", "cp_plans", "cp_visits"):
        assert _counts(run, entity)["created"] == CHILDREN


def test_it_waits_as_long_as_the_service_asks(send, folder, service):
    busy = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    network = BadNetwork(service.socket.getsockname()[1], answer=busy)
    run = send(folder, url=network.url)
    network.close()
    assert "429\n" in run.stdout
    assert "Trying again in 3 s." in run.stdout
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_import_under_way_is_waited_for_or_ended(send, folder, as_):
    as_("case_management_system").post("/api/v1/imports", json={})
    waited = send(folder, "--minutes", "0.02")
    assert waited.returncode == FAILED
    assert "is still open after 0.02 minutes" in waited.stdout
    ended = send(folder, "--if-busy", "abort")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_dry_run_tells_and_stores_nothing(send, folder):
    tried = send(folder, "--dry-run")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert _counts(tried, "person")["created"] == CHILDREN
    assert _counts(send(folder), "person")["created"] == CHILDREN


def test_a_refused_file_ends_the_import_and_blocks_nothing(send, folder, as_):
    (folder / "ssd_cp_viists.csv").write_text("a\n1\n")
    run = send(folder)
    assert run.returncode == FAILED
    assert "There is no such entity" in run.stdout
    assert _last(as_)["state"] == "aborted"


def test_as_of_is_told(send, folder, as_):
    assert send(folder, "--as-of", "2026-11-01T02:00:00Z").returncode == 0
    assert re.match(r"2026-11-01T02:00:00", _last(as_)["as_of"])


def test_without_the_right_secret_it_says_so_and_not_the_secret(anonymous, client, folder):
    run = run_sender(str(anonymous.base_url), client[0], "not-the-secret", folder)
    assert run.returncode == FAILED
    assert "The client id or the secret is not right." in run.stdout
    assert "not-the-secret" not in run.stdout + run.stderr


@pytest.mark.parametrize("url", ["http://plumbline.example.gov.uk", "ftp://127.0.0.1"])
def test_it_speaks_to_nobody_in_the_clear(url, folder):
    run = run_sender(url, "pl-1", "secret", folder)
    assert run.returncode == FAILED
    assert "PLUMBLINE_URL must begin with https://" in run.stdout
