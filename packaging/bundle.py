"""Builds the console as a folder that runs without Python: ``build/bundle/clinic-console``.

What is built from the same sources already is kept. Prints the program's path.
"""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HOUSE = Path(__file__).parent.parent
PLACE = HOUSE / "build" / "bundle"
SPEC = Path("packaging") / "clinic-console.spec"
SOURCES = ("clinic_console/*.py", "clinic_console/desktop/**/*.py", "clinic_console/domain/**/*.py")
SOURCES += (
    "clinic_console/wire/**/*.py",
    "resources/**/*",
    "packaging/bundle.py",
    str(SPEC),
    "requirements/desktop.txt",
)
LONGEST_BUILD = 900


def main() -> int:
    """Build unless it is built; return an exit code."""
    try:
        print(build())
    except subprocess.CalledProcessError as error:
        print(f"bundle: PyInstaller failed\n{error.stdout}", file=sys.stderr)
        return 1
    return 0


def build() -> Path:
    """Return the program of an up-to-date bundle."""
    program = PLACE / "clinic-console" / ("clinic-console.exe" if sys.platform == "win32" else "clinic-console")
    stamp, made_from = PLACE / ".made-from", fingerprint()
    if not program.exists() or not stamp.exists() or stamp.read_text() != made_from:
        stamp.unlink(missing_ok=True)
        PLACE.mkdir(parents=True, exist_ok=True)
        folders = ["--distpath", str(PLACE), "--workpath", str(PLACE / "work")]
        subprocess.run(
            [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, str(SPEC)],
            cwd=HOUSE,
            # Its cache stays here: a service account may have no home.
            env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(PLACE / "cache")},
            check=True,
            timeout=LONGEST_BUILD,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        stamp.write_text(made_from)
    return program


def fingerprint() -> str:
    """Return what a bundle is made from, as one number."""
    digest = hashlib.sha256(f"{sys.version} {version('pyinstaller')}".encode())
    for path in sorted({path for pattern in SOURCES for path in HOUSE.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(HOUSE)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
