// A figure of src/report (figure.h): the chart that the server drew, the table that says the same, and that table as CSV. No chart is drawn here.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { amount, share } from './figures';
import { t } from './text';

export type Value = string | number | null;
export type Row = Record<string, Value>;
export interface Column {
  key: string;
  heading: string;
  kind: 'text' | 'number' | 'share' | 'bar';
  decimals: number;
}
export interface FigureData {
  caption: string;
  svg: string | null;
  wide: boolean;
  columns: Column[];
  rows: Row[];
}

// What a chart is made of. Anything else that an answer might hold never reaches the page: nor does what runs, links or styles.
const DRAWN = new Set(['svg', 'g', 'rect', 'line', 'path', 'text', 'title', 'desc', 'defs', 'pattern']);
const LEFT_OUT = /^(on|style$|href$|xlink:|src$)/i;

function drawing_of(svg: string): Element | null {
  const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (!root) return null;
  for (const one of [root, ...root.querySelectorAll('*')]) {
    if (!DRAWN.has(one.localName)) one.remove();
    for (const { name } of [...one.attributes]) if (LEFT_OUT.test(name)) one.removeAttribute(name);
  }
  return document.importNode(root, true);
}

export function Drawing(props: { svg: string; wide?: boolean; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const drawing = drawing_of(props.svg);
    frame.current?.replaceChildren(...(drawing ? [drawing] : []));
  }, [props.svg]);
  // what scrolls sideways must be reached by the keyboard too
  return props.wide ? <div class="wide" tabIndex={0} role="group" aria-label={props.label}><div class="drawing" ref={frame} /></div> : <div class="drawing" ref={frame} />;
}

export function cell_text(value: Value, column: Column): string {
  if (value === null) return column.kind === 'text' ? '' : '–';
  if (typeof value === 'string') return value;
  return column.kind === 'number' ? amount(value, column.decimals) : share(value, column.decimals);
}

const SHOWN = 200;

export function FigureTable(props: { of: FigureData; link?: ((row: Row, column: Column) => ComponentChildren) | undefined }) {
  const { caption, columns, rows } = props.of;
  return (
    <>
      <div class="wide" tabIndex={0} role="group" aria-label={caption}>
        <table>
          <thead><tr>{columns.map((one) => <th key={one.key} scope="col" class={one.kind === 'text' ? '' : 'n'}>{one.heading}</th>)}</tr></thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, i) => (
              <tr key={i}>
                {columns.map((column) => (
                  <td key={column.key} class={column.kind === 'text' ? '' : 'n'} data-key={column.key} data-value={row[column.key] ?? ''}>
                    {props.link?.(row, column) ?? cell_text(row[column.key] ?? null, column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p class="quiet">{t('chart.more', { n: rows.length - SHOWN })}</p>}
    </>
  );
}

// RFC 4180, with the keys as its header. A text that a spreadsheet would take for a formula gets an apostrophe before it: the rule of src/base/csv.h.
export function csv_of({ columns, rows }: FigureData): string {
  const quoted = (value: Value) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(value) && !/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(value) ? "'" + value : String(value ?? '');
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  return [columns.map((one) => one.key), ...rows.map((row) => columns.map((one) => row[one.key] ?? null))].map((line) => line.map(quoted).join(',') + '\r\n').join('');
}

export function CsvLink(props: { of: FigureData; name: string }) {
  const save = (event: MouseEvent) => {
    const link = event.currentTarget as HTMLAnchorElement;
    link.href = URL.createObjectURL(new Blob([csv_of(props.of)], { type: 'text/csv;charset=utf-8' }));
    setTimeout(() => { URL.revokeObjectURL(link.href); link.href = '#'; }, 10_000);
  };
  return <a href="#" download={props.name + '.csv'} onClick={save}>{t('chart.csv')}</a>;
}

// `id`: the file's name, and what tests look for.
export function Chart(props: { of: FigureData; id: string; link?: (row: Row, column: Column) => ComponentChildren; open?: boolean }) {
  const { caption, svg, wide } = props.of, [open, set_open] = useState(props.open ?? !svg);
  return (
    <figure data-chart={props.id}>
      <figcaption>{caption}</figcaption>
      {svg && <Drawing svg={svg} wide={wide} label={caption} />}
      <details open={open} onToggle={(event) => set_open(event.currentTarget.open)}>
        <summary>{t('chart.table')}</summary>
        {open && <FigureTable of={props.of} link={props.link} />}
        {open && <p><CsvLink of={props.of} name={props.id} /></p>}
      </details>
    </figure>
  );
}
