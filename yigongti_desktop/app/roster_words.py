"""Words and sentences of rosters as such."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

_PROBLEMS = {"section": "小节名不认识，或内容写在小节之外", "cell": "这一行的格数或数字不对"}


SENTENCES: dict[str, Sentence] = {
    "instance_unreadable": lambda facts: f"看不懂：{_PROBLEMS[facts['problem']]}。请改好再读。",
    "instance_section": "文件里没有小节 {section}，不是排班算例。请核对文件。",
    "instance_missing": "文件打不开：{file}。请核对路径。",
    "roster_contradiction": "{person} 的规则互相矛盾，怎么排都不行。请放宽其中一条。",
    "roster_worker": "排班的后台程序中断了，没有排出来。请再排一次；还不行请告诉县院医共体办公室。",
    "roster_none": "规定的时间内没有排出班表。请给长一些的时间。",
}
NAMES: dict[str, str] = {}
