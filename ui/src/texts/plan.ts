// Texts: plans.
import type { Texts } from '../messages';

export const plan = {
  'stoppage.signin': ['Members of the workplace report it. To join, ask for the invitation of your body’s secretary.', 'Avisan los miembros del lugar de trabajo. Para unirse, pida la invitación a la secretaría de su organismo.'],
  'plan.title': ['Plan {plan}', 'Plan {plan}'],
  'plan.answers': ['What workplaces answered', 'Qué respondieron los lugares de trabajo'],
  'plan.none': ['Nobody has answered yet.', 'Nadie ha respondido aún.'],
  'plan.silent': ['Silent so far', 'Sin respuesta aún'],
  'plan.yours': ['Your workplace’s answer', 'La respuesta de su lugar de trabajo'],
  'plan.whose': ['Which workplace', 'Qué lugar de trabajo'],
  'plan.says': ['To what the plan asks of it', 'A lo que el plan le pide'],
  'plan.process': ['Of which process', 'De qué proceso'],
  'plan.most': ['The most it would do in a period', 'Lo más que haría en un período'],
  'plan.sign': ['Sign and answer', 'Firmar y responder'],
  'plan.received': ['The answer is in the book: entry {entry}.', 'La respuesta está en el libro: asiento {entry}.'],
  'plan.see': ['See the plan and its answers', 'Ver el plan y sus respuestas'],
  'said.accept': ['Accepts', 'Acepta'],
  'said.refuse': ['Refuses', 'Rechaza'],
  'said.counter': ['Says how much it would do', 'Dice cuánto haría'],
} as const satisfies Texts;
