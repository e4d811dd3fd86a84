"""What corrections take away must not stand on the server as if it were still said, and nothing else may be touched."""
import json
import shutil
import subprocess
import time
from pathlib import Path

from server import Server

IN_ERROR = "entered-in-error"


def is_withdrawn(resource: dict) -> bool:
    """Told here on its own, for the types that carescan's forms make."""
    verified = [c.get("code") for c in resource.get("verificationStatus", {}).get("coding", [])]
    return (resource.get("status") == IN_ERROR or resource.get("lifecycleStatus") == IN_ERROR or IN_ERROR in verified
            or resource.get("active") is False)


def push(carescan: Path, out: Path, server: Server) -> subprocess.CompletedProcess:
    return subprocess.run([carescan, "push", out, "--to", server.address.geturl(), "--unreviewed"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def push_killed(carescan: Path, out: Path, server: Server, moved):
    """Kills a push as soon as a receipt has moved on."""
    pushing = subprocess.Popen([carescan, "push", out, "--to", server.address.geturl(), "--unreviewed"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while pushing.poll() is None and not moved():
        time.sleep(0.005)
    pushing.kill()
    pushing.wait()


def receipts(out: Path) -> dict[str, dict]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(out.glob("receipts/*.json"))}


def names(entries) -> set[str]:
    return {f"{entry['type']}/{entry['id']}" for entry in entries}


def own(receipt: dict) -> set[str]:
    return names(entry for entry in receipt["entries"] if entry["of_document"])


def named(receipts_of_run: dict) -> set[str]:
    return {name for receipt in receipts_of_run.values() for name in names(receipt["entries"])}


def read(server: Server, name: str) -> dict:
    status, resource = server.request("GET", f"{server.address.path}/{name}")
    if status != 200:
        raise RuntimeError(f"GET {name}: {status}")
    return resource


def correct(folder: Path):
    """What review leaves: record and bundle of each document made anew."""
    for corrected in sorted((folder / "corrected").iterdir()):
        shutil.copytree(corrected, folder / "out" / "documents" / corrected.name, dirs_exist_ok=True)


def edit(server: Server, name: str) -> dict:
    """Somebody at the server adds a note."""
    resource = read(server, name)
    resource["note"] = [{"text": "Seen in clinic"}]
    status, answer = server.request("PUT", f"{server.address.path}/{name}", json.dumps(resource).encode())
    if status != 200:
        raise RuntimeError(f"PUT {name}: {status}")
    return answer


def check_emptied(checks, server: Server, carescan: Path, folder: Path):
    """Eight reviewed forms, of which corrections leave only who it is."""
    out = folder / "out"
    first = push(carescan, out, server)
    before = receipts(out)
    checks.that(first.returncode == 0 and len(before) == 8, "eight reviewed forms pushed", first.stdout)
    edited = next(name for receipt in before.values() for name in sorted(own(receipt)) if name.startswith("Observation/"))
    kept = edit(server, edited)
    correct(folder)
    since = server.now()
    push_killed(carescan, out, server, lambda: receipts(out) != before)
    again = push(carescan, out, server)
    after = receipts(out)
    gone = {name for document in before for name in own(before[document]) - own(after[document])}
    there = {name: read(server, name) for name in gone}
    types = {name.split("/")[0] for name in gone}
    standing = [name for name, resource in there.items() if not is_withdrawn(resource) and name != edited]
    checks.that(edited in gone and len(gone) > 60 and len(types) >= 12 and not standing,
                f"corrections took {len(gone)} resources of {len(types)} types away: all but the edited one are marked",
                f"{standing} {types}")
    checks.that({resource["meta"]["versionId"] for name, resource in there.items()} == {"2"},
                "what was marked has a second version, not a third, though the push was killed half-way",
                sorted((n, r["meta"]["versionId"]) for n, r in there.items() if r["meta"]["versionId"] != "2"))
    checks.that(again.returncode == 4 and f"{edited} still stands" in again.stdout and read(server, edited) == kept,
                "what somebody had changed on the server is as they left it, and push says so (4)", again.stdout)
    written = {f"{one['resourceType']}/{one['id']}" for one in server.written_since(since)}
    checks.that(written <= named(after) | gone and not written & {edited},
                f"{len(written)} resources were written: of these documents, and no other", written - named(after) - gone)
    since = server.now()
    once_more = push(carescan, out, server)
    checks.that(once_more.returncode == 4 and not server.written_since(since), "pushed again: nothing is written",
                once_more.stdout)
    resolved = {**kept, "status": IN_ERROR}
    server.request("PUT", f"{server.address.path}/{edited}", json.dumps(resolved).encode())
    checks.that(push(carescan, out, server).returncode == 0, "once it is settled on the server, push has no more to say")


def check_known(checks, server: Server, carescan: Path, folder: Path):
    """Eight forms whose number waits: eight Patients, until persons have looked."""
    out = folder / "out"
    push(carescan, out, server)
    before = {name for receipt in receipts(out).values() for name in own(receipt) if name.startswith("Patient/")}
    correct(folder)
    ran = push(carescan, out, server)
    after = {name for receipt in receipts(out).values() for name in names(receipt["entries"]) if name.startswith("Patient/")}
    old = [read(server, name) for name in before]
    links = {link["other"]["reference"] for patient in old for link in patient.get("link", []) if link["type"] == "replaced-by"}
    checks.that(ran.returncode == 0 and len(before) == 8 and len(after) == 1 and links == after and all(map(is_withdrawn, old)),
                "eight Patients known by a document gave way to one by the number that was reviewed, and name it",
                f"{ran.stdout} {before} {after} {links}")


def check_stale(checks, server: Server, carescan: Path, folder: Path):
    """A change at the very moment: an update for a version that is no longer the last is refused with all beside it."""
    flag = next(server.request("GET", f"{server.address.path}/{name}")[1] for receipt in receipts(folder / "out").values()
                for name in sorted(own(receipt)) if name.startswith("DocumentReference/"))
    entry = {"resource": {**flag, "description": "x"},
             "request": {"method": "PUT", "url": f"DocumentReference/{flag['id']}", "ifMatch": 'W/"999"'}}
    other = {"fullUrl": "urn:uuid:7b0bd9ad-2a0e-4f55-9a1c-1e0f3d3d1f00", "resource": {"resourceType": "Basic", "code": {"text": "x"}},
             "request": {"method": "POST", "url": "Basic"}}
    since = server.now()
    status, _ = server.post(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [other, entry]}).encode())
    checks.that(status in (409, 412) and not server.written_since(since),
                f"an update for a version that is not the last is refused ({status}), with the whole transaction", status)


def check_withdrawals(checks, server: Server, carescan: Path, work: Path):
    check_emptied(checks, server, carescan, work / "made-emptied")
    check_known(checks, server, carescan, work / "made-known")
    check_stale(checks, server, carescan, work / "made-known")
