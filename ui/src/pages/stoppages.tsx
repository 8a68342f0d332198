// What stands still: the list of it, and one stoppage with what it does to the plan it came into: the plan without the workplace beside the plan before.
import { useState } from 'preact/hooks';
import { do_act } from '../act';
import { useAnswer, type Problem } from '../api';
import { me } from '../keys';
import { BodyName, Page, Person, Section, Shown, Trouble, useBodies } from '../parts';
import { Link, go, part, query } from '../router';
import { T, Time, t } from '../text';
import type { Change } from '../whatif/ask';
import { search_of, useWhatIf } from '../whatif/ask';
import { compare_path } from '../whatif/changes';
import { OutcomeView } from '../whatif/outcome';
import { trouble_of } from './decision';

interface Stoppage {
  stoppage: string;
  body: string;
  process?: string;
  entry: number;
  time: string;
  person?: string;
  text: string;
  evidence?: string;
  ended?: string;
  ended_by?: string;
  ended_entry?: number;
  end_text?: string;
  plan_before?: string;
  plan_after?: string;
}

function Told(props: { of: Stoppage }) {
  const { stoppage, body, process, time, person, text, ended, ended_by, end_text } = props.of;
  return (
    <li data-stoppage={stoppage} class={ended ? '' : 'decide'}>
      <strong><BodyName id={body} /></strong>{process && ' · ' + process}{': '}
      <Link to={'/stoppages/' + part(stoppage)}>{text}</Link>
      <br />
      <span class="quiet">
        <T k="stoppage.since" places={{ day: <Time at={time} />, person: person ? <Person id={person} /> : <BodyName id={body} plain /> }} />
        {ended && <>{' '}<T k="stoppage.over" places={{ day: <Time at={ended} />, person: ended_by ? <Person id={ended_by} /> : <BodyName id={body} plain /> }} />{end_text && <>{' '}<q>{end_text}</q></>}</>}
      </span>
    </li>
  );
}

export function StoppagesView() {
  const body = query('body') ?? '', told = [...(useBodies().data?.bodies ?? [])].filter((one) => one.kind === 'workplace' && !one.closed);
  return (
    <Page title={t('stoppages.title')} lead={t('stoppages.lead')}>
      <p class="field">
        <label for="body">{t('stoppages.of')}</label>
        <select id="body" value={body} onChange={({ currentTarget: { value } }) => go('/stoppages' + (value && '?body=' + part(value)), true)}>
          <option value="">{t('stoppages.all')}</option>
          {told.map((one) => <option key={one.body} value={one.body}>{one.name}</option>)}
        </select>
      </p>
      {body && <p><Link class="button" to={`/councils/${part(body)}/stoppage`}>{t('stoppage.report')}</Link></p>}
      <Shown of={useAnswer<{ stoppages: Stoppage[]; lifted: Stoppage[] }>('/api/stoppages' + (body && '?body=' + part(body)))}>
        {({ stoppages, lifted }) => (
          <div class="columns">
            <Section title={t('stoppages.open')} mark={stoppages.length ? 'decide' : undefined}>
              {stoppages.length ? <ul class="list" data-list="open">{stoppages.map((one) => <Told key={one.stoppage} of={one} />)}</ul> : <p class="quiet">{t('stoppages.none')}</p>}
            </Section>
            {lifted.length > 0 && <Section title={t('stoppages.lifted')}><ul class="list" data-list="lifted">{lifted.map((one) => <Told key={one.stoppage} of={one} />)}</ul></Section>}
          </div>
        )}
      </Shown>
    </Page>
  );
}

function Lift(props: { of: Stoppage }) {
  const [text, set_text] = useState(''), [problem, set_problem] = useState<Problem | null>(null), [busy, set_busy] = useState(false);
  const lift = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    set_busy(true);
    set_problem(null);
    try {
      const { body, stoppage } = props.of;
      await do_act('stoppage_end', { body, stoppage, ...(text.trim() && { text: text.trim().normalize('NFC') }) }, t('stoppage.works'));
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  if (!me.value) return <p class="quiet">{t('stoppage.members')}</p>;
  return (
    <form onSubmit={lift}>
      {problem && <Trouble problem={problem} />}
      <p class="field">
        <label for="how">{t('stoppage.how')}</label>
        <textarea id="how" rows={2} maxLength={1000} value={text} onInput={(event) => set_text(event.currentTarget.value)} />
      </p>
      <button type="submit" disabled={busy}>{t('stoppage.lift')}</button>
    </form>
  );
}

const stop_of = ({ body, process }: Stoppage): Change[] => [{ kind: 'stop', pattern: `${body}/${process ?? '*'}` }];

// The plan that counted on the workplace, made anew without it.
export function Consequences(props: { of: Stoppage }) {
  const { plan_before: plan, plan_after: after } = props.of, changes = stop_of(props.of), asked = useWhatIf(plan, changes);
  if (!plan) return <p class="quiet">{t('stoppage.no_plan')}</p>;
  return (
    <>
      <p><T k="stoppage.without" places={{ plan: <Link to={'/plans/' + part(plan)}>{plan}</Link> }} /></p>
      <OutcomeView of={asked} name={'stoppage-' + props.of.stoppage} />
      <ul class="list">
        <li><Link to={`/plans/${part(plan)}/what-if${search_of(changes)}`}>{t('stoppage.try')}</Link></li>
        {after && <li><Link to={compare_path(plan, after)}>{t('stoppage.after', { plan: after })}</Link></li>}
      </ul>
    </>
  );
}

export function StoppageView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<Stoppage>('/api/stoppages/' + part(props.id))}>
      {(one) => (
        <Page title={one.ended ? t('stoppage.worked') : t('stoppage.title')} lead={<q>{one.text}</q>} over={<><BodyName id={one.body} />{one.process && ' · ' + one.process}</>}>
          <p data-since={one.time}><T k="stoppage.since" places={{ day: <Time at={one.time} exact />, person: one.person ? <Person id={one.person} /> : <BodyName id={one.body} plain /> }} />{' '}
            <Link to={'/book/' + one.entry}>{t('whatif.entry', { entry: one.entry })}</Link></p>
          {one.evidence && <p class="quiet">{t('stoppage.evidence')} <code>{one.evidence}</code></p>}
          {one.ended && <p class="received" role="status"><T k="stoppage.over" places={{ day: <Time at={one.ended} exact />, person: one.ended_by ? <Person id={one.ended_by} /> : <BodyName id={one.body} plain /> }} />{one.end_text && <>{' '}<q>{one.end_text}</q></>}</p>}
          {!one.ended && <Section title={t('stoppage.works')} mark="served"><Lift of={one} /></Section>}
          <Section title={t('stoppage.changes')}><Consequences of={one} /></Section>
          <p><Link to="/stoppages">{t('stoppages.see')}</Link></p>
        </Page>
      )}
    </Shown>
  );
}

// After a report: what it does to the plan, at once.
export function Reported(props: { stoppage: string }) {
  return (
    <Shown of={useAnswer<Stoppage>('/api/stoppages/' + part(props.stoppage))}>
      {(one) => <Section title={t('stoppage.changes')}><Consequences of={one} /></Section>}
    </Shown>
  );
}
