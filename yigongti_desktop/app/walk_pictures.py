"""The pictures of the walk: each page as its people see it at that moment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.pictures import Camera
from yigongti_desktop.app.pictures import go_without_screen
from yigongti_desktop.kit.listpage import ListPage


class Album:
    """Takes the pictures; told of each page."""

    def __init__(self, demonstration: Demonstration, tell: Callable[[str], None]) -> None:
        self._demo = demonstration
        self._tell = tell
        self._target = demonstration.folder / "walk"
        go_without_screen(demonstration.folder / "preferences.json")

    def clinic_offline(self, patient: str) -> None:
        """Take the clinic's pages while the line is down."""
        with closing(self._camera(CLINIC)) as camera:
            camera.take("clinic-login")
            self._log_in(camera, "zhou")
            self._page(camera, "clinic-today", "today")
            self._page(camera, "clinic-referrals", "referrals", patient)
            self._page(camera, "clinic-transfer-out", "referrals", "new")
            camera.lock()
            camera.take("clinic-locked")
        with closing(self._camera(CLINIC)) as camera:
            self._log_in(camera, "liu")
            self._page(camera, "clinic-drug-requests", "pharmacy")
            self._page(camera, "clinic-drug-request", "pharmacy", "new")
            self._page(camera, "clinic-sync", "sync")
        self._tell("卫生院断网时的页面：登录、今日、转诊、转出单、药品请领、请领单、同步、锁定")

    def hospital_receives(self, referral: str, request: str) -> None:
        """Take the hospital's pages before it answers."""
        with closing(self._camera(HOSPITAL)) as camera:
            self._log_in(camera, "yang")
            self._page(camera, "hospital-today", "today")
            self._page(camera, "hospital-referrals", "referrals", referral)
            self._page(camera, "hospital-drug-requests", "pharmacy", request)
            self._act(camera, "hospital-review", "open")
            self._page(camera, "hospital-sync", "sync")
        self._tell("县院的页面：今日、接收转诊、请领、审核、同步")

    def hospital_sends_back(self, referral: str) -> None:
        """Take the return slip before it is written."""
        with closing(self._camera(HOSPITAL)) as camera:
            self._log_in(camera, "xiong")
            self._page(camera, "hospital-referral", "referrals", referral)
            self._act(camera, "hospital-return", "return")

    def clinic_receives(self, referral: str, request: str) -> None:
        """Take the clinic's pages when the answers have come."""
        with closing(self._camera(CLINIC)) as camera:
            self._log_in(camera, "zhou")
            self._page(camera, "clinic-referral-returned", "referrals", referral)
        with closing(self._camera(CLINIC)) as camera:
            self._log_in(camera, "li")
            self._page(camera, "clinic-followups", "followups")
            self._page(camera, "clinic-residents", "residents")
            self._page(camera, "clinic-resident", "residents", "new")
        with closing(self._camera(CLINIC)) as camera:
            self._log_in(camera, "liu")
            self._page(camera, "clinic-delivery", "pharmacy", request)
            self._act(camera, "clinic-receive", "open")
        with closing(self._camera(CLINIC)) as camera:
            self._log_in(camera, "sun")
            self._page(camera, "clinic-settings", "settings")
            self._page(camera, "clinic-help", "help")
        self._tell("卫生院收到答复后的页面：回转单、随访、居民、收货、设置、帮助")

    def _camera(self, place: str) -> Camera:
        return Camera(self._demo.home(place), self._demo.words, self._target)

    def _log_in(self, camera: Camera, login: str) -> None:
        camera.log_in(login, self._demo.passwords[login])

    def _page(self, camera: Camera, name: str, page: str, argument: str | None = None) -> None:
        camera.open(page, argument)
        camera.take(name)

    def _act(self, camera: Camera, name: str, act: str) -> None:
        page: Any = camera.workplace.current
        if isinstance(page, ListPage):
            page.act(act)
        camera.take(name)
