// The demo's federation (examples/cerrillos/demo.sh, a tenth of it) through its sign-in links: a member, a delegate, the keeper of an outlet, a visitor,
// each from invitation to receipt, in both languages, on a phone and a wide screen. What pages show then is what the command line's --json says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { VIEWS, cordon, json, makeRoom, openPage, program, settled, sound } from './room.mjs';

const NOW = '1973-01-02T10:00:00Z', AT = ['--now', NOW], SCALE = '0.1';
let room, browser;
const served = {}; // by view: {url, book, links}

const demo = (folder) => execFileSync(path.join(source, 'examples', 'cerrillos', 'demo.sh'), [folder, SCALE, '--no-serve'], { encoding: 'utf8', maxBuffer: 1 << 24,
  env: { ...process.env, CORDON: program } });
const links_in = (said) => Object.fromEntries([...said.matchAll(/^ {2}(\w+) +http:\S+?\/(#join=\S+)$/gm)].map(([, role, link]) => [role, link]));

before(async () => {
  room = makeRoom('federation');
  browser = await launch();
  const first = path.join(room.scratch, 'first'), second = path.join(room.scratch, 'second');
  const said = [demo(first)];
  assert.match(said[0], /Serve it: cordon serve --book/, 'with --no-serve it ends before serving');
  cpSync(first, second, { recursive: true });
  said.push(demo(second)); // once more: what is there is kept, the links are new
  for (const [i, view] of VIEWS.entries()) {
    const book = path.join([first, second][i], 'book');
    served[view] = { book, url: await room.serve(book, NOW), links: links_in(said[i]), said: (...words) => json(...words, '--book', book) };
    assert.deepEqual(Object.keys(served[view].links), ['member', 'delegate', 'keeper']);
  }
  assert.notDeepEqual(served[VIEWS[0]].links, served[VIEWS[1]].links);
});
after(async () => {
  await browser?.close();
  room?.end();
});

// Who opens the link has joined when this returns.
async function join(view, role) {
  const { url, links } = served[view], opened = await openPage(browser, url, '/' + links[role], view, { timezoneId: 'UTC' }), { page } = opened;
  page.setDefaultTimeout(15_000);
  await page.waitForSelector('main button:not([disabled])');
  await page.click('main button');
  await page.waitForSelector('.received');
  const person = await page.evaluate(() => new Promise((done) => {
    const opening = indexedDB.open('cordon');
    opening.onsuccess = () => {
      const reading = opening.result.transaction('key').objectStore('key').get('me');
      reading.onsuccess = () => done(reading.result.person);
    };
  }));
  const go = async (where) => {
    await page.goto(url + where);
    await settled(page);
  };
  return { ...opened, ...served[view], person, go };
}

async function cast(page) {
  await page.click('form button[type=submit]');
  await page.waitForSelector('.review');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
}

// All receipts that this browser keeps are proven again.
async function receipts(it, least) {
  await it.go('/me');
  await it.page.waitForSelector('section .list button');
  const all = await it.page.$$('section .list button');
  assert.ok(all.length >= least, `${all.length} receipts`);
  for (const one of all) await one.click();
  await it.page.waitForFunction((n) => document.querySelectorAll('.list .proven').length === n, all.length);
}

for (const view of VIEWS) {
  test(`${view}: a member joins, votes on a proposal, approves candidates, and the receipts hold`, async () => {
    const it = await join(view, 'member'), { page, said } = it;
    await it.go('/');
    await sound(page, 'federation-today', view);
    await it.go('/decisions/olla-comun');
    await page.click('input[value=yes]');
    await cast(page);
    assert.deepEqual(said('decision', 'olla-comun').votes.filter((one) => one.person === it.person).map((one) => one.ballot), ['100 yes']);
    await it.go('/elections/jap-01-1973');
    const candidates = said('election', 'jap-01-1973', ...AT).candidates.map((one) => one.person);
    for (const person of candidates.slice(0, 2)) await page.check(`input[value="${person}"]`);
    await sound(page, 'federation-approval', view);
    await cast(page);
    const [mine] = said('votes', 'jap-01-1973', '--person', it.person).votes;
    assert.deepEqual(mine.marks.split(/[=>,]/).sort(), candidates.slice(0, 2).sort());
    assert.equal(Number(await page.getAttribute('[data-turnout]', 'data-turnout')), said('election', 'jap-01-1973', ...AT).votes);
    await receipts(it, 3);
    assert.deepEqual(it.wrong, []);
    await it.close();
  });

  test(`${view}: a delegate joins with a new key, votes in the cordón, ranks in the assembly, answers the plan for the factory`, async () => {
    const it = await join(view, 'delegate'), { page, said } = it;
    await it.go('/decisions/turnos-camiones');
    await page.click('input[value=no]');
    await cast(page);
    assert.deepEqual(said('decision', 'turnos-camiones').votes.filter((one) => one.person === it.person).map((one) => one.ballot), ['100 no']);
    await it.go('/choices/primero-enero');
    for (const option of ['sacos', 'further']) await page.click(`[data-act=place-${option}]`);
    await cast(page);
    assert.equal(said('choice', 'primero-enero').ballots.find((one) => one.person === it.person).marks, 'sacos>further');
    const body = said('mandate', it.person, ...AT).mandates.find((one) => one.council === 'cordon-cerrillos').body;
    await it.go('/plans/enero');
    await page.click(`section.decide a[href="/plans/enero/workplaces/${body}"]`);
    await page.click('input[value=accept]');
    await page.click('form:has(input[value=accept]) button[type=submit]');
    await page.waitForSelector('p.received');
    const answers = said('plan', 'answers', 'enero').answers.filter((one) => one.body === body);
    assert.ok(answers.length && answers.every((one) => one.answer === 'accept' && one.person === it.person));
    await receipts(it, 4);
    assert.deepEqual(it.wrong, []);
    await it.close();
  });

  test(`${view}: the keeper hands out a ration without a link, and it comes into the book once`, async () => {
    const it = await join(view, 'keeper'), { page, said } = it, place = ['--body', 'jap-01', '--outlet', 'almacen-1', '--cycle', '10'];
    const card = said('supply', 'counter', ...place, ...AT).households[0].household;
    const right = Object.fromEntries(said('supply', 'card', card, '--body', 'jap-01', '--cycle', '10', ...AT).households[0].goods.map((one) => [one.good, one.left]));
    await it.go('/counter/almacen-1?body=jap-01');
    await page.waitForSelector('.link-state[data-link=here][data-waiting="0"]');
    await it.context.setOffline(true);
    await page.waitForSelector('.link-state[data-link=gone]');
    await page.fill('#card', card);
    await page.click('.typed button');
    await page.waitForSelector('.household');
    await sound(page, 'federation-counter', view);
    await page.click('.household button[type=submit]');
    await page.waitForSelector('#today > li');
    await it.context.setOffline(false);
    await page.waitForSelector('.link-state[data-link=here][data-waiting="0"]');
    const drawn = Object.fromEntries(said('supply', 'card', card, '--body', 'jap-01', '--cycle', '10', ...AT).households[0].goods.map((one) => [one.good, one.drawn]));
    assert.deepEqual(drawn, right);
    assert.deepEqual(it.wrong, []);
    await it.close();
  });

  test(`${view}: a visitor reads, and is told no names`, async () => {
    const { url, said } = served[view];
    for (const where of ['/', '/councils/jap-01', '/decisions/olla-comun', '/plans/enero']) {
      const { page, wrong, close } = await openPage(browser, url, where, view);
      await sound(page, 'federation-visitor' + where.replace(/\W+/g, '-'), view);
      const text = await page.textContent('main');
      for (const { name } of said('decision', 'olla-comun').votes) assert.ok(!name || !text.includes(name), `${name} in ${where}`);
      assert.deepEqual(wrong, [], where);
      await close();
    }
  });
}

test('the books hold, with all that was done through the pages', () => {
  for (const { book } of Object.values(served)) assert.match(cordon('verify', '--book', book), /book: HOLDS/);
});
