"""What was edited, and what two people's edits of one feature come to; plain values, nothing of QGIS.

A state is a dict: `geometry` (WKB as bytes) and the layer's fields by name; None is a feature that is not there.
"""

from collections import namedtuple

INSERT, UPDATE, DELETE = "insert", "update", "delete"
Edit = namedtuple("Edit", "kind id before after fields")
Conflict = namedtuple("Conflict", "id fields base mine theirs")


def changed_fields(before, after):
    """The fields in which two states differ; None is as good as missing."""
    old, new = before or {}, after or {}
    return [key for key in dict.fromkeys((*new, *old)) if not same(old.get(key), new.get(key))]


def same(one, other):
    """Whether two values are alike; true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def difference(before, after):
    """The edits that lead from one state of the layer to the other (states by id)."""
    edits = []
    for ident, state in after.items():
        old = before.get(ident)
        fields = changed_fields(old, state)
        if old is None:
            edits.append(Edit(INSERT, ident, None, state, fields))
        elif fields:
            edits.append(Edit(UPDATE, ident, old, state, fields))
    for ident, old in before.items():
        if ident not in after:
            edits.append(Edit(DELETE, ident, old, None, changed_fields(old, None)))
    return edits


def merge(ident, base, mine, theirs):
    """The state that two edits of `base` come to (None: gone), or a Conflict."""
    if mine is None or theirs is None:
        left = mine if mine is not None else theirs
        if left is None or base is None:
            return left
        fields = changed_fields(base, left)
        return Conflict(ident, fields, base, mine, theirs) if fields else None
    old, merged, disputed = base or {}, {}, []
    for key in dict.fromkeys((*theirs, *mine, *old)):
        before, here, there = old.get(key), mine.get(key), theirs.get(key)
        if same(here, there) or same(here, before):
            merged[key] = there
        elif same(there, before):
            merged[key] = here
        else:
            disputed.append(key)
    return Conflict(ident, disputed, base, mine, theirs) if disputed else merged


def blend(conflict):
    """Mine where we disagree, and everything else merged: what stands here until a person decides."""
    base, mine, theirs = conflict.base or {}, conflict.mine, conflict.theirs
    return {
        key: mine.get(key) if key in conflict.fields or same(theirs.get(key), base.get(key)) else theirs.get(key)
        for key in dict.fromkeys((*theirs, *mine))
    }
