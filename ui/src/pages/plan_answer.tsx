// What workplaces answer to a plan: accept, refuse, or say how much they would do; and the form to answer with.
import { useState } from 'preact/hooks';
import { do_act } from '../act';
import { useAnswer, type Problem } from '../api';
import { me } from '../keys';
import { BodyName, Section, Shown, Trouble } from '../parts';
import { may } from '../session';
import { number, t } from '../text';
import { trouble_of } from './decision';
import { PlanPage, api_path } from './plan_data';

export type Said = 'accept' | 'refuse' | 'counter';
const SAID: Said[] = ['accept', 'counter', 'refuse'];

export interface Answers {
  plan: string;
  outcome?: string;
  answers: { body: string; process?: string; answer: Said; most?: string; reason?: string; person: string; time: string }[];
  silent: { body: string }[];
}

// `processes`: those of the workplace, BODY/NAME, where they are known. Only who may answer for a workplace is shown the form.
export function Answer(props: { plan: string; bodies: string[]; processes?: { id: string; name: string }[] }) {
  const mine = props.bodies.filter((body) => may('plan_answer', body));
  if (!me.value) return <p>{t('stoppage.signin')}</p>;
  if (!mine.length) return <p>{t('plan.notyours')}</p>;
  return <Form key={mine.join()} {...props} bodies={mine} />;
}

function Form(props: { plan: string; bodies: string[]; processes?: { id: string; name: string }[] }) {
  const [body, set_body] = useState(props.bodies[0] ?? ''), [said, set_said] = useState<Said | ''>(''), [reason, set_reason] = useState('');
  const [most, set_most] = useState(''), [process, set_process] = useState(props.processes?.[0]?.id ?? '');
  const [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null), [busy, set_busy] = useState(false);
  const send = async (event: Event) => {
    event.preventDefault();
    if (!said || busy) return;
    set_busy(true);
    set_problem(null);
    try {
      const receipt = await do_act('plan_answer', {
        body, plan: props.plan, answer: said,
        ...(said === 'counter' && { process: (process.split('/').slice(1).join('/') || process).trim(), most: most.trim() }),
        ...(reason.trim() && { reason: reason.trim().normalize('NFC') }),
      }, `${t('plan.title', { plan: props.plan })}: ${t(`said.${said}`)}`);
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  if (entry !== null) return <p class="received" role="status">{t('plan.received', { entry })}</p>;
  return (
    <form onSubmit={send}>
      {problem && <Trouble problem={problem} />}
      {props.bodies.length > 1 && (
        <p class="field">
          <label for="whose">{t('plan.whose')}</label>
          <select id="whose" value={body} onChange={(event) => set_body(event.currentTarget.value)}>
            {props.bodies.map((one) => <option key={one} value={one}><BodyName id={one} plain /></option>)}
          </select>
        </p>
      )}
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
            {props.processes
              ? <select id="process" value={process} onChange={(event) => set_process(event.currentTarget.value)}>{props.processes.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}</select>
              : <input id="process" value={process} onInput={(event) => set_process(event.currentTarget.value)} />}</p>
          <p class="field"><label for="most">{t('plan.most')}</label>
            <input id="most" inputMode="decimal" value={most} onInput={(event) => set_most(event.currentTarget.value)} /></p>
        </>
      )}
      {said && (
        <p class="field">
          <label for="reason">{said === 'accept' ? t('plan.reason.free') : t('recall.reason')}</label>
          <textarea id="reason" rows={2} maxLength={2000} value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
        </p>
      )}
      <button type="submit" disabled={!said || busy}>{t('plan.sign')}</button>
    </form>
  );
}

// Those who refuse or counter first, each with the reason; who accepts is counted, and unfolded on demand.
export function AnswersView(props: { plan: string }) {
  return (
    <Shown whole of={useAnswer<Answers>(api_path(props.plan, 'answers'))}>
      {(all) => {
        const against = all.answers.filter((one) => one.answer !== 'accept'), accepted = [...new Set(all.answers.filter((one) => one.answer === 'accept').map((one) => one.body))];
        const concerned = [...new Set([...all.silent, ...all.answers].map((one) => one.body))].sort();
        const bodies = new Set(against.map((one) => one.body));
        return (
          <PlanPage plan={props.plan} title={t('plan.answers')} lead={t('plan.answers.lead', { accepted: accepted.length, against: bodies.size, silent: all.silent.length })}>
            {(plan) => (
              <div class="columns">
                <div>
                  {!all.answers.length && <p class="quiet">{t('plan.none')}</p>}
                  {against.length > 0 && (
                    <Section title={t('plan.against', { n: bodies.size })} mark="decide">
                      <ul class="list">
                        {against.map((one) => (
                          <li key={one.body + one.process} class="decide" data-answer={one.answer}>
                            <BodyName id={one.body} />{': '}<strong>{t(`said.${one.answer}`)}</strong>
                            {one.process && <span class="quiet"> {one.process.replace(/_/g, ' ')}{one.most && ` ≤ ${number(Number(one.most))}`}</span>}
                            {one.reason && <><br /><q>{one.reason}</q></>}
                          </li>
                        ))}
                      </ul>
                    </Section>
                  )}
                  {[['plan.accepted', accepted] as const, ['plan.silent', all.silent.map((one) => one.body)] as const].map(([title, list]) => list.length > 0 && (
                    <Section key={title} title={title === 'plan.accepted' ? t('plan.accepted') : t('plan.silent')}>
                      <details open={list.length <= 20}>
                        <summary>{t('plan.bodies', { n: list.length })}</summary>
                        <ul class="list">{list.map((one) => <li key={one}><BodyName id={one} /></li>)}</ul>
                      </details>
                    </Section>
                  ))}
                </div>
                <div>{plan.standing === 'waits' && <Section title={t('plan.yours')} mark="decide"><Answer plan={props.plan} bodies={concerned} /></Section>}</div>
              </div>
            )}
          </PlanPage>
        );
      }}
    </Shown>
  );
}
