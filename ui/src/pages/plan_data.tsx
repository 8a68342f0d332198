// What the pages of a plan share: its answers, its frame, and small pieces.
import type { ComponentChildren } from 'preact';
import { useAnswer } from '../api';
import { Chart, cell_text, type Column, type FigureData, type Row } from '../chart';
import { amount, share } from '../figures';
import { BodyName, Page, Shown } from '../parts';
import { Link, part } from '../router';
import { T, Time, t } from '../text';

export type Standing = 'waits' | 'in_force' | 'replaced' | 'revise';
export interface Listed {
  plan: string;
  body: string;
  person?: string;
  entry: number;
  proposed: string;
  until?: string;
  standing: Standing;
  closed?: string;
  chosen?: string;
  after?: string;
  accepted: number;
  countered: number;
  refused: number;
}
export interface Plan extends Omit<Listed, 'accepted' | 'countered' | 'refused'> {
  entries: number;
  package: string;
  file: string;
  certificate: Record<string, string>;
  level_gap: number;
  last_gap: number;
  summary: {
    needs: number;
    short: number;
    lowest?: { tier: number; group: string; commodity: string; name: string; fulfilment: number };
    labour?: { used: number; there: number; unit: string };
  };
}
export interface Party {
  process?: string;
  group?: string;
  stock?: true;
  amount: number;
}
export interface Explanation {
  commodity: string;
  name: string;
  unit: string;
  tier: number;
  demand: number;
  fulfilment: number;
  chain: { commodity: string; name: string; unit: string; amount: number; process?: string; process_name?: string; body?: string; activity?: number }[];
  cause: { kind: 'capacity' | 'stock' | 'missing'; id: string; name: string; limit: number };
  consistent: boolean;
  proof: string;
  sources: { table: string; entry: number; time: string; body: string; person: string }[];
  figure: FigureData;
}

export const plan_path = (plan: string, ...more: string[]): string => ['/plans', plan, ...more].map((one, i) => (i ? part(one) : one)).join('/');
export const api_path = (plan: string, ...more: string[]): string => '/api' + plan_path(plan, ...more);

export const usePlan = (plan: string) => useAnswer<Plan>(api_path(plan));

export function Standing_tag(props: { of: Standing }) {
  const mark = props.of === 'in_force' ? 'tag served' : props.of === 'waits' || props.of === 'revise' ? 'tag decide' : 'tag';
  return <span class={mark}>{t(`standing.${props.of}`)}</span>;
}

// The body of a process or group, which is BODY/NAME.
export const body_of = (id: string): string => id.split('/')[0] ?? id;
const rest_of = (id: string): string => id.split('/').slice(1).join('/');

export function Whose(props: { id: string; to?: string }) {
  const rest = rest_of(props.id);
  return <>{props.to ? <Link to={props.to}><BodyName id={body_of(props.id)} plain /></Link> : <BodyName id={body_of(props.id)} />}{rest && <span class="quiet"> {rest.replace(/_/g, ' ')}</span>}</>;
}

// A commodity as tables name it: "Sugar (azucar)", perhaps with its place and period.
export const commodity_id = (name: string): string => /\(([a-z0-9._-]+)\)(?: @ |, |$)/.exec(name)?.[1] ?? name.split(/ @ |, /)[0] ?? name;

// In a table of a plan: a need leads to why it is short, a process to its workplace's tasks.
export const plan_links = (plan: string) => (row: Row, column: Column): ComponentChildren => {
  const value = row[column.key];
  if (typeof value !== 'string' || !value) return undefined;
  if (column.key === 'commodity' && 'group' in row) return <Link to={plan_path(plan, 'needs', commodity_id(value))}>{cell_text(value, column)}</Link>;
  if (column.key === 'process') {
    const id = commodity_process(value);
    return id.includes('/') ? <Link to={plan_path(plan, 'workplaces', body_of(id))}>{value}</Link> : undefined;
  }
  return undefined;
};
const commodity_process = (name: string): string => /\(([a-z0-9._/-]+)\)(?:, |$)/.exec(name)?.[1] ?? name;

export function PlanChart(props: { plan: string; figure: string; query?: string; open?: boolean }) {
  const answer = useAnswer<{ figure: FigureData; left_out?: number }>(api_path(props.plan, 'figures', props.figure) + (props.query ?? ''));
  return (
    <Shown of={answer}>
      {({ figure, left_out }) => (
        <>
          <Chart of={figure} id={props.figure} link={plan_links(props.plan)} {...(props.open !== undefined && { open: props.open })} />
          {!!left_out && <p class="quiet">{t('plan.leftout', { n: left_out })}</p>}
        </>
      )}
    </Shown>
  );
}

export function Large(props: { id: string; value: string; label: ComponentChildren; tone?: 'decide' | 'served' | undefined }) {
  return (
    <div class={props.tone}>
      <dd data-figure={props.id}>{props.value}</dd>
      <dt>{props.label}</dt>
    </div>
  );
}

// What every page of a plan begins with.
export function PlanPage(props: { plan: string; title?: ComponentChildren; lead?: ComponentChildren; children: (plan: Plan) => ComponentChildren }) {
  return (
    <Shown whole of={usePlan(props.plan)}>
      {(plan) => (
        <Page title={props.title ? String(props.title) : t('plan.title', { plan: plan.plan })} lead={props.lead}
          over={props.title
            ? <Link to={plan_path(plan.plan)}>{t('plan.title', { plan: plan.plan })}</Link>
            : <><Standing_tag of={plan.standing} />{' '}<T k="plan.of" places={{ body: <BodyName id={plan.body} />, day: <Time at={plan.proposed} /> }} /></>}>
          {props.children(plan)}
        </Page>
      )}
    </Shown>
  );
}

export const served_word = (fulfilment: number): string => share(fulfilment, 1);
export const quantity = (value: number, unit: string): string => `${amount(value)} ${unit}`.trim();
