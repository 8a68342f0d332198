// The recovery sheet: a second key that is made here, printed once, stored nowhere and enrolled beside the first; and what is done with it on a new device.
// Its secret never reaches the node: the code is drawn here (qr, loaded for it), and what stands after # in its link a browser keeps to itself.
import { useEffect, useState } from 'preact/hooks';
import { do_act, do_act_by } from '../act';
import { ask, type Problem } from '../api';
import { unhex } from '../bytes';
import { Scan } from '../counter/scan';
import type { BookInfo } from '../data';
import { can_sign, keep_key, key_of_seed, make_key, me } from '../keys';
import type { Segments } from '../later';
import { Code, Page, Person, Section, Trouble, useBook } from '../parts';
import { Link, part } from '../router';
import { digits_of, LINES, lines_of, link_of, read_link, type Sheet } from '../sheet';
import { t, T } from '../text';
import { counter } from '../texts/counter';
import { recovery } from '../texts/recovery';
import { trouble_of } from './decision';

export const texts = { ...counter, ...recovery };

interface PersonKeys {
  keys: { key: string; use: string; from: number; until: number | null }[];
}

const valid_sheet = async (person: string) =>
  (await ask<PersonKeys>(`/api/people/${part(person)}/keys`)).keys.find((one) => one.use === 'recovery' && one.until === null);

// ---- making it

interface Made {
  seed: Uint8Array<ArrayBuffer>;
  key: string;
  lines: string[];
  code: { width: number; path: string };
}

const QUIET = 4; // light squares around the code, as the standard asks

async function code_of(text: string): Promise<{ width: number; path: string }> {
  const { default: encode } = await import('qr');
  const rows = encode(text, 'raw', { ecc: 'medium', border: QUIET });
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return { width: rows.length, path };
}

async function make(person: string, book: string): Promise<Made> {
  const seed = crypto.getRandomValues(new Uint8Array(32)), { key } = await key_of_seed(seed);
  return { seed, key, lines: await lines_of(seed), code: await code_of(link_of({ person, seed, book })) };
}

function Paper(props: { of: Made; person: string; book: BookInfo }) {
  const { of, person, book } = props;
  return (
    <article class="sheet">
      <h2>{t('recovery.of', { person })}</h2>
      <p>{t('recovery.keep', { person, book: book.title })}</p>
      <div class="sheet-parts">
        <Code of={of.code} title={t('recovery.code')} />
        <ol class="sheet-lines">{of.lines.map((line) => <li key={line}><code>{line}</code></li>)}</ol>
      </div>
      <p>{t('recovery.how', { address: location.host + '/recover' })}</p>
      <p class="quiet">{t('recovery.public')}: <code>{of.key}</code></p>
    </article>
  );
}

function ReadBack(props: { of: Made; person: string; old: string | undefined; done: (entry: number) => void }) {
  const [typed, set_typed] = useState(''), [wrong, set_wrong] = useState(false), [busy, set_busy] = useState(false), [problem, set_problem] = useState<Problem | null>(null);
  const enrol = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const digits = await digits_of(LINES, typed), is_it = digits !== null && props.of.lines[LINES - 1]?.replace(/\s/g, '').slice(1, 17) === digits;
    set_wrong(!is_it);
    if (!is_it) return;
    set_busy(true);
    set_problem(null);
    try {
      if (props.old) await do_act('key_revoke', { key: props.old }, t('recovery.ended'));
      const { entry } = await do_act('key_enrol', { person: props.person, key: props.of.key, use: 'recovery' }, t('recovery.entered'));
      props.of.seed.fill(0);
      props.done(entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  return (
    <Section title={t('recovery.step.check')} mark="decide">
      {problem && <Trouble problem={problem} />}
      <form onSubmit={enrol}>
        <p class="field">
          <label for="last">{t('recovery.check')}</label>
          <input id="last" autocomplete="off" autocapitalize="none" spellcheck={false} value={typed} aria-invalid={wrong} onInput={(event) => { set_typed(event.currentTarget.value); set_wrong(false); }} />
        </p>
        {wrong && <p class="wrong" role="alert">{t('recovery.check.wrong')}</p>}
        <button type="submit" disabled={busy || !typed.trim()}>{t('recovery.enrol')}</button>
      </form>
    </Section>
  );
}

function MakeSheet(props: { person: string; book: BookInfo }) {
  const { person, book } = props, [made, set_made] = useState<Made | null>(null), [entry, set_entry] = useState<number | null>(null);
  const [old, set_old] = useState<{ key: string; from: number } | undefined>(), [problem, set_problem] = useState<Problem | null>(null);
  useEffect(() => {
    valid_sheet(person).then(set_old, (error) => set_problem(trouble_of(error)));
  }, [person]);
  if (entry !== null) return <p class="received" role="status">{t('recovery.enrolled', { entry })}</p>;
  if (!made)
    return (
      <>
        {problem && <Trouble problem={problem} />}
        <p>{t('recovery.is')}</p>
        {old && <p class="wrong">{t('recovery.has', { entry: old.from })}</p>}
        <button type="button" onClick={() => void make(person, book.book).then(set_made, (error) => set_problem(trouble_of(error)))}>{t('recovery.make')}</button>
      </>
    );
  return (
    <>
      <Section title={t('recovery.step.print')}>
        <p>{t('recovery.once')}</p>
        <Paper of={made} person={person} book={book} />
        <p><button type="button" onClick={() => print()}>{t('recovery.print')}</button></p>
      </Section>
      <ReadBack of={made} person={person} old={old?.key} done={(at) => { set_made(null); set_entry(at); }} />
    </>
  );
}

function SheetView() {
  const book = useBook().data, who = me.value;
  return (
    <Page title={t('recovery.title')} lead={t('recovery.lead')}>
      {!who ? <><p>{t('recovery.nokey')}</p><p><Link to="/recover">{t('recovery.recover')}</Link></p></> : book && <MakeSheet person={who.person} book={book} />}
    </Page>
  );
}

// ---- using it

function Typed(props: { read: (sheet: Sheet) => void }) {
  const [person, set_person] = useState(''), [lines, set_lines] = useState<string[]>(Array(LINES).fill('')), [wrong, set_wrong] = useState<number[]>([]);
  const read = async (event: Event) => {
    event.preventDefault();
    const digits = await Promise.all(lines.map((line, i) => digits_of(i + 1, line)));
    const bad = digits.flatMap((one, i) => (one === null ? [i + 1] : []));
    set_wrong(bad);
    if (!bad.length && person.trim()) props.read({ person: person.trim().toLowerCase(), seed: unhex(digits.join('')) });
  };
  return (
    <form onSubmit={read}>
      <p class="field"><label for="person">{t('recover.person')}</label>
        <input id="person" autocomplete="off" autocapitalize="none" spellcheck={false} value={person} onInput={(event) => set_person(event.currentTarget.value)} /></p>
      {lines.map((line, i) => (
        <p class="field" key={i}>
          <label for={`line-${i + 1}`}>{t('recover.line', { n: i + 1 })}</label>
          <input id={`line-${i + 1}`} class="code" autocomplete="off" autocapitalize="none" spellcheck={false} value={line} aria-invalid={wrong.includes(i + 1)}
            onInput={(event) => set_lines(lines.map((old, at) => (at === i ? event.currentTarget.value : old)))} />
          {wrong.includes(i + 1) && <span class="wrong" role="alert">{t('recover.line.wrong', { n: i + 1 })}</span>}
        </p>
      ))}
      <button type="submit" disabled={!person.trim() || lines.some((line) => !line.trim())}>{t('recover.read')}</button>
    </form>
  );
}

function Take(props: { read: (sheet: Sheet) => void }) {
  const [scanning, set_scanning] = useState(false), [not, set_not] = useState(false);
  const found = (text: string) => {
    const sheet = read_link(text);
    set_scanning(false);
    set_not(!sheet);
    if (sheet) props.read(sheet);
  };
  return (
    <>
      {scanning ? <><Scan found={found} /><p><button type="button" class="plain" onClick={() => set_scanning(false)}>{t('scan.stop')}</button></p></>
        : <p><button type="button" class="big" onClick={() => set_scanning(true)}>{t('recover.scan')}</button></p>}
      {not && <p class="wrong" role="alert">{t('recover.scan.not')}</p>}
      <Section title={t('recover.type')}><Typed read={props.read} /></Section>
    </>
  );
}

function Replace(props: { sheet: Sheet; signer: { key: string; secret: CryptoKey } }) {
  const { sheet, signer } = props, [entry, set_entry] = useState<number | null>(null), [busy, set_busy] = useState(false), [problem, set_problem] = useState<Problem | null>(null);
  const replace = async () => {
    if (busy) return;
    set_busy(true);
    set_problem(null);
    try {
      const pair = await make_key();
      const receipt = await do_act_by([signer], 'key_rotate', { key: pair.key }, t('recover.entered'));
      await keep_key({ person: sheet.person, ...pair });
      sheet.seed.fill(0);
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  if (entry !== null)
    return (
      <div class="received" role="status">
        <p><strong>{t('recover.done', { entry, person: sheet.person })}</strong></p>
        <p>{t('recover.again')} <Link to="/me/recovery">{t('recovery.title')}</Link></p>
        <p><Link to="/">{t('today')}</Link></p>
      </div>
    );
  return (
    <>
      {problem && <Trouble problem={problem} />}
      <p class="large"><T k="recover.you" places={{ person: <Person id={sheet.person} /> }} /></p>
      <p>{t('recover.what')}</p>
      {me.value && <p class="wrong">{t('recover.has', { person: me.value.person })}</p>}
      <button type="button" onClick={replace} disabled={busy || me.value !== null}>{t('recover.do')}</button>
    </>
  );
}

// A link's part after # is taken out of the address at once.
function from_address(): Sheet | null {
  const sheet = read_link(location.hash.slice(1));
  if (location.hash) history.replaceState(null, '', location.pathname);
  return sheet;
}

function RecoverView() {
  const [known, set_known] = useState<{ sheet: Sheet; signer: { key: string; secret: CryptoKey } } | null>(null);
  const [unfit, set_unfit] = useState(''), [problem, set_problem] = useState<Problem | null>(null);
  const read = async (sheet: Sheet) => {
    set_unfit('');
    set_problem(null);
    try {
      const book = await ask<BookInfo>('/api/book'), signer = await key_of_seed(sheet.seed);
      if (!(await can_sign())) set_unfit(t('me.unable'));
      else if (sheet.book && sheet.book !== book.book) set_unfit(t('recover.otherbook'));
      else if ((await valid_sheet(sheet.person))?.key !== signer.key) set_unfit(t('recover.stale', { person: sheet.person }));
      else set_known({ sheet, signer });
    } catch (error) {
      set_problem(trouble_of(error));
    }
  };
  useEffect(() => {
    const sheet = from_address();
    if (sheet) void read(sheet);
  }, []);
  return (
    <Page title={t('recover.title')} lead={t('recover.lead')}>
      {unfit && <p class="wrong" role="alert">{unfit}</p>}
      {problem && <Trouble problem={problem} />}
      {known ? <Replace sheet={known.sheet} signer={known.signer} /> : <Take read={(sheet) => void read(sheet)} />}
    </Page>
  );
}

export function Content({ place }: Segments) {
  return place === 'recover' ? <RecoverView /> : <SheetView />;
}
