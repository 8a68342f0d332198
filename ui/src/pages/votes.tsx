// Votes cast by name, a page at a time: where voting is open they are for everybody to read.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { marks_in_words, type BallotKind } from '../ballots';
import type { Votes } from '../data';
import { Person, Section, Shown } from '../parts';
import { part } from '../router';
import { Time, t } from '../text';
import type { NameOf } from './count';

const A_PAGE = 20;

export function VotesByName(props: { poll: string; kind: BallotKind; name: NameOf; closed: boolean }) {
  const [from, set_from] = useState(0);
  return (
    <Section title={t('decision.votes')}>
      <Shown of={useAnswer<Votes>(`/api/elections/${part(props.poll)}/votes?from=${from}&limit=${A_PAGE}`)}>
        {({ votes, size }) => (
          <>
            {!size && <p class="quiet">{t('decision.votes.none')}</p>}
            {size > 0 && (
              <div class="wide" tabIndex={0} role="region" aria-label={t('decision.votes')}>
                <table data-votes={size}>
                  <thead><tr><th scope="col">{t('decision.who')}</th><th scope="col">{t('decision.vote')}</th><th scope="col">{t('decision.when')}</th></tr></thead>
                  <tbody>
                    {votes.map((vote) => (
                      <tr key={vote.person}>
                        <th scope="row"><Person id={vote.person} name={vote.name} /></th>
                        <td data-marks={vote.marks}>
                          {marks_in_words(vote.marks, props.name, props.kind)}
                          {props.closed && vote.counted === false && <span class="quiet"> ({t('decision.notcounted')})</span>}
                        </td>
                        <td><Time at={vote.time} exact /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {size > A_PAGE && (
              <p class="buttons">
                {from > 0 && <button type="button" class="plain" onClick={() => set_from(Math.max(0, from - A_PAGE))}>{t('votes.before')}</button>}
                {from + A_PAGE < size && <button type="button" class="plain" onClick={() => set_from(from + A_PAGE)}>{t('votes.after')}</button>}
                <span class="quiet">{t('votes.shown', { from: from + 1, to: from + votes.length, size })}</span>
              </p>
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}
