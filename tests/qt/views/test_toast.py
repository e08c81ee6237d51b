"""The toast: as high as its words, whatever it said before."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.theme import Theme
from console.views.toast import Toast

REASON = "BKS-000135 is “Verified”: “Verify” does not follow from that."


def test_every_line_of_a_message_can_be_read_and_the_next_short_one_is_low_again(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1000, 500)
    host.show()
    toast = Toast(Theme.load("night"), host)
    toast.say_bad("Not possible now.", REASON)
    low = toast.height()
    toast.say_bad("Not possible now.", REASON)
    toast.say_bad("Verify: 5 reports, 35 not.", "\n".join([REASON] * 3))
    assert toast.height() >= low + 2 * toast.more.fontMetrics().height() - 4
    toast.say_bad("Not possible now.", REASON)
    assert toast.height() == low
