// The first view of the operations room, as a phone on a poor connection has it: what is sent (compressed, as served) and when it is first painted.
//
//	node bench/first_view.mjs ADDRESS [PATH...]        of a `cordon serve` that runs; needs `npm ci` in tests/ui and Debian's Chromium
//
// Chromium is slowed down by its own debugger: 1.6 Mbit/s, 150 ms latency, a processor four times slower; nothing is in its cache. Of five runs the
// median and the worst. The limit is 60 kB and one second to the first contentful paint.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(path.join(here, '..', 'tests', 'ui', 'package.json'))('playwright-core');
const LIMIT = { bytes: 60_000, milliseconds: 1000 }, RUNS = 5;
const SLOW = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };

async function once(browser, url) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'es-CL' });
  const page = await context.newPage(), session = await context.newCDPSession(page);
  let bytes = 0;
  const sent = new Map();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, response }) => sent.set(requestId, response.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    sent.set(requestId, [sent.get(requestId), encodedDataLength]);
  });
  await session.send('Network.emulateNetworkConditions', SLOW);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForSelector('main h1', { timeout: 30_000 });
  const settled = await page.evaluate(() => performance.now());
  await page.waitForTimeout(2500);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity);
  await context.close();
  return { bytes, paint, settled, parts: [...sent.values()].filter(Array.isArray) };
}

const [address, ...paths] = process.argv.slice(2);
if (!address) {
  console.error('usage: node bench/first_view.mjs ADDRESS [PATH...]');
  process.exit(2);
}
const browser = await chromium.launch({ executablePath: process.env.CORDON_CHROMIUM || '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
let within = true;
for (const one of paths.length ? paths : ['/']) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await once(browser, new URL(one, address).href));
  runs.sort((a, b) => a.paint - b.paint);
  const { bytes, paint, settled, parts } = runs[RUNS >> 1];
  console.log(`${one}: ${(bytes / 1000).toFixed(1)} kB of ${LIMIT.bytes / 1000}; first paint ${paint.toFixed(0)} ms (worst ${runs[RUNS - 1].paint.toFixed(0)}) of ${LIMIT.milliseconds}; heading after ${settled.toFixed(0)} ms`);
  for (const [url, size] of parts) console.log(`  ${(size / 1000).toFixed(1).padStart(7)} kB  ${new URL(url).pathname}`);
  within &&= bytes <= LIMIT.bytes && paint < LIMIT.milliseconds;
}
await browser.close();
process.exit(within ? 0 : 1);
