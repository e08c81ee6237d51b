"""What can go wrong between QGIS, the local copy and the service; the panel has a sentence for each."""


class PocError(Exception):
    """Any of them."""


class CopyError(PocError):
    """The local copy can't be made, read or written; the message is a sentence in QGIS's language."""


class ServiceError(PocError):
    """Something went wrong between QGIS and the service."""


class Insecure(ServiceError):
    """The address would carry a password in the clear. Nothing was sent."""


class Unreachable(ServiceError):
    """No answer: whether it was done is not known. Safe to send again."""


class NotTheService(Unreachable):
    """Something else answers there: a proxy, a network's sign-in page, another program."""


class Refused(ServiceError):
    """The service said no: `status`, a stable `code`, a sentence, and `extra` with its figures."""

    def __init__(self, status, problem):
        super().__init__(str(problem.get("detail") or status))
        self.status = status
        self.code = str(problem.get("type", "")).rpartition(":")[2]
        self.extra = problem


class SchemaChanged(ServiceError):
    """The layer's fields are others than when it was pulled: `added`, `removed`. Nothing was done."""

    def __init__(self, added, removed):
        super().__init__("The layer has other fields now.")
        self.added = added
        self.removed = removed


class Conflicts(ServiceError):
    """Somebody changed the same fields: `conflicts` are to be decided one by one. Nothing was pushed."""

    def __init__(self, conflicts):
        super().__init__(f"Somebody else changed {len(conflicts)} of these features in the same fields.")
        self.conflicts = conflicts
