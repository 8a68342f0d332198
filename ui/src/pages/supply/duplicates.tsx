// Registrations that may be of one household: questions for whoever keeps the register. Nothing is merged by machine; after a hearing two cards can stand
// as one, and that can be taken back.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { Page, Shown } from '../../parts';
import { Link, part } from '../../router';
import { t } from '../../text';
import type { Duplicates, Overview } from './data';
import { Done, api, at, nfc, useDoing } from './shared';

type Pair = NonNullable<Duplicates['pairs']>[number];

function Unite(props: { body: string; of: Pair; day: string }) {
  const { body, of, day } = props, doing = useDoing(), [size, set_size] = useState(''), [words, set_words] = useState(''), [heard, set_heard] = useState(day);
  const sign = (event: Event) => {
    event.preventDefault();
    void doing.run('household_merge', { body, kept: of.a, other: of.b, size: Number(size), heard, hearing: nfc(words) }, t('duplicates.said', { a: of.a, b: of.b }));
  };
  const id = of.a + of.b;
  return (
    <details>
      <summary>{t('duplicates.heard')}</summary>
      <Done of={doing}>
        <form onSubmit={sign}>
          <p class="field"><label for={'day' + id}>{t('duplicates.day')}</label><input id={'day' + id} type="date" required max={day} value={heard} onInput={(event) => set_heard(event.currentTarget.value)} /></p>
          <p class="field"><label for={'size' + id}>{t('duplicates.size')}</label><input id={'size' + id} type="number" min={1} max={100} required value={size} onInput={(event) => set_size(event.currentTarget.value)} /></p>
          <p class="field"><label for={'words' + id}>{t('duplicates.words')}</label><textarea id={'words' + id} rows={3} required maxLength={900} value={words} onInput={(event) => set_words(event.currentTarget.value)} /></p>
          <button type="submit" disabled={doing.busy || !size || !words.trim()}>{t('duplicates.sign')}</button>
        </form>
      </Done>
    </details>
  );
}

export function DuplicatesView(props: { body: string }) {
  const { body } = props, day = useAnswer<Overview>(`/api/supply?body=${part(body)}`).data?.at.slice(0, 10) ?? '';
  return (
    <Page title={t('duplicates.title')} over={<><Link to={at(body)}>{t('supply')}</Link>{' · '}<Link to={at(body, '/households')}>{t('households.title')}</Link></>} lead={t('duplicates.lead')}>
      <Shown of={useAnswer<Duplicates>(api(body, '/duplicates'))}>
        {({ hidden, pairs = [], registrations = 0, closed = 0 }) =>
          hidden ? (
            <p>{t('households.hidden')}</p>
          ) : (
            <>
              <p class="quiet">{t('duplicates.looked', { n: registrations, closed })}</p>
              {!pairs.length && <p><span class="tag served">{t('duplicates.none')}</span></p>}
              <ul class="list">
                {pairs.map((one) => (
                  <li key={one.a + one.b} class="decide" data-pair={one.a + '/' + one.b}>
                    <h2>
                      <Link to={at(body, '/households/' + part(one.a))}>{one.a}</Link> · <Link to={at(body, '/households/' + part(one.b))}>{one.b}</Link>
                    </h2>
                    <p><strong>{t('duplicates.likely', { n: Math.floor(100 * one.probability) })}</strong></p>
                    {one.for.length > 0 && <p>{t('duplicates.for')} {one.for.map((reason) => reason.text).join('; ')}.</p>}
                    {one.against.length > 0 && <p>{t('duplicates.against')} {one.against.map((reason) => reason.text).join('; ')}.</p>}
                    {day && <Unite body={body} of={one} day={day} />}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Shown>
    </Page>
  );
}
