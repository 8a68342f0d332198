// What the tests of the operations room share: a book, `cordon serve` before it, a page with a member's key, and what must hold of every page.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folder, source, violations } from './browser.mjs';

export const program = process.env.CORDON || path.join(source, 'build', 'cordon');
export const VIEWS = [['es', 390], ['en', 1280]];
export const shots = path.join(folder, 'shots');

export const cordon = (...words) => execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
export const json = (...words) => JSON.parse(cordon(...words, '--json'));

// A key pair as a browser can be given it: openssl's own, none of the program's.
export const keyed = (person) => {
  const pair = generateKeyPairSync('ed25519');
  return { person, key: pair.publicKey.export({ format: 'jwk' }).x, pkcs8: [...pair.privateKey.export({ type: 'pkcs8', format: 'der' })] };
};

// The pages in a folder of one's own; built once for all test programs, which run beside each other, and again when their sources change.
export function makePages(name) {
  const ui = path.join(source, 'ui'), own = path.join(folder, name), hash = createHash('sha256');
  if (!existsSync(path.join(ui, 'node_modules', 'esbuild'))) throw new Error('npm ci --prefix ui first, as setup.sh does');
  const sources = readdirSync(path.join(ui, 'src'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.join(one.parentPath ?? one.path, one.name));
  for (const file of [...sources.sort(), ...['index.html', 'build.mjs', 'package-lock.json'].map((one) => path.join(ui, one))]) hash.update(file + '\n').update(readFileSync(file));
  const built = path.join(folder, 'pages-' + hash.digest('hex').slice(0, 16)), mine = `${built}.${process.pid}`;
  if (!existsSync(built)) {
    execFileSync(process.execPath, [path.join(ui, 'build.mjs'), mine], { stdio: 'inherit' });
    try {
      renameSync(mine, built);
    } catch {
      rmSync(mine, { recursive: true }); // another was first
    }
  }
  rmSync(own, { recursive: true, force: true });
  cpSync(built, own, { recursive: true });
  return own;
}

// The pages; a scratch folder; servers, all ended by `end`.
export function makeRoom(name) {
  mkdirSync(shots, { recursive: true });
  const pages = makePages(name), scratch = mkdtempSync(path.join(tmpdir(), `cordon-${name}-`)), servers = [];
  const serve = (book, now, listen = '127.0.0.1:0') => new Promise((done, fail) => {
    const server = spawn(program, ['serve', '--book', book, '--listen', listen, '--now', now, '--ui-dir', pages, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let heard = '';
    server.stdout.on('data', (piece) => {
      heard += piece;
      if (heard.includes('\n')) done(JSON.parse(heard.split('\n')[0]).url.replace(/\/$/, ''));
    });
    server.on('exit', (status) => fail(new Error(`cordon serve ended: ${status}`)));
    servers.push(server);
  });
  const end = () => {
    for (const server of servers) server.removeAllListeners('exit').kill();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { pages, scratch, serve, servers, end };
}

// Puts a key where joining puts it.
export const keep = (page, { person, key, pkcs8 }) => page.evaluate(async ([who, name, bytes]) => {
  const secret = await crypto.subtle.importKey('pkcs8', Uint8Array.from(bytes), 'Ed25519', false, ['sign']);
  const opening = indexedDB.open('cordon');
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const writing = db.transaction('key', 'readwrite');
  writing.objectStore('key').put({ person: who, key: name, secret }, 'me');
  await new Promise((done) => { writing.oncomplete = done; });
  db.close();
}, [person, key, pkcs8]);

export const settled = async (page) => {
  await page.waitForSelector('h1, .trouble');
  await page.waitForFunction(() => ![...document.querySelectorAll('main p.quiet')].some((p) => /…$/.test(p.textContent)));
};

// A page of that address in a context of its own; `wrong` collects what it said and asked elsewhere.
export async function openPage(browser, url, where, [language, width], { scheme = 'light', key, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, locale: language, colorScheme: scheme, hasTouch: width < 500, ...more });
  const page = await context.newPage(), wrong = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 404|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) wrong.push('asked ' + request.url()); });
  await page.goto(url + (key ? '/me' : where));
  if (key) {
    await keep(page, key);
    await page.goto(url + where);
  }
  await settled(page);
  return { page, context, wrong, close: () => context.close() };
}

// A picture of the page, to be looked at: where CORDON_SHOTS is set, since they take a third of the time.
export const shoot = async (page, name) => {
  if (process.env.CORDON_SHOTS) await page.screenshot({ path: path.join(shots, name + '.png'), fullPage: true });
};

// What must hold of every page as it stands; and its picture.
export async function sound(page, name, [language, width], scheme = 'light') {
  await shoot(page, `${name}-${language}-${width}${scheme === 'dark' ? '-dark' : ''}`);
  assert.equal(await page.getAttribute('html', 'lang'), language);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name + ' scrolls sideways');
  assert.deepEqual(await violations(page), [], name);
}

// A picture of a code as a camera's film of one frame: a path of squares, each row of them M x y h run.
export function film(file, { width, path: squares }) {
  const W = 640, H = 480, by = Math.floor(400 / width), left = Math.floor((W - width * by) / 2), top = Math.floor((H - width * by) / 2);
  const light = Buffer.alloc(W * H, 200), colour = Buffer.alloc(W * H / 2, 128);
  for (let y = 0; y < width * by; y++) light.fill(235, (top + y) * W + left, (top + y) * W + left + width * by);
  for (const [, x, y, run] of squares.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = 0; row < by; row++) light.fill(16, (top + y * by + row) * W + left + x * by, (top + y * by + row) * W + left + (Number(x) + Number(run)) * by);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${W} H${H} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
}
