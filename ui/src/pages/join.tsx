// Joining: an invitation's link (its secret stands after the #, which never reaches the server), a key made here, one act signed by both.
import { useEffect, useState } from 'preact/hooks';
import { do_act_by } from '../act';
import { ask, type Problem } from '../api';
import { hex, unbase64 } from '../bytes';
import type { BookInfo, Entries } from '../data';
import { can_sign, keep_key, key_of_seed, make_key, me, type Kept } from '../keys';
import { BodyName, Page, Trouble } from '../parts';
import { Link } from '../router';
import { T, Time, t, type Key } from '../text';
import { trouble_of } from './decision';

interface Invitation {
  key: string;
  secret: CryptoKey;
  person: string;
  body: string;
  until: string;
}

const AT_ONCE = 200;

class Unfit extends Error {
  constructor(readonly key: Key) {
    super(key);
  }
}

// The act that invited: looked for from the book's end, where invitations in use stand.
async function find(key: string, entries: number): Promise<{ person: string; body: string; until: string }> {
  for (let end = entries; end > 0; end -= AT_ONCE) {
    const from = Math.max(0, end - AT_ONCE), page = await ask<Entries>(`/api/entries?from=${from}&limit=${end - from}`);
    const found = page.entries.find(({ what }) => what.act.kind === 'invite' && what.act.fields['invitation'] === key);
    if (found) {
      const { person, body, until } = found.what.act.fields;
      return { person: String(person), body: String(body), until: String(until) };
    }
  }
  throw new Unfit('join.unknown');
}

// The 86 characters after the #: the seed of the invitation's key, then the id of the book it is good in.
async function read(): Promise<Invitation> {
  const code = location.hash.slice(1).split('=').pop()?.trim() ?? '';
  if (!/^[\w-]{86}$/.test(code)) throw new Unfit('join.wrong');
  const both = unbase64(code), book = await ask<BookInfo>('/api/book');
  if (hex(both.slice(32)) !== book.book) throw new Unfit('join.otherbook');
  const pair = await key_of_seed(both.slice(0, 32));
  return { ...pair, ...(await find(pair.key, book.entries)) };
}

export function JoinView() {
  const [invitation, set_invitation] = useState<Invitation | null>(null), [unfit, set_unfit] = useState<Key | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null), [busy, set_busy] = useState(false);
  useEffect(() => {
    void (async () => {
      try {
        if (!(await can_sign())) throw new Unfit('me.unable');
        set_invitation(await read());
      } catch (error) {
        if (error instanceof Unfit) set_unfit(error.key);
        else set_problem(trouble_of(error));
      }
    })();
  }, []);
  const join = async () => {
    if (!invitation || busy) return;
    set_busy(true);
    set_problem(null);
    try {
      const pair = await make_key(), kept: Kept = { person: invitation.person, ...pair };
      const receipt = await do_act_by([invitation, pair], 'invitation_use', { person: kept.person, key: kept.key }, t('join.enrolled'));
      await keep_key(kept);
      history.replaceState(null, '', '/join'); // the invitation is used up
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  return (
    <Page title={t('join.title')} lead={t('join.lead')}>
      {unfit && <p class="wrong" role="alert">{t(unfit)}</p>}
      {problem && <Trouble problem={problem} />}
      {entry !== null ? (
        <div class="received" role="status">
          <p><strong>{t('join.done', { entry, person: me.value?.person ?? '' })}</strong></p>
          <p><Link to="/">{t('today')}</Link></p>
        </div>
      ) : (
        invitation && (
          <>
            <p class="large">
              <T k="join.you" places={{ person: <strong>{invitation.person}</strong>, body: <BodyName id={invitation.body} /> }} />
            </p>
            <p class="quiet"><T k="join.until" places={{ time: <Time at={invitation.until} exact /> }} /></p>
            {me.value && <p class="wrong">{t('join.has', { person: me.value.person })}</p>}
            <button type="button" onClick={join} disabled={busy || me.value !== null}>{t('join.make')}</button>
          </>
        )
      )}
    </Page>
  );
}
