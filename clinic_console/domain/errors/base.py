"""What every error that is told has: a sentence, a code, advice."""

from typing import ClassVar


class ClinicError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"
    advice: ClassVar[str] = "Try again. If it happens again, tell your administrator."

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field

    @property
    def message(self) -> str:
        """The sentence for people, with the detail behind a colon."""
        sentence = (self.__doc__ or "").strip().split("\n", 1)[0]
        return f"{sentence.rstrip('.')}: {self.detail}" if self.detail else sentence

    def __str__(self) -> str:
        where = f" [{self.field}]" if self.field else ""
        return f"{self.message}{where} ({self.code})"
