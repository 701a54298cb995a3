"""Make a publisher's key, and update files signed with it.

    python installers/publish/update.py key KEYFILE
    python installers/publish/update.py make KEYFILE PACKAGE --product yigongti-desk --platform linux-amd64 \
        --version 0.1.1 --oldest 0.1.0 --news 修了…… --to FOLDER

The key file stays with the publisher, off the line; `key` prints the public half, which a build takes in by
YIGONGTI_PUBLISHER so that programs installed from it believe this publisher.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from datetime import UTC
from datetime import datetime
from pathlib import Path

from yigongti_desktop.kernel.version import platform
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key


def main() -> int:
    """Make a key or a file."""
    parser = argparse.ArgumentParser(description="发布者的密钥和更新文件。")
    words = parser.add_subparsers(required=True, dest="word")
    making_key = words.add_parser("key", help="新的密钥；打印公钥")
    making_key.add_argument("key", type=Path)
    making = words.add_parser("make", help="签一个更新文件")
    making.add_argument("key", type=Path)
    making.add_argument("package", type=Path)
    making.add_argument("--product", default=update.DESK, choices=(update.DESK, update.HUB))
    making.add_argument("--platform", default=platform())
    making.add_argument("--version", required=True)
    making.add_argument("--oldest", required=True, help="从哪一版起可以直接升级")
    making.add_argument("--news", default="", help="有什么新的，给人看")
    making.add_argument("--to", type=Path, default=Path())
    given = parser.parse_args()
    if given.word == "key":
        return make_key(given.key)
    release = update.Release(
        product=given.product,
        platform=given.platform,
        version=given.version,
        built=datetime.now(UTC).date(),
        oldest=given.oldest,
        file=given.package.name,
        size=given.package.stat().st_size,
        sha256=digest(given.package),
        news=given.news,
    )
    target = given.to / f"{given.product}-{given.platform}-{given.version}{update.SUFFIX}"
    with given.package.open("rb") as package, target.open("wb") as sink:
        update.write(sink, package, release, bytes.fromhex(given.key.read_text().strip()))
    sys.stdout.write(f"{target}\n")
    return 0


def make_key(file: Path) -> int:
    """Write a new private key that only its owner can read, and print the public one."""
    key = new_key()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
        sink.write(key.hex() + "\n")
    sys.stdout.write(public_key(key).hex() + "\n")
    return 0


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
