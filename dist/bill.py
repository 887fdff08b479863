#!/usr/bin/env python3
"""What the program is made of: dist/bill.py FOLDER [TARGET]

Writes FOLDER/vekha.cdx.json, a bill of materials in CycloneDX 1.6, and FOLDER/THIRD-PARTY.txt, the licences of all that is
linked in with their texts. Both follow from Cargo.lock and the time of the last commit (or SOURCE_DATE_EPOCH) alone: the
same source gives the same bytes. What runs only while building has the scope `excluded`. Needs Python 3.11 and Cargo.
"""

import json
import os
import subprocess
import sys
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def resolved(target):
    """Packages by id, the ids of the program's dependencies each with its own, and those that are linked in."""
    found = json.loads(said("cargo", "metadata", "--format-version=1", "--locked", f"--filter-platform={target}"))
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node["deps"] for node in found["resolve"]["nodes"]}
    program = next(package["id"] for package in found["packages"] if package["name"] == "vekha")

    def runs_while_building(id):
        return any("proc-macro" in target["kind"] for target in packages[id]["targets"])

    def closure(kinds, enters):
        seen, open_ = {program}, [program]
        while open_:
            for dep in nodes[open_.pop()]:
                wanted = any(kind["kind"] in kinds for kind in dep["dep_kinds"])
                if wanted and dep["pkg"] not in seen and enters(dep["pkg"]):
                    seen.add(dep["pkg"])
                    open_.append(dep["pkg"])
        return seen

    linked = closure({None}, lambda id: not runs_while_building(id))
    everything = closure({None, "build"}, lambda id: True)
    edges = {
        id: sorted(
            dep["pkg"]
            for dep in nodes[id]
            if dep["pkg"] in everything and any(kind["kind"] in (None, "build") for kind in dep["dep_kinds"])
        )
        for id in everything
    }
    return packages, program, edges, linked


def name_of(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums, scope):
    licence = (package["license"] or "").replace("/", " OR ")
    entry = {
        "type": "library",
        "bom-ref": name_of(package),
        "name": package["name"],
        "version": package["version"],
        "scope": scope,
        "purl": name_of(package),
    }
    if package["description"]:
        entry["description"] = " ".join(package["description"].split())
    if licence:
        entry["licenses"] = [{"expression": licence}]
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return entry


def bill(packages, program, edges, linked, target):
    lock = (ROOT / "Cargo.lock").read_bytes()
    locked = tomllib.loads(lock.decode())["package"]
    checksums = {(entry["name"], entry["version"]): entry.get("checksum") for entry in locked}
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or said("git", "log", "-1", "--format=%ct"))
    order = sorted(edges, key=lambda id: (packages[id]["name"], packages[id]["version"]))
    parts = [id for id in order if id != program]
    root = component(packages[program], checksums, "required") | {"type": "application"}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{target} {lock.hex()}").urn,
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, timezone.utc).isoformat().replace("+00:00", "Z"),
            "component": root,
            "properties": [{"name": "cargo:target", "value": target}],
        },
        "components": [
            component(packages[id], checksums, "required" if id in linked else "excluded") for id in parts
        ],
        "dependencies": [
            {"ref": name_of(packages[id]), "dependsOn": sorted({name_of(packages[dep]) for dep in edges[id]})}
            for id in order
        ],
    }


def licences(packages, linked):
    """Each package that is linked in with its licence; each text once, under those that bring it."""
    head, texts = [], {}
    own = {"vekha", "vekha-core"}
    for package in sorted((packages[id] for id in linked), key=lambda one: (one["name"], one["version"])):
        if package["name"] in own:
            continue
        title = f"{package['name']} {package['version']}"
        head.append(f"{title}: {package['license'] or package['license_file']}")
        folder = Path(package["manifest_path"]).parent
        for file in sorted(folder.iterdir()):
            stem = file.name.upper()
            if file.is_file() and stem.startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE")):
                text = file.read_text(errors="replace").strip()
                texts.setdefault(text, []).append(title)
    pages = [f"{'=' * 78}\n{', '.join(titles)}\n{'=' * 78}\n\n{text}\n" for text, titles in texts.items()]
    return "\n".join(head) + "\n\n" + "\n".join(pages)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    host = next(line[6:] for line in said("rustc", "-vV").splitlines() if line.startswith("host: "))
    target = sys.argv[2] if len(sys.argv) > 2 else host
    packages, program, edges, linked = resolved(target)
    made = bill(packages, program, edges, linked, target)
    (folder / "vekha.cdx.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    (folder / "THIRD-PARTY.txt").write_text(licences(packages, linked))
    print(f"{len(made['components'])} components, {len(linked) - 1} of them linked in")


if __name__ == "__main__":
    main()
