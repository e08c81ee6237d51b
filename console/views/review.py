"""Drafts and their review: what is changed, in a table and on the map; what checks and people say; the moves."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QPushButton, QTabWidget, QWidget

from console.domain.drafts import CHANGEABLE, DRAFT_ACTIONS, DraftState
from console.state.layerdrafts import EditConflict, LayerDrafts, Opened, Sheet
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import Mark, spread_theme
from console.views.cardparts import UNIT, button, column, fit_to_screen, label, row, set_look
from console.views.cardtext import Elided, Words
from console.views.layerwords import DONE, STATE_LOOKS, action_word, done_sentence, name_of, state_word
from console.views.mapghosts import Ghosts, ghosts_of
from console.views.reviewask import AskPanel
from console.views.reviewconflicts import ConflictWindow
from console.views.reviewlist import DraftList
from console.views.reviewpages import ChangesPage, ChecksPage, TalkPage
from console.words import layer_word, moment_text, number_text, trouble
from layers.checks import Severity
from layers.features import Feature

ASKED = ("reject", "withdraw")  # a reason first
LOOKED_AT = ("submit", "approve", "publish")  # warnings want a word first


class ReviewWindow(QDialog):
    """Shows what LayerDrafts holds, and asks it to do things."""

    history_wanted = Signal(str, str)  # layer, feature id
    edit_wanted = Signal(object)  # Sheet: to be worked on at the map

    def __init__(
        self,
        drafts: LayerDrafts,
        session: Session,
        ghosts: Ghosts,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts, self._session, self._ghosts, self._theme, self._now = drafts, session, ghosts, theme, now
        self.opened: Opened | None = None
        self.can_edit = False  # whether somebody hears `edit_wanted`
        self._features: dict[str, Feature] = {}
        self._conflicts: ConflictWindow | None = None
        self.list = DraftList(lambda: session.user.name, theme, now)
        self.title, self.about = Elided("title"), label("muted", wrap=True)
        self.mark, self.state = Mark(theme), label()
        self.note = Words()
        self.changes, self.checks, self.talk = ChangesPage(theme), ChecksPage(theme), TalkPage(now)
        self.tabs = QTabWidget()
        self.warning, self.decide = label("", wrap=True), button("primary", "decide_conflicts")
        self.ask = AskPanel()
        self.said = label("", wrap=True)
        self.edit, self.schedule = button("", "edit_draft"), button("", "schedule")
        self.show_all, self.close_button = button("quiet", "show_all"), button("", "close")
        self.moves: dict[str, QPushButton] = {}
        self.empty = label("muted", wrap=True)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumSize(960, 600)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(1320, 820)

    # --- made -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for page in (self.changes, self.checks, self.talk):
            self.tabs.addTab(page, "")
        foot = row(self.show_all, None, self.edit, self.schedule)
        for action in DRAFT_ACTIONS:
            made = button("danger" if action.key == "withdraw" else "", f"draft_{action.key}")
            made.clicked.connect(self._on_move)
            self.moves[action.key] = made
        for key in ("withdraw", "reopen", "reject", "submit", "approve", "publish"):
            foot.addWidget(self.moves[key])
        self._banner = QWidget()
        banner = row(self.warning, self.decide, wide=0)
        self._banner.setLayout(banner)
        self._right = QWidget()
        inner = column(self._right, spacing=UNIT)
        inner.addLayout(row(self.title, self.mark, self.state, wide=0))
        inner.addWidget(self.about)
        inner.addWidget(self.note)
        inner.addWidget(self._banner)
        inner.addWidget(self.tabs, 1)
        inner.addWidget(self.said)
        inner.addWidget(self.ask)
        inner.addLayout(foot)
        right = column(spacing=UNIT, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2))
        right.addWidget(self._right, 1)
        right.addWidget(self.empty, 1)
        right.addLayout(row(None, self.close_button))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = row(self.list, spacing=0)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self._right.hide()
        self.said.hide()

    def _connect(self) -> None:
        drafts = self._drafts
        drafts.listed.connect(self._on_listed)
        drafts.opened.connect(self._on_opened)
        drafts.trouble.connect(self._on_trouble)
        drafts.conflicted.connect(self._on_conflicted)
        self.list.chosen.connect(self._on_chosen)
        self.changes.chosen.connect(self._on_feature)
        self.changes.show_wanted.connect(self._ghosts.go_to)
        self.changes.history_wanted.connect(self._on_history)
        self.changes.take_out_wanted.connect(self._on_out)
        self.checks.show_wanted.connect(self._on_show)
        self.talk.show_wanted.connect(self._on_show)
        self.talk.said.connect(self._on_said)
        self.ask.given.connect(drafts.act)
        self.ask.worded.connect(self._on_worded)
        self.ask.scheduled.connect(drafts.schedule)
        self.schedule.clicked.connect(self._on_schedule)
        self.edit.clicked.connect(self._on_edit)
        self.decide.clicked.connect(self.open_conflicts)
        self.show_all.clicked.connect(self._ghosts.go_to_all)
        self.close_button.clicked.connect(self.close)

    # --- heard ----------------------------------------------------------------------------------

    @Slot(list)
    def _on_listed(self, sheets: list[Sheet]) -> None:
        self.list.show_sheets(sheets, self.opened.draft.id if self.opened else "")
        self.empty.setVisible(self.opened is None)

    @Slot(str)
    def _on_chosen(self, draft_id: str) -> None:
        self.ask.put_away()
        self._say("", "")
        self._drafts.open(draft_id)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        other = self.opened is None or self.opened.draft.id != opened.draft.id
        self.opened = opened
        sides = opened.sides()
        features = {ident: after or before for ident, (_, before, after) in sides.items()}
        self._features = {ident: feature for ident, feature in features.items() if feature is not None}
        self.empty.hide()
        self._right.show()
        self._describe()
        self.changes.show_draft(opened, self._may_change())
        self.checks.show_draft(opened, self._named())
        self.talk.show_draft(opened, self._features)
        self._show_on_map(opened)
        self.list.reveal(opened.sheet)
        if other:
            self.tabs.setCurrentIndex(0)
            self.talk.set_feature("")

    def _show_on_map(self, opened: Opened) -> None:
        if self.isVisible():
            sides = {
                ident: (kind, before.geometry if before else None, after.geometry if after else None)
                for ident, (kind, before, after) in opened.sides().items()
            }
            self._ghosts.show_ghosts(ghosts_of(sides))

    @Slot(str, object)
    def on_acted(self, action: str, sheet: Sheet) -> None:
        """Something was done."""
        if action in DONE:
            self._say(done_sentence(action, sheet.draft), "ok")
        else:
            self._say("", "")

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        if isinstance(error, EditConflict):
            return  # the conflicts are shown
        self._say(trouble(error if isinstance(error, Exception) else Exception(str(error))).text(), "late")

    @Slot(object)
    def _on_conflicted(self, error: EditConflict) -> None:
        text = self.tr(
            "Somebody else published the same fields meanwhile: {count}. Nothing was overwritten: decide each."
        )
        self._say(text.format(count=number_text(len(error.conflicts))), "soon")

    @Slot(str)
    def _on_feature(self, ident: str) -> None:
        self._ghosts.choose(ident)
        feature = self._features.get(ident)
        self.talk.set_feature(name_of(feature) if feature else "")

    @Slot(str)
    def _on_show(self, ident: str) -> None:
        self.changes.choose(ident)
        self._ghosts.go_to(ident)

    @Slot(str)
    def _on_history(self, ident: str) -> None:
        if self.opened is not None:
            self.history_wanted.emit(self.opened.draft.layer, ident)

    @Slot(str)
    def _on_out(self, ident: str) -> None:
        self._drafts.take_out([ident])

    @Slot(str, bool)
    def _on_said(self, text: str, about_feature: bool) -> None:
        one = self.changes.current
        if not about_feature or one is None:
            self._drafts.comment(text)
            return
        spot = one.feature.geometry.representative_point()
        self._drafts.comment(text, one.id, (float(spot.x), float(spot.y)))

    @Slot()
    def _on_move(self) -> None:
        sender = self.sender()
        if self.opened is None:
            return
        action = sender.objectName().removeprefix("draft_")
        warnings = sum(finding.severity is Severity.WARNING for finding in self.opened.findings)
        spoke = any(comment.by == self._session.user.name for comment in self.opened.comments)
        if action in ASKED:
            self.ask.ask_reason(action)
        elif action in LOOKED_AT and warnings and not spoke:
            self.tabs.setCurrentWidget(self.checks)
            self.ask.ask_word(action, warnings)
        else:
            self._drafts.act(action)

    @Slot(str, str)
    def _on_worded(self, action: str, word: str) -> None:
        self._drafts.act(action, "", word)

    @Slot()
    def _on_schedule(self) -> None:
        if self.opened is not None:
            self.ask.ask_moment(self.opened.draft.publish_at, self._now())

    @Slot()
    def _on_edit(self) -> None:
        if self.opened is not None:
            self.edit_wanted.emit(self.opened.sheet)

    @Slot()
    def open_conflicts(self) -> None:
        """The fields that somebody else published too, side by side."""
        if self.opened is None or self.opened.difference is None:
            return
        if self._conflicts is not None:
            self._conflicts.deleteLater()
        conflicts = list(self.opened.difference.conflicts)
        self._conflicts = ConflictWindow(conflicts, self._ghosts.go_to, self)
        self._conflicts.decided.connect(self._drafts.decide)
        self._conflicts.open()

    # --- shown ----------------------------------------------------------------------------------

    def _named(self) -> ChainMap[str, Feature]:
        """Features by id, to call them by their names: those of the draft, else as they stand."""
        standing = self._drafts.standing(self.opened.draft.layer) if self.opened else {}
        return ChainMap(self._features, dict(standing))

    def _may_change(self) -> bool:
        draft = self.opened.draft if self.opened else None
        return draft is not None and draft.author == self._session.user.name and draft.state in CHANGEABLE

    def _describe(self) -> None:
        if self.opened is None:
            return
        draft, actions = self.opened.draft, self.opened.sheet.actions
        self.title.setText(draft.title)
        self.mark.set_look(STATE_LOOKS[draft.state])
        self.state.setText(state_word(draft.state))
        set_look(self.state, "tone", STATE_LOOKS[draft.state].tone)
        self.about.setText(self._about())
        self.note.show_words(self._told())
        self.note.setVisible(bool(self._told()))
        conflicts = len(self.opened.difference.conflicts) if self.opened.difference else 0
        mine = draft.author == self._session.user.name
        if mine:
            text = self.tr("Changed by somebody else in the same fields: {count}. Nothing is lost: decide each.")
        else:
            text = self.tr("Changed by somebody else in the same fields: {count}. {author} decides.")
        self.warning.setText(text.format(count=number_text(conflicts), author=draft.author))
        set_look(self.warning, "tone", "soon")
        self.decide.setVisible(mine)
        self._banner.setVisible(conflicts > 0)
        primary = next((key for key in ("publish", "approve", "submit") if key in actions), "")
        errors = any(finding.severity is Severity.ERROR for finding in self.opened.findings)
        stopped = bool(conflicts) or errors or not draft.changes
        for key, made in self.moves.items():
            made.setVisible(key in actions)
            made.setEnabled(not (stopped and key in ("submit", "publish", "approve")))
            if key != "withdraw":
                set_look(made, "kind", "primary" if key == primary else "")
        ended = draft.state in (DraftState.PUBLISHED, DraftState.WITHDRAWN)
        self.schedule.setVisible(mine and not ended)
        self.edit.setVisible(self._may_change() and self.can_edit)
        self.show_all.setEnabled(bool(self._features))
        counts = (len(self._features), len(self.opened.findings), len(self.opened.comments))
        titles = (self.tr("Changes"), self.tr("Checks"), self.tr("Comments"))
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(place, f"{title} {number_text(count)}")

    def _about(self) -> str:
        assert self.opened is not None  # noqa: S101 - asked by the caller
        draft, now = self.opened.draft, self._now()
        parts = [layer_word(draft.layer), self.tr("by {author}").format(author=draft.author)]
        if draft.updated_at:
            parts.append(moment_text(draft.updated_at, now))
        if draft.reviewer:
            parts.append(self.tr("reviewed by {name}").format(name=draft.reviewer))
        if draft.publish_at and draft.state is not DraftState.PUBLISHED:
            parts.append(self.tr("to be published {when} WIB").format(when=moment_text(draft.publish_at, now)))
        return " · ".join(parts)

    def _told(self) -> str:
        assert self.opened is not None  # noqa: S101 - asked by the caller
        draft = self.opened.draft
        reason = self.tr("Sent back: {reason}").format(reason=draft.reason) if draft.reason else ""
        return "\n".join(filter(None, (reason, draft.note)))

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        set_look(self.said, "tone", tone)
        self.said.setAccessibleName(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        spread_theme(self, theme)
        self.list.set_theme(theme)
        self.changes.look.theme = theme

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Drafts and their review"))
        self.empty.setText(
            self.tr("Choose a draft at the left: here you see what it changes, in a table and on the map.")
        )
        self.decide.setText(self.tr("Decide…"))
        self.edit.setText(self.tr("Edit on the map"))
        self.schedule.setText(self.tr("Publish at…"))
        self.show_all.setText(self.tr("Show all on the map"))
        self.close_button.setText(self.tr("Close"))
        for key, made in self.moves.items():
            made.setText(action_word(key))
        self.changes.retranslate()
        if self.opened is not None:
            self._describe()
            self.changes.show_draft(self.opened, self._may_change())
            self.checks.show_draft(self.opened, self._named())
            self.talk.show_draft(self.opened, self._features)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._ghosts.show_ghosts(())
        self._drafts.rest()
        self.opened = None
        self._right.hide()
        super().closeEvent(event)
