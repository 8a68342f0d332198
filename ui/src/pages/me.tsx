// You: whether this browser can sign, whose key it holds, and the receipts of what it signed, each checkable at any time.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused, ask, useAnswer } from '../api';
import { canonical, type Json } from '../bytes';
import type { BookInfo, Entries } from '../data';
import { can_sign, forget_key, kept_receipts, me, type KeptReceipt } from '../keys';
import { BodyName, Page, Person, Section, office_word } from '../parts';
import { receipt_fault, type Receipt, type ReceiptFault } from '../proof';
import { Link, part } from '../router';
import { refused, session } from '../session';
import { T, Time, t } from '../text';

type Verdict = ReceiptFault | 'holds' | 'offline' | 'absent';

// Held against the book that this node serves: its id, the node's signature, the proof, and the entry as it is there.
async function verdict_of(receipt: Receipt): Promise<Verdict> {
  try {
    const book = await ask<BookInfo>('/api/book');
    const there = receipt.book === book.book && receipt.entry < book.entries ? (await ask<Entries>(`/api/entries?from=${receipt.entry}&limit=1`)).entries[0]?.what : undefined;
    return (await receipt_fault(receipt, book.book, book.node_key, there)) ?? (there ? 'holds' : 'absent');
  } catch (error) {
    return error instanceof TypeError || error instanceof Refused ? 'offline' : 'proof';
  }
}

function VerdictView(props: { of: Verdict | null; entry: number }) {
  const { of, entry } = props;
  return (
    <div role="status">
      {of === 'holds' && <p class="proven">{t('receipt.holds', { entry })}</p>}
      {of === 'offline' && <p class="wrong">{t('problem.offline')}</p>}
      {of && of !== 'holds' && of !== 'offline' && <p class="wrong">{t(`receipt.fault.${of}`)}</p>}
    </div>
  );
}

// As `cordon receipt` writes it and `cordon verify --receipt` reads it.
function save_receipt(event: MouseEvent, receipt: Receipt): void {
  const link = event.currentTarget as HTMLAnchorElement;
  link.href = URL.createObjectURL(new Blob([canonical(receipt as unknown as Json) + '\n'], { type: 'application/json' }));
  setTimeout(() => { URL.revokeObjectURL(link.href); link.href = '#'; }, 10_000);
}

function ReceiptLine(props: { one: KeptReceipt }) {
  const { receipt, title, time, entry } = props.one, [verdict, set_verdict] = useState<Verdict | null>(null);
  return (
    <li>
      <strong>{title}</strong> <span class="quiet"><Time at={time} exact /></span>{' '}
      <span class="buttons">
        <button type="button" class="plain" onClick={() => void verdict_of(receipt).then(set_verdict)}>{t('receipt.check')}</button>
        <a href="#" class="button quiet-button" download={`receipt-${entry}.json`} onClick={(event) => save_receipt(event, receipt)}>{t('receipt.save')}</a>
      </span>
      <VerdictView of={verdict} entry={entry} />
    </li>
  );
}

const RECEIPT_MOST = 1 << 20; // bytes of a file

function receipt_in(text: string): Receipt | null {
  try {
    const one = JSON.parse(text) as Receipt;
    const well = typeof one.book === 'string' && typeof one.checkpoint === 'string' && Number.isSafeInteger(one.entry) && one.entry >= 0 && /^[0-9a-f]{64}$/.test(one.leaf) &&
      Array.isArray(one.proof) && one.proof.length <= 64 && one.proof.every((step) => typeof step === 'string' && /^[0-9a-f]{64}$/.test(step));
    return well ? one : null;
  } catch {
    return null;
  }
}

// A receipt kept elsewhere: a file from any browser, or from the command line.
function FromFile() {
  const [read, set_read] = useState<{ name: string; receipt: Receipt | null; verdict: Verdict | null } | null>(null), chosen = useRef<File | undefined>(undefined);
  const choose = async (file: File | undefined) => {
    chosen.current = file;
    set_read(null); // what is said is said of one file
    if (!file) return;
    const receipt = file.size <= RECEIPT_MOST ? receipt_in(await file.text()) : null, verdict = receipt && (await verdict_of(receipt));
    if (chosen.current === file) set_read({ name: file.name, receipt, verdict });
  };
  return (
    <Section title={t('receipt.file')}>
      <p class="field">
        <label for="receipt-file">{t('receipt.file.which')}</label>
        <input id="receipt-file" type="file" accept=".json,application/json" onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </p>
      {read && !read.receipt && <p class="wrong" role="alert">{t('receipt.file.none', { name: read.name })}</p>}
      {read?.receipt && (
        <>
          <p><strong>{read.name}</strong> {read.verdict === 'holds' && <Link to={`/book/${read.receipt.entry}`}>{t('book.entry', { n: read.receipt.entry })}</Link>}</p>
          <VerdictView of={read.verdict} entry={read.receipt.entry} />
        </>
      )}
    </Section>
  );
}

function Receipts() {
  const [all, set_all] = useState<KeptReceipt[]>([]);
  useEffect(() => {
    kept_receipts().then((found) => set_all(found.reverse()), () => set_all([]));
  }, []);
  return (
    <Section title={t('me.receipts')}>
      {!all.length && <p class="quiet">{t('me.receipts.none')}</p>}
      <ul class="list">{all.map((one) => <ReceiptLine key={one.entry} one={one} />)}</ul>
    </Section>
  );
}

function Forget() {
  const [asked, set_asked] = useState(false);
  if (!asked) return <button type="button" class="plain" onClick={() => set_asked(true)}>{t('me.forget')}</button>;
  return (
    <div class="trouble" role="alert">
      <p>{t('me.forget.sure')}</p>
      <p class="buttons">
        <button type="button" onClick={() => void forget_key()}>{t('me.forget')}</button>
        <button type="button" class="plain" onClick={() => set_asked(false)}>{t('vote.back')}</button>
      </p>
    </div>
  );
}

interface Kept {
  body: string;
  outlet: string;
  name: string;
  keepers?: string;
}

// The counters of outlets that one keeps.
function Keeps(props: { person: string }) {
  const all = useAnswer<{ counters: Kept[] }>('/api/counters').data?.counters ?? [];
  return (
    <>
      {all.filter((one) => one.keepers?.split(' ').includes(props.person)).map((one) => (
        <p key={one.body + one.outlet}><Link to={`/counter/${part(one.outlet)}?body=${part(one.body)}`} class="button">{t('me.keeps', { outlet: one.name })}</Link></p>
      ))}
    </>
  );
}

// Where they belong, as the node says to whom the key signs in.
function Belongs() {
  const { bodies } = session.value;
  if (!bodies.length) return null;
  return (
    <ul class="list" aria-label={t('me.belongs')}>
      {bodies.map((one) => {
        const how = [one.roll && t('me.roll'), one.seats.length > 0 && t('me.seat'), ...one.offices.map(office_word)].filter(Boolean);
        return <li key={one.body} data-body={one.body}><BodyName id={one.body} /> <span class="quiet">{how.join(', ')}</span></li>;
      })}
    </ul>
  );
}

export function MeView() {
  const [able, set_able] = useState(true), who = me.value;
  useEffect(() => {
    void can_sign().then(set_able);
  }, []);
  return (
    <Page title={t('me')} lead={who ? t('me.lead') : t('me.none')}>
      {!able && <p class="wrong" role="alert">{t('me.unable')}</p>}
      {who && (
        <>
          <p class="large"><T k="me.person" places={{ person: <Person id={who.person} name={session.value.name} /> }} /></p>
          {refused.value === who.key && !session.value.person && <p class="wrong" role="alert">{t('me.refused')}</p>}
          <Belongs />
          <p class="quiet">{t('me.key')}: <code>{who.key}</code></p>
          <Keeps person={who.person} />
          <p><Link to="/me/recovery">{t('me.sheet')}</Link></p>
          <Forget />
        </>
      )}
      {!who && <p><Link to="/recover">{t('me.recover')}</Link></p>}
      <Receipts />
      <FromFile />
    </Page>
  );
}
