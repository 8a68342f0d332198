// The book: acts as sentences, a page at a time, and verified here: signatures, hashes, tree and checkpoint recomputed by this browser.
import { useState } from 'preact/hooks';
import { ask, useAnswer } from '../api';
import type { BookInfo, Entries } from '../data';
import { Page, Section, Shown, Trouble, ballot_word, office_word, useBodies, useBook } from '../parts';
import { BookVerifier, type BookCheck, type Entry } from '../proof';
import { Link, go, part, query } from '../router';
import { Time, has, number, t } from '../text';

const A_PAGE = 50;
const AT_ONCE = 200; // entries asked for in one request while verifying

export function useSentence(): (entry: Entry) => string {
  const bodies = useBodies().data?.bodies;
  const name = (id: unknown) => bodies?.find((one) => one.body === id)?.name ?? String(id ?? '');
  return ({ act }) => {
    if (!has(`act.${act.kind}`)) return t('other.act', { kind: act.kind });
    const places: Record<string, string> = {};
    for (const [field, value] of Object.entries(act.fields))
      places[field] = typeof value === 'string' || typeof value === 'number' ? String(value) : Array.isArray(value) ? value.join(' › ') : '';
    places['choice'] ??= places['rank'] ?? '';
    places['choice'] = ballot_word(places['choice']);
    if (places['office']) places['office'] = office_word(places['office']);
    places['body'] = act.kind === 'body_open' ? String(act.fields['name']) : name(act.fields['body']);
    places['council'] = name(act.fields['council']);
    return t(`act.${act.kind}` as 'act.found', places);
  };
}

function Verify(props: { book: BookInfo }) {
  const [check, set_check] = useState<(BookCheck & { finished: boolean }) | null>(null), [failed, set_failed] = useState(false);
  const size = props.book.entries;
  const run = async () => {
    set_failed(false);
    const verifier = new BookVerifier();
    try {
      const { checkpoint, entries } = await ask<BookInfo>('/api/book');
      while (verifier.check.done < entries) {
        const limit = Math.min(AT_ONCE, entries - verifier.check.done);
        const page = await ask<Entries>(`/api/entries?from=${verifier.check.done}&limit=${limit}`);
        if (!page.entries.length) break;
        for (const one of page.entries) await verifier.take(one.what);
        set_check({ ...verifier.check, finished: false });
      }
      await verifier.finish(checkpoint);
      set_check({ ...verifier.check, finished: true });
    } catch {
      set_failed(true);
    }
  };
  return (
    <div class="verify">
      <button type="button" onClick={run} disabled={check !== null && !check.finished && !failed}>{t('book.verify')}</button>
      {failed && <Trouble problem={{ status: 0, title: '', findings: [] }} />}
      <div role="status">
        {check && !check.finished && (
          <p><progress max={size} value={check.done} aria-label={t('book.verify')} /> {t('book.verifying', { done: check.done, size })}</p>
        )}
        {check?.finished &&
          (check.faults.length ? (
            <p class="wrong">{t('book.wrong', { n: check.faults.length, entry: check.faults[0]?.entry ?? 0 })}</p>
          ) : (
            <p class="proven">{t('book.proven', { n: check.done, signatures: check.signatures })}</p>
          ))}
      </div>
    </div>
  );
}

function Acts(props: { of: Entries['entries'] }) {
  const sentence = useSentence();
  return (
    <ol class="entries">
      {props.of.map(({ entry, what }) => (
        <li key={entry}>
          <Link to={`/book/${entry}`}>{sentence(what)}</Link>
          <span class="quiet"><Time at={what.time} exact /></span>
          <span class="n">{number(entry)}</span>
        </li>
      ))}
    </ol>
  );
}

function List(props: { size: number }) {
  const asked = query('from'), last = Math.max(0, props.size - A_PAGE);
  const from = asked === null ? last : Math.min(Math.max(0, Number(asked) || 0), Math.max(0, props.size - 1));
  return (
    <Shown of={useAnswer<Entries>(`/api/entries?from=${from}&limit=${A_PAGE}`)}>
      {({ entries }) => (
        <>
          <Acts of={[...entries].reverse()} />
          <p class="pages">
            {from > 0 && <Link to={`/book?from=${Math.max(0, from - A_PAGE)}`}>{t('book.older')}</Link>}{' '}
            {from < last && <Link to={from + A_PAGE >= last ? '/book' : `/book?from=${from + A_PAGE}`}>{t('book.newer')}</Link>}
          </p>
        </>
      )}
    </Shown>
  );
}

// The acts that say a text, the newest first; the node looks a long way back, and further when asked.
function Found(props: { text: string }) {
  const before = Number(query('from')) || 0, at = (from: number) => `/book?find=${part(props.text)}&from=${from}`;
  return (
    <Shown of={useAnswer<Entries & { from: number }>(`/api/entries?find=${part(props.text)}&from=${before}&limit=${A_PAGE}`)}>
      {({ entries, from }) => {
        const more = entries.length === A_PAGE ? (entries.at(-1)?.entry ?? 0) : from;
        return (
          <>
            {!entries.length && <p role="status">{t('book.find.none', { text: props.text })}</p>}
            <Acts of={entries} />
            <p class="pages">
              <Link to="/book">{t('book.find.all')}</Link> {more > 0 && <Link to={at(more)}>{t('book.find.further')}</Link>}
            </p>
          </>
        );
      }}
    </Shown>
  );
}

function Search(props: { text: string }) {
  const [text, set_text] = useState(props.text), wanted = text.trim();
  const find = (event: Event) => {
    event.preventDefault();
    if (wanted.length > 1) go(`/book?find=${part(wanted)}`);
  };
  return (
    <form class="field" role="search" onSubmit={find}>
      <label for="find">{t('book.find')}</label>
      <input id="find" type="search" value={text} minLength={2} maxLength={90} onInput={(event) => set_text(event.currentTarget.value)} />{' '}
      <button type="submit">{t('book.find.go')}</button>
    </form>
  );
}

export function BookView() {
  return (
    <Page title={t('book')} lead={t('book.lead')}>
      <Shown of={useBook()}>
        {(book) => (
          <>
            <Verify book={book} />
            <Search key={query('find') ?? ''} text={query('find') ?? ''} />
            {query('find') ? <Found text={query('find') ?? ''} /> : <List size={book.entries} />}
          </>
        )}
      </Shown>
    </Page>
  );
}

export function EntryView(props: { n: number }) {
  const sentence = useSentence();
  return (
    <Shown whole of={useAnswer<Entries>(`/api/entries?from=${props.n}&limit=1`)}>
      {({ entries: [one] }) =>
        one ? (
          <Page title={sentence(one.what)} over={<>{t('book.entry', { n: one.entry })} · <Time at={one.what.time} exact /></>}>
            {one.what.act.kind === 'plan_propose' && (
              <p><Link to={'/plans/' + part(String(one.what.act.fields['plan']))} class="button">{t('plan.see')}</Link></p>
            )}
            <Section title={t('book.fields')}>
              <dl class="fields">
                <div><dt><code>kind</code></dt><dd>{one.what.act.kind}</dd></div>
                {Object.entries(one.what.act.fields).map(([field, value]) => (
                  <div key={field}><dt><code>{field}</code></dt><dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></div>
                ))}
              </dl>
            </Section>
            <Section title={t('book.signed')}>
              <ul class="list">{one.what.signatures.map((signature) => <li key={signature.key}><code>{signature.key}</code></li>)}</ul>
            </Section>
          </Page>
        ) : (
          <Page title={t('problem.title')}>
            <Trouble problem={{ status: 404, title: '', findings: [] }} />
          </Page>
        )
      }
    </Shown>
  );
}
