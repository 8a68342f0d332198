// The pages of supply before a real `cordon serve`: a short week seen at a glance and outlet by outlet, why a card gets what it gets and its proof gone
// through in the browser, a delivery, a price report, a complaint from making to outcome. Every figure shown is held beside the command line's --json.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source, violations } from './browser.mjs';
import { cordon, json, keyed, makeRoom, openPage, settled, sound, VIEWS } from './room.mjs';

const NOW = '1972-10-21T12:00:00Z', WEEK = ['--body', 'jap', '--cycle', '1'];
const TWINS = [['10097', 'kiosk'], ['10100', 'school']]; // one household, enrolled twice
const rosa = keyed('rosa'), ana = keyed('ana'), luis = keyed('luis'), omar = keyed('omar'), eva = keyed('eva');
let room, browser, number = 0;

before(async () => {
  room = makeRoom('supply');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

async function served(book, keys) {
  const here = ['--book', book];
  for (const { person, key } of keys) cordon('act', 'key_rotate', 'key=' + key, '--example-keys', 'test=' + person, '--now', NOW, ...here);
  return { book, url: await room.serve(book, NOW), said: (...words) => json('supply', ...words, '--now', NOW, ...here) };
}

const found = (book, acts) => {
  const file = book + '.jsonl';
  writeFileSync(file, acts.map((act) => JSON.stringify(act) + '\n').join(''));
  cordon('init', book, '--title', 'A JAP', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', file, '--example-seed', 'test', '--book', book);
};

const acts_of = (...where) => readFileSync(path.join(source, 'examples', ...where), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

// The committee of examples/supply in a week in which half came: allocated, with milk that came in the place of bread, and drawn from.
async function short_week(twins = []) {
  const book = path.join(room.scratch, `week-${++number}`), by = ['--book', book, '--example-keys', 'test=ana'], proof = book + '.proof';
  const acts = acts_of('supply', 'acts.jsonl');
  for (const act of acts) if (act.kind === 'delivery') act.fields.amount /= 2;
  found(book, acts);
  cordon('act', 'delivery', 'body=jap', 'delivery=flour', 'cycle=1', 'place=kiosk', 'good=milk', 'amount=5', 'instead=bread', '--now', '1972-10-18T09:00:00Z', ...by);
  cordon('supply', 'allocate', book, ...WEEK, '--seed', 'sorteo', '--seed-from', 'la pizarra', '--now', '1972-10-19T09:00:00Z', '-o', proof);
  const hash = createHash('sha256').update(readFileSync(proof)).digest('hex');
  cordon('act', 'allocation', 'body=jap', 'cycle=1', 'seed=sorteo', 'seed_from=la pizarra', 'hash=' + hash, '--now', '1972-10-19T09:00:00Z', ...by);
  for (const [card, outlet] of twins)
    cordon('act', 'household_enrol', 'body=jap', 'household=' + card, 'outlet=' + outlet, 'size=3', 'names=Rosa Elvira, Quilapán Huenchumán, 1931-03-08', 'door=Pasaje Los Aromos 1436', '--now', '1972-10-19T10:00:00Z', ...by);
  cordon('enrol', 'body=jap', 'person=rosa', '--now', '1972-10-19T10:00:00Z', ...by);
  cordon('act', 'key_enrol', 'person=rosa', 'use=main', 'key=' + rosa.key, '--now', '1972-10-19T10:00:00Z', ...by);
  return { ...(await served(book, [ana, luis, omar])), proof, hash };
}

const values = (page, selector) => page.$$eval(selector, (all) => all.map((one) => Number(one.dataset.value)));
const digits = (text) => Number(text.replace(/\D/g, ''));

for (const view of VIEWS) {
  test(`${view}: the whole picture, one committee, one cycle: figures as the command line says them`, async () => {
    const it = await short_week(), { page, wrong, close } = await openPage(browser, it.url, '/supply', view);
    const { bodies: [jap] } = it.said('overview'), allocation = it.said('allocation', ...WEEK);
    await sound(page, 'supply-wall', view);
    const figures = await page.$$eval('[data-figure]', (all) => Object.fromEntries(all.map((one) => [one.dataset.figure, one.textContent])));
    assert.deepEqual(Object.fromEntries(Object.entries(figures).map(([key, text]) => [key, digits(text)])), { households: jap.households, people: jap.people, outlets: jap.outlets, late: jap.late });
    const cells = await page.$$eval('td[data-good]', (all) => all.map((one) => [one.dataset.good, Number(one.dataset.given), Number(one.dataset.claimed), one.classList.contains('less')]));
    const all = jap.goods.map((one) => [one.good, one.given, one.claimed, one.short > 0]);
    assert.ok(all.every(([, , , short]) => short), 'the week is a short one');
    assert.deepEqual(cells.sort(), all.sort());

    await page.click('tbody th a');
    await page.waitForSelector('.shares .given');
    await settled(page);
    await sound(page, 'supply-body', view);
    assert.deepEqual(await values(page, '.shares .given strong'), jap.goods.map((one) => one.given));
    for (const good of jap.goods) assert.match(await page.textContent(`.shares [data-good=${good.good}]`), new RegExp(`${good.short} .*${good.less} .* ${good.households} `));

    await page.click('a.button');
    await page.waitForSelector('[data-outlet]');
    await settled(page);
    await sound(page, 'supply-cycle', view);
    const { expected } = it.said('deliveries', '--body', 'jap', '--cycle', '1');
    assert.deepEqual(await page.$$eval('[data-delivery]', (rows) => rows.map((row) => [row.dataset.delivery, Number(row.querySelector('[data-value]').dataset.value)])),
      expected.map((one) => [one.delivery, one.arrived]));
    for (const item of allocation.items) {
      const row = `[data-item="${item.good + (item.instead ? '/' + item.instead : '')}"] [data-key=`;
      for (const key of ['arrived', 'claimed', 'given', 'less']) assert.deepEqual(await values(page, row + key + ']'), [item[key]], key);
    }
    for (const outlet of allocation.outlets)
      assert.deepEqual(await values(page, `[data-outlet=${outlet.outlet}] .given strong`), outlet.goods.map((good) => good.given));
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: why a card gets what it gets, and the proof gone through in the browser`, async () => {
    const it = await short_week(), { page, wrong, close } = await openPage(browser, it.url, '/supply/jap/cycles/1', view);
    await page.fill('#card', '10019');
    await page.click('.find-card button');
    await page.waitForSelector('.why');
    await settled(page);
    const why = it.said('why', '10019', it.book, ...WEEK);
    const shown = await page.$$eval('.shares > li', (all) => all.map((one) => [one.dataset.good, Number(one.querySelector('.given strong').dataset.value), one.querySelector('.why').textContent]));
    assert.deepEqual(shown.map(([good, ration]) => [good, ration]), why.goods.map((one) => [one.good, one.ration]));
    const spoken = (value) => new Intl.NumberFormat(view[0] === 'es' ? 'es-CL' : 'en-GB', { maximumFractionDigits: 3 }).format(Math.round(value * 100) / 100);
    why.goods.forEach((one, i) => {
      if (one.reason === 'claim') assert.match(shown[i][2], view[0] === 'es' ? /^Recibe todo/ : /^You get all/);
      if (one.reason === 'level') assert.ok(shown[i][2].includes(` ${spoken(one.next)} `) && shown[i][2].includes(` ${spoken(one.last)} `), shown[i][2]);
    });
    assert.ok(why.goods.some((one) => one.reason === 'level'));
    for (const more of await page.$$('.shares summary')) await more.click();
    await sound(page, 'supply-why', view);

    await page.click('.buttons button');
    await page.waitForSelector('.verify .proven, .verify .wrong');
    assert.match(await page.textContent('.verify'), new RegExp(`${allocationOf(it).households} .* ${allocationOf(it).items.length} `));
    assert.equal(await page.$('.verify .wrong'), null);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.buttons button.plain')]);
    assert.equal(readFileSync(await download.path(), 'utf8'), readFileSync(it.proof, 'utf8'));
    await sound(page, 'supply-proven', view);

    // a card nobody has, and one of a household that was merged
    await page.goto(it.url + '/supply/jap/cycles/1/99999');
    await page.waitForSelector('#card');
    assert.deepEqual(await violations(page), []);
    await page.goto(it.url + '/supply/jap/cycles/1/10081');
    await page.waitForSelector('.why');
    assert.match(await page.textContent('main'), /10056/);
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: a keeper notes a delivery and a count, with receipts`, async () => {
    const it = await short_week(), { page, wrong, close } = await openPage(browser, it.url, '/supply/jap/cycles/1', view, { key: omar });
    await page.click('summary:has-text("' + (view[0] === 'es' ? 'Llegó una entrega' : 'A delivery has come') + '")');
    await page.selectOption('#which', 'lorry-1');
    assert.equal(await page.inputValue('#amount'), '60'); // 96 expected, 36 came
    await page.fill('#amount', '20');
    await sound(page, 'supply-arrival', view);
    await page.click('details form button[type=submit]');
    await page.waitForSelector('.received');
    const { expected } = it.said('deliveries', '--body', 'jap', '--cycle', '1');
    assert.equal(expected.find((one) => one.delivery === 'lorry-1').arrived, 56);
    await page.waitForSelector('[data-delivery=lorry-1] [data-value="56"]');

    await page.goto(it.url + '/supply/jap/stock');
    await page.waitForSelector('[data-account]');
    await settled(page);
    await page.click('main > details summary');
    await page.selectOption('#count-good', 'milk');
    await page.fill('#count-amount', '50');
    await page.click('details form button[type=submit]');
    await page.waitForSelector('.received');
    await page.waitForSelector('[data-account="depot/milk"] [data-key=counted][data-value="50"]');
    await sound(page, 'supply-stock', view);
    const { accounts } = it.said('stock', '--body', 'jap');
    for (const key of ['stock', 'counted', 'gap'])
      assert.deepEqual(await page.$$eval(`[data-account] [data-key=${key}]`, (all) => all.map((one) => one.dataset.value)), accounts.map((one) => String(one[key] ?? '')), key);
    assert.equal(accounts.find((one) => one.place === 'depot' && one.good === 'milk').gap, 6); // 56 by the books
    assert.deepEqual(wrong, []);
    await close();
  });
}

// What is sealed beside the book, opened by whoever has it.
const opened = (it) => Object.fromEntries(it.said('households', '--body', 'jap', '--names').households.map((one) => [one.household, one]));

for (const view of VIEWS) {
  test(`${view}: the secretary enrols a household, changes it, moves it; a member and a visitor see no list`, async () => {
    const it = await short_week(), { page, wrong, close } = await openPage(browser, it.url, '/supply/jap/households', view, { key: ana });
    await page.waitForSelector('[data-household]');
    const known = it.said('households', '--body', 'jap').households;
    assert.deepEqual(await page.$$eval('[data-household]', (all) => all.map((one) => [one.dataset.household, Number(one.dataset.size)])), known.map((one) => [one.household, one.size]));
    await sound(page, 'supply-households', view);
    await page.click('main details summary');
    const card = await page.inputValue('#enrol-card');
    cordon('supply', 'token', '--check', card); // fails on a wrong check digit
    await page.selectOption('#enrol-outlet', 'school');
    await page.fill('#enrol-size', '4');
    await page.fill('#n-infants', '1');
    await page.fill('#n-under_15', '2');
    await page.fill('#enrol-names', 'Hogar 9 (ilustrativo)');
    await page.fill('#enrol-door', 'Calle Nueve 9');
    await sound(page, 'supply-enrol', view);
    await page.click('details form button[type=submit]');
    await page.waitForSelector('.received');
    const one = opened(it)[card];
    assert.deepEqual([one.outlet, one.size, one.numbers, one.names, one.door], ['school', 4, { infants: 1, under_15: 2 }, 'Hogar 9 (ilustrativo)', 'Calle Nueve 9']);
    assert.equal(JSON.stringify(JSON.parse(cordon('log', '--book', it.book, '--json').trim().split('\n').at(-1))).includes('Hogar 9'), false, 'no name is in the act');

    await page.goto(it.url + '/supply/jap/households/' + card);
    await page.waitForSelector('[data-sealed]');
    await settled(page);
    assert.equal(await page.textContent('[data-sealed]'), 'Hogar 9 (ilustrativo), Calle Nueve 9');
    await (await page.$$('main section details summary'))[0].click();
    await page.fill('#size', '5');
    await page.click('details form button[type=submit] >> nth=0');
    await page.waitForFunction(() => document.querySelector('.large')?.textContent.includes('5'));
    await (await page.$$('main section details summary'))[1].click();
    await page.selectOption('#outlet', 'kiosk');
    await page.click('details[open] form button[type=submit]');
    await page.waitForFunction(() => document.querySelector('.large')?.textContent.includes('Kiosk'));
    assert.deepEqual([opened(it)[card].size, opened(it)[card].outlet, opened(it)[card].numbers], [5, 'kiosk', { infants: 1, under_15: 2 }]);

    await page.goto(it.url + '/supply/jap/households/10019');
    await page.waitForSelector('[data-cycle]');
    await settled(page);
    const household = it.said('household', '10019', '--body', 'jap', it.book);
    for (const key of ['ration', 'drawn', 'left'])
      assert.deepEqual(await values(page, `[data-cycle="1"] [data-key=${key}]`), household.cycles[0].goods.map((good) => good[key]), key);
    await sound(page, 'supply-household', view);
    assert.deepEqual(wrong, []);
    await close();

    for (const key of [undefined, rosa]) {
      const other = await openPage(browser, it.url, '/supply/jap/households', view, { key });
      await other.page.waitForTimeout(300); // it signs in
      assert.equal(await other.page.$('[data-household]'), null);
      assert.equal((await other.page.evaluate(async () => (await fetch('/api/supply/jap/households')).json())).hidden, true);
      assert.equal((await other.page.evaluate(async () => (await fetch('/api/supply/jap/households/10019')).json())).hidden, true);
      assert.equal((await other.page.evaluate(async () => (await fetch('/api/supply/jap/duplicates')).json())).hidden, true);
      assert.deepEqual(await violations(other.page), []);
      await other.close();
    }
  });

  test(`${view}: two cards that may be of one household are a question, and are united after a hearing`, async () => {
    const it = await short_week(TWINS);
    const { page, wrong, close } = await openPage(browser, it.url, '/supply/jap/duplicates', view, { key: ana });
    await page.waitForSelector('[data-pair]');
    const { pairs } = json('supply', 'duplicates', it.book, '--body', 'jap', '--now', NOW, '--lang', view[0]);
    assert.deepEqual(await page.$$eval('[data-pair]', (all) => all.map((one) => one.dataset.pair)), pairs.map((one) => `${one.a}/${one.b}`));
    assert.equal(pairs.length, 1);
    for (const { text } of pairs[0].for) assert.ok((await page.textContent('[data-pair]')).includes(text), text);
    await sound(page, 'supply-duplicates', view);
    await page.click('[data-pair] summary');
    await page.fill('[data-pair] input[type=number]', '3');
    await page.fill('[data-pair] textarea', 'La segunda tarjeta se dio cuando se perdió la primera.');
    await page.click('[data-pair] button[type=submit]');
    await page.waitForFunction(() => !document.querySelector('[data-pair]'));
    const { merged } = it.said('households', '--body', 'jap');
    assert.deepEqual(merged.filter((one) => one.kept === '10097').map((one) => [one.other, one.heard]), [['10100', NOW.slice(0, 10)]]);
    assert.deepEqual(wrong, []);
    await close();
  });
}

const allocationOf = (it) => it.said('allocation', ...WEEK);

test('a proof with one figure changed does not pass, nor one that the signed act does not name', async () => {
  const it = await short_week();
  for (const change of [
    (text) => text.replace(/"ration":\[(\d+)/, (_, n) => `"ration":[${Number(n) + 1}`),
    (text) => text.replace('"household":"10019"', '"household":"10018"'),
    (text) => text.replace('"seed":"sorteo"', '"seed":"otro"'),
    // a whole proof of its own, but of another seed
    () => {
      const other = it.proof + '.other';
      cordon('supply', 'allocate', it.book, ...WEEK, '--seed', 'otro', '--now', NOW, '-o', other);
      return readFileSync(other, 'utf8');
    },
  ]) {
    const { page, close } = await openPage(browser, it.url, '/supply/jap/cycles/1/10019', VIEWS[1]);
    await page.route('**/proof*', async (route) => {
      const reply = await route.fetch(), answer = await reply.json(), proof = change(answer.proof);
      assert.notEqual(proof, answer.proof);
      await route.fulfill({ json: { ...answer, proof } });
    });
    await page.click('.buttons button');
    await page.waitForSelector('.verify .proven, .verify .wrong');
    assert.ok(await page.$('.verify .wrong'), String(change));
    await close();
  }
});

// The committee of examples/prices: a ceiling for bread, reports, complaints.
async function market() {
  const book = path.join(room.scratch, `market-${++number}`);
  found(book, acts_of('prices', 'acts.jsonl'));
  return served(book, [ana, luis, eva]);
}

for (const view of VIEWS) {
  test(`${view}: a price is reported in three taps, and stands beside the ceiling`, async () => {
    const it = await market(), { page, wrong, close } = await openPage(browser, it.url, '/supply/jap/prices', view, { key: luis });
    const before = it.said('reports', '--body', 'jap').prices.find((one) => one.place === 'corner-shop');
    await page.click('input[name=good][value=bread]');
    await page.click('input[name=place][value=corner-shop]');
    await page.fill('#price', '7,30');
    await sound(page, 'supply-report', view);
    await page.click('form button[type=submit]');
    await page.waitForSelector('.received');
    const { prices } = it.said('reports', '--body', 'jap'), now = prices.find((one) => one.place === 'corner-shop');
    assert.equal(now.reports, before.reports + 1);
    assert.equal(now.voices, before.voices); // a member's latest report is their voice
    await settled(page);
    for (const one of prices) {
      assert.deepEqual(await page.$$eval(`[data-price="${one.good}/${one.place}"] [data-value]`, (all) => all.map((of) => of.dataset.value)), one.middle ? [one.middle] : []);
      assert.match(await page.textContent(`[data-price="${one.good}/${one.place}"]`), new RegExp(`${one.voices} .*${one.over} .*${one.within} `));
    }
    const { ceilings } = it.said('ceilings', '--body', 'jap');
    assert.deepEqual(await page.$$eval('[data-ceiling]', (all) => all.map((one) => [one.dataset.ceiling, one.querySelector('[data-value]').dataset.value])), ceilings.map((one) => [`${one.good}/${one.place ?? ''}`, one.price]));
    await sound(page, 'supply-prices', view);
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: a complaint from making it to its outcome`, async () => {
    const it = await market(), complaints = () => it.said('complaints', '--body', 'jap').complaints;
    const words = '<b>Vendió a =2 el pan</b>', member = await openPage(browser, it.url, '/supply/jap/complaints', view, { key: luis }), known = complaints().length;
    await sound(member.page, 'supply-complaints', view);
    await member.page.click('input[value=kiosk]');
    await member.page.selectOption('#complaint-good', 'bread');
    await member.page.fill('#complaint-words', words);
    await member.page.click('form button[type=submit]');
    await member.page.waitForSelector('.received');
    const made = complaints().at(-1);
    assert.deepEqual([complaints().length, made.place, made.good, made.words, made.who], [known + 1, 'kiosk', 'bread', words, 'luis']);
    await member.page.click('.received a[href*="complaints/"]');
    await member.page.waitForSelector('.steps');
    assert.equal(await member.page.textContent('.steps .body-text'), words);
    assert.equal(await member.page.$('textarea'), null, 'a member answers nothing');
    await sound(member.page, 'supply-complaint', view);

    const keeper = await openPage(browser, it.url, '/supply/jap/complaints/' + made.complaint, view, { key: eva });
    await keeper.page.fill('#answer', 'Era el pan de leche.');
    await keeper.page.click('form button[type=submit]');
    await keeper.page.waitForSelector('.received');
    const secretary = await openPage(browser, it.url, '/supply/jap/complaints/' + made.complaint, view, { key: ana });
    await secretary.page.click('input[value=upheld]');
    await secretary.page.fill('#outcome-words', 'Se corrigió la pizarra.');
    await secretary.page.click('form button[type=submit]');
    await secretary.page.waitForSelector('.received');
    const done = complaints().at(-1);
    assert.deepEqual([done.answers.map((one) => [one.person, one.words]), done.outcome, done.outcome_words, done.outcome_by], [[['eva', 'Era el pan de leche.']], 'upheld', 'Se corrigió la pizarra.', 'ana']);
    await member.page.waitForSelector('.steps li.served'); // told without asking
    assert.deepEqual(await member.page.$$eval('.steps .body-text', (all) => all.map((one) => one.textContent)), [words, 'Era el pan de leche.', 'Se corrigió la pizarra.']);
    await sound(member.page, 'supply-complaint-done', view);
    for (const { wrong, close } of [member, keeper, secretary]) {
      assert.deepEqual(wrong, []);
      await close();
    }
  });
}

test('in the dark, and for a body that shares nothing', async () => {
  const it = await short_week();
  for (const [where, name] of [['/supply', 'dark-wall'], ['/supply/jap', 'dark-body'], ['/supply/jap/cycles/1/10019', 'dark-why'], ['/supply/jap/prices', 'dark-prices'], ['/supply/jap/stock', 'dark-stock']]) {
    const { page, wrong, close } = await openPage(browser, it.url, where, VIEWS[0], { scheme: 'dark' });
    await sound(page, 'supply-' + name, VIEWS[0], 'dark');
    assert.deepEqual(wrong, [], where);
    await close();
  }
  for (const where of ['/supply/nobody', '/supply/jap/nothing', '/supply/jap/cycles/9', '/supply/jap/complaints/none']) {
    const { page, wrong, close } = await openPage(browser, it.url, where, VIEWS[1]);
    assert.deepEqual(await violations(page), [], where);
    assert.deepEqual(wrong, [], where);
    await close();
  }
});
