#!/usr/bin/env python3
"""Pictures of chosen letters against those that were accepted.

Pages are drawn small and grey, and differ when more than a few pixels differ clearly: one changed
word does, the rounding of a drawing program does not. What differs is put side by side on a page.
"""

import argparse
import html
import pathlib
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops

HERE = pathlib.Path(__file__).resolve().parent
ACCEPTED = HERE / "accepted"
DOTS_PER_INCH = 60
CLEARLY = 64  # of 255 shades
A_FEW_PIXELS = 20

# (file name, letter, how): few and different, so that they are looked at.
CHOSEN = [
    ("acknowledgement", "intake/acknowledgement", ["--as", "pdf"]),
    ("acknowledgement-bilingual", "intake/acknowledgement", ["--language", "bilingual"]),
    ("response", "stage1/response", ["--as", "pdf"]),
    ("stage2-rights-large-print", "stage1/stage2-rights", ["--as", "large-print"]),
    ("stage2-acknowledgement-yp", "stage2/acknowledgement.yp", ["--as", "pdf"]),
]


def draw(binary, into):
    """Every page of the chosen letters as NAME-PAGE.png."""
    for name, letter, how in CHOSEN:
        pdf = into / f"{name}.pdf"
        subprocess.run([binary, "--data", into / "none", "preview", letter, *how, "-o", pdf],
                       check=True, capture_output=True, timeout=60)
        subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", pdf, into / name],
                       check=True, timeout=60)
        for page in sorted(into.glob(f"{name}-*.pgm")):
            number = page.stem.rpartition("-")[2].lstrip("0")
            with Image.open(page) as picture:
                picture.save(into / f"{name}-{number}.png", optimize=True)


def difference(accepted, now):
    """A picture of what differs, red on what is now; nothing when the pages are the same."""
    size = tuple(map(max, accepted.size, now.size))
    before, after = (Image.new("L", size, 255) for _ in range(2))
    before.paste(accepted)
    after.paste(now)
    mask = ImageChops.difference(before, after).point(lambda shade: 255 * (shade > CLEARLY))
    if mask.histogram()[255] <= A_FEW_PIXELS and accepted.size == now.size:
        return None
    shown = Image.merge("RGB", [after.point(lambda shade: 170 + shade // 3)] * 3)
    shown.paste((200, 0, 0), mask=mask)
    return shown


def compare(drawn, report):
    """The names of pages that differ, are new or are gone, with their pictures in the report."""
    names = sorted({path.name for folder in (ACCEPTED, drawn) for path in folder.glob("*.png")})
    blank = Image.new("L", (496, 702), 255)
    changed = []
    for name in names:
        pictures = [Image.open(folder / name).convert("L") if (folder / name).exists() else None
                    for folder in (ACCEPTED, drawn)]
        differs = difference(*(picture or blank for picture in pictures))
        if differs is None and None not in pictures:
            continue
        changed.append(name)
        for kind, picture in zip(("accepted", "now", "difference"), (*pictures, differs)):
            (picture or blank).save(report / f"{name.removesuffix('.png')}.{kind}.png")
    return changed


def write_report(report, changed):
    rows = "".join(
        f"<h2>{html.escape(name)}</h2>\n<div>" + "".join(
            f'<figure><figcaption>{kind}</figcaption><img src="{name.removesuffix(".png")}.'
            f'{kind}.png" alt="{html.escape(name)}, {kind}"></figure>'
            for kind in ("accepted", "now", "difference")) + "</div>\n" for name in changed)
    (report / "index.html").write_text(
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Letters that look '
        "different</title><style>body{font:1rem sans-serif;background:#ddd}div{display:flex;"
        "gap:1rem}figure{margin:0}img{border:1px solid #666;background:#fff}</style></head>\n"
        f"<body><h1>{len(changed)} pages look different</h1>\n{rows}</body></html>\n", "utf-8")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--binary", required=True)
    options.add_argument("--report", type=pathlib.Path, required=True)
    options.add_argument("--accept", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="postroom-golden-") as folder:
        drawn = pathlib.Path(folder)
        draw(options.binary, drawn)
        if options.accept:
            shutil.rmtree(ACCEPTED, ignore_errors=True)
            ACCEPTED.mkdir()
            for page in drawn.glob("*.png"):
                shutil.copy(page, ACCEPTED)
            print(f"accepted {len(list(ACCEPTED.glob('*.png')))} pages")
            return 0
        shutil.rmtree(options.report, ignore_errors=True)
        options.report.mkdir(parents=True)
        changed = compare(drawn, options.report)
        write_report(options.report, changed)
    if not changed:
        print("golden: every page looks as it was accepted")
        return 0
    print(f"golden: {len(changed)} pages look different: {', '.join(changed)}\n"
          f"Look at {options.report}/index.html; if they are right: ./dev golden --accept",
          file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
