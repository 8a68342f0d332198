// Registers the service worker (worker.ts) and says when a newer version of the page waits.
import { signal } from '@preact/signals';

export const newer = signal<ServiceWorker | null>(null);
export const kept_here = signal(false); // the page opens without a link

export async function register(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const known = await navigator.serviceWorker.register('/worker.js', { scope: '/counter' });
    const look = () => {
      if (known.waiting && navigator.serviceWorker.controller) newer.value = known.waiting;
    };
    known.addEventListener('updatefound', () => known.installing?.addEventListener('statechange', look));
    look();
    const ready = () => {
      kept_here.value = known.active?.state === 'activated';
    };
    for (const one of [known.installing, known.waiting, known.active]) one?.addEventListener('statechange', ready);
    ready();
  } catch {
    kept_here.value = false; // no secure context, or a browser that keeps nothing
  }
}

export function use_newer(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  newer.value?.postMessage('take');
}
