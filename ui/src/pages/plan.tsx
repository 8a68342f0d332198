// A plan at a glance: how it stands, what people receive, what is short and why, what stands in the way, from where to where.
import { useAnswer } from '../api';
import { type FigureData } from '../chart';
import { share } from '../figures';
import { Section, Shown } from '../parts';
import { Link, address, go, query } from '../router';
import { session } from '../session';
import { T, number, t } from '../text';
import { Large, PlanChart, PlanPage, api_path, plan_path, quantity, served_word, type Explanation, type Plan } from './plan_data';

function Figures({ of }: { of: Plan }) {
  const { needs, short, lowest, labour } = of.summary;
  return (
    <dl class="figures">
      <Large id="served" value={number(needs - short)} label={t('plan.served', { whole: needs })} tone={short ? 'decide' : 'served'} />
      {lowest && (
        <Large id="lowest" value={share(lowest.fulfilment, 1)} tone={lowest.fulfilment < 1 - 1e-6 ? 'decide' : 'served'}
          label={lowest.fulfilment < 1 - 1e-6 ? <T k="plan.lowest.of" places={{ need: <Link to={plan_path(of.plan, 'needs', lowest.commodity)}>{lowest.name || lowest.commodity}</Link>, group: lowest.group }} /> : t('plan.lowest')} />
      )}
      {labour && <Large id="labour" value={share(labour.used / labour.there, 1)} label={t('plan.labour', { used: quantity(labour.used, labour.unit), there: quantity(labour.there, labour.unit) })} />}
      <Large id="gap" value={gap_word(Math.max(of.level_gap, 1e-9))} label={<Link to={plan_path(of.plan, 'check')}>{t('plan.gap')}</Link>} />
    </dl>
  );
}

// The power of ten that a gap is below: "< 10⁻⁸".
export function gap_word(gap: number): string {
  const power = Math.ceil(Math.log10(gap) + 1e-9);
  return power >= 0 ? '1' : '< 10' + String(power).replace(/./g, (one) => (one === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(one)] ?? ''));
}

// Which tier and whose needs, kept in the address.
function Choice({ plan }: { plan: string }) {
  const tiers = useAnswer<{ figure: FigureData }>(api_path(plan, 'figures', 'tiers')).data, places = useAnswer<{ figure: FigureData }>(api_path(plan, 'figures', 'places')).data;
  const choose = (name: string, value: string) => {
    const [path = '', old = ''] = address.value.split('?'), all = new URLSearchParams(old);
    if (value) all.set(name, value);
    else all.delete(name);
    go(path + (all.size ? '?' + all.toString() : ''), true);
  };
  return (
    <div class="buttons chooser">
      <p class="field">
        <label for="tier">{t('plan.tier')}</label>
        <select id="tier" value={query('tier') ?? ''} onChange={(event) => choose('tier', event.currentTarget.value)}>
          <option value="">{t('plan.tier.all')}</option>
          {tiers?.figure.rows.map(({ tier }) => <option key={String(tier)} value={String(tier)}>{t('plan.tier.n', { n: Number(tier) })}</option>)}
        </select>
      </p>
      <p class="field">
        <label for="group">{t('plan.group')}</label>
        <select id="group" value={query('group') ?? ''} onChange={(event) => choose('group', event.currentTarget.value)}>
          <option value="">{t('plan.group.all')}</option>
          {places?.figure.rows.map(({ place }) => <option key={String(place)} value={String(place)}>{String(place)}</option>)}
        </select>
      </p>
    </div>
  );
}

function chosen(): string {
  const all = new URLSearchParams();
  for (const name of ['tier', 'group']) {
    const value = query(name);
    if (value) all.set(name, value);
  }
  return all.size ? '?' + all.toString() : '';
}

function Shortages({ plan }: { plan: string }) {
  return (
    <Shown of={useAnswer<{ explanations: Explanation[] }>(api_path(plan, 'shortages'))}>
      {({ explanations }) =>
        explanations.length ? (
          <ol class="list">
            {explanations.map((why) => (
              <li key={why.commodity + why.tier} class="decide" data-short={why.commodity}>
                <strong><Link to={plan_path(plan, 'needs', why.commodity)}>{why.name || why.commodity}</Link></strong>{': '}
                <span data-figure="fulfilment">{served_word(why.fulfilment)}</span>
                <br /><span class="quiet">{t('plan.because', { cause: why.cause.name })}</span>
              </li>
            ))}
          </ol>
        ) : <p class="served-word">{t('plan.nothing.short')}</p>
      }
    </Shown>
  );
}

// One sentence for bottlenecks that differ in the workplace alone.
function Bottlenecks({ plan }: { plan: string }) {
  return (
    <Shown of={useAnswer<{ figure: FigureData }>(api_path(plan, 'figures', 'limits'))}>
      {({ figure }) => {
        const sentences = new Map<string, { words: string; ids: string[] }>();
        for (const row of figure.rows) {
          const words = String(row.words ?? ''), id = String(row.id), key = [row.tier, row.level, row.commodity, row.gives, row.unit].join(' ');
          const found = sentences.get(key);
          if (!words) continue;
          if (found) found.ids.push(id);
          else sentences.set(key, { words, ids: [id] });
        }
        if (!sentences.size) return <p>{t('plan.nothing.stops')}</p>;
        return (
          <ul class="list">
            {[...sentences].map(([key, { words, ids }]) => (
              <li key={key} data-limit={ids[0]}>
                {words}
                {ids.length > 1 && <span class="quiet"> {t('plan.limit.also', { others: ids.slice(1).join(', ') })}</span>}
              </li>
            ))}
          </ul>
        );
      }}
    </Shown>
  );
}

function Ways({ plan }: { plan: Plan }) {
  const to = (more: string) => plan_path(plan.plan, more);
  return (
    <p class="ways">
      <Link to={to('workplaces')}>{t('plan.workplaces')}</Link>
      <Link to={to('answers')}>{t('plan.answers')}</Link>
      <Link to={to('what-if')}>{t('plan.whatif')}</Link>
      {plan.after && <Link to={plan_path(plan.plan, 'compare', plan.after)}>{t('plan.compare', { plan: plan.after })}</Link>}
      <Link to={to('check')}>{t('plan.check')}</Link>
    </p>
  );
}

// Whose answers the reader may give, each a link to the workplace's tasks.
function Yours({ plan }: { plan: Plan }) {
  const mine = session.value.bodies.filter((one) => one.may.includes('plan_answer') && one.members === 'people');
  if (plan.standing !== 'waits' || !mine.length) return null;
  return (
    <Section title={t('plan.yours')} mark="decide">
      <ul class="list">{mine.map((one) => <li key={one.body} class="decide"><Link to={plan_path(plan.plan, 'workplaces', one.body)}>{t('plan.yours.see', { body: one.name || one.body })}</Link></li>)}</ul>
    </Section>
  );
}

export function PlanView(props: { id: string }) {
  const { id } = props, which = chosen();
  return (
    <PlanPage plan={id}>
      {(plan) => (
        <>
          <Figures of={plan} />
          <Ways plan={plan} />
          <Yours plan={plan} />
          <Section title={t('plan.short')} mark={plan.summary.short ? 'decide' : 'served'}>
            <p class="lead">{plan.summary.short ? t('plan.short.lead', { short: plan.summary.short, needs: plan.summary.needs }) : t('plan.nothing.short')}</p>
            {plan.summary.short > 0 && <Shortages plan={id} />}
          </Section>
          <Section title={t('plan.limits')}>
            <p class="quiet">{t('plan.limits.lead')}</p>
            <Bottlenecks plan={id} />
            <PlanChart plan={id} figure="limits" open={false} />
          </Section>
          <Section title={t('plan.receive')}>
            <p class="quiet">{t('plan.receive.lead')}</p>
            <div class="halves">
              <PlanChart plan={id} figure="tiers" />
              <PlanChart plan={id} figure="places" />
            </div>
            <h3>{t('plan.choose')}</h3>
            <Choice plan={id} />
            <div class="halves">
              <PlanChart plan={id} figure="needs" query={which} />
              {which && <PlanChart plan={id} figure="groups" query={which} />}
            </div>
          </Section>
          <Section title={t('plan.flows')}>
            <p class="quiet">{t('plan.flows.lead')}</p>
            <PlanChart plan={id} figure="flows" />
          </Section>
          <Section title={t('plan.use')}>
            <div class="halves">
              <PlanChart plan={id} figure="activity" />
              <div>
                <PlanChart plan={id} figure="labour" />
                <PlanChart plan={id} figure="trade" />
              </div>
            </div>
          </Section>
        </>
      )}
    </PlanPage>
  );
}

