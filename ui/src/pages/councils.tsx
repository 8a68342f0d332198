// Councils: the tree of bodies, and a page for each: who speaks for us, what was decided, who is on the roll.
import { useMemo, useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { Chart, type FigureData } from '../chart';
import type { Body, BodyPage, ChoiceLine, Decisions, PollLine, Polls, Roll, Seat } from '../data';
import { me } from '../keys';
import { Long, useFound } from '../long';
import { BodyName, Page, Person, Section, Shown, Status, ballot_word, kind_word, office_word, useBodies } from '../parts';
import { Link, part } from '../router';
import { may } from '../session';
import { T, Time, t } from '../text';

const SHOWN = 30; // bodies under one council before "more"

function BodyLine(props: { one: Body }) {
  const { one } = props;
  return (
    <>
      <Link to={'/councils/' + part(one.body)} class={one.members === 'bodies' ? 'council' : undefined}>{one.name}</Link>{' '}
      <span class="quiet">{kind_word(one.kind)}, {t('councils.people', { n: one.people })}</span>
    </>
  );
}

function Branch(props: { one: Body; beneath: Map<string, Body[]>; deep: number }) {
  const [most, set_most] = useState(SHOWN);
  const below = props.beneath.get(props.one.body) ?? [];
  return (
    <li>
      <BodyLine one={props.one} />
      {below.length > 0 && props.deep < 8 && (
        <ul>
          {below.slice(0, most).map((other) => <Branch key={other.body} one={other} beneath={props.beneath} deep={props.deep + 1} />)}
          {below.length > most && (
            <li>
              <button type="button" class="plain" onClick={() => set_most(most + 10 * SHOWN)}>
                {t('councils.more', { n: Math.min(below.length - most, 10 * SHOWN) })}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

// The tree, or what a search found in it.
function Tree(props: { all: Body[] }) {
  const { all } = props, { found, sought, seek } = useFound(all, (one) => one.name + ' ' + one.body);
  const beneath = useMemo(() => {
    const bodies: Map<string, Body[]> = new Map();
    for (const one of all) for (const { council } of one.councils) (bodies.get(council) ?? bodies.set(council, []).get(council))?.push(one);
    return bodies;
  }, [all]);
  const tops = all.filter((one) => one.members === 'bodies' && !one.councils.length);
  const alone = all.filter((one) => one.members === 'people' && !one.councils.length);
  return (
    <>
      <p class="field">
        <label for="sought">{t('councils.search')}</label>
        <input id="sought" type="search" value={sought} onInput={(event) => seek(event.currentTarget.value)} />
      </p>
      {sought.trim() ? (
        <>
          <p class="quiet" role="status">{t('councils.found', { n: found.length })}</p>
          <Long of={found} id={(one) => one.body} label={t('councils.search')} row={(one) => <BodyLine one={one} />} />
        </>
      ) : (
        <>
          <ul class="tree">{tops.map((one) => <Branch key={one.body} one={one} beneath={beneath} deep={0} />)}</ul>
          {alone.length > 0 && (
            <Section title={t('councils.alone')}>
              <Long of={alone} id={(one) => one.body} label={t('councils.alone')} row={(one) => <BodyLine one={one} />} />
            </Section>
          )}
        </>
      )}
    </>
  );
}

// The federation drawn, beside its tree.
function Federation() {
  const answer = useAnswer<{ figure: FigureData }>('/api/map');
  return (
    <Section title={t('councils.map')}>
      <Shown of={answer}>
        {({ figure }) => <Chart of={figure} id="map" link={(row, column) => (column.key === 'body' ? <Link to={'/councils/' + part(String(row['body']))}>{row['body']}</Link> : null)} />}
      </Shown>
    </Section>
  );
}

export function Councils() {
  return (
    <Page title={t('councils')} lead={t('councils.lead')}>
      <div class="columns">
        <div><Shown of={useBodies()}>{({ bodies }) => <Tree all={bodies} />}</Shown></div>
        <Federation />
      </div>
    </Page>
  );
}

export function SeatLine(props: { seat: Seat; of?: boolean }) {
  const { seat } = props;
  if (seat.person)
    return (
      <li>
        {props.of && <><BodyName id={seat.body} />{': '}</>}
        <strong class="speaker"><Person id={seat.person} name={seat.name} /></strong>{' '}
        <span class="quiet">
          {seat.since && <T k="body.since" places={{ day: <Time at={seat.since} /> }} />}
          {seat.until && <>{', '}<T k="body.until" places={{ day: <Time at={seat.until} /> }} /></>}
        </span>
      </li>
    );
  return (
    <li class="decide">
      {props.of && <><BodyName id={seat.body} />{': '}</>}
      <strong>{t('body.empty', { n: seat.seat })}</strong>{' '}
      {seat.last && (
        <span class="quiet">
          <T
            k={seat.empty === 'recall' ? 'body.empty.recall' : 'body.empty.other'}
            places={{ person: <Person id={seat.last.person} name={seat.last.name} />, day: <Time at={seat.last.ended} /> }}
          />
        </span>
      )}
    </li>
  );
}

function Decided(props: { body: string }) {
  return (
    <Shown of={useAnswer<Decisions>(`/api/bodies/${part(props.body)}/decisions`)}>
      {(data) => (
        <>
          {data.open.length > 0 && (
            <Section title={t('body.before')} mark="decide">
              <ul class="list">
                {data.open.map((one) => (
                  <li key={one.proposal} class={one.status === 'voting' ? 'decide' : ''}>
                    <Status of={one.status} /> <Link to={'/decisions/' + part(one.proposal)}>{one.title}</Link>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section title={t('body.decisions')}>
            {!data.decisions.length && <p class="quiet">{t('body.decisions.none')}</p>}
            <ul class="list">
              {data.decisions.map((one) => (
                <li key={one.proposal}>
                  <Link to={'/decisions/' + part(one.proposal)}>{one.title}</Link>{' '}
                  <span class="quiet">
                    <Time at={one.time} />
                    {one.body !== props.body && <>{', '}<BodyName id={one.body} /></>}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
          {data.against_instructions.length > 0 && (
            <Section title={t('body.against')} mark="decide">
              <ul class="list">
                {data.against_instructions.map((one) => (
                  <li key={one.proposal + one.person} class="decide">
                    <Link to={'/decisions/' + part(one.proposal)}>{one.proposal}</Link>{': '}
                    <T
                      k="body.against.one"
                      places={{
                        person: <Person id={one.person} name={one.name} />,
                        ballot: <strong>{ballot_word(one.ballot)}</strong>,
                        instruction: <strong>{ballot_word(one.instruction)}</strong>,
                      }}
                    />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </Shown>
  );
}

const FIRST = 5; // closed ones shown before "all"

// What is put to a vote here: those under way, then the latest that were closed.
function Polled(props: { body: string; opens: boolean; chooses: boolean }) {
  const [all, set_all] = useState(false);
  return (
    <Section title={t('body.elections')}>
      <Shown of={useAnswer<Polls>(`/api/elections?body=${part(props.body)}`)}>
        {({ elections, choices }) => {
          const lines = [
            ...elections.map((one) => ({ key: one.poll, closed: one.closed, at: one.closed ?? one.opened, line: <PollLineView of={one} /> })),
            ...choices.map((one) => ({ key: one.choice, closed: one.closed, at: one.closed ?? one.opened, line: <ChoiceLineView of={one} /> })),
          ].sort((a, b) => Number(!!a.closed) - Number(!!b.closed) || (a.at < b.at ? 1 : -1));
          const open = lines.filter((one) => !one.closed).length;
          return (
            <>
              {!lines.length && <p class="quiet">{t('body.elections.none')}</p>}
              <ul class="list" data-polls={lines.length}>
                {lines.slice(0, all ? lines.length : Math.max(open, FIRST)).map((one) => <li key={one.key} class={one.closed ? '' : 'decide'} data-poll={one.key}>{one.line}</li>)}
              </ul>
              {!all && lines.length > Math.max(open, FIRST) && <p><button type="button" class="plain" onClick={() => set_all(true)}>{t('body.election.older', { n: lines.length })}</button></p>}
            </>
          );
        }}
      </Shown>
      {props.opens && <p><Link to={`/councils/${part(props.body)}/election`} class="button">{t('body.election.new')}</Link></p>}
      {props.chooses && <p><Link to={`/councils/${part(props.body)}/choice`}>{t('body.choice.new')}</Link></p>}
    </Section>
  );
}

const OpenTag = (props: { closed: boolean }) => <span class={props.closed ? 'tag' : 'tag decide'}>{props.closed ? t('body.election.closed') : t('body.election.open')}</span>;

function PollLineView(props: { of: PollLine }) {
  const { of } = props;
  return (
    <>
      <OpenTag closed={!!of.closed} />{' '}
      <Link to={'/elections/' + part(of.poll)}>
        {of.what === 'recall' ? t('body.election.recall', { person: of.name ?? of.person ?? '' }) : <T k="body.election.of" places={{ body: <BodyName id={of.body} plain />, council: <BodyName id={of.council} plain /> }} />}
      </Link>{' '}
      <span class="quiet">
        {t('body.election.votes', { votes: of.votes, entitled: of.entitled })}
        {!!of.elected?.length && <>; {t('body.election.elected', { names: of.elected.map((one) => one.name ?? one.person).join(', ') })}</>}
        {!of.closed && of.closes && <>{' · '}<T k="today.until" places={{ time: <Time at={of.closes} exact /> }} /></>}
      </span>
    </>
  );
}

function ChoiceLineView(props: { of: ChoiceLine }) {
  const { of } = props;
  return (
    <>
      <OpenTag closed={!!of.closed} /> <Link to={'/choices/' + part(of.choice)}>{of.title}</Link>{' '}
      {!of.closed && <span class="quiet"><T k="today.until" places={{ time: <Time at={of.until} exact /> }} /></span>}
    </>
  );
}

function CouncilSeats(props: { body: string; of: NonNullable<BodyPage['seats']> }) {
  const { kept, filled, quorum } = props.of;
  return (
    <Section title={t('body.seats')} mark={props.of.quorate ? 'served' : 'decide'}>
      <p>{t('body.filled', { kept, filled, quorum })}</p>
      <Shown of={useAnswer<{ seats: Seat[] }>(`/api/bodies/${part(props.body)}/seats`)}>
        {({ seats }) => <ul class="list">{seats.map((seat) => <SeatLine key={seat.body + seat.seat} seat={seat} of />)}</ul>}
      </Shown>
    </Section>
  );
}

export function BodyView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<BodyPage>(`/api/bodies/${part(props.id)}`)}>
      {(one) => (
        <Page title={one.name} over={`${kind_word(one.kind)} · ${t('councils.people', { n: one.people })}`}>
          <div class="columns">
            <div>
              {one.seats ? (
                <CouncilSeats body={one.body} of={one.seats} />
              ) : (
                <Section title={t('body.speaks')}>
                  {!one.councils.length && <p class="quiet">{t('body.nobody')}</p>}
                  {one.councils.map((link) => (
                    <div key={link.council}>
                      <h3><T k="body.in" places={{ council: <BodyName id={link.council} /> }} /></h3>
                      <ul class="list">{link.seats.map((seat) => <SeatLine key={seat.seat} seat={seat} />)}</ul>
                    </div>
                  ))}
                </Section>
              )}
              <Decided body={one.body} />
              <Polled
                body={one.body}
                opens={one.councils.length > 0 && one.officers.some((officer) => officer.person === me.value?.person && ['secretary', 'teller'].includes(officer.office))}
                chooses={!!me.value}
              />
            </div>
            <div>
              <Section title={t('body.officers')}>
                <ul class="list">
                  {one.officers.map((officer) => (
                    <li key={officer.office + officer.person}>
                      <Person id={officer.person} name={officer.name} /> <span class="quiet">{office_word(officer.office)}</span>
                    </li>
                  ))}
                </ul>
              </Section>
              {one.members === 'people' && (
                <Section title={t('body.roll')}>
                  <p><Link to={`/councils/${part(one.body)}/roll`}>{t('body.roll.see', { n: one.people })}</Link></p>
                </Section>
              )}
              {one.kind === 'workplace' && <p><Link to={`/stoppages?body=${part(one.body)}`}>{t('stoppage.all')}</Link></p>}
              {may('stoppage', one.body) && <p><Link to={`/councils/${part(one.body)}/stoppage`} class="button">{t('stoppage.report')}</Link></p>}
              {one.sitting && (
                <Section title={t('body.sitting')}>
                  <ul class="list">
                    {one.sitting.map((below) => (
                      <li key={below.body}>
                        <BodyName id={below.body} /> <span class="quiet">{t('councils.people', { n: below.people })}</span>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
              {one.sessions.length > 0 && (
                <Section title={t('body.sessions')}>
                  <ul class="list">
                    {one.sessions.map((session) => (
                      <li key={session.session}><Time at={session.start} exact /> <span class="quiet">{session.place}</span></li>
                    ))}
                  </ul>
                </Section>
              )}
            </div>
          </div>
        </Page>
      )}
    </Shown>
  );
}

function RollList(props: { roll: Roll['roll'] }) {
  const { roll } = props, { found, sought, seek } = useFound(roll, (one) => `${one.name ?? ''} ${one.person}`);
  return (
    <>
      <p class="field">
        <label for="sought">{t('roll.search')}</label>
        <input id="sought" type="search" value={sought} onInput={(event) => seek(event.currentTarget.value)} />
      </p>
      <p class="quiet" role="status">{sought.trim() ? t('councils.found', { n: found.length }) : t('councils.people', { n: roll.length })}</p>
      <Long
        of={found}
        id={(one) => one.person}
        label={t('body.roll')}
        row={(one) => (
          <>
            <Person id={one.person} name={one.name} />{' '}
            <span class="quiet"><T k="roll.enrolled" places={{ day: <Time at={one.since} />, person: one.enrolled_by }} /></span>
          </>
        )}
      />
    </>
  );
}

export function RollView(props: { id: string }) {
  return (
    <Page title={t('body.roll')} over={<BodyName id={props.id} />}>
      <Shown of={useAnswer<Roll>(`/api/bodies/${part(props.id)}/roll`)}>{({ roll }) => <RollList roll={roll} />}</Shown>
    </Page>
  );
}
