// The economy: what we make and what we need, and one page for each commodity: who makes it, who uses it, what of it is short.
import { useAnswer } from '../api';
import { amount, share } from '../figures';
import { BodyName, Page, Section, Shown } from '../parts';
import { Link, address, go, part, query } from '../router';
import { T, number, t } from '../text';
import { Large, Whose, body_of, plan_path, quantity, type Listed } from './plan_data';
import { Plans_of } from './plan_list';

interface Head {
  commodity: string;
  name: string;
  unit: string;
  kind: 'good' | 'labour' | 'currency' | 'emission';
  groups: number;
  needed: number;
  made: number | null;
  lowest: number | null;
}
interface Economy {
  council: string;
  plan: string | null;
  commodities: (Head & { makers: number; users: number })[];
}
interface Maker {
  process: string;
  name: string;
  body: string;
  each: number;
  most: number | null;
  planned: number | null;
}
interface Commodity extends Head {
  council: string;
  plan: string | null;
  there: number;
  makers: Maker[];
  users: Maker[];
  needs: { group: string; tier: number; needed: number; fulfilment: number | null }[];
}

const SHOWS = ['all', 'needed', 'short', 'work'] as const;
type Shows = (typeof SHOWS)[number];
const is_short = (one: Head) => one.lowest !== null && one.lowest < 1 - 1e-6;
const CHOSEN: Record<Shows, (one: Head) => boolean> = {
  all: () => true,
  needed: (one) => one.groups > 0,
  short: is_short,
  work: (one) => one.kind !== 'good',
};

const Served = ({ of }: { of: number | null }) => of === null ? <>–</> : of < 1 - 1e-6 ? <span class="wrong">▼ {share(of, 1)}</span> : <>{share(of, 1)}</>;

// A large figure fits a phone: three digits, and its thousands as a word before the unit.
function Sum({ id, value, says }: { id: string; value: number; says: (unit: string) => string }) {
  const size = value >= 999.5e9 ? 'trillion' : value >= 999.5e6 ? 'billion' : value >= 999.5e3 ? 'million' : null;
  if (!size) return <Large id={id} value={amount(value)} label={says('')} />;
  const scaled = value / { million: 1e6, billion: 1e9, trillion: 1e12 }[size];
  return <Large id={id} value={amount(Number(scaled.toPrecision(3)))} label={says(t(`scale.${size}`) + ' ')} />;
}

function set_query(name: string, value: string): void {
  const [path = '', old = ''] = address.value.split('?'), all = new URLSearchParams(old);
  if (value) all.set(name, value);
  else all.delete(name);
  go(path + (all.size ? '?' + all.toString() : ''), true);
}

function Commodities({ of }: { of: Economy }) {
  const shows = SHOWS.find((one) => one === query('show')) ?? 'all', find = (query('find') ?? '').toLocaleLowerCase();
  const list = of.commodities.filter((one) => CHOSEN[shows](one) && (!find || (one.name + ' ' + one.commodity).toLocaleLowerCase().includes(find)));
  return (
    <>
      <div class="buttons chooser">
        <p class="field"><label for="find">{t('economy.find')}</label><input id="find" type="search" value={query('find') ?? ''} onInput={(event) => set_query('find', event.currentTarget.value)} /></p>
        <p class="field"><label for="show">{t('economy.show')}</label>
          <select id="show" value={shows} onChange={(event) => set_query('show', event.currentTarget.value === 'all' ? '' : event.currentTarget.value)}>
            {SHOWS.map((one) => <option key={one} value={one}>{t(`economy.show.${one}`)}</option>)}
          </select></p>
      </div>
      <p class="quiet" role="status">{t('economy.count', { n: list.length })}</p>
      <div class="wide" tabIndex={0} role="group" aria-label={t('economy.goods')}>
        <table>
          <thead><tr><th scope="col">{t('economy.good')}</th><th scope="col" class="n">{t('economy.makers')}</th><th scope="col" class="n">{t('economy.users')}</th><th scope="col" class="n">{t('economy.needed')}</th><th scope="col" class="n">{t('economy.made')}</th><th scope="col" class="n">{t('economy.lowest')}</th></tr></thead>
          <tbody>
            {list.map((one) => (
              <tr key={one.commodity} data-commodity={one.commodity}>
                <th scope="row"><Link to={'/economy/' + part(one.commodity)}>{one.name || one.commodity}</Link></th>
                <td class="n">{number(one.makers)}</td><td class="n">{number(one.users)}</td>
                <td class="n">{one.groups ? quantity(one.needed, one.unit) : '–'}</td>
                <td class="n">{one.made === null ? '–' : quantity(one.made, one.unit)}</td>
                <td class="n"><Served of={one.lowest} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function EconomyView() {
  return (
    <Page title={t('economy')} lead={t('economy.lead')}>
      <Section title={t('plans')}>
        <Shown of={useAnswer<{ plans: Listed[] }>('/api/plans')}>
          {({ plans }) => {
            const now = plans.filter((one) => one.standing === 'waits' || one.standing === 'in_force');
            return (
              <>
                {plans.length ? <Plans_of list={now.length ? now : plans.slice(0, 1)} /> : <p class="quiet">{t('plans.none')}</p>}
                <p class="ways"><Link to="/plans">{t('plans.all')}</Link><Link to="/stoppages">{t('economy.stoppages')}</Link></p>
              </>
            );
          }}
        </Shown>
      </Section>
      <Section title={t('economy.goods')}>
        <Shown of={useAnswer<Economy>('/api/economy')}>
          {(economy) => (
            <>
              <dl class="figures">
                <Large id="goods" value={number(economy.commodities.length)} label={t('economy.goods.n')} />
                <Large id="needed" value={number(economy.commodities.filter((one) => one.groups).length)} label={t('economy.needed.n')} />
                {economy.plan && <Large id="short" value={number(economy.commodities.filter(is_short).length)} label={t('economy.short.n', { plan: economy.plan })} tone={economy.commodities.some(is_short) ? 'decide' : 'served'} />}
              </dl>
              <Commodities of={economy} />
            </>
          )}
        </Shown>
      </Section>
    </Page>
  );
}

function Makers({ of, plan, unit, uses }: { of: Maker[]; plan: string | null; unit: string; uses?: boolean }) {
  if (!of.length) return <p>{uses ? t('economy.nobody.uses') : t('economy.nobody.makes')}</p>;
  const title = uses ? t('economy.who.uses') : t('economy.who.makes');
  return (
    <div class="wide" tabIndex={0} role="group" aria-label={title}>
      <table>
        <thead><tr><th scope="col">{t('economy.workplace')}</th>{!uses && <th scope="col" class="n">{t('economy.most')}</th>}<th scope="col" class="n">{t('economy.planned')}</th></tr></thead>
        <tbody>
          {[...of].sort((a, b) => (b.planned ?? b.most ?? 0) - (a.planned ?? a.most ?? 0)).map((one) => (
            <tr key={one.process} data-process={one.process}>
              <th scope="row">{plan ? <Link to={plan_path(plan, 'workplaces', body_of(one.process))}><BodyName id={one.body} plain /></Link> : <BodyName id={one.body} />}<span class="quiet"> {one.name}</span></th>
              {!uses && <td class="n">{one.most === null ? '–' : quantity(one.most, unit)}{one.most === 0 && <><br /><span class="wrong">{t('economy.stopped')}</span></>}</td>}
              <td class="n">{one.planned === null ? '–' : quantity(one.planned, unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CommodityView({ id }: { id: string }) {
  return (
    <Shown whole of={useAnswer<Commodity>('/api/economy/' + part(id))}>
      {(one) => (
        <Page title={one.name || one.commodity} over={<Link to="/economy">{t('economy')}</Link>}
          lead={is_short(one) ? t('economy.is.short', { share: share(one.lowest, 1) }) : one.groups ? (one.lowest === null ? undefined : t('economy.is.served')) : t('short.nobody')}>
          <dl class="figures">
            {one.groups > 0 && <Sum id="needed" value={one.needed} says={(scale) => t('economy.is.needed', { unit: scale + one.unit })} />}
            {one.made !== null && <Sum id="made" value={one.made} says={(scale) => t('economy.is.made', { unit: scale + one.unit })} />}
            {one.there > 0 && <Sum id="there" value={one.there} says={(scale) => t('economy.is.there', { unit: scale + one.unit })} />}
            {one.lowest !== null && <Large id="lowest" value={share(one.lowest, 1)} label={t('economy.is.lowest')} tone={is_short(one) ? 'decide' : 'served'} />}
          </dl>
          {one.plan && <p class="ways">{one.groups > 0 && <Link to={plan_path(one.plan, 'needs', one.commodity)}>{is_short(one) ? t('short.short', { good: one.name || one.commodity }) : t('economy.in.plan', { plan: one.plan })}</Link>}<Link to={plan_path(one.plan)}>{t('plan.title', { plan: one.plan })}</Link></p>}
          <div class="halves">
            <Section title={t('economy.who.makes')}><Makers of={one.makers} plan={one.plan} unit={one.unit} /></Section>
            <Section title={t('economy.who.uses')}><Makers of={one.users} plan={one.plan} unit={one.unit} uses /></Section>
          </div>
          {one.needs.length > 0 && (
            <Section title={t('short.who')}>
              <div class="wide" tabIndex={0} role="group" aria-label={t('short.who')}>
                <table>
                  <thead><tr><th scope="col">{t('short.group')}</th><th scope="col" class="n">{t('plan.tier')}</th><th scope="col" class="n">{t('short.needed')}</th><th scope="col" class="n">{t('short.share')}</th></tr></thead>
                  <tbody>
                    {one.needs.map((need) => (
                      <tr key={need.group} data-group={need.group}>
                        <th scope="row"><Whose id={need.group} /></th><td class="n">{need.tier}</td><td class="n">{quantity(need.needed, one.unit)}</td><td class="n"><Served of={need.fulfilment} /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Section>
          )}
          <p class="quiet"><T k="economy.of" places={{ body: <BodyName id={one.council} /> }} /></p>
        </Page>
      )}
    </Shown>
  );
}
