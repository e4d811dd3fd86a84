"""Makes of a form.json the one that docs/cli.md compares it with: the changes that the page shows, taken back."""
import json
import sys

form = json.load(open(sys.argv[1], encoding="utf-8"))
fields = {field["name"]: field for field in form["fields"]}
fields["surname"]["box"][0] -= 2.5
fields["surname"]["box"][2] += 2.5
fields["date_of_birth"]["name"] = "dob"
fields["town"]["label"] = "Town"
text = json.dumps(form, ensure_ascii=False, indent=1)
for name in ('"%s"', '"{{%s}}"'):
    text = text.replace(name % "date_of_birth", name % "dob")
open(sys.argv[1], "w", encoding="utf-8").write(text)
