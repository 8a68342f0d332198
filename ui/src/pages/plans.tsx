// The area of plans: which page an address is.
import type { Segments } from '../later';
import { plan as texts } from '../texts/plan';
import { PlanView } from './plan';

export { texts };

export function Content({ name = '' }: Segments) {
  return <PlanView key={name} id={name} />;
}
