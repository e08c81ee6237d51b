"""The operation centre's service, asked through QGIS's own network layer (its proxies, certificates, sign-ins)."""

import json

from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from .errors import Insecure, NotTheService, Refused, Unreachable

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MEANT = (503, 507)  # of the answers from 500 on: the service itself says that it can't now


class Service:
    """One service, and who is signed in to it. `key`: the secret of a console's embedded service."""

    def __init__(self, url, key="", authcfg=""):
        self.url = url.rstrip("/")
        self.authcfg = authcfg
        self._key = key
        self._token = None

    def sign_in(self, name, password):
        """Signs in for this session of QGIS; the password is not kept. Raises Refused, Unreachable, Insecure."""
        address = QUrl(self.url)
        if address.scheme() != "https" and not (address.scheme() == "http" and address.host() in LOOPBACK):
            raise Insecure(self.url)
        answer = self._ask("POST", "/session", {"name": name, "password": password}, "token", "user")
        self._token = answer["token"]
        return answer["user"]

    def layers(self):
        """The layers that there are (key, title, version, count), and their titles in other languages."""
        return self._ask("GET", "/layers", None, "layers")

    def schema(self, layer):
        """A layer's fields, geometry and looks."""
        return self._ask("GET", f"/layers/{layer}/schema", None, "key", "fields", "digest")

    def features(self, layer, since=0):
        """What changed on a layer since a version; from 0: everything."""
        query = f"?since={int(since)}" if since else ""
        return self._ask("GET", f"/layers/{layer}/features{query}", None, "features", "removed", "version")

    def push(self, layer, changeset):
        """Sends a changeset, all or nothing. The same one sent twice is done once."""
        return self._ask("POST", f"/layers/{layer}/changesets", changeset, "id", "state")

    def draft(self, ident):
        """A changeset that was handed in, as it stands."""
        return self._ask("GET", f"/drafts/{ident}", None, "id", "state")

    def _ask(self, method, path, body, *wanted):
        """The answer, which has these members."""
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
        data = self._answer(blocking)
        if not all(name in data for name in wanted):
            raise NotTheService("the answer lacks what the service's has")
        return data

    @staticmethod
    def _answer(blocking):
        reply = blocking.reply()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if status is None:
            raise Unreachable(blocking.errorMessage() or "no answer")
        try:
            data = json.loads(bytes(reply.content()))
        except ValueError:
            data = None
        if int(status) >= 500 and not (isinstance(data, dict) and int(status) in MEANT):
            raise Unreachable(f"the service failed ({status})")
        if not isinstance(data, dict):
            raise NotTheService("what answered is not the service")
        if int(status) >= 400:
            raise Refused(int(status), data)
        return data
