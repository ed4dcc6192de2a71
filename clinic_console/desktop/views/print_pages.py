"""Lists on paper or as PDF: a header, a table that goes on over pages, and who printed it when in the footer."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QObject, QStandardPaths, QThreadPool, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.print_paint import Fonts, Paper, PaperColumn, Sheets

__all__ = ["DayHead", "DayRow", "Job", "Paper", "PaperColumn", "print_day_list", "print_pages", "save_day_list",
           "save_pages", "send", "write_pdf"]  # fmt: skip
MARGIN_MM: Final = 12.0
DPI: Final = 300


class DayHead(NamedTuple):
    """What stands above a day list (the clinic, the day) and below it (who printed it, and when), in words."""

    clinic: str
    day: str
    by: str
    at: str


class DayRow(NamedTuple):
    """A visit on a day list, in words."""

    time: str
    patient: str
    born: str
    doctor: str
    reason: str
    status: str
    room: str


class Job(QObject):
    """Something that is being printed or written: ``done`` carries the file (empty: it went to a printer).

    ``failed`` carries why not; neither comes where the user thought better of it.
    """

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.done.connect(self.deleteLater)
        self.failed.connect(self.deleteLater)


def print_day_list(parent: QWidget, theme: Theme, head: DayHead, rows: Sequence[DayRow]) -> Job:
    """Ask for a printer and print the day list of a clinic."""
    return print_pages(parent, theme, day_paper(head, rows))


def save_day_list(parent: QWidget, theme: Theme, head: DayHead, rows: Sequence[DayRow]) -> Job:
    """Ask for a file and write the day list of a clinic as PDF."""
    return save_pages(parent, theme, day_paper(head, rows))


def print_pages(parent: QWidget, theme: Theme, paper: Paper) -> Job:
    """Ask for a printer, and print a list."""
    job, printer = Job(parent), QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout())
    printer.setDocName(paper.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(paper.title)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    dialog.accepted.connect(lambda: send(job, printer, theme, paper))
    dialog.rejected.connect(job.deleteLater)
    dialog.finished.connect(dialog.deleteLater)
    # The dialog of printing knows another way to open, which asks for a slot by name.
    QDialog.open(dialog)
    return job


def save_pages(parent: QWidget, theme: Theme, paper: Paper) -> Job:
    """Ask for a file, and write a list into it as PDF."""
    job = Job(parent)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = QCoreApplication.translate("Print", "Save as PDF")
    dialog = QFileDialog(parent, title, str(Path(folder) / file_name(paper)), "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda path: write_in_background(job, path, theme, paper))
    dialog.rejected.connect(job.deleteLater)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return job


def write_in_background(job: Job, path: str, theme: Theme, paper: Paper) -> None:
    """Write a PDF on another thread: fonts with Japanese take longer than a frame."""
    fonts = Fonts.of(theme)

    def work() -> None:
        try:
            write_pdf(path, fonts, paper)
        except OSError as error:
            _tell(job, job.failed, error.strerror or type(error).__name__)
        else:
            _tell(job, job.done, path)

    QThreadPool.globalInstance().start(work)


def write_pdf(path: str, fonts: Fonts, paper: Paper) -> None:
    """Write a list as PDF, whole or not at all; raises OSError."""
    part = Path(f"{path}.part")
    # Qt says no more than that it did not work: this says why.
    part.touch()
    try:
        writer = QPdfWriter(str(part))
        writer.setResolution(DPI)
        writer.setPageLayout(page_layout())
        writer.setTitle(paper.title)
        writer.setCreator(QCoreApplication.applicationName())
        painter = QPainter()
        if not painter.begin(writer):
            raise OSError(None, QCoreApplication.translate("Print", "The file cannot be written."))
        for _ in _paint(writer.newPage, painter, fonts, paper):
            pass
        if not painter.end():
            raise OSError(None, QCoreApplication.translate("Print", "The file cannot be written."))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def page_layout() -> QPageLayout:
    """Return the paper of the country, across."""
    letter = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def file_name(paper: Paper) -> str:
    """Return what a file is called: no name of a patient or anybody else stands in it."""
    kept = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in f"{paper.title} {paper.at}")
    return f"{' '.join(kept.split())}.pdf"


def day_paper(head: DayHead, rows: Sequence[DayRow]) -> Paper:
    """Return the day list of a clinic as it is printed."""
    translate = QCoreApplication.translate
    title = translate("Print", "Day list · %1").replace("%1", head.clinic)
    visits = translate("Print", "%n visit(s)", None, len(rows))
    columns = (
        PaperColumn(translate("Print", "Time"), 7, strong=True),
        PaperColumn(translate("Print", "Patient"), 24, strong=True),
        PaperColumn(translate("Print", "Born"), 11),
        PaperColumn(translate("Print", "Doctor"), 16),
        PaperColumn(translate("Print", "Reason"), 22),
        PaperColumn(translate("Print", "Status"), 12),
        PaperColumn(translate("Print", "Room"), 8),
    )
    return Paper(title, f"{head.day} · {visits}", head.by, head.at, columns, tuple(map(tuple, rows)))


def send(job: Job, printer: QPrinter, theme: Theme, paper: Paper) -> None:
    """Paint on a printer step by step, so that nothing else has to wait."""
    painter, refused = QPainter(), QCoreApplication.translate("Print", "The printer does not take it.")
    if not painter.begin(printer):
        _tell(job, job.failed, refused)
        return
    steps = _paint(printer.newPage, painter, Fonts.of(theme), paper)

    def step() -> None:
        try:
            next(steps)
        except StopIteration:
            done = painter.end()
            _tell(job, job.done if done else job.failed, "" if done else refused)
        except OSError:
            painter.end()
            _tell(job, job.failed, refused)
        else:
            QTimer.singleShot(0, step)

    step()


def _paint(new_page: Callable[[], bool], painter: QPainter, fonts: Fonts, paper: Paper) -> Iterator[None]:
    """Paint page after page, in steps; raises OSError."""
    sheets = Sheets(painter, fonts, paper)
    yield from sheets.lay_out()
    for number in range(sheets.count):
        if number and not new_page():
            raise OSError(None, QCoreApplication.translate("Print", "The file cannot be written."))
        yield from sheets.paint(number)


def _tell(job: Job, signal: object, text: str) -> None:
    if isValid(job):
        signal.emit(text)  # type: ignore[attr-defined]
