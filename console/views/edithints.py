"""What the edit mode says: why nothing was done, and what the tool in the hand does; in its own words (EditMode)."""

from __future__ import annotations

from console.i18n import QT_TRANSLATE_NOOP

NOTICES: dict[str, str] = {  # why nothing was done
    "few": QT_TRANSLATE_NOOP("EditMode", "Too few corners would be left."),
    "crossed": QT_TRANSLATE_NOOP("EditMode", "The border crosses itself: take the last corner back with Backspace."),
    "untouched": QT_TRANSLATE_NOOP("EditMode", "The line parts nothing: draw it all the way across."),
    "mixed": QT_TRANSLATE_NOOP("EditMode", "The shapes are of another kind than this layer's."),
    "none_chosen": QT_TRANSLATE_NOOP("EditMode", "Choose something first: click it, or Ctrl and drag a box."),
    "too_few_chosen": QT_TRANSLATE_NOOP("EditMode", "Choose at least two features to merge."),
    "busy": QT_TRANSLATE_NOOP("EditMode", "A large step is still being made; a moment."),
    "closed": QT_TRANSLATE_NOOP("EditMode", "This draft can only be looked at: it was handed in, or is another's."),
}
HINTS: dict[str, str] = {  # of the tool in the hand
    "edit_choose": QT_TRANSLATE_NOOP(
        "EditMode", "Click chooses, Ctrl-drag a box, Shift-drag a lasso; drag what is chosen to move it."
    ),
    "edit_move": QT_TRANSLATE_NOOP("EditMode", "Drag to move what is chosen. By keys: Enter, arrows, Enter."),
    "edit_point": QT_TRANSLATE_NOOP("EditMode", "Click where it stands. By keys: arrows, Enter."),
    "edit_line": QT_TRANSLATE_NOOP("EditMode", "Click corner after corner; a double click ends, Backspace takes back."),
    "edit_polygon": QT_TRANSLATE_NOOP("EditMode", "Click round the area; a click on the first corner closes it."),
    "edit_split": QT_TRANSLATE_NOOP("EditMode", "Draw a line across what is to be parted; a double click ends."),
    "edit_corners": QT_TRANSLATE_NOOP(
        "EditMode", "Drag corners, or an edge to put one in. Full stop: next corner; Alt and arrows nudge; Del removes."
    ),
}
