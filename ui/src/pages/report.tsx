// A stoppage in three taps: "report" on the workplace's page, what was seen, sign; then what changes, for whom and why.
import { useState } from 'preact/hooks';
import { do_act } from '../act';
import type { Problem } from '../api';
import { me } from '../keys';
import { BodyName, Page, Trouble } from '../parts';
import { Link, part } from '../router';
import { t } from '../text';
import { trouble_of } from './decision';
import { Reported } from './stoppages';

const SEEN = ['closed', 'supplies', 'power', 'machine', 'transport'] as const;

export function ReportView(props: { body: string }) {
  const [text, set_text] = useState(''), [problem, set_problem] = useState<Problem | null>(null);
  const [reported, set_reported] = useState<{ stoppage: string; entry: number } | null>(null), [busy, set_busy] = useState(false);
  const report = async (event: Event) => {
    event.preventDefault();
    if (!text.trim() || busy) return;
    set_busy(true);
    set_problem(null);
    const stoppage = `${props.body.slice(0, 40)}-${Date.now().toString(36)}`;
    try {
      const receipt = await do_act('stoppage', { body: props.body, stoppage, text: text.trim().normalize('NFC') }, text.trim());
      set_reported({ stoppage, entry: receipt.entry });
    } catch (error) {
      set_problem(trouble_of(error));
    }
    set_busy(false);
  };
  if (reported)
    return (
      <Page title={t('stoppage.title')} over={<BodyName id={props.body} />}>
        <div class="received" role="status">
          <p><strong>{t('stoppage.received', { entry: reported.entry })}</strong></p>
          <p><Link to="/me">{t('receipt.see')}</Link>{' · '}<Link to={'/stoppages/' + part(reported.stoppage)}>{t('stoppage.see')}</Link></p>
        </div>
        <Reported stoppage={reported.stoppage} />
      </Page>
    );
  return (
    <Page title={t('stoppage.title')} over={<BodyName id={props.body} />} lead={t('stoppage.lead')}>
      {problem && <Trouble problem={problem} />}
      {!me.value ? (
        <p>{t('stoppage.members')}</p>
      ) : (
        <form onSubmit={report}>
          <fieldset>
            <legend>{t('stoppage.what')}</legend>
            {SEEN.map((one) => (
              <label class="choice" key={one}>
                <input type="radio" name="seen" checked={text === t(`stoppage.seen.${one}`)} onChange={() => set_text(t(`stoppage.seen.${one}`))} />
                {t(`stoppage.seen.${one}`)}
              </label>
            ))}
          </fieldset>
          <p class="field">
            <label for="words">{t('stoppage.words')}</label>
            <textarea id="words" rows={3} maxLength={1000} value={text} onInput={(event) => set_text(event.currentTarget.value)} />
          </p>
          <button type="submit" disabled={busy || !text.trim()}>{t('stoppage.sign')}</button>
        </form>
      )}
    </Page>
  );
}
