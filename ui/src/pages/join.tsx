// Joining: an invitation's link (its secret stands after the #, which never reaches the server), a key made here, one act signed by both.
import { useEffect, useState } from 'preact/hooks';
import { do_act_by, type Signer } from '../act';
import { ask, Refused, type Problem } from '../api';
import { hex, unbase64 } from '../bytes';
import type { BookInfo } from '../data';
import { can_sign, forget_key, keep_key, key_of_seed, make_key, me } from '../keys';
import { BodyName, Page, Trouble } from '../parts';
import { Link, part } from '../router';
import { T, Time, t, type Key } from '../text';
import { trouble_of } from './decision';

interface Told {
  person: string;
  body: string;
  until: string;
  ceased: boolean;
  key?: string; // the person's main key
}
interface Invitation extends Told {
  key_of: Signer;
}

class Unfit extends Error {
  constructor(readonly key: Key) {
    super(key);
  }
}

// The 86 characters after the #: the seed of the invitation's key, then the id of the book it is good in.
async function read(): Promise<Invitation> {
  const code = location.hash.slice(1).split('=').pop()?.trim() ?? '';
  if (!/^[\w-]{86}$/.test(code)) throw new Unfit('join.wrong');
  const both = unbase64(code), book = await ask<BookInfo>('/api/book');
  if (hex(both.slice(32)) !== book.book) throw new Unfit('join.otherbook');
  const pair = await key_of_seed(both.slice(0, 32));
  try {
    return { ...(await told(pair.key)), key_of: pair };
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) throw new Unfit('join.unknown');
    throw error;
  }
}

const told = (invitation: string): Promise<Told> => ask<Told>('/api/invitations/' + part(invitation));

// Whose key this browser made for the invitation, and did not hear whether it arrived: it did.
const arrived = (invitation: Told): boolean => invitation.ceased && me.value !== null && invitation.key === me.value.key;
const mine = (invitation: Told): boolean => me.value?.person === invitation.person;

export function JoinView() {
  const [invitation, set_invitation] = useState<Invitation | null>(null), [unfit, set_unfit] = useState<Key | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null), [here, set_here] = useState(false), [busy, set_busy] = useState(false);
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
  // The key is kept before it is sent: an answer that is lost must not take it along. It goes again when the node refuses it.
  const join = async () => {
    if (!invitation || busy) return;
    set_busy(true);
    set_problem(null);
    try {
      // Who is invited has no key that holds: one of theirs that is here was revoked, unless it is still on its way.
      const kept = me.value?.pending ? me.value : { person: invitation.person, pending: true, ...(await make_key()) };
      await keep_key(kept);
      await do_act_by([invitation.key_of, kept], 'invitation_use', { person: kept.person, key: kept.key }, t('join.enrolled'));
      await done();
    } catch (error) {
      const now = error instanceof Refused ? await told(invitation.key_of.key).catch(() => null) : null;
      if (now && arrived(now)) await done();
      else {
        if (now) await forget_key();
        set_problem(trouble_of(error));
      }
    }
    set_busy(false);
  };
  const done = async () => {
    if (me.value) await keep_key({ ...me.value, pending: false });
    history.replaceState(null, '', '/join'); // the invitation is used up
    set_here(true);
  };
  return (
    <Page title={t('join.title')} lead={t('join.lead')}>
      {unfit && <p class="wrong" role="alert">{t(unfit)}</p>}
      {problem && <Trouble problem={problem} />}
      {here || (invitation && arrived(invitation)) ? (
        <div class="received" role="status">
          <p><strong>{t('join.done', { person: me.value?.person ?? '' })}</strong></p>
          <p><Link to="/">{t('today')}</Link></p>
        </div>
      ) : (
        invitation && (
          <>
            <p class="large">
              <T k="join.you" places={{ person: <strong>{invitation.person}</strong>, body: <BodyName id={invitation.body} /> }} />
            </p>
            <p class="quiet"><T k="join.until" places={{ time: <Time at={invitation.until} exact /> }} /></p>
            {invitation.ceased ? <p class="wrong" role="alert">{t('join.used')}</p>
              : me.value && (!mine(invitation) || me.value.pending) && (
                <p class="wrong">{mine(invitation) ? t('join.again') : t('join.has', { person: me.value.person })}</p>
              )}
            <button type="button" onClick={join} disabled={busy || invitation.ceased || (me.value !== null && !mine(invitation))}>{t('join.make')}</button>
          </>
        )
      )}
    </Page>
  );
}
