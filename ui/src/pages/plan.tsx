// A plan put to those who are to carry it out: who accepts, who refuses or counters and why, who is silent; and one's own workplace's answer.
import { useState } from 'preact/hooks';
import { do_act } from '../act';
import { useAnswer, type Problem } from '../api';
import { Chart, type FigureData } from '../chart';
import { me } from '../keys';
import { BodyName, Page, Person, Section, Shown, Trouble } from '../parts';
import { T, Time, t } from '../text';
import { trouble_of } from './decision';
import { part } from '../router';

interface Plan {
  plan: string;
  body: string;
  person: string;
  proposed: string;
  until?: string;
  outcome?: string;
  answers: { body: string; process?: string; answer: Said; most?: string; reason?: string; person: string; time: string }[];
  silent: { body: string }[];
}
type Said = 'accept' | 'refuse' | 'counter';
const SAID: Said[] = ['accept', 'counter', 'refuse'];

function Answer(props: { of: Plan }) {
  const concerned = [...new Set([...props.of.silent, ...props.of.answers].map((one) => one.body))];
  const [body, set_body] = useState(concerned[0] ?? ''), [said, set_said] = useState<Said | ''>(''), [reason, set_reason] = useState('');
  const [most, set_most] = useState(''), [process, set_process] = useState('');
  const [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null);
  if (!me.value) return <p>{t('stoppage.signin')}</p>;
  const send = async (event: Event) => {
    event.preventDefault();
    if (!said) return;
    set_problem(null);
    try {
      const receipt = await do_act('plan_answer', {
        body, plan: props.of.plan, answer: said,
        ...(said === 'counter' && { process: process.trim(), most: most.trim() }),
        ...(reason.trim() && { reason: reason.trim().normalize('NFC') }),
      }, `${t('plan.title', { plan: props.of.plan })}: ${t(`said.${said}`)}`);
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
  };
  if (entry !== null) return <p class="received" role="status">{t('plan.received', { entry })}</p>;
  return (
    <form onSubmit={send}>
      {problem && <Trouble problem={problem} />}
      <p class="field">
        <label for="whose">{t('plan.whose')}</label>
        <select id="whose" value={body} onChange={(event) => set_body(event.currentTarget.value)}>
          {concerned.map((one) => <option key={one} value={one}><BodyName id={one} plain /></option>)}
        </select>
      </p>
      <fieldset>
        <legend>{t('plan.says')}</legend>
        {SAID.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="said" value={one} checked={said === one} onChange={() => set_said(one)} />
            {t(`said.${one}`)}
          </label>
        ))}
      </fieldset>
      {said === 'counter' && (
        <>
          <p class="field"><label for="process">{t('plan.process')}</label>
            <input id="process" value={process} onInput={(event) => set_process(event.currentTarget.value)} /></p>
          <p class="field"><label for="most">{t('plan.most')}</label>
            <input id="most" inputMode="decimal" value={most} onInput={(event) => set_most(event.currentTarget.value)} /></p>
        </>
      )}
      <p class="field">
        <label for="reason">{t('recall.reason')}</label>
        <textarea id="reason" rows={2} maxLength={2000} value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
      </p>
      <button type="submit" disabled={!said}>{t('plan.sign')}</button>
    </form>
  );
}

const FIGURES = ['tiers', 'places', 'needs', 'activity', 'flows'] as const;

function Section_of(props: { plan: string; figure: string }) {
  return (
    <Shown of={useAnswer<{ figure: FigureData }>(`/api/plans/${part(props.plan)}/figures/${props.figure}`)}>
      {({ figure }) => <Chart of={figure} id={props.figure} />}
    </Shown>
  );
}

export function PlanView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<Plan>(`/api/plans/${part(props.id)}/answers`)}>
      {(one) => (
        <Page title={t('plan.title', { plan: one.plan })}
          over={<T k="decision.by" places={{ person: <Person id={one.person} />, body: <BodyName id={one.body} />, day: <Time at={one.proposed} /> }} />}>
          <div class="columns">
            <div>
              <Section title={t('plan.answers')}>
                {!one.answers.length && <p class="quiet">{t('plan.none')}</p>}
                <ul class="list">
                  {one.answers.map((answer) => (
                    <li key={answer.body + answer.process} class={answer.answer === 'accept' ? '' : 'decide'}>
                      <BodyName id={answer.body} />{': '}<strong>{t(`said.${answer.answer}`)}</strong>
                      {answer.process && <span class="quiet"> {answer.process}{answer.most && ` ≤ ${answer.most}`}</span>}
                      {answer.reason && <><br /><q>{answer.reason}</q></>}
                    </li>
                  ))}
                </ul>
              </Section>
              {one.silent.length > 0 && (
                <Section title={t('plan.silent')}>
                  <ul class="list">{one.silent.map((silent) => <li key={silent.body}><BodyName id={silent.body} /></li>)}</ul>
                </Section>
              )}
            </div>
            <div>{!one.outcome && <Section title={t('plan.yours')} mark="decide"><Answer of={one} /></Section>}</div>
          </div>
          {FIGURES.map((figure) => <Section_of key={figure} plan={one.plan} figure={figure} />)}
        </Page>
      )}
    </Shown>
  );
}
