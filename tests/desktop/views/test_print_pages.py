"""Lists on paper: what stands on which page, in which letters, and what happens where it cannot be written."""

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.print_pages import (
    DayHead,
    DayRow,
    Job,
    day_paper,
    file_name,
    page_layout,
    print_day_list,
    save_day_list,
    send,
    write_pdf,
)
from clinic_console.desktop.views.print_paint import Fonts

HEAD = DayHead("Kita", "Mon 23 Nov 2026", "R. Lindqvist", "Mon 23 Nov 10:43")
LONG = "Wound dressing, second visit; bring the documents of the hospital and the list of medicines. " * 4


def visit(number: int, patient: str = "渡辺 美咲 Watanabe Misaki", reason: str = "Diabetes review") -> DayRow:
    time = f"{8 + number // 6:02}:{number % 6 * 10:02}"
    return DayRow(time, patient, "4 Mar 1958", "Dr Itō Haruka", reason, "Checked in", "Room 2")


def pages(path) -> list[str]:
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts


def test_a_day_list_goes_on_over_pages_with_header_and_footer(qapp, tmp_path):
    path = tmp_path / "day.pdf"
    write_pdf(str(path), Fonts.of(Theme(LIGHT)), day_paper(HEAD, [visit(n) for n in range(70)]))
    texts = pages(path)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert "Day list · Kita" in text
        assert "Mon 23 Nov 2026" in text
        assert "Printed by R. Lindqvist, Mon 23 Nov 10:43" in text
        assert f"Page {number} of {len(texts)}" in text
        assert "Status" in text
    # Each row once, and its digits can be searched for.
    whole = "\n".join(texts)
    assert sum(whole.count(visit(n).time) for n in range(70)) == 70
    assert whole.count("渡辺 美咲") == 70
    assert not (tmp_path / "day.pdf.part").exists()


def test_long_texts_are_broken_and_cut_and_nobody_fills_a_page(qapp, tmp_path):
    path = tmp_path / "day.pdf"
    rows = [visit(0, "Nguyễn Thị Ánh Tuyết " * 9, LONG), visit(1, "𠮷野 家" * 30, "")]
    write_pdf(str(path), Fonts.of(Theme(LIGHT)), day_paper(HEAD, rows))
    (text,) = pages(path)
    assert "…" in text
    # Letters beyond the first plane are not torn apart.
    assert "野 家" in text
    assert "\ufffd" not in text
    write_pdf(str(path), Fonts.of(Theme(LIGHT)), day_paper(HEAD, []))
    (text,) = pages(path)
    assert "Nobody stands on this list." in text
    assert "Page 1 of 1" in text


def test_where_it_cannot_be_written_nothing_is_left(qapp, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        write_pdf(str(tmp_path / "nowhere" / "day.pdf"), Fonts.of(Theme(LIGHT)), day_paper(HEAD, [visit(0)]))
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_named_after_no_patient():
    assert file_name(day_paper(HEAD, [visit(0)])) == "Day list Kita Mon 23 Nov 10 43.pdf"


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_it_is_saved_where_the_user_says(qtbot, tmp_path):
    room = QWidget()
    qtbot.addWidget(room)
    told: list[str] = []
    job = save_day_list(room, Theme(LIGHT), HEAD, [visit(n) for n in range(3)])
    job.done.connect(told.append)
    job.failed.connect(lambda why: told.append(f"failed {why}"))
    dialog = room.findChild(QFileDialog)
    path = tmp_path / "mine.pdf"
    with qtbot.waitSignal(job.done, timeout=15_000):
        dialog.fileSelected.emit(str(path))
    dialog.close()
    assert told == [str(path)]
    assert len(pages(path)) == 1
    job = save_day_list(room, Theme(LIGHT), HEAD, [visit(0)])
    dialog = room.findChildren(QFileDialog)[-1]
    with qtbot.waitSignal(job.failed, timeout=15_000):
        dialog.fileSelected.emit(str(tmp_path / "no" / "such.pdf"))
    dialog.close()


def test_it_goes_to_a_printer_step_by_step(qtbot, tmp_path):
    room = QWidget()
    qtbot.addWidget(room)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageLayout(page_layout())
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    job = Job(room)
    with qtbot.waitSignal(job.done, timeout=15_000):
        send(job, printer, Theme(LIGHT), day_paper(HEAD, [visit(n) for n in range(70)]))
    assert len(pages(tmp_path / "printed.pdf")) > 1


@pytest.mark.qt_log_ignore("propagateSizeHints", "Returned false")
def test_whoever_thinks_better_of_it_prints_nothing(qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    job = print_day_list(room, Theme(LIGHT), HEAD, [visit(0)])
    dialog = room.findChild(QPrintDialog)
    assert dialog.windowTitle() == "Day list · Kita"
    with qtbot.waitSignal(job.destroyed, timeout=15_000):
        dialog.reject()


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_does_not_take_it_is_told_of(qtbot, tmp_path):
    room = QWidget()
    qtbot.addWidget(room)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    job = Job(room)
    with qtbot.waitSignal(job.failed, timeout=15_000):
        send(job, printer, Theme(LIGHT), day_paper(HEAD, [visit(0)]))
