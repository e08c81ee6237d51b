"""What every store offers for drafts: the drafts, and what feeds last said of features that people edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from console.domain.drafts import Draft
from console.domain.wire import Json

if TYPE_CHECKING:
    from console.service.store.contract import Actor, LayerState, StoredFeature


@dataclass(frozen=True, slots=True)
class Edited:
    """A feature of a feed that a person edited: what the feed said last, and whether the person took it away."""

    id: str
    source: str
    said: Json
    removed: bool = False


class DraftReader(Protocol):
    """Reading drafts; a part of the store's Reader."""

    def draft(self, ident: str) -> Draft | None: ...
    def drafts(
        self, states: Sequence[str] = (), layer: str = "", author: str = "", limit: int = 200
    ) -> list[Draft]: ...
    def draft_changes(self, ident: str) -> list[Json]: ...
    def draft_base(self, ident: str, feature: str) -> Json | None: ...
    def draft_comments(self, ident: str) -> list[Json]: ...
    def next_publishing(self) -> tuple[datetime, str] | None: ...
    def removed_versions(self, layer: str) -> dict[str, int]: ...
    def edited(self, layer: str) -> dict[str, Edited]: ...


class DraftTransaction(DraftReader, Protocol):
    """Writing drafts; a part of the store's Transaction."""

    def put_draft(self, draft: Draft) -> None: ...
    def put_draft_changes(self, ident: str, changes: Iterable[tuple[str, Json]], gone: Iterable[str]) -> None: ...
    def count_draft_changes(self, ident: str) -> int: ...
    def put_draft_comment(self, ident: str, key: str, body: Json) -> bool: ...
    def append_many(self, actor: Actor, kind: str, entity: str, items: Iterable[tuple[str, int, Json]]) -> None: ...
    def replace_features(
        self, layer: str, puts: Sequence[StoredFeature], gone: Sequence[tuple[str, int]], heard_at: datetime | None
    ) -> LayerState: ...
    def put_edited(self, layer: str, items: Iterable[Edited]) -> None: ...
    def drop_edited(self, layer: str, idents: Iterable[str]) -> None: ...
