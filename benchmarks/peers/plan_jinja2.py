"""Plans a folder of JSON definitions: plan_jinja2.py FOLDER STATE [--write]. What a team that knows Jinja would write."""
import hashlib
import json
import os
import re
import sys

import jinja2

# The definitions are not written for Jinja; a team that has it would spell its variables so from the beginning.
VARIABLE = re.compile(r"[{<]([A-Z][A-Z0-9_]*)[}>]")
BUILT_IN = ("BUILD_DATE", "BUILD_DAY", "BUILD_TIME")


def files_below(folder, relative=""):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from files_below(entry.path, relative + entry.name + "/")
            elif relative or entry.name != "variables.json":
                yield entry.path, relative + entry.name


def main(folder, state_file, write):
    with open(os.path.join(folder, "variables.json"), encoding="utf-8") as file:
        values = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in json.load(file).items()}
    values.update((name, "{" + name + "}") for name in BUILT_IN)
    templates = jinja2.Environment(undefined=jinja2.StrictUndefined, cache_size=0)
    fingerprints = {}
    for path, name in files_below(folder):
        with open(path, encoding="utf-8") as file:
            text = VARIABLE.sub(r"{{ \1 }}", file.read())
        try:
            document = json.loads(templates.from_string(text).render(values))
        except jinja2.UndefinedError as unknown:
            sys.exit(f"{path}: {unknown}")
        canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        fingerprints[name[:-5]] = hashlib.sha256(canonical.encode()).hexdigest()
    if write:
        with open(state_file, "w", encoding="utf-8") as file:
            json.dump(fingerprints, file)
        return
    with open(state_file, encoding="utf-8") as file:
        known = json.load(file)
    for name in sorted(name for name, fingerprint in fingerprints.items() if known.get(name) != fingerprint):
        print(name)


main(sys.argv[1], sys.argv[2], "--write" in sys.argv[3:])
