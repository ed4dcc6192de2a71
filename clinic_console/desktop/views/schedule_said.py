"""What the schedule's grid says in words: over its columns, of where its user is, and of a card on its way."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.schedule_axis import midnight
from clinic_console.desktop.charts.schedule_paint import Head
from clinic_console.desktop.charts.schedule_words import (
    block_text,
    card_text,
    fits_text,
    minutes_of,
    name_text,
    refusal_text,
    reserved_text,
    span_text,
)
from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.models.schedule_move import Moving
from clinic_console.desktop.models.schedule_stops import Stop, What, free_count, out_from
from clinic_console.desktop.state.schedule import Mode, ScheduleState
from clinic_console.desktop.state.schedule_columns import Column
from clinic_console.domain.availability import Refusal


def day_title(zone: str, day: date) -> str:
    """Return a day as it stands over a column and in the toolbar."""
    return day_text(midnight(zone, day) + 12 * 3_600_000, zone)


def head_of(state: ScheduleState, column: Column, stops: tuple[Stop, ...], now: int, today: date | None) -> Head:
    """Return what stands over a column."""
    free = free_count(stops)
    right = QCoreApplication.translate("Schedule", "%n free", None, free) if free else ""
    away = out_from(column, now)
    if away is not None:
        out = QCoreApplication.translate("Schedule", "out")
        since = QCoreApplication.translate("Schedule", "out %1").replace("%1", clock_text(away, state.zone))
        shut = QCoreApplication.translate("Schedule", "closed")
        right = since if away else shut if any(block.kind == "closed" for block in column.blocked) else out
    elif not free and column.work:
        past = max(piece.ends for piece in column.work) <= now
        right = "" if past else QCoreApplication.translate("Schedule", "full")
    if state.mode is Mode.WEEK:
        return Head(day_title(state.zone, column.day), "", right, today=column.day == today)
    who = state.practitioners.get(column.practitioner)
    if who is None:
        return Head(QCoreApplication.translate("Schedule", "Practitioner %1").replace("%1", str(column.practitioner)))
    names = [state.specialties[number].name for number in who.specialties[:1] if number in state.specialties]
    return Head(who.called, " · ".join(names), right)


def stop_text(state: ScheduleState, stop: Stop) -> str:
    """Return what is at a stop."""
    zone, span = state.zone, span_text(stop.begins, stop.ends, state.zone)
    if stop.what is What.CARD and stop.card is not None:
        kind = state.types.get(stop.card.type)
        return card_text(stop.card, kind.name if kind is not None else "", zone)
    if stop.what is What.FREE:
        minutes = str(minutes_of(stop.begins, stop.ends))
        free = QCoreApplication.translate("Schedule", "free, %1 minutes").replace("%1", minutes)
        return f"{span}, {free}"
    if stop.what is What.HELD:
        mine = QCoreApplication.translate("Schedule", "your booking")
        return f"{span}, {mine if stop.mine else QCoreApplication.translate('Schedule', 'being booked')}"
    if stop.what is What.RESERVED:
        return f"{span}, {reserved_text(stop.label, stop.until or None, zone, stop.begins)}"
    return f"{span}, {block_text(*_block(stop.label))}"


def _block(label: str) -> tuple[str, str]:
    # A block without a label of its own says its kind.
    return (label, "") if label in ("leave", "block", "closed") else ("block", label)


def place_text(state: ScheduleState, column: Column, at: int) -> str:
    """Return a column and a time, for readers."""
    time = clock_text(at, state.zone)
    if state.mode is Mode.WEEK:
        return f"{day_title(state.zone, column.day)} {time}"
    who = state.practitioners.get(column.practitioner)
    return f"{who.called if who is not None else column.practitioner} {time}"


def moving_title(state: ScheduleState, moving: Moving) -> str:
    """Return the first line of a card on its way: when it would be, and whose it is."""
    kind = state.types.get(moving.card.type)
    name = name_text(moving.card) or (kind.name if kind is not None else "")
    return f"{clock_text(moving.own[0], state.zone)}  {name}".strip()


def moving_text(moving: Moving, refusal: Refusal | None) -> str:
    """Return the second line: whether it may stand there."""
    if moving.sent:
        return QCoreApplication.translate("Schedule", "moving …")
    return fits_text(minutes_of(moving.begins, moving.ends)) if refusal is None else refusal_text(refusal)


def grid_name(state: ScheduleState, columns: int) -> str:
    """Return what the whole grid is, for readers."""
    if state.day is None:
        return QCoreApplication.translate("Schedule", "Schedule")
    if state.mode is Mode.WEEK:
        who = state.practitioners.get(state.practitioner)
        text = QCoreApplication.translate("Schedule", "Week of %1")
        return text.replace("%1", who.called if who is not None else "")
    text = QCoreApplication.translate("Schedule", "Schedule of %1, %n columns", None, columns)
    return text.replace("%1", day_title(state.zone, state.day))
