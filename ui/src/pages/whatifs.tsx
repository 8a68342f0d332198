// The area of what-ifs, comparisons and stoppages: which page an address is.
import type { Segments } from '../later';
import { whatif as texts } from '../texts/whatif';
import { CompareView } from './compare';
import { ReportView } from './report';
import { StoppageView, StoppagesView } from './stoppages';
import { WhatIfView } from './whatif';

export { texts };

export function Content({ place, name = '', more, rest }: Segments) {
  if (place === 'councils') return <ReportView key={name} body={name} />;
  if (place === 'stoppages') return name ? <StoppageView key={name} id={name} /> : <StoppagesView />;
  return more === 'compare' ? <CompareView key={name} after={name} before={rest} /> : <WhatIfView key={name} id={name} />;
}
