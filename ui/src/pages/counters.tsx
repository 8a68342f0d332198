// The area of counters and cards: which page an address is.
import type { Segments } from '../later';
import { counter as texts } from '../texts/counter';
import { CounterPage } from './counter';
import { HouseholdPage } from './household';

export { texts };

export function Content({ place, name = '' }: Segments) {
  return place === 'household' ? <HouseholdPage key={name} card={name} /> : <CounterPage key={name} outlet={name} />;
}
