"""The fields of the call-centre form, how they lie and what they are called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QWidget

from console.domain.reports import Channel, Priority
from console.state.desk import Desk
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import UNIT, Section, button, column, label, no_mnemonic, row
from console.views.cardquestions import Questions
from console.views.cardsections import OriginSection
from console.views.cardtwins import TwinsSection
from console.views.intakephotos import PhotoField
from console.views.intakeplace import PlaceField
from console.views.intakewords import WordsField
from console.words import channel_word, of, priority_word

CHANNELS = (Channel.CALL_112, Channel.SOCIAL, Channel.WALK_IN, Channel.AGENT, Channel.SOROT)


class IntakeFields(QWidget):
    """From the words to the photos, in the order in which a caller is asked; the buttons stay in sight below."""

    def __init__(self, desk: Desk, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(360)
        self.title, self.subtitle = label("title"), label("small", wrap=True)
        self.words, self.category, self.from_words = WordsField(), QComboBox(), label("small", wrap=True)
        self.questions = Questions()
        self.place = PlaceField(desk, session.city, theme)
        self.twins = TwinsSection(theme)
        self.phone, self.name, self.earlier = QLineEdit(), QLineEdit(), OriginSection()
        self.priority, self.channel = QComboBox(), QComboBox()
        self.photos = PhotoField(desk)
        self.sections = {key: Section() for key in ("words", "category", "place", "caller", "kind", "photos")}
        self.missing = label("", wrap=True)
        self.send_button, self.close_button, self.clear_button = (
            button("primary", "send"),
            button("quiet"),
            button("quiet"),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        head = column(spacing=2, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT))
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        inside = QWidget()
        inside.setProperty("panel", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        body = column(inside, spacing=UNIT * 2, margins=(UNIT * 2, UNIT, UNIT * 2, UNIT * 2))
        parts: dict[str, tuple[QWidget, ...]] = {
            "words": (self.words,),
            "category": (self.category, self.from_words, self.questions),
            "place": (self.place, self.twins),
            "caller": (self.phone, self.name, self.earlier),
            "photos": (self.photos,),
        }
        self.sections["kind"].body.addLayout(row(self.priority, self.channel))
        for key in ("words", "category", "place", "caller", "kind", "photos"):
            for widget in parts.get(key, ()):
                self.sections[key].body.addWidget(widget)
                self.sections[key].body.setSpacing(UNIT)
            body.addWidget(self.sections[key])
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.missing.setProperty("tone", "late")
        self.missing.hide()
        foot = QFrame()
        foot.setProperty("foot", True)
        ends = column(foot, spacing=UNIT, margins=(UNIT * 2, UNIT + 4, UNIT * 2, UNIT * 2))
        ends.addWidget(self.missing)
        ends.addLayout(row(self.send_button, self.close_button, None, self.clear_button))
        layout = column(self, spacing=0)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)
        self.twins.hide()
        self.earlier.hide()
        self.phone.setMaxLength(40)
        self.name.setMaxLength(200)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setAccessibleName(self.tr("New report"))
        self.title.setText(self.tr("New report"))
        self.subtitle.setText(self.tr("Times are WIB. Closing keeps what you have typed."))
        captions = {
            "words": self.tr("WHAT IS REPORTED"),
            "category": self.tr("CATEGORY"),
            "place": self.tr("PLACE"),
            "caller": self.tr("CALLER"),
            "kind": self.tr("PRIORITY AND WAY IN"),
            "photos": self.tr("PHOTOS"),
        }
        for key, section in self.sections.items():
            section.set_caption(captions[key])
        self.words.setPlaceholderText(self.tr("What has happened, where, since when, is anybody in danger?"))
        self.words.setAccessibleName(self.tr("What is reported"))
        self.phone.setPlaceholderText(self.tr("Telephone"))
        self.phone.setAccessibleName(self.tr("The caller's telephone number"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("The caller's name"))
        self.send_button.setText(no_mnemonic(self.tr("Take in")) + "   Ctrl+⏎")
        self.send_button.setAccessibleName(self.tr("Take the report in"))
        self.close_button.setText(self.tr("Close") + "   Esc")
        self.clear_button.setText(self.tr("Start again"))
        self._fill_boxes()
        for part in (self.place, self.photos, self.twins, self.earlier):
            part.retranslate()

    def _fill_boxes(self) -> None:
        levels = [(self.tr("From the category"), "")]
        levels += [(priority_word(level), level.value) for level in reversed(Priority)]
        kinds = [(self.tr("Not chosen yet"), "")]
        titles = sorted((of(row_of.title), code) for code, row_of in self._session.city.categories.items())
        for box, rows, says in (
            (self.category, kinds + titles, self.tr("Category")),
            (self.priority, levels, self.tr("Priority")),
            (self.channel, [(channel_word(way), way.value) for way in CHANNELS], self.tr("Way in")),
        ):
            chosen = box.currentData()
            box.clear()
            for title, code in rows:
                box.addItem(title, code)
            box.setCurrentIndex(max(0, box.findData(chosen)) if chosen else 0)
            box.setAccessibleName(says)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
