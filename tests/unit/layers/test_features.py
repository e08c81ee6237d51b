"""Reading a feature's geometry: what is no number is refused, also where a library would take it for one."""

import pytest

from layers.features import NotAFeature, read_geometry


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": ["107.0", "-6.2"]},
        {"type": "Point", "coordinates": [107.0, True]},
        {"type": "LineString", "coordinates": [[107.0, -6.2], [107.1, "-6.2"]]},
        {"type": "Polygon", "coordinates": [[[107, -6.2], [107.1, -6.2], [False, -6.3], [107, -6.2]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": ["107", -6.2]}]},
    ],
)
def test_a_coordinate_that_is_text_or_true_is_refused(geometry: dict[str, object]):
    with pytest.raises(NotAFeature, match="not a number"):
        read_geometry(geometry)


def test_numbers_are_read():
    assert read_geometry({"type": "Point", "coordinates": [107, -6.25]}).x == 107
