#!/usr/bin/env python3
"""Says what openpyxl finds in a workbook: one line a fact, "key<TAB>value", values as JSON."""
import datetime
import json
import re
import sys
import zipfile
from xml.dom import minidom

import openpyxl


def say(key, value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        value = value.isoformat()
    plain = isinstance(value, str) and value.isascii() and value.isprintable()
    print(f"{key}\t{value if plain else json.dumps(value)}")


# Every part must be XML that a strict parser reads, and must not hold the same part twice.
with zipfile.ZipFile(sys.argv[1]) as parts:
    say("parts-unique", len(parts.namelist()) == len(set(parts.namelist())))
    for name in parts.namelist():
        if name.endswith((".xml", ".rels")):
            minidom.parseString(parts.read(name))
    # Texts as Excel reads them: each _xHHHH_ is one character, in one pass (openpyxl undoes only some).
    for text in minidom.parseString(parts.read("xl/sharedStrings.xml")).getElementsByTagName("t"):
        stored = "".join(node.data for node in text.childNodes)
        shown = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), stored)
        say(f"shared/{shown.encode().hex()}", "yes")

book = openpyxl.load_workbook(sys.argv[1])
say("title", book.properties.title)
say("author", book.properties.creator)
say("created", book.properties.created)
say("sheets", book.sheetnames)
say("active", book.active.title)
for sheet in book:
    name = sheet.title
    say(f"{name}/merged", len(sheet.merged_cells.ranges))
    say(f"{name}/freeze", sheet.freeze_panes)
    say(f"{name}/print-rows", sheet.print_title_rows)
    say(f"{name}/landscape", sheet.page_setup.orientation)
    say(f"{name}/paper", str(sheet.page_setup.paperSize))
    say(f"{name}/fit", [sheet.sheet_properties.pageSetUpPr.fitToPage,
                        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight])
    say(f"{name}/footer", [sheet.oddFooter.left.text, sheet.oddFooter.center.text,
                           sheet.oddFooter.right.text])
    say(f"{name}/tables", len(sheet.tables))
    for table in sheet.tables.values():
        say(f"{name}/table", table.displayName)
        say(f"{name}/table-range", table.ref)
        say(f"{name}/filter", table.autoFilter.ref if table.autoFilter else "none")
        say(f"{name}/headers", [column.name for column in table.tableColumns])
    for letter, dimension in sorted(sheet.column_dimensions.items()):
        say(f"{name}/width-{letter}", str(round(dimension.width)))
    for row in sheet.iter_rows():
        for cell in row:
            where = f"{name}/{cell.coordinate}"
            if cell.fill.fill_type:
                say(where + "/fill", cell.fill.fgColor.rgb[-6:])
                say(where + "/ink", cell.font.color.rgb[-6:])
            if cell.value is None:
                continue
            say(where, cell.value)
            say(where + "/type", "date" if cell.is_date else cell.data_type)
