"""What the rules refuse: one small family, each with a stable code and the figures of its sentence."""


class DomainError(Exception):
    """A rule said no. `code` is stable and goes over the wire; the message is English, for logs and programs."""

    code = "rule"

    def __init__(self, message: str, **detail: object) -> None:
        super().__init__(message)
        self.detail = {key: str(value) for key, value in detail.items()}


class UnknownReport(DomainError):
    """There is no such report."""

    code = "unknown-report"


class UnknownAction(DomainError):
    """There is no such action."""

    code = "unknown-action"


class TransitionNotAllowed(DomainError):
    """The action can't follow from the state that the report is in."""

    code = "transition-not-allowed"


class NotAllowed(DomainError):
    """The role may not do this."""

    code = "not-allowed"


class Missing(DomainError):
    """The action needs something that was not given; `field` names it."""

    code = "missing"


class NotValid(DomainError):
    """A value can't be taken; `field` names it."""

    code = "not-valid"


class OutsideCity(NotValid):
    """The place lies too far outside; `distance_km` says how far, `swapped` whether lat and lon look exchanged."""

    code = "outside-city"


class NothingToUndo(DomainError):
    """The last move is not the actor's, is too long ago, or can't be taken back."""

    code = "nothing-to-undo"
