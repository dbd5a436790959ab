// Judges every *.html of a folder: html-validate, axe in a real browser in light and dark, contrast
// also when a mail program inverts the colours, and no sideways scrolling on a narrow screen.
// Prints one line of JSON: [{file, where, what}], empty when all is well.
// usage: node judge_html.mjs FOLDER [PICTURES]
import { readFileSync, readdirSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { chromium } from "playwright-core";

const [folder, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser_program = process.env.CHROMIUM ?? "/usr/bin/chromium";
const judged_in_browser = /\.(html|page\.html)$/;
const findings = [];
const find = (file, where, what) => findings.push({ file: basename(file), where, what });

const rules = (is_email) => ({
  extends: ["html-validate:recommended"],
  rules: {
    // A bilingual letter is two letters, each with its heading.
    "heading-level": ["error", { allowMultipleH1: true }],
    // The subject in two languages; search engines, whom the rule serves, never see it.
    "long-title": "off",
    ...(is_email && {
      // Mail programs drop style sheets and need a table's width as an attribute.
      "no-inline-style": "off",
      "no-deprecated-attr": "off",
      "prefer-tbody": "off",
    }),
  },
});

async function validate(file) {
  const is_email = !file.endsWith(".page.html");
  const judge = new HtmlValidate(new StaticConfigLoader({ root: true, ...rules(is_email) }));
  const report = await judge.validateString(readFileSync(file, "utf8"), file);
  for (const result of report.results)
    for (const message of result.messages)
      find(file, `html-validate, line ${message.line}`, `${message.ruleId}: ${message.message}`);
}

// Runs in the page: the least contrast of any text with its own background, as it is and inverted.
function least_contrast() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c /= 255, c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const least = { as_it_is: 21, inverted: 21 };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (!node.data.trim() || node.parentElement.checkVisibility() === false) continue;
    const ink = numbers(getComputedStyle(node.parentElement).color).slice(0, 3);
    const paper = behind(node.parentElement);
    const other = (rgb) => rgb.map((c) => 255 - c);
    least.as_it_is = Math.min(least.as_it_is, contrast(ink, paper));
    least.inverted = Math.min(least.inverted, contrast(other(ink), other(paper)));
  }
  return least;
}

async function look(page, file, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(pathToFileURL(resolve(file)).href);
  await page.evaluate(axe);
  const report = await page.evaluate(() => globalThis.axe.run(document));
  for (const violation of report.violations)
    find(file, `axe, ${scheme}`, `${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`);
  const contrast = await page.evaluate(least_contrast);
  for (const [how, value] of Object.entries(contrast))
    if (value < 4.5) find(file, `contrast, ${scheme}`, `${how} ${value.toFixed(2)}`);
  if (pictures) await page.screenshot({ path: join(pictures, `${basename(file)}.${scheme}.png`), fullPage: true });
}

async function judge_in_browser(files) {
  const profile = mkdtempSync(join(tmpdir(), "postroom-browser-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: browser_program,
    headless: true,
    viewport: { width: 700, height: 900 },
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
           "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const page = await browser.newPage();
    const asked_for = new Set();
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) asked_for.add(request.url());
    });
    for (const file of files) {
      for (const scheme of ["light", "dark"]) await look(page, file, scheme);
      await page.setViewportSize({ width: 320, height: 700 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 320) find(file, "320 pixels wide", `scrolls sideways to ${wide}`);
      await page.setViewportSize({ width: 700, height: 900 });
    }
    for (const url of asked_for) find("browser", "network", `asked for ${url}`);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

if (pictures) mkdirSync(pictures, { recursive: true });
const all = readdirSync(folder).filter((name) => judged_in_browser.test(name)).map((name) => join(folder, name));
for (const file of all) await validate(file);
await judge_in_browser(all.filter((file) => basename(file).startsWith("look-")));
console.log(JSON.stringify(findings));
