// An outlet's counter, for its keeper on a phone or an old tablet: scan or type a card, see what is left, hand out, take back a mistake, today's list. It
// works without a link: what it knows and what it noted is in the browser (counter/store.ts), and is sent in order when there is a link (counter/queue.ts).
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { acts, draw, is_today, keep_working, kept, link, refused_log, show_counter, take_back, work, wrong } from '../counter/queue';
import { Scan } from '../counter/scan';
import { kept_here, newer, register, use_newer } from '../counter/shell';
import { kept_counters, type Counter, type Kept, type Queued } from '../counter/store';
import { Ledger, token_fits, type Over, type Standing } from '../counter/sums';
import { me } from '../keys';
import { Page, Section, Shown } from '../parts';
import { go, Link, part, query } from '../router';
import { clock, day, moment, number, t, T } from '../text';

const LISTED = 30;
export const NOON = 'T12:00:00'; // of a day, here

// ---- which counter

interface Listed {
  body: string;
  body_name: string;
  outlet: string;
  name: string;
  keepers?: string;
  cycle?: number;
}
const path_to = (one: { body: string; outlet: string }): string => `/counter/${part(one.outlet)}?body=${part(one.body)}`;

function CounterLink(props: { of: Listed }) {
  const { of } = props;
  return <><Link to={path_to(of)}>{of.name}</Link> <span class="quiet">{of.body_name}</span></>;
}

// Those kept in this browser, then all of the node.
export function Counters(props: { outlet?: string; body?: string | null }) {
  const answer = useAnswer<{ counters: Listed[] }>('/api/counters'), [here, set_here] = useState<Kept[]>([]);
  useEffect(() => {
    kept_counters().then(set_here, () => set_here([]));
  }, []);
  const among = (all: Listed[]) => all.filter((one) => (!props.outlet || one.outlet === props.outlet) && (!props.body || one.body === props.body));
  const cycle = answer.data?.counters.find((one) => one.body === props.body)?.cycle;
  const mine = among(here.map((one) => one.counter)), only = props.outlet ? among(answer.data?.counters ?? mine) : [];
  useEffect(() => {
    if (only.length === 1) go(path_to(only[0] as Listed), true);
  }, [only.length]);
  return (
    <Page title={t('counter.title')} lead={t('counter.lead')}>
      {mine.length > 0 && (
        <Section title={t('counter.kept')}><ul class="list">{mine.map((one) => <li key={path_to(one)}><CounterLink of={one} /></li>)}</ul></Section>
      )}
      <Section title={t('counter.all')}>
        <Shown of={answer}>
          {({ counters }) => (
            <ul class="list">
              {among(counters).map((one) => <li key={path_to(one)}><CounterLink of={one} /></li>)}
              {!among(counters).length && <li class="quiet">{t('counter.no')}</li>}
            </ul>
          )}
        </Shown>
      </Section>
      {props.body && cycle !== undefined && <BodyDraws body={props.body} cycle={cycle} />}
    </Page>
  );
}

// What the book gives to ask about the body's draws in the cycle, and its devices: `cordon supply drawn`.
interface Sum {
  household: string;
  good: string;
  drawn: number;
  returned: number;
  to_have?: number;
  lines: { point: string; number: number; quantity: number }[];
}
interface Drawn {
  over_drawn: Sum[];
  unknown: Sum[];
  points: { point: string; lines: number; first: number; last: number; missing: number }[];
  same_number: { point: string; number: number }[];
}

function SumLine(props: { of: Sum }) {
  const { of } = props;
  return (
    <li class="decide" data-asked={of.household}>
      <strong>{t('counter.over', { card: of.household, good: of.good, had: of.drawn - of.returned, to_have: of.to_have ?? 0 })}</strong>
      <br /><span class="quiet">{of.lines.map((one) => `${one.point} ${one.number}: ${one.quantity}`).join(' · ')}</span>
    </li>
  );
}

function Devices(props: { of: Drawn }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={t('devices.title')}>
      <table>
        <thead><tr><th scope="col">{t('devices.point')}</th><th scope="col" class="n">{t('devices.lines')}</th><th scope="col" class="n">{t('devices.last')}</th><th scope="col" class="n">{t('devices.missing')}</th></tr></thead>
        <tbody>
          {props.of.points.map((one) => (
            <tr key={one.point} data-point={one.point}>
              <th scope="row">{one.point}</th><td class="n">{number(one.lines)}</td><td class="n">{number(one.last)}</td>
              <td class={one.missing ? 'n wrong' : 'n'}>{number(one.missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BodyDraws(props: { body: string; cycle: number }) {
  return (
    <Shown of={useAnswer<Drawn>(`/api/supply/${part(props.body)}/cycles/${props.cycle}/drawn`)}>
      {(data) => (
        <>
          {data.over_drawn.length > 0 && (
            <Section title={t('counter.ask')} mark="decide">
              <p>{t('counter.ask.why')}</p>
              <ul class="list">{data.over_drawn.slice(0, 200).map((one) => <SumLine key={one.household + one.good} of={one} />)}</ul>
            </Section>
          )}
          {data.unknown.length > 0 && (
            <Section title={t('devices.unknown')} mark="decide">
              <ul class="list">{data.unknown.slice(0, 200).map((one) => <li key={one.household + one.good}>{t('devices.unknown.one', { card: one.household, good: one.good, n: one.drawn })}</li>)}</ul>
            </Section>
          )}
          <Section title={t('devices.title')}>
            <p>{t('devices.lead')}</p>
            {data.same_number.length > 0 && <p class="wrong">{t('devices.same', { points: [...new Set(data.same_number.map((one) => one.point))].join(', ') })}</p>}
            {data.points.length ? <Devices of={data} /> : <p class="quiet">{t('counter.today.none')}</p>}
          </Section>
        </>
      )}
    </Shown>
  );
}

// ---- how things stand with the link

function Newer() {
  return newer.value && <p class="received">{t('counter.newer')} <button type="button" class="plain" onClick={use_newer}>{t('counter.newer.use')}</button></p>;
}

function LinkState(props: { of: Kept }) {
  const waiting = acts.value.filter((one) => one.state === 'noted').length, gone = link.value === 'gone';
  return (
    <div class={gone || waiting ? 'link-state gone' : 'link-state'} role="status" data-link={link.value} data-waiting={waiting}>
      <p><strong>{gone ? t('counter.offline') : link.value === 'here' ? t('counter.online') : t('loading')}</strong>{' '}
        <span>{waiting ? <T k={waiting === 1 ? 'counter.waiting.one' : 'counter.waiting'} places={{ n: number(waiting) }} /> : t('counter.waiting.none')}</span>{' '}
        <span class="quiet">{t('counter.data', { time: moment(props.of.counter.at) })}{' · '}{kept_here.value ? t('counter.shell') : t('counter.shell.no')}</span></p>
      {(gone || waiting > 0) && <button type="button" class="plain" onClick={() => void work()}>{t('counter.send')}</button>}
    </div>
  );
}

function Trouble() {
  const what = wrong.value;
  if (!what) return null;
  return <p class="trouble" role="alert">{t(`counter.wrong.${what}`)}</p>;
}

// ---- a household

const said_lines = (counter: Counter, lines: { good: string; quantity: number }[]): string =>
  lines.map((one) => `${counter.goods.find((each) => each.good === one.good)?.name ?? one.good} ${number(one.quantity)}`).join(', ');

function GoodLine(props: { of: Standing; quantity: number; set: (quantity: number) => void }) {
  const { of, quantity, set } = props, id = 'qty-' + of.good;
  const take = (value: number) => set(Math.max(0, Math.min(1_000_000, Math.floor(value) || 0)));
  return (
    <li data-good={of.good} data-left={of.left} data-drawn={of.drawn} data-to-have={of.to_have}>
      <p class="good"><label for={id}><strong>{of.name}</strong> <span class="quiet">{of.unit}</span></label>
        <span class="quiet">{t('counter.of', { to_have: of.to_have, drawn: of.drawn })}{of.returned > 0 && ' ' + t('counter.back', { n: of.returned })}</span></p>
      <p class="stepper">
        <button type="button" class="plain" aria-label={t('counter.less', { good: of.name })} onClick={() => take(quantity - 1)}>−</button>
        <input id={id} inputMode="numeric" value={quantity} onInput={(event) => take(Number(event.currentTarget.value.replace(/\D/g, '')))} />
        <button type="button" class="plain" aria-label={t('counter.more', { good: of.name })} onClick={() => take(quantity + 1)}>+</button>
      </p>
    </li>
  );
}

function Household(props: { card: string; ledger: Ledger; done: () => void }) {
  const { card, ledger } = props, counter = ledger.counter, as = ledger.served_as(card), all = ledger.standing(as ?? card);
  const shown = all.filter((one) => one.to_have || one.drawn || !as);
  const [quantities, set_quantities] = useState<Record<string, number>>(() => Object.fromEntries(all.map((one) => [one.good, one.left])));
  const [anyway, set_anyway] = useState(false), [busy, set_busy] = useState(false);
  const wished = all.flatMap((one) => (quantities[one.good] ? [{ good: one.good, qty: quantities[one.good] as number }] : []));
  const over = all.filter((one) => (quantities[one.good] ?? 0) > one.left), held = over.length > 0 && !anyway;
  const hand_out = async (event: Event) => {
    event.preventDefault();
    if (!wished.length || held || busy) return;
    set_busy(true);
    if (await draw(card, wished)) props.done();
    set_busy(false);
  };
  return (
    <form class="household" onSubmit={hand_out}>
      <h3>{t('counter.card', { card })}{as && as !== card && <span class="quiet"> {t('counter.stands', { household: as })}</span>}</h3>
      {!as && <p class="wrong" role="alert">{t('counter.stranger')}</p>}
      <ul class="goods">
        {shown.map((one) => <GoodLine key={one.good} of={one} quantity={quantities[one.good] ?? 0} set={(qty) => set_quantities({ ...quantities, [one.good]: qty })} />)}
      </ul>
      {!shown.length && <p>{t('counter.nothing')}</p>}
      {shown.length > 0 && shown.every((one) => !one.left) && as && <p><strong>{t('counter.all.drawn')}</strong></p>}
      {over.length > 0 && (
        <label class="choice decide-choice">
          <input type="checkbox" checked={anyway} onChange={(event) => set_anyway(event.currentTarget.checked)} />
          {t('counter.anyway', { goods: over.map((one) => one.name).join(', ') })}
        </label>
      )}
      <p class="buttons">
        <button type="submit" class="big" disabled={!wished.length || held || busy}>
          {wished.length ? t('counter.hand', { lines: said_lines(counter, wished.map(({ good, qty }) => ({ good, quantity: qty }))) }) : t('counter.hand.none')}
        </button>
        <button type="button" class="plain" onClick={props.done}>{t('counter.cancel')}</button>
      </p>
    </form>
  );
}

// The card by the camera, or by its number, whose last digit shows a slip.
function Card(props: { given: (card: string) => void }) {
  const [scanning, set_scanning] = useState(false), [typed, set_typed] = useState(''), [slip, set_slip] = useState(false), field = useRef<HTMLInputElement>(null);
  const take = (text: string) => {
    const card = text.trim().split('/').pop()?.split('?')[0]?.replace(/\s/g, '') ?? '';
    set_scanning(false);
    set_slip(!token_fits(card));
    set_typed(card.slice(0, 40));
    if (token_fits(card)) props.given(card);
    else field.current?.focus();
  };
  return (
    <>
      {scanning ? <><Scan found={take} /><p><button type="button" class="plain" onClick={() => set_scanning(false)}>{t('scan.stop')}</button></p></>
        : <p><button type="button" class="big" onClick={() => set_scanning(true)}>{t('scan.begin')}</button></p>}
      <form class="typed" onSubmit={(event) => { event.preventDefault(); take(typed); }}>
        <label for="card">{t('counter.number')}</label>
        <input id="card" ref={field} inputMode="numeric" autocomplete="off" value={typed} aria-invalid={slip} aria-describedby={slip ? 'slip' : undefined}
          onInput={(event) => { set_typed(event.currentTarget.value); set_slip(false); }} />
        <button type="submit" class="plain">{t('counter.look')}</button>
      </form>
      {slip && <p class="wrong" id="slip" role="alert">{t('counter.slip')}</p>}
    </>
  );
}

// ---- today's list

function Undo(props: { of: Queued; counter: Counter }) {
  const [asked, set_asked] = useState(false), { of } = props;
  if (!asked) return <button type="button" class="plain" onClick={() => set_asked(true)}>{t('counter.undo')}</button>;
  return (
    <span class="buttons">
      <button type="button" onClick={() => { set_asked(false); void take_back(of); }}>{t('counter.undo.sure', { card: of.lines[0]?.household ?? '' })}</button>
      <button type="button" class="plain" onClick={() => set_asked(false)}>{t('counter.undo.no')}</button>
    </span>
  );
}

function Act(props: { of: Queued; counter: Counter }) {
  const { of, counter } = props, undone = acts.value.some((one) => one.undoes === of.n);
  const lines = of.back ? [{ good: of.back.good, quantity: of.back.amount }] : of.lines.map((one) => ({ good: one.good, quantity: one.qty }));
  return (
    <li data-state={of.state} class={of.state === 'refused' ? 'decide' : ''}>
      <strong>{clock(of.made)}</strong> {t('counter.card', { card: of.back?.household ?? of.lines[0]?.household ?? '' })}{': '}
      {of.back ? t('counter.brought', { lines: said_lines(counter, lines) }) : said_lines(counter, lines)}{' '}
      <span class={of.state === 'sent' ? 'tag served' : 'tag'}>{of.state === 'sent' ? t('counter.sent') : of.state === 'noted' ? t('counter.noted') : t('counter.refused')}</span>
      {of.entry !== undefined && <span class="quiet"> <Link to={'/book/' + of.entry}>{t('counter.entry', { entry: of.entry })}</Link></span>}
      {undone && <span class="quiet"> {t('counter.undone')}</span>}
      {of.why && <ul class="quiet">{of.why.map((one) => <li key={one}>{one}</li>)}</ul>}
      {!of.back && !undone && of.state !== 'refused' && <> <Undo of={of} counter={counter} /></>}
    </li>
  );
}

// What this device noted today, and what stands in the book from the outlet's other devices and paper.
function TodayList(props: { of: Kept }) {
  const { counter, point } = props.of, [all, set_all] = useState(false);
  const mine = acts.value.filter((one) => is_today(one.made) || one.state !== 'sent').reverse();
  const others = counter.draws.filter((one) => one.outlet === counter.outlet && one.point !== point && is_today(one.time)).reverse();
  return (
    <Section title={t('counter.today', { n: mine.filter((one) => !one.back).length })}>
      {!mine.length && <p class="quiet">{t('counter.today.none')}</p>}
      <ul class="list" id="today">{(all ? mine : mine.slice(0, LISTED)).map((one) => <Act key={one.n} of={one} counter={counter} />)}</ul>
      {mine.length > LISTED && !all && <button type="button" class="plain" onClick={() => set_all(true)}>{t('counter.today.all', { n: mine.length })}</button>}
      {others.length > 0 && (
        <details>
          <summary>{t('counter.others', { n: others.length })}</summary>
          <ul class="list">
            {others.slice(0, 500).map((one) => (
              <li key={one.point + one.number + one.household + one.good}>
                <strong>{clock(one.time)}</strong> {t('counter.card', { card: one.household })}{': '}{said_lines(counter, [one])} <span class="quiet">{one.point}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function Asked(props: { of: Over; counter: Counter }) {
  const { of, counter } = props;
  return (
    <li class="decide" data-over={of.household}>
      <strong>{t('counter.over', { card: of.household, good: of.name, had: of.drawn - of.returned, to_have: of.to_have })}</strong>
      <ul>
        {of.lines.map((one) => (
          <li key={one.point + one.number + one.quantity}>
            {number(one.quantity)}, {one.outlet === counter.outlet ? t('counter.here') : t('counter.elsewhere', { outlet: one.outlet })}, {moment(one.time)}
          </li>
        ))}
      </ul>
    </li>
  );
}

function ToAsk(props: { ledger: Ledger }) {
  const over = useMemo(() => props.ledger.over_drawn(), [props.ledger]);
  if (!over.length) return null;
  return (
    <Section title={t('counter.ask')} mark="decide">
      <p>{t('counter.ask.why')}</p>
      <ul class="list">{over.slice(0, LISTED).map((one) => <Asked key={one.household + one.good} of={one} counter={props.ledger.counter} />)}</ul>
    </Section>
  );
}

function RefusedOnes() {
  const count = acts.value.filter((one) => one.state === 'refused').length;
  const [at, set_at] = useState('');
  useEffect(() => {
    const made = count ? URL.createObjectURL(new Blob([refused_log()], { type: 'application/x-ndjson' })) : '';
    set_at(made);
    return () => made && URL.revokeObjectURL(made);
  }, [count]);
  if (!count) return null;
  return <p class="trouble" role="alert">{t('counter.refused.some', { n: count })} {at && <a href={at} download="counter.jsonl">{t('counter.refused.log')}</a>}</p>;
}

// ---- the page

function Work(props: { of: Kept }) {
  const { counter } = props.of, all = acts.value, ledger = useMemo(() => new Ledger(counter, all), [counter, all]);
  const [card, set_card] = useState(''), [round, set_round] = useState(0), may = me.value && props.of.may.includes(me.value.person);
  const done = () => {
    set_card('');
    set_round(round + 1);
    scrollTo(0, 0);
  };
  return (
    <>
      <LinkState of={props.of} />
      <Newer />
      <Trouble />
      <RefusedOnes />
      <div class="columns">
        <div>
          <Section title={t('counter.serve')} mark="served">
            {!me.value ? <p>{t('counter.signin')}</p> : !may && <p class="wrong">{t('counter.not.yours', { keepers: counter.keepers ?? '–' })}</p>}
            {card ? may ? <Household key={card + round} card={card} ledger={ledger} done={done} /> : <Look card={card} ledger={ledger} done={done} /> : <Card key={round} given={set_card} />}
          </Section>
          <ToAsk ledger={ledger} />
        </div>
        <TodayList of={props.of} />
      </div>
    </>
  );
}

// Whoever may not hand out sees what is left all the same.
function Look(props: { card: string; ledger: Ledger; done: () => void }) {
  const as = props.ledger.served_as(props.card);
  return (
    <>
      <h3>{t('counter.card', { card: props.card })}</h3>
      {!as && <p class="wrong">{t('counter.stranger')}</p>}
      <ul class="list">
        {props.ledger.standing(as ?? props.card).filter((one) => one.to_have || one.drawn).map((one) => (
          <li key={one.good} data-good={one.good} data-left={one.left}><strong>{one.name}</strong>: {t('counter.of', { to_have: one.to_have, drawn: one.drawn })}, {t('counter.left', { n: one.left })}</li>
        ))}
      </ul>
      <p><button type="button" class="plain" onClick={props.done}>{t('counter.cancel')}</button></p>
    </>
  );
}

export function CounterView(props: { outlet: string; body: string }) {
  useEffect(() => {
    void register();
    void show_counter(props.body, props.outlet);
    return keep_working();
  }, [props.body, props.outlet]);
  const here = kept.value;
  if (!here)
    return (
      <Page title={t('counter.title')} over={props.outlet}>
        <Trouble />
        {link.value === 'gone' ? <p class="trouble" role="alert">{t('counter.never')}</p> : !wrong.value && <p class="quiet">{t('loading')}</p>}
      </Page>
    );
  const { counter } = here;
  return (
    <Page title={counter.name} over={<>{counter.body_name}{' · '}{t('counter.cycle', { cycle: counter.cycle, from: day(counter.from + NOON), to: day(counter.to + NOON) })}{counter.closed && ' · ' + t('counter.closed')}</>}>
      <Work of={here} />
    </Page>
  );
}

// /counter, /counter/OUTLET?body=BODY; without the body, the one body that has the outlet, or a choice.
export function CounterPage(props: { outlet: string }) {
  const body = query('body');
  return body && props.outlet ? <CounterView outlet={props.outlet} body={body} /> : <Counters outlet={props.outlet} body={body} />;
}
