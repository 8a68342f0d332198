// The area of supply: which page an address is. /supply/BODY/...
import type { Segments } from '../../later';
import { Page, Trouble } from '../../parts';
import { supply as texts } from '../../texts/supply';
import { t } from '../../text';
import { ComplaintView, ComplaintsView } from './complaints';
import { CycleView, CyclesView } from './cycles';
import { DuplicatesView } from './duplicates';
import { HouseholdView, HouseholdsView } from './households';
import { BodyOverview, Wall } from './overview';
import { PricesView } from './prices';
import { StockView } from './stock';
import { WhyView } from './why';

export { texts };

export function Content({ name, more = '', rest = '' }: Segments) {
  if (!name) return <Wall />;
  const [one = '', two = ''] = rest.split('/').map(decodeURIComponent);
  if (!more) return <BodyOverview key={name} body={name} />;
  if (more === 'cycles') {
    if (!one) return <CyclesView key={name} body={name} />;
    if (/^[1-9]\d{0,8}$/.test(one)) return two ? <WhyView key={name + one + two} body={name} cycle={Number(one)} card={two} /> : <CycleView key={name + one} body={name} cycle={Number(one)} />;
  }
  if (more === 'households') return one ? <HouseholdView key={name + one} body={name} card={one} /> : <HouseholdsView key={name} body={name} />;
  if (more === 'duplicates') return <DuplicatesView key={name} body={name} />;
  if (more === 'stock') return <StockView key={name} body={name} />;
  if (more === 'prices') return <PricesView key={name} body={name} />;
  if (more === 'complaints') return one ? <ComplaintView key={name + one} body={name} id={one} /> : <ComplaintsView key={name} body={name} />;
  return (
    <Page title={t('problem.title')}>
      <Trouble problem={{ status: 404, title: '', findings: [] }} />
    </Page>
  );
}
