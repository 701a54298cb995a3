"""The hub's interface as an OpenAPI 3.1 document, made from the table of routes and the types of the messages.

Bodies are msgpack in one zstd frame; schemas describe the values inside. Bytes are shown as base64 text, as JSON
would carry them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.hub.routes import MEDIA
from yigongti_desktop.hub.routes import REFUSED
from yigongti_desktop.hub.routes import ROUTES
from yigongti_desktop.hub.routes import STATUS
from yigongti_desktop.hub.routes import Asker
from yigongti_desktop.hub.routes import Route
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.protocol.exchange import Problem

_ALWAYS = (500,)
_SECURITY: dict[Asker, list[dict[str, list[str]]]] = {
    Asker.ANYBODY: [],
    Asker.DEVICE: [{"device": []}],
    Asker.KEEPER: [{}, {"keeper": []}],
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}


def document() -> dict[str, Any]:
    """Return the document."""
    kinds = _kinds()
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "医共体同步中枢",
            "version": VERSION,
            "description": (__doc__ or "").partition("\n\n")[2].replace("\n", " ").strip(),
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer", "description": "Token from /v1/token."},
                "keeper": {"type": "http", "scheme": "bearer", "description": "Secret of whoever keeps the hub."},
            },
        },
    }


def _kinds() -> list[type[msgspec.Struct]]:
    kinds: dict[type[msgspec.Struct], None] = {Problem: None}
    for route in ROUTES:
        found = [route.gives, route.brings, route.takes and route.takes.kind, route.takes and route.takes.carries]
        kinds |= dict.fromkeys(kind for kind in found if isinstance(kind, type))
    return list(kinds)


def _operation(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.does,
        "security": _SECURITY[route.asker],
        "responses": _answers(route),
    }
    if route.parts:
        told["parameters"] = [
            {"name": name, "in": "path", "required": True, "description": means, "schema": {"type": "string"}}
            for name, means in route.parts.items()
        ]
    if route.takes:
        carries = {"x-payload": _ref(route.takes.carries)} if route.takes.carries else {}
        told["requestBody"] = {
            "required": True,
            "content": {MEDIA: {"schema": _ref(route.takes.kind)}},
            "x-most-bytes": route.takes.most,
            "x-most-bytes-unpacked": route.takes.most_unpacked,
            **carries,
        }
    return told


def _answers(route: Route) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": route.does, "content": _content(route)}}
    codes: dict[int, list[str]] = {status: ["hub_fault"] for status in _ALWAYS}
    for code in route.all_codes:
        codes.setdefault(STATUS.get(code, REFUSED), []).append(code)
    for status, some in sorted(codes.items()):
        answers[str(status)] = {
            "description": ", ".join(some),
            "content": {MEDIA: {"schema": _ref(Problem)}},
            **({"headers": _RETRY} if status in {STATUS["too_often"], STATUS["hub_busy"]} else {}),
        }
    if route.name == "readiness":
        answers["503"]["content"] |= _content(route)
    return answers


def _content(route: Route) -> dict[str, Any]:
    if isinstance(route.gives, str):
        return {route.gives: {}}
    brings = {"x-payload": _ref(route.brings)} if route.brings else {}
    return {MEDIA: {"schema": _ref(route.gives), **brings}}


def _ref(kind: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
