// A person as a delegate: mandates, votes cast, and how to recall.
import { useState } from 'preact/hooks';
import { do_act } from '../act';
import { useAnswer, type Problem } from '../api';
import type { PersonPage } from '../data';
import { me } from '../keys';
import { BodyName, Page, Section, Shown, Status, Trouble, ballot_word } from '../parts';
import { Link, part } from '../router';
import { useMay } from '../session';
import { Moment, Signing, moment_of } from '../signing';
import { T, Time, t } from '../text';
import { trouble_of } from './decision';

type Mandate = PersonPage['mandates'][number];

function Recall(props: { of: Mandate; person: string }) {
  const [reason, set_reason] = useState(''), [problem, set_problem] = useState<Problem | null>(null), [entry, set_entry] = useState<number | null>(null);
  const mine = useMay('petition', { council: props.of.council, body: props.of.body });
  if (!me.value || mine === false) return <p>{t('recall.lead')}</p>;
  const begin = async (event: Event) => {
    event.preventDefault();
    const { council, body, seat } = props.of, petition = `recall-${props.person}-${Date.now().toString(36)}`.slice(0, 64);
    try {
      const receipt = await do_act('petition', { petition, council, body, number: seat, ...(reason.trim() && { reason: reason.trim() }) }, petition);
      set_entry(receipt.entry);
    } catch (error) {
      set_problem(trouble_of(error));
    }
  };
  if (entry !== null) return <p class="received" role="status">{t('vote.received', { entry })}</p>;
  return (
    <details>
      <summary>{t('recall')}</summary>
      <form onSubmit={begin}>
        <p>{t('recall.lead')}</p>
        {problem && <Trouble problem={problem} />}
        <p class="field">
          <label for={'why-' + props.of.body}>{t('recall.reason')}</label>
          <textarea id={'why-' + props.of.body} rows={3} maxLength={1000} value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
        </p>
        <button type="submit">{t('recall.begin')}</button>
      </form>
    </details>
  );
}

type Begun = NonNullable<Mandate['recall']>['petitions'][number];

// A petition that was begun: sign it, open the vote when enough have, then the vote itself.
function Petition(props: { of: Begun }) {
  const { petition, reason, time, voting, signatures, needed } = props.of, [closes, set_closes] = useState('');
  return (
    <div class="petition" data-petition={petition} data-signatures={signatures} data-needed={needed}>
      <h4><T k="recall.petition" places={{ day: <Time at={time} /> }} /></h4>
      {reason && <p class="body-text">{reason}</p>}
      {voting ? (
        <p><Link to={'/elections/' + part(petition)} class="button">{t('recall.vote')}</Link></p>
      ) : (
        <>
          <p><progress max={needed} value={Math.min(signatures, needed)} aria-label={t('recall.signatures', { have: signatures, need: needed })} /> {t('recall.signatures', { have: signatures, need: needed })}</p>
          {me.value && <Signing label={t('recall.sign')} fill={() => ({ kind: 'petition_sign', fields: { petition }, title: t('recall.sign') })} />}
          {me.value && signatures >= needed && (
            <Signing label={t('recall.open')} fill={() => ({ kind: 'recall_open', fields: { petition, ...(moment_of(closes) && { closes: moment_of(closes) }) }, title: t('recall.open') })}>
              <Moment id={'closes-' + petition} label={t('recall.closes')} value={closes} set={set_closes} />
            </Signing>
          )}
        </>
      )}
    </div>
  );
}

function MandateView(props: { of: Mandate; person: string }) {
  const one = props.of;
  return (
    <div class="mandate">
      <h3><T k="person.for" places={{ body: <BodyName id={one.body} />, council: <BodyName id={one.council} /> }} /></h3>
      <p class="quiet">
        <T k="body.since" places={{ day: <Time at={one.since} /> }} />
        {one.ended && <>{', '}<T k={one.ended_how === 'recall' ? 'person.recalled' : 'person.ended'} places={{ day: <Time at={one.ended} /> }} /></>}
        {!one.ended && one.until && <>{', '}<T k="body.until" places={{ day: <Time at={one.until} /> }} /></>}
      </p>
      {one.votes.length > 0 && (
        <>
          <h4>{t('person.votes')}</h4>
          <ul class="list">
            {one.votes.map((vote) => (
              <li key={vote.proposal} class={vote.against ? 'decide' : ''}>
                <strong>{ballot_word(vote.ballot)}</strong>{' '}
                <Link to={'/decisions/' + part(vote.proposal)}>{vote.title}</Link> {vote.outcome && <Status of={vote.outcome} />}
                {vote.against && <span class="wrong"> {t('person.against')}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {one.recall?.petitions.map((petition) => <Petition key={petition.petition} of={petition} />)}
      {one.stands && one.recall && <p class="quiet">{t('recall.takes', { signatures: one.recall.signatures, electors: one.recall.electors, quorum: one.recall.quorum })}</p>}
      {one.stands && <Recall of={one} person={props.person} />}
    </div>
  );
}

export function PersonView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<PersonPage>(`/api/people/${part(props.id)}/mandates`)}>
      {(one) => (
        <Page title={one.name ?? one.person} over={one.name && one.person}>
          <Section title={t('person.mandates')}>
            {!one.mandates.length && <p class="quiet">{t('person.none')}</p>}
            {one.mandates.map((mandate) => <MandateView key={mandate.council + mandate.body + mandate.since} of={mandate} person={one.person} />)}
          </Section>
          <Section title={t('person.rolls')}>
            <ul class="list">{one.rolls.map((roll) => <li key={roll.body}><BodyName id={roll.body} /></li>)}</ul>
          </Section>
        </Page>
      )}
    </Shown>
  );
}
