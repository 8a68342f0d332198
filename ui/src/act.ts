// Doing something: the server drafts the act, this browser checks that the draft is what was asked for, signs it, and keeps the receipt.
import { renew_all, send } from './api';
import { canonical, hex, join, sha256, utf8, type Json } from './bytes';
import { keep_receipt, me, sign } from './keys';
import { signed_bytes, type Act, type Receipt, type Signature } from './proof';

export class WrongDraft extends Error {}

export interface Signer {
  key: string;
  secret: CryptoKey;
}

export async function do_act(kind: string, fields: { [key: string]: Json }, title: string, sealed: Sealed[] = []): Promise<Receipt> {
  const who = me.value;
  if (!who) throw new Error('no key');
  return do_act_by([who], kind, fields, title, sealed);
}

// What is personal goes sealed beside the act: in the act stands only its commitment (docs/book.md, "Personal texts").
export interface Sealed {
  person: string;
  text: string;
  salt: string;
}
export async function seal(person: string, text: string): Promise<{ commitment: string; sealed: Sealed }> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  return { commitment: hex(await sha256(join(utf8('cordon-sealed-v1\n'), salt, utf8(text)))), sealed: { person, text, salt: hex(salt) } };
}

// What the node drafts, held against what was asked for.
export async function draft_act(kind: string, fields: { [key: string]: Json }): Promise<Act> {
  const act = await send<Act>('/api/drafts', { kind, fields });
  for (const [name, value] of Object.entries(fields))
    if (canonical(act.fields[name] as Json) !== canonical(value)) throw new WrongDraft(name);
  if (act.kind !== kind || Object.keys(act.fields).length !== Object.keys(fields).length) throw new WrongDraft(kind);
  return act;
}

export async function sign_act(act: Act, { key, secret }: Signer): Promise<Signature> {
  return { key, signature: await sign(secret, signed_bytes(act as unknown as Json)) };
}

export async function send_act(act: Act, signatures: Signature[], title: string, sealed: Sealed[] = []): Promise<Receipt> {
  const signed = { act, signatures: [...signatures].sort((a, b) => (a.key < b.key ? -1 : 1)) };
  const { receipt } = await send<{ receipt: Receipt }>('/api/acts', sealed.length ? { ...signed, sealed } : signed);
  await keep_receipt({ entry: receipt.entry, kind: act.kind, title, time: act.made, receipt });
  renew_all();
  return receipt;
}

export async function do_act_by(signers: Signer[], kind: string, fields: { [key: string]: Json }, title: string, sealed: Sealed[] = []): Promise<Receipt> {
  const act = await draft_act(kind, fields);
  return send_act(act, await Promise.all(signers.map((one) => sign_act(act, one))), title, sealed);
}
