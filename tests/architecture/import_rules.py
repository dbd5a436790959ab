"""Who may import whom, and which library lives where: read from docs/architecture.md."""

import re
from collections import namedtuple

from findings import Finding

PAGE = "docs/architecture.md"
ROW = re.compile(r"^\|\s*`(?P<name>[\w/]+)`\s*\|\s*(?P<kind>pure|shell)\s*\|\s*(?P<imports>[\w/` ]*)\|")
LIBRARY = re.compile(r"^\|\s*(?P<name>[^|`]+?)\s*\|(?P<headers>(?:\s*`<[^`]+`)+)\s*\|(?P<homes>[\w/` ]+)\|")
OFFICE_MODULE = re.compile(r"office_module\(\s*([\w/]+)(.*?)\)", re.DOTALL)

Module = namedtuple("Module", "name kind imports line")
Library = namedtuple("Library", "name headers homes line")


def words(cell):
    return re.findall(r"[\w/]+", cell)


def read_page(page):
    """The two tables of the page: modules by name, and outside libraries."""
    modules, libraries = {}, []
    for number, line in enumerate(page.splitlines(), 1):
        if row := ROW.match(line):
            imports = set(words(row["imports"])) - {"nothing"}
            modules[row["name"]] = Module(row["name"], row["kind"], imports, number)
        elif row := LIBRARY.match(line):
            headers = re.findall(r"`<([^`]+)`", row["headers"])
            libraries.append(Library(row["name"], headers, set(words(row["homes"])), number))
    return modules, libraries


def table_findings(modules):
    """The table itself: known names, pure imports only pure, no circle."""
    if not modules:
        yield Finding(PAGE, 1, "no import table found; rows look like | `cases` | pure | `base` |")
    for module in modules.values():
        for imported in sorted(module.imports - modules.keys()):
            yield Finding(PAGE, module.line, f"{module.name} imports {imported}, which is no row")
        if module.kind == "pure":
            for imported in sorted(module.imports & modules.keys()):
                if modules[imported].kind == "shell":
                    yield Finding(PAGE, module.line,
                                  f"{module.name} is pure and may not import {imported}, a shell")
    seen = set()

    def circle_from(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name in seen or name not in modules:
            return None
        for imported in sorted(modules[name].imports):
            if circle := circle_from(imported, path + [name]):
                return circle
        seen.add(name)
        return None

    for name in sorted(modules):
        if circle := circle_from(name, []):
            yield Finding(PAGE, modules[name].line, "imports in a circle: " + " → ".join(circle))
            return


def import_findings(sources, modules):
    for source in sources:
        module = modules.get(source.module)
        if module is None:
            yield Finding(source.path, 1, f"module {source.module} has no row in {PAGE}")
            continue
        for line, quoted, name in source.includes:
            if not quoted:
                continue
            if "/" not in name:
                yield Finding(source.path, line, f'"{name}" names no module; write "module/{name}"')
                continue
            target = name.rsplit("/", 1)[0]
            if target != module.name and target not in module.imports:
                yield Finding(source.path, line,
                              f"{module.name} may not import {target} (table in {PAGE})")


def build_findings(build_files, modules):
    """office_module(... IMPORTS ...) may not promise more than the table."""
    for path, text in build_files:
        for found in OFFICE_MODULE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            name, rest = found.group(1), found.group(2)
            imports = re.search(r"IMPORTS((?:\s+[a-z_/]+\b)*)", rest)
            if name not in modules or not imports:
                continue
            for target in sorted(set(words(imports.group(1))) - modules[name].imports):
                yield Finding(path, line, f"{name} links {target}, which {PAGE} does not let it import")


def public_headers(sources):
    """Headers another module reads, directly or through a header it includes."""
    by_name = {source.path.removeprefix("src/"): source for source in sources}
    public, waiting = set(), []
    for source in sources:
        for _, quoted, name in source.includes:
            if quoted and name in by_name and by_name[name].module != source.module:
                waiting.append(name)
    while waiting:
        name = waiting.pop()
        if name not in public and name in by_name:
            public.add(name)
            waiting += [inner for _, quoted, inner in by_name[name].includes if quoted]
    return [by_name[name] for name in sorted(public)]


def library_findings(sources, libraries):
    public = {source.path for source in public_headers(sources)}
    for source in sources:
        for line, quoted, name in source.includes:
            if quoted:
                continue
            for library in libraries:
                if not any(name.startswith(prefix.rstrip("…>")) for prefix in library.headers):
                    continue
                if source.module not in library.homes:
                    yield Finding(source.path, line,
                                  f"{library.name} belongs to {', '.join(sorted(library.homes))} "
                                  f"({PAGE}), not to {source.module}")
                elif source.path in public and source.is_header:
                    yield Finding(source.path, line,
                                  f"a header other modules read may not include {library.name}; "
                                  "keep it in its wrapper's .cpp")
