// A household's own page, by the number on its card: what it is to have in the cycle, what was drawn and where, and its code to show at the counter.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { token_fits } from '../counter/sums';
import type { Line } from '../counter/store';
import { Code, Page, Section, Shown } from '../parts';
import { go, Link, part } from '../router';
import { day, number, t, Time } from '../text';
import { NOON } from './counter';

interface Good {
  good: string;
  name: string;
  unit: string;
  to_have?: number;
  drawn: number;
  returned: number;
  left: number;
}
interface One {
  body: string;
  body_name: string;
  outlet: string;
  name: string;
  household: string;
  cards: string[];
  cycle?: number;
  from?: string;
  to?: string;
  goods?: Good[];
  draws: Line[];
}
interface Answer {
  card: string;
  code: { width: number; path: string };
  households: One[];
}

function Ration(props: { goods: Good[] }) {
  return (
    <>
      <dl class="figures">
        {props.goods.map((one) => (
          <div key={one.good}><dd data-figure={'left-' + one.good}>{number(one.left)}</dd><dt><strong>{one.name}</strong>, {one.unit}: {t('household.left')}</dt></div>
        ))}
      </dl>
      <div class="wide" tabIndex={0} role="region" aria-label={t('household.ration')}>
        <table>
          <thead><tr><th scope="col">{t('household.good')}</th><th scope="col" class="n">{t('household.to_have')}</th><th scope="col" class="n">{t('household.had')}</th><th scope="col" class="n">{t('household.back')}</th></tr></thead>
          <tbody>
            {props.goods.map((one) => (
              <tr key={one.good} data-good={one.good}>
                <th scope="row">{one.name}</th><td class="n">{one.to_have === undefined ? t('household.not.said') : number(one.to_have)}</td>
                <td class="n">{number(one.drawn)}</td><td class="n">{number(one.returned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Drawn(props: { of: One }) {
  const { draws, goods = [] } = props.of;
  const name = (good: string) => goods.find((one) => one.good === good)?.name ?? good;
  if (!draws.length) return <p class="quiet">{t('household.drawn.none')}</p>;
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={t('household.drawn')}>
      <table>
        <thead><tr><th scope="col">{t('household.good')}</th><th scope="col" class="n">{t('household.amount')}</th><th scope="col">{t('household.where')}</th><th scope="col">{t('household.when')}</th></tr></thead>
        <tbody>
          {draws.map((one) => (
            <tr key={one.point + one.number + one.good + one.household}><th scope="row">{name(one.good)}</th><td class="n">{number(one.quantity)}</td>
              <td>{one.outlet === props.of.outlet ? props.of.name : one.outlet}</td><td><Time at={one.time} exact /></td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Household(props: { of: One }) {
  const { of } = props;
  return (
    <>
      <Section title={of.from && of.to ? t('counter.cycle', { cycle: of.cycle ?? 0, from: day(of.from + NOON), to: day(of.to + NOON) }) : of.body_name} mark="served">
        <p class="large">{t('household.at', { outlet: of.name })} <span class="quiet">{of.body_name}</span></p>
        {of.cards.length > 1 && <p class="quiet">{t('household.cards', { cards: of.cards.join(', ') })}</p>}
        {of.goods ? <Ration goods={of.goods} /> : <p>{t('household.no.cycle')}</p>}
        {of.cycle && <p><Link to={`/supply/${part(of.body)}/cycles/${of.cycle}/${part(of.household)}`}>{t('household.why')}</Link></p>}
      </Section>
      <Section title={t('household.drawn')}><Drawn of={of} /></Section>
    </>
  );
}

function Find(props: { card?: string }) {
  const [card, set_card] = useState(props.card ?? ''), [slip, set_slip] = useState(false);
  const look = (event: Event) => {
    event.preventDefault();
    const plain = card.replace(/\s/g, '');
    set_slip(!token_fits(plain));
    if (token_fits(plain)) go('/household/' + part(plain));
  };
  return (
    <form class="typed" onSubmit={look}>
      <label for="card">{t('household.number')}</label>
      <input id="card" inputMode="numeric" autocomplete="off" value={card} aria-invalid={slip} onInput={(event) => { set_card(event.currentTarget.value); set_slip(false); }} />
      <button type="submit">{t('counter.look')}</button>
      {slip && <p class="wrong" role="alert">{t('counter.slip')}</p>}
    </form>
  );
}

function Known(props: { card: string }) {
  const answer = useAnswer<Answer>('/api/cards/' + part(props.card));
  if (answer.problem?.status === 404)
    return <Page title={t('household.find')} lead={t('household.find.lead')}><p class="wrong" role="alert">{t('household.none')}</p><Find card={props.card} /></Page>;
  return (
    <Shown of={answer} whole>
      {(data) => (
        <Page title={t('household.title', { card: data.card })}>
          <div class="columns">
            <div>{data.households.map((one) => <Household key={one.body} of={one} />)}<p class="quiet">{t('household.ask')}</p></div>
            <Section title={t('household.show')}>
              <Code of={data.code} title={t('household.code')} />
              <p class="card-number">{data.card}</p>
              <p><button type="button" class="plain" onClick={() => print()}>{t('household.print')}</button></p>
            </Section>
          </div>
        </Page>
      )}
    </Shown>
  );
}

export function HouseholdPage(props: { card: string }) {
  return props.card ? <Known key={props.card} card={props.card} /> : <Page title={t('household.find')} lead={t('household.find.lead')}><Find /></Page>;
}
