// The economy: the plans that are about now.
import { useAnswer } from '../api';
import { Page, Section, Shown } from '../parts';
import { Link } from '../router';
import { t } from '../text';
import type { Listed } from './plan_data';
import { Plans_of } from './plan_list';

export function EconomyView() {
  return (
    <Page title={t('economy')} lead={t('economy.lead')}>
      <Section title={t('plans')}>
        <Shown of={useAnswer<{ plans: Listed[] }>('/api/plans')}>
          {({ plans }) => {
            const now = plans.filter((one) => one.standing === 'waits' || one.standing === 'in_force');
            return (
              <>
                {plans.length ? <Plans_of list={now.length ? now : plans.slice(0, 1)} /> : <p class="quiet">{t('plans.none')}</p>}
                <p><Link to="/plans">{t('plans.all')}</Link></p>
              </>
            );
          }}
        </Shown>
      </Section>
    </Page>
  );
}
