"""Makes the sounds in ``resources/sounds`` from sines: the same bytes each time, and nobody else's recording."""

import math
import struct
import sys
import wave
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "sounds"
RATE = 22_050
# Of each harmonic its share: four above the ground tone make a sound easier to find in a room.
HARMONICS = (0.42, 0.22, 0.14, 0.12, 0.10)
EDGE_SECONDS = 0.02
PULSE_SECONDS = 0.16
# Pulses as (start in seconds, Hz): two bursts of three and two, falling at the end, then quiet.
NOT_MONITORED = [
    (start + offset, pitch)
    for start in (0.0, 1.5)
    for offset, pitch in ((0.0, 523.0), (0.24, 523.0), (0.48, 523.0), (0.84, 523.0), (1.08, 392.0))
]


def main() -> int:
    """Write all sounds to a folder (default: resources/sounds)."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "not-monitored.wav", NOT_MONITORED)
    return 0


def write(path: Path, pulses: list[tuple[float, float]]) -> None:
    """Write pulses as 16-bit mono."""
    length = max(start for start, _ in pulses) + PULSE_SECONDS
    frames = [0.0] * math.ceil(length * RATE)
    for start, pitch in pulses:
        first = round(start * RATE)
        for index in range(round(PULSE_SECONDS * RATE)):
            at = index / RATE
            rise = min(1.0, at / EDGE_SECONDS, (PULSE_SECONDS - at) / EDGE_SECONDS)
            tone = sum(share * math.sin(2 * math.pi * pitch * (n + 1) * at) for n, share in enumerate(HARMONICS))
            frames[first + index] += 0.9 * rise * tone
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32_767 * max(-1.0, min(1.0, x)))) for x in frames))


if __name__ == "__main__":
    raise SystemExit(main())
