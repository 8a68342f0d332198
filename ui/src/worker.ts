// The counter's page without a link: a service worker for the addresses under /counter alone. It keeps the files of the page (build.mjs puts their list and
// the hash of their contents in), all of one version, and answers with those; everything else, and all of /api, goes to the node untouched. A new version is
// kept beside the old one and takes its place when no page of the old one is open, or when the keeper says so (counter/shell.ts).
declare const FILES: string[];
declare const VERSION: string;

interface Later extends Event {
  waitUntil(what: Promise<unknown>): void;
}
interface Fetching extends Later {
  request: Request;
  respondWith(reply: Promise<Response>): void;
}
const worker = self as unknown as {
  addEventListener(name: string, what: (event: Later) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};
const KEPT = 'cordon-counter-' + VERSION;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES.map((name) => new Request(name, { cache: 'no-cache' })))));
});

worker.addEventListener('activate', (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) if (name.startsWith('cordon-counter-') && name !== KEPT) await caches.delete(name);
    await worker.clients.claim(); // the page that brought it is served by it at once
  };
  event.waitUntil(drop());
});

worker.addEventListener('message', (event) => {
  if ((event as unknown as MessageEvent).data === 'take') event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching, url = new URL(request.url);
  const name = request.mode === 'navigate' ? '/index.html' : url.pathname;
  if (request.method !== 'GET' || url.origin !== location.origin || !FILES.includes(name)) return;
  const reply = async () => (await (await caches.open(KEPT)).match(name)) ?? fetch(request);
  respondWith.call(event, reply());
});
