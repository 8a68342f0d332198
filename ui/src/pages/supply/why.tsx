// Why a card is to have what it is to have, in plain words from the proof; and what is left of it.
import { useAnswer } from '../../api';
import { Page, Section, Shown, Trouble } from '../../parts';
import { Link } from '../../router';
import { T, number, t } from '../../text';
import { CheckYourself } from './check';
import type { Allocation, Clause, Rules, Why, WhyGood } from './data';
import { FindCard } from './overview';
import { Bar, api, at, unit_word, units, useNames } from './shared';

const two = (value: number | undefined): string => number(Math.round((value ?? 0) * 100) / 100);

// "9/2" as 4.5; the exact ratio stands in the proof.
const weight_text = (weight: string): string => {
  const [over = '0', under = '1'] = weight.split('/');
  return two(Number(over) / Number(under));
};

function reason_text(good: WhyGood): string {
  const key = good.reason === 'cut-off' ? 'cutoff' : good.reason;
  return t(`why.reason.${key}` as 'why.reason.level', { next: two(good.next), last: two(good.last) });
}

// "half a litre a day for each child under 15", from the rule that the body decided.
function ClauseText(props: { of: Clause; unit: string }) {
  const { amount, each, per } = props.of, counted = /^(under|over)_(\d+)$/.exec(each);
  const whom = counted ? t(`each.${counted[1] as 'under' | 'over'}`, { n: counted[2] ?? '' }) : t(`each.${each}` as 'each.member');
  const [over = '0', under] = amount.split('/'), many = Number(over) / Number(under ?? 1);
  return (
    <>
      {t(`rule.${per}`, { amount: under ? amount : number(many), unit: unit_word(props.unit, many), whom })}
      {props.of.for && <> ({t('rule.for', { what: t(`each.${props.of.for}` as 'each.ill') })})</>}
      {props.of.floor && <>. {t('rule.floor', { amount: props.of.floor, unit: unit_word(props.unit, 2) })}</>}
    </>
  );
}

export function RuleText(props: { of: Clause | Clause[]; unit: string }) {
  const clauses = Array.isArray(props.of) ? props.of : [props.of];
  return <>{clauses.map((one, i) => <span key={i}>{i > 0 && '; '}<ClauseText of={one} unit={props.unit} /></span>)}</>;
}

function GoodWhy(props: { of: WhyGood; name: string; instead: string | undefined; rule: Clause | Clause[] | undefined }) {
  const { of } = props, less = of.ration < of.may_have;
  return (
    <li class={less ? 'good decide' : 'good'} data-good={of.good}>
      <h2>{props.name}{props.instead && <> ({t('cycle.instead', { good: props.instead })})</>}</h2>
      <p class="given"><strong data-value={of.ration}>{number(of.ration)}</strong> {t('supply.of', { amount: units(of.may_have, of.unit) })}</p>
      <Bar of={of.ration} whole={of.may_have} />
      <p class="why large">{reason_text(of)}</p>
      {of.drawn > 0 && <p>{t('why.drawn.then', { amount: units(of.drawn, of.unit) })}</p>}
      <details>
        <summary>{t('why.more')}</summary>
        {props.rule && <p>{t('why.rule')} <RuleText of={props.rule} unit={of.unit} />.</p>}
        <p>{t('why.weight', { weight: weight_text(of.weight) })}</p>
        {of.floor > 0 && <p>{t('why.floor', { amount: units(of.floor, of.unit) })}</p>}
      </details>
    </li>
  );
}

export function WhyView(props: { body: string; cycle: number; card: string }) {
  const { body, cycle, card } = props, names = useNames(body);
  const why = useAnswer<Why>(api(body, `/cycles/${cycle}/rations/${encodeURIComponent(card)}`));
  const rules = useAnswer<Rules>(api(body, '/entitlements')).data?.rules ?? [];
  const allocation = useAnswer<Allocation>(api(body, `/cycles/${cycle}/allocation`)).data;
  const over = <><Link to={at(body)}>{t('supply')}</Link>{' · '}<Link to={at(body, '/cycles/' + cycle)}>{t('cycle.title', { cycle: String(cycle) })}</Link></>;
  if (why.problem?.status === 404)
    return (
      <Page title={t('card.unknown')} over={over} lead={t('card.unknown.lead', { card })}>
        <FindCard body={body} cycle={cycle} />
      </Page>
    );
  return (
    <Shown whole of={why}>
      {(one) => (
        <Page title={t('card.of', { card })} over={over} lead={<T k="card.lead" places={{ outlet: names.place(one.outlet), cycle: number(cycle) }} />}>
          {one.household !== card && <p>{t('card.merged', { household: one.household })}</p>}
          {!one.goods.length && <p>{t('why.nothing')}</p>}
          <ul class="shares">
            {one.goods.map((good) => (
              <GoodWhy
                key={good.good + (good.instead ?? '')}
                of={good}
                name={names.good(good.good)}
                instead={good.instead && names.good(good.instead)}
                rule={rules.find((rule) => rule.good === (good.instead ?? good.good))?.rule}
              />
            ))}
          </ul>
          <Section title={t('why.how')}>
            <p>{t('cycle.rule')}</p>
            <p>{t('why.how.seed')}</p>
          </Section>
          {allocation ? <CheckYourself body={body} cycle={cycle} of={allocation} card={one} /> : why.problem && <Trouble problem={why.problem} />}
        </Page>
      )}
    </Shown>
  );
}
