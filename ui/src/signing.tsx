// One thing to be signed: a form whose act is reviewed where `review` says so, signed and sent once; then its receipt, or why it was refused.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { do_act, draft_act, sign_act } from './act';
import type { Problem } from './api';
import type { Json } from './bytes';
import { me } from './keys';
import { trouble_of } from './pages/decision';
import type { Act, Signature } from './proof';
import { Trouble } from './parts';
import { Link } from './router';
import { t } from './text';

export interface ToSign {
  kind: string;
  fields: { [key: string]: Json };
  title: string; // what the receipt is called
}

export function Received(props: { entry: number; children?: ComponentChildren }) {
  return (
    <div class="received" role="status">
      <p><strong>{t('signed.received', { entry: props.entry })}</strong></p>
      {props.children}
      <p><Link to="/me">{t('receipt.see')}</Link></p>
    </div>
  );
}

// `fill` gives the act, or what is missing in words. Without `review` the button of the form signs at once. `several`: so many sign it; it is then not sent from
// here but passed on as a file, to be signed at /sign by the others.
export function Signing(props: {
  label: string;
  fill: () => ToSign | string;
  review?: (act: ToSign) => ComponentChildren;
  done?: ComponentChildren;
  several?: number;
  children?: ComponentChildren;
}) {
  const [act, set_act] = useState<ToSign | null>(null), [entry, set_entry] = useState<number | null>(null);
  const [passed, set_passed] = useState<Passed | null>(null), several = (props.several ?? 1) > 1;
  const [problem, set_problem] = useState<Problem | null>(null), [wrong, set_wrong] = useState(''), [busy, set_busy] = useState(false);
  const send = async (one: ToSign) => {
    if (busy) return;
    set_busy(true);
    set_problem(null);
    try {
      if (several) set_passed(await begun(one));
      else set_entry((await do_act(one.kind, one.fields, one.title)).entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const one = props.fill();
    set_wrong(typeof one === 'string' ? one : '');
    if (typeof one === 'string') return;
    if (props.review) set_act(one);
    else void send(one);
  };
  if (passed) return <PassOn of={passed} needed={props.several ?? 1} />;
  if (entry !== null) return <Received entry={entry}>{props.done}</Received>;
  return (
    <>
      {problem && <Trouble problem={problem} />}
      {act && props.review && (
        <div class="review">
          {props.review(act)}
          <p class="buttons">
            <button type="button" onClick={() => void send(act)} disabled={busy}>{props.label}</button>
            <button type="button" class="plain" onClick={() => set_act(null)}>{t('vote.back')}</button>
          </p>
        </div>
      )}
      <form onSubmit={submit} hidden={!!(act && props.review)} noValidate>
        {props.children}
        {wrong && <p class="wrong" role="alert">{wrong}</p>}
        <button type="submit" disabled={busy}>{props.review ? t('vote.review') : props.label}</button>
      </form>
    </>
  );
}

// An act on its way from one signer to the next: what `cordon` would take as it stands, and what its receipt is called.
export interface Passed {
  act: Act;
  signatures: Signature[];
  title: string;
}

async function begun({ kind, fields, title }: ToSign): Promise<Passed> {
  const who = me.value;
  if (!who) throw new Error('no key');
  const act = await draft_act(kind, fields);
  return { act, signatures: [await sign_act(act, who)], title };
}

export function save_passed(event: MouseEvent, passed: Passed): void {
  const link = event.currentTarget as HTMLAnchorElement;
  link.href = URL.createObjectURL(new Blob([JSON.stringify(passed)], { type: 'application/json' }));
  setTimeout(() => { URL.revokeObjectURL(link.href); link.href = '#'; }, 10_000);
}

function PassOn(props: { of: Passed; needed: number }) {
  return (
    <div class="received" role="status">
      <p><strong>{t('pass.signed', { n: props.of.signatures.length, of: props.needed })}</strong></p>
      <p>{t('pass.how')}</p>
      <p><a href="#" class="button" download={`${props.of.act.kind}.json`} onClick={(event) => save_passed(event, props.of)}>{t('pass.save')}</a></p>
    </div>
  );
}

// A name for something new in the book: what it is about, and a mark that no other has.
export const new_name = (about: string): string => `${about.slice(0, 44)}-${Date.now().toString(36)}`;

// What an input of type datetime-local holds, as the book writes moments; '' for none.
export function moment_of(value: string): string {
  const time = value ? new Date(value) : null;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString().replace(/\.\d+Z$/, 'Z') : '';
}

export function Moment(props: { id: string; label: string; value: string; set: (value: string) => void }) {
  return (
    <p class="field">
      <label for={props.id}>{props.label}</label>
      <input id={props.id} type="datetime-local" value={props.value} onInput={(event) => props.set(event.currentTarget.value)} />
    </p>
  );
}

export function Field(props: { id: string; label: string; value: string; set: (value: string) => void; most?: number; lines?: number; hint?: string }) {
  const said = { id: props.id, value: props.value, maxLength: props.most ?? 200, 'aria-describedby': props.hint ? props.id + '-hint' : undefined };
  return (
    <p class="field">
      <label for={props.id}>{props.label}</label>
      {props.hint && <span id={props.id + '-hint'} class="quiet">{props.hint}</span>}
      {props.lines ? (
        <textarea {...said} rows={props.lines} onInput={(event) => props.set(event.currentTarget.value)} />
      ) : (
        <input {...said} type="text" onInput={(event) => props.set(event.currentTarget.value)} />
      )}
    </p>
  );
}
