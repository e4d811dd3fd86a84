"""The figures of scripts/bench/speed as tables."""

NAMES = {"tesseract": "Tesseract, whole pages", "ocrmypdf": "OCRmyPDF --deskew"}
WANTED = {"tesseract": 4, "ocrmypdf": 8}


def table(head, rows):
    print("\n| " + " | ".join(head) + " |\n|" + " --- |" + " ---: |" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def holds(value, limit):
    return f"≤ {limit}: " + ("holds" if value <= limit else "**missed**")


def floor_of(kind):
    return next(step["mean_ms"] for step in kind["steps"] if step["step"].startswith("floor"))


def peers(told):
    rows = []
    for kind in told["kinds"]:
        rate = kind["pages_per_core_s"]
        rows.append([f"carescan, {kind['kind']}", f"{rate['carescan']:.2f}", "", ""])
        for name, times in kind["times_faster_than"].items():
            verdict = "holds" if times >= WANTED[name] else "**missed**"
            rows.append([f"{NAMES[name]}, {kind['kind']}", f"{rate[name]:.3f}", f"{times:.1f} ×", f"≥ {WANTED[name]} ×: {verdict}"])
    table(["", "pages a core-second", "carescan is faster", "wanted"], rows)


def limits(told):
    rows = []
    for kind in told["kinds"]:
        floor, whole = floor_of(kind), 1000 * kind["cpu_s"]["carescan"] / kind["pages"]
        page = whole - 1000 * told["start_s"] / kind["pages"]
        rows.append([f"a page against its floor, {kind['kind']}", f"{page:.0f} ms : {floor:.0f} ms = {page / floor:.2f}", holds(page / floor, 1.5)])
    rows.append(["start, beyond the pages", f"{told['start_s']:.2f} s", holds(told["start_s"], 0.5)])
    for page, limit in zip(told["simple_pages"], (60, 150)):
        rows.append([f"a page: {page['page']}", f"{page['ms']:.0f} ms ({page['pages']} pages)", holds(page["ms"], limit)])
    size = told["kinds"][0]["bytes"]
    rows.append(["bytes out : in, JPEG", f"{size['all'] / size['in']:.2f} (documents alone {size['documents'] / size['in']:.2f})", holds(size["all"] / size["in"], 1.3)])
    table(["", "measured", "wanted"], rows)


def steps(kind):
    def cell(step, name):
        return f"{step[name]:.0f}" if name in step else ""
    rows = [[s["step"], f"{s['mean_ms']:.1f}", f"{s['median_ms']:.1f}", f"{s['p95_ms']:.1f}", cell(s, "fields"), cell(s, "not_blank")] for s in kind["steps"]]
    print(f"\n**{kind['kind']}**: {kind['pages']} pages, {kind['cpu_s']['carescan']:.1f} s of CPU, {1000 * kind['cpu_s']['carescan'] / kind['pages']:.0f} ms a page, start included")
    table(["step", "mean ms", "median", "95 of 100", "fields (median)", "not blank"], rows)


def show(told):
    fields = told["fields"]
    total = sum(fields.values())
    print(told["made_with"])
    print(f"\nOf {total} fields {fields['hand']} ({100 * fields['hand'] / total:.0f} %) are written by hand or ticked, {fields['typed']} ({100 * fields['typed'] / total:.0f} %) typed, "
          f"{fields['blank']} ({100 * fields['blank'] / total:.0f} %) blank.")
    peers(told)
    limits(told)
    table(["pages in one run", "CPU s", "ms a page"], [[r["pages"], f"{r['cpu_s']:.1f}", f"{r['ms_a_page']:.0f}"] for r in told["by_pages"]])
    table(["forms known (the last: 20 of them twins of what is read)", "start, s", "ms for each page more"], [[r["forms"], f"{r['start_s']:.1f}", f"{r['ms_a_page']:.0f}"] for r in told["by_templates"]])
    for kind in told["kinds"]:
        steps(kind)
