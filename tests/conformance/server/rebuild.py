"""What a record says, rebuilt from the QuestionnaireResponse of a server and nothing else."""
import re

READING_STATE = "https://carescan.example/fhir/StructureDefinition/reading-state"
NONE = {"system": "https://carescan.example/fhir/CodeSystem/reading-state", "code": "none"}


def items_of(response: dict) -> dict[str, dict]:
    """Every item by linkId, those of tables and rows with the cells."""
    found, waiting = {}, list(response.get("item", []))
    while waiting:
        item = waiting.pop()
        found[item["linkId"]] = item
        waiting += item.get("item", [])
    return found


def plain(answer: dict):
    for name, value in answer.items():
        if name == "valueQuantity":
            return value["value"]
        if name == "valueCoding":
            return value["code"]
        if name.startswith("value"):
            return value
    raise ValueError("an answer without a value")


def state_of(item: dict) -> str:
    states = [e["valueCoding"]["code"] for e in item.get("extension", []) if e["url"] == READING_STATE]
    return states[0] if states else "read"


def marks_to_the_mm(boxes: list) -> list[int]:
    """Width, height and centre of each drawn mark: what its words in the response hold."""
    return [int(part + 0.5) for x, y, w, h in boxes for part in (w, h, x + w / 2, y + h / 2)]


def marks_in(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", words)[1:]]


def said(item: dict | None):
    """(state, answers) of an item; a field that the response leaves out was blank in an empty row."""
    if item is None:
        return "blank", []
    answers = item.get("answer", [])
    none = [a for a in answers if NONE.items() <= a.get("valueCoding", {}).items()]
    return state_of(item), [] if none else [plain(a) for a in answers]


def expected(field: dict):
    """(state, answers) that a field of record.json must have come to."""
    state, value = field["state"], field.get("value")
    usable = field["accepted"] or field.get("reviewed", False)
    if not usable or state != "read":
        return state, []
    if field["kind"] == "drawing":
        return state, [marks_to_the_mm(value)] if value else []
    if isinstance(value, str):
        return state, [value.strip()] if value.strip() else []
    return state, value if isinstance(value, list) else [value]


def heard(field: dict, item: dict | None):
    state, answers = said(item)
    return state, [marks_in(words) for words in answers] if field["kind"] == "drawing" else answers


def is_left_out(field: dict, items: dict) -> bool:
    """Empty rows of a table are not in the response: nothing was written there, and no box ticked."""
    return field["name"] not in items and "[" in field["name"] and (
        field["state"] == "blank" or field.get("value") is False)


def differences(record: dict, response: dict) -> list[str]:
    """The names of the fields of which the response says something else than the record. Values are never printed."""
    items = items_of(response)
    return [field["name"] for field in record["fields"]
            if not is_left_out(field, items) and heard(field, items.get(field["name"])) != expected(field)]


def usable_fields(record: dict) -> int:
    return sum(1 for f in record["fields"] if f["state"] == "read" and (f["accepted"] or f.get("reviewed", False)))
