// Pages that are loaded when they are first opened, with their texts, so that the first view stays light.
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from './api';
import { speak, type Texts } from './messages';
import { Shown } from './parts';

// The segments of an address: /PLACE/NAME/MORE/REST.
export interface Segments {
  place: string;
  name?: string;
  more?: string;
  rest?: string;
}
export interface Area {
  texts: Texts;
  Content: FunctionComponent<Segments>;
}

export function later(load: () => Promise<Area>): FunctionComponent<Segments> {
  let area: Area | undefined;
  return function Later(props: Segments) {
    const [answer, say] = useState<Answer<Area>>({});
    useEffect(() => {
      if (area) return;
      void load().then(
        (loaded) => {
          speak(loaded.texts);
          area = loaded;
          say({ data: loaded });
        },
        () => say({ problem: { status: 0, title: '', findings: [] } }),
      );
    }, []);
    return <Shown of={area ? { data: area } : answer} whole>{(here) => <here.Content {...props} />}</Shown>;
  };
}
