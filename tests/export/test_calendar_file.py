"""A calendar file as another library reads it: whole days, the same names again, any text; and no line is too long."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest

from cabinet.export.calendar_file import CalendarEvent, calendar_file

MADE = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FEE = CalendarEvent("fee/BD-2024-009/4", date(2027, 1, 6), "Щорічний внесок", "Ковальчук О.")


def written(*events: CalendarEvent, owner: str = "soms 90417318") -> bytes:
    return calendar_file(events, "ДСОМ", owner, MADE)


def read(*events: CalendarEvent, owner: str = "soms 90417318") -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(written(*events, owner=owner))
    assert not calendar.errors
    found = calendar.walk("VEVENT")
    assert not any(event.errors for event in found)
    return found


def test_an_event_takes_its_whole_day() -> None:
    (event,) = read(FEE)
    assert event["DTSTART"].dt == date(2027, 1, 6)
    assert event["DTEND"].dt == date(2027, 1, 7)
    assert event["DTSTAMP"].dt == MADE
    assert (event["SUMMARY"], event["DESCRIPTION"], event["TRANSP"]) == (
        "Щорічний внесок",
        "Ковальчук О.",
        "TRANSPARENT",
    )
    (last,) = read(FEE._replace(on=date(2026, 12, 31)))
    assert last["DTEND"].dt == date(2027, 1, 1)


def test_the_calendar_is_whole() -> None:
    calendar = icalendar.Calendar.from_ical(written())
    assert (calendar["VERSION"], calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("2.0", "PUBLISH", "ДСОМ")
    assert calendar["PRODID"]
    assert calendar.walk("VEVENT") == []


def test_a_thing_has_one_name_for_ever() -> None:
    (first,) = read(FEE)
    (moved,) = read(FEE._replace(on=date(2027, 2, 6), title="Внесок", text=""))
    assert first["UID"] == moved["UID"]
    assert first["UID"] != read(FEE._replace(key="fee/BD-2024-009/5"))[0]["UID"]
    assert first["UID"] != read(FEE, owner="soms 11111111")[0]["UID"]


@pytest.mark.parametrize("words", [
    "a;b,c\\d", "рядок\nдругий", "BEGIN:VEVENT\nEND:VCALENDAR", ":;,\\\n", '"лапки"', "", "кінець\\", "№ 1 — €",
])  # fmt: skip
def test_text_comes_back_as_it_was(words: str) -> None:
    (event,) = read(FEE._replace(title=words, text=words))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (words, words)


def test_a_backslash_before_a_letter_is_no_new_line() -> None:
    """By the bytes: the library reads an escaped backslash before ``n`` as the end of a line."""
    assert b"\r\nSUMMARY:a\\\\n\\nb\r\n" in written(FEE._replace(title="a\\n\nb"))


def test_what_has_a_meaning_is_escaped() -> None:
    """By the bytes: the library forgives what other calendars do not."""
    assert b"\r\nSUMMARY:a\\;b\\,c\r\n" in written(FEE._replace(title="a;b,c"))


@pytest.mark.parametrize("words", ["a\rb", "a\x00b", "a\r\nSUMMARY:b", "a\x1bb"])
def test_control_characters_are_shown(words: str) -> None:
    (event,) = read(FEE._replace(title=words))
    assert str(event["SUMMARY"]) != words
    assert not set("\r\x00\x1b") & set(str(event["SUMMARY"]))


@pytest.mark.parametrize("letter", ["a", "ї", "€", "🂡"])
@pytest.mark.parametrize("count", [*range(55, 80), 500])
def test_lines_are_folded_at_75_octets_between_letters(letter: str, count: int) -> None:
    title = letter * count
    data = written(FEE._replace(title=title))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])
    (event,) = read(FEE._replace(title=title))
    assert event["SUMMARY"] == title


def test_what_fits_is_not_folded() -> None:
    fits = "a" * (75 - len("SUMMARY:"))
    assert f"\r\nSUMMARY:{fits}\r\n".encode() in written(FEE._replace(title=fits))
    assert f"\r\nSUMMARY:{fits}\r\n b\r\n".encode() in written(FEE._replace(title=fits + "b"))
