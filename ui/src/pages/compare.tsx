// Two plans of the book beside each other: what the later one changes, for whom and why.
import { useAnswer } from '../api';
import { Page, Section, Shown } from '../parts';
import { Link, go, part } from '../router';
import { day, t } from '../text';
import type { Changes } from '../whatif/ask';
import { ChangesView, compare_path } from '../whatif/changes';

interface Listed {
  plan: string;
  body: string;
  proposed: string;
}

function Which(props: { before: string; after: string | undefined }) {
  const plans = useAnswer<{ plans: Listed[] }>('/api/plans').data?.plans ?? [];
  const choose = (before: string, after: string) => { if (before && after) go(compare_path(before, after)); };
  const options = plans.map(({ plan, proposed }) => <option key={plan} value={plan}>{plan} · {day(proposed)}</option>);
  return (
    <div class="buttons">
      <p class="field"><label for="before">{t('compare.before')}</label>
        <select id="before" value={props.before} onChange={(event) => choose(event.currentTarget.value, props.after ?? '')}>{options}</select></p>
      <p class="field"><label for="after">{t('compare.after')}</label>
        <select id="after" value={props.after ?? ''} onChange={(event) => choose(props.before, event.currentTarget.value)}>
          {!props.after && <option value="">{t('compare.choose')}</option>}
          {options}
        </select></p>
    </div>
  );
}

function Differences(props: { before: string; after: string }) {
  return (
    <Shown of={useAnswer<Changes>(`/api/plans/${part(props.after)}/changes?from=${part(props.before)}`)}>
      {(changes) => <ChangesView of={changes} name={`${props.before}-${props.after}`} />}
    </Shown>
  );
}

export function CompareView(props: { before: string; after: string | undefined }) {
  return (
    <Page title={t('compare.title')} lead={props.after ? t('compare.lead', { before: props.before, after: props.after }) : undefined}
      over={<Link to={'/plans/' + part(props.before)}>{t('whatif.of', { plan: props.before })}</Link>}>
      <Which before={props.before} after={props.after} />
      {props.after && <Section title={t('compare.differs')}><Differences key={props.before + '/' + props.after} before={props.before} after={props.after} /></Section>}
    </Page>
  );
}
