// Registers the service worker (worker.ts) and says when a newer version of the page waits.
import { signal } from '@preact/signals';

export const newer = signal<ServiceWorker | null>(null);
export const kept_here = signal(false); // the page opens without a link

const LOOK_MS = 3600_000; // a tablet's page may stay open for weeks

let begun = false;

export async function register(): Promise<void> {
  if (begun || !('serviceWorker' in navigator)) return;
  begun = true;
  try {
    const known = await navigator.serviceWorker.register('/worker.js', { scope: '/counter' });
    const look = () => {
      kept_here.value = known.active !== null;
      if (known.waiting && known.active) newer.value = known.waiting;
    };
    const watch = (one: ServiceWorker | null) => one?.addEventListener('statechange', look);
    for (const one of [known.installing, known.waiting, known.active]) watch(one);
    known.addEventListener('updatefound', () => watch(known.installing));
    look();
    setInterval(() => void known.update().catch(() => undefined), LOOK_MS);
  } catch {
    kept_here.value = false; // no secure context, or a browser that keeps nothing
  }
}

export function use_newer(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  newer.value?.postMessage('take');
}
