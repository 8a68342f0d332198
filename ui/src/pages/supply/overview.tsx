// Supply at a glance: all bodies that share out (for a wall screen), and one body: its present cycle in large figures, what is short, what is to be
// asked about, and the way to one's own ration.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { Figure, Page, Section, Shown } from '../../parts';
import { Link, go, part } from '../../router';
import { T, days, number, t } from '../../text';
import type { Alarms, CycleFacts, Overview, OverviewBody, OverviewGood, Stock } from './data';
import { Bar, Scrolls, api, at, is_short, units, useNames, useRights } from './shared';

export function CycleDays(props: { of: CycleFacts }) {
  return <T k="supply.days" places={{ cycle: number(props.of.cycle), days: <time dateTime={props.of.from}>{days(props.of.from, props.of.to)}</time> }} />;
}

// ---- all bodies ------------------------------------------------------------------------------------------------------

function WallCell(props: { good: OverviewGood | undefined }) {
  const { good } = props;
  if (!good) return <td class="n quiet">–</td>;
  if (good.given === undefined || good.claimed === undefined) return <td class="n quiet">{t('supply.unallocated')}</td>;
  const short = good.claimed - good.given, less = is_short(good.given, good.claimed);
  return (
    <td class={less ? 'n less' : 'n all'} data-good={good.good} data-given={good.given} data-claimed={good.claimed}>
      <Bar of={good.given} whole={good.claimed} />
      {less ? <><strong>{share(good.given, good.claimed)}</strong><br /><span class="quiet">{t('supply.short', { n: short })}</span></> : <span class="tag served">{short ? t('supply.nearly', { n: short }) : t('supply.all')}</span>}
    </td>
  );
}

// Rounded down: what is not all is never shown as all.
const share = (given: number, claimed: number): string => (claimed ? t('supply.percent', { n: Math.floor((100 * given) / claimed) }) : '');

function WallTable(props: { bodies: OverviewBody[] }) {
  const goods = [...new Map(props.bodies.flatMap((one) => one.goods ?? []).map((good) => [good.good, good.name ?? good.good]))].sort((a, b) => (a[1] < b[1] ? -1 : 1));
  return (
    <Scrolls label={t('supply.wall')}>
      <thead>
        <tr><th scope="col">{t('supply.body')}</th>{goods.map(([good, name]) => <th key={good} scope="col" class="n">{name}</th>)}<th scope="col">{t('supply.questions')}</th></tr>
      </thead>
      <tbody>
        {props.bodies.map((one) => (
          <tr key={one.body} data-body={one.body}>
            <th scope="row">
              <Link to={at(one.body)}>{one.name}</Link>
              {one.cycle && <><br /><span class="quiet"><CycleDays of={one.cycle} /></span></>}
            </th>
            {goods.map(([good]) => <WallCell key={good} good={one.goods?.find((other) => other.good === good)} />)}
            <td>
              {one.late > 0 && <p class="tag decide">{t('supply.late', { n: one.late })}</p>}
              {one.overdue > 0 && <p class="tag decide">{t('supply.overdue', { n: one.overdue })}</p>}
              {!one.late && !one.overdue && <span class="quiet">{t('supply.nothing')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </Scrolls>
  );
}

const sum = (all: OverviewBody[], of: 'households' | 'people' | 'outlets' | 'late'): number => all.reduce((so_far, one) => so_far + one[of], 0);

export function Wall() {
  return (
    <Page title={t('supply')} lead={t('supply.lead')}>
      <Shown of={useAnswer<Overview>('/api/supply')}>
        {({ bodies }) => (
          <div class="supply-wall">
            {!bodies.length && <p>{t('supply.none')}</p>}
            {bodies.length > 0 && (
              <>
                <dl class="figures">
                  <Figure id="households" value={sum(bodies, 'households')} of={t('supply.households')} />
                  <Figure id="people" value={sum(bodies, 'people')} of={t('supply.people')} />
                  <Figure id="outlets" value={sum(bodies, 'outlets')} of={t('supply.outlets')} />
                  <Figure id="late" value={sum(bodies, 'late')} of={t('supply.late.figure')} />
                </dl>
                <Section title={t('supply.wall')}><WallTable bodies={bodies} /></Section>
              </>
            )}
          </div>
        )}
      </Shown>
    </Page>
  );
}

// ---- one body --------------------------------------------------------------------------------------------------------

// The number on a card, and the page that says what it is to have and why.
export function FindCard(props: { body: string; cycle: number }) {
  const [card, set_card] = useState('');
  const find = (event: Event) => {
    event.preventDefault();
    const digits = card.replace(/\D/g, '');
    if (digits) go(at(props.body, `/cycles/${props.cycle}/${digits}`));
  };
  return (
    <form onSubmit={find} class="find-card">
      <p class="field">
        <label for="card">{t('card.number')}</label>
        <input id="card" inputMode="numeric" autocomplete="off" maxLength={24} value={card} onInput={(event) => set_card(event.currentTarget.value)} />
      </p>
      <button type="submit">{t('card.see')}</button>
    </form>
  );
}

export function GoodLine(props: { good: OverviewGood; to: string }) {
  const { good } = props, short = good.short ?? 0, less = is_short(good.given ?? 0, good.claimed ?? 0);
  return (
    <li class={less ? 'good decide' : 'good'} data-good={good.good}>
      <h3>{good.name ?? good.good}</h3>
      {good.given === undefined || good.claimed === undefined ? (
        <p>{t('supply.arrived', { amount: units(good.arrived, good.unit) })} <span class="quiet">{t('supply.unallocated')}</span></p>
      ) : (
        <>
          <p class="given"><strong data-value={good.given}>{number(good.given)}</strong> {t('supply.of', { amount: units(good.claimed, good.unit) })}</p>
          <Bar of={good.given} whole={good.claimed} />
          {short > 0 ? (
            <p>
              <strong>{t('supply.short.long', { short: units(short, good.unit), less: good.less ?? 0, households: good.households ?? 0 })}</strong>{' '}
              <Link to={props.to}>{t('supply.why')}</Link>
            </p>
          ) : (
            <p><span class="tag served">{t('supply.all.long')}</span></p>
          )}
        </>
      )}
    </li>
  );
}

function Questions(props: { body: string; one: OverviewBody }) {
  const { body, one } = props, alarms = useAnswer<Alarms>(api(body, '/alarms')).data, stock = useAnswer<Stock>(api(body, '/stock')).data;
  const names = useNames(body), lost = (stock?.transfers ?? []).filter((other) => other.how !== 'under-way');
  const all = one.late + one.overdue + (alarms?.alerts.length ?? 0) + lost.length;
  return (
    <Section title={t('supply.questions')} mark={all ? 'decide' : undefined}>
      {!all && <p class="quiet">{t('supply.nothing.long')}</p>}
      <ul class="list">
        {one.late > 0 && one.cycle && <li class="decide"><Link to={at(body, '/cycles/' + one.cycle.cycle)}>{t('supply.late', { n: one.late })}</Link></li>}
        {one.overdue > 0 && <li class="decide"><Link to={at(body, '/complaints')}>{t('supply.overdue', { n: one.overdue })}</Link></li>}
        {alarms?.alerts.map((alert) => (
          <li key={alert.outlet + alert.good + alert.kind} class="decide">
            <Link to={at(body, '/stock')}>{t(`alarm.${alert.kind}`, { place: names.place(alert.outlet), good: names.good(alert.good), n: Math.round(alert.missing) })}</Link>
          </li>
        ))}
        {lost.map((other) => (
          <li key={other.transfer} class="decide">
            <Link to={at(body, '/stock')}>{t(`transfer.${other.how}`, { transfer: other.transfer, n: other.missing ?? 0 })}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function BodyOverview(props: { body: string }) {
  const { body } = props, rights = useRights(body);
  return (
    <Shown whole of={useAnswer<Overview>(`/api/supply?body=${part(body)}`)}>
      {({ bodies: [one] }) =>
        one ? (
          <Page title={one.name} over={<><Link to="/supply">{t('supply')}</Link>{one.cycle && <>{' · '}<CycleDays of={one.cycle} /></>}</>}>
            <div class="columns">
              <div>
                <Section title={t('supply.given')}>
                  {!one.cycle && <p>{t('supply.nocycle')}</p>}
                  {one.cycle && (
                    <>
                      <ul class="shares">{(one.goods ?? []).map((good) => <GoodLine key={good.good} good={good} to={at(body, `/cycles/${one.cycle?.cycle}`)} />)}</ul>
                      <p><Link to={at(body, `/cycles/${one.cycle.cycle}`)} class="button">{t('supply.cycle.see')}</Link></p>
                    </>
                  )}
                </Section>
              </div>
              <div>
                {one.cycle && one.allocation && <Section title={t('card.title')}><FindCard body={body} cycle={one.cycle.cycle} /></Section>}
                <Questions body={body} one={one} />
                <Section title={t('supply.who')}>
                  <dl class="figures">
                    <Figure id="households" value={one.households} of={t('supply.households')} />
                    <Figure id="people" value={one.people} of={t('supply.people')} />
                    <Figure id="outlets" value={one.outlets} of={t('supply.outlets')} />
                    <Figure id="complaints" value={one.complaints} of={t('supply.complaints.open')} />
                  </dl>
                </Section>
                <Section title={t('supply.more')}>
                  <ul class="list">
                    {rights.serves && <li><Link to={at(body, '/households')}>{t('households.title')}</Link></li>}
                    <li><Link to={at(body, '/cycles')}>{t('cycles.title')}</Link></li>
                    <li><Link to={`/counter?body=${part(body)}`}>{t('supply.counters')}</Link></li>
                    <li><Link to="/household">{t('supply.household')}</Link></li>
                    <li><Link to={at(body, '/stock')}>{t('stock.title')}</Link></li>
                    <li><Link to={at(body, '/prices')}>{t('prices.title')}</Link></li>
                    <li><Link to={at(body, '/complaints')}>{t('complaints.title')}</Link></li>
                  </ul>
                </Section>
              </div>
            </div>
          </Page>
        ) : (
          <Page title={t('supply')}><p>{t('supply.none')}</p></Page>
        )
      }
    </Shown>
  );
}
