// What a browser recomputes by itself: leaves, the tree (RFC 6962), inclusion proofs (RFC 9162, 2.1.3.2), signatures of acts, and the
// node's signature under a checkpoint (C2SP signed-note). Written from docs/book.md; nothing here believes the server.
import { base64, canonical, hex, join, sha256, unbase64, unhex, utf8, type Json } from './bytes';

export interface Signature {
  key: string;
  signature: string;
}
export interface Act {
  book: string;
  fields: { [key: string]: Json };
  kind: string;
  made: string;
  nonce: string;
}
export interface Entry {
  act: Act;
  signatures: Signature[];
  time: string;
}
export interface Receipt {
  book: string;
  checkpoint: string;
  entry: number;
  leaf: string;
  proof: string[];
  version: number;
}
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array<ArrayBuffer>;
}

export async function verify_signature(key: string, signature: string, said: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const public_key = await crypto.subtle.importKey('raw', unbase64(key), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', public_key, unbase64(signature), said);
}

export const signed_bytes = (act: Json): Uint8Array<ArrayBuffer> => utf8('cordon-act-v1\n' + canonical(act));

export const leaf_of = (entry: Json): Promise<Uint8Array<ArrayBuffer>> => sha256(join(Uint8Array.of(0), utf8(canonical(entry))));

export const book_id = async (founding: Json): Promise<string> =>
  hex(await sha256(join(utf8('cordon-book-v1\n'), utf8(canonical(founding)))));

const node_of = (left: Uint8Array, right: Uint8Array) => sha256(join(Uint8Array.of(1), left, right));

export async function root_of(leaves: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  let level = leaves;
  if (!level.length) return sha256(new Uint8Array(0));
  while (level.length > 1) {
    const above: Uint8Array<ArrayBuffer>[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array<ArrayBuffer>, right = level[i + 1];
      above.push(right ? await node_of(left, right) : left);
    }
    level = above;
  }
  return level[0] as Uint8Array<ArrayBuffer>;
}

// The root that an inclusion proof leads to; null where the proof has the wrong length.
export async function root_by_proof(
  leaf: Uint8Array<ArrayBuffer>, index: number, size: number, proof: string[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (index >= size) return null;
  let inner = index, last = size - 1, node = leaf;
  for (const step of proof) {
    if (last === 0) return null;
    const beside = unhex(step);
    if (inner % 2 === 1 || inner === last) {
      node = await node_of(beside, node);
      while (inner % 2 === 0 && inner !== 0) {
        inner = Math.floor(inner / 2);
        last = Math.floor(last / 2);
      }
    } else {
      node = await node_of(node, beside);
    }
    inner = Math.floor(inner / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}

// Reads a checkpoint and checks the node's signature under it; null where it does not hold.
export async function read_checkpoint(note: string, node_key: string): Promise<Checkpoint | null> {
  const cut = note.indexOf('\n\n');
  if (cut < 0) return null;
  const body = note.slice(0, cut + 1), [origin = '', size = '', root = ''] = body.split('\n');
  const line = (note.slice(cut + 2).split('\n')[0] ?? '').split(' ');
  if (body.split('\n').length !== 4 || line.length !== 3 || line[0] !== '\u2014' || line[1] !== origin || !/^[1-9]\d*$/.test(size)) return null;
  const blob = unbase64(line[2] as string), key = unbase64(node_key);
  const id = (await sha256(join(utf8(origin + '\n'), Uint8Array.of(1), key))).slice(0, 4);
  if (blob.length !== 68 || hex(blob.slice(0, 4)) !== hex(id)) return null;
  if (!(await verify_signature(node_key, base64(blob.slice(4)), utf8(body)))) return null;
  return { origin, size: Number(size), root: unbase64(root) };
}

export type ReceiptFault = 'book' | 'checkpoint' | 'act' | 'proof';

// Whether a receipt holds: of this book, its checkpoint signed by the node, its leaf that of the entry (where that is known), its proof right.
export async function receipt_fault(receipt: Receipt, book: string, node_key: string, entry?: Entry): Promise<ReceiptFault | null> {
  if (receipt.book !== book) return 'book';
  const checkpoint = await read_checkpoint(receipt.checkpoint, node_key);
  if (!checkpoint) return 'checkpoint';
  if (entry && hex(await leaf_of(entry as unknown as Json)) !== receipt.leaf) return 'act';
  const root = await root_by_proof(unhex(receipt.leaf), receipt.entry, checkpoint.size, receipt.proof);
  return root && hex(root) === hex(checkpoint.root) ? null : 'proof';
}

export interface BookCheck {
  done: number;
  signatures: number;
  faults: { entry: number; what: 'signature' | 'key' | 'book' | 'nonce' | 'time' | 'root' }[];
}

// A whole book, entry by entry: which key may sign when follows from five kinds of act (docs/book.md, "Keys").
export class BookVerifier {
  readonly check: BookCheck = { done: 0, signatures: 0, faults: [] };
  private leaves: Uint8Array<ArrayBuffer>[] = [];
  private holder = new Map<string, { person: string; use: string }>();
  private nonces = new Set<string>();
  private id = '';
  private last = '';
  node_key = '';

  private fault(what: BookCheck['faults'][number]['what']): void {
    this.check.faults.push({ entry: this.check.done, what });
  }

  private valid(key: string, act: Act): boolean {
    if (key === this.node_key) return ['found', 'node_key', 'cite', 'tell', 'carry', 'forget'].includes(act.kind);
    const held = this.holder.get(key);
    if (act.kind === 'invitation_use') return key === act.fields['key'] || (held?.use === 'invitation' && held.person === act.fields['person']);
    if (!held || held.use === 'invitation') return false;
    return held.use === 'recovery' ? act.kind === 'key_rotate' : act.kind !== 'node_key';
  }

  private end(person: string, use: string): void {
    for (const [key, held] of this.holder) if (held.person === person && held.use === use) this.holder.delete(key);
  }

  private take_keys(act: Act, signers: Signature[]): void {
    const field = (name: string) => String(act.fields[name] ?? '');
    if (act.kind === 'invite') { // a later invitation takes the place of the one before
      this.end(field('person'), 'invitation');
      this.holder.set(field('invitation'), { person: field('person'), use: 'invitation' });
    } else if (act.kind === 'invitation_use') { // signed by the invitation and the key it brings
      this.end(field('person'), 'invitation');
      this.holder.set(field('key'), { person: field('person'), use: 'main' });
    }
    if (act.kind === 'key_enrol') this.holder.set(field('key'), { person: field('person'), use: field('use') });
    else if (act.kind === 'key_revoke') this.holder.delete(field('key'));
    else if (act.kind === 'node_key') this.node_key = field('key');
    else if (act.kind === 'key_rotate') {
      const person = this.holder.get(signers[0]?.key ?? '')?.person ?? '';
      this.end(person, 'main');
      this.holder.set(field('key'), { person, use: 'main' });
    }
  }

  async take(entry: Entry): Promise<void> {
    const { act } = entry;
    if (this.check.done === 0) {
      this.id = await book_id(act as unknown as Json);
      this.node_key = String(act.fields['node_key']);
      this.holder.set(String(act.fields['key']), { person: String(act.fields['person']), use: 'main' });
    }
    if (act.book !== (this.check.done ? this.id : '0'.repeat(64))) this.fault('book');
    if (this.nonces.has(act.nonce)) this.fault('nonce');
    this.nonces.add(act.nonce);
    if (entry.time < this.last) this.fault('time');
    this.last = entry.time;
    const said = signed_bytes(act as unknown as Json);
    for (const { key, signature } of entry.signatures) {
      if (!this.valid(key, act)) this.fault('key');
      if (!(await verify_signature(key, signature, said))) this.fault('signature');
      this.check.signatures++;
    }
    this.take_keys(act, entry.signatures);
    this.leaves.push(await leaf_of(entry as unknown as Json));
    this.check.done++;
  }

  // Holds the tree of what was taken against a checkpoint.
  async finish(note: string): Promise<void> {
    const checkpoint = await read_checkpoint(note, this.node_key);
    if (!checkpoint || checkpoint.size !== this.leaves.length || hex(await root_of(this.leaves)) !== hex(checkpoint.root)) this.fault('root');
  }
}
