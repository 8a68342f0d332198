// A list of any length of which only what is near the screen is drawn, in blocks: it scrolls as smoothly at 10,000 as at 10. Whoever does not see it is told how
// many there are (aria-setsize) and which one this is (aria-posinset); what has the focus stays drawn. Space not drawn is kept as high as its rows were, or as
// rows are on average. It is no replacement for a search: pages with long lists have one.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language } from './settings';

const BLOCK = 16; // rows drawn or left out together
const BEYOND = 1; // screens above and below that are drawn too
const ROW = 44; // px, until one was seen

// How high blocks are: as measured, else as they are on average.
class Heights {
  private known = new Map<number, number>();
  private sum = 0;
  has = (block: number): boolean => this.known.has(block);
  of = (block: number): number => this.known.get(block) ?? (this.known.size ? this.sum / this.known.size : BLOCK * ROW);
  keep(block: number, height: number): void {
    this.known.set(block, height);
    this.sum += height;
  }
  between(from: number, to: number): number {
    let height = 0;
    for (let block = from; block < to; block++) height += this.of(block);
    return height;
  }
}

export function Long<One>(props: { of: One[]; id: (one: One) => string; row: (one: One) => ComponentChildren; label: string }) {
  const { of } = props, blocks = Math.ceil(of.length / BLOCK), frame = useRef<HTMLDivElement>(null);
  const [drawn, set_drawn] = useState({ first: 0, last: 2 });
  const made = useRef<{ of: One[]; language: string; heights: Heights; block: Map<number, VNode> }>();
  if (made.current?.of !== of || made.current.language !== language.value)
    made.current = { of, language: language.value, heights: new Heights(), block: new Map() };
  const { heights, block: kept } = made.current;
  useEffect(() => {
    let asked = 0;
    const look = () => {
      asked = 0;
      const list = frame.current;
      if (!list) return;
      const top = -list.getBoundingClientRect().top - BEYOND * innerHeight, bottom = top + (1 + 2 * BEYOND) * innerHeight;
      let first = 0, at = 0;
      while (first < blocks - 1 && at + heights.of(first) < top) at += heights.of(first++);
      let last = first;
      while (last < blocks && at < bottom) at += heights.of(last++);
      set_drawn((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    const soon = () => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [of, language.value]);
  useLayoutEffect(() => {
    for (const element of frame.current?.querySelectorAll<HTMLElement>('[data-block]') ?? []) {
      const block = Number(element.dataset['block']);
      if (!heights.has(block)) heights.keep(block, element.offsetHeight);
    }
  }, [drawn, of]);
  // One that was made is given again as it was: only new ones cost anything.
  const block = (n: number) => {
    const found = kept.get(n) ?? (
      <div role="presentation" key={n} data-block={n}>
        {of.slice(n * BLOCK, (n + 1) * BLOCK).map((one, i) => (
          <div role="listitem" key={props.id(one)} aria-setsize={of.length} aria-posinset={n * BLOCK + i + 1}>{props.row(one)}</div>
        ))}
      </div>
    );
    kept.set(n, found);
    return found;
  };
  const last = Math.min(drawn.last, blocks), first = Math.min(drawn.first, Math.max(0, last - 1));
  for (const n of kept.keys()) if (n < first || n >= last) kept.delete(n);
  return (
    <div role="list" aria-label={props.label} class="long" ref={frame} data-long={of.length}>
      <Space of={heights.between(0, first)} />
      {Array.from({ length: last - first }, (_, i) => block(first + i))}
      <Space of={heights.between(last, blocks)} />
    </div>
  );
}

// By the style object, which the page's policy allows; a style attribute it does not.
function Space(props: { of: number }) {
  const space = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (space.current) space.current.style.height = `${props.of}px`;
  }, [props.of]);
  return <div role="presentation" class="space" ref={space} />;
}

// Without accents and capitals, so that "garcia" finds "García".
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

// What a search field left of a list, its plain texts made once.
export function useFound<One>(all: One[], text: (one: One) => string): { found: One[]; sought: string; seek: (sought: string) => void } {
  const [sought, seek] = useState(''), made = useRef<{ of: One[]; texts: string[] }>({ of: [], texts: [] });
  if (made.current.of !== all) made.current = { of: all, texts: all.map((one) => plain(text(one))) };
  const key = plain(sought.trim()), kept = useRef<{ of: One[]; key: string; found: One[] }>({ of: [], key: '', found: [] });
  if (kept.current.of !== all || kept.current.key !== key)
    kept.current = { of: all, key, found: key ? all.filter((_, i) => made.current.texts[i]?.includes(key)) : all };
  return { found: kept.current.found, sought, seek };
}
