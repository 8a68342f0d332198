// The pages of src/report in a browser: accessible, readable from 320 px up, light and dark, on paper, and alone in the world.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, makeSamples, open, urlOf, violations } from './browser.mjs';

const WIDTHS = { light: [320, 768, 1280], dark: [320, 1280] };
const LANGUAGES = { en: 'sample.en.html', es: 'sample.es.html' };
let browser;

before(async () => {
  makeSamples();
  browser = await launch();
});
after(() => browser?.close());

// Texts of charts that leave their chart or cover one another.
function collisions() {
  const found = [];
  for (const chart of document.querySelectorAll('svg.chart')) {
    const frame = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')].filter((text) => text.getClientRects().length && text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
        found.push(`outside: ${texts[i].textContent}`);
      boxes.slice(0, i).forEach((b, j) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 4) found.push(`on each other: ${texts[i].textContent} | ${texts[j].textContent}`);
      });
    });
  }
  return found;
}

for (const [language, name] of Object.entries(LANGUAGES)) {
  for (const scheme of ['light', 'dark']) {
    for (const width of WIDTHS[scheme]) {
      test(`${language}, ${scheme}, ${width} px: nothing wrong, nothing asked for, nothing said`, async () => {
        const { page, seen, close } = await open(browser, name, { width, scheme });
        await page.screenshot({ path: path.join(folder, `${language}-${scheme}-${width}.png`), fullPage: true });
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
        assert.deepEqual(await page.evaluate(collisions), []);
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(seen, { requests: [urlOf(name)], said: [] });
        await close();
      });
    }
  }
}

test('folded tables open, and are as accessible', async () => {
  const { page, close } = await open(browser, LANGUAGES.es, { width: 320 });
  const folded = await page.$$('details > summary');
  assert.ok(folded.length > 0);
  for (const summary of folded) await summary.click();
  assert.deepEqual(await violations(page), []);
  await close();
});

test('the keyboard: the skip link is first, shows itself and leads to the content', async () => {
  const { page, close } = await open(browser, LANGUAGES.en);
  await page.keyboard.press('Tab');
  const box = await page.evaluate(() => {
    const { left, top, width } = document.activeElement.getBoundingClientRect();
    return { class: document.activeElement.className, left, top, width };
  });
  assert.equal(box.class, 'skip');
  assert.ok(box.left >= 0 && box.top >= 0 && box.width > 50);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await close();
});

// The contrast of two colours (WCAG 2.2), as the page computes them.
async function contrast(page, one, other) {
  return page.evaluate(([a, b]) => {
    const luminance = (name) => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.setProperty('color', `var(${name})`);
      const parts = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
      probe.remove();
      const [r, g, l] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * l;
    };
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }, [one, other]);
}

for (const scheme of ['light', 'dark']) {
  test(`${scheme}: the colours of charts have the contrast of AA`, async () => {
    const { page, close } = await open(browser, LANGUAGES.en, { scheme });
    const text = [['--ink', '--paper'], ['--quiet', '--paper'], ['--short', '--paper'], ['--served', '--paper'], ['--ink', '--track']];
    const shapes = [['--quiet', '--track'], ['--short', '--short-ground'], ['--short', '--track'], ['--served', '--track']];
    for (const [one, other] of text) assert.ok(await contrast(page, one, other) >= 4.5, `${one} on ${other}`);
    for (const [one, other] of shapes) assert.ok(await contrast(page, one, other) >= 3, `${one} beside ${other}`);
    await close();
  });
}

test('on paper: black on white, without what only a screen needs, tables unfolded, a few pages', async () => {
  const { page, close } = await open(browser, LANGUAGES.es, { width: 680, scheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.screenshot({ path: path.join(folder, 'print.png'), fullPage: true });
  const look = await page.evaluate(() => ({
    ground: getComputedStyle(document.documentElement).backgroundColor, ink: getComputedStyle(document.body).color,
    nav: getComputedStyle(document.querySelector('nav')).display, folded: document.querySelector('details table').getBoundingClientRect().height > 0,
  }));
  assert.deepEqual(look, { ground: 'rgb(255, 255, 255)', ink: 'rgb(0, 0, 0)', nav: 'none', folded: true });
  const pdf = await page.pdf({ path: path.join(folder, 'print.pdf'), format: 'A4', printBackground: true, preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 2 && pages <= 6, `${pages} pages`);
  await close();
});

test('names that try to be markup stay names', async () => {
  const { page, seen, close } = await open(browser, 'hostile.html', { width: 320 });
  await page.screenshot({ path: path.join(folder, 'hostile.png'), fullPage: true });
  assert.equal(await page.evaluate(() => document.scripts.length), 0);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => e.getAttributeNames().some((n) => n.startsWith('on'))).length), 0);
  assert.equal(await page.title(), '</title><script>alert(1)</script>');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
  assert.deepEqual(seen, { requests: [urlOf('hostile.html')], said: [] });
  await close();
});

for (const chart of ['needs', 'capacity', 'flows', 'chain', 'long-chain', 'many', 'none']) {
  test(`${chart}: a chart of its own opens as a file, in both languages and themes`, async () => {
    for (const [language, scheme] of [['en', 'light'], ['es', 'dark']]) {
      const { page, seen, close } = await open(browser, `${chart}.${language}.svg`, { width: 760, scheme });
      await page.screenshot({ path: path.join(folder, `${chart}-${language}-${scheme}.png`) });
      assert.equal(await page.evaluate(() => document.documentElement.nodeName), 'svg');
      assert.deepEqual(await page.evaluate(collisions), []);
      assert.deepEqual(seen, { requests: [urlOf(`${chart}.${language}.svg`)], said: [] });
      await close();
    }
  });
}
