"""The hub's description of itself: complete, valid, and of nothing but what it does."""

from __future__ import annotations

import json

import pytest
import schemathesis
from starlette.routing import Route as WebRoute

from tests.hub.liar import Liar
from yigongti_desktop.app.commands import hub as command
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.hub import openapi
from yigongti_desktop.hub.http import make_app
from yigongti_desktop.hub.routes import ROUTES
from yigongti_desktop.hub.routes import STATUS

pytestmark = pytest.mark.hub


def test_the_document_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(openapi.document()).validate()


def test_every_route_is_described_and_nothing_else(standing: Liar) -> None:
    app = make_app(standing.county.hub.counter, standing.county.hub.authority_pem)
    routes = [route for route in app.web_routes if isinstance(route, WebRoute)]
    served = {(route.path, method) for route in routes for method in route.methods or ()}
    described = {(path, method.upper()) for path, some in openapi.document()["paths"].items() for method in some}
    assert served - {(path, "HEAD") for path, _ in served} == described


def test_every_code_of_the_door_has_a_sentence() -> None:
    codes = {*STATUS, *(code for route in ROUTES for code in route.all_codes)}
    assert [code for code in sorted(codes) if not VOCABULARY.knows(code)] == []


def test_every_type_that_is_named_is_there() -> None:
    document = openapi.document()
    named = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert named <= set(document["components"]["schemas"])
    assert {"Exchange", "Answer", "Batch", "Receipt", "Enrol", "Problem"} <= named


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["openapi"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(openapi.document()))
