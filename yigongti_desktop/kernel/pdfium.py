"""PDFium works for one thread at a time in a process, whatever the document; whoever asks it takes this turn."""

from __future__ import annotations

import threading

TURN = threading.Lock()
