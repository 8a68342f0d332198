// An election or a choice is opened: by whom the rules name, until when, on what.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import type { Json } from '../bytes';
import type { BodyPage } from '../data';
import { me } from '../keys';
import { BodyName, Page, Shown } from '../parts';
import { Link, part } from '../router';
import { Field, Moment, Signing, moment_of, new_name } from '../signing';
import { t } from '../text';

function ElectionForm(props: { of: BodyPage }) {
  const { of } = props, [council, set_council] = useState(of.councils[0]?.council ?? ''), [renews, set_renews] = useState(false), [closes, set_closes] = useState('');
  const [poll] = useState(() => new_name('election-' + of.body));
  if (!of.councils.length) return <p>{t('body.nobody')}</p>;
  return (
    <Signing
      label={t('opening.sign')}
      done={<p><Link to={'/elections/' + part(poll)}>{t('opening.see')}</Link></p>}
      fill={() => ({ kind: 'election_open', fields: { poll, council, body: of.body, ...(renews && { renews }), ...(moment_of(closes) && { closes: moment_of(closes) }) }, title: t('opening.election') })}
    >
      <p class="field">
        <label for="council">{t('opening.council')}</label>
        <select id="council" value={council} onChange={(event) => set_council(event.currentTarget.value)}>
          {of.councils.map((one) => <option key={one.council} value={one.council}><BodyName id={one.council} plain /></option>)}
        </select>
      </p>
      <label class="choice"><input type="checkbox" name="renews" checked={renews} onChange={() => set_renews(!renews)} /><span>{t('opening.renews')}</span></label>
      <p class="quiet">{t('opening.renews.hint')}</p>
      <Moment id="closes" label={t('opening.closes')} value={closes} set={set_closes} />
      <p class="quiet">{t('opening.closes.hint')}</p>
    </Signing>
  );
}

function ChoiceForm(props: { of: BodyPage }) {
  const { of } = props, [title, set_title] = useState(''), [until, set_until] = useState(''), [options, set_options] = useState(['', '']);
  const [choice] = useState(() => new_name('choice-' + of.body));
  const fill = () => {
    const said = options.map((one) => one.trim()).filter(Boolean);
    if (!title.trim() || said.length < 2 || !moment_of(until)) return t('opening.missing');
    const all = said.map((one, i) => ({ id: String.fromCharCode(97 + i), title: one.normalize('NFC') }));
    return { kind: 'choice_open', fields: { body: of.body, choice, title: title.trim().normalize('NFC'), options: all as unknown as Json, until: moment_of(until) }, title: title.trim() };
  };
  return (
    <Signing label={t('opening.sign')} fill={fill} done={<p><Link to={'/choices/' + part(choice)}>{t('opening.see')}</Link></p>}>
      <Field id="title" label={t('opening.title')} value={title} set={set_title} most={600} />
      {options.map((one, i) => (
        <Field key={i} id={'option-' + i} label={t('opening.option', { n: i + 1 })} value={one} set={(value) => set_options(options.map((other, at) => (at === i ? value : other)))} most={600} />
      ))}
      {options.length < 24 && <p><button type="button" class="plain" onClick={() => set_options([...options, ''])}>{t('opening.more')}</button></p>}
      <p class="quiet">{t('opening.further')}</p>
      <Moment id="until" label={t('opening.closes')} value={until} set={set_until} />
    </Signing>
  );
}

export function OpeningView(props: { body: string; what: 'election' | 'choice' }) {
  return (
    <Shown whole of={useAnswer<BodyPage>(`/api/bodies/${part(props.body)}`)}>
      {(of) => (
        <Page title={t(`opening.${props.what}`)} over={<BodyName id={of.body} />} lead={t(`opening.${props.what}.lead`)}>
          {!me.value ? <p>{t('opening.signin')}</p> : props.what === 'election' ? <ElectionForm of={of} /> : <ChoiceForm of={of} />}
        </Page>
      )}
    </Shown>
  );
}
