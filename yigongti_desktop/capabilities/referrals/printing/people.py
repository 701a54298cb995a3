"""How papers say what a person is."""

from __future__ import annotations

from yigongti_desktop.kernel.identifiers import Sex

SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未知"}
AGE = {"day": "天", "month": "月", "year": "岁"}
