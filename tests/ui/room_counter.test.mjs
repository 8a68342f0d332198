// The outlet's counter before a real `cordon serve`: a keeper hands out with and without a link, scans, takes back; the browser is killed, an answer is
// lost; a household drew elsewhere meanwhile. What the book has is held beside what was done, and what pages show beside the command line's --json.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { launch, source } from './browser.mjs';
import { cordon, film, json, keep, keyed, makeRoom, openPage, settled, sound, VIEWS } from './room.mjs';

const NOW = '1972-10-17T10:00:00Z', COUNTER = '/counter/kiosk?body=jap';
const luis = keyed('luis'), eva = keyed('eva');
let room, browser, number = 0;

before(async () => {
  room = makeRoom('counter');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

// A fresh book of examples/supply, served; luis keeps the kiosk with a key of this test.
async function fresh() {
  const book = path.join(room.scratch, `book-${++number}`), here = ['--book', book];
  cordon('init', book, '--title', 'A JAP', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'supply', 'acts.jsonl'), '--example-seed', 'test', ...here);
  for (const { person, key } of [luis, eva]) cordon('act', 'key_rotate', 'key=' + key, '--example-keys', 'test=' + person, '--now', NOW, ...here);
  return { book, url: await room.serve(book, NOW), said: (...words) => json(...words, '--now', NOW, ...here) };
}

const at = (page, name) => page.getAttribute('.link-state', name);
const ready = (page) => page.waitForSelector('.link-state[data-link=here][data-waiting="0"]');
const safe = (page) => page.waitForFunction(() => /(opens without|abre sin)/.test(document.querySelector('.link-state')?.textContent ?? ''));

async function look(page, card) {
  await page.fill('#card', card);
  await page.click('.typed button');
  await page.waitForSelector('.household');
}

// What the page says of a card, by good: [to have, drawn, left].
const shown = (page) => page.$$eval('.goods li', (all) => Object.fromEntries(all.map((one) => [one.dataset.good, ['toHave', 'drawn', 'left'].map((key) => Number(one.dataset[key]))])));

// Hands out those quantities, or all that is left.
async function hand(page, card, quantities) {
  await look(page, card);
  for (const [good, qty] of Object.entries(quantities ?? {})) await page.fill('#qty-' + good, String(qty));
  const over = await page.$('.decide-choice input');
  if (over) await over.check();
  const before = await page.locator('#today > li').count();
  await page.click('.household button[type=submit]');
  await page.waitForFunction((n) => document.querySelectorAll('#today > li').length === n + 1, before);
}

const lines = ({ said }) => said('supply', 'counter', '--body', 'jap', '--outlet', 'kiosk').draws.map(({ household, good, quantity }) => [household, good, quantity]);
const drawn = ({ said }) => Object.fromEntries(said('supply', 'stock', '--body', 'jap').accounts.filter((one) => one.place === 'kiosk').map((one) => [one.good, one.stock]));

for (const view of VIEWS) {
  test(`${view}: three draws without a link, the page opened anew without one, then all in the book once`, async () => {
    const it = await fresh(), { page, context, wrong, close } = await openPage(browser, it.url, COUNTER, view, { key: luis });
    await ready(page);
    await safe(page);
    await sound(page, 'counter', view);
    await look(page, '10019');
    const right = it.said('supply', 'card', '10019').households[0].goods;
    assert.deepEqual(await shown(page), Object.fromEntries(right.map((one) => [one.good, [one.to_have, one.drawn, one.left]])));
    await sound(page, 'counter-household', view);
    await page.click('.household .buttons .plain');

    await context.setOffline(true);
    await page.waitForSelector('.link-state[data-link=gone]');
    await hand(page, '10019', { bread: 2, milk: 4 });
    await hand(page, '10024');
    await hand(page, '10035', { bread: 3, milk: 0 });
    assert.equal(await at(page, 'data-waiting'), '3');
    await sound(page, 'counter-offline', view);
    assert.deepEqual(lines(it), [], 'nothing got through');
    await page.reload();
    await page.waitForSelector('#today > li');
    assert.equal(await page.textContent('h1'), 'Kiosk');
    assert.equal(await at(page, 'data-waiting'), '3');
    await look(page, '10019');
    assert.deepEqual((await shown(page)).bread, [17, 2, 15], 'what was handed out counts before it is sent');
    await page.click('.household .buttons .plain');
    await context.setOffline(false);
    await ready(page);
    const done = [['10019', 'bread', 2], ['10019', 'milk', 4], ['10024', 'bread', 7], ['10035', 'bread', 3]];
    assert.deepEqual(lines(it).sort(), done.sort());
    assert.deepEqual(drawn(it), { bread: -12, milk: -4 }, 'nothing was delivered to the kiosk itself');
    assert.deepEqual(it.said('supply', 'drawn', '--body', 'jap', '--cycle', '1').points.map(({ lines: n, first, last, missing }) => [n, first, last, missing]), [[4, 1, 4, 0]]);
    await page.reload();
    await ready(page);
    assert.deepEqual(lines(it).sort(), done.sort(), 'and not once more');
    await sound(page, 'counter-sent', view);
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: a mistake is taken back by an act, and nothing is erased`, async () => {
    const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, view, { key: luis });
    await ready(page);
    await hand(page, '10024', { bread: 5 });
    await page.click('#today button');
    await page.click('#today .buttons button:first-child');
    await page.waitForFunction(() => document.querySelectorAll('#today > li[data-state=sent]').length === 2);
    await sound(page, 'counter-undone', view);
    const { goods } = it.said('supply', 'card', '10024').households[0];
    assert.deepEqual(goods.map((one) => [one.good, one.drawn, one.returned, one.left]), [['bread', 5, 5, 7]]);
    assert.deepEqual(drawn(it), { bread: 0 });
    await look(page, '10024');
    assert.deepEqual((await shown(page)).bread, [7, 5, 7]);
    await close();
  });

  test(`${view}: drawn elsewhere meanwhile: both stand, and the page says so as \`supply drawn\` does`, async () => {
    const it = await fresh(), { page, context, close } = await openPage(browser, it.url, COUNTER, view, { key: luis });
    await ready(page);
    await context.setOffline(true);
    await page.waitForSelector('.link-state[data-link=gone]');
    await hand(page, '10019', { bread: 17, milk: 0 });
    const other = await openPage(browser, it.url, '/counter/school?body=jap', view, { key: eva });
    await ready(other.page);
    await look(other.page, '10019');
    await other.page.waitForSelector('.household .wrong');
    await other.page.fill('#qty-bread', '6');
    await other.page.check('.decide-choice input');
    await other.page.click('.household button[type=submit]');
    await ready(other.page);
    await other.close();
    await context.setOffline(false);
    await ready(page);
    await page.waitForSelector('[data-over="10019"]');
    await sound(page, 'counter-conflict', view);
    const over = it.said('supply', 'drawn', '--body', 'jap', '--cycle', '1').over_drawn;
    assert.deepEqual(over.map((one) => [one.household, one.good, one.drawn, one.to_have, one.lines.length]), [['10019', 'bread', 23, 17, 2]]);
    const text = await page.textContent('[data-over="10019"]');
    for (const figure of ['23', '17', '6', 'school']) assert.ok(text.includes(figure), `${figure} in ${text}`);
    await close();
  });

  test(`${view}: a household sees its own card: figures as the command line's, and its code`, async () => {
    const it = await fresh(), { page, wrong, close } = await openPage(browser, it.url, '/household/10081', view);
    const { households: [one] } = it.said('supply', 'card', '10081');
    assert.equal(one.household, '10056', 'served as the card it was merged into');
    const cells = await page.$$eval('tr[data-good]', (all) => all.map((row) => [row.dataset.good, ...[...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))]));
    assert.deepEqual(cells, one.goods.map((good) => [good.good, good.to_have, good.drawn, good.returned]));
    assert.deepEqual(await page.$$eval('[data-figure]', (all) => all.map((each) => Number(each.textContent))), one.goods.map((good) => good.left));
    await sound(page, 'household', view);
    await page.goto(it.url + '/household');
    await settled(page);
    await page.fill('#card', '10082');
    await page.click('.typed button');
    await page.waitForSelector('.wrong');
    await sound(page, 'household-find', view);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('dark: the counter, a household at it and the list of counters', async () => {
  const it = await fresh(), view = VIEWS[0], { page, close } = await openPage(browser, it.url, '/counter', view, { key: luis, scheme: 'dark' });
  await sound(page, 'counters', view, 'dark');
  assert.deepEqual((await page.$$eval('main li a', (all) => all.map((one) => one.getAttribute('href')))).sort(),
    it.said('supply', 'counter').counters.map((one) => `/counter/${one.outlet}?body=${one.body}`).sort());
  await page.goto(it.url + '/counter/kiosk'); // one body alone has it
  await ready(page);
  await look(page, '10035');
  await sound(page, 'counter-household', view, 'dark');
  await close();
});

test('an answer that is lost: the act is sent again and counts once', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: luis, serviceWorkers: 'block' });
  await ready(page);
  await page.route('**/api/acts', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await hand(page, '10024', { bread: 1 });
  await page.waitForSelector('.link-state[data-link=gone]');
  assert.deepEqual(lines(it), [['10024', 'bread', 1]]);
  assert.equal(await at(page, 'data-waiting'), '1');
  await page.unroute('**/api/acts');
  await page.click('.link-state button');
  await ready(page);
  assert.deepEqual(lines(it), [['10024', 'bread', 1]]);
  await close();
});

test('a counter that is open sees what is drawn elsewhere without asking', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: luis });
  await ready(page);
  await look(page, '10019');
  assert.deepEqual((await shown(page)).bread, [17, 0, 17]);
  const draws = JSON.stringify([{ point: 'school', seq: 1, cycle: 1, household: '10019', good: 'bread', qty: 5 }]);
  cordon('act', 'draws', 'body=jap', 'outlet=school', 'draws=' + draws, '--example-keys', 'test=ana', '--book', it.book, '--now', NOW);
  await page.waitForSelector('.goods li[data-good=bread][data-drawn="5"][data-left="12"]');
  assert.equal(await page.$eval('.household button[type=submit]', (one) => one.disabled), true, 'what was typed before is too much now, and nothing is handed out without a word');
  await close();
});

test('the way there: from one\'s own page, from the committee\'s, from a card to why it is so much', async () => {
  const it = await fresh(), { page, wrong, close } = await openPage(browser, it.url, '/me', VIEWS[0], { key: luis });
  await page.click('main a.button');
  await ready(page);
  assert.equal(await page.textContent('h1'), 'Kiosk');
  await page.goto(it.url + '/supply/jap');
  await page.click('main a[href="/counter?body=jap"]');
  await page.waitForSelector('main a[href="/counter/school?body=jap"]');
  await page.goto(it.url + '/household/10019');
  await page.click('main a[href="/supply/jap/cycles/1/10019"]');
  await settled(page);
  await sound(page, 'household-why', VIEWS[0]);
  assert.deepEqual(wrong, []);
  await close();
});

for (const view of VIEWS) {
  test(`${view}: a committee sees what there is to ask and its devices, as \`supply drawn\` says`, async () => {
    const it = await fresh(), by = ['--example-keys', 'test=ana', '--book', it.book, '--now', NOW];
    for (const [outlet, ...all] of [['kiosk', [1, '10019', 'bread', 15], [2, '10024', 'bread', 7], [5, '10099', 'milk', 2]], ['school', [1, '10019', 'bread', 4], [1, '10062', 'milk', 1]]])
      cordon('act', 'draws', 'body=jap', 'outlet=' + outlet, 'draws=' + JSON.stringify(all.map(([seq, household, good, qty]) => ({ point: outlet, seq, cycle: 1, household, good, qty }))), ...by);
    const { page, wrong, close } = await openPage(browser, it.url, '/counter?body=jap', view), said = it.said('supply', 'drawn', '--body', 'jap', '--cycle', '1');
    await page.waitForSelector('tr[data-point]');
    assert.deepEqual(await page.$$eval('tr[data-point]', (all) => all.map((row) => [row.dataset.point, ...[...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))])),
      said.points.map((one) => [one.point, one.lines, one.last, one.missing]));
    assert.deepEqual(said.points.map((one) => one.missing), [2, 0]);
    assert.deepEqual(await page.$$eval('[data-asked]', (all) => all.map((one) => one.dataset.asked)), said.over_drawn.map((one) => one.household));
    assert.match(await page.textContent('[data-asked="10019"]'), /19.*17/);
    assert.match(await page.textContent('main'), /10099/);
    assert.ok(await page.$('main p.wrong'), 'number 1 of the school stands twice');
    await sound(page, 'counter-devices', view);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('what the node refuses stays on the device, and its log is one that the secretary can enter', async () => {
  const it = await fresh(), { page, context, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: luis });
  await ready(page);
  await context.setOffline(true);
  await page.waitForSelector('.link-state[data-link=gone]');
  await hand(page, '10019', { bread: 2, milk: 1 });
  const by = ['--example-keys', 'test=ana', '--book', it.book, '--now', NOW];
  cordon('act', 'outlet_keeper', 'body=jap', 'outlet=kiosk', 'person=eva', 'instead=luis', ...by);
  await context.setOffline(false);
  await page.waitForSelector('#today li[data-state=refused]');
  await sound(page, 'counter-refused', VIEWS[0]);
  assert.deepEqual(lines(it), []);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
  cordon('supply', 'enter', it.book, await file.path(), '--body', 'jap', ...by.slice(0, 2), ...by.slice(4));
  assert.deepEqual(lines(it).sort(), [['10019', 'bread', 2], ['10019', 'milk', 1]]);
  await page.reload();
  await page.waitForSelector('#today li[data-state=refused]');
  await close();
});

test('a newer version of the page waits until the keeper takes it, and then is the only one kept', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: luis });
  await ready(page);
  await safe(page);
  const file = path.join(room.pages, 'worker.js'), style = path.join(room.pages, 'room.css'), kept = [file, style].map((one) => readFileSync(one, 'utf8'));
  const versions = () => page.evaluate(() => caches.keys());
  const [old] = await versions();
  writeFileSync(file, kept[0].replace(/cordon-counter-[0-9a-f]{16}/, 'cordon-counter-' + 'f'.repeat(16)));
  writeFileSync(style, kept[1] + 'h1{letter-spacing:1px}');
  try {
    await page.reload();
    await page.waitForSelector('p.received button');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).letterSpacing === '1px'), false, 'files of two versions are not mixed');
    await sound(page, 'counter-newer', VIEWS[0]);
    await page.click('p.received button');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1') ?? document.body).letterSpacing === '1px');
    await ready(page);
    assert.notEqual(old, 'cordon-counter-' + 'f'.repeat(16));
    assert.deepEqual(await versions(), ['cordon-counter-' + 'f'.repeat(16)]);
  } finally {
    writeFileSync(file, kept[0]);
    writeFileSync(style, kept[1]);
  }
  await close();
});

test('who does not keep the outlet sees what is left and cannot hand out', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: eva });
  await ready(page);
  await page.fill('#card', '10035');
  await page.click('.typed button');
  await page.waitForSelector('li[data-good=milk][data-left="14"]');
  assert.equal(await page.$('.household'), null);
  await sound(page, 'counter-not-yours', VIEWS[0]);
  await close();
});

test('a card number with a slip is told from a good one', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, COUNTER, VIEWS[0], { key: luis });
  await ready(page);
  for (const slip of ['10091', '10018', '1001', '', '10109']) {
    await page.fill('#card', slip);
    await page.click('.typed button');
    await page.waitForSelector('#slip');
  }
  await close();
});

// Chromium as a process of its own, so that it can be killed.
async function killable(profile, ...more) {
  const child = spawn(process.env.CORDON_CHROMIUM || '/usr/bin/chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0',
    '--disable-background-networking', `--user-data-dir=${profile}`, ...more, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const address = await new Promise((done, fail) => {
    let heard = '';
    child.stderr.on('data', (piece) => {
      heard += piece;
      const found = /DevTools listening on (ws:\S+)/.exec(heard);
      if (found) done(found[1]);
    });
    child.on('exit', () => fail(new Error('chromium ended')));
  });
  const connected = await chromium.connectOverCDP(address);
  return { connected, page: connected.contexts()[0].pages()[0] ?? (await connected.contexts()[0].newPage()),
    kill: () => new Promise((done) => { child.removeAllListeners('exit').on('exit', done); process.kill(-child.pid, 'SIGKILL'); }) };
}

test('the browser is killed after a draw without a link: nothing is lost', async () => {
  const it = await fresh(), profile = path.join(room.scratch, 'profile');
  let one = await killable(profile);
  await one.page.goto(it.url + '/me');
  await keep(one.page, luis);
  await one.page.goto(it.url + COUNTER);
  await ready(one.page);
  await safe(one.page);
  await one.connected.contexts()[0].setOffline(true);
  await one.page.waitForSelector('.link-state[data-link=gone]');
  await hand(one.page, '10024', { bread: 4 });
  await one.kill();
  assert.deepEqual(lines(it), []);
  one = await killable(profile);
  await one.page.goto(it.url + COUNTER);
  await ready(one.page);
  assert.deepEqual(lines(it), [['10024', 'bread', 4]]);
  await one.kill();
});

test('a card is scanned by the camera', async () => {
  const it = await fresh(), file = path.join(room.scratch, 'card.y4m');
  film(file, it.said('supply', 'card', '10035').code);
  const seeing = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`);
  const { page, wrong, close } = await openPage(seeing, it.url, COUNTER, VIEWS[0], { key: luis, permissions: ['camera'] });
  await ready(page);
  await page.click('button.big');
  await page.waitForSelector('.household');
  assert.match(await page.textContent('.household h3'), /10035/);
  assert.deepEqual(wrong, []);
  await close();
  await seeing.close();
});

test('what the counter keeps for working without a link is what it was built of', () => {
  const worker = readFileSync(path.join(room.pages, 'worker.js'), 'utf8'), listed = JSON.parse(/=(\["\/chunk[^\]]*\])/.exec(worker)[1]);
  for (const name of listed) assert.ok(existsSync(path.join(room.pages, name)), name);
});
