// Two plans of the book beside each other, /plans/AFTER/compare/BEFORE: what the one changes from the other, for whom and why.
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

function Which(props: { before: string | undefined; after: string }) {
  const plans = useAnswer<{ plans: Listed[] }>('/api/plans').data?.plans ?? [];
  const choose = (before: string, after: string) => { if (before && after) go(compare_path(before, after)); };
  const options = plans.map(({ plan, proposed }) => <option key={plan} value={plan}>{plan} · {day(proposed)}</option>);
  return (
    <div class="buttons">
      <p class="field"><label for="before">{t('compare.before')}</label>
        <select id="before" value={props.before ?? ''} onChange={(event) => choose(event.currentTarget.value, props.after)}>
          {!props.before && <option value="">{t('compare.choose')}</option>}
          {options}
        </select></p>
      <p class="field"><label for="after">{t('compare.after')}</label>
        <select id="after" value={props.after} onChange={(event) => choose(props.before ?? '', event.currentTarget.value)}>{options}</select></p>
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

export function CompareView(props: { before: string | undefined; after: string }) {
  const { before, after } = props;
  return (
    <Page title={t('compare.title')} lead={before ? t('compare.lead', { before, after }) : undefined}
      over={<Link to={'/plans/' + part(after)}>{t('whatif.of', { plan: after })}</Link>}>
      <Which before={before} after={after} />
      {before && <Section title={t('compare.differs')}><Differences key={before + '/' + after} before={before} after={after} /></Section>}
    </Page>
  );
}
