// The counter's work: drawing and taking back are noted at once (store.ts), signed by the keeper's key, and sent in order when there is a link. The node
// takes each act once, however often it is sent: the same bytes are the same act.
import { signal } from '@preact/signals';
import { ask, on_renewal, Refused, send } from '../api';
import { hex, type Json } from '../bytes';
import type { BodyPage, BookInfo } from '../data';
import { me, sign } from '../keys';
import { signed_bytes, type Act } from '../proof';
import { part } from '../router';
import { kept_acts, kept_counter, keep_counter, note, put_act, type Counter, type Kept, type LineDrawn, type Queued } from './store';

export const kept = signal<Kept | null>(null);
export const acts = signal<Queued[]>([]); // of the counter shown
export const link = signal<'unknown' | 'here' | 'gone'>('unknown');
export const wrong = signal<'storage' | 'full' | 'none' | 'unsigned' | null>(null);

const REST_S = 15; // between two attempts without a link
const FRESH_S = 10; // between two questions because the book has grown
let shown = ''; // BODY/OUTLET

const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
// The node's clock, as it was last heard: an old tablet's own may be years off.
export const now_there = (): string => iso(Date.now() + (kept.value?.ahead ?? 0));

async function refresh_acts(): Promise<void> {
  acts.value = (await kept_acts()).filter((one) => one.id === shown);
}

// What the browser keeps is shown first; then the node is asked.
export async function show_counter(body: string, outlet: string): Promise<void> {
  shown = `${body}/${outlet}`;
  kept.value = null;
  try {
    void navigator.storage?.persist?.();
    kept.value = (await kept_counter(shown)) ?? null;
    await refresh_acts();
  } catch {
    wrong.value = 'storage';
  }
  await work();
}

export const is_today = (time: string): boolean => new Date(time).toDateString() === new Date(now_there()).toDateString();
// What was sent on an earlier day is in the node's answer, and done with; today's stay for today's list.
const is_past = (one: Queued, id: string): boolean => one.id === id && one.state === 'sent' && !is_today(one.made);

async function hear(body: string, outlet: string): Promise<void> {
  const id = `${body}/${outlet}`;
  const [counter, book, about] = await Promise.all([
    ask<Counter>(`/api/supply/${part(body)}/counters/${part(outlet)}`), ask<BookInfo>('/api/book'), ask<BodyPage>(`/api/bodies/${part(body)}`),
  ]);
  const officers = about.officers.filter((one) => one.office === 'secretary' || one.office === 'supply').map((one) => one.person);
  const heard = Date.now(), ahead = Date.parse(counter.at) - heard;
  const fresh = { id, book: book.book, counter, heard, ahead, may: [...(counter.keepers ?? '').split(' ').filter(Boolean), ...officers] };
  await keep_counter(fresh, (await kept_acts()).filter((one) => is_past(one, id)).map((one) => one.n));
  if (shown === id) kept.value = (await kept_counter(id)) ?? null;
}

// ---- doing

async function sign_act(one: Queued): Promise<Queued> {
  const who = me.value;
  if (!who) return one;
  const [body = '', outlet = ''] = one.id.split('/');
  const fields: { [key: string]: Json } = one.back
    ? { body, outlet, cycle: one.back.cycle, household: one.back.household, good: one.back.good, amount: one.back.amount }
    : { body, outlet, draws: one.lines as unknown as Json };
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const act: Act = { book: one.book, fields, kind: one.kind, made: one.made, nonce };
  const signature = await sign(who.secret, signed_bytes(act as unknown as Json));
  const signed = { ...one, act, signatures: [{ key: who.key, signature }] };
  await put_act(signed);
  return signed;
}

async function do_all(make: (kept: Kept) => { acts: Omit<Queued, 'n'>[]; next: number }): Promise<boolean> {
  const here = kept.value;
  if (!here) return false;
  try {
    const noted = await note(here.id, make);
    kept.value = (await kept_counter(here.id)) ?? here;
    for (const one of noted) await sign_act(one);
    await refresh_acts();
  } catch {
    wrong.value = 'full';
    return false;
  }
  void work();
  return true;
}

// Notes what a household draws: a line for each good, in one act.
export const draw = (household: string, quantities: { good: string; qty: number }[]): Promise<boolean> =>
  do_all(({ id, book, point, next, counter }) => {
    const lines: LineDrawn[] = quantities.map(({ good, qty }, i) => ({ point, seq: next + i, cycle: counter.cycle, household, good, qty }));
    return { acts: [{ id, book, kind: 'draws', lines, made: now_there(), state: 'noted' }], next: next + lines.length };
  });

// A mistake is not erased: what was drawn is brought back, by an act for each good.
export const take_back = (one: Queued): Promise<boolean> =>
  do_all(({ id, book, next, counter }) => ({
    next,
    acts: one.lines.map(({ household, good, qty, cycle }) => ({
      id, book, kind: 'draw_return', lines: [], undoes: one.n, made: now_there(), state: 'noted',
      back: { outlet: counter.outlet, household, good, amount: qty, cycle, time: now_there() },
    })),
  }));

// ---- sending

// The node refuses a nonce it has: the act got through and its answer was lost.
const is_there = async (one: Queued): Promise<boolean> => {
  const [body = '', outlet = ''] = one.id.split('/'), first = one.lines[0];
  if (!first) return false;
  const { draws } = await ask<Counter>(`/api/supply/${part(body)}/counters/${part(outlet)}?cycle=${first.cycle}`);
  return one.lines.every((line) => draws.some((has) => has.point === line.point && has.number === line.seq && has.household === line.household && has.good === line.good));
};

// False: no link, try later. What the node refuses stays, with its reason, and the next goes on.
async function send_one(one: Queued): Promise<boolean> {
  try {
    const { entry } = await send<{ entry: number }>('/api/acts', { act: one.act, signatures: one.signatures });
    await put_act({ ...one, state: 'sent', entry });
    return true;
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status === 503 || error.problem.status >= 500) return false;
    if (error.problem.status !== 422 && error.problem.status !== 400) return false;
    const there = await is_there(one).catch(() => false);
    await put_act(there ? { ...one, state: 'sent' } : { ...one, state: 'refused', why: [error.problem.title, ...error.problem.findings].filter(Boolean) });
    return true;
  }
}

async function send_all(): Promise<void> {
  for (const one of (await kept_acts()).filter((each) => each.state === 'noted')) {
    const signed = one.act ? one : await sign_act(one); // noted, and the browser ended before it was signed
    if (!signed.act) {
      wrong.value = 'unsigned';
      continue;
    }
    if (!(await send_one(signed))) throw new TypeError('no link');
  }
}

// One page of this browser sends at a time.
const alone = <A>(what: () => Promise<A>): Promise<A> => (navigator.locks ? (navigator.locks.request('cordon-counter', what) as Promise<A>) : what());

let working: Promise<void> | undefined, again = false;

async function once(): Promise<void> {
  asked_at = Date.now();
  const [body = '', outlet = ''] = shown.split('/');
  try {
    await alone(send_all);
    if (outlet) await hear(body, outlet);
    link.value = 'here';
    if (wrong.value === 'none' || (wrong.value === 'unsigned' && me.value)) wrong.value = null;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) wrong.value = 'none';
    else link.value = error instanceof Refused && error.problem.status > 0 ? 'here' : 'gone';
  }
  await refresh_acts().catch(() => undefined);
}

// Sends what waits and asks how things stand; while that is going on, once more after it.
export function work(): Promise<void> {
  again = working !== undefined;
  working ??= once().finally(() => {
    working = undefined;
    if (again) void work();
  });
  return working;
}

// The refused ones, as a log that `cordon supply enter` or `merge` reads: nothing of them is lost.
export const refused_log = (): string => acts.value.filter((one) => one.state === 'refused').flatMap((one) => one.lines).map((line) => JSON.stringify(line) + '\n').join('');

// The book has grown: perhaps by a household of ours that drew elsewhere.
let asked_at = 0, waits = false;
on_renewal(() => {
  if (waits || !shown || link.value !== 'here') return;
  waits = true;
  setTimeout(() => {
    waits = false;
    if (shown) void work();
  }, Math.max(0, asked_at + FRESH_S * 1000 - Date.now()));
});

export function keep_working(): () => void {
  const now = () => void work();
  const offline = () => {
    link.value = 'gone';
  };
  const timer = setInterval(() => {
    if (link.value !== 'here' || acts.value.some((one) => one.state === 'noted')) now();
  }, REST_S * 1000);
  addEventListener('online', now);
  addEventListener('offline', offline);
  return () => {
    clearInterval(timer);
    shown = '';
    removeEventListener('online', now);
    removeEventListener('offline', offline);
  };
}
