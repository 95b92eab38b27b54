"""Makes returns of invented children: files of SSDA903, a census, and workbooks cell by cell."""

import io
import zipfile
from xml.sax.saxutils import escape

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"

CENSUS = """<?xml version="1.0" encoding="UTF-8"?>
<Message{namespace}><Header><CollectionDetails><Collection>{collection}</Collection></CollectionDetails></Header>
<Children>{children}</Children></Message>"""
CHILD = """<Child><ChildIdentifiers><LAchildID>{id}</LAchildID><UPN>A123456789012</UPN>
<PersonBirthDate>2012-03-04</PersonBirthDate><GenderCurrent>2</GenderCurrent></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>{details}</Child>"""
DETAILS = """<CINdetails><CINreferralDate>2021-05-01</CINreferralDate><ReferralNFA>{nfa}</ReferralNFA>
<Section47><S47ActualStartDate>2021-05-03</S47ActualStartDate><DateOfInitialCPC>2021-05-20</DateOfInitialCPC></Section47>
<DateOfInitialCPC>2021-05-20</DateOfInitialCPC>
<ChildProtectionPlans><CPPstartDate>2021-05-20</CPPstartDate><Reviews><CPPreviewDate>2021-08-01</CPPreviewDate>
<CPPreviewDate>2021-12-01</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails>"""


def census(*children: str, namespace: str = "", collection: str = "CIN") -> str:
    return CENSUS.format(namespace=namespace, collection=collection, children="".join(children))


LAUGHS = """<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Message>&b;</Message>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname">]><Message>&a;</Message>"""

NAMES = "http://schemas.openxmlformats.org"
_PLACES = {"workbook": "officeDocument", "worksheet": "worksheet"}


def _relation(id_: str, kind: str, target: str) -> str:
    kind = f"{NAMES}/officeDocument/2006/relationships/{_PLACES[kind]}"
    return f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' if value else "<c/>"


def book(sheets: dict[str, list[list[object]] | str], more: dict[str, str] | None = None) -> bytes:
    """A workbook of these sheets, of rows of cells or of XML as it stands."""
    relations, listed, members = "", "", dict(more or {})
    for number, (name, rows_) in enumerate(sheets.items(), 1):
        relations += _relation(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml")
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        inner = rows_ if isinstance(rows_, str) else "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows_)
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{NAMES}/spreadsheetml/2006/main"><sheetData>{inner}</sheetData></worksheet>'
        )
    around = f'<Relationships xmlns="{NAMES}/package/2006/relationships">'
    members["_rels/.rels"] = f"{around}{_relation('r1', 'workbook', 'xl/workbook.xml')}</Relationships>"
    members["xl/_rels/workbook.xml.rels"] = f"{around}{relations}</Relationships>"
    members["xl/workbook.xml"] = (
        f'<workbook xmlns="{NAMES}/spreadsheetml/2006/main" '
        f'xmlns:r="{NAMES}/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


CONTACTS = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Date of Contact", "Contact Source"]
CONTACT = [7, "b) Female", "a) WBRI", 40271, 9.5, "01/05/2020", "q) 6: Police"]
