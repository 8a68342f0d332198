// The member's own key: made here by WebCrypto (Ed25519), not extractable, kept in this browser's IndexedDB and nowhere else. Receipts of what
// it signed lie beside it.
import { signal } from '@preact/signals';
import { base64url, join, unhex } from './bytes';
import type { Receipt } from './proof';

export interface Kept {
  person: string;
  key: string; // the public half, as a book writes it
  secret: CryptoKey;
  pending?: boolean; // made for an invitation; whether the node has it is not known yet
}
export interface KeptReceipt {
  entry: number;
  kind: string;
  title: string;
  time: string;
  receipt: Receipt;
}

export const me = signal<Kept | null>(null);

function store(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open('cordon', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('key');
      opening.result.createObjectStore('receipt', { keyPath: 'entry' });
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

async function within<A>(where: 'key' | 'receipt', mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<A>): Promise<A> {
  const db = await store();
  return new Promise((done, fail) => {
    const transaction = db.transaction(where, mode), request = what(transaction.objectStore(where));
    transaction.oncomplete = () => {
      db.close();
      done(request.result);
    };
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
}

// Whether this browser can sign: Ed25519 in a secure context.
export async function can_sign(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

export async function make_key(): Promise<{ key: string; secret: CryptoKey }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  return { key: base64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))), secret: pair.privateKey };
}

// The key pair of a seed (an invitation's): RFC 8410's wrapping of its 32 bytes.
const PKCS8 = '302e020100300506032b657004220420';
export async function key_of_seed(seed: Uint8Array<ArrayBuffer>): Promise<{ key: string; secret: CryptoKey }> {
  const secret = await crypto.subtle.importKey('pkcs8', join(unhex(PKCS8), seed), 'Ed25519', true, ['sign']);
  return { key: (await crypto.subtle.exportKey('jwk', secret)).x ?? '', secret };
}

export async function keep_key(kept: Kept): Promise<void> {
  await within('key', 'readwrite', (keys) => keys.put(kept, 'me'));
  me.value = kept;
}

export async function forget_key(): Promise<void> {
  await within('key', 'readwrite', (keys) => keys.delete('me'));
  me.value = null;
}

export async function load_key(): Promise<void> {
  try {
    me.value = ((await within('key', 'readonly', (keys) => keys.get('me'))) as Kept | undefined) ?? null;
  } catch {
    me.value = null; // a browser that keeps nothing
  }
}

export const sign = async (secret: CryptoKey, said: Uint8Array<ArrayBuffer>): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.sign('Ed25519', secret, said)));

export const keep_receipt = (one: KeptReceipt) => within('receipt', 'readwrite', (all) => all.put(one));
export const kept_receipts = () => within('receipt', 'readonly', (all) => all.getAll()) as Promise<KeptReceipt[]>;
