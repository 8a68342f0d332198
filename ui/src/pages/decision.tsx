// A decision: its text, who voted how, the result, and, while votes are taken, a ballot: choose, review, sign, receipt.
import { useState } from 'preact/hooks';
import { Refused, useAnswer, type Problem } from '../api';
import { do_act, WrongDraft } from '../act';
import type { Json } from '../bytes';
import type { Decision } from '../data';
import { me } from '../keys';
import { BodyName, Page, Person, Section, Shown, Status, Trouble, ballot_word } from '../parts';
import { Link, part } from '../router';
import { useMay } from '../session';
import { T, Time, number, t } from '../text';

export const trouble_of = (error: unknown): Problem =>
  error instanceof Refused
    ? error.problem
    : { status: 1, title: error instanceof WrongDraft ? t('problem.draft') : t('problem.sign'), findings: [] };

type Ballot = { choice: string } | { rank: string[] };
const said = (ballot: Ballot): string => ballot_word('choice' in ballot ? ballot.choice : ballot.rank.join('>'));

// What the numbers chosen for each option mean: options in order, or what is wrong with them.
export function ranking(numbers: Record<string, number>): string[] | 'none' | 'twice' {
  const ranked = Object.entries(numbers).filter(([, n]) => n > 0);
  if (!ranked.length) return 'none';
  if (new Set(ranked.map(([, n]) => n)).size !== ranked.length) return 'twice';
  return ranked.sort((a, b) => a[1] - b[1]).map(([option]) => option);
}

function Choices(props: { of: Decision; done: (ballot: Ballot) => void }) {
  const amendments = props.of.amendments.filter((one) => !one.accepted).map((one) => one.option);
  const options = ['yes', ...amendments, 'no', 'further'];
  const [choice, set_choice] = useState(''), [numbers, set_numbers] = useState<Record<string, number>>({});
  const [wrong, set_wrong] = useState('');
  const review = (event: Event) => {
    event.preventDefault();
    if (!amendments.length) return choice ? props.done({ choice }) : set_wrong(t('vote.choose'));
    const rank = ranking(numbers);
    if (typeof rank === 'string') set_wrong(rank === 'none' ? t('vote.choose') : t('vote.twice'));
    else props.done({ rank });
  };
  return (
    <form onSubmit={review}>
      <fieldset>
        <legend>{amendments.length ? t('vote.rank') : t('vote.yours')}</legend>
        {amendments.length
          ? options.map((option) => (
              <p class="choice" key={option}>
                <label for={'rank-' + option}>{ballot_word(option)}</label>
                <select
                  id={'rank-' + option}
                  aria-label={t('vote.first', { option: ballot_word(option) })}
                  onChange={(event) => set_numbers({ ...numbers, [option]: Number(event.currentTarget.value) })}
                >
                  <option value="0">{t('vote.unranked')}</option>
                  {options.map((_, i) => <option key={i} value={i + 1}>{number(i + 1)}</option>)}
                </select>
              </p>
            ))
          : [...options, 'abstain'].map((option) => (
              <label class="choice" key={option}>
                <input type="radio" name="choice" value={option} checked={choice === option} onChange={() => set_choice(option)} />
                {ballot_word(option)}
              </label>
            ))}
      </fieldset>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <button type="submit">{t('vote.review')}</button>
    </form>
  );
}

function Vote(props: { of: Decision }) {
  const [ballot, set_ballot] = useState<Ballot | null>(null), [entry, set_entry] = useState<number | null>(null);
  const [problem, set_problem] = useState<Problem | null>(null), [busy, set_busy] = useState(false);
  const mine = useMay('vote', { proposal: props.of.proposal });
  if (!me.value) return <p>{t('vote.signin')}</p>;
  if (mine === false) return <p>{t('vote.others')}</p>;
  const cast = async () => {
    if (!ballot || busy) return;
    set_busy(true);
    set_problem(null);
    try {
      const receipt = await do_act('vote', { proposal: props.of.proposal, ...(ballot as Record<string, Json>) }, props.of.title);
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  if (entry !== null)
    return (
      <div class="received" role="status">
        <p><strong>{t('vote.received', { entry })}</strong></p>
        <p><Link to="/me">{t('receipt.see')}</Link></p>
      </div>
    );
  return (
    <>
      {problem && <Trouble problem={problem} />}
      {ballot ? (
        <div class="review">
          <p class="large">{t('vote.sure', { ballot: said(ballot), title: props.of.title })}</p>
          <p>{t('vote.public')}</p>
          <p class="buttons">
            <button type="button" onClick={cast} disabled={busy}>{t('vote.cast')}</button>
            <button type="button" class="plain" onClick={() => set_ballot(null)}>{t('vote.back')}</button>
          </p>
        </div>
      ) : (
        <Choices of={props.of} done={set_ballot} />
      )}
    </>
  );
}

function Result(props: { of: NonNullable<Decision['decision']> }) {
  const { cast, entitled, quorum, options } = props.of;
  return (
    <Section title={t('decision.result')} mark={props.of.outcome === 'adopted' ? 'served' : undefined}>
      <p>{t('decision.cast', { cast, entitled, quorum })}</p>
      <div class="wide" tabIndex={0} role="region" aria-label={t('decision.result')}>
        <table>
          <thead><tr><th>{t('decision.option')}</th><th class="n">{t('decision.for')}</th><th class="n">{t('decision.against')}</th></tr></thead>
          <tbody>
            {options.map((one) => (
              <tr key={one.option} data-option={one.option}>
                <th scope="row">{ballot_word(one.option)}</th><td class="n">{one.for}</td><td class="n">{one.against}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

export function DecisionView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<Decision>(`/api/decisions/${part(props.id)}`)}>
      {(one) => (
        <Page title={one.title} over={<><Status of={one.status} />{' '}
          <T k="decision.by" places={{ person: <Person id={one.person} name={one.name} />, body: <BodyName id={one.body} />, day: <Time at={one.time} /> }} /></>}>
          <div class="columns">
            <div>
              <Section title={t('decision.text')}><p class="body-text">{one.text}</p></Section>
              {one.amendments.map((other) => (
                <Section key={other.option} title={t('decision.amendment', { name: other.option })}><p class="body-text">{other.text}</p></Section>
              ))}
              {one.effects?.length > 0 && (
                <Section title={t('decision.effects')}>
                  <ul class="list">{one.effects.map((effect, i) => <li key={i}><code>{effect.kind}</code></li>)}</ul>
                </Section>
              )}
            </div>
            <div>
              {one.status === 'voting' && (
                <Section title={t('vote.yours')} mark="decide">
                  {one.until && <p class="quiet"><T k="today.until" places={{ time: <Time at={one.until} exact /> }} /></p>}
                  <Vote of={one} />
                </Section>
              )}
              {one.decision && <Result of={one.decision} />}
              <Section title={t('decision.votes')}>
                {one.votes.length ? <Votes of={one} /> : <p class="quiet">{t('decision.votes.none')}</p>}
              </Section>
            </div>
          </div>
        </Page>
      )}
    </Shown>
  );
}

function Votes(props: { of: Decision }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={t('decision.votes')}>
      <table>
        <thead><tr><th>{t('decision.who')}</th><th>{t('decision.vote')}</th><th>{t('decision.when')}</th></tr></thead>
        <tbody>
          {props.of.votes.map((vote) => (
            <tr key={vote.person + vote.body}>
              <th scope="row"><Person id={vote.person} name={vote.name} /></th>
              <td>
                {ballot_word(vote.ballot)}
                {vote.counted === false && props.of.decision && <span class="quiet"> ({t('decision.notcounted')})</span>}
                {vote.instruction && vote.instruction !== vote.ballot && <span class="wrong"> {t('person.against')}</span>}
              </td>
              <td><Time at={vote.time} exact /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
