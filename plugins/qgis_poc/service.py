"""The operation centre's service, asked through QGIS's own network layer (its proxies, certificates, sign-ins)."""

import json

from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest


class ServiceError(Exception):
    """Something went wrong between QGIS and the service."""


class Unreachable(ServiceError):
    """No answer: whether it was done is not known. Safe to send again."""


class Refused(ServiceError):
    """The service said no: `status`, a stable `code`, a sentence, and `extra` with its figures."""

    def __init__(self, status, problem):
        super().__init__(str(problem.get("detail") or status))
        self.status = status
        self.code = str(problem.get("type", "")).rpartition(":")[2]
        self.extra = problem


class Service:
    """One service, and who is signed in to it. `key`: the secret of a console's embedded service."""

    def __init__(self, url, key="", authcfg=""):
        self.url = url.rstrip("/")
        self.authcfg = authcfg
        self._key = key
        self._token = None

    def sign_in(self, name, password):
        """Signs in for this session of QGIS; the password is not kept. Raises Refused, Unreachable."""
        answer = self._ask("POST", "/session", {"name": name, "password": password})
        self._token = answer["token"]
        return answer["user"]

    def layers(self):
        """The layers that there are: key, version, count."""
        return self._ask("GET", "/layers")["layers"]

    def schema(self, layer):
        """A layer's fields, geometry and looks."""
        return self._ask("GET", f"/layers/{layer}/schema")

    def features(self, layer, since=0):
        """What changed on a layer since a version; from 0: everything."""
        return self._ask(
            "GET", f"/layers/{layer}/features?since={int(since)}" if since else f"/layers/{layer}/features"
        )

    def push(self, layer, changeset):
        """Sends a changeset, all or nothing. The same one sent twice is done once."""
        return self._ask("POST", f"/layers/{layer}/changesets", changeset)

    def draft(self, ident):
        """A changeset that was handed in, as it stands."""
        return self._ask("GET", f"/drafts/{ident}")

    def _ask(self, method, path, body=None):
        request = QNetworkRequest(QUrl(self.url + path))
        headers = {"X-Console": "qgis", "Accept": "application/json"}
        if self._key:
            headers["X-POC-Key"] = self._key
        if self._token:
            headers["Authorization"] = "Bearer " + self._token
        if body is not None:
            headers["Content-Type"] = "application/json"
        for name, value in headers.items():
            request.setRawHeader(name.encode(), value.encode())
        blocking = QgsBlockingNetworkRequest()
        if self.authcfg:
            blocking.setAuthCfg(self.authcfg)
        if method == "GET":
            blocking.get(request, True)  # forceRefresh: QGIS caches what it got before
        else:
            blocking.post(request, QByteArray(json.dumps(body).encode()), True)
        return self._answer(blocking)

    @staticmethod
    def _answer(blocking):
        reply = blocking.reply()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        content = bytes(reply.content())
        if status is None:
            raise Unreachable(blocking.errorMessage() or "no answer")
        try:
            data = json.loads(content) if content else {}
        except ValueError:
            raise Unreachable("what answered is not the service") from None
        if int(status) >= 500 and int(status) not in (503, 507):
            raise Unreachable(f"the service failed ({status})")
        if int(status) >= 400:
            raise Refused(int(status), data)
        return data
