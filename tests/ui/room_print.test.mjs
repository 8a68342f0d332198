// The pages that need no scripts: in the browser with scripts off and on, on a phone and wide, in both languages, light and dark; and printed on A4.
// Every figure of a page is held against --json in tests/cases/serve_print.py; here, what a browser makes of it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { VIEWS, cordon, json, makeRoom, shots, sound } from './room.mjs';

const HOSTILE = '<script>document.title="bad"</script><img src=x onerror=alert(1)>';
const PAGES = ['bodies', 'bodies/cordon', 'bodies/cordon/decisions', 'decisions/register', 'decisions/hostile', 'sessions/cordon-first/minutes', 'elections?body=cordon',
  'elections/panaderia-1972', 'elections/recall-luis', 'entries?limit=10', 'entries/50', 'decisions/none'];
let room, browser, url, supply;

const at = (where, language, base = url) => `${base}/print/${where}${where.includes('?') ? '&' : '?'}lang=${language}`;
async function open(address, [language, width], more = {}) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, locale: language, ...more });
  const page = await context.newPage(), wrong = [];
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => { if (!/status of 404/.test(message.text())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('dialog', (dialog) => { wrong.push('dialog'); dialog.dismiss(); });
  page.on('request', (request) => { if (!/^data:/.test(request.url()) && !request.url().startsWith(new URL(address).origin)) wrong.push('asked ' + request.url()); });
  const reply = await page.goto(address);
  return { page, wrong, reply, close: () => context.close() };
}

before(async () => {
  room = makeRoom('room-print');
  const book = path.join(room.scratch, 'book'), food = path.join(room.scratch, 'food');
  cordon('init', book, '--title', 'Small cordon', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'council', 'acts.jsonl'), '--example-seed', 'test', '--book', book);
  cordon('act', 'propose', 'body=panaderia', 'proposal=hostile', 'title=' + HOSTILE, 'text=' + HOSTILE, '--book', book, '--example-keys', 'test=ana', '--now', '1972-10-20T08:00:00Z');
  cordon('init', food, '--title', 'Supply', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'supply', 'acts.jsonl'), '--example-seed', 'test', '--book', food);
  const proof = path.join(room.scratch, 'proof');
  cordon('supply', 'allocate', '--book', food, '--body', 'jap', '--cycle', '1', '--seed', '31-07-55', '-o', proof);
  const hash = createHash('sha256').update(readFileSync(proof)).digest('hex');
  cordon('act', 'allocation', 'body=jap', 'cycle=1', 'seed=31-07-55', 'hash=' + hash, '--book', food, '--example-keys', 'test=ana');
  url = await room.serve(book, '1972-10-20T09:00:00Z');
  supply = { url: await room.serve(food, '1972-10-20T09:00:00Z'), rations: json('supply', 'rations', food, '--body', 'jap', '--cycle', '1') };
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

for (const [language, width] of VIEWS)
  test(`each page is sound (${language}, ${width})`, async () => {
    const all = [...PAGES.map((where) => [where, url]), ['supply', supply.url], ['supply/jap/cycles', supply.url], ['supply/jap/cycles/1/rations', supply.url]];
    for (const [where, base] of all) {
      const { page, wrong, close } = await open(at(where, language, base), [language, width], { colorScheme: where.length % 2 ? 'dark' : 'light' });
      assert.notEqual(await page.title(), 'bad');
      await sound(page, 'print-' + where.replace(/[^a-z0-9]/g, '-'), [language, width], where.length % 2 ? 'dark' : 'light');
      assert.deepEqual(wrong, [], where);
      await close();
    }
  });

test('with scripts off the room leads to them, and they are whole', async () => {
  const { reply, wrong, page, close } = await open(url + '/', VIEWS[0], { javaScriptEnabled: false });
  const begin = (await reply.text()).match(/<noscript>[^]*?href="(\/print\/[^"]*lang=es)"/)[1].replace('&amp;', '&');
  const first = await page.goto(url + begin);
  assert.equal(first.status(), 200);
  const links = [...(await first.text()).matchAll(/href="(\/print\/bodies\/[^"]*)"/g)].map((found) => found[1]);
  assert.equal(links.length, 3);
  for (const link of links) assert.equal((await page.goto(url + link)).status(), 200);
  await page.goto(at('decisions/register', 'es'));
  const off = await page.screenshot({ fullPage: true });
  const { page: on, close: closeOn } = await open(at('decisions/register', 'es'), VIEWS[0]);
  assert.ok(off.equals(await on.screenshot({ fullPage: true })), 'as with scripts on, to the pixel');
  assert.deepEqual(wrong, []);
  await closeOn();
  await close();
});

test('a ration list prints on A4: every card, the heading on each sheet, and nothing of the ways on', async () => {
  const { page, wrong, close } = await open(at('supply/jap/cycles/1/rations', 'es', supply.url), ['es', 718]); // 190 mm
  const pdf = await page.pdf({ preferCSSPageSize: true });
  writeFileSync(path.join(shots, 'print-rations.pdf'), pdf);
  const [, w, h] = pdf.toString('latin1').match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/);
  assert.ok(Math.abs(w - 595.3) < 1 && Math.abs(h - 841.9) < 1, `${w} x ${h} points`);
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: path.join(shots, 'print-rations-paper.png'), fullPage: true });
  assert.equal(await page.locator('.links:visible, nav:visible').count(), 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('thead')).display), 'table-header-group');
  const cards = supply.rations.outlets.flatMap((outlet) => outlet.households.map((one) => one.household));
  const shown = await page.locator('tbody th').allTextContents();
  assert.ok(cards.length > 3);
  assert.deepEqual(shown, cards);
  for (const box of await page.locator('table').all()) {
    const { x, width } = await box.boundingBox();
    assert.ok(x >= 0 && x + width <= 718.5, 'a table is cut at the edge of the sheet');
  }
  assert.deepEqual(wrong, []);
  await close();
});
