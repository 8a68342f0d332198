// You: whether this browser can sign, whose key it holds, and the receipts of what it signed, each checkable at any time.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api';
import type { BookInfo, Entries } from '../data';
import { can_sign, forget_key, kept_receipts, me, type KeptReceipt } from '../keys';
import { Page, Person, Section } from '../parts';
import { receipt_fault, type ReceiptFault } from '../proof';
import { Link } from '../router';
import { T, Time, t } from '../text';

function ReceiptLine(props: { one: KeptReceipt }) {
  const { receipt, title, time, entry } = props.one;
  const [fault, set_fault] = useState<ReceiptFault | 'holds' | 'offline' | null>(null);
  const check = async () => {
    try {
      const book = await ask<BookInfo>('/api/book');
      const there = await ask<Entries>(`/api/entries?from=${entry}&limit=1`);
      set_fault((await receipt_fault(receipt, book.book, book.node_key, there.entries[0]?.what)) ?? 'holds');
    } catch {
      set_fault('offline');
    }
  };
  return (
    <li>
      <strong>{title}</strong> <span class="quiet"><Time at={time} exact /></span>{' '}
      <button type="button" class="plain" onClick={check}>{t('receipt.check')}</button>
      <div role="status">
        {fault === 'holds' && <p class="proven">{t('receipt.holds', { entry })}</p>}
        {fault === 'offline' && <p class="wrong">{t('problem.offline')}</p>}
        {fault && fault !== 'holds' && fault !== 'offline' && <p class="wrong">{t(`receipt.fault.${fault}`)}</p>}
      </div>
    </li>
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
          <p class="large"><T k="me.person" places={{ person: <Person id={who.person} /> }} /></p>
          <p class="quiet">{t('me.key')}: <code>{who.key}</code></p>
          <p><Link to="/me/recovery">{t('me.sheet')}</Link></p>
          <Forget />
        </>
      )}
      {!who && <p><Link to="/recover">{t('me.recover')}</Link></p>}
      <Receipts />
    </Page>
  );
}
