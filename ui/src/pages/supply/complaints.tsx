// Complaints: the list, making one, and one's page: what is wrong, what the outlet says, what came of it, until when an outcome is owed.
import { useState } from 'preact/hooks';
import { useAnswer } from '../../api';
import { me } from '../../keys';
import { BodyName, Page, Person, Section, Shown } from '../../parts';
import { Link, part } from '../../router';
import { T, Time, number, t } from '../../text';
import type { Complaint, Complaints } from './data';
import { Done, api, at, nfc, useDoing, useNames, useRights, type Names } from './shared';

const OUTCOMES = ['upheld', 'not_upheld', 'withdrawn'] as const;

function Standing(props: { of: Complaint }) {
  const { outcome, overdue } = props.of;
  if (outcome) return <span class={outcome === 'upheld' ? 'tag served' : 'tag'}>{t(`outcome.${outcome}`)}</span>;
  return <span class={overdue ? 'tag decide' : 'tag'}>{overdue ? t('complaint.overdue') : t('complaint.open')}</span>;
}

// A name that says nothing, by which its outcome is found.
const new_name = (): string => 'r' + [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => (byte % 36).toString(36)).join('');

function Make(props: { body: string; names: Names }) {
  const { body, names } = props, doing = useDoing(), rights = useRights(body), [name] = useState(new_name);
  const [place, set_place] = useState(''), [good, set_good] = useState(''), [words, set_words] = useState('');
  const sign = (event: Event) => {
    event.preventDefault();
    const fields = { body, complaint: name, place, words: nfc(words) };
    if (place && fields.words) void doing.run('complaint', good ? { ...fields, good } : fields, fields.words.slice(0, 80));
  };
  if (!me.value) return <p>{t('complaint.signin')}</p>;
  return (
    <Done of={doing} more={<p><Link to={at(body, '/complaints/' + name)}>{t('complaint.follow', { name })}</Link></p>}>
      <form onSubmit={sign}>
        <fieldset>
          <legend>{t('complaint.place')}</legend>
          <div class="taps">
            {names.outlets.map((one) => (
              <label class="choice" key={one.outlet}><input type="radio" name="complaint-place" value={one.outlet} checked={place === one.outlet} onChange={() => set_place(one.outlet)} />{one.name}</label>
            ))}
          </div>
        </fieldset>
        <p class="field">
          <label for="complaint-good">{t('complaint.good')}</label>
          <select id="complaint-good" value={good} onChange={(event) => set_good(event.currentTarget.value)}>
            <option value="">{t('complaint.good.none')}</option>
            {names.goods.map((one) => <option key={one.good} value={one.good}>{one.name}</option>)}
          </select>
        </p>
        <p class="field">
          <label for="complaint-words">{t('complaint.words')}</label>
          <textarea id="complaint-words" rows={4} maxLength={1000} value={words} onInput={(event) => set_words(event.currentTarget.value)} />
        </p>
        <p class="quiet">{rights.enters ? t('complaint.nameless') : t('complaint.public')}</p>
        <button type="submit" disabled={doing.busy || !place || !words.trim()}>{t('complaint.sign')}</button>
      </form>
    </Done>
  );
}

export function ComplaintsView(props: { body: string }) {
  const { body } = props, names = useNames(body);
  return (
    <Page title={t('complaints.title')} over={<Link to={at(body)}>{t('supply')}</Link>}>
      <Shown of={useAnswer<Complaints>(api(body, '/complaints'))}>
        {({ complaints, term_days }) => (
          <div class="columns">
            <div>
              <Section title={t('complaints.all')}>
                <p class="quiet">{t('complaints.term', { days: term_days })}</p>
                {!complaints.length && <p>{t('complaints.none')}</p>}
                <ul class="list">
                  {[...complaints].reverse().map((one) => (
                    <li key={one.complaint} class={one.overdue ? 'decide' : ''} data-complaint={one.complaint}>
                      <Standing of={one} /> <Link to={at(body, '/complaints/' + part(one.complaint))}>{one.words.length > 90 ? one.words.slice(0, 90) + '…' : one.words}</Link>
                      <br />
                      <span class="quiet">{names.place(one.place)}{one.good && <>, {names.good(one.good)}</>}, <Time at={one.time} /></span>
                    </li>
                  ))}
                </ul>
              </Section>
            </div>
            <div><Section title={t('complaint.make')}><Make body={body} names={names} /></Section></div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

// ---- one -------------------------------------------------------------------------------------------------------------

function Answer(props: { body: string; id: string }) {
  const doing = useDoing(), [words, set_words] = useState('');
  const sign = (event: Event) => {
    event.preventDefault();
    if (words.trim()) void doing.run('complaint_answer', { body: props.body, complaint: props.id, words: nfc(words) }, nfc(words).slice(0, 80));
  };
  return (
    <Section title={t('complaint.answer')}>
      <Done of={doing}>
        <form onSubmit={sign}>
          <p class="field"><label for="answer">{t('complaint.answer.words')}</label><textarea id="answer" rows={3} maxLength={1000} value={words} onInput={(event) => set_words(event.currentTarget.value)} /></p>
          <button type="submit" disabled={doing.busy || !words.trim()}>{t('complaint.answer.sign')}</button>
        </form>
      </Done>
    </Section>
  );
}

function Outcome(props: { body: string; id: string; given: boolean }) {
  const doing = useDoing(), [outcome, set_outcome] = useState(''), [words, set_words] = useState('');
  const sign = (event: Event) => {
    event.preventDefault();
    if (outcome && words.trim()) void doing.run('complaint_outcome', { body: props.body, complaint: props.id, outcome, words: nfc(words) }, nfc(words).slice(0, 80));
  };
  if (props.given && doing.entry === null) return null;
  return (
    <Section title={t('complaint.outcome')} mark="decide">
      <Done of={doing}>
        <form onSubmit={sign}>
          <fieldset>
            <legend>{t('complaint.outcome.which')}</legend>
            {OUTCOMES.map((one) => (
              <label class="choice" key={one}><input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => set_outcome(one)} />{t(`outcome.${one}`)}</label>
            ))}
          </fieldset>
          <p class="field"><label for="outcome-words">{t('complaint.outcome.words')}</label><textarea id="outcome-words" rows={3} maxLength={1000} value={words} onInput={(event) => set_words(event.currentTarget.value)} /></p>
          <button type="submit" disabled={doing.busy || !outcome || !words.trim()}>{t('complaint.outcome.sign')}</button>
        </form>
      </Done>
    </Section>
  );
}

// Steps in their order, like the stations of a letter.
function Steps(props: { body: string; of: Complaint }) {
  const { of } = props;
  return (
    <ol class="steps">
      <li>
        <p class="quiet"><Time at={of.time} exact /> · {of.who ? (of.source === 'household' ? t('complaint.card', { card: of.who }) : <Person id={of.who} />) : <T k="complaint.entered" places={{ person: <Person id={of.entered_by ?? ''} /> }} />}</p>
        <p class="body-text">{of.words}</p>
        <p><Link to={'/book/' + of.entry}>{t('book.entry', { n: of.entry })}</Link></p>
      </li>
      {(of.answers ?? []).map((one) => (
        <li key={one.time + one.person}>
          <p class="quiet"><Time at={one.time} exact /> · <T k="complaint.outlet" places={{ person: <Person id={one.person} /> }} /></p>
          <p class="body-text">{one.words}</p>
        </li>
      ))}
      {of.outcome ? (
        <li class="served">
          <p class="quiet">{of.outcome_time && <Time at={of.outcome_time} exact />}{of.outcome_by && <> · <Person id={of.outcome_by} /></>}</p>
          <p><strong>{t(`outcome.${of.outcome}`)}</strong></p>
          <p class="body-text">{of.outcome_words}</p>
        </li>
      ) : (
        <li class={of.overdue ? 'decide' : ''}>
          <p><T k={of.overdue ? 'complaint.was.due' : 'complaint.due'} places={{ body: <BodyName id={props.body} />, day: <Time at={of.until} /> }} /></p>
        </li>
      )}
    </ol>
  );
}

export function ComplaintView(props: { body: string; id: string }) {
  const { body, id } = props, names = useNames(body), rights = useRights(body);
  const over = <><Link to={at(body)}>{t('supply')}</Link>{' · '}<Link to={at(body, '/complaints')}>{t('complaints.title')}</Link></>;
  return (
    <Shown whole of={useAnswer<Complaints>(api(body, '/complaints'))}>
      {({ complaints }) => {
        const one = complaints.find((other) => other.complaint === id);
        if (!one) return <Page title={t('complaint.unknown')} over={over}><p>{t('complaint.unknown.lead', { id })}</p></Page>;
        const about = names.place(one.place) + (one.good ? `, ${names.good(one.good)}` : '');
        return (
          <Page title={t('complaint.about', { place: about })} over={<>{over}{' · '}<Standing of={one} /></>}>
            <Steps body={body} of={one} />
            {rights.keeps(one.place) && <Answer body={body} id={id} />}
            {rights.officer && !rights.keeps(one.place) && <Outcome body={body} id={id} given={!!one.outcome} />}
            <p class="quiet">{t('complaint.number', { n: number(complaints.indexOf(one) + 1), all: number(complaints.length) })}</p>
          </Page>
        );
      }}
    </Shown>
  );
}
