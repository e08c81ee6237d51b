"""Holds the handbook to the program: keys, states, layers, fields, feeds, roles and shifts stand in it as they are."""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

import plugins.feeds
from console import commands, vocabulary
from console.domain import workflow
from console.domain.reports import Status
from console.domain.roles import ROLES, Role
from console.domain.shifts import SHIFTS
from layers.catalog import LAYERS
from layers.feeds import Manifest
from layers.schema import Field
from tests.architecture.house import ROOT

DOCS = ROOT / "docs"
LANGUAGES = ("id", "en")
CHAPTERS = ("operator.md", "supervisor.md", "gis.md", "import.md", "admin.md", "auditor.md")
PAGES = [DOCS / language / chapter for language in LANGUAGES for chapter in CHAPTERS]
PICTURES = {
    "desk-day.png", "desk-night.png", "card.png", "assign.png", "intake.png", "layers.png", "feeds.png", "shift.png",
    "shift-report.png", "desk-en.png",
}  # fmt: skip
LINES = 300
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")


def read(language: str, chapter: str) -> str:
    """A chapter's text."""
    return (DOCS / language / chapter).read_text(encoding="utf-8")


def rows(text: str, after: str) -> list[tuple[str, ...]]:
    """The cells of the table that follows the mark `<!-- after -->`, without its head."""
    _, found, rest = text.partition(f"<!-- {after} -->\n")
    assert found, f"the mark <!-- {after} --> is missing"
    table: list[tuple[str, ...]] = []
    for line in rest.lstrip("\n").splitlines():
        if not line.startswith("|"):
            break
        table.append(tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))))
    return table[2:]


def quoted(cell: str) -> list[str]:
    """What stands between back quotes."""
    return re.findall(r"`([^`]+)`", cell)


@cache
def screen_words() -> dict[tuple[str, str], str]:
    """What the screens say in Bahasa Indonesia, by context and English source."""
    words: dict[tuple[str, str], str] = {}
    for context in parse(ROOT / "resources" / "i18n" / "id.ts").getroot().iter("context"):
        for message in context.iter("message"):
            source = (context.findtext("name", ""), message.findtext("source", ""))
            words[source] = message.findtext("translation", "")
    return words


def said(language: str, context: str, source: str) -> str:
    """A word of the screen in a language of the handbook, without the dots that say that more is asked."""
    return (source if language == "en" else screen_words()[context, source]).rstrip("…")


@in_both_languages
def test_the_table_of_keys_has_every_command_in_its_order_with_its_keys(language: str) -> None:
    wanted = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in commands.manual_rows()]
    found = rows(read(language, "operator.md"), "keys")
    assert [row[:2] for row in found] == [row[:2] for row in wanted]
    assert [row[2] for row in found] == [said(language, "Commands", row.title) for row in commands.COMMANDS]


@in_both_languages
def test_the_table_of_states_says_where_each_may_go(language: str) -> None:
    found = rows(read(language, "operator.md"), "states")
    assert [quoted(row[0]) for row in found] == [[status.value] for status in Status]
    for status, row in zip(Status, found, strict=True):
        assert set(quoted(row[2])) == {after.value for after in workflow.NEXT[status]}, status
    assert [row[1] for row in found] == [said(language, "Status", vocabulary.STATUSES[status]) for status in Status]


@in_both_languages
def test_the_tables_of_layers_and_fields_are_those_of_the_catalogue(language: str) -> None:
    text = read(language, "gis.md")
    layers = rows(text, "layers")
    assert [(quoted(row[0]), quoted(row[2]), row[3]) for row in layers] == [
        ([layer.key], [layer.geometry.value], f"{layer.cadence_s} s" if layer.cadence_s else "–") for layer in LAYERS
    ]
    assert [set(quoted(row[4])) for row in layers] == [set(layer.editors) for layer in LAYERS]
    assert [row[1] for row in layers] == [said(language, "Layers", layer.title) for layer in LAYERS]
    fields = rows(text, "fields")
    wanted = [(layer.key, field) for layer in LAYERS for field in layer.fields]
    assert [(quoted(row[0]), quoted(row[1])) for row in fields] == [([key], [field.key]) for key, field in wanted]
    for row, (_, field) in zip(fields, wanted, strict=True):
        assert quoted(row[2]) == [field.kind.value]
        assert (row[3] != "") == field.required, row
        assert row[4] == limits(field), row


def limits(field: Field) -> str:
    """What a field may hold, as the handbook writes it in every language."""
    if field.choices:
        return ", ".join(f"`{choice}`" for choice in field.choices)
    if field.low is not None and field.high is not None:
        return f"{field.low:g}–{field.high:g} {field.unit}".strip()
    return ""


@in_both_languages
def test_the_table_of_feeds_is_what_the_adapters_say_of_themselves(language: str) -> None:
    modules = (
        importlib.import_module(f"plugins.feeds.{module.name}")
        for module in pkgutil.iter_modules(plugins.feeds.__path__)
        if not module.name.startswith("_")
    )
    manifests: dict[str, Manifest] = {module.MANIFEST.key: module.MANIFEST for module in modules}
    found = {quoted(row[0])[0]: row for row in rows(read(language, "gis.md"), "feeds")}
    assert set(found) == set(manifests)
    for key, manifest in manifests.items():
        assert found[key][1] == said(language, "Feed", manifest.title)
        assert found[key][2] == f"{manifest.cadence_s} s"
        assert (found[key][4] != "–") == manifest.makes_reports, key
        assert quoted(found[key][3]) == list(manifest.layers), key
        assert quoted(found[key][5]) == [option.key for option in manifest.options], key


@in_both_languages
def test_the_table_of_roles_gives_each_its_rights(language: str) -> None:
    found = rows(read(language, "admin.md"), "roles")
    assert [quoted(row[0]) for row in found] == [[role.value] for role in Role]
    assert [row[1] for row in found] == [said(language, "Role", vocabulary.ROLES[role]) for role in Role]
    for role, row in zip(Role, found, strict=True):
        assert set(quoted(row[2])) == {right.value for right in ROLES[role]}, role


@in_both_languages
def test_the_shifts_are_those_of_the_roster(language: str) -> None:
    found = rows(read(language, "supervisor.md"), "shifts")
    assert [quoted(row[0]) for row in found] == [[shift.key] for shift in SHIFTS]
    for shift, row in zip(SHIFTS, found, strict=True):
        hours = [int(hour) for hour in re.findall(r"(\d\d)[.:]00", row[2])]
        assert row[1] == said(language, "Shift", vocabulary.SHIFTS[shift.key])
        assert hours == [shift.starts.hour, (shift.starts.hour + shift.hours) % 24], row


def test_both_languages_have_the_same_chapters_with_the_same_sections() -> None:
    for chapter in CHAPTERS:
        sections = {language: re.findall(r"(?m)^##+ ", read(language, chapter)) for language in LANGUAGES}
        assert sections["id"] == sections["en"], chapter
    for language in LANGUAGES:
        assert {page.name for page in (DOCS / language).glob("*.md")} == set(CHAPTERS)


@on_each_page
def test_a_chapter_is_short_and_shows_only_pictures_that_the_tour_makes(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]*)\)", text):
        folder, _, name = picture.rpartition("/")
        assert (folder, name in PICTURES) == ("../pictures", True), picture


@pytest.mark.parametrize("page", [*PAGES, DOCS / "README.md"], ids=lambda page: f"{page.parent.name}/{page.name}")
def test_links_lead_to_something(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)", text):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_the_index_names_every_chapter() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"({page.relative_to(DOCS).as_posix()})" in index
