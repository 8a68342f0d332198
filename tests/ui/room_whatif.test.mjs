// What-ifs, two plans beside each other and stoppages before a real `cordon serve`: a workplace is stopped by a button, a slider moved by the keyboard, a
// stoppage reported in three taps, followed to its consequences and lifted. Every figure shown is held beside what the command line's --json says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { cordon, json, keyed, makeRoom, openPage, settled, sound, VIEWS } from './room.mjs';

const NOW = '1972-10-20T09:00:00Z', LATER = ['--now', NOW];
let room, browser, number = 0;

before(async () => {
  room = makeRoom('whatif');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

// The bakery, the mill and the neighbourhood of examples/economy-acts, with the plan that they adopted; bea of the mill has a key of this test.
function makeBook() {
  const book = path.join(room.scratch, `book-${++number}`), here = ['--book', book], bea = keyed('bea');
  const at = (minute) => ['--now', `1972-10-13T09:${String(minute).padStart(2, '0')}:00Z`];
  const files = ['package', 'plan.json', 'new.json'].map((name) => path.join(room.scratch, `${number}-${name}`));
  const act = (who, minute, kind, ...fields) => cordon('act', kind, ...fields, '--example-keys', 'test=' + who, ...at(minute), ...here);
  const said = (...words) => json(...words, ...here);
  cordon('init', book, '--title', 'Bread', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'economy-acts', 'acts.jsonl'), '--example-seed', 'test', ...here);
  const propose = (name, minute) => {
    const files_of = ['package-' + name, name + '.json'].map((one) => path.join(room.scratch, `${number}-${one}`));
    cordon('economy', 'snapshot', '-o', files_of[0], ...here);
    cordon('plan', files_of[0], '-o', files_of[1]);
    cordon('plan', 'propose', ...files_of, '--name', name, '--example-keys', 'test=ana', ...at(minute), ...here);
    return files_of;
  };
  [files[0], files[1]] = propose('first', 0);
  act('ana', 1, 'plan_answer', 'body=panaderia', 'plan=first', 'answer=accept');
  act('bea', 2, 'plan_answer', 'body=molino', 'plan=first', 'answer=accept');
  act('ana', 3, 'plan_close', 'body=cordon', 'plan=first');
  act('bea', 4, 'key_rotate', 'key=' + bea.key);
  // what the commands say of a what-if
  const what_if = (...options) => {
    cordon('plan', files[0], ...options, '--near', files[1], '-o', files[2]);
    assert.ok(json('plan', 'verify', files[0], files[2]).proven);
    return said('plan', 'changes', 'first', files[0], files[2]);
  };
  return { book, bea, act, said, propose, what_if };
}

const listed = (page, name, ...keys) => page.$$eval(`[data-list=${name}] > li`, (all, names) => all.map((one) => names.map((key) => one.dataset[key])), keys);
const texts = (rows, ...keys) => rows.map((row) => keys.map((key) => String(row[key])));

// What the page lists is what the command says, in its order; needs by whether they are served less or more.
async function agrees(page, changes) {
  const moved = (by) => changes.needs.filter((one) => by * (one.fulfilment_after - one.fulfilment_before) > 0.0001);
  for (const [name, needs] of [['worse', moved(-1)], ['better', moved(1)]])
    assert.deepEqual(await listed(page, name, 'group', 'commodity', 'before', 'after'), texts(needs, 'group', 'commodity', 'fulfilment_before', 'fulfilment_after'));
  assert.deepEqual((await listed(page, 'tasks', 'process', 'before', 'after')).sort(), texts(changes.tasks, 'process', 'before', 'after').sort());
  const summary = await page.$eval('[data-summary]', (one) => ({ ...one.dataset }));
  assert.deepEqual([summary.worse, summary.better, summary.concerned], [moved(-1).length, moved(1).length, changes.concerned.length].map(String));
}

const answered = (page) => page.waitForFunction(() => document.querySelector('[data-proven]') && !document.querySelector('[aria-busy=true]'));

for (const view of VIEWS) {
  test(`${view}: a workplace is stopped, a slider moved; who gets less and why; the address says it`, async () => {
    const { book, what_if } = makeBook(), url = await room.serve(book, NOW);
    const { page, wrong, close } = await openPage(browser, url, '/plans/first/what-if', view);
    await page.waitForSelector('[data-stop]');
    await sound(page, 'what-if-begin', view);
    await page.click('[data-stop=panaderia]');
    await answered(page);
    await agrees(page, what_if('--stop', 'panaderia/*'));
    assert.equal(new URL(page.url()).searchParams.get('c'), 'stop:panaderia/*');
    await sound(page, 'what-if', view);
    // a page that is opened at that address says the same
    await page.reload();
    await answered(page);
    await agrees(page, what_if('--stop', 'panaderia/*'));
    await page.click('[data-start=panaderia]');
    await page.waitForFunction(() => !document.querySelector('[data-summary]'));
    // the keyboard: 100 % less ten steps of five
    await page.focus('#capacity-panaderia-baking');
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('c') === 'capacity:panaderia/baking:0.5');
    await answered(page);
    await agrees(page, what_if('--capacity', 'panaderia/baking=0.5'));
    // the number beside it, and a second thing on top
    await page.fill('[data-slider=need-all] input[type=number]', '40');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => new URL(location.href).searchParams.getAll('c').length === 2);
    await answered(page);
    await agrees(page, what_if('--capacity', 'panaderia/baking=0.5', '--need', '*=0.4'));
    await sound(page, 'what-if-two', view, 'light');
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: a stoppage in three taps, its consequences, and its end`, async () => {
    const { book, bea, said, what_if } = makeBook(), url = await room.serve(book, NOW);
    const { page, wrong, close } = await openPage(browser, url, '/councils/molino', view, { key: bea });
    const expected = what_if('--stop', 'molino/*');
    await page.click('a[href="/councils/molino/stoppage"]');
    await page.click('label.choice >> nth=0');
    await page.click('form button[type=submit]');
    await page.waitForSelector('.received');
    await answered(page);
    await agrees(page, expected);
    await sound(page, 'stoppage-consequences', view);
    const [open] = said('stoppages', ...LATER).stoppages;
    assert.deepEqual([open.body, open.person], ['molino', 'bea']);
    // the same at its own address, reached from the list
    await page.goto(url + '/stoppages');
    await settled(page);
    await page.waitForSelector('[data-list=open] li');
    assert.deepEqual(await listed(page, 'open', 'stoppage'), texts(said('stoppages', ...LATER).stoppages, 'stoppage'));
    await sound(page, 'stoppages', view);
    await page.click(`[data-stoppage=${open.stoppage}] a[href^="/stoppages/"]`);
    await answered(page);
    await agrees(page, expected);
    await sound(page, 'stoppage-one', view);
    await page.fill('#how', 'The gate is open.');
    await page.click('form button[type=submit]');
    await page.waitForSelector('p.received');
    const one = said('stoppages', open.stoppage, ...LATER);
    assert.deepEqual([one.ended_by, one.end_text, one.plan_before], ['bea', 'The gate is open.', 'first']);
    assert.deepEqual(said('stoppages', ...LATER).stoppages, []);
    await page.goto(url + '/stoppages?body=molino');
    await page.waitForSelector('[data-list=lifted] li');
    assert.deepEqual(await listed(page, 'lifted', 'stoppage'), texts(said('stoppages', '--body', 'molino', ...LATER).lifted, 'stoppage'));
    await sound(page, 'stoppages-lifted', view);
    assert.deepEqual(wrong, []);
    await close();
  });

  test(`${view}: two plans beside each other, their table and its CSV`, async () => {
    const { book, act, said, propose } = makeBook();
    act('ana', 10, 'capacity', 'body=panaderia', 'process=baking', 'capacity=120');
    propose('second', 11);
    const url = await room.serve(book, NOW), expected = said('plan', 'changes', 'first', 'second');
    const { page, wrong, close } = await openPage(browser, url, '/plans/second/compare', view);
    await page.waitForSelector('#before option[value=first]', { state: 'attached' });
    await page.selectOption('#before', 'first');
    await page.waitForSelector('[data-summary]');
    assert.equal(new URL(page.url()).pathname, '/plans/second/compare/first');
    await agrees(page, expected);
    await page.click('[data-table=first-second-needs] summary');
    await page.waitForSelector('[data-table=first-second-needs] tbody tr');
    await sound(page, 'compare', view);
    await sound(page, 'compare', view, 'light');
    const saving = page.waitForEvent('download');
    await page.click('[data-table=first-second-needs] a[download]');
    const rows = readFileSync(await (await saving).path(), 'utf8').trim().split('\r\n').map((line) => line.split(','));
    assert.deepEqual(rows, [['group', 'commodity', 'unit', 'before', 'after', 'fulfilment_before', 'fulfilment_after'],
      ...texts(expected.needs, 'group', 'commodity', 'unit', 'before', 'after', 'fulfilment_before', 'fulfilment_after')]);
    // why: the entry in which the capacity was said
    const entry = expected.causes[0].said[0].entry;
    assert.ok(await page.$(`[data-list=causes] a[href="/book/${entry}"]`));
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('what cannot be is said, in the dark too', async () => {
  const { book } = makeBook(), url = await room.serve(book, NOW);
  for (const [where, found] of [['/plans/first/what-if?c=stop:nobody/*', '.trouble'], ['/plans/none/what-if', '.trouble'], ['/stoppages/none', '.trouble'], ['/plans/first/compare/none', '.trouble']]) {
    const { page, close } = await openPage(browser, url, where, VIEWS[0], { scheme: 'dark' });
    await page.waitForSelector(found);
    await sound(page, 'what-if-wrong', VIEWS[0], 'dark');
    await close();
  }
});
