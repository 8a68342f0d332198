// What the tests share: where things are, and a browser that can ask nobody anything.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
export const source = path.resolve(here, '..', '..');
const build = process.env.CORDON_BUILD || path.join(source, 'build');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const folder = path.join(build, 'ui');
export const urlOf = (name) => 'file://' + path.join(folder, name);

// Writes the sample pages into build/ui.
export function makeSamples() {
  const program = path.join(build, 'tests', 'ui', 'report_sample');
  if (!existsSync(program)) throw new Error(`${program} is not there: ninja -C build tests/ui/report_sample`);
  mkdirSync(folder, { recursive: true });
  execFileSync(program, [folder]);
}

export const launch = (...more) => chromium.launch({
  executablePath: process.env.CORDON_CHROMIUM || '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...more],
});

// Opens a page of the samples; `seen` collects all it asked for and all it said.
export async function open(browser, name, { width = 1280, scheme = 'light', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, ...more });
  const page = await context.newPage();
  const seen = { requests: [], said: [] };
  page.on('request', (request) => { if (!request.url().startsWith('data:')) seen.requests.push(request.url()); });
  page.on('console', (message) => seen.said.push(message.text()));
  page.on('pageerror', (error) => seen.said.push(String(error)));
  page.on('dialog', (dialog) => { seen.said.push('dialog: ' + dialog.message()); dialog.dismiss(); });
  await page.goto(urlOf(name));
  return { page, seen, close: () => context.close() };
}

// What axe-core finds wrong, one line each.
export async function violations(page) {
  await page.evaluate(axe); // by the debugger: the page's own policy forbids scripts
  const result = await page.evaluate(() => globalThis.axe.run(document));
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}
