"""Every word explains itself in Chinese, and says what is wrong with how it was called."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.commands.office import ROOT
from tests.commands.office import Ran
from tests.commands.office import environment
from tests.commands.office import run
from yigongti_desktop.__main__ import WORDS
from yigongti_desktop.kernel.version import VERSION

#: The window needs a screen and is tried where screens are.
BARE = [word for word in WORDS if word != "desk"]
HUB = ["init", "serve", "openapi", "backup", "restore", "check", "journal", "enrol", "devices", "revoke", "unjudged"]
HUB += ["account", "institution", "import", "export", "sign", "update"]
ENGLISH = re.compile(
    r"usage|options?\b|error|arguments?\b|positional|optional|show this|help message|exit\b|required|invalid|choose"
    r"|default|expected|ignored|unrecognized|ambiguous|not allowed",
    re.IGNORECASE,
)
#: Calls all of them in one process: a start for each would cost half a second apiece.
_MANY = """
import contextlib, io, json, sys
from yigongti_desktop.__main__ import main
told = []
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
    told.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(told))
"""


def call_many(calls: list[list[str]]) -> list[Ran]:
    """Call yigongti several times within one process."""
    done = subprocess.run(
        [sys.executable, "-c", _MANY, json.dumps(calls)],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
        cwd=ROOT,
    )
    assert done.stderr == b""
    return [Ran(*told) for told in json.loads(done.stdout)]


def test_every_words_help_is_chinese() -> None:
    calls = [[word, "--help"] for word in BARE] + [["hub", word, "-h"] for word in HUB]
    for words, ran in zip(calls, call_many(calls), strict=True):
        assert (ran.code, ran.err) == (0, ""), words
        assert "用法：" in ran.out, words
        assert "选项" in ran.out, words
        said = re.sub(r"--[a-z-]+|\{[^}]*\}|YIGONGTI_\w+|/\S+", "", ran.out)  # names of options, choices and paths
        assert not ENGLISH.search(said), (words, ENGLISH.search(said))


def test_what_is_wrong_with_a_call_is_said_in_chinese_with_2() -> None:
    calls = [
        ["sync"],
        ["sync", "--json=5", "--once"],
        ["sync", "now"],
        ["sync", "--once", "--colour"],
        ["sync", "--onc"],
        ["apply"],
        ["apply", "x", "--account"],
        ["export"],
        ["export", "drugs", "x", "--account", "y"],
        ["print", "1", "--account", "y"],
        ["restore"],
        ["enrol"],
        ["hub"],
        ["hub", "nothing"],
        ["hub", "init"],
        ["hub", "init", "--county", "beijing"],
        ["hub", "serve", "--port", "eight"],
        ["hub", "serve", "--port", "0"],
        ["hub", "serve", "--port", "70000"],
        ["hub", "serve", "--port", "-1"],
        ["hub", "enrol", "岳口", "--days", "0"],
        ["hub", "enrol", "岳口", "--days", "99999999999999"],
        ["hub", "account", "sing"],
        ["hub", "account", "add", "--role", "king"],
        ["hub", "institution", "add", "--kind", "castle"],
        ["hub", "import", "cars", "x"],
        ["demo", "--nothing"],
        ["doctor", "who"],
    ]
    for words, ran in zip(calls, call_many(calls), strict=True):
        assert (ran.code, ran.out) == (2, ""), words
        assert "用法：" in ran.err, words
        said = re.sub(r"--[a-z-]+|\{[^}]*\}|'[^']*'", "", ran.err)
        assert not ENGLISH.search(said), (words, ran.err)


def test_an_unknown_word_is_said_so() -> None:
    calls = [["nothing"], ["--nothing"], ["签约"], ["DESK"]]
    for words, ran in zip(calls, call_many(calls), strict=True):
        assert (ran.code, ran.out) == (2, ""), words
        assert f"没有这个命令：{words[0]}" in ran.err


def test_asked_for_help_it_lists_every_word() -> None:
    for words, code in ((["--help"], 0), (["-h"], 0), (["help"], 0), ([], 2)):
        (ran,) = call_many([words])
        assert (ran.code, ran.err) == (code, "")
        for word, (_, what) in WORDS.items():
            assert word in ran.out
            assert what in ran.out


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_it_knows_its_version(word: str) -> None:
    ran = run(word)
    assert (ran.code, ran.out.strip()) == (0, f"医共体工作台 {VERSION}")


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_terminal_that_lacks_some_characters_gets_the_rest(encoding: str) -> None:
    """A Chinese Windows writes GBK into a file or a pipe, and GBK has no ✓ and no 𠮷."""
    ran = run("doctor", "--home", "/nowhere/at/all", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert ran.code in {0, 1, 2}
    assert ran.out
    assert ran.err == ""


def test_the_command_line_starts_without_waiting_for_what_it_does_not_use() -> None:
    """Help must not load the window, the server, the printing or the migrations."""
    code = (
        "import sys\n"
        "from yigongti_desktop.__main__ import main\n"
        "try:\n    main(['sync', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('PySide6', 'uvicorn', 'starlette', 'reportlab', 'alembic', 'openpyxl', 'keyring')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stderr.decode().strip() == "[]"
