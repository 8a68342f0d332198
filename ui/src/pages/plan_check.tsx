// The certificate of a plan, and how to check it without trusting this node.
import { useState } from 'preact/hooks';
import { ask, type Problem } from '../api';
import { Section, Trouble } from '../parts';
import { Link } from '../router';
import { t } from '../text';
import { trouble_of } from './decision';
import { gap_word } from './plan';
import { PlanChart, PlanPage, api_path } from './plan_data';

interface Check {
  holds: boolean;
  check: { certificate: Record<string, string> } | null;
  findings: { message: string | null; field: string | null; found: string | null }[];
}

const GAPS = ['level_gap', 'element_gap', 'last_gap'] as const;

function Verify({ plan }: { plan: string }) {
  const [check, set_check] = useState<Check | null>(null), [problem, set_problem] = useState<Problem | null>(null), [busy, set_busy] = useState(false);
  const run = async () => {
    set_busy(true);
    set_problem(null);
    try {
      set_check(await ask<Check>(api_path(plan, 'check')));
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  return (
    <div class="verify">
      <button type="button" disabled={busy} onClick={run}>{busy ? t('loading') : t('cert.run')}</button>
      {problem && <Trouble problem={problem} />}
      <div role="status">
        {check && (check.holds
          ? <p class="proven">{t('cert.holds')}</p>
          : <><p class="wrong">{t('cert.fails')}</p><ul>{check.findings.map((one, i) => <li key={i}>{[one.field, one.message, one.found].filter(Boolean).join(' · ')}</li>)}</ul></>)}
      </div>
    </div>
  );
}

export function CheckView(props: { plan: string }) {
  const { plan: id } = props;
  return (
    <PlanPage plan={id} title={t('plan.check')} lead={t('cert.lead')}>
      {(plan) => (
        <>
          <Section title={t('cert.proved')} mark="served">
            <p>{t('cert.bar', { bar: gap_word(Number(plan.certificate.bar)) })}</p>
            <dl class="fields">
              {GAPS.map((key) => (
                <div key={key}><dt>{t(`cert.${key}`)}</dt><dd data-figure={key} data-value={plan.certificate[key]}>{Number.isFinite(Number(plan.certificate[key])) ? gap_word(Math.max(Number(plan.certificate[key]), 1e-9)) : '–'}</dd></div>
              ))}
              <div><dt>{t('cert.package')}</dt><dd><code data-figure="package">{plan.package}</code></dd></div>
              <div><dt>{t('cert.file')}</dt><dd><code data-figure="file">{plan.file}</code></dd></div>
              <div><dt>{t('cert.entry')}</dt><dd><Link to={'/book/' + plan.entry}>{t('book.entry', { n: plan.entry })}</Link></dd></div>
            </dl>
          </Section>
          <Section title={t('cert.node')}>
            <p>{t('cert.node.lead')}</p>
            <Verify plan={id} />
          </Section>
          <Section title={t('cert.self')}>
            <p>{t('cert.self.lead')}</p>
            <p class="ways">
              <a href={api_path(id, 'file')} download={`${id}.json`}>{t('cert.get.plan')}</a>
              <a href={api_path(id, 'package')} download={`${id}.tar`}>{t('cert.get.package')}</a>
            </p>
            <p>{t('cert.then')}</p>
            <pre class="wide" tabIndex={0}><code>{`tar xf ${id}.tar\ncordon plan verify ${id} ${id}.json`}</code></pre>
            <p>{t('cert.book')}</p>
            <pre class="wide" tabIndex={0}><code>{`cordon plan check ${id} ${id}.json --book ${t('cert.folder')}`}</code></pre>
          </Section>
          <Section title={t('cert.stages')}><PlanChart plan={id} figure="stages" /></Section>
        </>
      )}
    </PlanPage>
  );
}
