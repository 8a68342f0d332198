// One address for everything that can be named. Links are plain links; a click on one of ours changes the address without a new page.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

// An invitation's link is ADDRESS/#join=CODE.
if (location.hash.startsWith('#join=')) history.replaceState(null, '', '/join' + location.hash);

export const address = signal(location.pathname + location.search);

export const path_of = (full: string): string => full.split('?')[0] ?? '/';

export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  address.value = location.pathname + location.search;
  if (!replace) {
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true }); // a screen reader begins the new page
  }
}

addEventListener('popstate', () => {
  address.value = location.pathname + location.search;
});

export function Link(props: { to: string; children: ComponentChildren; class?: string; current?: boolean }) {
  const follow = (event: MouseEvent) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(props.to);
  };
  return (
    <a href={props.to} class={props.class} onClick={follow} aria-current={props.current ? 'page' : undefined}>
      {props.children}
    </a>
  );
}

export const query = (name: string): string | null => new URLSearchParams(address.value.split('?')[1] ?? '').get(name);
export const part = (id: string): string => encodeURIComponent(id);
