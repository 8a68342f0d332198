// Today before a real `cordon serve`: a member is signed in by the key of the browser alone, sees what waits for them, does it, and sees that it is done.
// What is shown is held beside `cordon today --json` of the same book; a visitor is told nobody's name.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { VIEWS, cordon, json, keyed, makeRoom, openPage, settled, sound } from './room.mjs';

const NOW = '1972-10-20T09:00:00Z', UNTIL = '1972-10-25T20:00:00Z';
const MEMBER = { es: keyed('nina'), en: keyed('nora') }; // one for each view: each votes once
const ana = keyed('ana');
const OPEN_RULES = { voting: 'open', notice_days: 0, tellers: { n: 1, k: 1 } };
const COUNTED = [{ kind: 'unit', fields: { body: 'cordon', unit: 'kg', dimension: 'mass' } },
  ...['flour', 'bread'].map((commodity) => ({ kind: 'commodity', fields: { body: 'cordon', commodity, unit: 'kg' } }))];
const joining = ({ person, key }, name) => [
  ['enrol', { body: 'panaderia', person, name }, 'ana'], ['key_enrol', { person, key, use: 'main' }, 'ana'],
  ['enrol', { body: 'sindicato', person }, 'zoe']];
const ACTS = [
  ['body_open', { body: 'sindicato', kind: 'union', name: 'Sindicato Pan', members: 'people', secretary: 'zoe', rules: OPEN_RULES }, 'ana'],
  ['key_enrol', { person: 'zoe', key: '@zoe', use: 'main' }, 'ana'],
  ...joining(MEMBER.es, 'Nina Paz'), ...joining(MEMBER.en, 'Nora Gil'),
  ['propose', { body: 'cordon', proposal: 'counted', title: 'T', text: 'T', effects: COUNTED }, 'tom'],
  ['put', { proposal: 'counted', until: UNTIL }, 'tom'], ['vote', { proposal: 'counted', choice: 'yes' }, 'tom'], ['decide', { proposal: 'counted' }, 'tom'],
  ['process', { body: 'molino', process: 'milling', outputs: { flour: 1 }, capacity: '300' }, 'bea'],
  ['process', { body: 'panaderia', process: 'baking', inputs: { flour: '0.7' }, outputs: { bread: 1 }, capacity: '300' }, 'ana'],
  ['propose', { body: 'panaderia', proposal: 'oven', title: 'A new oven', text: 'We buy it in May.' }, 'ana'], ['put', { proposal: 'oven', until: UNTIL }, 'ana'],
  ['propose', { body: 'cordon', proposal: 'pool', title: 'One pool of lorries', text: 'T' }, 'tom'], ['put', { proposal: 'pool', until: UNTIL }, 'tom'],
  ['election_open', { poll: 'again', council: 'cordon', body: 'panaderia', closes: UNTIL }, 'ana'],
  ['call', { body: 'cordon', call: 'flour', title: 'Who has flour?', text: 'T', until: UNTIL }, 'ana'],
  ['stoppage', { body: 'molino', stoppage: 'gate', text: 'The gate is locked' }, 'bea'],
  ['key_rotate', { key: ana.key }, 'ana'],
];
let browser, room, url, book;

before(async () => {
  room = makeRoom('today');
  book = path.join(room.scratch, 'book');
  cordon('init', book, '--title', 'Small cordon', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  const file = path.join(room.scratch, 'acts.jsonl');
  writeFileSync(file, ACTS.map(([kind, fields, by], i) => JSON.stringify({ kind, fields, by: [by], now: `1972-10-19T10:${String(i).padStart(2, '0')}:00Z` }) + '\n').join(''));
  for (const one of [path.join(source, 'examples', 'council', 'acts.jsonl'), file]) cordon('batch', one, '--example-seed', 'test', '--book', book);
  url = await room.serve(book, NOW);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room.end();
});

const today = (...words) => json('today', ...words, '--book', book, '--now', NOW);
const name_of = (one) => `${one.what}/${one.id ?? one.body}${one.for ? '/' + one.for : ''}`;
const undone = (one) => !one.done && one.what !== 'session' && one.what !== 'stoppage';
const shown = (page) => page.$$eval('[data-need]', (all) => all.map((one) => one.dataset.need));
const figures = async (page) => Object.fromEntries(await page.$$eval('[data-figure]', (all) => all.map((one) => [one.dataset.figure, Number(one.textContent.replace(/\D/g, ''))])));
const expected = ({ needs = [], open }) => {
  const ids = new Set(needs.map((one) => one.id));
  return [...needs.filter(undone), ...needs.filter((one) => !undone(one)), ...open.filter((one) => !ids.has(one.id))].map(name_of);
};
const signed_in = (page) => page.waitForFunction(() => fetch('/api/session').then((reply) => reply.json()).then((who) => who.person !== null));

for (const view of VIEWS) {
  test(`${view}: a visitor sees what is open and nobody's name`, async () => {
    const { page, wrong, close } = await openPage(browser, url, '/', view);
    await page.waitForSelector('[data-figure=empty]');
    const said = today();
    assert.deepEqual(await shown(page), expected(said));
    const { seats: _, ...glance } = said.glance;
    assert.deepEqual(await figures(page), glance);
    await sound(page, 'today-visitor', view);
    await page.goto(url + '/councils/panaderia/roll');
    await settled(page);
    assert.doesNotMatch(await page.textContent('main'), /Nina Paz|Nora Gil/);
    assert.equal(await page.$('a.button'), null);
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: a member is signed in by the key alone, votes, and it is done`, async () => {
    const key = MEMBER[view[0]], name = view[0] === 'es' ? 'Nina Paz' : 'Nora Gil', { page, context, wrong, close } = await openPage(browser, url, '/', view, { key });
    await page.waitForSelector(`[data-need="vote/oven"] .tag.decide`);
    const said = today('--person', key.person);
    assert.deepEqual(await shown(page), expected(said));
    assert.deepEqual(said.needs.map(name_of).sort(), ['election/again', 'seat/panaderia', 'stoppage/gate', 'vote/oven']); // what was put before them, above
    assert.equal(await page.textContent('nav li:last-child'), name);
    assert.match(await page.textContent('[data-need="stoppage/gate"]'), /flour/);
    await sound(page, 'today-member', view);
    const [cookie] = await context.cookies();
    assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path], [true, true, 'Strict', '/']);
    assert.equal(await page.evaluate(() => document.cookie), '');
    assert.deepEqual(await page.$$eval('main a.button', (all) => all.map((one) => one.getAttribute('href'))), ['/councils/panaderia/stoppage']); // not the union's
    await page.click('[data-need="vote/oven"] a');
    await page.click('input[value=yes]');
    await page.click('form button[type=submit]');
    await page.click('.review button:first-of-type');
    await page.waitForSelector('.received');
    await page.click('nav a[href="/"]');
    await page.waitForSelector('[data-need="vote/oven"] .tag.served');
    assert.deepEqual(today('--person', key.person).needs.filter((one) => one.id === 'oven').map((one) => one.done), [true]);
    assert.deepEqual(await shown(page), expected(today('--person', key.person)));
    await page.goto(url + '/councils/panaderia/roll');
    await page.waitForFunction((who) => document.querySelector('main').textContent.includes(who), name);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('dark: the page is sound', async () => {
  const { page, close } = await openPage(browser, url, '/', VIEWS[0], { key: MEMBER.es, scheme: 'dark' });
  await page.waitForSelector('[data-need="vote/oven"]');
  await sound(page, 'today-member', VIEWS[0], 'dark');
  await close();
});

test('who answers for a workplace sees the call; a key that is taken off the browser ends the session', async () => {
  const { page, close } = await openPage(browser, url, '/', VIEWS[1], { key: ana });
  await page.waitForSelector('[data-need="call/flour/panaderia"]');
  assert.deepEqual(await shown(page), expected(today('--person', 'ana')));
  await sound(page, 'today-officer', VIEWS[1]);
  await signed_in(page);
  await page.click('nav li:last-child a');
  await page.waitForSelector('[data-body=cordon]');
  const { bodies } = today('--person', 'ana');
  assert.deepEqual(await page.$$eval('[data-body]', (all) => all.map((one) => one.dataset.body)), bodies.map((one) => one.body));
  await sound(page, 'me-officer', VIEWS[1]);
  await page.click('main button.plain:not([aria-expanded])');
  await page.click('.trouble button:first-of-type');
  await page.waitForFunction(() => fetch('/api/session').then((reply) => reply.json()).then((who) => who.person === null));
  await page.click('nav a[href="/"]');
  await page.waitForFunction(() => !document.querySelector('[data-need^="call/"]'));
  assert.deepEqual(await shown(page), expected(today()));
  await close();
});

test('a key that the secretary revoked makes a visitor of its holder, without a reload', async () => {
  const rosa = keyed('rosa-nueva');
  const sign = ['--example-keys', 'test=bea', '--book', book, '--now', NOW];
  cordon('act', 'enrol', 'body=molino', 'person=' + rosa.person, ...sign);
  cordon('act', 'key_enrol', 'person=' + rosa.person, 'key=' + rosa.key, 'use=main', ...sign);
  const { page, close } = await openPage(browser, url, '/', VIEWS[0], { key: rosa });
  await page.waitForSelector('[data-need="stoppage/gate"]');
  cordon('act', 'key_revoke', 'key=' + rosa.key, ...sign);
  await page.waitForFunction(() => !document.querySelector('[data-need="stoppage/gate"]'));
  await page.click('nav li:last-child a');
  await page.waitForSelector('main p.wrong'); // and is told why
  await sound(page, 'me-refused', VIEWS[0]);
  await close();
});
