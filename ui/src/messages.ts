// All texts of the operations room: English, Spanish, by area in texts/. The build fails when one is missing, unused, in two areas or has other {places} in
// the other language. Those of pages that are loaded when they are opened come with them (`speak`), so that the first view stays light.
import { shell } from './texts/shell';
import { today } from './texts/today';
import { councils } from './texts/councils';
import { vote } from './texts/vote';
import { me } from './texts/me';
import { book } from './texts/book';
import type { counter } from './texts/counter';
import type { elections } from './texts/elections';
import type { recovery } from './texts/recovery';
import type { plan } from './texts/plan';
import type { supply } from './texts/supply';
import type { whatif } from './texts/whatif';

export type Texts = Record<string, readonly [string, string]>;

// Beside the first view's, the texts of pages loaded later; here their types only.
export type Key = keyof typeof first | keyof typeof plan | keyof typeof whatif | keyof typeof counter | keyof typeof supply | keyof typeof elections | keyof typeof recovery;

const first = { ...shell, ...today, ...councils, ...vote, ...me, ...book };
export const messages: Texts = { ...first };

// Called by a page that is loaded later, before it is shown.
export function speak(more: Texts): void {
  Object.assign(messages, more);
}
