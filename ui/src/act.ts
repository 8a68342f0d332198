// Doing something: the server drafts the act, this browser checks that the draft is what was asked for, signs it, and keeps the receipt.
import { renew_all, send } from './api';
import { canonical, type Json } from './bytes';
import { keep_receipt, me, sign } from './keys';
import { signed_bytes, type Act, type Receipt } from './proof';

interface Draft {
  act: string | Act;
}

export class WrongDraft extends Error {}

export async function do_act(kind: string, fields: { [key: string]: Json }, title: string): Promise<Receipt> {
  const who = me.value;
  if (!who) throw new Error('no key');
  const draft = await send<Draft>('/api/drafts', { kind, fields });
  const act = (typeof draft.act === 'string' ? JSON.parse(draft.act) : draft.act) as Act;
  for (const [name, value] of Object.entries(fields))
    if (canonical(act.fields[name] as Json) !== canonical(value)) throw new WrongDraft(name);
  if (act.kind !== kind || Object.keys(act.fields).length !== Object.keys(fields).length) throw new WrongDraft(kind);
  const signature = await sign(who.secret, signed_bytes(act as unknown as Json));
  const reply = await send<Receipt | { receipt: Receipt }>('/api/acts', { act, signatures: [{ key: who.key, signature }] });
  const receipt = 'receipt' in reply ? reply.receipt : reply;
  await keep_receipt({ entry: receipt.entry, kind, title, time: act.made, receipt });
  renew_all();
  return receipt;
}
