"""What scripts/bench/speed reads: painted forms as a scanner at 300 dpi sends them, grey JPEG and bilevel CCITT."""
import contextlib
import io
import json
import random
import shutil
import subprocess
from pathlib import Path

import img2pdf
from PIL import Image

TYPABLE = {"text", "paragraph", "date", "phone", "number", "nhs_number", "postcode"}
MARKS = {"checkbox", "choice", "choices", "none_box", "scale"}


def synth(build, form, out, count, seed):
    subprocess.run([build / "carescan", "synth", form, "--scanner", "clean", "--count", str(count), "--seed", str(seed), "--out", out],
                   check=True, stderr=subprocess.DEVNULL)
    return sorted(out.glob("*.pdf"))


def changed_form(form, into, change):
    """A copy of a form with its form.json changed."""
    shutil.copytree(form, into / form.name)
    for shared in ("lexicons", "form.schema.json"):
        source = form.parent / shared
        (shutil.copytree if source.is_dir() else shutil.copy)(source, into / shared)
    file = into / form.name / "form.json"
    description = json.loads(file.read_text())
    change(description)
    file.write_text(json.dumps(description))
    return into / form.name


def cells_and_fields(description):
    for field in description["fields"]:
        yield from field.get("columns", [field])


def typed_in_part(description):
    """Every third question that a machine can answer is typed."""
    asked = [f for f in cells_and_fields(description) if f["kind"] in TYPABLE]
    for field in asked[::3]:
        field["content"] = "typed"


def ticks_only(description):
    """Nothing left but boxes to tick."""
    description["fields"] = [f for f in description["fields"] if f["kind"] in MARKS and f["page"] == 1 and f.get("mark") != "ring"]
    for field in description["fields"]:
        field.pop("rules", None)
        field.pop("ties", None)
    description["rules"], description["fhir"] = [], []
    description.pop("gates", None)


def mix(form, pdfs):
    """Of all fields of some painted forms: how many are written by hand or ticked, typed, empty."""
    typed = {f["name"] for f in cells_and_fields(json.loads((form / "form.json").read_text())) if f.get("content") == "typed"}
    total = {"hand": 0, "typed": 0, "blank": 0}
    for pdf in pdfs:
        fields = json.loads(pdf.with_suffix(".truth.json").read_text())["documents"][0]["fields"]
        for name, field in fields.items():
            column = name.rsplit("].", 1)[-1]
            total["blank" if not field["inked"] else "typed" if column in typed else "hand"] += 1
    return total


def fullest(form, pdfs, count):
    """Those whose share of filled fields is nearest to two thirds."""
    def off(pdf):
        one = mix(form, [pdf])
        return abs(one["blank"] / sum(one.values()) - 1 / 3)
    return sorted(pdfs, key=off)[:count]


def pages_of(pdf, work):
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pdfimages", "-j", pdf, work / pdf.stem], check=True)
    return sorted(work.glob(f"{pdf.stem}-*"))


def save(pages, pdf):
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # it tells what it sets in PIL
        pdf.write_bytes(img2pdf.convert([str(page) for page in pages]))


def as_scanned(pdfs, work):
    """Kind → (PDFs, pictures of their pages): the same sheets as JPEG of quality 75 and as CCITT group 4."""
    found = {"jpeg": ([], []), "ccitt": ([], [])}
    for pdf in pdfs:
        pages = {"jpeg": [], "ccitt": []}
        for page in pages_of(pdf, work / "pages"):
            grey = Image.open(page).convert("L")
            pages["jpeg"].append(page.with_suffix(".q75.jpg"))
            grey.save(pages["jpeg"][-1], quality=75, dpi=(300, 300))
            pages["ccitt"].append(page.with_suffix(".tif"))
            grey.point(lambda v: 255 * (v > 150)).convert("1").save(pages["ccitt"][-1], compression="group4", dpi=(300, 300))
        for kind, (files, pictures) in found.items():
            files.append(work / kind / pdf.name)
            save(pages[kind], files[-1])
            pictures += pages[kind]
    return found


def blank_pages(count, work):
    """Empty sheets with the grain of paper, one PDF."""
    chance, pages = random.Random(1), []
    work.mkdir(parents=True)
    for number in range(count):
        grain = Image.frombytes("L", (620, 877), bytes(chance.choices(range(244, 254), k=620 * 877))).resize((2480, 3508))
        pages.append(work / f"blank-{number}.jpg")
        grain.save(pages[-1], quality=75, dpi=(300, 300))
    save(pages, work / "scans/blank.pdf")
    return work / "scans"
