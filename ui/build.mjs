// Builds the operations room: checks its texts, its types, and writes the files a server serves into a folder (otherwise dist/).
//
//	node build.mjs [FOLDER]
//
// Fails on a message that is missing in a language, that nothing uses, that does not exist, or whose {places} differ.
import { build, transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.resolve(process.argv[2] ?? path.join(here, 'dist'));
const LANGUAGES = 2;
const texts = path.join(here, 'src', 'texts') + path.sep;

const sources = readdirSync(path.join(here, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));

const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join(' ');

// The texts of all areas: a key belongs to one.
async function allMessages() {
  const messages = {}, wrong = [];
  for (const name of sources.filter((one) => one.startsWith(texts))) {
    const { code } = await transform(readFileSync(name, 'utf8'), { loader: 'ts' });
    const area = Object.values(await import('data:text/javascript;base64,' + Buffer.from(code).toString('base64')))[0];
    wrong.push(...Object.keys(area).filter((key) => key in messages).map((key) => `${key}: in two areas`));
    Object.assign(messages, area);
  }
  return { messages, wrong };
}

async function wrongMessages() {
  const { messages, wrong: twice } = await allMessages();
  const text = sources.filter((name) => !name.startsWith(texts)).map((name) => readFileSync(name, 'utf8')).join('\n');
  const used = new Set([...text.matchAll(/\b(?:t|has|Unfit)\(\s*'([\w.]+)'/g)].map((match) => match[1]));
  for (const [, place] of text.matchAll(/\bk=("[\w.]+"|\{[^}]*\})/g)) // <T k="body.in" ...>, <T k={is ? 'one' : 'other'} ...>
    for (const [, key] of place.matchAll(/["']([a-z]+\.[\w.]+)["']/g)) used.add(key);
  const families = [...text.matchAll(/\b(?:t|has)\(\s*`([\w.]+)\$\{/g)].map((match) => match[1]); // t(`act.${kind}`)
  const wrong = twice.concat([...used].filter((key) => !(key in messages)).map((key) => `${key}: there is no such message`));
  for (const [key, texts] of Object.entries(messages)) {
    if (texts.length !== LANGUAGES || texts.some((one) => !one.trim())) wrong.push(`${key}: not in every language`);
    else if (places(texts[0]) !== places(texts[1])) wrong.push(`${key}: other {places} in the other language`);
    if (!used.has(key) && !families.some((family) => key.startsWith(family))) wrong.push(`${key}: nothing says it`);
  }
  return wrong;
}

const wrong = await wrongMessages();
if (wrong.length) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
execFileSync(process.execPath, [path.join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', here], { stdio: 'inherit' });
mkdirSync(folder, { recursive: true });
const { metafile } = await build({
  entryPoints: { room: path.join(here, 'src', 'main.tsx') },
  bundle: true,
  minify: true,
  metafile: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  target: 'es2021',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  outdir: folder,
  logLevel: 'warning',
});
await build({ entryPoints: { room: path.join(here, 'src', 'room.css') }, bundle: true, minify: true, outdir: folder, logLevel: 'warning' });
copyFileSync(path.join(here, 'icon.svg'), path.join(folder, 'icon.svg'));
// What the first view's script asks for at once is named in the page: one way there and back less.
const [, room] = Object.entries(metafile.outputs).find(([name]) => path.basename(name) === 'room.js');
const parts = room.imports.filter((one) => one.kind === 'import-statement').map((one) => `<link rel="modulepreload" href="/${path.basename(one.path)}">\n`);
writeFileSync(path.join(folder, 'index.html'), readFileSync(path.join(here, 'index.html'), 'utf8').replace('<script', parts.join('') + '<script'));

// The files that the counter's page needs without a link (src/worker.ts): the room's and the counter's, with whatever those import; no other area's.
function counterFiles() {
  const outputs = Object.entries(metafile.outputs).map(([name, made]) => [path.basename(name), made]), wanted = new Set();
  const take = (name, lazily) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    const { imports } = outputs.find(([one]) => one === name)[1];
    for (const one of imports) if (lazily || one.kind === 'import-statement') take(path.basename(one.path), lazily);
  };
  take('room.js', false);
  take(outputs.find(([, made]) => made.entryPoint?.endsWith('pages/counters.tsx'))[0], true);
  return ['index.html', 'icon.svg', 'room.css', ...wanted].sort();
}

const files = counterFiles(), version = createHash('sha256');
for (const name of files) version.update(name + '\0').update(readFileSync(path.join(folder, name)));
await build({
  entryPoints: { worker: path.join(here, 'src', 'worker.ts') },
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2021',
  define: { FILES: JSON.stringify(files.map((name) => '/' + name)), VERSION: JSON.stringify(version.digest('hex').slice(0, 16)) },
  outdir: folder,
  logLevel: 'warning',
});
