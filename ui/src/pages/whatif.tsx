// What if: sliders for needs and for what is scarcest, a button to stop a workplace. The address says all of it, so that it can be shared.
import { useRef, useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { amount, share } from '../figures';
import { BodyName, Page, Section, Shown, useBodies } from '../parts';
import { Link, address, go, part } from '../router';
import { t } from '../text';
import { changes_of, of_pattern, search_of, useWhatIf, with_change, type Change, type Kind } from '../whatif/ask';
import { GroupName, ProcessName } from '../whatif/changes';
import { OutcomeView } from '../whatif/outcome';

interface Levers {
  plan: string;
  groups: { group: string; needs: number; short: number }[];
  processes: { process: string; name: string; body: string; activity: number; capacity: number | null }[];
  scarce: { process?: string; commodity?: string; name: string; limit: number; unit: string }[];
}
interface Setting {
  changes: Change[];
  set: (kind: Kind, pattern: string, value: number | true | null) => void;
}

const FOUND = 6, MOST = 200, STEP = 5;

// A slider from nothing to twice as much, and the same as a number: whichever is easier to use.
function Slider(props: Setting & { kind: Kind; pattern: string; id: string; label: preact.ComponentChildren; named: string; most?: number; now?: number; unit?: string }) {
  const { kind, pattern, id, changes, set, most = MOST, now = 100, unit = '%' } = props;
  const scale = unit === '%' ? 100 : 1, said = of_pattern(changes, kind, pattern)?.value;
  const value = said === undefined ? now : said * scale, [moving, move] = useState<number | null>(null);
  const done = (number: number) => {
    move(null);
    if (Number.isFinite(number) && number >= 0) set(kind, pattern, Math.abs(number - now) < 1e-9 ? null : number / scale);
  };
  return (
    <div class={said === undefined ? 'slider' : 'slider moved'} data-slider={id}>
      <label for={id}>{props.label}</label>
      <div class="slide">
        <input id={id} type="range" min={0} max={most} step={unit === '%' ? STEP : most / 100} value={moving ?? value} aria-valuetext={`${amount(moving ?? value)} ${unit}`}
          onInput={(event) => move(event.currentTarget.valueAsNumber)} onChange={(event) => done(event.currentTarget.valueAsNumber)} />
        <input type="number" min={0} step="any" value={Math.round((moving ?? value) * 1000) / 1000} aria-label={props.named} onChange={(event) => done(event.currentTarget.valueAsNumber)} />
        <span aria-hidden="true">{unit}</span>
      </div>
    </div>
  );
}

// Whoever is stopped already, a search, and what it finds; before anything is searched, those whose work is scarcest.
function Stops(props: Setting & { of: Levers }) {
  const { changes, set, of } = props, [sought, seek] = useState(''), bodies = useBodies().data?.bodies ?? [];
  const working = [...new Set(of.processes.map((one) => one.body))].filter(Boolean);
  const scarce = [...new Set(of.scarce.flatMap((one) => (one.process ? [one.process.split('/')[0] ?? ''] : [])))];
  const named = (body: string) => bodies.find((one) => one.body === body)?.name ?? body;
  const words = sought.trim().toLocaleLowerCase();
  const stopped = working.filter((body) => of_pattern(changes, 'stop', body + '/*'));
  const found = (words ? working.filter((body) => (named(body) + ' ' + body).toLocaleLowerCase().includes(words)) : scarce.length ? scarce : working)
    .filter((body) => !stopped.includes(body)).slice(0, FOUND);
  return (
    <>
      {stopped.map((body) => (
        <p class="choice stopped" key={body}>
          <span><strong>{t('whatif.stopped')}</strong> <BodyName id={body} plain /></span>
          <button type="button" class="plain" data-start={body} onClick={() => set('stop', body + '/*', null)}>{t('whatif.start')}<span class="unseen"> {named(body)}</span></button>
        </p>
      ))}
      <p class="field">
        <label for="sought">{t('whatif.seek')}</label>
        <input id="sought" type="search" value={sought} onInput={(event) => seek(event.currentTarget.value)} />
      </p>
      {!words && <p class="quiet">{t('whatif.scarce.first')}</p>}
      {found.map((body) => (
        <p class="choice" key={body}>
          <BodyName id={body} plain />
          <button type="button" data-stop={body} onClick={() => set('stop', body + '/*', true)}>{t('whatif.stop')}<span class="unseen"> {named(body)}</span></button>
        </p>
      ))}
      {words && !found.length && <p class="quiet">{t('whatif.none')}</p>}
    </>
  );
}

function Needs(props: Setting & { of: Levers }) {
  const { of, ...setting } = props, names = useBodies().data?.bodies ?? [];
  const bodies = [...new Set(of.groups.map(({ group }) => group.split('/')[0] ?? ''))];
  return (
    <>
      <Slider {...setting} kind="need" pattern="*" id="need-all" label={t('whatif.need.all')} named={t('whatif.need.all')} />
      <details>
        <summary>{t('whatif.need.each')}</summary>
        {bodies.map((body) => {
          const groups = of.groups.filter(({ group }) => group === body || group.startsWith(body + '/'));
          const short = groups.reduce((sum, one) => sum + one.short, 0), needs = groups.reduce((sum, one) => sum + one.needs, 0);
          const pattern = groups.length === 1 ? groups[0]?.group ?? body : groups.some(({ group }) => group === body) ? body + '*' : body + '/*';
          const name = names.find((one) => one.body === body)?.name ?? body;
          return <Slider key={body} {...setting} kind="need" pattern={pattern} id={'need-' + body} named={name}
            label={<>{groups.length === 1 ? <GroupName id={pattern} /> : name} <span class="quiet">{t('whatif.need.short', { short, needs })}</span></>} />;
        })}
      </details>
    </>
  );
}

function Scarce(props: Setting & { of: Levers }) {
  const { of, ...setting } = props;
  return (
    <>
      {of.scarce.map(({ process, commodity = '', name, limit, unit }) => process
        ? <Slider key={process} {...setting} kind="capacity" pattern={process} id={'capacity-' + process.replace('/', '-')} named={`${name} (${process})`}
          label={<>{name || process} <span class="quiet"><ProcessName id={process} />, {t('whatif.capacity.now', { n: limit })}</span></>} />
        : <Slider key={commodity} {...setting} kind="limit" pattern={commodity} id={'limit-' + commodity} named={name || commodity} now={limit} most={limit > 0 ? 2 * limit : 1} unit={unit}
          label={<>{name || commodity} <span class="quiet">{t('whatif.limit.now', { n: limit, unit })}</span></>} />)}
    </>
  );
}

function Said(props: Setting) {
  if (!props.changes.length) return null;
  return (
    <ul class="said" aria-label={t('whatif.said')}>
      {props.changes.map(({ kind, pattern, value }) => (
        <li key={kind + pattern}>
          {kind === 'stop' ? t('whatif.said.stop', { pattern }) : kind === 'limit' ? t('whatif.said.limit', { pattern, value: amount(value ?? 0) })
            : kind === 'need' ? t('whatif.said.need', { pattern, value: share(value ?? 0, 0) }) : t('whatif.said.capacity', { pattern, value: share(value ?? 0, 0) })}
          {' '}<button type="button" class="plain" onClick={() => props.set(kind, pattern, null)}>{t('whatif.remove')}<span class="unseen"> {pattern}</span></button>
        </li>
      ))}
    </ul>
  );
}

function Room(props: { of: Levers; id: string }) {
  const changes = changes_of(address.value.split('?')[1] ?? ''), here = `/plans/${part(props.id)}/what-if`, last = useRef(changes);
  last.current = changes;
  const set: Setting['set'] = (kind, pattern, value) => go(here + search_of(with_change(last.current, kind, pattern, value)), true);
  const asked = useWhatIf(props.id, changes), setting = { changes, set };
  const summary = asked.outcome && !asked.job && asked.outcome.changes;
  return (
    <div class="whatif">
      {changes.length > 0 && <p class="bar"><a href="#result">{summary ? t('whatif.see') + ' ↓' : t('whatif.working') + '…'}</a></p>}
      <div>
        <Section title={t('whatif.stop.title')}><Stops {...setting} of={props.of} /></Section>
        <Section title={t('whatif.need.title')}><Needs {...setting} of={props.of} /></Section>
        {props.of.scarce.length > 0 && <Section title={t('whatif.scarce.title')}><Scarce {...setting} of={props.of} /></Section>}
      </div>
      <div>
        <Section title={t('whatif.result')}>
          <span id="result" />
          <Said {...setting} />
          {changes.length ? <OutcomeView of={asked} name={'what-if-' + props.id} /> : <p class="quiet">{t('whatif.begin')}</p>}
          {changes.length > 0 && <p><button type="button" class="plain" onClick={() => go(here, true)}>{t('whatif.reset')}</button></p>}
        </Section>
      </div>
    </div>
  );
}

export function WhatIfView(props: { id: string }) {
  return (
    <Shown whole of={useAnswer<Levers>(`/api/plans/${part(props.id)}/levers`)}>
      {(levers) => (
        <Page title={t('whatif.title')} over={<Link to={'/plans/' + part(props.id)}>{t('whatif.of', { plan: props.id })}</Link>} lead={t('whatif.lead')}>
          <Room of={levers} id={props.id} />
        </Page>
      )}
    </Shown>
  );
}
