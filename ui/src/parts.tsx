// Small pieces that every page is set with.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useAnswer, type Answer, type Problem } from './api';
import type { Body, BookInfo } from './data';
import { Link, part } from './router';
import { has, number, t } from './text';

export function Page(props: { title: string; over?: ComponentChildren; lead?: ComponentChildren; children: ComponentChildren }) {
  useEffect(() => {
    document.title = props.title + ' · Cordón';
  }, [props.title]);
  return (
    <>
      {props.over && <p class="over">{props.over}</p>}
      <h1>{props.title}</h1>
      {props.lead && <p class="lead">{props.lead}</p>}
      {props.children}
    </>
  );
}

export function Trouble(props: { problem: Problem }) {
  const { status, title, findings } = props.problem;
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{status === 0 ? t('problem.offline') : status === 404 ? t('problem.none') : t('problem.refused')}</strong>
      </p>
      {status !== 404 && title && <p>{title}</p>}
      {findings.length > 0 && <ul>{findings.map((one) => <li key={one}>{one}</li>)}</ul>}
    </div>
  );
}

// What an answer shows: the data, what went wrong, or that it is on its way.
// `whole`: it is the page, and needs a heading of its own when there is nothing to show.
export function Shown<A>(props: { of: Answer<A>; whole?: boolean; children: (data: A) => ComponentChildren }) {
  const { data, problem } = props.of;
  return (
    <>
      {problem && (props.whole && data === undefined ? <Page title={t('problem.title')}><Trouble problem={problem} /></Page> : <Trouble problem={problem} />)}
      {data !== undefined ? props.children(data) : !problem && <p class="quiet">{t('loading')}</p>}
    </>
  );
}

export function Section(props: { title: string; mark?: 'decide' | 'served' | undefined; children: ComponentChildren }) {
  return (
    <section class={props.mark}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

export function Figure(props: { value: number; of: string; id: string }) {
  return (
    <div>
      <dd data-figure={props.id}>{number(props.value)}</dd>
      <dt>{props.of}</dt>
    </div>
  );
}

export const useBook = () => useAnswer<BookInfo>('/api/book');
export const useBodies = () => useAnswer<{ bodies: Body[] }>('/api/bodies');

// The name that people know a body by.
export function BodyName(props: { id: string; plain?: boolean }) {
  const name = useBodies().data?.bodies.find((one) => one.body === props.id)?.name ?? props.id;
  return props.plain ? <>{name}</> : <Link to={'/councils/' + part(props.id)}>{name}</Link>;
}

export function Person(props: { id: string; name?: string | undefined }) {
  return <Link to={'/people/' + part(props.id)}>{props.name ?? props.id}</Link>;
}

export const kind_word = (kind: string): string => (has(`kind.${kind}`) ? t(`kind.${kind}` as 'kind.workplace') : kind);
export const office_word = (office: string): string => (has(`office.${office}`) ? t(`office.${office}` as 'office.chair') : office);
export const status_word = (status: string): string => (has(`status.${status}`) ? t(`status.${status}` as 'status.open') : status);

// "100 yes", "yes", "yes>no": how a vote is written, in words.
export function ballot_word(ballot: string): string {
  return ballot
    .replace(/^100 /, '')
    .split(/[>,]/)
    .map((one) => (has(`ballot.${one}`) ? t(`ballot.${one}` as 'ballot.yes') : one))
    .join(' › ');
}

export function Status(props: { of: string }) {
  const mark = props.of === 'voting' ? 'tag decide' : props.of === 'adopted' ? 'tag served' : 'tag';
  return <span class={mark}>{status_word(props.of)}</span>;
}

// A QR code: the path of its dark squares, on white whatever the theme, for cameras.
export function Code(props: { of: { width: number; path: string }; title: string }) {
  const { width, path } = props.of;
  return (
    <svg class="qr" viewBox={`0 0 ${width} ${width}`} role="img" aria-label={props.title} shape-rendering="crispEdges">
      <path class="qr-ground" d={`M0 0h${width}v${width}h-${width}z`} />
      <path d={path} />
    </svg>
  );
}
