// The recovery sheet: made in the browser, printed once, enrolled; a second browser takes it, typed or scanned, and replaces the lost key. The lines are
// read by the command line too (`cordon key restore`), which is how they are known to be right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { cordon, film, json, keep, keyed, makeRoom, openPage, program, settled, shots, sound, VIEWS } from './room.mjs';

const NOW = '1972-10-17T10:00:00Z';
let room, browser, number = 0;

before(async () => {
  room = makeRoom('recovery');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

async function fresh() {
  const book = path.join(room.scratch, `book-${++number}`), here = ['--book', book], luis = keyed('luis');
  cordon('init', book, '--title', 'A JAP', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'supply', 'acts.jsonl'), '--example-seed', 'test', ...here);
  cordon('act', 'key_rotate', 'key=' + luis.key, '--example-keys', 'test=luis', '--now', NOW, ...here);
  return { book, luis, url: await room.serve(book, NOW), keys: () => json('key', 'list', 'luis', ...here).keys };
}

const valid = (keys, use) => keys.filter((one) => one.use === use && one.until === null).map((one) => one.key);

// Makes a sheet and gives what stands on it.
async function makeSheet({ url, luis }, view, { take } = {}) {
  const { page, wrong, close } = await openPage(browser, url, '/me/recovery', view, { key: luis });
  const asked = [];
  page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
  await page.click('main button:not(.plain)');
  await page.waitForSelector('.sheet-lines li');
  const lines = await page.$$eval('.sheet-lines li', (all) => all.map((one) => one.textContent)), path_ = await page.getAttribute('.sheet .qr path:last-child', 'd');
  const width = Number((await page.getAttribute('.sheet .qr', 'viewBox')).split(' ')[2]);
  await take?.(page);
  await page.fill('#last', lines[0]);
  await page.click('form button');
  await page.waitForSelector('.wrong');
  await page.fill('#last', lines[3].slice(3));
  await page.click('form button');
  await page.waitForSelector('.received');
  const seed = lines.map((line) => line.slice(3, 22).replace(/ /g, '')).join('');
  for (const one of asked) assert.ok(!one.includes(seed) && !one.includes(Buffer.from(seed, 'hex').toString('base64url')) && !/#/.test(one), 'the secret stays in the browser');
  assert.ok(!(await page.evaluate(() => document.documentElement.innerHTML)).includes(lines[0].slice(3, 22)), 'it is gone from the page');
  assert.deepEqual(wrong, []);
  await close();
  return { lines, code: { width, path: path_ } };
}

for (const view of VIEWS) {
  test(`${view}: a sheet is made, printed, enrolled; a new browser takes it by its lines and the lost key is replaced`, async () => {
    const it = await fresh();
    const sheet = await makeSheet(it, view, {
      take: async (page) => {
        await sound(page, 'sheet', view);
        await page.emulateMedia({ media: 'print' });
        await page.screenshot({ path: path.join(shots, `sheet-print-${view.join('-')}.png`), fullPage: true });
        assert.equal(await page.isVisible('h1'), false, 'only the sheet is printed');
        assert.ok(await page.isVisible('.sheet-lines li:last-child'));
        await page.emulateMedia({ media: 'screen' });
      },
    });
    const note = path.join(room.scratch, `note-${number}`), file = note + '.key';
    writeFileSync(note, sheet.lines.join('\n') + '\n');
    execFileSync(program, ['key', 'restore', file, '--person', 'luis', '--note', note, '--in-clear'], { stdio: 'ignore' });
    assert.deepEqual(valid(it.keys(), 'recovery'), [json('key', 'show', file).key], 'the command line reads the same key from the lines');

    const { page, wrong, close } = await openPage(browser, it.url, '/recover', view);
    await page.fill('#person', 'luis');
    for (const [i, line] of sheet.lines.entries()) await page.fill(`#line-${i + 1}`, i === 1 ? line.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : line.toUpperCase());
    await page.click('form button');
    await page.waitForSelector('[aria-invalid=true]');
    assert.deepEqual(await page.$$eval('[aria-invalid=true]', (all) => all.map((one) => one.id)), ['line-2']);
    await sound(page, 'recover-slip', view);
    await page.fill('#line-2', sheet.lines[1]);
    await page.click('form button');
    await page.waitForSelector('p.large');
    await sound(page, 'recover-ready', view);
    const before = it.keys();
    await page.click('main button');
    await page.waitForSelector('.received');
    await sound(page, 'recover-done', view);
    const now = it.keys(), [main] = valid(now, 'main');
    assert.notEqual(main, it.luis.key);
    assert.equal(now.length, before.length + 1);
    assert.ok(now.find((one) => one.key === it.luis.key).until !== null, 'the lost key signs nothing any more');
    await page.goto(it.url + '/me');
    await page.waitForSelector('main code');
    assert.equal(await page.textContent('main code'), main, 'the new key is the one that this browser holds');
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('the code of the sheet is scanned by another device, and takes it to the same place', async () => {
  const it = await fresh(), { code } = await makeSheet(it, VIEWS[0]), file = path.join(room.scratch, 'sheet.y4m');
  film(file, code);
  const seeing = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`);
  const { page, close } = await openPage(seeing, it.url, '/recover', VIEWS[0], { permissions: ['camera'] });
  await page.click('button.big');
  await page.waitForSelector('p.large');
  await page.click('main button');
  await page.waitForSelector('.received');
  assert.notDeepEqual(valid(it.keys(), 'main'), [it.luis.key]);
  await close();
  await seeing.close();
});

test('a second sheet takes the place of the first, which is then good for nothing', async () => {
  const it = await fresh(), first = await makeSheet(it, VIEWS[1]), second = await makeSheet(it, VIEWS[1]);
  assert.equal(valid(it.keys(), 'recovery').length, 1);
  const { page, close } = await openPage(browser, it.url, '/recover', VIEWS[1]);
  await page.fill('#person', 'luis');
  for (const [sheet, end] of [[first, 'p.wrong'], [second, 'p.large']]) {
    for (const [i, line] of sheet.lines.entries()) await page.fill(`#line-${i + 1}`, line);
    await page.click('form button');
    await page.waitForSelector(end);
  }
  assert.deepEqual(valid(it.keys(), 'main'), [it.luis.key], 'nothing was replaced by looking');
  await close();
});

test('whoever has no key here is led to /recover, and a link with a sheet of another book is told apart', async () => {
  const it = await fresh(), { page, close } = await openPage(browser, it.url, '/me/recovery', VIEWS[0]);
  await page.click('main a[href="/recover"]');
  await page.waitForSelector('#line-1');
  await page.goto(it.url + '/recover?x#sheet=luis.' + 'A'.repeat(86));
  await settled(page);
  await page.waitForSelector('p.wrong');
  assert.ok(!page.url().includes('AAAA'), 'the secret does not stay in the address');
  await sound(page, 'recover-other', VIEWS[0]);
  await keep(page, it.luis);
  await close();
});
