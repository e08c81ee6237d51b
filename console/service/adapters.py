"""The feed adapters that are installed, and a feed as it is set up and as it does."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.domain.wire import Json

if TYPE_CHECKING:
    from layers.feeds import Context, Manifest, Reading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Adapter:
    """One module of plugins/feeds."""

    manifest: Manifest
    read: Callable[[bytes, Context], Reading]


def adapters() -> dict[str, Adapter]:
    """Every adapter that is installed; one that can't be loaded is left out, and the log says why."""
    import plugins.feeds

    found: dict[str, Adapter] = {}
    for module in pkgutil.iter_modules(plugins.feeds.__path__):
        if module.name.startswith("_"):
            continue
        try:
            plugin = importlib.import_module(f"plugins.feeds.{module.name}")
            found[plugin.MANIFEST.key] = Adapter(plugin.MANIFEST, plugin.read)
        except Exception:
            log.exception("the feed adapter %s can't be loaded", module.name)
    return found


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it is set up, and how it does."""

    key: str
    adapter: str
    title: str
    source: str = ""
    cadence_s: int = 300
    options: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False
    state: str = "waiting"  # waiting, ok, late, failed, off
    last_ok_at: str | None = None
    last_error: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> Json:
        """As kept and as shown."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FeedState:
        """What `to_json` wrote."""
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
