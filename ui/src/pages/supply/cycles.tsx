// Cycles: the list, and one cycle's page: what was expected and what arrived, what is given out of it, outlet by outlet with the reason, and the proof.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { Page, Section, Shown } from '../../parts';
import { Link } from '../../router';
import { Time, number, t } from '../../text';
import { CheckYourself } from './check';
import type { Allocation, Arrived, CycleFacts, Cycles, Deliveries, OutletGood } from './data';
import { CycleDays, FindCard } from './overview';
import { Bar, Done, Scrolls, api, at, is_short, today, unit_word, units, useDoing, useNames, useRights, type Names } from './shared';

// ---- the list --------------------------------------------------------------------------------------------------------

const arrived_of = (all: Arrived[], names: Names): string => {
  const sums = new Map<string, number>();
  for (const one of all) sums.set(one.good, (sums.get(one.good) ?? 0) + one.amount);
  return [...sums].map(([good, amount]) => `${names.good(good)}: ${units(amount, names.unit(good))}`).join(' · ');
};

function OpenCycle(props: { body: string; last: CycleFacts | undefined }) {
  const doing = useDoing(), after = props.last ? new Date(Date.parse(props.last.to) + 86_400_000).toISOString().slice(0, 10) : today();
  const [from, set_from] = useState(after), [days, set_days] = useState('7');
  const open = (event: Event) => {
    event.preventDefault();
    const cycle = (props.last?.cycle ?? 0) + 1;
    void doing.run('cycle_open', { body: props.body, cycle, from, days: Number(days) }, t('cycle.title', { cycle: String(cycle) }));
  };
  return (
    <details>
      <summary>{t('cycle.open')}</summary>
      <Done of={doing}>
        <form onSubmit={open}>
          <p class="field"><label for="from">{t('cycle.open.from')}</label><input id="from" type="date" required value={from} onInput={(event) => set_from(event.currentTarget.value)} /></p>
          <p class="field"><label for="days">{t('cycle.open.days')}</label><input id="days" type="number" required min={1} max={92} value={days} onInput={(event) => set_days(event.currentTarget.value)} /></p>
          <button type="submit" disabled={doing.busy}>{t('cycle.open.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

export function CyclesView(props: { body: string }) {
  const { body } = props, names = useNames(body), rights = useRights(body);
  return (
    <Page title={t('cycles.title')} over={<Link to={at(body)}>{t('supply')}</Link>}>
      <Shown of={useAnswer<Cycles>(api(body, '/cycles'))}>
        {({ cycles }) => (
          <>
            {!cycles.length && <p>{t('supply.nocycle')}</p>}
            <ul class="list">
              {cycles.map((one) => (
                <li key={one.cycle} data-cycle={one.cycle}>
                  <Link to={at(body, '/cycles/' + one.cycle)}><CycleDays of={one} /></Link> {one.closed && <span class="tag">{t('cycle.closed')}</span>}
                  <br />
                  <span class="quiet">{arrived_of(one.arrived, names)}</span>
                </li>
              ))}
            </ul>
            {rights.officer && <OpenCycle body={body} last={cycles[0]} />}
          </>
        )}
      </Shown>
    </Page>
  );
}

// ---- deliveries ------------------------------------------------------------------------------------------------------

function Standing(props: { of: Deliveries['expected'][number] }) {
  const { standing, late } = props.of, done = standing === 'whole' || standing === 'more';
  return (
    <>
      <span class={done ? 'tag served' : late ? 'tag decide' : 'tag'}>{t(`standing.${standing}`)}</span>
      {late && <> <span class="late">{t('standing.late')}</span></>}
    </>
  );
}

function DeliveriesSection(props: { of: Deliveries; names: Names }) {
  const { expected, deliveries } = props.of, { names } = props;
  const unexpected = deliveries.filter((one) => !one.cancelled);
  return (
    <Section title={t('cycle.deliveries')}>
      {!expected.length && !unexpected.length && <p class="quiet">{t('cycle.deliveries.none')}</p>}
      {expected.length > 0 && (
        <Scrolls label={t('cycle.deliveries')}>
          <thead>
            <tr>
              <th scope="col">{t('cycle.good')}</th><th scope="col">{t('cycle.place')}</th><th scope="col" class="n">{t('cycle.expected')}</th>
              <th scope="col" class="n">{t('cycle.arrived')}</th><th scope="col">{t('cycle.standing')}</th>
            </tr>
          </thead>
          <tbody>
            {expected.map((one) => (
              <tr key={one.delivery} data-delivery={one.delivery}>
                <th scope="row">{names.good(one.good)}</th><td>{names.place(one.place)}</td><td class="n">{number(one.amount)}</td>
                <td class="n" data-value={one.arrived}>{number(one.arrived)}</td><td><Standing of={one} /></td>
              </tr>
            ))}
          </tbody>
        </Scrolls>
      )}
      {unexpected.length > 0 && (
        <details>
          <summary>{t('cycle.arrivals', { n: unexpected.length })}</summary>
          <ul class="list">
            {unexpected.map((one) => (
              <li key={one.delivery}>
                {names.good(one.good)}: {units(one.amount, names.unit(one.good))}, {names.place(one.place)}
                {one.instead && <> ({t('cycle.instead', { good: names.good(one.instead) })})</>} <span class="quiet"><Time at={one.time} exact /></span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

// A lorry came: what, where, how much. By the keeper of the place or an officer of supply.
function Arrival(props: { body: string; cycle: number; of: Deliveries; names: Names; places: string[] }) {
  const { names, cycle, body } = props, doing = useDoing(), waiting = props.of.expected.filter((one) => props.places.includes(one.place));
  const [which, set_which] = useState(''), [place, set_place] = useState(props.places[0] ?? ''), [good, set_good] = useState(names.goods[0]?.good ?? '');
  const [amount, set_amount] = useState(''), expected = waiting.find((one) => one.delivery === which);
  const choose = (name: string) => {
    const one = waiting.find((other) => other.delivery === name);
    set_which(name);
    if (one) {
      set_place(one.place);
      set_good(one.good);
      set_amount(String(Math.max(one.amount - one.arrived, 1)));
    }
  };
  const sign = (event: Event) => {
    event.preventDefault();
    const delivery = `${expected ? expected.delivery.slice(0, 40) + '-' : ''}${Date.now().toString(36)}`;
    const fields = { body, delivery, cycle, place, good: good || (names.goods[0]?.good ?? ''), amount: Number(amount) };
    void doing.run('delivery', expected ? { ...fields, expected: expected.delivery } : fields, t('arrival.said', { good: names.good(fields.good), amount }));
  };
  return (
    <details>
      <summary>{t('arrival.title')}</summary>
      <Done of={doing}>
        <form onSubmit={sign}>
          {waiting.length > 0 && (
            <p class="field">
              <label for="which">{t('arrival.which')}</label>
              <select id="which" value={which} onChange={(event) => choose(event.currentTarget.value)}>
                <option value="">{t('arrival.other')}</option>
                {waiting.map((one) => <option key={one.delivery} value={one.delivery}>{`${names.good(one.good)}, ${names.place(one.place)} (${one.delivery})`}</option>)}
              </select>
            </p>
          )}
          <p class="field">
            <label for="place">{t('cycle.place')}</label>
            <select id="place" value={place} onChange={(event) => set_place(event.currentTarget.value)}>
              {props.places.map((one) => <option key={one} value={one}>{names.place(one)}</option>)}
            </select>
          </p>
          <p class="field">
            <label for="good">{t('cycle.good')}</label>
            <select id="good" value={good} onChange={(event) => set_good(event.currentTarget.value)}>
              {names.goods.map((one) => <option key={one.good} value={one.good}>{one.name}</option>)}
            </select>
          </p>
          <p class="field">
            <label for="amount">{t('arrival.amount', { unit: unit_word(names.unit(good || (names.goods[0]?.good ?? '')), 2) })}</label>
            <input id="amount" type="number" min={1} required value={amount} onInput={(event) => set_amount(event.currentTarget.value)} />
          </p>
          <button type="submit" disabled={doing.busy || !amount}>{t('arrival.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

// ---- what is given out -----------------------------------------------------------------------------------------------

function Items(props: { of: Allocation; names: Names }) {
  const { names } = props;
  return (
    <Scrolls label={t('cycle.given')}>
      <thead>
        <tr>
          <th scope="col">{t('cycle.good')}</th><th scope="col" class="n">{t('cycle.arrived')}</th><th scope="col" class="n">{t('cycle.claimed')}</th>
          <th scope="col" class="n">{t('cycle.given.n')}</th><th scope="col" class="n">{t('cycle.less')}</th>
        </tr>
      </thead>
      <tbody>
        {props.of.items.map((one) => (
          <tr key={one.good + (one.instead ?? '')} data-item={one.good + (one.instead ? '/' + one.instead : '')}>
            <th scope="row">
              {names.good(one.good)}{one.instead && <> ({t('cycle.instead', { good: names.good(one.instead) })})</>}<br />
              <span class="quiet">{unit_word(one.unit, 2)}</span>
            </th>
            <td class="n" data-key="arrived" data-value={one.arrived}>{number(one.arrived)}</td>
            <td class="n" data-key="claimed" data-value={one.claimed}>{one.instead ? '–' : number(one.claimed)}</td>
            <td class="n" data-key="given" data-value={one.given}>{number(one.given)}</td>
            <td class="n" data-key="less" data-value={one.less}>{one.instead ? '–' : one.less ? t('cycle.less.n', { less: one.less, households: one.households }) : <span class="tag served">{t('supply.all')}</span>}</td>
          </tr>
        ))}
      </tbody>
    </Scrolls>
  );
}

// Why an outlet's households get what they get of a good, in a sentence.
export function outlet_reason(good: OutletGood): string {
  const last = good.last === undefined ? '' : number(Math.round(good.last * 100) / 100);
  return t(`outlet.reason.${good.reason === 'cut-off' ? 'cutoff' : good.reason}` as 'outlet.reason.level', { last, less: good.less, households: good.households });
}

function OutletSection(props: { of: Allocation['outlets'][number]; names: Names }) {
  const { of, names } = props;
  return (
    <section data-outlet={of.outlet} id={'outlet-' + of.outlet}>
      <h3>{names.place(of.outlet)}</h3>
      <p class="quiet">
        {t('outlet.households', { n: of.households })}{' · '}
        {of.served_by.length ? t('outlet.served', { places: of.served_by.map(names.place).join(', ') }) : <strong>{t('outlet.cut')}</strong>}
      </p>
      <ul class="shares small">
        {of.goods.map((good) => (
          <li key={good.good + (good.instead ?? '')} class={is_short(good.given, good.may_have) ? 'good decide' : 'good'} data-good={good.good}>
            <h4>{names.good(good.good)}{good.instead && <> ({t('cycle.instead', { good: names.good(good.instead) })})</>}</h4>
            <p class="given"><strong data-value={good.given}>{number(good.given)}</strong> {t('supply.of', { amount: units(good.may_have, good.unit) })}</p>
            <Bar of={good.given} whole={good.may_have} />
            <p class="why">{outlet_reason(good)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Given(props: { body: string; cycle: number; names: Names }) {
  const { body, cycle, names } = props, answer = useAnswer<Allocation>(api(body, `/cycles/${cycle}/allocation`));
  if (answer.problem?.status === 404) return <Section title={t('cycle.given')}><p>{t('cycle.unallocated')}</p></Section>;
  return (
    <Shown of={answer}>
      {(allocation) => (
        <>
          <Section title={t('cycle.given')}>
            <p>{t('cycle.rule')}</p>
            <Items of={allocation} names={names} />
          </Section>
          <Section title={t('card.title')}><FindCard body={body} cycle={cycle} /></Section>
          <Section title={t('cycle.outlets')}><div class="outlets">{allocation.outlets.map((one) => <OutletSection key={one.outlet} of={one} names={names} />)}</div></Section>
          <CheckYourself body={body} cycle={cycle} of={allocation} />
        </>
      )}
    </Shown>
  );
}

export function CycleView(props: { body: string; cycle: number }) {
  const { body, cycle } = props, names = useNames(body), rights = useRights(body);
  const places = names.outlets.map((one) => one.outlet).filter((one) => rights.officer || rights.keeps(one));
  return (
    <Shown whole of={useAnswer<Cycles>(api(body, '/cycles'))}>
      {({ cycles }) => {
        const one = cycles.find((other) => other.cycle === cycle);
        return (
          <Page
            title={t('cycle.title', { cycle: String(cycle) })}
            over={<><Link to={at(body)}>{t('supply')}</Link>{' · '}<Link to={at(body, '/cycles')}>{t('cycles.title')}</Link></>}
            lead={one ? <CycleDays of={one} /> : t('cycle.none')}
          >
            <Shown of={useAnswer<Deliveries>(api(body, `/deliveries?cycle=${cycle}`))}>
              {(deliveries) => (
                <>
                  <DeliveriesSection of={deliveries} names={names} />
                  {one && places.length > 0 && <Arrival key={names.goods.length} body={body} cycle={cycle} of={deliveries} names={names} places={places} />}
                </>
              )}
            </Shown>
            {one && <Given body={body} cycle={cycle} names={names} />}
          </Page>
        );
      }}
    </Shown>
  );
}
