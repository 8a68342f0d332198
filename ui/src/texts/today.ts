// Texts: Today.
import type { Texts } from '../messages';

export const today = {
  'today.open': ['Waiting for a decision', 'Esperan una decisión'],
  'today.none': ['Nothing is being voted on.', 'No hay ninguna votación.'],
  'today.until': ['Votes are taken until {time}', 'Se vota hasta el {time}'],
  'today.glance': ['The federation at a glance', 'La federación de un vistazo'],
  'today.bodies': ['bodies', 'organismos'],
  'today.people': ['people on the rolls of workplaces and neighbourhoods', 'personas en los padrones de lugares de trabajo y poblaciones'],
  'today.entries': ['acts in the book', 'actos en el libro'],
  'today.empty': ['seats empty', 'escaños vacíos'],
  'today.unacknowledged': ['Calls not answered yet', 'Llamados sin responder'],
  'today.missing': ['Not answered by: {bodies}', 'Sin respuesta de: {bodies}'],
  'today.vacant': ['Nobody speaks for', 'Nadie habla por'],
  'today.vacant.in': ['{body} in {council}', '{body} en {council}'],
  'today.lately': ['Plans and stoppages lately', 'Planes y paros recientes'],
} as const satisfies Texts;
