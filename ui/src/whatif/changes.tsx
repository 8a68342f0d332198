// What differs between two plans: who receives less and more, whose work changes, and why; as sentences, with all of it as a table below.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CsvLink, FigureTable, type FigureData } from '../chart';
import { amount, share } from '../figures';
import { BodyName, Section } from '../parts';
import { Link, part } from '../router';
import { T, has, t } from '../text';
import type { Cause, Changes, Need, Portion, Task, Why } from './ask';

const SHOWN = 5, OF_A_TASK = 3, CAUSES = 2, THINGS = 3;
const SAME = 0.0001; // less of a fulfilment is no more nor less

// "jap-01/hogares": the body's name, and which of its groups.
export function GroupName(props: { id: string }) {
  const [body = '', group] = props.id.split('/');
  return <><BodyName id={body} plain />{group && ' · ' + group}</>;
}

// "fabrica-001/panificacion": whose, and what they do.
export function ProcessName(props: { id: string }) {
  const [body = '', process] = props.id.split('/');
  return process ? <>{process} (<BodyName id={body} plain />)</> : <>{body}</>;
}

const known = (value: number | null): string => (value === null ? t('whatif.nothing') : amount(value));

function CauseText(props: { of: Cause }) {
  const { kind, process, group, commodity, before, after, what_if, said } = props.of, entry = said[0]?.entry, key = `whatif.cause.${kind}`;
  if (!has(`whatif.cause.${kind}`)) return null;
  return (
    <>
      <T k={key as 'whatif.cause.need'}
        places={{ process: <ProcessName id={process ?? ''} />, group: <GroupName id={group ?? ''} />, commodity, before: known(before), after: known(after) }} />
      {what_if && ' ' + t('whatif.supposed')}
      {!what_if && entry !== undefined && <> <Link to={'/book/' + entry}>{t('whatif.entry', { entry })}</Link></>}
    </>
  );
}

// A thing on the way is a process or what is made.
const Thing = (props: { id: string }) => (props.id.includes('/') ? <ProcessName id={props.id} /> : <>{props.id}</>);

// What a cause is about; how much of it stands in the list of causes.
function Short(props: { of: Cause }) {
  const { kind, process, group, commodity } = props.of;
  if (kind === 'need' || kind === 'tier') return <T k="whatif.short.need" places={{ group: <GroupName id={group ?? ''} />, commodity }} />;
  return kind === 'stock' ? <T k="whatif.short.stock" places={{ commodity }} /> : <ProcessName id={process ?? ''} />;
}

function Reasons(props: { why: Why[]; causes: Cause[] }) {
  if (!props.why.length) return <span class="quiet">{t('whatif.by_choice')}</span>;
  const way = props.why[0]?.through.slice(0, THINGS) ?? [];
  return (
    <span class="quiet">
      {props.why.some((one) => one.own && !props.causes[one.cause]?.what_if) ? t('whatif.own') : t('whatif.follows')}{' '}
      {props.why.slice(0, CAUSES).map((one, i) => {
        const cause = props.causes[one.cause];
        return cause && <span key={one.cause}>{i > 0 && ', '}<Short of={cause} /></span>;
      })}
      {props.why.length > CAUSES && ' ' + t('whatif.more_causes', { n: props.why.length - CAUSES })}
      {way.length > 0 && <>{', '}{t('whatif.through')}{' '}{way.map((thing, k) => <span key={thing + k}>{k > 0 && ' ← '}<Thing id={thing} /></span>)}</>}
    </span>
  );
}

function Listed<A>(props: { of: A[]; id: string; children: (one: A) => ComponentChildren }) {
  const [all, show] = useState(false), rest = props.of.length - SHOWN;
  return (
    <>
      <ul class="list changes" data-list={props.id}>{(all ? props.of : props.of.slice(0, SHOWN)).map(props.children)}</ul>
      {!all && rest > 0 && <p><button type="button" class="plain" onClick={() => show(true)}>{t('whatif.all', { n: props.of.length })}</button></p>}
    </>
  );
}

const less = (need: Need): boolean => need.fulfilment_after < need.fulfilment_before - SAME;
const more = (need: Need): boolean => need.fulfilment_after > need.fulfilment_before + SAME;

function NeedLine(props: { of: Need; causes: Cause[] }) {
  const { group, commodity, unit, before, after, fulfilment_before: was, fulfilment_after: is, why } = props.of;
  return (
    <li data-group={group} data-commodity={commodity} data-before={was} data-after={is}>
      <strong><GroupName id={group} /></strong>{': '}{commodity}{', '}
      <span class={is < was ? 'wrong plain' : 'proven plain'}>{share(was)} → {share(is)}</span>
      {' '}<span class="quiet">{t('whatif.received', { was: amount(was * before), is: amount(is * after), unit, of: amount(after) })}</span>
      <br />
      <Reasons why={why} causes={props.causes} />
    </li>
  );
}

const portions = (list: Portion[]): string => list.slice(0, OF_A_TASK).map(({ commodity, unit, before, after }) => `${commodity} ${amount(before)} → ${amount(after)} ${unit}`).join('; ');

function TaskLine(props: { of: Task; causes: Cause[] }) {
  const { body, process, before, after, makes, uses, why } = props.of;
  return (
    <li data-process={process} data-before={before} data-after={after}>
      <strong>{body ? <BodyName id={body} /> : process}</strong>{': '}
      <T k={after === 0 ? 'whatif.task.stops' : before === 0 ? 'whatif.task.begins' : after < before ? 'whatif.task.less' : after > before ? 'whatif.task.more' : 'whatif.task.other'}
        places={{ process: process.split('/')[1] ?? process, before: amount(before), after: amount(after) }} />
      {makes.length > 0 && <><br />{t('whatif.makes')} {portions(makes)}</>}
      {uses.length > 0 && <><br />{t('whatif.uses')} {portions(uses)}</>}
      <br />
      <Reasons why={why} causes={props.causes} />
    </li>
  );
}

function needs_table({ needs }: Changes): FigureData {
  const shares = { kind: 'share', decimals: 2 } as const, numbers = { kind: 'number', decimals: -1 } as const, words = { kind: 'text', decimals: 0 } as const;
  return {
    caption: t('whatif.needs'), svg: null, wide: true,
    columns: [
      { key: 'group', heading: t('whatif.col.group'), ...words }, { key: 'commodity', heading: t('whatif.col.commodity'), ...words },
      { key: 'unit', heading: t('whatif.col.unit'), ...words }, { key: 'before', heading: t('whatif.col.before'), ...numbers }, { key: 'after', heading: t('whatif.col.after'), ...numbers },
      { key: 'fulfilment_before', heading: t('whatif.col.was'), ...shares }, { key: 'fulfilment_after', heading: t('whatif.col.is'), ...shares },
    ],
    rows: needs.map(({ group, commodity, unit, before, after, fulfilment_before, fulfilment_after }) => ({ group, commodity, unit, before, after, fulfilment_before, fulfilment_after })),
  };
}

function tasks_table({ tasks }: Changes): FigureData {
  const numbers = { kind: 'number', decimals: -1 } as const, words = { kind: 'text', decimals: 0 } as const;
  return {
    caption: t('whatif.tasks'), svg: null, wide: true,
    columns: [{ key: 'body', heading: t('whatif.col.body'), ...words }, { key: 'process', heading: t('whatif.col.process'), ...words },
      { key: 'before', heading: t('whatif.col.work_before'), ...numbers }, { key: 'after', heading: t('whatif.col.work_after'), ...numbers }],
    rows: tasks.map(({ body, process, before, after }) => ({ body, process, before, after })),
  };
}

function Whole(props: { of: FigureData; name: string }) {
  const [open, set_open] = useState(false);
  return (
    <details data-table={props.name} open={open} onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{props.of.caption} ({t('chart.table')})</summary>
      {open && <FigureTable of={props.of} />}
      {open && <p><CsvLink of={props.of} name={props.name} /></p>}
    </details>
  );
}

// The order is that of `cordon plan changes`, but crumbs come last.
const CRUMB = 1;
const is_crumb = ({ before, after }: Task): boolean => Math.max(before, after) < CRUMB;
const weightiest = (tasks: Task[]): Task[] => [...tasks.filter((one) => !is_crumb(one)), ...tasks.filter(is_crumb)];

export function ChangesView(props: { of: Changes; name: string; children?: ComponentChildren }) {
  const { causes, needs, concerned } = props.of, tasks = weightiest(props.of.tasks), worse = needs.filter(less), better = needs.filter(more);
  if (!needs.length && !tasks.length) return <><p class="large" data-summary>{t('whatif.same')}</p>{props.children}</>;
  return (
    <>
      <p class="large" data-summary data-worse={worse.length} data-better={better.length} data-concerned={concerned.length}>
        {t('whatif.summary', { worse: worse.length, better: better.length, concerned: concerned.length })}
      </p>
      {props.children}
      {worse.length > 0 && <Section title={t('whatif.worse')} mark="decide"><Listed of={worse} id="worse">{(one) => <NeedLine key={one.group + one.commodity} of={one} causes={causes} />}</Listed></Section>}
      {better.length > 0 && <Section title={t('whatif.better')} mark="served"><Listed of={better} id="better">{(one) => <NeedLine key={one.group + one.commodity} of={one} causes={causes} />}</Listed></Section>}
      {tasks.length > 0 && <Section title={t('whatif.tasks')}><Listed of={tasks} id="tasks">{(one) => <TaskLine key={one.process} of={one} causes={causes} />}</Listed></Section>}
      {causes.length > 0 && (
        <Section title={t('whatif.causes')}>
          <Listed of={causes} id="causes">{(one) => <li key={JSON.stringify(one)}><CauseText of={one} /></li>}</Listed>
        </Section>
      )}
      <Section title={t('whatif.whole')}>
        {needs.length > 0 && <Whole of={needs_table(props.of)} name={props.name + '-needs'} />}
        {tasks.length > 0 && <Whole of={tasks_table(props.of)} name={props.name + '-tasks'} />}
      </Section>
    </>
  );
}

export const compare_path = (before: string, after: string): string => `/plans/${part(after)}/compare/${part(before)}`;
