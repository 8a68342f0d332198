// What a plan asks of workplaces: the list of them, and the tasks of one with its answer.
import { useAnswer } from '../api';
import { amount, share } from '../figures';
import { BodyName, Section, Shown, kind_word, useBodies } from '../parts';
import { Link, address, go, query } from '../router';
import { number, t } from '../text';
import { Answer, type Answers, type Said } from './plan_answer';
import { PlanPage, Whose, api_path, body_of, plan_path, quantity, type Party } from './plan_data';

interface Workplace {
  body: string;
  tasks: number;
  accepted: number;
  countered: number;
  refused: number;
  reported: number;
}
interface Exchange {
  commodity: string;
  name: string;
  amount: number;
  unit: string;
}
interface Task {
  body: string;
  process: string;
  name: string;
  activity: number;
  makes: (Exchange & { for: Party[] })[];
  uses: (Exchange & { from: Party[] })[];
  answer: Said | null;
  done: number;
  share: number;
  reports: number;
}

export function WorkplacesView(props: { plan: string }) {
  const bodies = useBodies().data?.bodies ?? [], asked = (query('find') ?? '').toLocaleLowerCase();
  const name = (id: string) => bodies.find((one) => one.body === id)?.name ?? id;
  return (
    <PlanPage plan={props.plan} title={t('plan.workplaces')} lead={t('work.lead')}>
      {() => (
        <Shown of={useAnswer<{ workplaces: Workplace[] }>(api_path(props.plan, 'workplaces'))}>
          {({ workplaces }) => {
            const shown = workplaces.filter((one) => !asked || one.body.includes(asked) || name(one.body).toLocaleLowerCase().includes(asked));
            return (
              <>
                <p class="field">
                  <label for="find">{t('work.find')}</label>
                  <input id="find" type="search" value={query('find') ?? ''} onInput={(event) => {
                    const value = event.currentTarget.value;
                    go((address.value.split('?')[0] ?? '') + (value ? '?' + new URLSearchParams({ find: value }).toString() : ''), true);
                  }} />
                </p>
                <p class="quiet" role="status">{t('plan.bodies', { n: shown.length })}</p>
                <div class="wide" tabIndex={0} role="group" aria-label={t('plan.workplaces')}>
                  <table>
                    <thead><tr><th scope="col">{t('work.workplace')}</th><th scope="col" class="n">{t('work.tasks')}</th><th scope="col" class="n">{t('work.accepted')}</th><th scope="col" class="n">{t('work.countered')}</th><th scope="col" class="n">{t('work.refused')}</th><th scope="col" class="n">{t('work.reported')}</th></tr></thead>
                    <tbody>
                      {shown.map((one) => (
                        <tr key={one.body} data-body={one.body}>
                          <th scope="row"><Link to={plan_path(props.plan, 'workplaces', one.body)}>{name(one.body)}</Link></th>
                          {[one.tasks, one.accepted, one.countered, one.refused, one.reported].map((value, i) => <td key={i} class="n">{number(value)}</td>)}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </>
            );
          }}
        </Shown>
      )}
    </PlanPage>
  );
}

const SHOWN = 4;

function Parties({ plan, of, unit }: { plan: string; of: Party[]; unit: string }) {
  return (
    <ul>
      {of.slice(0, SHOWN).map((one) => (
        <li key={one.process ?? one.group ?? 'stock'}>
          {one.stock ? t('short.stock') : one.process ? <Whose id={one.process} to={plan_path(plan, 'workplaces', body_of(one.process))} /> : <Whose id={one.group ?? ''} />}
          {': '}{quantity(one.amount, unit)}
        </li>
      ))}
      {of.length > SHOWN && <li class="quiet">{t('short.more', { n: of.length - SHOWN })}</li>}
    </ul>
  );
}

function TaskView({ plan, task }: { plan: string; task: Task }) {
  return (
    <section data-task={task.process}>
      <h2>{task.name || task.process}</h2>
      <p class="quiet">
        {task.answer ? t(`said.${task.answer}`) : t('work.noanswer')}
        {'. '}{task.reports ? t('work.done', { done: amount(task.done), of: amount(task.activity), share: share(task.share, 0) }) : t('work.nothing')}
      </p>
      <div class="halves">
        <div>
          <h3>{t('work.makes')}</h3>
          {task.makes.map((one) => (
            <div key={one.commodity} data-makes={one.commodity}>
              <p><strong class="large">{quantity(one.amount, one.unit)}</strong> <Link to={plan_path(plan, 'needs', one.commodity)}>{one.name || one.commodity}</Link>{one.for.length > 0 && <>, {t('work.for')}</>}</p>
              <Parties plan={plan} of={one.for} unit={one.unit} />
            </div>
          ))}
        </div>
        <div>
          <h3>{t('work.uses')}</h3>
          {task.uses.map((one) => (
            <div key={one.commodity} data-uses={one.commodity}>
              <p><strong>{quantity(one.amount, one.unit)}</strong> <Link to={plan_path(plan, 'needs', one.commodity)}>{one.name || one.commodity}</Link>{one.from.length > 0 && <>, {t('work.from')}</>}</p>
              <Parties plan={plan} of={one.from} unit={one.unit} />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

export function WorkplaceView(props: { plan: string; body: string }) {
  const body = useBodies().data?.bodies.find((one) => one.body === props.body), name = body?.name ?? props.body;
  const answers = useAnswer<Answers>(api_path(props.plan, 'answers')).data;
  return (
    <PlanPage plan={props.plan} title={name} lead={t('work.one', { plan: props.plan })}>
      {(plan) => (
        <Shown of={useAnswer<{ tasks: Task[] }>(api_path(props.plan, 'tasks') + '?body=' + encodeURIComponent(props.body))}>
          {({ tasks }) => {
            const said = answers?.answers.filter((one) => one.body === props.body) ?? [];
            return (
              <>
                <p>{body && <>{kind_word(body.kind)}. </>}<BodyName id={props.body} />{'. '}<Link to={`/councils/${encodeURIComponent(props.body)}/stoppage`}>{t('work.stoppage')}</Link></p>
                {!tasks.length && <p class="large">{t('work.none')}</p>}
                {plan.standing === 'waits' && tasks.length > 0 && (
                  <Section title={t('plan.yours')} mark="decide">
                    {said.map((one) => <p key={one.process} role="status">{t(`said.${one.answer}`)}{one.process && ` (${one.process})`}{one.reason && <>: <q>{one.reason}</q></>}</p>)}
                    <Answer plan={props.plan} bodies={[props.body]} processes={tasks.map((task) => ({ id: task.process, name: task.name }))} />
                  </Section>
                )}
                {tasks.map((task) => <TaskView key={task.process} plan={props.plan} task={task} />)}
              </>
            );
          }}
        </Shown>
      )}
    </PlanPage>
  );
}
