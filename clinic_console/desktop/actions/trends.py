"""What a user does with a bed's trend: look at it."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import structlog

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.readings import history
from clinic_console.desktop.state.trends import Request, Trends, answer_of
from clinic_console.domain.errors import ClinicError, HubUnavailable

log = structlog.get_logger()


class TrendActions:
    """Asking for the history of the open bed; ``clock`` gives monotonic seconds."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Trends) -> None:
        self._access = access
        self.clock = clock
        self.state = state

    async def load(self, request: Request) -> None:
        """Ask the hub what the state has begun to ask; the answer, or why there is none, stands there afterwards."""
        state = self.state
        try:
            found = await history(self._access, UUID(request.bed), request.begins, request.ends, request.points)
            # Tens of thousands of points: reading them takes longer than a frame.
            answer = await asyncio.to_thread(answer_of, found)
        except ClinicError as error:
            log.warning("trend not loaded", code=error.code, detail=error.detail)
            state.failed(request, error, self.clock())
        except ValueError:
            state.failed(request, HubUnavailable("its name of the bed cannot be read"), self.clock())
        else:
            state.take(request, answer, self.clock())
        finally:
            state.given_up(request)
