"""Links: what is written is read back, and whatever is not exactly a link is refused."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, parse_filter
from cabinet.contract.link import LONGEST_LINK, PageLink, is_link, link_text, parse_link

LINK = "cabinet://rejections?filter=state:open&company=43210987&perimeter=127.0.0.1:8443"
HEAD, TAIL = "cabinet://rejections?filter=", "&company=43210987&perimeter=127.0.0.1:8443"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "state:open",
        "код:RG-604 сума:>1 000,50 період:цей-тиждень",
        'виконавець:"Мельник Тарас",я',
        "tx:a+b"[:4],
        f"list:{'0a' * 16}",
        "сума:1..2 поле:/amountKop",
    ],
)
def test_what_is_written_is_read_back(words: str) -> None:
    link = PageLink(parse_filter(words), "43210987", "soms.example:443")
    text = link_text(link)
    assert text.isascii()
    assert " " not in text
    assert parse_link(text) == link
    assert parse_link(f"  {text}\n") == link
    assert is_link(text)


def test_the_form_is_written_by_hand() -> None:
    assert link_text(PageLink(OPEN, "43210987", "127.0.0.1:8443")) == LINK


@pytest.mark.parametrize(
    "lie",
    [
        "",
        "cabinet://",
        "cabinet://rejections",
        "cabinet://rejections?",
        LINK.removeprefix("cabinet://rejections?"),
        LINK.replace("cabinet://", "cabinet:/"),
        LINK.replace("cabinet://", "https://"),
        LINK.replace("cabinet://", "CABINET://"),
        LINK.replace("rejections", "settings"),
        LINK.replace("rejections", "rejections/"),
        LINK.replace("rejections", "rejections/../people"),
        LINK.replace("rejections", "user@rejections"),
        LINK.replace("rejections", "rejections:80"),
        LINK + "#part",
        LINK + "&act=correct",
        LINK + "&filter=state:new",
        LINK.replace("company=", "filter="),
        LINK.replace("perimeter=", "act="),
        LINK.replace("&company=43210987", ""),
        LINK.replace("&perimeter=127.0.0.1:8443", ""),
        LINK.replace("43210987", "4321098"),
        LINK.replace("43210987", "432109870"),
        LINK.replace("43210987", "4321098٣"),
        LINK.replace("127.0.0.1:8443", "127.0.0.1/x"),
        LINK.replace("127.0.0.1:8443", "https://127.0.0.1"),
        LINK.replace("127.0.0.1:8443", "%20"),
        LINK.replace("127.0.0.1:8443", ""),
        HEAD + "state:open%0Atx:a" + TAIL,
        HEAD + "state:open%00" + TAIL,
        HEAD + "assignee:%D0" + TAIL,
        HEAD + "state:open%zz" + TAIL,
        HEAD + "state:open%2" + TAIL,
        HEAD + "state:open;tx:a" + TAIL,
        HEAD + "стан:нове" + TAIL,
        HEAD + "a b" + TAIL,
        HEAD + "<b>" + TAIL,
        HEAD + "$(id)" + TAIL,
        HEAD + "`id`" + TAIL,
        LINK + " --demo",
    ],
)
def test_a_lie_is_no_link(lie: str) -> None:
    with pytest.raises(KnownError) as refused:
        parse_link(lie)
    assert refused.value.code == "LINK_INVALID"


def test_its_filter_is_read_by_the_grammar() -> None:
    with pytest.raises(KnownError, match="FILTER_INVALID"):
        parse_link(HEAD + "state:opn" + TAIL)


@pytest.mark.parametrize(
    ("length", "code"),
    [(LONGEST_LINK - 1, "FILTER_TOO_LONG"), (LONGEST_LINK, "FILTER_TOO_LONG"), (LONGEST_LINK + 1, "LINK_TOO_LONG")],
)
def test_how_long(length: int, code: str) -> None:
    with pytest.raises(KnownError, match=code):
        parse_link(HEAD + "x" * (length - len(HEAD) - len(TAIL)) + TAIL)


def test_one_too_long_is_not_written() -> None:
    names = tuple(f"Ж{n}" * 10 for n in range(150))
    with pytest.raises(KnownError, match="LINK_TOO_LONG"):
        link_text(PageLink(Filter(assignees=names), "43210987", "127.0.0.1:8443"))


@pytest.mark.parametrize(
    ("text", "meant"), [("cabinet://x", True), (" CABINET://", True), ("cabinet:/", False), ("x cabinet://", False)]
)
def test_what_means_to_be_a_link(text: str, meant: bool) -> None:
    assert is_link(text) == meant
