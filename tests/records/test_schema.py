"""The schema of a record as JSON: every record follows it, and it says exactly what the types say."""

import json
from copy import deepcopy
from typing import Any

import jsonschema
import msgspec
from flask import Flask
from sqlalchemy import insert

from dialoog.db.engine import transaction
from dialoog.records.document import SCHEMA, Document
from dialoog.records.models import Publication
from dialoog.records.public_pages import SCHEMA_FILE
from dialoog.rules.state import Form, Keep, Kind, SourceKind
from tests.records.evenings import Evening, meerlinden
from tests.records.published import settle
from tests.web.visits import KEY, Visitor

PUBLISHED = json.loads(SCHEMA_FILE.read_text("utf-8"))
SHAPE = ("type", "anyOf", "items", "properties", "required", "additionalProperties", "$ref")
"""What the types say too; the schema says more: what a field means, and which texts it may have."""


def shape_of(schema: Any) -> Any:
    """A schema without what only a reader needs."""
    if isinstance(schema, list):
        return [shape_of(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    shape = {
        name: shape_of(schema[name])
        for name in SHAPE
        if name in schema and name not in ("properties", "required")
    }
    if "enum" in schema:
        shape["type"] = "string"
    if "properties" in schema:
        shape["properties"] = {name: shape_of(field) for name, field in schema["properties"].items()}
        shape["required"] = sorted(schema.get("required", []))
    return shape


def differences(document: type[msgspec.Struct]) -> list[str]:
    """The fields, as `type.field`, of which the published schema says something else than these types."""
    written, typed = PUBLISHED["$defs"], msgspec.json.schema(document)["$defs"]
    found = [f"{name}: only in one of them" for name in written.keys() ^ typed.keys()]
    for name in written.keys() & typed.keys():
        one, other = shape_of(written[name]), shape_of(typed[name])
        fields, others = one.pop("properties", {}), other.pop("properties", {})
        found += [
            f"{name}.{field}"
            for field in fields.keys() | others.keys()
            if fields.get(field) != others.get(field)
        ]
        found += [name] if one != other else []
    return sorted(found)


def strict() -> dict[str, Any]:
    """The schema that knows of no field but its own, so that one that it does not describe is found."""
    schema = deepcopy(PUBLISHED)
    for part in schema["$defs"].values():
        part["additionalProperties"] = False
    return schema


def faults(record: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(
        strict(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(record)]


def test_the_schema_is_one_and_says_what_the_types_say() -> None:
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    assert differences(Document) == [], f"write these into {SCHEMA_FILE.name}"
    assert PUBLISHED["$defs"]["Document"]["properties"]["schema"]["const"] == SCHEMA
    words, step = (PUBLISHED["$defs"][name]["properties"] for name in ("RecordedWords", "RecordedStep"))
    assert words["kind"]["enum"] == list(Kind)
    assert words["source"]["anyOf"][0]["enum"] == list(SourceKind)
    assert step["form"]["enum"] == list(Form)
    silent = [
        f"{name}.{field}"
        for name, part in PUBLISHED["$defs"].items()
        for field, one in part["properties"].items()
        if not one.get("description")
    ]
    assert silent == []


def test_a_document_that_changes_without_its_schema_is_found() -> None:
    class Later(Document, frozen=True):
        mood: str = ""

    fields = msgspec.json.schema(Later)["$defs"]
    assert "mood" in fields["Later"]["properties"]
    assert differences(Later) == ["Document: only in one of them", "Later: only in one of them"]

    for name, field in (("mood", str), ("version", str)):
        changed = msgspec.defstruct(
            "Document",
            [(name, field, msgspec.NODEFAULT if name == "version" else "")],
            bases=(Document,),
            frozen=True,
            kw_only=True,
        )
        assert f"Document.{name}" in differences(changed)


def test_every_record_as_json_follows_the_schema(app: Flask) -> None:
    """Meerlinden with its Arabic sentence; an evening without a word; in review and public, for each audience; a file with its number."""
    engine = app.extensions["dialoog.engine"]
    evening = meerlinden(engine)
    evening.closes()
    silent = Evening(engine, "stil")
    silent.sits("Fatma")
    silent.closes()
    evening.chooses(evening.record.contributions[0].id, Keep.NAMED, public=True)
    with transaction(engine) as connection:
        settle(connection, "linde", "public")
        words = {
            "introduction": "Wij zaten in de Linde.",
            "conclusion": "Helpen begint klein.",
            "review_ends": 1,
        }
        connection.execute(insert(Publication).values(dialogue="stil", stage="review", **words))
    organiser = Visitor(app).holds("setup", token=KEY)
    records = {
        "page": organiser.opens("/verslagen/linde.json").json,
        "silent": organiser.opens("/verslagen/stil.json").json,
        "public": Visitor(app).opens("/uitkomst/linde.json").json,
        "file": organiser.takes("linde", "json").json,
    }
    assert {name: faults(record) for name, record in records.items()} == {name: [] for name in records}
    assert records["file"]["copy"]["number"] == 1
    assert any(words["lang"] == "ar" for step in records["page"]["steps"] for words in step["words"])
    assert faults({**records["page"], "mood": "goed"}) != []
    assert faults({**records["page"], "stage": "klaar"}) != []
    assert faults({**records["page"], "saved": "gisteren"}) != []


def test_the_schema_is_public(app: Flask) -> None:
    answer = Visitor(app).opens(f"/schema/{SCHEMA}.json")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data) == PUBLISHED
