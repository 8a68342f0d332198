// Who this browser is to the node. It signs in by itself when it holds a key (a challenge of the node's, signed), and knows then what the act table lets
// its member do: `may`. What is signed stands in docs/serve.md; the cookie is the browser's own affair, no script can read it.
import { effect, signal } from '@preact/signals';
import { Refused, ask, on_renewal, useAnswer, renew_answers, send } from './api';
import { canonical, utf8 } from './bytes';
import { me, sign, type Kept } from './keys';

export interface Belonging {
  body: string;
  name: string;
  kind: string;
  members: 'people' | 'bodies';
  roll: boolean;
  offices: string[];
  seats: { body: string; seat: number }[];
  may: string[];
}
export interface Session {
  person: string | null;
  name?: string;
  bodies: Belonging[];
  may: string[];
}

const visitor: Session = { person: null, bodies: [], may: [] };
export const session = signal<Session>(visitor);
// The key that the node did not know when it was tried: it was revoked or replaced, or is of another book.
export const refused = signal('');

// Whether the member may do that kind of act (in that body).
export const may = (kind: string, body?: string): boolean =>
  session.value.may.includes(kind) || session.value.bodies.some((one) => one.body === body && one.may.includes(kind));

// Whether they may do it to what is named (a proposal, a poll...); undefined: it is not known yet. Who reads without a key may do nothing.
export function useMay(kind: string, named: Record<string, string>): boolean | undefined {
  const { data, problem } = useAnswer<{ may: boolean }>('/api/session/may?' + String(new URLSearchParams({ kind, ...named })));
  if (!me.value) return false;
  return session.value.person && !problem ? data?.may : undefined;
}

async function sign_in(who: Kept): Promise<void> {
  const { book, challenge } = await send<{ book: string; challenge: string }>('/api/session/challenge', {});
  const said = 'cordon-session-v1\n' + canonical({ book, challenge, origin: location.origin, person: who.person });
  await send('/api/session', { challenge, origin: location.origin, key: who.key, signature: await sign(who.secret, utf8(said)) });
}

// A key that was refused is tried again when the book has grown, less and less often.
const AGAIN_MS = 1000, SELDOM_MS = 120_000;
let pause = 0, tried = 0, tried_for = '';

function may_try(who: Kept): boolean {
  if (tried_for !== who.key) pause = 0;
  if (pause && performance.now() - tried < pause) return false;
  pause = Math.min(SELDOM_MS, pause ? 2 * pause : AGAIN_MS);
  tried = performance.now();
  tried_for = who.key;
  return true;
}

async function settle(): Promise<void> {
  const who = me.value?.pending ? null : me.value; // the node does not know yet a key that is being enrolled
  try {
    let now = await ask<Session>('/api/session');
    if (who && now.person !== who.person && may_try(who)) {
      await sign_in(who);
      pause = 0;
      refused.value = '';
      now = await ask<Session>('/api/session');
      renew_answers(); // what is told to members
    } else if (!who && now.person) {
      await fetch('/api/session', { method: 'DELETE', credentials: 'same-origin' });
      now = visitor;
      renew_answers();
    }
    session.value = now;
  } catch (error) {
    if (who && error instanceof Refused && error.problem.status === 401) refused.value = who.key;
    session.value = visitor; // the node does not answer, or does not know this key: pages are a visitor's
  }
}

// From then on: when the key of this browser changes, and when the book has grown.
export function begin_sessions(): void {
  effect(() => {
    void me.value;
    void settle();
  });
  on_renewal(settle);
}
