"""Finish a bundle: the solver beside it, ICU's data cut, the licences, the build; then look it over.

python installers/bundle/collect.py BUNDLE COMMIT
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import icu
import licences
import look_over

PACKAGES = Path(sysconfig.get_path("platlib"))
#: Where the root that builds has its libraries, and what one of them never weighs.
SYSTEM, _PADDED = Path("/usr/lib"), 1024**2
#: The solver's packages without their tests, headers and sources.
LEFT_OUT = shutil.ignore_patterns(
    "tests", "test", "testing", "conftest.py", "include", "*.pyi", "*.h", "*.hpp", "*.a", "__pycache__", "f2py",
    "distutils",
    "_pyinstaller", "lib64", "*.lib", "*.pc",
)  # fmt: skip


def main(bundle: Path, commit: str) -> int:
    """Finish it."""
    is_hub = bundle.name.endswith("hub")
    if not is_hub:
        add_solver(bundle)
        icu.main(bundle)
    take_own_xau(bundle)
    (bundle / "_internal" / "resources").mkdir(exist_ok=True)
    (bundle / "_internal" / "resources" / "build.json").write_text(json.dumps({"commit": commit}), encoding="utf-8")
    return licences.main(bundle) or look_over.main(bundle)


def take_own_xau(bundle: Path) -> None:
    """Put the system's libXau in the place of Pillow's: the same library, without two megabytes of nothing inside."""
    own = next(SYSTEM.rglob("libXau.so.6"), None)
    for padded in (bundle / "_internal" / "pillow.libs").glob("libXau-*.so.*"):
        if own is not None and padded.stat().st_size > _PADDED:
            shutil.copyfile(own, padded)


def add_solver(bundle: Path) -> None:
    """Copy the solver's packages: numpy and highspy, with the libraries that they carry."""
    target = bundle / "solver"
    shutil.rmtree(target, ignore_errors=True)
    for name in ("numpy", "numpy.libs", "highspy", "highspy.libs"):
        if (PACKAGES / name).exists():
            shutil.copytree(PACKAGES / name, target / name, ignore=LEFT_OUT, symlinks=True)
    for folder in PACKAGES.glob("*.dist-info"):
        if folder.name.startswith(("numpy-", "highspy-")):
            (target / folder.name).mkdir()
            shutil.copyfile(folder / "METADATA", target / folder.name / "METADATA")
    for path in (target / "numpy" / "_core").glob("*_tests*.so"):
        path.unlink()
    if sys.platform == "linux":
        for path in target.rglob("*.so*"):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=False)  # noqa: S603, S607 - of the root


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
