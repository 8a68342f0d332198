// Why is this short? A chain from the need down to what stops it, each step a link; who needs it, who makes and uses it; the proof.
import { useAnswer } from '../api';
import { Chart } from '../chart';
import { amount, share } from '../figures';
import { Person, Section, Shown } from '../parts';
import { Link } from '../router';
import { T, Time, t } from '../text';
import { PlanPage, Whose, api_path, body_of, plan_path, quantity, type Explanation, type Party } from './plan_data';

interface Need {
  commodity: string;
  name: string;
  unit: string;
  needs: { tier: number; group: string; needed: number; received: number; fulfilment: number }[];
  from: Party[];
  to: Party[];
  explanations: Explanation[];
}

function Chain({ plan, why }: { plan: string; why: Explanation }) {
  const workplace = (process: string) => plan_path(plan, 'workplaces', body_of(process));
  const { cause } = why, first = why.chain[0];
  return (
    <ol class="chain">
      {why.chain.map((link, i) => (
        <li key={i}>
          {i === 0 ? (
            <strong>{link.name || link.commodity}</strong>
          ) : (
            <T k="short.needs" places={{ amount: quantity(link.amount, link.unit), good: <Link to={plan_path(plan, 'needs', link.commodity)}>{link.name || link.commodity}</Link>, each: first?.unit ?? '' }} />
          )}
          {link.process && (
            <><br /><T k="short.made" places={{ process: <Link to={workplace(link.process)}>{link.process_name || link.process}</Link>, who: <Whose id={link.process} to={workplace(link.process)} /> }} /></>
          )}
        </li>
      ))}
      <li class="stop">
        <span class="wrong">{t('short.stop')}</span>{' '}
        {cause.kind === 'capacity'
          ? <Link to={workplace(cause.id)}>{cause.name}</Link>
          : <Link to={plan_path(plan, 'needs', cause.id)}>{cause.name}</Link>}
        {' '}<span class="quiet">{t('short.limit', { limit: amount(cause.limit) })}</span>
      </li>
    </ol>
  );
}

function Sources({ of }: { of: Explanation }) {
  const seen = new Set<number>(), list = of.sources.filter(({ entry }) => !seen.has(entry) && seen.add(entry));
  if (!list.length) return null;
  return (
    <details>
      <summary>{t('short.sources')}</summary>
      <ul class="list">
        {list.map((one) => (
          <li key={one.entry}>
            <Link to={'/book/' + one.entry}>{t('book.entry', { n: one.entry })}</Link>{' '}<Time at={one.time} />{': '}<Whose id={one.body} />
            {one.person && <>, <Person id={one.person} /></>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Why({ plan, why, number }: { plan: string; why: Explanation; number: number }) {
  return (
    <Section title={t('short.title', { tier: why.tier, share: share(why.fulfilment, 1) })} mark="decide">
      <div class="halves">
        <div>
          <Chain plan={plan} why={why} />
          <p class={why.consistent ? '' : 'wrong'}>{why.proof}</p>
          <Sources of={why} />
        </div>
        <Chart of={why.figure} id={`why-${number}`} />
      </div>
    </Section>
  );
}

function Parties({ plan, of, unit }: { plan: string; of: Party[]; unit: string }) {
  return (
    <ul class="list">
      {of.slice(0, 12).map((one) => (
        <li key={one.process ?? one.group ?? 'stock'}>
          {one.stock ? t('short.stock') : one.process ? <Whose id={one.process} to={plan_path(plan, 'workplaces', body_of(one.process))} /> : <Whose id={one.group ?? ''} />}
          {': '}<span class="amount">{quantity(one.amount, unit)}</span>
        </li>
      ))}
      {of.length > 12 && <li class="quiet">{t('short.more', { n: of.length - 12 })}</li>}
    </ul>
  );
}

export function NeedView(props: { plan: string; id: string }) {
  return (
    <Shown whole of={useAnswer<Need>(api_path(props.plan, 'needs', props.id))}>
      {(need) => {
        const name = need.name || need.commodity, needed = need.needs.reduce((sum, one) => sum + one.needed, 0), received = need.needs.reduce((sum, one) => sum + one.received, 0);
        return (
          <PlanPage plan={props.plan} title={need.explanations.length ? t('short.short', { good: name }) : name}
            lead={need.needs.length ? t('short.lead', { received: quantity(received, need.unit), needed: quantity(needed, need.unit) }) : t('short.nobody')}>
            {() => (
              <>
                {need.explanations.map((why, i) => <Why key={i} plan={props.plan} why={why} number={i + 1} />)}
                {need.needs.length > 0 && (
                  <Section title={t('short.who')}>
                    <div class="wide" tabIndex={0} role="group" aria-label={t('short.who')}>
                      <table>
                        <thead><tr><th scope="col">{t('short.group')}</th><th scope="col" class="n">{t('plan.tier')}</th><th scope="col" class="n">{t('short.needed')}</th><th scope="col" class="n">{t('short.received')}</th><th scope="col" class="n">{t('short.share')}</th></tr></thead>
                        <tbody>
                          {need.needs.map((one) => (
                            <tr key={one.group + one.tier} data-group={one.group}>
                              <th scope="row"><Whose id={one.group} /></th><td class="n">{one.tier}</td><td class="n">{amount(one.needed)}</td><td class="n">{amount(one.received)}</td>
                              <td class="n">{one.fulfilment < 1 - 1e-6 ? <span class="wrong">▼ {share(one.fulfilment, 1)}</span> : share(one.fulfilment, 1)}</td>
                            </tr>
                          ))}
                        </tbody>
                      </table>
                    </div>
                  </Section>
                )}
                <div class="halves">
                  <Section title={t('short.from')}><Parties plan={props.plan} of={need.from} unit={need.unit} /></Section>
                  <Section title={t('short.to')}><Parties plan={props.plan} of={need.to} unit={need.unit} /></Section>
                </div>
                <p><Link to={'/economy/' + encodeURIComponent(need.commodity)}>{t('short.economy', { good: name })}</Link></p>
              </>
            )}
          </PlanPage>
        );
      }}
    </Shown>
  );
}
