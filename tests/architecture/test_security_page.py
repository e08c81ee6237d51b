"""The page on security names tests that are there, and a verdict for every chapter of ASVS 5.0."""

import re

import pytest

from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_chapter_has_a_verdict() -> None:
    found = re.findall(r"^\| V(\d+) [^|]+\| (met|partly|not applicable)", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, 18))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:qt|unit|service|architecture)/[\w/]+\.py)`", PAGE))))
def test_a_test_that_is_named_is_there(name: str) -> None:
    assert (ROOT / "tests" / name).is_file()
