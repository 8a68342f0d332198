// The plans of the federation, the newest first.
import { useAnswer } from '../api';
import { BodyName, Page, Shown } from '../parts';
import { Link } from '../router';
import { T, Time, t } from '../text';
import { Standing_tag, plan_path, type Listed } from './plan_data';

export function Plans_of({ list }: { list: Listed[] }) {
  return (
    <ul class="list">
      {list.map((one) => (
        <li key={one.plan} class={one.standing === 'waits' ? 'decide' : ''} data-plan={one.plan}>
          <Link class="speaker" to={plan_path(one.plan)}>{t('plan.title', { plan: one.plan })}</Link>{' '}<Standing_tag of={one.standing} />
          <br />
          <span class="quiet">
            <T k="plan.of" places={{ body: <BodyName id={one.body} />, day: <Time at={one.proposed} /> }} />
            {'. '}{t('plan.counts', { accepted: one.accepted, countered: one.countered, refused: one.refused })}
            {one.after && <>{' '}<Link to={plan_path(one.plan, 'compare', one.after)}>{t('plan.compare', { plan: one.after })}</Link></>}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function PlanList() {
  return (
    <Page title={t('plans')} lead={t('plans.lead')}>
      <Shown of={useAnswer<{ plans: Listed[] }>('/api/plans')}>{({ plans }) => (plans.length ? <Plans_of list={plans} /> : <p class="quiet">{t('plans.none')}</p>)}</Shown>
    </Page>
  );
}
