// The area of the economy and plans: which page an address is.
import type { Segments } from '../later';
import { Page, Trouble } from '../parts';
import { t } from '../text';
import { plan as texts } from '../texts/plan';
import { CommodityView, EconomyView } from './economy';
import { PlanView } from './plan';
import { AnswersView } from './plan_answer';
import { CheckView } from './plan_check';
import { PlanList } from './plan_list';
import { NeedView } from './plan_need';
import { WorkplaceView, WorkplacesView } from './plan_work';

export { texts };

const Nothing = () => <Page title={t('problem.title')}><Trouble problem={{ status: 404, title: '', findings: [] }} /></Page>;

export function Content({ place, name = '', more = '', rest = '' }: Segments) {
  if (place === 'economy') return name ? <CommodityView key={name} id={name} /> : <EconomyView />;
  if (!name) return <PlanList />;
  switch (more) {
    case '': return <PlanView key={name} id={name} />;
    case 'answers': return <AnswersView key={name} plan={name} />;
    case 'check': return <CheckView key={name} plan={name} />;
    case 'needs': return rest ? <NeedView key={name + rest} plan={name} id={rest} /> : <Nothing />;
    case 'workplaces': return rest ? <WorkplaceView key={name + rest} plan={name} body={rest} /> : <WorkplacesView key={name} plan={name} />;
    default: return <Nothing />;
  }
}
