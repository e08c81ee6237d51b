"""The page works offline, and what citizens write stays text on it."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.shiftreport.leaflet import leaflet
from console.shiftreport.mapscript import DATA_ID, harmless_json
from console.shiftreport.page import UnsafeScript, page
from console.theme import Theme
from layers.features import Feature
from tests.unit.shiftreport.play import HOSTILE

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
# What a browser asks for on its own behalf, whatever the page.
OF_THE_BROWSER = re.compile(r"(google|gstatic|googleapis|gvt1)\.com")


class Read(HTMLParser):
    """What a browser would find: elements with their attributes, the text between them, scripts and data apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.data = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "script" and dict(attrs).get("id") == DATA_ID:
            self._inside = "data"
        elif tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "data":
            self.data += data
        elif not self._inside:
            self.words.append(data)

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def told(given: ShiftInput, theme: Theme, language: str = "id") -> str:
    return page(given, compose(given, language), theme)


def test_nothing_is_fetched_from_anywhere(given: ShiftInput, day: Theme) -> None:
    html = told(given, day)
    read = Read(html)
    assert not read.tags() & {"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video"}
    assert [attrs for _, attrs in read.elements if attrs.keys() & {"src", "href", "srcset", "action"}] == []
    assert set(re.findall(r"url\((?!data:|#)[^)]*\)", html)) == set()
    assert "@import" not in html
    assert "sourceMappingURL" not in html


def test_the_policy_allows_only_the_page_s_own_scripts(given: ShiftInput, day: Theme) -> None:
    read = Read(told(given, day))
    policy = next(attrs["content"] or "" for _, attrs in read.elements if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in read.scripts]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert len(read.scripts) == 3
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "'unsafe-eval'" not in policy


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_citizens_write_is_never_markup(hostile: ShiftInput, day: Theme, language: str) -> None:
    read, plain = Read(told(hostile, day, language)), Read(told(replace(hostile, reports=(), events=()), day, language))
    assert read.tags() - {"ol", "li", "td", "br", "b", "span"} <= plain.tags()
    assert [attrs for _, attrs in read.elements if any(name.startswith("on") for name in attrs)] == []
    assert len(read.scripts) == len(plain.scripts)
    assert read.scripts == plain.scripts, "a text reached a script"
    shown = " ".join(" ".join(read.words).split())
    for text in HOSTILE[:-1]:
        assert " ".join(text.split()) in shown


def test_the_map_gets_texts_as_data(hostile: ShiftInput, day: Theme) -> None:
    html = told(hostile, day)
    data = json.loads(Read(html).data)
    texts = {line[1] for feature in data["reports"]["features"] for line in feature["properties"]["lines"]}
    assert set(HOSTILE[:-1]) <= texts
    assert "<script>window" not in html
    assert "pwnpwn" not in html, "folium ran a text as a template"


def test_names_of_areas_are_data_too(given: ShiftInput, day: Theme) -> None:
    assert given.basemap is not None
    (city,) = given.basemap.areas("kota")
    about = {"kind": "kecamatan", "code": "1", "name": "{{ 'pwn' * 3 }}<img src=x onerror=pwn()>"}
    html = told(replace(given, areas=(Feature("area", "1", city.geometry, about),)), day)
    assert "pwnpwn" not in html
    assert not any("on" in attrs for _, attrs in Read(html).elements)
    assert json.loads(Read(html).data)["names"]["features"][0]["properties"]["name"] == about["name"]


def test_direction_marks_do_not_turn_the_page_round(hostile: ShiftInput, day: Theme) -> None:
    html = told(hostile, day)
    assert not set("\u202e\u2028\x00\ud800") & set(html)


def test_an_empty_shift_is_a_page_too(empty: ShiftInput, day: Theme) -> None:
    words = " ".join(Read(told(empty, day)).words)
    assert "Tidak ada laporan masuk pada regu ini." in words
    assert "Tidak ada laporan terbuka." in words


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ["Laporan regu", "Regu pagi, Sabtu, 21 November 2026", "07:00–14:00 WIB"]), ("en", ["Shift report"])],
)
def test_the_page_speaks_its_language(given: ShiftInput, day: Theme, language: str, words: list[str]) -> None:
    html = told(given, day, language)
    assert f'<html lang="{language}">' in html
    for word in words:
        assert word in html


def test_the_demo_is_marked(given: ShiftInput, day: Theme) -> None:
    assert "CONTOH" not in told(given, day)
    assert "CONTOH · bukan data nyata" in told(replace(given, demo=True), day)


def test_the_same_report_is_the_same_file(given: ShiftInput, day: Theme) -> None:
    assert told(given, day) == told(given, day)


def test_reporters_are_not_named(given: ShiftInput, day: Theme) -> None:
    known = replace(given.reports[0], contact_name="Bu Tini Sumiyati", contact_phone="0812-0000-1111")
    html = told(replace(given, reports=(known, *given.reports[1:])), day)
    assert "Sumiyati" not in html
    assert "0812-0000" not in html


def test_a_script_that_would_end_its_element_is_refused(
    given: ShiftInput, day: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(leaflet(), script="</SCRIPT>")
    monkeypatch.setattr("console.shiftreport.page.leaflet", lambda: broken)
    with pytest.raises(UnsafeScript):
        told(given, day)


def test_data_in_a_script_element_holds_no_markup() -> None:
    text = harmless_json(list(HOSTILE[:-1]))
    assert not set("<>&") & set(text)
    assert json.loads(text) == list(HOSTILE[:-1])


def test_leaflet_is_whole_and_brings_its_licence() -> None:
    library = leaflet()
    assert "Leaflet 1.9." in library.script
    assert "circleMarker" in library.script
    assert "Redistribution and use" in library.licence
    assert library.style.count("url(data:image/png;base64,") >= 3


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is only read, not run")
def test_a_browser_draws_the_map_and_asks_for_nothing(hostile: ShiftInput, day: Theme, tmp_path: Path) -> None:
    dom, asked = seen_by_a_browser(told(hostile, day), tmp_path)
    drawn = [
        attrs for tag, attrs in dom.elements if tag == "path" and "leaflet-interactive" in (attrs.get("class") or "")
    ]
    assert len(drawn) >= len(HOSTILE)
    assert not any(tag == "img" for tag, _ in dom.elements)
    assert asked == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is only read, not run")
def test_texts_run_nothing_even_without_the_policy(hostile: ShiftInput, day: Theme, tmp_path: Path) -> None:
    """Every card of the map is opened, with the policy taken away: the second wall alone must hold."""
    html = re.sub(r"<meta http-equiv=[^>]*>", "", told(hostile, day))
    opened = """<script>
      let cards = "";
      geo_json_reports.eachLayer(function (dot) { dot.openPopup(); cards += dot.getPopup().getContent().innerHTML; });
      const kept = (cards.match(/&lt;script/g) || []).length;
      setTimeout(function () { document.title = "pwned: " + window.pwned + ", " + kept; }, 500);
    </script>"""
    dom, _ = seen_by_a_browser(html.replace("</body>", opened + "</body>"), tmp_path)
    title = next(word for word in dom.words if word.startswith("pwned"))
    assert title.startswith("pwned: undefined, ")
    assert int(title.rpartition(" ")[2]) > 2, "the cards were opened and hold the texts as text"


def seen_by_a_browser(html: str, folder: Path) -> tuple[Read, list[str]]:
    """The document as it stands after its scripts ran, and the addresses that were asked for."""
    file, log = folder / "page.html", folder / "net.json"
    file.write_text(html, encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    command = [str(CHROMIUM), *options, f"--user-data-dir={folder / 'user'}", f"--log-net-log={log}"]
    command += ["--virtual-time-budget=3000", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    found = re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8"))
    return Read(done.stdout), [url for url in found if not OF_THE_BROWSER.search(url)]
