// The page of a count (`cordon count --report`), in a browser: accessible in both languages, readable on a telephone and on paper.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, open, source, urlOf, violations } from './browser.mjs';

const program = process.env.CORDON || path.join(source, 'build', 'cordon');
const committee = path.join(source, 'examples', 'count', 'committee.blt');
const RULES = { 'scottish-stv': 'en', meek: 'es', wigm: 'en', schulze: 'es' };
const nameOf = (rule) => `count.${rule}.html`;
let browser;

before(async () => {
  mkdirSync(folder, { recursive: true });
  for (const [rule, language] of Object.entries(RULES)) {
    const options = rule === 'schulze' ? ['--seats', '1'] : [];
    const args = ['count', '--rule', rule, committee, '--lang', language, '--report', path.join(folder, nameOf(rule)), ...options];
    const done = spawnSync(program, args);
    assert.ok(done.status === 0 || done.status === 1, String(done.stderr));
  }
  browser = await launch();
});
after(() => browser?.close());

for (const [rule, language] of Object.entries(RULES)) {
  for (const [width, scheme] of [[390, 'light'], [1280, 'dark']]) {
    test(`${rule}, ${language}, ${scheme}, ${width} px: the page of a count has nothing wrong and asks for nothing`, async () => {
      const { page, seen, close } = await open(browser, nameOf(rule), { width, scheme });
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.deepEqual(await violations(page), []);
      for (const summary of await page.$$('details > summary')) await summary.click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways when unfolded');
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(seen, { requests: [urlOf(nameOf(rule))], said: [] });
      await close();
    });
  }
}

test('every diagram has a title and its table, and the tables have what the JSON says', async () => {
  const report = JSON.parse(execFileSync(program, ['count', '--rule', 'scottish-stv', committee, '--json']));
  const { page, close } = await open(browser, nameOf('scottish-stv'));
  const charts = await page.evaluate(() => [...document.querySelectorAll('svg.chart')].map((chart) => ({
    title: chart.querySelector('title')?.textContent.length > 0, role: chart.getAttribute('role'),
    rows: [...chart.closest('figure').querySelectorAll('details table tbody tr')].map((row) => row.children[2].textContent.trim()),
  })));
  assert.equal(charts.length, report.stages.length);
  for (const [i, chart] of charts.entries()) {
    assert.deepEqual({ title: chart.title, role: chart.role }, { title: true, role: 'img' });
    assert.deepEqual(chart.rows, report.stages[i].transfers.map((one) => one.votes));
  }
  await close();
});

test('on paper nothing is cut off at the side', async () => {
  const { page, close } = await open(browser, nameOf('meek'), { width: 680 });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than A4');
  await close();
});
