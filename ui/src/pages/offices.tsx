// What is done around an election while it is under way: standing, withdrawing, entering paper, closing and counting. Each form is shown to those of whom the
// rules speak; the node says no to anybody else.
import { useState } from 'preact/hooks';
import { useAnswer } from '../api';
import { BallotForm, EMPTY, said_of, type Ballot } from '../ballots';
import type { Json } from '../bytes';
import type { BodyPage, Election, PersonPage } from '../data';
import { me } from '../keys';
import { BodyName, Section } from '../parts';
import { Link, part } from '../router';
import { Field, Signing } from '../signing';
import { T, Time, number, t } from '../text';
import { options_of } from './election';

type Officers = BodyPage['officers'];

export const holds = (officers: Officers, ...offices: string[]): boolean =>
  officers.some((one) => one.person === me.value?.person && offices.includes(one.office));

function Stand(props: { of: Election; officer: boolean }) {
  const { of } = props, own = me.value?.person ?? '', [person, set_person] = useState(own), [list, set_list] = useState(''), [mate, set_mate] = useState('');
  const standing = (of.candidates ?? []).find((one) => one.person === own), [stood] = useState(!!standing); // a receipt just given is not taken away
  return (
    <>
      {standing && !standing.withdrawn && stood && (
        <Signing label={t('stand.withdraw')} fill={() => ({ kind: 'candidate_withdraw', fields: { poll: of.poll, person: own }, title: t('stand.withdraw') })} />
      )}
      {(!stood || props.officer) && (
        <details>
          <summary>{props.officer ? t('stand.nominate') : t('stand.own')}</summary>
          <Signing
            label={t('stand.sign')}
            fill={() =>
              person.trim()
                ? { kind: 'candidate', fields: { poll: of.poll, person: person.trim(), ...(list.trim() && { list: list.trim() }), ...(mate.trim() && { mate: mate.trim() }) }, title: t('stand.title', { person: person.trim(), poll: of.poll }) }
                : t('stand.who.missing')
            }
          >
            {props.officer && <Field id="stand-who" label={t('stand.who')} value={person} set={set_person} most={64} />}
            {of.ballot === 'list' && <Field id="stand-list" label={t('stand.list')} value={list} set={set_list} most={64} />}
            <Field id="stand-mate" label={t('stand.mate')} hint={t('stand.mate.hint')} value={mate} set={set_mate} most={64} />
          </Signing>
        </details>
      )}
    </>
  );
}

// Where sums are enough: how many votes each had, blank and invalid ones beside them.
// `at`: whose box it was, where several bodies vote on one.
function Sheet(props: { of: Election; at?: string; tellers: number }) {
  const { of } = props, [votes, set_votes] = useState<Record<string, string>>({});
  const options = options_of(of), lists = of.ballot === 'list' ? [...new Set(options.map((one) => one.of).filter((one): one is string => !!one))] : [];
  const count = (key: string) => Number(votes[key] ?? '');
  const fill = () => {
    const wanted = [...options.map((one) => one.id), ...lists.map((one) => 'list:' + one), 'blank', 'invalid'];
    if (wanted.some((key) => !/^\d{0,9}$/.test((votes[key] ?? '').trim()))) return t('sheet.numbers');
    const sheet: { [key: string]: Json } = { votes: Object.fromEntries(options.map((one) => [one.id, count(one.id)])), blank: count('blank'), invalid: count('invalid') };
    if (lists.length) sheet['lists'] = Object.fromEntries(lists.map((one) => [one, count('list:' + one)]));
    return { kind: 'tally', fields: { poll: of.poll, ...(props.at && { at: props.at }), votes: sheet }, title: t('sheet.title') };
  };
  const line = (key: string, label: string) => (
    <p class="field" key={key}>
      <label for={`sheet-${props.at ?? ''}${key}`}>{label}</label>
      <input id={`sheet-${props.at ?? ''}${key}`} inputMode="numeric" value={votes[key] ?? ''} onInput={(event) => set_votes({ ...votes, [key]: event.currentTarget.value })} />
    </p>
  );
  return (
    <details>
      <summary>{t('sheet.title')}</summary>
      <p>{t('sheet.lead')}</p>
      <Signing label={t('sheet.sign')} fill={fill} several={props.tellers}>
        {options.map((one) => line(one.id, one.name))}
        {lists.map((one) => line('list:' + one, t('election.list', { list: one })))}
        {line('blank', t('sheet.blank'))}
        {line('invalid', t('sheet.invalid'))}
      </Signing>
    </details>
  );
}

const TELLERS = 2; // who sign, where a body's rules do not say (docs/rules.md)

// All people beneath a council vote, each at their own body's box, whose tellers enter it.
function Boxes(props: { of: Election }) {
  const own = useAnswer<PersonPage>(`/api/people/${part(me.value?.person ?? '')}/mandates`).data?.rolls ?? [];
  return <>{own.map((roll) => <Box key={roll.body} of={props.of} at={roll.body} />)}</>;
}

function Box(props: { of: Election; at: string }) {
  const body = useAnswer<BodyPage>(`/api/bodies/${part(props.at)}`).data, tellers = body?.rules?.document?.tellers?.k ?? TELLERS;
  if (!body || !holds(body.officers, 'teller')) return null;
  return (
    <>
      <h3><BodyName id={props.at} /></h3>
      {tellers > 1 && <p>{t('offices.several', { k: number(tellers) })} <Link to="/sign">{t('together.title')}</Link></p>}
      <Sheet of={props.of} at={props.at} tellers={tellers} />
    </>
  );
}

// Where ballots rank, each is entered: equal ones once, with their number.
function Batch(props: { of: Election }) {
  const { of } = props, [ballot, set_ballot] = useState<Ballot>(EMPTY), [copies, set_copies] = useState('1');
  const [box, set_box] = useState<{ n: number; for: Json[] }[]>([]), [wrong, set_wrong] = useState('');
  const batch = Math.max(0, ...(of.batches ?? []).map((one) => one.batch)) + 1, sum = box.reduce((all, one) => all + one.n, 0);
  const add = () => {
    const n = Number(copies);
    if (!Number.isInteger(n) || n < 1) return set_wrong(t('sheet.numbers'));
    set_wrong('');
    set_box([...box, { n, for: said_of('ranked', ballot) ?? [] }]);
    set_ballot(EMPTY);
    set_copies('1');
  };
  return (
    <details>
      <summary>{t('batch.title', { n: batch })}</summary>
      <p>{t('batch.lead')}</p>
      <Signing several={of.tellers ?? 1} label={t('batch.sign', { n: sum })} fill={() => (box.length ? { kind: 'ballots', fields: { poll: of.poll, batch, ballots: box as unknown as Json }, title: t('batch.title', { n: batch }) } : t('batch.empty'))}>
        <BallotForm kind="ranked" options={options_of(of)} ballot={ballot} set={set_ballot} equal />
        <Field id="copies" label={t('batch.copies')} value={copies} set={set_copies} most={9} />
        {wrong && <p class="wrong" role="alert">{wrong}</p>}
        <p class="buttons">
          <button type="button" class="plain" onClick={add}>{t('batch.add')}</button>
          {box.length > 0 && <button type="button" class="plain" onClick={() => set_box(box.slice(0, -1))}>{t('batch.undo')}</button>}
        </p>
        <p role="status">{t('batch.sum', { n: sum })}</p>
      </Signing>
    </details>
  );
}

function Close(props: { of: Election }) {
  const { of } = props, [seed, set_seed] = useState('');
  const kind = of.what === 'recall' ? 'recall_close' : 'election_close';
  return (
    <details>
      <summary>{t('close.title')}</summary>
      {of.closes && <p><T k="close.when" places={{ time: <Time at={of.closes} exact /> }} /></p>}
      {of.voting === 'paper' && <p>{t('close.paper', { k: of.tellers ?? 1 })}</p>}
      <Signing several={of.voting === 'paper' && of.electorate === 'roll' ? (of.tellers ?? 1) : 1} label={t('close.sign')} fill={() => ({ kind, fields: { poll: of.poll, ...(seed.trim() && { seed: seed.trim() }) }, title: t('close.sign') })}>
        <Field id="seed" label={t('close.seed')} hint={of.commitment ? t('close.seed.committed') : t('close.seed.hint')} value={seed} set={set_seed} />
      </Signing>
    </details>
  );
}

export function Offices(props: { of: Election; officers: Officers }) {
  const { of, officers } = props;
  if (!me.value) return null;
  const secretary = holds(officers, 'secretary'), teller = holds(officers, 'teller');
  const sums = ['one', 'approval', 'list', 'yes-no'].includes(of.ballot);
  return (
    <Section title={t('offices.title')}>
      {of.what === 'election' && <Stand of={of} officer={secretary || teller} />}
      {of.voting === 'paper' && of.electorate !== 'beneath' && teller && (of.tellers ?? 1) > 1 && <p>{t('offices.several', { k: number(of.tellers ?? 1) })} <Link to="/sign">{t('together.title')}</Link></p>}
      {of.voting === 'paper' && of.electorate === 'beneath' && <Boxes of={of} />}
      {of.voting === 'paper' && of.electorate !== 'beneath' && teller && (sums ? <Sheet of={of} tellers={of.tellers ?? 1} /> : <Batch of={of} />)}
      {(of.voting === 'open' || of.electorate === 'beneath' || teller) && <Close of={of} />}
    </Section>
  );
}
