"""What people type as coordinates is read as they meant it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.coordinates import decimal_text, dms_text, read, utm_text

PLACE = (106.9896, -6.2349)


@pytest.mark.parametrize(
    ("text", "form", "lat_first"),
    [
        ("-6.2349, 106.9896", "decimal", True),
        ("106.9896 -6.2349", "decimal", False),
        ("-6,2349; 106,9896", "decimal", True),
        ("6.2349 LS, 106.9896 BT", "decimal", True),
        ("E 106.9896 S 6.2349", "decimal", False),
        ("(−6.2349, 106.9896)", "decimal", True),
        ("6°14'5.64\" LS 106°59'22.56\" BT", "dms", True),
        ("106°59′22.56″ E, 6°14′5.64″ S", "dms", False),
        ("S 6 14 5.64, E 106 59 22.56", "dms", True),
    ],
)
def test_every_way_of_writing_is_the_same_place(text, form, lat_first):
    found = read(text)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx(PLACE, abs=1e-6)
    assert (found.form, found.lat_first) == (form, lat_first)


@pytest.mark.parametrize("text", ["", "Jalan Ahmad Yani 5", "1", "1 2 3", "95, 195", "6 LS 7 LU", "6°75' LS 106° BT"])
def test_what_is_no_place_is_none(text):
    assert read(text) is None


def test_utm_is_read_easting_first_with_and_without_its_letters():
    for text in (utm_text(*PLACE), utm_text(*PLACE).replace("48S  ", "").replace(" mE", "").replace(" mN", "")):
        found = read(text)
        assert found is not None
        assert found.form == "utm"
        assert (found.lon, found.lat) == pytest.approx(PLACE, abs=1e-6)


@given(st.floats(95, 141), st.floats(-11, 6))
def test_what_is_shown_can_be_typed_in_again(lon, lat):
    for text, close in ((decimal_text(lon, lat), 1e-7), (dms_text(lon, lat), 3e-6)):
        found = read(text)
        assert found is not None, text
        assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=close)
