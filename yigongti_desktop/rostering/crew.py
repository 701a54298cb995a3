"""Worker processes that solve one thing together: each can be killed at any time, and none is waited for."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.connection import wait
from typing import cast


class Crew:
    """Some workers, each at the end of a line of its own."""

    def __init__(self, work: Callable[[Connection, bytes], None], begins: Sequence[bytes]) -> None:
        """Start them.

        Args:
            work: what each does; it gets its line and what it begins with.
            begins: what each of them begins with.
        """
        self._lines: dict[Connection, multiprocessing.process.BaseProcess] = {}
        context = multiprocessing.get_context("spawn")
        for begun in begins:
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, begun), daemon=True)
            process.start()
            theirs.close()
            self._lines[ours] = process

    @property
    def is_over(self) -> bool:
        """Say whether all have ended."""
        return not self._lines

    def heard(self, timeout: float | None = None) -> Iterator[tuple[Connection, bytes | None]]:
        """Return what the workers say, each with their line, until all have ended.

        Args:
            timeout: seconds to wait for the next word, or None; nothing for so long ends it.

        Returns:
            None as the last word of a worker that broke off.
        """
        while self._lines:
            ready = wait(list(self._lines), timeout)
            if not ready:
                return
            for line in cast("list[Connection]", ready):  # on Windows they are of another class
                if line in self._lines:
                    yield line, self._read(line)

    def tell(self, word: bytes, but: Connection) -> None:
        """Tell all workers but one."""
        for line in self._lines:
            if line is not but:
                with suppress(OSError):  # it has ended, and that is heard elsewhere
                    line.send_bytes(word)

    def close(self, line: Connection) -> None:
        """Let go of a worker that has ended, or is to end."""
        process = self._lines.pop(line, None)
        line.close()
        if process is not None:
            process.join()
            process.close()

    def stop(self) -> None:
        """End all of them at once."""
        for line, process in list(self._lines.items()):
            process.kill()
            self.close(line)

    def _read(self, line: Connection) -> bytes | None:
        try:
            return line.recv_bytes()
        except (EOFError, OSError):
            self.close(line)
            return None
