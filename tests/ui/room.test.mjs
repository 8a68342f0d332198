// The operations room before a real `cordon serve` of a small book: what a member does there, in both languages, on a phone and a wide screen.
// Every figure that a page shows is held beside what the command line's --json says of the same book.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, source, violations } from './browser.mjs';
import { VIEWS, cordon, keep, keyed, makeRoom, shoot as picture } from './room.mjs';

const NOW = '1972-10-20T09:00:00Z';
const FIRST_VIEW = 60_000; // bytes, compressed
const PAGES = ['/', '/councils', '/councils/panaderia', '/councils/cordon', '/councils/panaderia/roll', '/councils/panaderia/stoppage', '/decisions/lorries-pool', '/people/luis', '/book',
  '/book/40', '/me', '/join#' + 'A'.repeat(86), '/nothing-here', '/councils/nobody'];
// Beside the acts of examples/council: Nina of the bakery and Pía of the mill, whose keys the browser has, and proposals that are being voted on.
const COUNTED = [{ kind: 'unit', fields: { body: 'cordon', unit: 'kg', dimension: 'mass' } },
  { kind: 'commodity', fields: { body: 'cordon', commodity: 'bread', unit: 'kg' } }];
const MORE = [
  ['propose', { body: 'cordon', proposal: 'counted', title: 'What we count', text: 'Bread, by the kilogram.', effects: COUNTED }, 'tom'],
  ['put', { proposal: 'counted', until: '1972-10-25T20:00:00Z' }, 'tom'],
  ['vote', { proposal: 'counted', choice: 'yes' }, 'tom'],
  ['decide', { proposal: 'counted' }, 'tom'],
  ['process', { body: 'panaderia', process: 'baking', outputs: { bread: 1 }, capacity: '300' }, 'ana'],
  ['propose', { body: 'cordon', proposal: 'lorries-pool', title: 'One pool of lorries', text: 'From Monday all lorries are one pool.' }, 'tom'],
  ['put', { proposal: 'lorries-pool', until: '1972-10-25T20:00:00Z' }, 'tom'],
  ['propose', { body: 'panaderia', proposal: 'oven', title: '<b>A new oven</b>', text: '<script>document.title = 1</script>' }, 'ana'],
  ['put', { proposal: 'oven', until: '1972-10-25T20:00:00Z' }, 'ana'],
  ['propose', { body: 'panaderia', proposal: 'shift', title: 'A second shift', text: 'From Monday we bake in two shifts.' }, 'ana'],
  ['amend', { proposal: 'shift', option: 'from-june', text: 'From June we bake in two shifts.' }, 'eva'],
  ['put', { proposal: 'shift', until: '1972-10-25T20:00:00Z' }, 'ana'],
];
const room = makeRoom('room'), { pages, scratch } = room, book = path.join(scratch, 'book');
const nina = keyed('nina'), pia = keyed('pia');
let browser, url;

const said = (...words) => JSON.parse(cordon(...words, '--book', book, '--json'));

function makeBook() {
  const acts = MORE.map(([kind, fields, by], i) => ({ kind, fields, by: [by], now: `1972-10-19T10:${String(i).padStart(2, '0')}:00Z` }));
  for (const [{ person, key }, body, by] of [[nina, 'panaderia', 'ana'], [pia, 'molino', 'bea']])
    acts.unshift({ kind: 'enrol', fields: { body, person }, by: [by], now: '1972-10-19T09:00:00Z' },
      { kind: 'key_enrol', fields: { person, key, use: 'main' }, by: [by], now: '1972-10-19T09:00:00Z' });
  writeFileSync(path.join(scratch, 'more.jsonl'), acts.map((act) => JSON.stringify(act) + '\n').join(''));
  cordon('init', book, '--title', 'Small cordon', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  for (const file of [path.join(source, 'examples', 'council', 'acts.jsonl'), path.join(scratch, 'more.jsonl')])
    cordon('batch', file, '--example-seed', 'test', '--book', book);
  for (const person of Object.values(INVITED)) {
    const by = ['--example-keys', 'test=ana', '--now', '1972-10-20T08:00:00Z', '--book', book];
    cordon('enrol', 'body=panaderia', 'person=' + person, ...by);
    codes[person] = JSON.parse(cordon('invite', '--body', 'panaderia', '--person', person, ...by, '--json')).code;
  }
}

const INVITED = { es: 'ines', en: 'igor', lost: 'lost' }; // somebody for each view, and one whose answer is lost
const codes = {};

before(async () => {
  makeBook();
  url = await room.serve(book, NOW);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room.end();
});

async function open(where, [language, width], { scheme = 'light', key, at = url } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, locale: language, colorScheme: scheme, hasTouch: width < 500 });
  const page = await context.newPage(), wrong = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 404/.test(message.text())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(at)) wrong.push('asked ' + request.url()); });
  await page.goto(at + (key ? '/me' : where));
  if (key) {
    await keep(page, key);
    await page.goto(at + where);
  }
  await page.waitForSelector('h1, .trouble');
  await page.waitForFunction(() => ![...document.querySelectorAll('main p.quiet')].some((p) => /…$/.test(p.textContent)));
  await page.waitForLoadState('load');
  return { page, wrong, close: () => context.close() };
}

const shoot = (page, name, [language, width]) => picture(page, `${name}-${language}-${width}`);

for (const view of VIEWS) {
  for (const scheme of view[1] < 500 ? ['light', 'dark'] : ['light']) {
    test(`${view}, ${scheme}: every page is accessible, fits, and asks nobody else`, async () => {
      for (const where of PAGES) {
        const { page, wrong, close } = await open(where, view, { scheme });
        if (scheme === 'light') await shoot(page, where.replace(/\W+/g, '_').slice(0, 30), view);
        assert.equal(await page.getAttribute('html', 'lang'), view[0]);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), where + ' scrolls sideways');
        assert.deepEqual(await violations(page), [], where);
        assert.deepEqual(wrong, [], where);
        await close();
      }
    });
  }
}

test('the figures of Today are those of the command line', async () => {
  const { page, close } = await open('/', VIEWS[1]);
  await page.waitForSelector('[data-figure=empty]');
  const shown = Object.fromEntries(await page.$$eval('[data-figure]', (all) => all.map((one) => [one.dataset.figure, Number(one.textContent.replace(/\D/g, ''))])));
  const { bodies } = said('body', '--now', NOW), { seats } = said('seats', 'cordon', '--now', NOW);
  assert.deepEqual(shown, {
    bodies: bodies.length,
    people: bodies.filter((one) => one.members === 'people').reduce((sum, one) => sum + one.people, 0),
    entries: said('checkpoint').entries,
    empty: seats.filter((seat) => !seat.person).length,
    open: new Set(bodies.flatMap(({ body }) => said('decisions', body).open).filter((one) => one.status === 'voting').map((one) => one.proposal)).size,
    stoppages: 0,
  });
  await close();
});

for (const view of VIEWS) {
  test(`${view}: a member votes, from the ballot to a receipt that is checked again`, async () => {
    const { page, wrong, close } = await open('/decisions/oven', view, { key: nina });
    const before = said('checkpoint').entries;
    assert.equal(await page.textContent('h1'), '<b>A new oven</b>');
    await page.click('input[value=yes]');
    await page.click('form button[type=submit]');
    await page.waitForSelector('.review');
    await shoot(page, 'review', view);
    assert.deepEqual(await violations(page), []);
    assert.equal(said('checkpoint').entries, before, 'nothing is sent before the review');
    await page.click('.review button:first-of-type');
    await page.waitForSelector('.received');
    await shoot(page, 'received', view);
    const mine = said('decision', 'oven').votes.filter((vote) => vote.person === 'nina');
    assert.deepEqual(mine.map((vote) => vote.ballot), ['100 yes']);
    await page.waitForSelector('tbody tr');
    assert.deepEqual(await page.$$eval('tbody th', (all) => all.map((one) => one.textContent)), said('decision', 'oven').votes.map((vote) => vote.person));
    await page.click('.received a');
    await page.click('section .list button');
    await page.waitForSelector('.list .proven, .list .wrong');
    assert.match(await page.textContent('.list [role=status]'), view[0] === 'es' ? /^Es válido/ : /^It holds/);
    await shoot(page, 'receipt', view);
    assert.deepEqual(wrong, []);
    await close();
  });
}

for (const view of VIEWS) {
  test(`${view}: joining by an invitation's link, then a vote; the invitation is good once`, async () => {
    const person = INVITED[view[0]], { page, wrong, close } = await open('/#join=' + codes[person], view);
    await page.waitForSelector('main button');
    await shoot(page, 'join', view);
    assert.deepEqual(await violations(page), []);
    await page.click('main button');
    await page.waitForSelector('.received');
    await shoot(page, 'joined', view);
    assert.ok(!page.url().includes(codes[person]));
    await page.goto(url + '/decisions/oven');
    await page.click('input[value=no]');
    await page.click('form button[type=submit]');
    await page.click('.review button:first-of-type');
    await page.waitForSelector('.received');
    assert.deepEqual(said('decision', 'oven').votes.filter((vote) => vote.person === person).map((vote) => vote.ballot), ['100 no']);
    assert.deepEqual(wrong, []);
    await close();
    const again = await open('/#join=' + codes[person], view);
    await again.page.waitForSelector('main .wrong[role=alert]');
    assert.ok(await again.page.isDisabled('main button'));
    await again.close();
  });
}

test('joining: the answer is lost on its way, the key is not', async () => {
  const { page, close } = await open('/#join=' + codes.lost, VIEWS[0]);
  await page.waitForSelector('main button');
  await page.route('**/api/acts', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.click('main button');
  await page.waitForSelector('.trouble');
  await page.reload();
  await page.waitForSelector('.received');
  const keys = said('key', 'list', 'lost').keys.filter((one) => one.use === 'main');
  assert.equal(keys.length, 1);
  await page.goto(url + '/decisions/oven');
  await page.click('input[value=no]');
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  await close();
});

test('a ranked ballot: the same number twice is refused in the page, the order chosen is what the book has', async () => {
  const { page, close } = await open('/decisions/shift', VIEWS[0], { key: nina });
  await page.selectOption('#rank-yes', '1');
  await page.selectOption('#rank-from-june', '1');
  await page.click('form button[type=submit]');
  await page.waitForSelector('form .wrong');
  await page.selectOption('#rank-yes', '2');
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  const entries = said('checkpoint').entries, last = cordon('log', '--book', book, '--json').trim().split('\n').map((line) => JSON.parse(line))[entries - 1];
  assert.deepEqual(last.what.act.fields, { proposal: 'shift', rank: ['from-june', 'yes'] });
  await close();
});

test('who may not vote is told so, and has no ballot', async () => {
  const { page, close } = await open('/decisions/lorries-pool', VIEWS[0], { key: nina });
  await page.waitForSelector('section.decide p:has-text("no es suya")');
  assert.equal(await page.$('main form'), null);
  assert.deepEqual(await violations(page), []);
  await close();
});

test('whose delegate it is may begin a recall, others may not', async () => {
  const other = await open('/people/tom', VIEWS[0], { key: nina });
  await other.page.waitForFunction(() => fetch('/api/session').then((reply) => reply.json()).then((who) => who.person !== null));
  await other.page.waitForFunction(() => document.querySelector('.mandate') && !document.querySelector('.mandate textarea'));
  await other.close();
  for (const [who, end] of [[pia, 'p.received']]) {
    const { page, close } = await open('/people/tom', VIEWS[0], { key: who });
    await page.click('summary');
    await page.fill('textarea', '=1+1');
    await page.click('details button');
    await page.waitForSelector(end);
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'recall-' + who.person, VIEWS[0]);
    await close();
  }
  const last = cordon('log', '--book', book, '--json').trim().split('\n').map((line) => JSON.parse(line)).at(-1).what;
  assert.equal(last.act.kind, 'petition');
  assert.deepEqual([last.act.fields.body, last.act.fields.reason, last.signatures.map((one) => one.key)], ['molino', '=1+1', [pia.key]]);
});

for (const view of VIEWS) {
  test(`${view}: a stoppage is reported in three taps`, async () => {
    const { page, close } = await open('/councils/panaderia', view, { key: nina });
    await page.click('a.button');
    await page.click('label.choice >> nth=2');
    await page.click('form button[type=submit]');
    await page.waitForSelector('.received');
    await shoot(page, 'stoppage', view);
    const last = cordon('log', '--book', book, '--json').trim().split('\n').map((line) => JSON.parse(line)).at(-1).what.act;
    assert.deepEqual([last.kind, last.fields.body], ['stoppage', 'panaderia']);
    await close();
  });
}

test('a workplace answers a plan: refuses with a reason, and the command line says the same', async () => {
  const other = path.join(scratch, 'economy'), ana = keyed('ana'), here = ['--book', other], later = ['--now', '1972-10-13T09:00:00Z'];
  cordon('init', other, '--title', 'Bread', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'economy-acts', 'acts.jsonl'), '--example-seed', 'test', ...here);
  const files = [path.join(scratch, 'package'), path.join(scratch, 'plan.json')];
  cordon('economy', 'snapshot', '-o', files[0], ...here);
  cordon('plan', files[0], '-o', files[1]);
  cordon('plan', 'propose', ...files, '--name', 'first', '--example-keys', 'test=ana', ...later, ...here);
  cordon('act', 'key_rotate', 'key=' + ana.key, '--example-keys', 'test=ana', ...later, ...here);
  const at = await room.serve(other, NOW), { page, wrong, close } = await open('/', VIEWS[0], { key: ana, at });
  await page.click('a[href="/plans/first"]');
  await page.click('main .ways a[href="/plans/first/answers"]');
  await page.waitForSelector('input[value=refuse]');
  await page.click('input[value=refuse]');
  await page.fill('#reason', 'Faltan manos');
  await page.click('form button[type=submit]');
  await page.waitForSelector('p.received');
  await shoot(page, 'plan', VIEWS[0]);
  assert.deepEqual(await violations(page), []);
  const answers = JSON.parse(cordon('plan', 'answers', 'first', ...here, '--json'));
  assert.deepEqual(answers.answers.map((one) => [one.body, one.answer, one.reason]), [['panaderia', 'refuse', 'Faltan manos']]);
  await page.waitForSelector('li:has-text("Faltan manos")');
  assert.deepEqual(wrong, []);
  await close();
});

test('the browser verifies the whole book, and finds one changed letter', async () => {
  for (const broken of [false, true]) {
    const { page, close } = await open('/book', VIEWS[1]);
    if (broken)
      await page.route('**/api/entries*', async (route) => {
        const reply = await route.fetch(), answer = await reply.json();
        for (const one of answer.entries) if (one.entry === 40) one.what.act.made = one.what.act.made.replace('1972', '1973');
        await route.fulfill({ json: answer });
      });
    await page.click('.verify button');
    await page.waitForSelector('.verify .proven, .verify .wrong');
    const entries = said('checkpoint').entries, text = await page.textContent('.verify [role=status]');
    if (broken) assert.match(text, /Not proven.*entry 40/);
    else assert.match(text, new RegExp(`Proven here: ${entries} entries`));
    await shoot(page, broken ? 'broken' : 'proven', VIEWS[1]);
    await close();
  }
});

for (const view of VIEWS) {
  test(`${view}: acts are found by what they say, the newest first`, async () => {
    const { page, wrong, close } = await open('/book', view);
    const log = cordon('log', '--book', book, '--json').trim().split('\n').map((line) => JSON.parse(line));
    const saying = (text) => log.filter(({ what: { act } }) => (JSON.stringify(act.fields) + act.kind).toLowerCase().includes(text)).map((one) => one.entry).reverse();
    for (const text of ['lorries', 'shift', '100%', '_x']) {
      await page.fill('#find', text);
      await page.click('form[role=search] button');
      await page.waitForFunction((said) => new URLSearchParams(location.search).get('find') === said, text);
      await page.waitForSelector('.pages a[href="/book"]');
      await page.waitForFunction((n) => document.querySelectorAll('.entries li').length === n, Math.min(50, saying(text).length));
      const found = await page.$$eval('.entries li a', (all) => all.map((one) => Number(one.getAttribute('href').split('/').at(-1))));
      assert.deepEqual(found, saying(text).slice(0, 50), text);
      assert.deepEqual(await violations(page), []);
    }
    assert.ok(saying('shift').length > 1 && !saying('_x').length);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('back works, the keyboard reaches the content, and the choice of language and colours stays', async () => {
  const { page, close } = await open('/', VIEWS[0]);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.click('nav a[href="/councils"]');
  await page.waitForSelector('.tree');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.click('.tree a[href="/councils/molino"]');
  await page.waitForSelector('h1:has-text("El Molino")');
  await page.goBack();
  await page.waitForSelector('.tree');
  await page.click('footer button');
  await page.selectOption('footer select', 'dark');
  await page.reload();
  await page.waitForSelector('.tree');
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ['en', 'dark']);
  await close();
});

test('a new act in the book shows at once, without asking', async () => {
  const first = await open('/decisions/oven', VIEWS[1]), second = await open('/decisions/oven', VIEWS[1], { key: nina });
  await second.page.click('input[value=further]');
  await second.page.click('form button[type=submit]');
  await second.page.click('.review button:first-of-type');
  await second.page.waitForSelector('.received');
  await first.page.waitForSelector('td:has-text("Further discussion")', { timeout: 10000 });
  await first.close();
  await second.close();
});

test('the first view weighs at most 60 kB', () => {
  const named = [...readFileSync(path.join(pages, 'index.html'), 'utf8').matchAll(/(?:href|src)="\/([\w.-]+)"/g)].map(([, name]) => name);
  assert.ok(named.includes('room.js') && named.includes('room.css'));
  const size = ['index.html', ...named].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(pages, name)), { level: 9 }).length, 0);
  assert.ok(size <= FIRST_VIEW, `${size} bytes`);
});
