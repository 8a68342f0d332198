// What a reader chose for this browser: language and theme. Kept in the browser; nothing of it goes to the server.
import { effect, signal } from '@preact/signals';

export type Language = 'en' | 'es';
export type Theme = 'auto' | 'light' | 'dark';

function kept<T extends string>(name: string, among: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(name);
    return among.find((one) => one === value) ?? otherwise;
  } catch {
    return otherwise; // a browser that keeps nothing
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // the choice lasts as long as the page
  }
}

const spoken: Language = /^es\b/i.test(navigator.language) ? 'es' : 'en';
export const language = signal<Language>(kept('language', ['en', 'es'] as const, spoken));
export const theme = signal<Theme>(kept('theme', ['auto', 'light', 'dark'] as const, 'auto'));

effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  if (theme.value === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme.value);
});

export function choose_language(one: Language): void {
  language.value = one;
  keep('language', one);
}

export function choose_theme(one: Theme): void {
  theme.value = one;
  keep('theme', one);
}
