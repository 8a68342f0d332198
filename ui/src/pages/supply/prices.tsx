// Prices: what members and households report of each place, held against the ceiling; a report in three taps: what, where, how much.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { me } from '../../keys';
import { Page, Section, Shown } from '../../parts';
import { Link, part, query } from '../../router';
import { T, Time, number, t } from '../../text';
import type { Ceilings, Overview, Prices } from './data';
import { Done, Scrolls, api, at, unit_word, useDoing, useNames, useRights, type Names } from './shared';

// "7/2" or "7.5" as the book has it; a fraction is said as it stands.
const price_text = (price: string): string => (/^\d+(\.\d+)?$/.test(price) ? number(Number(price)) : price);
const money = (price: string, currency: string, unit: string): string => t('prices.money', { price: price_text(price), currency, unit: unit_word(unit, 1) });

type Group = Prices['prices'][number];

function Reported(props: { of: Group; body: string; names: Names }) {
  const { of, names } = props;
  const mark = of.verdict === 'over' ? 'decide' : '';
  return (
    <li class={mark} data-price={of.good + '/' + of.place}>
      <h3>{names.good(of.good)}, {names.place(of.place)}</h3>
      <p>
        <span class={'verdict tag' + (of.verdict === 'over' ? ' decide' : of.verdict === 'within' ? ' served' : '')}>{t(`verdict.${of.verdict}`)}</span>
      </p>
      <p>
        {of.middle && <><strong class="large" data-value={of.middle}>{money(of.middle, of.currency, of.unit)}</strong> <span class="quiet">{t('prices.middle', { n: of.reports })}</span><br /></>}
        {of.ceiling && <>{t('prices.ceiling', { price: money(of.ceiling, of.currency, of.unit) })} <span class="quiet"><T k="prices.since" places={{ day: <Time at={of.from ?? ''} /> }} /></span><br /></>}
        <span class="quiet">{t('prices.voices', { voices: of.voices, over: of.over, within: of.within })}</span>
        {of.outlet_says && <><br /><span class="quiet"><T k="prices.outlet" places={{ price: money(of.outlet_says, of.currency, of.unit), day: <Time at={of.outlet_day ?? ''} /> }} /></span></>}
      </p>
      <p><Link to={at(props.body, `/prices?good=${part(of.good)}&place=${part(of.place)}`)}>{t('prices.here')}</Link></p>
    </li>
  );
}

// What a price of a good at a place is for, and in which money: as its ceiling says, else as it was reported, else the good's own unit.
function terms(good: string, place: string, ceilings: Ceilings['ceilings'], reported: Group[], names: Names) {
  const of_good = ceilings.filter((one) => one.good === good);
  return of_good.find((one) => one.place === place) ?? of_good.find((one) => !one.place) ?? reported.find((one) => one.good === good) ?? { unit: names.unit(good), currency: ceilings[0]?.currency ?? reported[0]?.currency ?? '' };
}

function Report(props: { body: string; names: Names; ceilings: Ceilings['ceilings']; reported: Group[]; day: string }) {
  const { body, names, ceilings, reported, day } = props, doing = useDoing(), rights = useRights(body);
  const [good, set_good] = useState(query('good') ?? ''), [place, set_place] = useState(query('place') ?? ''), [price, set_price] = useState('');
  const [money_word, set_money] = useState(''), { unit, currency } = terms(good, place, ceilings, reported, names);
  const places = [...new Set([...names.outlets.filter((one) => one.kind === 'outlet').map((one) => one.outlet), ...reported.map((one) => one.place)])];
  const amount = price.trim().replace(',', '.'), fine = /^\d{1,12}(\.\d{1,6})?$/.test(amount) && Number(amount) > 0;
  const sign = (event: Event) => {
    event.preventDefault();
    if (!good || !place || !fine) return;
    void doing.run('price_report', { body, place, good, price: amount, unit, currency: currency || money_word, day }, t('report.said', { good: names.good(good), price: amount }));
  };
  const clear = () => {
    doing.again();
    set_price('');
  };
  if (!me.value) return <p>{t('report.signin')}</p>;
  return (
    <Done of={doing} more={<p><button type="button" class="plain" onClick={clear}>{t('report.another')}</button></p>}>
      <form onSubmit={sign}>
        <fieldset>
          <legend>{t('report.what')}</legend>
          <div class="taps">
            {names.goods.map((one) => (
              <label class="choice" key={one.good}><input type="radio" name="good" value={one.good} checked={good === one.good} onChange={() => set_good(one.good)} />{one.name}</label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>{t('report.where')}</legend>
          <div class="taps">
            {places.map((one) => (
              <label class="choice" key={one}><input type="radio" name="place" value={one} checked={place === one} onChange={() => set_place(one)} />{names.place(one)}</label>
            ))}
          </div>
        </fieldset>
        <p class="field">
          <label for="price">{good ? t('report.price', { unit: unit_word(unit, 1), currency: currency || money_word }) : t('report.price.first')}</label>
          <input id="price" inputMode="decimal" autocomplete="off" maxLength={20} value={price} onInput={(event) => set_price(event.currentTarget.value)} />
        </p>
        {good && !currency && (
          <p class="field">
            <label for="currency">{t('report.currency')}</label>
            <input id="currency" maxLength={8} value={money_word} onInput={(event) => set_money(event.currentTarget.value.toUpperCase())} />
          </p>
        )}
        <p class="quiet">{rights.enters ? t('report.nameless') : t('report.public')}</p>
        <button type="submit" disabled={doing.busy || !good || !place || !fine || !(currency || money_word)}>{t('report.sign')}</button>
      </form>
    </Done>
  );
}

function CeilingsTable(props: { of: Ceilings['ceilings']; names: Names }) {
  const { names } = props;
  if (!props.of.length) return <p class="quiet">{t('ceilings.none')}</p>;
  return (
    <Scrolls label={t('ceilings.title')}>
      <thead><tr><th scope="col">{t('cycle.good')}</th><th scope="col">{t('cycle.place')}</th><th scope="col" class="n">{t('ceilings.price')}</th><th scope="col">{t('ceilings.from')}</th></tr></thead>
      <tbody>
        {props.of.map((one) => (
          <tr key={one.good + (one.place ?? '')} data-ceiling={one.good + '/' + (one.place ?? '')}>
            <th scope="row">{names.good(one.good)}</th>
            <td>{one.place ? names.place(one.place) : t('ceilings.everywhere')}</td>
            <td class="n" data-value={one.price}>{money(one.price, one.currency, one.unit)}</td>
            <td><Link to={'/book/' + one.entry}><Time at={one.from} /></Link></td>
          </tr>
        ))}
      </tbody>
    </Scrolls>
  );
}

export function PricesView(props: { body: string }) {
  const { body } = props, names = useNames(body), day = useAnswer<Overview>(`/api/supply?body=${part(body)}`).data?.at.slice(0, 10);
  const ceilings = useAnswer<Ceilings>(api(body, '/ceilings')).data?.ceilings;
  return (
    <Page title={t('prices.title')} over={<Link to={at(body)}>{t('supply')}</Link>} lead={t('prices.lead')}>
      <Shown of={useAnswer<Prices>(api(body, '/prices'))}>
        {(prices) => (
          <div class="columns">
            <div>
              <Section title={t('prices.reported')}>
                <p class="quiet">{t('prices.window', { days: prices.window_days })}</p>
                {!prices.prices.length && <p>{t('prices.none')}</p>}
                <ul class="list">{prices.prices.map((one) => <Reported key={one.good + one.place + one.unit + one.currency} of={one} body={body} names={names} />)}</ul>
              </Section>
              {prices.alarms.length > 0 && (
                <Section title={t('prices.alarms')} mark="decide">
                  <ul class="list">
                    {prices.alarms.map((one) => (
                      <li key={one.good + one.place} class="decide">
                        {names.good(one.good)}, {names.place(one.place)}: {t('prices.alarm', { price: one.price, usual: Math.round(one.usual * 100) / 100, currency: one.currency, month: one.month })}
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </div>
            <div>
              <Section title={t('report.title')}>
                {day && ceilings && names.goods.length > 0 && <Report key={query('good') ?? ''} body={body} names={names} ceilings={ceilings} reported={prices.prices} day={day} />}
              </Section>
              <Section title={t('ceilings.title')}>{ceilings && <CeilingsTable of={ceilings} names={names} />}</Section>
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}
