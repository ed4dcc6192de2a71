"""What happens to a link, and when: made up from a seed, the same each time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.soak.proxy import Proxy

SECONDS: Final = 8.0
SHORTEST, LONGEST = 0.05, 3.0


@dataclass(frozen=True)
class Step:
    """One thing that happens so many seconds after the begin; ``amount`` in seconds, bytes or bytes a second."""

    at: float
    what: str
    amount: float = 0.0


def schedule(seed: str) -> list[Step]:
    """Make up what happens to one link within SECONDS."""
    random = Random(seed)
    steps = []
    for _ in range(random.randint(3, 9)):
        what = random.choice(tuple(FAULTS))
        steps.append(Step(random.uniform(0.0, SECONDS), what, _amount(what, random)))
        if what != "heal" and random.random() < 0.5:
            steps.append(Step(random.uniform(steps[-1].at, SECONDS), "heal"))
    return sorted(steps, key=lambda step: step.at)


def _amount(what: str, random: Random) -> float:
    match what:
        case "delay":
            return random.uniform(SHORTEST, LONGEST)
        case "throttle":
            return 10.0 ** random.uniform(2.0, 5.0)
        case "split":
            return random.choice((1, 2, 7, 100, 1_000))
        case "choose":
            return random.random()
        case _:
            return 0.0


async def play(
    steps: Sequence[Step], proxies: Sequence[Proxy], choose: Callable[[float], None], pace: float = 1.0
) -> None:
    """Let it happen, ``pace`` times as fast, and heal the link in the end; ``choose`` watches other wards."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for step in steps:
        await asyncio.sleep(max(0.0, begun + step.at / pace - loop.time()))
        if step.what == "choose":
            choose(step.amount)
        for proxy in proxies:
            FAULTS[step.what](proxy, step.amount, pace)
    await asyncio.sleep(max(0.0, begun + SECONDS / pace - loop.time()))
    for proxy in proxies:
        proxy.heal()


def _delay(proxy: Proxy, seconds: float, pace: float) -> None:
    proxy.delay = seconds / pace


def _throttle(proxy: Proxy, rate: float, pace: float) -> None:
    proxy.rate = rate * pace


def _split(proxy: Proxy, size: float, _pace: float) -> None:
    proxy.split = int(size)


def _refuse(proxy: Proxy, _amount: float, _pace: float) -> None:
    proxy.refusing = True
    proxy.cut()


FAULTS: Final[dict[str, Callable[[Proxy, float, float], None]]] = {
    "heal": lambda proxy, _amount, _pace: proxy.heal(),
    "cut": lambda proxy, _amount, _pace: proxy.cut(),
    "refuse": _refuse,
    "delay": _delay,
    "throttle": _throttle,
    "split": _split,
    "hold up": lambda proxy, _amount, _pace: proxy.hold("up"),
    "hold down": lambda proxy, _amount, _pace: proxy.hold("down"),
    "hub forgotten": lambda proxy, _amount, _pace: proxy.forget("console"),
    "console forgotten": lambda proxy, _amount, _pace: proxy.forget("hub"),
    "choose": lambda _proxy, _amount, _pace: None,
}
