"""What is said of the stream to those who write clients is what the server does."""

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from realtime.kernel import messages as m
from realtime.subjects import EVENTS
from realtime.transport.codes import CODES
from reference import ROOT
from reference.streaming import asyncapi, samples

SCHEMA = json.loads((Path(__file__).parent / "asyncapi-3.0.0.json").read_text("utf-8"))
DOCUMENT = asyncapi.document()
MESSAGES = [*EVENTS, *m.SERVER, *m.CLIENT]


def test_the_document_is_asyncapi() -> None:
    assert [str(error) for error in jsonschema_rs.validator_for(SCHEMA).iter_errors(DOCUMENT)] == []


def test_every_reference_leads_somewhere() -> None:
    def lead(value: Any) -> None:
        if isinstance(value, dict) and "$ref" in value:
            found: Any = DOCUMENT
            for step in value["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            lead(inner)

    lead(DOCUMENT)


@pytest.mark.parametrize("message", MESSAGES, ids=asyncapi.name_of)
def test_an_example_is_what_its_schema_says(message: type) -> None:
    schema = {"$ref": f"#/$defs/{message.__name__}", "$defs": asyncapi.schemas("#/$defs/")}
    example = samples.samples()[message]
    jsonschema_rs.validate(schema, example, validate_formats=True)
    assert example["type"] == asyncapi.name_of(message)
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, {**example, "type": "another"})


def test_every_code_the_server_closes_with_is_told() -> None:
    codes = {
        node.value
        for module in (ROOT / "realtime").rglob("*.py")
        if module.name != "codes.py"
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) is int
        if 1012 <= node.value <= 1013 or 4000 <= node.value < 4500
    }
    assert codes == {code.code for code in CODES}
