// Signing together: an act that several sign comes as a file from whoever signed it before. It is read, signed here, and sent or passed on.
import { useState } from 'preact/hooks';
import { send_act, sign_act } from '../act';
import type { Problem } from '../api';
import type { Json } from '../bytes';
import { me } from '../keys';
import { Page, Section, Trouble, useBook } from '../parts';
import type { Act, Signature } from '../proof';
import { Received, save_passed, type Passed } from '../signing';
import { Time, t } from '../text';
import { useSentence } from './book';
import { trouble_of } from './decision';

const MOST = 1 << 18; // bytes of a file

function passed_in(text: string): Passed | null {
  try {
    const { act, signatures, title } = JSON.parse(text) as Passed;
    const well = typeof act.book === 'string' && typeof act.kind === 'string' && typeof act.made === 'string' && typeof act.nonce === 'string' && typeof act.fields === 'object' && act.fields !== null &&
      Array.isArray(signatures) && signatures.length > 0 && signatures.length <= 64 && signatures.every((one) => typeof one.key === 'string' && typeof one.signature === 'string');
    const kept: Act = { book: act.book, kind: act.kind, made: act.made, nonce: act.nonce, fields: act.fields };
    return well ? { act: kept, signatures: signatures.map(({ key, signature }): Signature => ({ key, signature })), title: typeof title === 'string' ? title.slice(0, 200) : act.kind } : null;
  } catch {
    return null;
  }
}

// A document of an act, a line for each thing it says.
function lines_of(value: Json, before = ''): string {
  if (typeof value !== 'object' || value === null) return before + String(value);
  const plain = (one: Json) => typeof one !== 'object' || one === null;
  if (Array.isArray(value)) return value.every(plain) ? before + value.join(' › ') : value.map((one, i) => lines_of(one, `${before}${i + 1}: `)).join('\n');
  return Object.entries(value).map(([key, one]) => lines_of(one, `${before}${key}: `)).join('\n');
}

function Sign(props: { of: Passed }) {
  const [passed, set_passed] = useState(props.of), [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null);
  const sentence = useSentence(), book = useBook().data, who = me.value, { act } = passed;
  const mine = passed.signatures.some((one) => one.key === who?.key);
  const sign = async () => {
    if (!who) return;
    try {
      const signature = await sign_act(act, who);
      set_passed({ ...passed, signatures: [...passed.signatures, signature] });
    } catch (error) {
      set_problem(trouble_of(error));
    }
  };
  const send = async () => {
    set_problem(null);
    try {
      set_entry((await send_act(act, passed.signatures, passed.title)).entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
  };
  if (entry !== null) return <Received entry={entry} />;
  if (book && book.book !== act.book) return <p class="wrong" role="alert">{t('together.otherbook')}</p>;
  return (
    <Section title={sentence({ act, signatures: passed.signatures, time: act.made })} mark="decide">
      {problem && <Trouble problem={problem} />}
      <dl class="fields" data-act={act.kind}>
        {Object.entries(act.fields).map(([field, value]) => (
          <div key={field}><dt><code>{field}</code></dt><dd class="lines">{lines_of(value)}</dd></div>
        ))}
        <div><dt>{t('together.when')}</dt><dd><Time at={act.made} exact /></dd></div>
        <div><dt>{t('together.signed')}</dt><dd data-signatures={passed.signatures.length}>{passed.signatures.map((one) => <div key={one.key}><code>{one.key}</code></div>)}</dd></div>
      </dl>
      {!who && <p>{t('opening.signin')}</p>}
      <p class="buttons">
        {who && !mine && <button type="button" onClick={() => void sign()}>{t('together.sign')}</button>}
        {mine && <button type="button" onClick={() => void send()}>{t('together.send')}</button>}
        {mine && <a href="#" class="button quiet-button" download={`${act.kind}.json`} onClick={(event) => save_passed(event, passed)}>{t('pass.save')}</a>}
      </p>
    </Section>
  );
}

export function TogetherView() {
  const [read, set_read] = useState<{ name: string; passed: Passed | null; nth: number } | null>(null);
  const choose = async (file: File | undefined) => {
    if (file) set_read({ name: file.name, passed: file.size <= MOST ? passed_in(await file.text()) : null, nth: (read?.nth ?? 0) + 1 });
  };
  return (
    <Page title={t('together.title')} lead={t('together.lead')}>
      <p class="field">
        <label for="passed">{t('together.file')}</label>
        <input id="passed" type="file" accept=".json,application/json" onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </p>
      {read && !read.passed && <p class="wrong" role="alert">{t('together.none', { name: read.name })}</p>}
      {read?.passed && <Sign key={read.nth} of={read.passed} />}
    </Page>
  );
}
