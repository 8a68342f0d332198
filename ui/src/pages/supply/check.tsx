// "Check it yourself": the proof of an allocation, verified in this browser against the hash that the book has, and as a file.
import { useState } from 'preact/hooks';
import { ask } from '../../api';
import { Section } from '../../parts';
import { Link } from '../../router';
import type { Entry } from '../../proof';
import { T, Time, number, t } from '../../text';
import type { Allocation, ProofFile, Why } from './data';
import { verify_allocation, type Verdict } from './proof';
import { api } from './shared';

interface Found extends Verdict {
  file: ProofFile;
  in_book: boolean; // the signed act has this file's hash
  fits: boolean; // the page shows what the file says
}

async function check(body: string, cycle: number, number: number, card: Why | undefined): Promise<Found> {
  const file = await ask<ProofFile>(api(body, `/cycles/${cycle}/proof?number=${number}`)), verdict = await verify_allocation(file.proof);
  const { what } = await ask<{ what: Entry }>(`/api/entries/${file.entry}`), fields = what.act.fields as Record<string, unknown>;
  const in_book = what.act.kind === 'allocation' && fields['body'] === body && fields['cycle'] === cycle && fields['hash'] === verdict.hash;
  const fits = !card || card.goods.every((good) => verdict.ration(card.household, good.good, good.instead ?? null) === good.ration);
  return { ...verdict, file, in_book, fits };
}

function save(file: ProofFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.proof], { type: 'application/x-ndjson' }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function CheckYourself(props: { body: string; cycle: number; of: Allocation; card?: Why }) {
  const { body, cycle, of } = props, [found, set_found] = useState<Found | null>(null), [busy, set_busy] = useState(false), [failed, set_failed] = useState(false);
  const run = async (then?: (found: Found) => void) => {
    set_busy(true);
    set_failed(false);
    try {
      const one = await check(body, cycle, of.number, props.card);
      if (then) then(one);
      else set_found(one);
    } catch {
      set_failed(true);
    }
    set_busy(false);
  };
  const holds = found && !found.wrong && found.in_book && found.fits;
  return (
    <Section title={t('check.title')}>
      <p>
        <T k="check.lead" places={{ time: <Time at={of.time} exact />, entry: <Link to={'/book/' + of.entry}>{t('book.entry', { n: of.entry })}</Link> }} />{' '}
        {of.seed && t('check.seed', { seed: of.seed, from: of.seed_from ?? '–' })}
      </p>
      <p class="buttons">
        <button type="button" disabled={busy} onClick={() => void run()}>{t('check.here')}</button>
        <button type="button" class="plain" disabled={busy} onClick={() => void run((one) => save(one.file))}>{t('check.file')}</button>
      </p>
      <div role="status" class="verify">
        {busy && <p class="quiet">{t('loading')}</p>}
        {failed && <p class="wrong">{t('check.failed')}</p>}
        {found && holds && <p class="proven">{t('check.holds', { households: found.households, goods: found.items })}</p>}
        {found && !holds && <p class="wrong">{found.wrong ? t('check.wrong', { what: found.wrong }) : t('check.other')}</p>}
      </div>
      <details>
        <summary>{t('check.elsewhere')}</summary>
        <p>{t('check.command')}</p>
        <p><code>{`cordon supply verify ${body}-${cycle}-${of.number}.proof`}</code></p>
        <p class="quiet">{t('check.hash')} <code>{of.hash}</code></p>
        <p class="quiet">{t('check.households', { n: number(of.households) })}</p>
      </details>
    </Section>
  );
}
