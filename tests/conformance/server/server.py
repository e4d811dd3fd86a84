"""A HAPI FHIR server of its own process, and what is on it."""
import datetime
import http.client
import json
import os
import signal
import subprocess
import time
import urllib.parse
from pathlib import Path


class Server:
    """Runs with its database in a folder; start() after kill() finds what was there."""

    def __init__(self, build: Path, folder: Path):
        self.build, self.folder, self.process = build, folder, None
        folder.mkdir(parents=True)

    def start(self, patience_s: int = 900) -> float:
        """Returns the seconds until it took requests; raises RuntimeError with the end of its log."""
        began, log = time.monotonic(), self.folder / "server.log"
        classpath = f"{self.build / 'classes'}:{(self.build / 'classpath').read_text().strip()}"
        self.process = subprocess.Popen(
            ["java", "-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classpath,
             "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "carescan.Server", str(self.folder)], stdout=log.open("wb"), stderr=subprocess.STDOUT)
        while time.monotonic() - began < patience_s and self.process.poll() is None:
            for line in log.read_text(errors="replace").splitlines():
                if line.startswith("ready "):
                    self.address = urllib.parse.urlsplit(line.split()[1])
                    return time.monotonic() - began
            time.sleep(0.2)
        self.kill()
        raise RuntimeError("the server did not start:\n" + log.read_text(errors="replace")[-3000:])

    def kill(self):
        """SIGKILL: no chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def request(self, method: str, path: str, body: bytes | None = None):
        """(status, JSON) of one request; OSError or HTTPException where the connection broke."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=120)
        try:
            connection.request(method, path, body, {"Content-Type": "application/fhir+json", "Cache-Control": "no-cache"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def post(self, bundle: bytes):
        return self.request("POST", self.address.path, bundle)

    def all(self, query: str) -> list[dict]:
        """Every resource that a search finds, over all of its pages."""
        found, path = [], f"{self.address.path}/{query}{'&' if '?' in query else '?'}_count=1000"
        while path:
            status, page = self.request("GET", path)
            if status != 200:
                raise RuntimeError(f"GET {path}: {status}")
            found += [entry["resource"] for entry in page.get("entry", [])]
            following = [link["url"] for link in page.get("link", []) if link["relation"] == "next"]
            url = urllib.parse.urlsplit(following[0]) if following else None
            path = f"{url.path}?{url.query}" if url else None
        return found

    def written_since(self, instant: str) -> list[dict]:
        """Every version of any resource that was written since then."""
        return self.all(f"_history?_since={urllib.parse.quote(instant)}")

    @staticmethod
    def now() -> str:
        """An instant after everything written so far."""
        time.sleep(0.01)
        return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")

    def snapshot(self, types) -> dict[str, dict]:
        """{"Patient/1": resource} of all resources of these types."""
        return {f"{kind}/{one['id']}": one for kind in sorted(types) for one in self.all(kind)}


def business_key(resource: dict) -> str:
    """What the same resource is called on every server: its first identifier, or the id that carescan gave."""
    identifier = resource.get("identifier") or resource["id"]
    if isinstance(identifier, list):
        identifier = identifier[0]
    if isinstance(identifier, dict):
        identifier = f"{identifier.get('system')}|{identifier.get('value')}"
    return f"{resource['resourceType']} {identifier}"


def without_ids(snapshot: dict[str, dict]) -> list[str]:
    """The resources of a snapshot, sorted, with business keys in place of what a server makes up: ids, times."""
    keys = {name: business_key(resource) for name, resource in snapshot.items()}

    def plain(value):
        if isinstance(value, dict):
            return {name: keys.get(part, part) if name == "reference" else plain(part) for name, part in value.items()}
        return [plain(part) for part in value] if isinstance(value, list) else value

    lines = []
    for resource in snapshot.values():
        meta = {name: part for name, part in resource["meta"].items() if name not in ("lastUpdated", "source")}
        lines.append(business_key(resource) + json.dumps(plain({**resource, "id": "", "meta": meta}), sort_keys=True))
    return sorted(lines)
