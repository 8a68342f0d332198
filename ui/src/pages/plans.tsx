// The area of plans and stoppages: which page an address is.
import type { Segments } from '../later';
import { plan as texts } from '../texts/plan';
import { PlanView } from './plan';
import { StoppageView } from './stoppage';

export { texts };

export function Content({ place, name = '' }: Segments) {
  return place === 'stoppage' ? <StoppageView key={name} body={name} /> : <PlanView key={name} id={name} />;
}
