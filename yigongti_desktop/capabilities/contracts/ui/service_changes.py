"""What was changed of a service that is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.contracts.model.performed import Service


def changes_of(service: Service, values: Mapping[str, Any], readings: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what stands otherwise in the form than in the service, field by field: as it was, as it is now."""
    now = {
        "done_on": values["done_on"].isoformat(),
        "way": values["way"],
        "readings": readings,
        "note": values["note"].strip(),
    }
    was = {
        "done_on": service.done_on.isoformat(),
        "way": service.way.value,
        "readings": service.readings,
        "note": service.note,
    }
    return {name: (was[name], value) for name, value in now.items() if value != was[name]}
