// Today: what waits for a decision, who has not answered, which seats are empty; the federation in four figures.
import { useAnswer } from '../api';
import type { Body, BodyPage, Call, Decisions, Entries, Seat } from '../data';
import { BodyName, Figure, Page, Section, Shown, Status, useBodies, useBook } from '../parts';
import { Link, part } from '../router';
import { T, Time, t } from '../text';
import { useSentence } from './book';

function OpenIn(props: { body: string }) {
  const answer = useAnswer<Decisions>(`/api/bodies/${part(props.body)}/decisions`);
  return (
    <>
      {(answer.data?.open ?? []).map((one) => (
        <li key={one.proposal} class={one.status === 'voting' ? 'decide' : ''}>
          <Status of={one.status} /> <Link to={'/decisions/' + part(one.proposal)}>{one.title}</Link>
          <span class="quiet">
            {' '}
            <BodyName id={props.body} plain />
            {one.status === 'voting' && one.until && (
              <>
                {' · '}
                <T k="today.until" places={{ time: <Time at={one.until} exact /> }} />
              </>
            )}
          </span>
        </li>
      ))}
    </>
  );
}

export const empty_seats = (seats: Seat[]): Seat[] => seats.filter((seat) => seat.empty !== undefined || !seat.person);

function EmptyIn(props: { council: string }) {
  const answer = useAnswer<{ seats: Seat[] }>(`/api/bodies/${part(props.council)}/seats`);
  return (
    <>
      {empty_seats(answer.data?.seats ?? []).map((seat) => (
        <li key={seat.body + seat.seat} class="decide">
          <T k="today.vacant.in" places={{ body: <BodyName id={seat.body} />, council: <BodyName id={props.council} /> }} />
        </li>
      ))}
    </>
  );
}

function Calls() {
  const missing = (useAnswer<{ calls: Call[] }>('/api/calls').data?.calls ?? []).filter((call) => call.missing.length);
  if (!missing.length) return null;
  return (
    <Section title={t('today.unacknowledged')} mark="decide">
      <ul class="list">
        {missing.map((call) => (
          <li key={call.call} class="decide">
            <strong>{call.title}</strong> <span class="quiet"><BodyName id={call.body} /></span>
            <br />
            <T k="today.missing" places={{ bodies: call.missing.map((one, i) => <>{i > 0 && ', '}<BodyName id={one.body} /></>) }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const LATELY = 200; // entries looked through

// The node has no list of plans and stoppages yet: those among the last entries.
function Lately(props: { entries: number }) {
  const sentence = useSentence();
  const answer = useAnswer<Entries>(`/api/entries?from=${Math.max(0, props.entries - LATELY)}&limit=${LATELY}`);
  const found = (answer.data?.entries ?? []).filter(({ what }) => ['plan_propose', 'stoppage', 'stoppage_end'].includes(what.act.kind)).reverse();
  if (!found.length) return null;
  return (
    <Section title={t('today.lately')}>
      <ul class="list">
        {found.slice(0, 10).map(({ entry, what }) => (
          <li key={entry}>
            <Link to={what.act.kind === 'plan_propose' ? '/plans/' + part(String(what.act.fields['plan'])) : '/book/' + entry}>{sentence(what)}</Link>{' '}
            <span class="quiet"><Time at={what.time} exact /></span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const ASKED = 40; // bodies whose open decisions are asked for one by one

export function Today() {
  const bodies = useBodies(), book = useBook();
  return (
    <Page title={t('today')}>
      <Shown of={bodies}>
        {({ bodies: all }) => {
          const councils = all.filter((one) => one.members === 'bodies'), asked = [...councils, ...all.filter((one) => one.members === 'people')];
          return (
            <div class="columns">
              <div>
                <Section title={t('today.open')} mark="decide">
                  <ul class="list filled">
                    {asked.slice(0, ASKED).map((one) => <OpenIn key={one.body} body={one.body} />)}
                  </ul>
                  <p class="quiet when-empty">{t('today.none')}</p>
                </Section>
                <Section title={t('today.vacant')} mark="when-filled">
                  <ul class="list">{councils.map((one) => <EmptyIn key={one.body} council={one.body} />)}</ul>
                </Section>
                <Calls />
                {book.data && <Lately entries={book.data.entries} />}
              </div>
              <Glance all={all} entries={book.data?.entries} />
            </div>
          );
        }}
      </Shown>
    </Page>
  );
}

function Glance(props: { all: Body[]; entries: number | undefined }) {
  const people = props.all.filter((one) => one.members === 'people').reduce((sum, one) => sum + one.people, 0);
  return (
    <Section title={t('today.glance')}>
      <dl class="figures">
        <Figure id="bodies" value={props.all.length} of={t('today.bodies')} />
        <Figure id="people" value={people} of={t('today.people')} />
        {props.entries !== undefined && <Figure id="entries" value={props.entries} of={t('today.entries')} />}
        {props.all.filter((one) => one.members === 'bodies').slice(0, 1).map((one) => <EmptyFigure key={one.body} council={one.body} />)}
      </dl>
    </Section>
  );
}

function EmptyFigure(props: { council: string }) {
  const seats = useAnswer<BodyPage>(`/api/bodies/${part(props.council)}`).data?.seats;
  return seats ? <Figure id="empty" value={seats.kept - seats.filled} of={t('today.empty')} /> : null;
}
