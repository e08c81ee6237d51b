"""What is made of a basemap before it can be drawn: names, sources, lines. Once for all canvases, in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from console.map.cartography import Cartographer, Survey, survey_of
from console.map.ground import Dots, Ground, PaintedGround
from console.map.names import Candidate, candidates
from console.map.outskirts import with_outskirts
from console.map.plates import PlateGround
from console.map.press import Press
from console.map.things import Thing
from console.tasks import Tasks
from console.theme import Theme

log = logging.getLogger(__name__)
Themes = Mapping[str, Sequence[Thing]]


@dataclass(frozen=True)
class Groundwork:
    """A basemap, ready to be drawn: by mapnik where there is a survey, else by painters."""

    themes: Themes
    names: list[Candidate]
    dots: Dots
    survey: Survey | None
    painted: PaintedGround | None
    _presses: dict[Theme, Press] = field(default_factory=dict)  # one a theme, for all canvases

    def ground(self, theme: Theme, tasks: Tasks, ready: Callable[[], None]) -> Ground:
        """A ground for one canvas."""
        if self.survey is not None:

            def press(theme: Theme) -> Press:
                return self._press(theme, tasks)

            return PlateGround(press, self.themes, self.dots, theme, tasks, ready)
        assert self.painted is not None  # noqa: S101  # one of the two is always there
        return self.painted.with_theme(theme)

    def _press(self, theme: Theme, tasks: Tasks) -> Press:
        if theme not in self._presses:
            assert self.survey is not None  # noqa: S101  # asked by the caller
            self._presses[theme] = Press(Cartographer(self.survey, theme), tasks)
        return self._presses[theme]


def groundwork(themes: Themes, tasks: Tasks, ready: Callable[[], None]) -> Groundwork:
    """Slow for a whole city (half a second): for a thread."""
    survey, drawn = None, with_outskirts(themes)
    try:
        survey = survey_of(drawn)
    except Exception:  # whatever an engine raises, the painters stand in
        log.exception("mapnik does not take this basemap")
    painted = None if survey else PaintedGround(drawn, Theme.load(), tasks, ready)
    return Groundwork(drawn, candidates(themes), Dots(themes), survey, painted)
