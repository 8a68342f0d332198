// What a what-if came to: how far the work is, or whether the plan is proven, what it asks of labour, and what differs for whom.
import { Section, Trouble } from '../parts';
import { amount } from '../figures';
import { t } from '../text';
import type { Asked, Labour, Outcome } from './ask';
import { ChangesView } from './changes';

function Working(props: { of: NonNullable<Asked['job']> }) {
  const { state, ahead = 0, part, phase, seconds } = props.of;
  return (
    <div class="working">
      <p><label for="progress">{ahead > 0 ? t('whatif.ahead', { n: ahead }) : t('whatif.working')}</label></p>
      {typeof part === 'number' ? <progress id="progress" value={part} /> : <progress id="progress" />}
      {state === 'working' && phase && <p class="quiet">{phase}{seconds !== undefined && ` (${amount(seconds, 0)} s)`}</p>}
    </div>
  );
}

function Hours(props: { before: Labour[]; made: Labour[] }) {
  const rows = props.made.flatMap((is) => {
    const was = props.before.find((one) => one.commodity === is.commodity);
    return was && Math.abs(was.used - is.used) > 1e-6 * Math.max(was.used, is.used) ? [{ ...is, was: was.used }] : [];
  });
  if (!rows.length) return null;
  return (
    <Section title={t('whatif.labour')}>
      <ul class="list" data-list="labour">
        {rows.map(({ commodity, unit, used, was }) => <li key={commodity} data-commodity={commodity} data-before={was} data-after={used}>{commodity}: {amount(was)} → {amount(used)} {unit}</li>)}
      </ul>
    </Section>
  );
}

function Proof(props: { of: Outcome }) {
  const { proven, bar } = props.of.verdict;
  return proven ? <p><span class="proven" data-proven>{t('whatif.proven')}</span> <span class="quiet">{t('whatif.gap', { gap: amount(100 * bar, 4) })}</span></p>
    : <p class="wrong">{t('whatif.unproven')}</p>;
}

export function OutcomeView(props: { of: Asked; name: string }) {
  const { job, outcome, problem } = props.of;
  return (
    <div aria-live="polite" aria-busy={job ? 'true' : 'false'}>
      {problem && <Trouble problem={problem} />}
      {job && <Working of={job} />}
      {outcome && (
        <div class={job ? 'stale' : ''}>
          <ChangesView of={outcome.changes} name={props.name}><Proof of={outcome} /></ChangesView>
          <Hours before={outcome.before.labour} made={outcome.made.labour} />
          {outcome.before.certificate.within && <p class="quiet">{t('whatif.alternative')}</p>}
          <p class="quiet">{t('whatif.not_yet')}</p>
        </div>
      )}
    </div>
  );
}
