#!/usr/bin/env python3
"""Reads the repository at ROOT and prints every broken rule as file:line: what. Exits 1 if any.

The import and library tables are those of docs/architecture.md: change the page, change the rule.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import import_rules
import source_rules
import tree_rules
from findings import Finding
from source_text import read_source

NOT_OURS = {".git", "build", "demo-output", "postroom-data", "__pycache__", "node_modules", ".cache"}


def text_files(root):
    """(path from root, text) of every text file of ours, in order."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if NOT_OURS & set(parts) or not path.is_file() or path.is_symlink():
            continue
        try:
            yield "/".join(parts), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts, pictures, goldens of PDFs


def check(root):
    files = list(text_files(Path(root)))
    texts = dict(files)
    sources = [read_source(path, text) for path, text in files
               if path.startswith("src/") and path.endswith((".cpp", ".hpp"))]
    build_files = [(path, text) for path, text in files
                   if path.startswith("src/") and path.endswith("CMakeLists.txt")]
    procedures = [(path, text) for path, text in files
                  if path.startswith("config/procedures/") and path.endswith(".yaml")]
    if import_rules.PAGE not in texts:
        return [Finding(import_rules.PAGE, 1, "is missing: it holds the import table")]
    modules, libraries = import_rules.read_page(texts[import_rules.PAGE])
    findings = [
        *import_rules.table_findings(modules),
        *import_rules.import_findings(sources, modules),
        *import_rules.build_findings(build_files, modules),
        *import_rules.library_findings(sources, libraries),
        *source_rules.purity_findings(sources, modules),
        *source_rules.council_findings(sources, procedures),
        *source_rules.length_findings(sources),
        *tree_rules.tree_findings(files),
    ]
    return sorted(set(findings))


def main():
    if len(sys.argv) != 2:
        print("usage: check_architecture.py ROOT", file=sys.stderr)
        return 2
    findings = check(sys.argv[1])
    for finding in findings:
        print(finding)
    print(f"architecture: {len(findings)} broken rules" if findings else "architecture: all is well")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
