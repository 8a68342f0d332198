// An election, or the vote on a recall: how it works and who stands, the ballot while votes are taken, then a result that explains itself.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { BallotForm, EMPTY, marks_in_words, said_of, type Ballot, type BallotKind, type Option } from '../ballots';
import type { Json } from '../bytes';
import type { BodyPage, Election, PersonPage, Votes } from '../data';
import { me } from '../keys';
import { BodyName, Page, Person, Section, Shown, kind_word, useBodies } from '../parts';
import { part } from '../router';
import { Signing } from '../signing';
import { T, Time, has, number, t } from '../text';
import { CountView, RuleWords, type NameOf } from './count';
import { Offices } from './offices';
import { VotesByName } from './votes';

export const result_word = (result: string): string => (has(`result.${result}`) ? t(`result.${result}` as 'result.elected') : result);

export function PollTag(props: { of: { closed?: string; result?: string } }) {
  const { result, closed } = props.of;
  const mark = !closed ? 'tag decide' : result === 'elected' || result === 'kept' || result === 'recalled' ? 'tag served' : 'tag';
  return <span class={mark}>{closed ? result_word(result ?? '') : t('result.open')}</span>;
}

export function names_of(of: Election): NameOf {
  const names = new Map((of.candidates ?? []).map((one) => [one.person, one.name ?? one.person]));
  return (id) => names.get(id) ?? (id === 'yes' || id === 'no' ? t(`recall.${id}`) : id);
}

export function options_of(of: Election): Option[] {
  if (of.what === 'recall') return ['yes', 'no'].map((id) => ({ id, name: t(`recall.${id}` as 'recall.yes') }));
  return (of.candidates ?? []).filter((one) => !one.withdrawn).map((one) => ({ id: one.person, name: one.name ?? one.person, of: one.list }));
}

/* ---- how it works ---- */

function How(props: { of: Election }) {
  const { of } = props;
  return (
    <Section title={t('election.how')}>
      <dl class="fields">
        {of.what === 'election' && (
          <>
            <div><dt>{t('election.what')}</dt><dd><T k="election.what.is" places={{ n: <strong data-figure="seats">{number(of.seats ?? 0)}</strong>, body: <BodyName id={of.body} />, council: <BodyName id={of.council} /> }} /></dd></div>
            <div><dt>{t('election.term')}</dt><dd>{of.term_days ? t('election.days', { n: of.term_days }) : t('election.noterm')}</dd></div>
          </>
        )}
        <div><dt>{t('election.who')}</dt><dd><T k={of.electorate === 'roll' ? 'election.who.roll' : of.electorate === 'delegates' ? 'election.who.delegates' : 'election.who.beneath'} places={{ body: <BodyName id={of.body} />, n: <strong data-figure="entitled">{number(of.entitled)}</strong> }} /></dd></div>
        <div><dt>{of.closed ? t('election.closed') : t('election.until')}</dt><dd>{of.closed ? <Time at={of.closed} exact /> : of.closes ? <Time at={of.closes} exact /> : t('election.tellers')}</dd></div>
        <div><dt>{t('election.secret')}</dt><dd>{of.voting === 'open' ? t('election.open') : t('election.paper', { k: of.tellers ?? 1 })}</dd></div>
        {of.voting === 'open' && !of.closed && <div><dt>{t('election.change')}</dt><dd>{t('election.change.yes')}</dd></div>}
        {of.rule && !of.count && <div><dt>{t('election.rule')}</dt><dd><RuleWords rule={of.rule} source={of.source} /></dd></div>}
        {of.what === 'recall' && of.quorum !== undefined && <div><dt>{t('election.carried')}</dt><dd>{t('election.carried.is', { quorum: of.quorum, majority: has(`majority.${of.majority}`) ? t(`majority.${of.majority}` as 'majority.simple') : (of.majority ?? '') })}</dd></div>}
      </dl>
    </Section>
  );
}

function Candidates(props: { of: Election }) {
  const all = props.of.candidates ?? [];
  return (
    <Section title={t('election.candidates')}>
      {!all.length && <p class="quiet">{t('election.nobody')}</p>}
      <ul class="list">
        {all.map((one) => (
          <li key={one.person} data-candidate={one.person}>
            <span class="speaker"><Person id={one.person} name={one.name} /></span>{' '}
            {one.elected !== undefined && <span class="tag served">{t('count.elected')}</span>}
            {one.withdrawn && <span class="tag">{t('election.withdrawn')}</span>}
            <span class="quiet">
              {one.list && <> {t('election.list', { list: one.list })}</>}
              {one.mate && <> <T k="election.mate" places={{ person: <Person id={one.mate} /> }} /></>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/* ---- the ballot ---- */

// Whether the book has this person among those who vote; of all rolls beneath a council only the node can say.
function is_elector(of: Election, who: PersonPage): boolean {
  if (of.electorate === 'roll') return who.rolls.some((roll) => roll.body === of.body);
  return of.electorate === 'beneath' || who.mandates.some((mandate) => mandate.stands && mandate.council === of.body);
}

function Cast(props: { of: Election; who: string }) {
  const { of } = props, [ballot, set_ballot] = useState<Ballot>(EMPTY);
  const before = useAnswer<Votes>(`/api/elections/${part(of.poll)}/votes?person=${part(props.who)}&limit=1`).data?.votes[0];
  const options = options_of(of), name = names_of(of), kind = of.ballot;
  const fill = () => {
    const said = said_of(kind, ballot);
    return said ? { kind: 'cast', fields: { poll: of.poll, for: said }, title: of.poll } : t('vote.choose');
  };
  if (!options.length) return <p class="quiet">{t('election.nobody')}</p>;
  return (
    <>
      {before && <p data-voted={before.marks}><T k="vote.before" places={{ vote: <strong>{marks_in_words(before.marks, name, kind)}</strong>, time: <Time at={before.time} exact /> }} /></p>}
      <Signing label={t('vote.cast')} fill={fill} done={of.closes && <p><T k="vote.until" places={{ time: <Time at={of.closes} exact /> }} /></p>} review={(act) => <Review said={act.fields['for'] as Json[]} name={name} closes={of.closes} kind={kind} all={kind === 'ranked' ? options.length : 0} />}>
        <BallotForm kind={kind} options={options} ballot={ballot} set={set_ballot} equal={of.rule === 'schulze' || of.rule === 'ranked-pairs'} />
      </Signing>
    </>
  );
}

// What the act says, read back before it is signed.
export function Review(props: { said: Json[]; name: NameOf; closes?: string | undefined; kind?: BallotKind; all: number }) {
  const ranks = props.said.map((rank) => (Array.isArray(rank) ? rank.map((one) => props.name(String(one))).join(' = ') : props.name(String(rank))));
  const ranked = props.said.flat().length, List = (props.kind ?? 'ranked') === 'ranked' ? 'ol' : 'ul';
  return (
    <>
      <p class="large">{t('vote.review.is')}</p>
      <List class="large">{ranks.map((rank) => <li key={rank}>{rank}</li>)}</List>
      {props.all > ranked && <p>{t('vote.review.rest', { n: props.all - ranked })}</p>}
      <p>{t('vote.public')} {props.closes && <T k="vote.until" places={{ time: <Time at={props.closes} exact /> }} />}</p>
    </>
  );
}

function YourVote(props: { of: Election }) {
  const { of } = props, who = me.value;
  return (
    <Section title={t('vote.yours')} mark="decide">
      {of.closes && <p class="quiet"><T k="today.until" places={{ time: <Time at={of.closes} exact /> }} /></p>}
      {of.voting === 'paper' ? (
        <p><strong>{t('vote.paper')}</strong> {t('election.paper', { k: of.tellers ?? 1 })}</p>
      ) : !who ? (
        <p>{t('vote.signin')} {t('vote.public')}</p>
      ) : (
        <Shown of={useAnswer<PersonPage>(`/api/people/${part(who.person)}/mandates`)}>
          {(person) => (is_elector(of, person) ? <Cast of={of} who={who.person} /> : <p><T k="vote.notyours" places={{ body: <BodyName id={of.body} /> }} /></p>)}
        </Shown>
      )}
    </Section>
  );
}

/* ---- the result ---- */

function Result(props: { of: Election; name: NameOf }) {
  const { of, name } = props, elected = (of.candidates ?? []).filter((one) => one.elected !== undefined).sort((a, b) => (a.elected ?? 0) - (b.elected ?? 0));
  return (
    <Section title={t('decision.result')} mark={of.result === 'cancelled' ? undefined : 'served'}>
      <p class="large" data-result={of.result}>
        {of.result === 'elected' ? t(elected.length > 1 ? 'result.elected.many' : 'result.elected.one', { names: elected.map((one) => name(one.person)).join(', ') }) : t(`result.is.${of.result}` as 'result.is.nobody', { person: of.name ?? of.person ?? '' })}
      </p>
      {of.result !== 'cancelled' && (
        <dl class="figures">
          <div><dd data-figure="votes">{number(of.votes)}</dd><dt>{t('result.votes')}</dt></div>
          <div><dd data-figure="entitled">{number(of.entitled)}</dd><dt>{t('result.entitled')}</dt></div>
          {of.what === 'recall' && <div><dd data-figure="yes">{number(of.yes ?? 0)}</dd><dt>{t('recall.yes')}</dt></div>}
          {of.what === 'recall' && <div><dd data-figure="no">{number(of.no ?? 0)}</dd><dt>{t('recall.no')}</dt></div>}
        </dl>
      )}
    </Section>
  );
}

function ElectionPage(props: { of: Election }) {
  const { of } = props, name = names_of(of), bodies = useBodies().data?.bodies;
  const body = bodies?.find((one) => one.body === of.body), called = body?.name ?? of.body;
  const officers = useAnswer<BodyPage>(`/api/bodies/${part(of.body)}`).data?.officers ?? [];
  return (
    <Page
      title={of.what === 'recall' ? t('election.recall', { person: of.name ?? of.person ?? '' }) : t('election.title', { body: called })}
      over={<><PollTag of={of} />{' '}<BodyName id={of.body} />{body && ` · ${kind_word(body.kind)}`} · <code>{of.poll}</code></>}
      lead={of.what === 'recall' ? <T k="election.recall.lead" places={{ body: <BodyName id={of.body} />, council: <BodyName id={of.council} /> }} /> : undefined}
    >
      {of.reason && <blockquote class="body-text">{of.reason}</blockquote>}
      <div class="columns">
        <div>
          {of.closed ? <Result of={of} name={name} /> : <YourVote of={of} />}
          {of.count && <CountView of={of.count} name={name} id={of.poll} command={`election ${of.poll}`} path={`/api/elections/${part(of.poll)}/stages`} />}
          {!of.closed && <Offices of={of} officers={officers} />}
        </div>
        <div>
          {!of.closed && (
            <Section title={t('election.turnout')}>
              <p class="large" data-turnout={of.votes}>{t('election.turnout.is', { votes: of.votes, entitled: of.entitled })}</p>
              <progress max={Math.max(1, of.entitled)} value={Math.min(of.votes, of.entitled)} aria-label={t('election.turnout')} />
            </Section>
          )}
          {of.what === 'election' && <Candidates of={of} />}
          <How of={of} />
          {of.voting === 'open' && <VotesByName poll={of.poll} kind={of.ballot} name={name} closed={!!of.closed} />}
        </div>
      </div>
    </Page>
  );
}

export function ElectionView(props: { id: string }) {
  return <Shown whole of={useAnswer<Election>(`/api/elections/${part(props.id)}`)}>{(of) => <ElectionPage of={of} />}</Shown>;
}
