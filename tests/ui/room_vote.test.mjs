// Elections, recalls and choices through the page, from a member's key to receipt to count: opened, stood for, voted on by touch and by keyboard, closed. What a
// page then shows is what the command line's --json says of the same book, and the count is that of the ballots in its log.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source } from './browser.mjs';
import { VIEWS, cordon, json, keyed, makeRoom, openPage, sound } from './room.mjs';

const [PHONE, WIDE] = VIEWS;
const people = Object.fromEntries(['ana', 'nina', 'igor', 'eva'].map((person) => [person, keyed(person)]));
let room, browser, url, book, poll, choice;

const said = (...words) => json(...words, '--book', book);
const log = () => cordon('log', '--book', book, '--json').trim().split('\n').map((line) => JSON.parse(line).what);
const open = async (where, view, who) => {
  const opened = await openPage(browser, url, where, view, { key: people[who], timezoneId: 'UTC' });
  opened.page.setDefaultTimeout(10_000);
  return opened;
};

before(async () => {
  room = makeRoom('room-vote');
  book = path.join(room.scratch, 'book');
  const acts = [];
  for (const person of ['nina', 'igor'])
    acts.push({ kind: 'enrol', fields: { body: 'panaderia', person }, by: ['ana'] }, { kind: 'key_enrol', fields: { person, key: people[person].key, use: 'main' }, by: ['ana'] });
  acts.push({ kind: 'officer', fields: { body: 'panaderia', person: 'ana', office: 'teller' }, by: ['ana'] });
  for (const person of ['eva', 'ana']) acts.push({ kind: 'key_rotate', fields: { key: people[person].key }, by: [person] });
  writeFileSync(path.join(room.scratch, 'more.jsonl'), acts.map((act, i) => JSON.stringify({ ...act, now: `1972-10-19T09:0${i}:00Z` }) + '\n').join(''));
  cordon('init', book, '--title', 'Small cordon', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  for (const file of [path.join(source, 'examples', 'council', 'acts.jsonl'), path.join(room.scratch, 'more.jsonl')]) cordon('batch', file, '--example-seed', 'test', '--book', book);
  url = await room.serve(book, '1972-10-20T09:00:00Z');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  room?.end();
});

// The node goes down and comes up at a later hour.
async function later(now) {
  const server = room.servers.at(-1);
  server.removeAllListeners('exit');
  await new Promise((done) => { server.on('exit', done); server.kill(); });
  url = await room.serve(book, now);
}

async function sign(page, within = 'form:not([hidden])') {
  await page.click(`${within} button[type=submit]`);
  await page.waitForSelector('.received');
}

test('the secretary opens an election and enters candidates; a member stands', async () => {
  let { page, wrong, close } = await open('/councils/panaderia', PHONE, 'ana');
  await page.click('a.button[href$="/election"]');
  await page.fill('#closes', '1972-10-25T20:00');
  await sound(page, 'opening', PHONE);
  await sign(page);
  await page.click('.received a[href^="/elections/"]');
  await page.waitForSelector('h1:has-text("La Espiga elige")');
  poll = page.url().split('/').at(-1);
  for (const person of ['eva', 'igor']) {
    await page.click('summary:has-text("Inscribir")');
    await page.fill('#stand-who', person);
    await sign(page, 'details[open]');
    await page.waitForSelector(`[data-candidate=${person}]`);
    await page.reload();
    await page.waitForSelector('#main h1');
  }
  assert.deepEqual(wrong, []);
  await close();
  ({ page, close } = await open('/elections/' + poll, WIDE, 'nina'));
  await page.click('summary:has-text("Stand as a candidate")');
  await sign(page, 'details[open]');
  await page.waitForSelector('[data-candidate=nina]');
  const election = said('election', poll);
  assert.deepEqual(election.candidates.map((one) => one.person), ['eva', 'igor', 'nina']);
  assert.deepEqual([election.closes, election.result], ['1972-10-25T20:00:00Z', undefined]);
  await close();
});

test('a ballot is ordered by touch, reviewed, signed, and its receipt holds', async () => {
  const { page, wrong, close } = await open('/elections/' + poll, PHONE, 'nina');
  await page.waitForSelector('.ranking');
  assert.match(await page.textContent('main'), /Abierta: cada voto queda en el libro con el nombre/); // the voter is told that it is not secret
  for (const person of ['igor', 'eva', 'nina']) await page.tap(`[data-act=place-${person}]`);
  await page.tap('[data-act=up-eva]');
  await page.tap('[data-act=take-nina]');
  await sound(page, 'ballot', PHONE);
  const entries = said('checkpoint').entries;
  await page.tap('form button[type=submit]');
  await page.waitForSelector('.review');
  assert.deepEqual(await page.$$eval('.review ol li', (all) => all.map((one) => one.textContent)), ['eva', 'igor']);
  await sound(page, 'vote-review', PHONE);
  assert.equal(said('checkpoint').entries, entries, 'nothing is sent before the review');
  await page.tap('.review button:first-of-type');
  await page.waitForSelector('.received');
  await sound(page, 'vote-received', PHONE);
  assert.deepEqual(said('votes', poll, '--person', 'nina').votes.map((one) => one.marks), ['eva>igor']);
  await page.tap('.received a[href="/me"]');
  await page.tap('section .list button');
  await page.waitForSelector('.list .proven');
  const [file] = await Promise.all([page.waitForEvent('download'), page.tap('section .list a[download]')]);
  await file.saveAs(path.join(room.scratch, 'receipt.json'));
  assert.deepEqual(wrong, []);
  await close();
});

test('by keyboard alone the order is made, the focus never lost, each step said; a later vote replaces the earlier', async () => {
  const { page, close } = await open('/elections/' + poll, WIDE, 'nina');
  await page.waitForSelector('[data-voted="eva>igor"]');
  await page.focus('[data-act=place-nina]');
  const press = async (key, focus) => {
    await page.keyboard.press(key);
    await page.waitForFunction((act) => document.activeElement?.dataset.act === act, focus);
  };
  await press('Enter', 'place-igor'); // the focus goes to the next to be placed
  await press('Enter', 'place-eva');
  await press('Enter', 'up-eva');
  await press('Enter', 'up-eva'); // eva before igor
  assert.equal(await page.textContent('.ranking [role=status]'), 'eva is number 2 of 3.');
  assert.deepEqual(await page.$$eval('.ordered li', (all) => all.map((one) => one.dataset.option)), ['nina', 'eva', 'igor']);
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  assert.deepEqual(said('votes', poll, '--person', 'nina').votes.map((one) => one.marks), ['nina>eva>igor']);
  await page.waitForSelector('[data-marks="nina>eva>igor"]');
  assert.equal(Number(await page.getAttribute('[data-turnout]', 'data-turnout')), said('election', poll).votes);
  await close();
});

test('a receipt in a file is checked in any browser, and by the command line; a false one, a changed one and none are told apart', async () => {
  const { page, close } = await openPage(browser, url, '/me', PHONE, {});
  const file = readFileSync(path.join(room.scratch, 'receipt.json'), 'utf8'), receipt = JSON.parse(file);
  const check = async (name, text, selector, said) => {
    await page.setInputFiles('#receipt-file', { name, mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.waitForSelector(`section:has(#receipt-file) p:has(strong:text-is("${name}")) ~ div ${selector}, section:has(#receipt-file) > ${selector}`);
    assert.match(await page.textContent(`section:has(#receipt-file) ${selector}`), said, name);
  };
  await check('mine.json', file, '.proven', new RegExp(`Es válido: el asiento ${receipt.entry} `));
  await sound(page, 'receipt-file', PHONE);
  await check('other.json', JSON.stringify({ ...receipt, entry: receipt.entry - 1 }), '.wrong', /El asiento del libro es otro/);
  await check('leaf.json', JSON.stringify({ ...receipt, proof: receipt.proof.map((step) => step.replace(/^./, (one) => (one === '0' ? '1' : '0'))) }), '.wrong', /La prueba no lleva/);
  await check('signature.json', JSON.stringify({ ...receipt, checkpoint: receipt.checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`) }), '.wrong', /La firma del nodo no es válida/);
  await check('book.json', JSON.stringify({ ...receipt, book: '0'.repeat(64) }), '.wrong', /Es de otro libro/);
  await check('cut.json', file.slice(0, -20), '.wrong', /no es un recibo/);
  await close();
  assert.match(cordon('verify', '--book', book, '--receipt', path.join(room.scratch, 'receipt.json')), /./);
});

test('who has no vote there is told so, and who has no key how to get one', async () => {
  for (const who of [undefined, 'nina']) {
    const { page, close } = await open('/elections/' + (who ? 'molino-1972' : poll), WIDE, who);
    await page.waitForSelector('h1');
    assert.equal(await page.$$eval('.ranking', (all) => all.length), 0);
    await close();
  }
});

test('a choice is opened, ranked with equals, in both languages', async () => {
  let { page, close } = await open('/councils/panaderia/choice', WIDE, 'ana');
  await page.fill('#title', 'Where do we meet?');
  await page.fill('#option-0', 'In the hall <b>');
  await page.fill('#option-1', 'In the yard');
  await page.click('button:has-text("One more option")');
  await page.fill('#option-2', 'At the mill');
  await page.fill('#until', '1972-10-25T20:00');
  await sign(page);
  await page.click('.received a[href^="/choices/"]');
  await page.waitForSelector('.ranking');
  choice = page.url().split('/').at(-1);
  for (const option of ['b', 'a', 'further']) await page.click(`[data-act=place-${option}]`);
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  await close();
  for (const [who, view, order, equal] of [['nina', PHONE, ['a', 'b', 'c', 'further'], 'b'], ['igor', WIDE, ['b', 'further'], null], ['eva', PHONE, ['c', 'b'], null]]) {
    ({ page, close } = await open('/choices/' + choice, view, who));
    await page.waitForSelector('.ranking');
    for (const option of order) await page.click(`[data-act=place-${option}]`);
    if (equal) await page.click(`[data-act=equal-${equal}]`);
    if (who === 'nina') await sound(page, 'choice-ballot', view);
    await page.click('form button[type=submit]');
    await page.click('.review button:first-of-type');
    await page.waitForSelector('.received');
    await close();
  }
  assert.deepEqual(Object.fromEntries(said('choice', choice).ballots.map((one) => [one.person, one.marks])), { ana: 'b>a>further', eva: 'c>b', igor: 'b>further', nina: 'a=b>c>further' });
});

// What a page shows of a count, held beside the command line's.
async function holds_count(page, of, name) {
  for (const one of of.count.candidates) {
    const shown = await page.$$eval(`[data-count=stages] tr[data-candidate="${one.name}"] td`, (all) => all.map((cell) => cell.dataset.votes));
    const stages = of.count.stages.filter((stage) => stage.candidates.some((other) => other.votes !== null)); // Schulze's have states only
    assert.deepEqual(shown, stages.map((stage) => stage.candidates.find((other) => other.candidate === one.number).votes ?? ''), name);
  }
  for (const matrix of of.count.matrices) {
    const shown = await page.$$eval(`[data-count="${matrix.key}"] tbody tr`, (all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
    assert.deepEqual(shown, matrix.cells.map((row) => row.map((cell) => cell ?? '—')), name);
  }
}

test('before its time an election is not closed; then it is, and its result explains itself', async () => {
  let { page, wrong, close } = await open('/elections/' + poll, WIDE, 'igor');
  for (const person of ['igor', 'eva']) await page.click(`[data-act=place-${person}]`);
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  await page.click('summary:has-text("Close and count")');
  await page.click('details[open] button[type=submit]');
  await page.waitForSelector('.trouble');
  await close();
  await later('1972-10-26T09:00:00Z');
  ({ page, wrong, close } = await open('/elections/' + poll, PHONE, 'ana'));
  await page.click('summary:has-text("Cerrar y contar")');
  await page.fill('#seed', 'from a hat');
  await page.click('details[open] button[type=submit]');
  await page.waitForSelector('[data-result=elected]');
  assert.deepEqual(wrong, []);
  await close();
  const election = said('election', poll), casts = {};
  for (const { act, signatures } of log()) if (act.kind === 'cast' && act.fields.poll === poll) casts[signatures[0].key] = act.fields.for;
  const number = { eva: 1, igor: 2, nina: 3 }, ballots = Object.values(casts).map((ranks) => ['1', ...ranks.map((one) => number[one]), '0'].join(' '));
  writeFileSync(path.join(room.scratch, 'mine.blt'), ['3 1', ...ballots, '0', ...Object.keys(number).map((one) => `"${one}"`), '"T"', ''].join('\n'));
  writeFileSync(path.join(room.scratch, 'settings.json'), JSON.stringify({ seats: '1', seed: 'from a hat' }));
  const mine = json('count', path.join(room.scratch, 'mine.blt'), '--rule', election.rule, '--settings', path.join(room.scratch, 'settings.json'));
  assert.deepEqual(election.count.stages, mine.stages);
  for (const view of VIEWS)
    for (const scheme of ['light', 'dark']) {
      ({ page, wrong, close } = await openPage(browser, url, '/elections/' + poll, view, { scheme }));
      await page.waitForSelector('[data-count=stages]');
      const winner = mine.candidates[mine.winners[0] - 1].name;
      assert.match(await page.textContent('[data-result]'), new RegExp(winner));
      assert.equal(await page.textContent('[data-figure=votes]'), String(election.votes));
      assert.equal((await page.$$('.stages li')).length, mine.stages.length);
      await holds_count(page, election, 'election');
      await page.waitForSelector('figure svg');
      const moved = election.count.stages.filter((stage) => stage.transfers.length);
      assert.equal((await page.$$('figure .drawing > svg')).length, Math.min(3, moved.length));
      const first = `[data-chart$=stage-${moved[0].number}]`;
      await page.click(first + ' summary');
      await page.waitForSelector(first + ' tbody tr');
      const rows = await page.$$eval(first + ' tbody tr', (all) => all.map((row) => row.querySelector('[data-key=votes]').dataset.value));
      assert.deepEqual(rows, moved[0].transfers.map((one) => one.votes));
      await sound(page, 'election', view, scheme);
      assert.deepEqual(wrong, []);
      await close();
    }
});

test('a choice is closed, and its pairwise table is that of the count', async () => {
  let { page, wrong, close } = await open('/choices/' + choice, WIDE, 'nina');
  await page.click('summary:has-text("Close and count")');
  await page.click('details[open] button[type=submit]');
  await page.waitForSelector('[data-result=chosen]');
  await close();
  const closed = said('choice', choice);
  assert.equal(closed.winner, 'b'); // ana and igor put it first, nina beside the first, eva before what beats nothing
  for (const view of VIEWS) {
    ({ page, wrong, close } = await openPage(browser, url, '/choices/' + choice, view, {}));
    await page.waitForSelector('[data-result=chosen]');
    await holds_count(page, closed, 'choice');
    assert.equal(await page.textContent('[data-figure=quorum]'), String(closed.quorum));
    await sound(page, 'choice', view);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('a recall from petition to the empty seat: begun, signed, opened, voted on, counted', async () => {
  const delegate = said('election', poll).candidates.find((one) => one.elected).person, others = ['nina', 'eva', 'igor', 'ana'].filter((one) => one !== delegate);
  let { page, close } = await open('/people/' + delegate, PHONE, others[0]);
  await page.click('summary');
  await page.fill('textarea', 'No escucha');
  await sign(page, 'details');
  await close();
  ({ page, close } = await open('/people/' + delegate, PHONE, others[1]));
  await page.waitForSelector('[data-petition]');
  const { recall } = said('mandate', delegate, '--now', '1972-10-26T10:00:00Z').mandates.find((one) => one.stands), [{ petition, signatures, needed }] = recall.petitions;
  assert.deepEqual([await page.getAttribute('[data-petition]', 'data-signatures'), await page.getAttribute('[data-petition]', 'data-needed')], [String(signatures), String(needed)]);
  await sound(page, 'petition', PHONE);
  await page.click('[data-petition] form:first-of-type button');
  await page.waitForSelector('[data-petition] .received');
  await page.waitForSelector(`[data-signatures="${signatures + 1}"] input`);
  await page.fill('[data-petition] input', '1972-10-28T20:00');
  await page.click('[data-petition] form:has(input) button');
  await page.waitForSelector('[data-petition] a.button');
  await page.click('[data-petition] a.button');
  await page.waitForSelector('input[value=yes]');
  await sound(page, 'recall-ballot', PHONE);
  await page.click('input[value=yes]');
  await page.click('form button[type=submit]');
  await page.click('.review button:first-of-type');
  await page.waitForSelector('.received');
  await close();
  for (const [who, vote] of [[others[0], 'yes'], [others[2], 'no'], [delegate, 'yes']]) {
    ({ page, close } = await open('/elections/' + petition, WIDE, who));
    await page.click(`input[value=${vote}]`);
    await page.click('form button[type=submit]');
    await page.click('.review button:first-of-type');
    await page.waitForSelector('.received');
    await close();
  }
  await later('1972-10-29T09:00:00Z');
  ({ page, close } = await open('/elections/' + petition, WIDE, others[0]));
  await page.click('summary:has-text("Close and count")');
  await page.click('details[open] button[type=submit]');
  await page.waitForSelector('[data-result=recalled]');
  const closed = said('election', petition), figure = async (key) => Number(await page.textContent(`[data-figure=${key}]`));
  assert.deepEqual([closed.yes, closed.no, closed.result], [3, 1, 'recalled']);
  for (const key of ['yes', 'no', 'votes', 'entitled']) assert.equal(await figure(key), closed[key], key);
  await sound(page, 'recall-result', WIDE);
  await close();
  assert.equal(said('seats', 'cordon', '--now', '1972-10-29T10:00:00Z').seats.find((one) => one.body === 'panaderia').empty, 'recall');
});

test('a body lists what was put to a vote in it', async () => {
  for (const view of VIEWS) {
    const { page, wrong, close } = await openPage(browser, url, '/councils/panaderia', view, {});
    await page.waitForSelector('[data-polls]');
    const { elections, choices } = said('elections', 'panaderia');
    assert.equal(Number(await page.getAttribute('[data-polls]', 'data-polls')), elections.length + choices.length);
    await sound(page, 'body-elections', view);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('a roll of thousands is drawn in part, tells how long it is, and reaches its end', async () => {
  const many = path.join(room.scratch, 'many'), PEOPLE = 3000;
  const acts = [{ kind: 'body_open', fields: { body: 'union', kind: 'union', name: 'Union', members: 'people', secretary: 'ana' } }];
  for (let i = 1; i < PEOPLE; i++) acts.push({ kind: 'enrol', fields: { body: 'union', person: 'p' + String(i).padStart(5, '0') } });
  writeFileSync(path.join(room.scratch, 'many.jsonl'), acts.map((act) => JSON.stringify({ ...act, by: ['ana'], now: '1972-10-12T09:00:00Z' }) + '\n').join(''));
  cordon('init', many, '--title', 'Many', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(room.scratch, 'many.jsonl'), '--example-seed', 'test', '--book', many);
  const { roll } = json('roll', 'union', '--book', many), at = await room.serve(many, '1972-10-20T09:00:00Z');
  const { page, wrong, close } = await openPage(browser, at, '/councils/union/roll', PHONE, {});
  const shown = () => page.$$eval('[role=listitem]', (all) => all.map((one) => [Number(one.ariaPosInSet), one.querySelector('a').textContent]));
  await page.waitForSelector('[role=listitem]');
  assert.equal(await page.getAttribute('[role=listitem]', 'aria-setsize'), String(PEOPLE));
  for (const to of [0, 20_000, 60_000, 1e9, 5_000]) {
    await page.evaluate((y) => scrollTo(0, y), to);
    await page.waitForFunction(() => [...document.querySelectorAll('[role=listitem]')].some((one) => { const { top } = one.getBoundingClientRect(); return top > 0 && top < innerHeight; }));
    const rows = await shown();
    assert.ok(rows.length < 150, `${rows.length} rows drawn`);
    for (const [n, person] of rows) assert.equal(person, roll[n - 1].person);
    if (to === 1e9) await page.waitForFunction((n) => [...document.querySelectorAll('[role=listitem]')].at(-1)?.ariaPosInSet === String(n), PEOPLE);
  }
  for (let i = 0; i < 150; i++) await page.keyboard.press('Tab'); // the keyboard comes on from row to row
  const focused = await page.evaluate(() => Number(document.activeElement.closest('[role=listitem]')?.ariaPosInSet ?? 0));
  assert.ok(focused > 100, `the focus is at row ${focused}`);
  await page.fill('#sought', 'P0077');
  await page.waitForFunction(() => document.querySelectorAll('[role=listitem]').length === 10);
  assert.deepEqual((await shown()).map(([, person]) => person), roll.map((one) => one.person).filter((one) => one.includes('p0077')));
  await sound(page, 'roll-long', PHONE);
  assert.deepEqual(wrong, []);
  await close();
});

test('on paper two tellers sign: one fills in the sheet and passes it on, the other signs and sends; then the close', async () => {
  const paper = path.join(room.scratch, 'paper'), ana = keyed('ana'), bea = keyed('bea'), members = ['bea', 'carla', 'dario', 'elsa'];
  const acts = [['body_open', { body: 'mill', kind: 'workplace', name: 'Mill', members: 'people', secretary: 'ana', rules: { tellers: { n: 3, k: 2 }, election: { rule: 'plurality' } } }],
    ['body_open', { body: 'top', kind: 'cordon', name: 'Top', members: 'bodies', secretary: 'ana', rules: { tellers: { n: 1, k: 1 } } }],
    ...members.map((person) => ['enrol', { body: 'mill', person }]), ['key_enrol', { person: 'bea', key: bea.key, use: 'main' }], ['key_enrol', { person: 'carla', key: '@carla', use: 'main' }],
    ...['ana', 'bea', 'carla'].map((person) => ['officer', { body: 'mill', person, office: 'teller' }]),
    ['propose', { body: 'mill', proposal: 'in', title: 'In', text: 'In', effects: [{ kind: 'join', fields: { council: 'top', body: 'mill' } }] }], ['put', { proposal: 'in', until: '1972-10-12T20:00:00Z' }],
    ['vote_tally', { proposal: 'in', body: 'mill', tally: { yes: 5 } }, 'ana', 'carla'], ['decide', { proposal: 'in' }], ['join', { council: 'top', body: 'mill' }],
    ['election_open', { poll: 'mill-1972', council: 'top', body: 'mill' }], ...['carla', 'dario'].map((person) => ['candidate', { poll: 'mill-1972', person }]), ['key_rotate', { key: ana.key }]];
  writeFileSync(path.join(room.scratch, 'paper.jsonl'), acts.map(([kind, fields, ...by], i) => JSON.stringify({ kind, fields, by: by.length ? by : ['ana'], now: `1972-10-11T10:${String(i).padStart(2, '0')}:00Z` }) + '\n').join(''));
  cordon('init', paper, '--title', 'Paper', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(room.scratch, 'paper.jsonl'), '--example-seed', 'test', '--book', paper);
  const at = await room.serve(paper, '1972-10-20T09:00:00Z'), there = () => json('election', 'mill-1972', '--book', paper);
  const sit = async (where, view, key) => {
    const opened = await openPage(browser, at, where, view, { key });
    opened.page.setDefaultTimeout(10_000);
    return opened;
  };
  const passed_on = async (title, fill, save) => {
    const { page, wrong, close } = await sit('/elections/mill-1972', PHONE, ana);
    assert.match(await page.textContent('main'), /Secreta, en papel y en una urna/);
    assert.equal(await page.$$eval('input[name=ballot]', (all) => all.length), 0, 'nobody votes here through the page');
    await page.click(`summary:has-text("${title}")`);
    await fill(page);
    await page.click('details[open] button[type=submit]');
    await page.waitForSelector('.received a[download]');
    await sound(page, 'pass-on-' + path.basename(save, '.json'), PHONE);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('.received a[download]')]);
    await file.saveAs(save);
    assert.deepEqual(wrong, []);
    await close();
  };
  const signed_by_other = async (file) => {
    const { page, wrong, close } = await sit('/sign', WIDE, bea);
    await page.setInputFiles('#passed', file);
    await page.click('button:has-text("Add my signature")');
    await page.waitForSelector('[data-signatures="2"]');
    await sound(page, 'together', WIDE);
    await page.click('button:has-text("Send it to the book")');
    await page.waitForSelector('.received');
    assert.deepEqual(wrong, []);
    await close();
  };
  const [sheet, closing] = ['sheet.json', 'closing.json'].map((name) => path.join(room.scratch, name));
  await passed_on('Anotar el acta', async (page) => {
    await page.fill('#sheet-carla', '3');
    await page.fill('#sheet-dario', '1');
    await page.fill('#sheet-blank', '1');
  }, sheet);
  assert.deepEqual(there().sheets, [], 'one teller enters nothing');
  { // the same file, sent with one signature, is refused
    const { page, close } = await sit('/sign', WIDE, ana);
    await page.setInputFiles('#passed', sheet);
    await page.click('button:has-text("Send it to the book")');
    await page.waitForSelector('.trouble');
    await close();
  }
  await signed_by_other(sheet);
  assert.deepEqual(Object.fromEntries(there().sheets.map((one) => [one.option ?? one.what, one.votes])), { blank: 1, carla: 3, dario: 1, invalid: 0 });
  await passed_on('Cerrar y contar', async () => {}, closing);
  await signed_by_other(closing);
  const election = there();
  assert.deepEqual([election.result, election.votes, election.candidates.find((one) => one.elected).person], ['elected', 5, 'carla']);
  const { page, close } = await openPage(browser, at, '/elections/mill-1972', WIDE, {});
  await page.waitForSelector('[data-count=stages]');
  await holds_count(page, election, 'on paper');
  await sound(page, 'election-paper', WIDE);
  await close();
});
