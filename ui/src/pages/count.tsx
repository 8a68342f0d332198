// A count that explains itself: who is elected and why, in words; every stage's votes; pairwise tables; how to count it again.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { Chart, CsvLink, type FigureData } from '../chart';
import type { Count } from '../data';
import { Section, Shown } from '../parts';
import { T, number, t } from '../text';

export type NameOf = (id: string) => string;

// Rules that are explained in the same words.
const FAMILY: Record<string, 'stv' | 'irv' | 'condorcet' | 'most' | 'threshold' | 'approval' | 'shares' | 'lists'> = {
  'scottish-stv': 'stv', 'meek': 'stv', 'meek-prf': 'stv', 'wigm': 'stv', 'irv': 'irv', 'schulze': 'condorcet', 'ranked-pairs': 'condorcet', 'plurality': 'most',
  'majority': 'threshold', 'two-thirds': 'threshold', 'threshold': 'threshold', 'approval': 'approval', 'sav': 'approval', 'pav': 'shares', 'slav': 'shares', 'seq-pav': 'shares',
  'reverse-seq-pav': 'shares', 'seq-phragmen': 'shares', 'equal-shares': 'shares', 'dhondt': 'lists', 'sainte-lague': 'lists', 'largest-remainder': 'lists',
};

export function RuleWords(props: { rule: string; source?: string | undefined }) {
  const family = FAMILY[props.rule];
  return (
    <>
      {family && <>{t(`rule.${family}`)} </>}
      <span class="quiet">(<code>{props.rule}</code>{props.source && <>{', '}<cite>{props.source}</cite></>})</span>
    </>
  );
}

// What was said of a stage, with names for the ids in it.
function words(said: Count['stages'][number]['said'], name: NameOf): string {
  return said
    .map((one) => one.arguments.reduce((text, id) => (name(id) === id ? text : text.replace(new RegExp(`(?<![\\w.-])${id.replace(/[.]/g, '\\.')}(?![\\w-])`, 'g'), name(id))), one.message))
    .join('. ')
    .replace(/(\d)\.0+(?!\d)/g, '$1');
}

const exact = (value: string | null | undefined): string => (value ?? '').replace(/\.0+$/, '');

// A table of texts as a figure without its chart, for its CSV.
const as_figure = (caption: string, head: string[], rows: string[][]): FigureData => ({
  caption,
  svg: null,
  wide: false,
  columns: head.map((heading) => ({ key: heading, heading, kind: 'text', decimals: 0 })),
  rows: rows.map((row) => Object.fromEntries(row.map((cell, i) => [head[i] ?? '', cell]))),
});

function Stages(props: { of: Count; name: NameOf; id: string }) {
  const { of, name } = props, stages = of.stages.filter((stage) => stage.candidates.some((one) => one.votes !== null));
  if (!stages.length) return null;
  const rest = stages.some((stage) => stage.not_transferable !== null && exact(stage.not_transferable) !== '0');
  const cell = (stage: Count['stages'][number], candidate: number) => stage.candidates.find((one) => one.candidate === candidate);
  const head = [t('count.candidate'), ...stages.map((stage) => t('count.stage', { n: stage.number }))];
  const rows = [
    ...of.candidates.map((one) => [name(one.name), ...stages.map((stage) => cell(stage, one.number)?.votes ?? '')]),
    ...(rest ? [[t('count.nontransferable'), ...stages.map((stage) => stage.not_transferable ?? '')]] : []),
  ];
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={t('count.table')}>
        <table data-count="stages">
          <caption>{t('count.table')}</caption>
          <thead><tr>{head.map((one, i) => <th key={i} scope="col" class={i ? 'n' : ''}>{one}</th>)}</tr></thead>
          <tbody>
            {of.candidates.map((one) => (
              <tr key={one.number} data-candidate={one.name}>
                <th scope="row">{name(one.name)}</th>
                {stages.map((stage) => {
                  const here = cell(stage, one.number), state = here?.state;
                  return (
                    <td key={stage.number} class="n" data-votes={here?.votes ?? ''}>
                      {exact(here?.votes)}
                      {state === 'elected' && <span class="mark-served" title={t('count.elected')}> ✓<span class="unseen"> {t('count.elected')}</span></span>}
                      {state === 'excluded' && <span class="mark-out" title={t('count.excluded')}> ×<span class="unseen"> {t('count.excluded')}</span></span>}
                    </td>
                  );
                })}
              </tr>
            ))}
            {rest && (
              <tr><th scope="row">{t('count.nontransferable')}</th>{stages.map((stage) => <td key={stage.number} class="n">{exact(stage.not_transferable)}</td>)}</tr>
            )}
          </tbody>
        </table>
      </div>
      <p class="quiet">{t('count.marks')}</p>
      <p><CsvLink of={as_figure(t('count.table'), head, rows)} name={props.id + '-stages'} /></p>
    </>
  );
}

function Matrix(props: { of: Count['matrices'][number]; name: NameOf; id: string }) {
  const { rows, columns, cells, title, key } = props.of, name = (id: string | null) => (id === null ? '' : props.name(id));
  return (
    <>
      {/pair/.test(key) && <p>{t('count.pairs')}</p>}
      <div class="wide" tabIndex={0} role="region" aria-label={title.message}>
        <table data-count={key}>
          <caption>{title.message}</caption>
          <thead><tr><td />{columns.map((one, i) => <th key={i} scope="col" class="n">{name(one)}</th>)}</tr></thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={r}><th scope="row">{name(row)}</th>{columns.map((_, c) => <td key={c} class="n">{cells[r]?.[c] ?? '—'}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      <p><CsvLink of={as_figure(title.message, ['', ...columns.map(name)], rows.map((row, r) => [name(row), ...columns.map((_, c) => cells[r]?.[c] ?? '')]))} name={`${props.id}-${key}`} /></p>
    </>
  );
}

const DRAWN = 3; // diagrams shown before "all"

// Which votes moved in each stage, drawn by the server.
function Diagrams(props: { path: string; id: string }) {
  const [all, set_all] = useState(false);
  return (
    <Shown of={useAnswer<{ stages: { stage: number; figure: FigureData }[] }>(props.path)}>
      {({ stages }) =>
        stages.length > 0 && (
          <Section title={t('count.diagrams')}>
            <p>{t('count.diagrams.read')}</p>
            {stages.slice(0, all ? stages.length : DRAWN).map((one) => <Chart key={one.stage} of={one.figure} id={`${props.id}-stage-${one.stage}`} />)}
            {!all && stages.length > DRAWN && <p><button type="button" class="plain" onClick={() => set_all(true)}>{t('body.election.older', { n: stages.length })}</button></p>}
          </Section>
        )
      }
    </Shown>
  );
}

// `path`: where the diagrams of its stages are; `command`: what gives it at the command line.
export function CountView(props: { of: Count; name: NameOf; id: string; command: string; path: string }) {
  const { of, name } = props, said = of.stages.filter((stage) => stage.said.length);
  return (
    <>
      <Section title={t('count.how')}>
        <p><RuleWords rule={of.rule} source={of.source} /></p>
        {of.quota && <p>{t('count.quota', { quota: exact(of.quota), valid: of.valid })}</p>}
        {said.length > 0 && (
          <ol class="stages">
            {said.map((stage) => <li key={stage.number} value={stage.number} data-stage={stage.number}>{words(stage.said, name)}.</li>)}
          </ol>
        )}
        {of.ties.map((tie) => (
          <p key={tie.stage}><strong>{t('count.tie', { n: tie.stage, names: tie.names.map(name).join(', ') })}</strong>{' '}
            {tie.chosen !== null && t('count.lot', { name: name(of.candidates[tie.chosen - 1]?.name ?? '') })}</p>
        ))}
      </Section>
      <Section title={t('count.votes')}>
        <Stages of={of} name={name} id={props.id} />
        {of.lists.length > 0 && (
          <table data-count="lists">
            <thead><tr><th scope="col">{t('count.list')}</th><th scope="col" class="n">{t('count.votes')}</th><th scope="col" class="n">{t('count.seats')}</th></tr></thead>
            <tbody>{of.lists.map((one) => <tr key={one.name}><th scope="row">{one.name}</th><td class="n">{exact(one.votes)}</td><td class="n">{number(one.seats)}</td></tr>)}</tbody>
          </table>
        )}
        {of.matrices.map((one) => <Matrix key={one.key} of={one} name={name} id={props.id} />)}
      </Section>
      <Diagrams path={props.path} id={props.id} />
      <Section title={t('count.check')}>
        <p><T k="count.check.how" places={{ commands: <code>{`cordon ${props.command} --ballots votes.blt --report count.json && cordon count verify votes.blt count.json`}</code> }} /></p>
      </Section>
    </>
  );
}
