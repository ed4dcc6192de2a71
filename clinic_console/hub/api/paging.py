"""The two parameters of every list."""

from typing import Annotated, Final

from litestar.params import QueryParameter

from clinic_console.hub.service.paging import MAX_LIMIT

After = Annotated[str, QueryParameter(description="The next of the page before; nothing for the first page.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="How many rows a page may have.")]
ROWS: Final = 100
