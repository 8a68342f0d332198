// The pages of plans before a real `cordon serve` (examples/economy-acts): every figure they show is the one that the command line's --json says
// of the same book; a workplace answers; whoever wants to checks the plan without this node. In both languages, on a phone and a wide screen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, source, violations } from './browser.mjs';
import { cordon, json, keyed, makeRoom, openPage, settled, sound } from './room.mjs';

const VIEWS = [['es', 390, 'dark'], ['en', 1280, 'light']];
const PAGES = ['/economy', '/economy?show=needed', '/economy/bread', '/economy/wheat', '/plans', '/plans/first', '/plans/first?tier=2&group=poblacion', '/plans/first/needs/bread', '/plans/first/needs/flour', '/plans/first/workplaces',
  '/plans/first/workplaces/panaderia', '/plans/first/answers', '/plans/first/check'];
const { scratch, serve, end } = makeRoom('room-plan');
const book = path.join(scratch, 'book'), files = [path.join(scratch, 'first'), path.join(scratch, 'plan.json')];
const LATER = '1972-10-13T09:00:00Z';
const ana = keyed('ana');
let browser, url;

const said = (...words) => json(...words, '--book', book);
const open = (where, [language, width, scheme], key) => openPage(browser, url, where, [language, width], { scheme, key, acceptDownloads: true });

before(async () => {
  const signed = ['--example-keys', 'test=ana', '--now', LATER, '--book', book];
  cordon('init', book, '--title', 'Bread', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z');
  cordon('batch', path.join(source, 'examples', 'economy-acts', 'acts.jsonl'), '--example-seed', 'test', '--book', book);
  cordon('economy', 'snapshot', '-o', files[0], '--book', book);
  cordon('plan', files[0], '-o', files[1]);
  cordon('plan', 'propose', ...files, '--name', 'first', ...signed);
  cordon('act', 'key_rotate', 'key=' + ana.key, ...signed);
  url = await serve(book, LATER);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  end();
});

// A number as a reader of that language reads it, from its digits alone: nothing of the page's own formatting.
const read = (text, language) => {
  const plain = text.replace(language === 'es' ? /\./g : /,/g, '').replace(',', '.').replace('−', '-');
  return Number(/-?\d+(\.\d+)?/.exec(plain)[0]);
};
const near = (shown, value, what) => assert.ok(Math.abs(shown - value) <= Math.max(Math.abs(value) * 6e-4, 1e-9), `${what}: ${shown} is shown, ${value} is said`);

for (const view of VIEWS) {
  test(`${view}: every page of a plan is accessible, fits, and asks nobody else`, async () => {
    for (const where of PAGES) {
      const { page, wrong, close } = await open(where, view);
      assert.equal(await page.$('.trouble'), null, where);
      await sound(page, 'plan' + where.replace(/\W+/g, '_'), view, view[2]);
      if (where === '/plans/first') {
        for (const summary of await page.$$('figure summary')) await summary.click();
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), where + ' scrolls sideways');
        assert.deepEqual(await violations(page), [], where);
      }
      assert.deepEqual(wrong, [], where);
      await close();
    }
  });
}

for (const view of VIEWS) {
  test(`${view}: each table beneath a chart, and its CSV, are the rows of plan show --json`, async () => {
    const { page, close } = await open('/plans/first', view), whole = said('plan', 'show', 'first', '--lang', view[0]);
    const charts = await page.$$eval('figure[data-chart]', (all) => all.map((one) => one.dataset.chart));
    assert.deepEqual(charts.sort(), ['activity', 'flows', 'labour', 'limits', 'needs', 'places', 'tiers', 'trade']);
    for (const chart of charts.filter((one) => one !== 'flows')) {
      const figure = await page.$(`figure[data-chart=${chart}]`);
      if (!(await figure.$('table'))) await (await figure.$('summary')).click();
      await page.waitForSelector(`figure[data-chart=${chart}] table`);
      const shown = await figure.$$eval('tbody tr', (rows) => rows.map((row) => Object.fromEntries([...row.cells].map((cell) => [cell.dataset.key, cell.textContent]))));
      assert.equal(shown.length, whole[chart].length, chart);
      whole[chart].forEach((row, i) => {
        for (const [key, value] of Object.entries(row)) {
          const cell = shown[i][key];
          if (typeof value === 'string') assert.equal(cell, value, `${chart}.${key}`);
          else if (value !== null) near(read(cell, view[0]) * (/%/.test(cell) ? 0.01 : 1), value, `${chart}.${key}: ${cell}`);
        }
      });
      const [saved] = await Promise.all([page.waitForEvent('download'), (await figure.$('a[download]')).click()]);
      const [head, ...lines] = readFileSync(await saved.path(), 'utf8').trimEnd().split('\r\n');
      assert.equal(head, Object.keys(whole[chart][0] ?? { process: 0, activity: 0, capacity: 0, use: 0 }).join(','));
      lines.forEach((line, i) => {
        const numbers = Object.values(whole[chart][i]).filter((value) => typeof value === 'number');
        if (!line.includes('"')) assert.deepEqual(line.split(',').filter((cell) => cell !== '' && !Number.isNaN(Number(cell))).map(Number), numbers, chart);
      });
    }
    await close();
  });
}

for (const view of VIEWS) {
  test(`${view}: the large figures, what is short and what one more would do`, async () => {
    const { page, close } = await open('/plans/first', view), { summary, limits } = said('plan', 'show', 'first', '--lang', view[0]);
    const figure = async (id) => read(await page.textContent(`[data-figure=${id}]`), view[0]);
    assert.equal(await figure('served'), summary.needs - summary.short);
    near(await figure('lowest'), 100 * summary.lowest.fulfilment, 'lowest');
    near(await figure('labour'), 100 * summary.labour.used / summary.labour.there, 'labour');
    const { explanations } = JSON.parse(cordon('plan', 'explain', ...files, '--json', '--lang', view[0]));
    const short = await page.$$eval('[data-short]', (all) => all.map((one) => [one.dataset.short, one.querySelector('[data-figure]').textContent]));
    assert.deepEqual(short.map(([id]) => id), explanations.map((one) => one.commodity));
    short.forEach(([, text], i) => near(read(text, view[0]), 100 * explanations[i].fulfilment, 'fulfilment'));
    assert.deepEqual(await page.$$eval('[data-limit]', (all) => all.map((one) => one.firstChild.textContent)), limits.map((one) => one.words));
    await close();
  });
}

for (const view of VIEWS) {
  test(`${view}: what we make and need is what economy list and show say`, async () => {
    const { page, close } = await open('/economy', view), { commodities } = said('economy', 'list');
    await page.waitForSelector('tr[data-commodity]');
    assert.equal(read(await page.textContent('[data-figure=goods]'), view[0]), commodities.length);
    assert.equal(read(await page.textContent('[data-figure=needed]'), view[0]), commodities.filter((one) => one.groups).length);
    const rows = await page.$$eval('tr[data-commodity]', (all) => all.map((row) => [row.dataset.commodity, ...[...row.cells].slice(1).map((cell) => cell.textContent)]));
    assert.deepEqual(rows.map(([id]) => id), commodities.map((one) => one.commodity));
    rows.forEach(([id, makers, users, needed], i) => {
      assert.deepEqual([Number(makers), Number(users)], [commodities[i].makers, commodities[i].users], id);
      if (commodities[i].groups) near(read(needed, view[0]), commodities[i].needed, id);
    });
    await page.selectOption('#show', 'needed');
    assert.match(page.url(), /\/economy\?show=needed$/);
    await page.click('tr[data-commodity=bread] a');
    await page.waitForSelector('tr[data-process]');
    const bread = said('economy', 'show', 'bread');
    near(read(await page.textContent('[data-figure=needed]'), view[0]), bread.needed, 'needed');
    near(read(await page.textContent('tr[data-process="panaderia/baking"] td'), view[0]), bread.makers[0].most, 'most');
    assert.deepEqual(await page.$$eval('tr[data-group]', (all) => all.map((row) => row.dataset.group)), bread.needs.map((one) => one.group));
    await page.goBack();
    await page.waitForSelector('tr[data-commodity=bread]');
    assert.match(page.url(), /show=needed$/);
    await close();
  });
}

test('a choice of tier and group is in the address, shows those needs alone, and back leads to the page before', async () => {
  const { page, close } = await open('/plans', VIEWS[0]);
  await page.click('[data-plan=first] a.speaker');
  await settled(page);
  await page.waitForSelector('#tier option[value="2"]', { state: 'attached' });
  await page.selectOption('#tier', '2');
  await page.waitForSelector('figure[data-chart=groups]');
  assert.match(page.url(), /\/plans\/first\?tier=2$/);
  await page.click('figure[data-chart=needs] summary');
  const expected = said('plan', 'show', 'first').needs.filter((one) => one.tier === 2).map((one) => one.group);
  assert.deepEqual(await page.$$eval('figure[data-chart=needs] tbody td[data-key=group]', (all) => all.map((one) => one.textContent)), expected);
  await page.reload();
  await settled(page);
  assert.equal(await page.inputValue('#tier'), '2');
  await page.goBack();
  await page.waitForSelector('[data-plan=first]');
  await close();
});

test('why is it short: from the need by links to who makes it', async () => {
  const { page, close } = await open('/plans/first', VIEWS[1]), [why] = JSON.parse(cordon('plan', 'explain', ...files, 'bread', '--json')).explanations;
  await page.click('[data-short=bread] a');
  await page.waitForSelector('.chain');
  assert.match(await page.textContent('h1'), /^Why is Bread short\?/);
  assert.equal((await page.$$('.chain li')).length, why.chain.length + 1);
  const groups = await page.$$eval('[data-group]', (all) => all.map((row) => [row.dataset.group, ...[...row.cells].slice(2, 4).map((cell) => cell.textContent)]));
  const needs = said('plan', 'show', 'first').needs;
  for (const [group, needed, received] of groups) {
    const row = needs.find((one) => one.group === group);
    near(read(needed, 'en'), row.needed, group);
    near(read(received, 'en'), row.received, group);
  }
  await page.click('.chain .stop a');
  await page.waitForSelector('[data-task="panaderia/baking"]');
  assert.match(page.url(), /\/plans\/first\/workplaces\/panaderia$/);
  await close();
});

for (const view of VIEWS) {
  test(`${view}: the tasks of a workplace are those of plan tasks --json`, async () => {
    const { page, close } = await open('/plans/first/workplaces', view);
    const { tasks } = said('plan', 'tasks', 'first');
    const counts = await page.$$eval('tr[data-body]', (all) => all.map((row) => [row.dataset.body, Number(row.cells[1].textContent)]));
    assert.deepEqual(Object.fromEntries(counts), Object.fromEntries(tasks.map(({ body }) => [body, tasks.filter((one) => one.body === body).length])));
    await page.click('tr[data-body=molino] a');
    await page.waitForSelector('[data-task]');
    for (const task of tasks.filter((one) => one.body === 'molino'))
      for (const [kind, list] of [['makes', task.makes], ['uses', task.uses]])
        for (const one of list) near(read(await page.textContent(`[data-task="${task.process}"] [data-${kind}=${one.commodity}] strong`), view[0]), one.amount, one.commodity);
    await close();
  });
}

test('a workplace says how much it would do; the command line says the same', async () => {
  const { page, wrong, close } = await open('/plans/first', VIEWS[0], ana);
  await page.click('section.decide a[href="/plans/first/workplaces/panaderia"]');
  await page.click('input[value=counter]');
  await page.selectOption('#process', 'panaderia/baking');
  await page.fill('#most', '250');
  await page.fill('#reason', 'Se está arreglando un horno.');
  await page.click('form button[type=submit]');
  await page.waitForSelector('p.received');
  await sound(page, 'plan-answered', VIEWS[0], VIEWS[0][2]);
  const { answers } = said('plan', 'answers', 'first');
  assert.deepEqual(answers.map((one) => [one.body, one.process, one.answer, one.most, one.reason]), [['panaderia', 'baking', 'counter', '250', 'Se está arreglando un horno.']]);
  await page.goto(url + '/plans/first/answers');
  await page.waitForSelector('[data-answer=counter]');
  assert.match(await page.textContent('[data-answer=counter]'), /250/);
  assert.deepEqual(wrong, []);
  await close();
});

test('the certificate: the node verifies, and so does whoever takes the files', async () => {
  const { page, close } = await open('/plans/first/check', VIEWS[1]), check = said('plan', 'check', 'first');
  for (const key of ['level_gap', 'element_gap', 'last_gap']) assert.equal(await page.getAttribute(`[data-figure=${key}]`, 'data-value'), check.certificate[key]);
  for (const key of ['package', 'file']) assert.equal(await page.textContent(`[data-figure=${key}]`), check[key]);
  await page.click('.verify button');
  await page.waitForSelector('.verify .proven');
  for (const link of await page.$$('a[download^="first."]')) {
    const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
    await saved.saveAs(path.join(scratch, 'taken', saved.suggestedFilename()));
  }
  const taken = path.join(scratch, 'taken');
  execFileSync('tar', ['xf', 'first.tar'], { cwd: taken });
  assert.equal(JSON.parse(cordon('plan', 'verify', path.join(taken, 'first'), path.join(taken, 'first.json'), '--json')).proven, true);
  await close();
});

test('what an answer holds that is no drawing does not reach the page', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 844 }, locale: 'en' }), page = await context.newPage();
  await page.route('**/figures/tiers', async (route) => {
    const reply = await route.fetch(), answer = await reply.json();
    answer.figure.svg = answer.figure.svg.replace('</svg>', '<script>document.title="broken"</script><a href="javascript:1"><text onclick="x" style="x">x</text></a><foreignObject><p>x</p></foreignObject></svg>');
    await route.fulfill({ json: answer });
  });
  await page.goto(url + '/plans/first');
  await page.waitForSelector('figure[data-chart=tiers] svg');
  assert.deepEqual(await page.$$eval('figure[data-chart=tiers] svg *', (all) => all.filter((one) => /script|^a$|foreign|^p$/i.test(one.localName) || one.hasAttribute('onclick') || one.hasAttribute('style')).length), 0);
  assert.notEqual(await page.title(), 'broken');
  await context.close();
});
