"""A service that was done, seen afterwards: when, how and by whom, what was noted, and what proves it (FND-38)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.ui.strip import RecordPhotos
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.model.service_files import SERVICE_FILES
from yigongti_desktop.capabilities.contracts.model.service_files import SIGNATURE
from yigongti_desktop.capabilities.contracts.ui.words import WAYS
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import Margins
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline

_NAMES = {PHOTO: "照片", SIGNATURE: "签字"}
#: Digits of an ID number that are shown: the place, and the end.
_HEAD, _TAIL = 6, 4


class ServiceProof(QWidget):
    """The facts and the pictures of one service."""

    def __init__(self, desk: Desk, margins: Margins = (0, 0, 0, 0)) -> None:
        super().__init__()
        self.facts = Facts()
        self.photos = RecordPhotos(desk)
        self.setLayout(
            column(hairline(), boxed(column(self.facts, self.photos, spacing=6, margins=margins)), spacing=0)
        )
        self.hide()

    def show_service(self, service: Service | None) -> None:
        """Show a service, or nothing."""
        self.setVisible(service is not None)
        if service is not None:
            self.facts.show_facts(facts(service))
            self.photos.show_record(SERVICE_FILES.kind, service.id, _NAMES, service.photos)


def facts(service: Service) -> list[tuple[str, str]]:
    """Return what is known of a service, but for what was measured."""
    done = "　".join((service.done_on.isoformat(), WAYS[service.way.value], service.doer_name))
    at = f"{local(service.carded_at):%Y-%m-%d %H:%M}" if service.carded_at else ""
    return [
        ("服务", done),
        ("说明", service.note),
        ("居民卡", hidden(service.resident_card)),
        ("医务卡", service.worker_card),
        ("刷卡", at),
    ]


def hidden(card: str) -> str:
    """Return a card's number without what tells its holder's birthday to whoever looks over a shoulder."""
    if len(card) <= _HEAD + _TAIL:
        return card
    return card[:_HEAD] + "*" * (len(card) - _HEAD - _TAIL) + card[-_TAIL:]
