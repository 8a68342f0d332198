// A choice between several: the options with what each gains and loses, a ballot that ranks them, then the count with the pairwise table explained.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { BallotForm, EMPTY, marks_in_words, said_of, type Ballot } from '../ballots';
import type { Json } from '../bytes';
import type { Choice, PersonPage } from '../data';
import { me } from '../keys';
import { BodyName, Page, Person, Section, Shown, useBodies } from '../parts';
import { part } from '../router';
import { Field, Signing } from '../signing';
import { T, Time, number, t } from '../text';
import { CountView, RuleWords, type NameOf } from './count';
import { Review } from './election';

const short = (title: string): string => (title.length > 80 ? title.slice(0, 79) + '…' : title);

function Options(props: { of: Choice }) {
  return (
    <Section title={t('choice.options')}>
      <ul class="list">
        {props.of.options.map((one) => (
          <li key={one.option} data-option={one.option}>
            <strong>{one.title ?? t('ballot.further')}</strong> {one.title && <code class="quiet">{one.option}</code>}
            {props.of.winner === one.option && <> <span class="tag served">{t('choice.chosen')}</span></>}
            {!one.title && <p class="quiet">{t('choice.further')}</p>}
            {one.file && (
              <details>
                <summary>{t('choice.file')}</summary>
                <p class="quiet">{t('choice.file.is')}</p>
                <p><code>{one.file}</code></p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Cast(props: { of: Choice; name: NameOf }) {
  const { of, name } = props, [ballot, set_ballot] = useState<Ballot>(EMPTY);
  const mine = of.ballots.find((one) => one.person === me.value?.person);
  const options = of.options.map((one) => ({ id: one.option, name: short(one.title ?? t('ballot.further')) }));
  const fill = () => {
    const said = said_of('ranked', ballot);
    return said ? { kind: 'choice_cast', fields: { choice: of.choice, for: said }, title: of.title } : t('vote.choose');
  };
  return (
    <>
      {mine && <p data-voted={mine.marks}><T k="vote.before" places={{ vote: <strong>{marks_in_words(mine.marks, name)}</strong>, time: <Time at={mine.time} exact /> }} /></p>}
      <Signing label={t('vote.cast')} fill={fill} done={<p><T k="vote.until" places={{ time: <Time at={of.until} exact /> }} /></p>} review={(act) => <Review said={act.fields['for'] as Json[]} name={name} closes={of.until} all={options.length} />}>
        <BallotForm kind="ranked" options={options} ballot={ballot} set={set_ballot} equal />
      </Signing>
    </>
  );
}

function YourVote(props: { of: Choice; name: NameOf }) {
  const { of } = props, who = me.value, bodies = useBodies().data?.bodies;
  const people = bodies?.find((one) => one.body === of.body)?.members === 'people';
  return (
    <Section title={t('vote.yours')} mark="decide">
      {!who ? (
        <p>{t('vote.signin')}</p>
      ) : (
        <Shown of={useAnswer<PersonPage>(`/api/people/${part(who.person)}/mandates`)}>
          {(person) =>
            (people ? person.rolls.some((one) => one.body === of.body) : person.mandates.some((one) => one.stands && one.council === of.body)) ? (
              <Cast of={of} name={props.name} />
            ) : (
              <p><T k="vote.notyours" places={{ body: <BodyName id={of.body} /> }} /></p>
            )
          }
        </Shown>
      )}
    </Section>
  );
}

function Result(props: { of: Choice; name: NameOf }) {
  const { of, name } = props;
  return (
    <Section title={t('decision.result')} mark={of.winner ? 'served' : undefined}>
      <p class="large" data-result={of.outcome}>
        {of.winner ? t('choice.is', { option: name(of.winner) }) : t(`choice.none.${of.why}` as 'choice.none.tie')}
      </p>
      <dl class="figures">
        <div><dd data-figure="votes">{number(of.votes ?? 0)}</dd><dt>{t('result.votes')}</dt></div>
        <div><dd data-figure="entitled">{number(of.entitled)}</dd><dt>{t('result.entitled')}</dt></div>
        <div><dd data-figure="quorum">{number(of.quorum ?? 0)}</dd><dt>{t('result.quorum')}</dt></div>
      </dl>
    </Section>
  );
}

function Close(props: { of: Choice }) {
  const { of } = props, [seed, set_seed] = useState('');
  if (!me.value) return null;
  return (
    <Section title={t('offices.title')}>
      <details>
        <summary>{t('close.title')}</summary>
        <p><T k="choice.close.when" places={{ time: <Time at={of.until} exact /> }} /></p>
        <Signing label={t('close.sign')} fill={() => ({ kind: 'choice_close', fields: { choice: of.choice, ...(seed.trim() && { seed: seed.trim() }) }, title: of.title })}>
          {of.outcome === undefined && <Field id="seed" label={t('close.seed')} hint={t('close.seed.committed')} value={seed} set={set_seed} />}
        </Signing>
      </details>
    </Section>
  );
}

function Ballots(props: { of: Choice; name: NameOf }) {
  return (
    <Section title={t('decision.votes')}>
      {!props.of.ballots.length && <p class="quiet">{t('decision.votes.none')}</p>}
      <ul class="list">
        {props.of.ballots.map((vote) => (
          <li key={vote.person} data-marks={vote.marks}>
            <strong><Person id={vote.person} name={vote.name} /></strong>: {marks_in_words(vote.marks, props.name)}
            {props.of.outcome && vote.counted === false && <span class="quiet"> ({t('decision.notcounted')})</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ChoicePage(props: { of: Choice }) {
  const { of } = props, closed = !!of.outcome;
  const titles = new Map(of.options.map((one) => [one.option, short(one.title ?? t('ballot.further'))])), name: NameOf = (id) => titles.get(id) ?? id;
  return (
    <Page
      title={of.title}
      over={<><span class={closed ? (of.winner ? 'tag served' : 'tag') : 'tag decide'}>{closed ? t(of.winner ? 'choice.chosen' : 'ballot.further') : t('result.open')}</span>{' '}<BodyName id={of.body} /></>}
    >
      <div class="columns">
        <div>
          {closed ? <Result of={of} name={name} /> : <YourVote of={of} name={name} />}
          <Options of={of} />
          {of.count && <CountView of={of.count} name={name} id={of.choice} command={`choice ${of.choice}`} path={`/api/choices/${part(of.choice)}/stages`} />}
          {!closed && <Close of={of} />}
        </div>
        <div>
          <Section title={t('election.how')}>
            <dl class="fields">
              <div><dt>{t('election.turnout')}</dt><dd data-turnout={of.votes ?? of.ballots.length}>{t('election.turnout.is', { votes: of.votes ?? of.ballots.length, entitled: of.entitled })}</dd></div>
              <div><dt>{t('election.until')}</dt><dd><Time at={of.until} exact /></dd></div>
              <div><dt>{t('election.secret')}</dt><dd>{t('election.open')}</dd></div>
              <div><dt>{t('election.change')}</dt><dd>{t('election.change.yes')}</dd></div>
              {!of.count && <div><dt>{t('election.rule')}</dt><dd><RuleWords rule={of.rule} /></dd></div>}
            </dl>
          </Section>
          <Ballots of={of} name={name} />
        </div>
      </div>
    </Page>
  );
}

export function ChoiceView(props: { id: string }) {
  return <Shown whole of={useAnswer<Choice>(`/api/choices/${part(props.id)}`)}>{(of) => <ChoicePage of={of} />}</Shown>;
}
