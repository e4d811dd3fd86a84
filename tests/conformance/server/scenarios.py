"""What must hold of documents on a server: sent twice, corrected, of the same person, after a kill."""
import http.client
import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

import rebuild
from server import Server, business_key, without_ids

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
SHARED = {"Organization", "Device"}

# What a correction of each form must change beside the QuestionnaireResponse and the List of its section
# (make_documents.cpp says which value is corrected).
CORRECTED = {"about-me": "Observation", "body-map": "Observation", "care-plan": "Goal", "daily-notes": "Observation",
             "falls-risk": "Observation", "medication-list": "MedicationStatement", "nutrition-screening": "Observation",
             "observations": "Observation"}


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def that(self, holds: bool, what: str, details=""):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(("ok    " if holds else "FAIL  ") + what + ("" if holds else f": {str(details)[:600]}"))


def types_of(documents) -> set[str]:
    return {entry["resource"]["resourceType"] for one in documents for entry in one["bundle"]["entry"]}


def condition(entry: dict) -> str:
    request = entry["request"]
    return request["url"] + "?" + request["ifNoneExist"] if "ifNoneExist" in request else request["url"]


def statuses(status: int, answer: dict) -> list[int]:
    """The status of each entry of a transaction's response; the whole one's where it was refused."""
    if status != 200 or answer.get("type") != "transaction-response":
        return [status]
    return [int(entry["response"]["status"].split()[0]) for entry in answer["entry"]]


def send_all(server: Server, documents, expected) -> list[str]:
    """Posts everything; names of the documents whose entries did not answer as expected, with what they did."""
    wrong = []
    for one in documents:
        status, answer = server.post(one["bytes"])
        if statuses(status, answer) != [expected(entry) for entry in one["bundle"]["entry"]]:
            issue = [i.get("diagnostics") for i in answer.get("issue", [])]
            wrong.append(f"{one['name']} {statuses(status, answer)} {issue}")
    return wrong


def send_twice(checks: Checks, server: Server, documents):
    """Each transaction once, then each again."""
    seen = set()

    def first_time(entry):
        new = condition(entry) not in seen
        seen.add(condition(entry))
        return 201 if new else 200

    began = time.monotonic()
    wrong = send_all(server, documents, first_time)
    print(f"{len(documents)} documents sent, {1000 * (time.monotonic() - began) / len(documents):.0f} ms each")
    checks.that(not wrong, "every entry is 201, or 200 where another document brought it", wrong)
    types = types_of(documents)
    before = server.snapshot(types)
    checks.that(len(before) == len(seen), f"{len(before)} resources of {len(types)} types, one a condition", len(seen))
    began = time.monotonic()
    wrong = send_all(server, documents, lambda entry: 200)
    print(f"{len(documents)} documents sent again, {1000 * (time.monotonic() - began) / len(documents):.0f} ms each")
    checks.that(not wrong, "sent again: every entry is 200", wrong)
    after = server.snapshot(types)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    checks.that(not changed, "sent again: no resource more, none less, not a byte of any changed", changed)
    versions = [name for name, one in after.items() if one["meta"]["versionId"] != "1"]
    checks.that(not versions, "no resource has a second version", versions)


def number_of(record: dict):
    """(NHS number as read, whether it may stand for a person)"""
    field = next(f for f in record["fields"] if f["name"] == "nhs_number")
    digits = field.get("value")
    usable = field["accepted"] or field.get("reviewed", False)
    return digits, bool(digits) and usable and is_valid(digits)


def is_valid(digits: str) -> bool:
    """Modulus 11, told here on its own."""
    weighed = sum((10 - i) * int(digit) for i, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == int(digits[9])


def check_people(checks: Checks, snapshot: dict, made):
    """Who is one person on the server, told by the subjects of the responses."""
    subjects = {business_key(one): one["subject"]["reference"] for name, one in snapshot.items()
                if one["resourceType"] == "QuestionnaireResponse"}
    by_number, strangers = {}, []
    for one in made:
        response = next(e["resource"] for e in one["bundle"]["entry"]
                        if e["resource"]["resourceType"] == "QuestionnaireResponse")
        digits, usable = number_of(one["record"])
        by_number.setdefault(digits, []).append(subjects[business_key(response)]) if usable else strangers.append(
            (subjects[business_key(response)], digits))
    known = [people for people in by_number.values() if len(people) == 8]
    checks.that(known and all(len(set(people)) == 1 for people in known),
                f"{len(known)} people with an NHS number on eight forms are one Patient each", by_number)
    everyone = [people[0] for people in by_number.values()] + [patient for patient, _ in strangers]
    checks.that(len(strangers) > 8 and len(set(everyone)) == len(everyone),
                f"{len(strangers)} documents whose number waits or is wrong are a Patient each, and merge with none")
    keyed = [i["value"] for one in snapshot.values() if one["resourceType"] == "Patient"
             for i in one["identifier"] if i.get("system") == NHS_NUMBER]
    checks.that(len(keyed) == len(set(keyed)) and set(by_number) <= set(keyed) and all(map(is_valid, keyed)),
                "no NHS number stands on two Patients, no invalid one on any", len(keyed))


def check_round_trip(checks: Checks, server: Server, documents):
    """Every accepted value of every record, from the responses that the server returns."""
    served = {business_key(one): one for one in server.all("QuestionnaireResponse")}
    wrong, values = [], 0
    for one in documents:
        sent = next(e["resource"] for e in one["bundle"]["entry"]
                    if e["resource"]["resourceType"] == "QuestionnaireResponse")
        missed = rebuild.differences(one["record"], served[business_key(sent)])
        values += rebuild.usable_fields(one["record"])
        wrong += [f"{one['name']} {field}" for field in missed]
    checks.that(not wrong and values > 10 * len(documents), f"{values} values rebuilt from the server alone", wrong)


def send_until_killed(server: Server, documents, after: int, pause_s: float) -> list[dict]:
    """Posts; pause_s after the answer number `after` the server is killed, with a request in its hands. The answers."""
    answers, killer = [], threading.Timer(pause_s, server.kill)
    try:
        for one in documents:
            answers.append(server.post(one["bytes"])[1])
            if len(answers) == after:
                killer.start()
    except (OSError, http.client.HTTPException):
        pass
    killer.join()
    return answers


def check_killed(checks: Checks, server: Server, documents, reference: dict, kills: int):
    """Killed on the way, `kills` times; then everything again. Must be what a quiet server holds."""
    done, part = 0, len(documents) // (kills + 1)
    for turn in range(kills):
        answers = send_until_killed(server, documents[done:], part, 0.1 + 0.05 * turn)
        done += len(answers)
        checks.that(part <= len(answers) and done < len(documents), f"killed after {done} of {len(documents)} documents")
        server.start()
        promised = {entry["response"]["location"].split("/_history/")[0] for answer in answers for entry in answer["entry"]}
        there = server.snapshot(types_of(documents))
        checks.that(promised <= there.keys(), f"{len(promised)} resources that were promised are there", promised - there.keys())
    for one in documents:
        status, answer = server.post(one["bytes"])
        if {*statuses(status, answer)} - {200, 201}:
            checks.that(False, "sent again after the kill", f"{one['name']} {status}")
    held, wanted = without_ids(server.snapshot(types_of(documents))), without_ids(reference)
    checks.that(held == wanted, f"after kills and repeats: the same {len(wanted)} resources, nothing twice, nothing missing",
                f"{len(held)}")


def check_corrections(checks: Checks, server: Server, made, corrected: dict):
    """One value changed by a person: in documents that were reviewed before, then in some that policy had accepted."""
    for one in made[:16]:
        before, form = server.now(), one["record"]["document"]["form"]
        again = corrected[one["name"]]
        server.post(again["bytes"])
        written = server.written_since(before)
        new = sorted(w["resourceType"] for w in written if w["meta"]["versionId"] == "1")
        second = sorted(w["resourceType"] for w in written if w["meta"]["versionId"] == "2")
        if one in made[:8]:
            due = sorted(["List", "QuestionnaireResponse", CORRECTED[form]])
            checks.that(new == ["Provenance"] and second == due and len(written) == 4,
                        f"{form} corrected: one Provenance more, version 2 of {', '.join(second)}", f"{new} {second}")
        else:
            known = {entry["fullUrl"] for entry in one["bundle"]["entry"]}
            due = sorted(e["resource"]["resourceType"] for e in again["bundle"]["entry"] if e["fullUrl"] not in known)
            checks.that(new == due and "Provenance" in new and not SHARED & {*second}
                        and len(written) == len(new + second),
                        f"{form} reviewed later: new {', '.join(new)}; version 2 of {len(second)}", f"{new} {second}")
    wrong = send_all(server, corrected.values(), lambda entry: 200)
    checks.that(not wrong, "corrections sent again: every entry is 200", wrong)
    check_round_trip(checks, server, list(corrected.values()) + made[16:])


def receipts_of(out: Path) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted(out.glob("receipts/*.json"))]


def check_two_at_once(checks: Checks, server: Server, carescan: Path, out: Path, read):
    """Two pushes of the same run at the same moment, as of two machines. HAPI refuses one of two that bring a
    type of resource for the first time ever with a 500, which push rightly takes for an answer: the same command again
    must then do."""
    twin = out.with_name("twin")
    shutil.copytree(out, twin, ignore=shutil.ignore_patterns("receipts"))
    shutil.rmtree(out / "receipts", ignore_errors=True)
    pushes = [subprocess.Popen([carescan, "push", folder, "--to", server.address.geturl(), "--unreviewed"],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for folder in (out, twin)]
    for push in pushes:
        push.communicate()
    again = [subprocess.run(push.args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for push in pushes]
    there = [business_key(one) for one in server.snapshot(types_of(read)).values()]
    due = {business_key(entry["resource"]) for one in read for entry in one["bundle"]["entry"]}
    checks.that([push.returncode for push in again] == [0, 0] and len(receipts_of(out)) == len(receipts_of(twin)) == len(read),
                "two pushes at once, then each again: a receipt for every document", [push.stdout for push in again])
    checks.that(sorted(there) == sorted(due), f"two pushes at once: {len(due)} resources, nothing twice, nothing missing",
                len(there))


def check_push(checks: Checks, server: Server, carescan: Path, out: Path, read):
    """carescan push of a run, killed on the way, again, and once more without its receipts."""
    command = [carescan, "push", out, "--to", server.address.geturl(), "--unreviewed"]
    run = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    pushing = subprocess.Popen(command, **run)
    while pushing.poll() is None and len(list(out.glob("receipts/*.json"))) < len(read) // 2:
        time.sleep(0.005)
    pushing.kill()
    said = pushing.communicate()[0]
    left = len(receipts_of(out))
    checks.that(0 < left < len(read), f"push killed after {left} of {len(read)} documents", said)
    again = subprocess.run(command, **run)
    there = server.snapshot(types_of(read))
    receipts = receipts_of(out)
    kept = [f"{e['type']}/{e['id']}" for r in receipts for e in r["entries"]]
    checks.that(again.returncode == 0 and len(receipts) == len(read) and there.keys() >= {*kept}
                and {e["version"] for r in receipts for e in r["entries"]} == {"1"},
                f"push again: {len(receipts)} receipts, what they name is on the server, all at version 1", again.stdout)
    shutil.rmtree(out / "receipts")
    once_more = subprocess.run(command, **run)
    checks.that(once_more.returncode == 0 and server.snapshot(types_of(read)) == there,
                "pushed once more without the receipts: not a byte of any resource changed", once_more.stdout)
    wrong = send_all(server, read, lambda entry: 200)
    checks.that(not wrong, "what was pushed is all there: every entry is 200", wrong)
