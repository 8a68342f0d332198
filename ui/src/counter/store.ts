// What a counter keeps in the browser, in a database of its own (IndexedDB `cordon-counter`), so that it goes on without a link and a crash loses nothing:
//
//	counter  by "BODY/OUTLET": the node's last answer, when it was heard, this device's point and its next number
//	act      by number, in the order they were done: each draw and each return, from the moment it is noted until the day is over and the node has it
//
// An act is noted, with its numbers taken, in one strict transaction before anything else is done about it; signing and sending come after. Limits: ACTS_MAX
// acts, COUNTERS_MAX counters. It holds tokens and quantities, and no names.
import type { Act, Signature } from '../proof';

export const ACTS_MAX = 5000, COUNTERS_MAX = 8;

export interface Good {
  good: string;
  name: string;
  unit: string;
}
export interface Line {
  point: string;
  number: number;
  household: string;
  good: string;
  quantity: number;
  outlet: string;
  time: string;
}
export interface Back {
  outlet: string;
  household: string;
  good: string;
  amount: number;
  entry?: number;
  time: string;
}
// The answer to /api/supply/BODY/counters/OUTLET.
export interface Counter {
  at: string;
  body: string;
  body_name: string;
  outlet: string;
  name: string;
  keepers?: string;
  cycle: number;
  from: string;
  to: string;
  closed: boolean;
  goods: Good[];
  households: { household: string; to_have: number[] }[];
  cards: { card: string; household: string }[];
  draws: Line[];
  returned: Back[];
}
export interface Kept {
  id: string; // BODY/OUTLET
  book: string;
  counter: Counter;
  heard: number; // by this device's clock, ms
  ahead: number; // the node's clock less this device's, ms
  may: string[]; // who may sign here: keepers, the secretary, whoever holds the office `supply`
  point: string; // the name of this device in its lines
  next: number; // the number of its next line
}
export interface LineDrawn {
  point: string;
  seq: number;
  cycle: number;
  household: string;
  good: string;
  qty: number;
}
export interface Queued {
  n: number;
  id: string;
  book: string;
  kind: 'draws' | 'draw_return';
  lines: LineDrawn[]; // of `draws`
  back?: Back & { cycle: number }; // of `draw_return`
  undoes?: number; // the n of the draw it takes back
  made: string;
  state: 'noted' | 'sent' | 'refused';
  act?: Act;
  signatures?: Signature[];
  entry?: number;
  why?: string[];
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const opening = indexedDB.open('cordon-counter', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('counter', { keyPath: 'id' });
      opening.result.createObjectStore('act', { keyPath: 'n', autoIncrement: true });
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  return opened;
}

// `what` asks within one transaction; its answer is given when the transaction is on the disk.
async function within<A>(mode: IDBTransactionMode, what: (counters: IDBObjectStore, acts: IDBObjectStore, give: (answer: A) => void) => void): Promise<A> {
  const db = await open();
  return new Promise((done, fail) => {
    let answer: A | undefined;
    const transaction = db.transaction(['counter', 'act'], mode, { durability: 'strict' });
    transaction.oncomplete = () => done(answer as A);
    transaction.onabort = transaction.onerror = () => fail(transaction.error ?? new Error('full'));
    what(transaction.objectStore('counter'), transaction.objectStore('act'), (given) => {
      answer = given;
    });
  });
}

export const kept_counter = (id: string): Promise<Kept | undefined> =>
  within('readonly', (counters, _, give) => {
    const asked = counters.get(id);
    asked.onsuccess = () => give(asked.result as Kept | undefined);
  });

export const kept_counters = (): Promise<Kept[]> =>
  within('readonly', (counters, _, give) => {
    const asked = counters.getAll();
    asked.onsuccess = () => give(asked.result as Kept[]);
  });

export const kept_acts = (): Promise<Queued[]> =>
  within('readonly', (_, acts, give) => {
    const asked = acts.getAll();
    asked.onsuccess = () => give(asked.result as Queued[]);
  });

// A new answer of the node takes the place of the old one; point and next number of the device stay, whatever it says. Acts that are done with are dropped.
export const keep_counter = (fresh: Omit<Kept, 'point' | 'next'>, done: number[]): Promise<void> =>
  within('readwrite', (counters, acts) => {
    const asked = counters.getAll();
    asked.onsuccess = () => {
      const all = asked.result as Kept[], old = all.find((one) => one.id === fresh.id && one.book === fresh.book);
      const name = old?.point ?? `${fresh.counter.outlet}/${[...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      counters.put({ ...fresh, point: name, next: old?.next ?? 1 });
      if (!old && all.length >= COUNTERS_MAX) {
        const least = all.filter((one) => one.id !== fresh.id).sort((a, b) => a.heard - b.heard)[0];
        if (least) counters.delete(least.id);
      }
      for (const n of done) acts.delete(n);
    };
  });

// Notes acts that `make` makes of the device's point and next number, and takes the numbers.
export const note = (id: string, make: (kept: Kept) => { acts: Omit<Queued, 'n'>[]; next: number }): Promise<Queued[]> =>
  within('readwrite', (counters, acts, give) => {
    const asked = counters.get(id), count = acts.count();
    count.onsuccess = () => {
      const kept = asked.result as Kept;
      const made = make(kept), noted: Queued[] = [];
      if (count.result + made.acts.length > ACTS_MAX) {
        acts.transaction.abort();
        return;
      }
      counters.put({ ...kept, next: made.next });
      for (const one of made.acts) {
        const adding = acts.add(one);
        adding.onsuccess = () => noted.push({ ...one, n: adding.result as number });
      }
      give(noted);
    };
  });

export const put_act = (one: Queued): Promise<void> => within('readwrite', (_, acts) => void acts.put(one));
