// The area of elections, recalls and choices: which page an address is.
import type { Segments } from '../later';
import { elections as texts } from '../texts/elections';
import { ChoiceView } from './choice';
import { ElectionView } from './election';
import { OpeningView } from './opening';
import { TogetherView } from './together';

export { texts };

export function Content({ place, name = '', more }: Segments) {
  if (place === 'sign') return <TogetherView />;
  if (place === 'councils') return <OpeningView key={name} body={name} what={more === 'choice' ? 'choice' : 'election'} />;
  return place === 'choices' ? <ChoiceView key={name} id={name} /> : <ElectionView key={name} id={name} />;
}
