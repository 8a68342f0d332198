// Today: what waits for the one who reads (what the act table lets them do), what is open in the federation, and the federation in figures. One question.
import { Fragment, type ComponentChildren } from 'preact';
import { useAnswer } from '../api';
import { me } from '../keys';
import { BodyName, Figure, Page, Section, Shown } from '../parts';
import { Link, part } from '../router';
import { may } from '../session';
import { T, Time, t } from '../text';

interface Thing {
  what: string;
  id: string;
  body: string;
  title?: string;
  council?: string;
  for?: string;
  of?: string;
  until?: string;
  due?: boolean;
  paper?: boolean;
  done?: boolean;
  near?: string;
  goods?: { commodity: string }[];
  place?: string;
  time?: string;
  entry?: number;
  outcome?: string;
  person?: string;
  name?: string;
}
interface CallOpen {
  call: string;
  body: string;
  title: string;
  until: string;
  missing: { body: string }[];
}
export interface TodayData {
  person?: string;
  name?: string;
  bodies?: { body: string; name: string }[];
  needs?: Thing[];
  open: Thing[];
  calls: CallOpen[];
  empty: Thing[];
  stoppages: Thing[];
  plans: Thing[];
  glance: Record<'bodies' | 'people' | 'entries' | 'seats' | 'empty' | 'open' | 'stoppages', number>;
}

const VOTES: Record<string, string> = { vote: '/decisions/', election: '/elections/', recall: '/elections/', choice: '/choices/' };

function where(one: Thing): string {
  const vote = VOTES[one.what === 'close' ? one.of ?? '' : one.what];
  if (vote) return vote + part(one.id);
  if (one.what === 'answer' || one.what === 'plan') return '/plans/' + part(one.id);
  if (one.what === 'stoppage') return '/stoppages/' + part(one.id);
  return '/councils/' + part(one.what === 'seat' ? one.council ?? one.body : one.body);
}

// What it is, in words: a title that somebody gave it, or a sentence.
function Name(props: { of: Thing }) {
  const { what, of, title, body, council, id } = props.of;
  if (what === 'seat') return <T k="today.seat" places={{ body: <BodyName id={body} plain />, council: <BodyName id={council ?? ''} plain /> }} />;
  if (what === 'session') return <T k="today.session" places={{ body: <BodyName id={body} plain /> }} />;
  if (what === 'answer') return <T k="today.plan" places={{ plan: id }} />;
  if (title) return <>{title}</>;
  return <T k={what === 'recall' || of === 'recall' ? 'today.recall' : 'today.election'} places={{ body: <BodyName id={body} plain />, council: <BodyName id={council ?? ''} plain /> }} />;
}

function until_of(one: Thing): ComponentChildren {
  const { until, what, due } = one;
  if (!until) return null;
  if (what === 'session') return <Time at={until} exact />;
  return <T k={due ? 'today.was' : what === 'call' || what === 'answer' ? 'today.by' : 'today.until'} places={{ time: <Time at={until} exact /> }} />;
}

function About(props: { of: Thing }) {
  const one = props.of, { near, goods = [] } = one;
  const whose = one.what === 'stoppage' ? <T k="today.at" places={{ body: <BodyName id={one.body} plain /> }} />
    : one.for ? <T k="today.for" places={{ body: <BodyName id={one.for} plain /> }} />
    : one.title ? <BodyName id={one.body} plain /> : null;
  const passes = near && goods.length > 0 ? <T k="today.near" places={{ body: <BodyName id={near} plain />, goods: goods.map((good) => good.commodity).join(', ') }} /> : null;
  const said = [whose, passes, one.place, until_of(one), one.paper && t('today.paper')].filter(Boolean);
  return <span class="quiet about">{said.map((part, i) => <Fragment key={i}>{i > 0 && ' · '}{part}</Fragment>)}</span>;
}

// `theirs`: it waits for who reads; else it is only told.
function Line(props: { of: Thing; theirs?: boolean }) {
  const one = props.of, calls = props.theirs && undone(one), mark = one.done ? 'tag served' : calls ? 'tag decide' : 'tag';
  return (
    <li class={calls ? 'need decide' : 'need'} data-need={`${one.what}/${one.id ?? one.body}${one.for ? '/' + one.for : ''}`}>
      <span class={mark}>{one.done ? t('today.done') : props.theirs ? t(`today.what.${one.what}` as 'today.what.vote') : t(`today.kind.${one.what}` as 'today.kind.vote')}</span>{' '}
      <Link to={where(one)}><Name of={one} /></Link>
      <About of={one} />
    </li>
  );
}

// What is still to be done comes first; what is done or only to be known after it.
const undone = (one: Thing): boolean => !one.done && one.what !== 'session' && one.what !== 'stoppage';

function Mine(props: { of: TodayData }) {
  const { needs = [], bodies = [] } = props.of, first = needs.filter(undone), after = needs.filter((one) => !undone(one));
  const stops = bodies.filter((one) => may('stoppage', one.body));
  return (
    <Section title={t('today.mine')} mark={first.length ? 'decide' : undefined}>
      {!first.length && <p class="large">{t('today.mine.none')}</p>}
      <ul class="list">{[...first, ...after].map((one, i) => <Line key={i} of={one} theirs />)}</ul>
      {stops.map((one) => (
        <p key={one.body}><Link to={`/councils/${part(one.body)}/stoppage`} class="button">{t('today.stoppage', { body: one.name })}</Link></p>
      ))}
    </Section>
  );
}

// The same things, less what stands above already.
function Open(props: { of: TodayData }) {
  const { open, needs = [] } = props.of, shown = new Set(needs.map((one) => one.id)), rest = open.filter((one) => !shown.has(one.id));
  if (!rest.length && needs.length) return null;
  return (
    <Section title={t(needs.length ? 'today.open.else' : 'today.open')} mark={needs.length || !rest.length ? undefined : 'decide'}>
      {!rest.length && <p class="quiet">{t('today.none')}</p>}
      <ul class="list">{rest.map((one) => <Line key={one.what + one.id} of={one} />)}</ul>
    </Section>
  );
}

function Calls(props: { of: CallOpen[] }) {
  if (!props.of.length) return null;
  return (
    <Section title={t('today.unacknowledged')}>
      <ul class="list">
        {props.of.map((call) => (
          <li key={call.call}>
            <strong>{call.title}</strong> <span class="quiet"><BodyName id={call.body} /></span>
            <br />
            <T k="today.missing" places={{ bodies: call.missing.slice(0, 8).map((one, i) => <>{i > 0 && ', '}<BodyName id={one.body} /></>), more: call.missing.length > 8 ? t('today.more', { n: call.missing.length - 8 }) : '' }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const SHOWN = 12; // of seats and stoppages; the councils' pages have all

function Economy(props: { of: TodayData }) {
  const { stoppages, plans } = props.of;
  return (
    <>
      {stoppages.length > 0 && (
        <Section title={t('today.stoppages')}>
          <ul class="list">
            {stoppages.slice(0, SHOWN).map((one) => (
              <li key={one.id}>
                <Link to={where(one)}>{one.title}</Link>
                <span class="quiet about"><BodyName id={one.body} plain />{one.time && <>{' · '}<T k="body.since" places={{ day: <Time at={one.time} /> }} /></>}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plans.length > 0 && (
        <Section title={t('today.plans')}>
          <ul class="list">
            {plans.map((one) => (
              <li key={one.id}>
                <span class={one.outcome === 'adopted' ? 'tag served' : 'tag'}>{t(`today.plan.${one.outcome ?? 'open'}` as 'today.plan.open')}</span>{' '}
                <Link to={where(one)}><T k="today.plan" places={{ plan: one.id }} /></Link>
                <span class="quiet about"><BodyName id={one.body} plain />{one.time && <>{' · '}<Time at={one.time} exact /></>}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Empty(props: { of: Thing[] }) {
  if (!props.of.length) return null;
  return (
    <Section title={t('today.vacant')}>
      <ul class="list">
        {props.of.slice(0, SHOWN).map((seat, i) => (
          <li key={i}><T k="today.vacant.in" places={{ body: <BodyName id={seat.body} />, council: <BodyName id={seat.council ?? ''} /> }} /></li>
        ))}
      </ul>
    </Section>
  );
}

const FIGURES = ['bodies', 'people', 'entries', 'empty', 'open', 'stoppages'] as const;

export function Today() {
  return (
    <Page title={t('today')}>
      <Shown of={useAnswer<TodayData>('/api/today')}>
        {(data) => (
          <div class="columns">
            <div>
              {data.person && <Mine of={data} />}
              <Open of={data} />
              {!data.person && !me.value && <p class="quiet">{t('today.visitor')} <Link to="/me">{t('me')}</Link></p>}
              <Economy of={data} />
              <Calls of={data.calls} />
              <Empty of={data.empty} />
            </div>
            <Section title={t('today.glance')}>
              <dl class="figures">{FIGURES.map((one) => <Figure key={one} id={one} value={data.glance[one]} of={t(`today.${one}.n`)} />)}</dl>
            </Section>
          </div>
        )}
      </Shown>
    </Page>
  );
}
