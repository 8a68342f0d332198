// Stock accounts: what each place has by the books and by its counts, what does not balance, goods under way between places.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { Page, Section, Shown } from '../../parts';
import { Link } from '../../router';
import { number, t } from '../../text';
import type { Alarms, Cycles, Stock, Transfer } from './data';
import { Done, Scrolls, api, at, unit_word, units, useDoing, useNames, useRights, type Names } from './shared';

function Alert(props: { of: Alarms['alerts'][number]; names: Names }) {
  const { of, names } = props, { clears } = of;
  return (
    <li class="decide" data-alarm={of.outlet + '/' + of.good}>
      <strong>{t(`alarm.${of.kind}`, { place: names.place(of.outlet), good: names.good(of.good), n: Math.round(of.missing) })}</strong>{' '}
      <span class="quiet">{t('alarm.weeks', { from: number(of.since_week), to: number(of.seen_week) })}</span>
      <br />
      {t('alarm.for')}{' '}
      {[
        clears.periods_balanced_before > 0 && t('alarm.for.before', { n: clears.periods_balanced_before }),
        clears.nobody_turned_away && t('alarm.for.nobody'),
        clears.found_again && t('alarm.for.again'),
        clears.balanced_again_by_week !== null && t('alarm.for.over', { week: number(clears.balanced_again_by_week) }),
        clears.slip && t('alarm.for.slip', { week: number(clears.slip.week), written: number(clears.slip.written), perhaps: number(clears.slip.perhaps) }),
      ].filter(Boolean).join('; ') || t('alarm.for.none')}
    </li>
  );
}

function AlarmsSection(props: { body: string; names: Names }) {
  return (
    <Shown of={useAnswer<Alarms>(api(props.body, '/alarms'))}>
      {(alarms) => (
        <Section title={t('alarm.title')} mark={alarms.alerts.length ? 'decide' : undefined}>
          <p class="quiet">{t('alarm.lead', { periods: alarms.periods, balanced: alarms.balanced })}</p>
          {!alarms.alerts.length && <p><span class="tag served">{t('alarm.none')}</span></p>}
          <ul class="list">{alarms.alerts.map((one) => <Alert key={one.outlet + one.good + one.kind} of={one} names={props.names} />)}</ul>
          {alarms.checks.length > 0 && <h3>{t('alarm.checks')}</h3>}
          <ul class="list">
            {alarms.checks.map((one) => (
              <li key={one.outlet + one.good + one.since_week}>
                {t(`alarm.check.${one.loss > one.usual_loss ? 'less' : 'more'}`, {
                  place: props.names.place(one.outlet), good: props.names.good(one.good), n: Math.round(Math.abs(one.loss)), from: number(one.since_week), to: number(one.seen_week),
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Shown>
  );
}

// ---- what is under way -----------------------------------------------------------------------------------------------

function Receive(props: { body: string; of: Transfer; cycle: number; names: Names }) {
  const { of, body, cycle, names } = props, doing = useDoing(), [amount, set_amount] = useState(String(of.missing ?? 0)), [last, set_last] = useState(false);
  const sign = (event: Event) => {
    event.preventDefault();
    const fields = { body, transfer: of.transfer, place: of.to ?? '', cycle, good: of.good ?? '', amount: Number(amount) };
    void doing.run('transfer_receive', last ? { ...fields, last: true } : fields, t('transfer.said', { transfer: of.transfer }));
  };
  const id = 'received-' + of.transfer;
  return (
    <details>
      <summary>{t('transfer.receive')}</summary>
      <Done of={doing}>
        <form onSubmit={sign}>
          <p class="field">
            <label for={id}>{t('transfer.amount', { unit: unit_word(names.unit(of.good ?? ''), 2) })}</label>
            <input id={id} type="number" min={0} required value={amount} onInput={(event) => set_amount(event.currentTarget.value)} />
          </p>
          <label class="choice"><input type="checkbox" checked={last} onChange={(event) => set_last(event.currentTarget.checked)} />{t('transfer.last')}</label>
          <button type="submit" disabled={doing.busy}>{t('transfer.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

function Transfers(props: { body: string; of: Transfer[]; names: Names }) {
  const { body, of, names } = props, rights = useRights(body);
  const cycle = useAnswer<Cycles>(api(body, '/cycles')).data?.cycles[0]?.cycle ?? 0;
  return (
    <Section title={t('transfer.title')} mark={of.some((one) => one.how !== 'under-way') ? 'decide' : undefined}>
      {!of.length && <p class="quiet">{t('transfer.none')}</p>}
      <ul class="list">
        {of.map((one) => (
          <li key={one.transfer} class={one.how === 'under-way' ? '' : 'decide'} data-transfer={one.transfer}>
            <strong>{names.good(one.good ?? '')}</strong> {t('transfer.from', { from: one.from ? names.place(one.from) : '–', to: one.to ? names.place(one.to) : '–' })}
            <br />
            {t(`transfer.${one.how}`, { transfer: one.transfer, n: one.missing ?? 0 })}{' '}
            <span class="quiet">{t('transfer.figures', { sent: one.sent === undefined ? '–' : number(one.sent), received: number(one.received) })}</span>
            {one.how === 'under-way' && one.to && (rights.officer || rights.keeps(one.to)) && <Receive body={body} of={one} cycle={cycle} names={names} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

// ---- accounts --------------------------------------------------------------------------------------------------------

function Count(props: { body: string; names: Names; places: string[]; cycle: number }) {
  const { body, names, places, cycle } = props, doing = useDoing();
  const [place, set_place] = useState(places[0] ?? ''), [good, set_good] = useState(''), [amount, set_amount] = useState('');
  const chosen = good || (names.goods[0]?.good ?? '');
  const sign = (event: Event) => {
    event.preventDefault();
    void doing.run('stock_count', { body, place, cycle, good: chosen, amount: Number(amount) }, t('count.said', { good: names.good(chosen), amount }));
  };
  return (
    <details>
      <summary>{t('count.title')}</summary>
      <Done of={doing}>
        <form onSubmit={sign}>
          <p>{t('count.lead', { cycle: String(cycle) })}</p>
          <p class="field">
            <label for="count-place">{t('cycle.place')}</label>
            <select id="count-place" value={place} onChange={(event) => set_place(event.currentTarget.value)}>{places.map((one) => <option key={one} value={one}>{names.place(one)}</option>)}</select>
          </p>
          <p class="field">
            <label for="count-good">{t('cycle.good')}</label>
            <select id="count-good" value={chosen} onChange={(event) => set_good(event.currentTarget.value)}>{names.goods.map((one) => <option key={one.good} value={one.good}>{one.name}</option>)}</select>
          </p>
          <p class="field">
            <label for="count-amount">{t('count.amount', { unit: unit_word(names.unit(chosen), 2) })}</label>
            <input id="count-amount" type="number" min={0} required value={amount} onInput={(event) => set_amount(event.currentTarget.value)} />
          </p>
          <button type="submit" disabled={doing.busy || amount === ''}>{t('count.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

function Accounts(props: { of: Stock; names: Names }) {
  const { names } = props;
  return (
    <Section title={t('stock.accounts')}>
      <p class="quiet">{t('stock.lead')}</p>
      {!props.of.accounts.length && <p>{t('stock.none')}</p>}
      {props.of.accounts.length > 0 && (
        <Scrolls label={t('stock.accounts')}>
          <thead>
            <tr>
              <th scope="col">{t('cycle.place')}</th><th scope="col">{t('cycle.good')}</th><th scope="col" class="n">{t('stock.there')}</th>
              <th scope="col" class="n">{t('stock.counted')}</th><th scope="col" class="n">{t('stock.gap')}</th>
            </tr>
          </thead>
          <tbody>
            {props.of.accounts.map((one) => (
              <tr key={one.place + one.good} data-account={one.place + '/' + one.good}>
                <th scope="row">{names.place(one.place)}</th>
                <td>{names.good(one.good)}</td>
                <td class="n" data-key="stock" data-value={one.stock}>{units(one.stock, names.unit(one.good))}</td>
                <td class="n" data-key="counted" data-value={one.counted ?? ''}>{one.counted === undefined ? t('stock.never') : t('stock.counted.in', { n: one.counted, cycle: String(one.counted_in) })}</td>
                <td class="n" data-key="gap" data-value={one.gap ?? ''}>{one.gap === undefined ? '' : one.gap > 0 ? <strong>{t('stock.missing', { n: one.gap })}</strong> : one.gap < 0 ? t('stock.beyond', { n: -one.gap }) : <span class="tag served">{t('stock.balances')}</span>}</td>
              </tr>
            ))}
          </tbody>
        </Scrolls>
      )}
    </Section>
  );
}

export function StockView(props: { body: string }) {
  const { body } = props, names = useNames(body), rights = useRights(body);
  const places = names.outlets.map((one) => one.outlet).filter((one) => rights.officer || rights.keeps(one));
  const cycle = useAnswer<Cycles>(api(body, '/cycles')).data?.cycles[0]?.cycle;
  return (
    <Page title={t('stock.title')} over={<Link to={at(body)}>{t('supply')}</Link>} lead={t('stock.page.lead')}>
      <AlarmsSection body={body} names={names} />
      <Shown of={useAnswer<Stock>(api(body, '/stock'))}>
        {(stock) => (
          <>
            <Transfers body={body} of={stock.transfers} names={names} />
            <Accounts of={stock} names={names} />
            {places.length > 0 && cycle !== undefined && <Count body={body} names={names} places={places} cycle={cycle} />}
          </>
        )}
      </Shown>
    </Page>
  );
}
