"""``python -m clinic_console`` is ``clinic-console``."""

from clinic_console.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
