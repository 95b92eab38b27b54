"""Tables become files with the kept columns alone, whatever the database."""

import gzip
import importlib.util
import json
import sqlite3
from datetime import date
from decimal import Decimal

import pytest

from tests.senders.kept import SENDERS


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, SENDERS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


write_ssd = _load("write_ssd")


@pytest.fixture
def dataset():
    """A reporting database with three tables as a case system's extract makes them, every person invented."""
    with sqlite3.connect(":memory:") as connection:
        connection.executescript("""
            create table ssd_person (PERS_PERSON_ID text, pers_forename text, pers_upn text, pers_dob text);
            insert into ssd_person values ('1', 'Robin', 'A123456789012', '2015-05-17 00:00:00.000');
            create table ssd_s47_enquiry (s47e_s47_enquiry_id text, s47e_person_id text, s47e_s47_outcome_json text);
            insert into ssd_s47_enquiry values
              ('e1', '1', '{"OUTCOME_NFA_FLAG": "Y", "OUTCOME_COMMENTS": "Robin said"}'), ('e2', '1', 'not JSON');
            create table ssd_address (addr_table_id text, addr_address_postcode text);
            insert into ssd_address values ('a1', 'ZZ1 1ZZ');
        """)
        yield connection
    connection.close()


def _records(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_only_kept_columns_and_tables_leave_the_database(dataset, tmp_path):
    written = write_ssd.write_tables(dataset, tmp_path, "main")
    assert [path.name for path in written] == ["ssd_person.ndjson.gz", "ssd_s47_enquiry.ndjson.gz"]
    assert _records(written[0]) == [{"pers_person_id": "1", "pers_dob": "2015-05-17 00:00:00.000"}]
    everything = b"".join(gzip.decompress(path.read_bytes()) for path in written)
    assert not [word for word in (b"Robin", b"A1234", b"ZZ1") if word in everything]


def test_comments_stay_behind_and_flags_come(dataset, tmp_path):
    _, enquiries = write_ssd.write_tables(dataset, tmp_path)
    assert [record["s47e_s47_outcome_json"] for record in _records(enquiries)] == [{"OUTCOME_NFA_FLAG": "Y"}, None]


def test_dates_and_decimals_go_as_text():
    assert write_ssd.as_text(date(2026, 11, 23)) == "2026-11-23"
    assert write_ssd.as_text(Decimal("0.8")) == "0.8"
    with pytest.raises(TypeError, match="bytes cannot be sent"):
        write_ssd.as_text(b"\x00")
