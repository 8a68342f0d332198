// The page of a real plan (`cordon plan report`), in a browser: accessible in both languages, readable on a telephone and on paper.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, open, source, urlOf, violations } from './browser.mjs';

const program = process.env.CORDON || path.join(source, 'build', 'cordon');
const economy = path.join(source, 'examples', 'chile-2013');
const NAMES = { en: 'plan.en.html', es: 'plan.es.html' };
let browser;

before(async () => {
  mkdirSync(folder, { recursive: true });
  const plan = path.join(folder, 'plan.json');
  execFileSync(program, ['plan', economy, '--capacity', '02=0.5', '-o', plan]);
  for (const [language, name] of Object.entries(NAMES))
    execFileSync(program, ['plan', 'report', economy, plan, '--lang', language, '-o', path.join(folder, name)]);
  browser = await launch();
});
after(() => browser?.close());

for (const [language, name] of Object.entries(NAMES)) {
  for (const [width, scheme] of [[390, 'light'], [390, 'dark'], [1280, 'light'], [1280, 'dark']]) {
    test(`${language}, ${scheme}, ${width} px: the report of a plan has nothing wrong and asks for nothing`, async () => {
      const { page, seen, close } = await open(browser, name, { width, scheme });
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
      assert.deepEqual(await violations(page), []);
      for (const summary of await page.$$('details > summary')) await summary.click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways when unfolded');
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(seen, { requests: [urlOf(name)], said: [] });
      await close();
    });
  }
}

test('every chart has a title, a description or caption, and its table', async () => {
  const { page, close } = await open(browser, NAMES.en);
  const charts = await page.evaluate(() => [...document.querySelectorAll('svg.chart')].map((chart) => ({
    title: chart.querySelector('title')?.textContent.length > 0, role: chart.getAttribute('role'),
    table: chart.closest('figure').querySelectorAll('details table tbody tr').length > 0,
  })));
  assert.ok(charts.length >= 5, `${charts.length} charts`);
  for (const chart of charts) assert.deepEqual(chart, { title: true, role: 'img', table: true });
  await close();
});

test('on paper nothing is cut off at the side', async () => {
  const { page, close } = await open(browser, NAMES.es, { width: 680 });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than A4');
  await close();
});
