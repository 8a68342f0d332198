// Texts: what stands on every page.
import type { Texts } from '../messages';

export const shell = {
  'skip': ['Skip to the content', 'Ir al contenido'],
  'nav': ['Main', 'Principal'],
  'today': ['Today', 'Hoy'],
  'councils': ['Councils', 'Consejos'],
  'economy': ['Economy', 'Economía'],
  'supply': ['Supply', 'Abastecimiento'],
  'book': ['Book', 'Libro'],
  'me': ['You', 'Usted'],
  'theme': ['Colours', 'Colores'],
  'theme.auto': ['As the device', 'Como el aparato'],
  'theme.light': ['Light', 'Clara'],
  'theme.dark': ['Dark', 'Oscura'],
  'loading': ['One moment…', 'Un momento…'],
  'problem.offline': ['The node does not answer. Is there a connection?', 'El nodo no responde. ¿Hay conexión?'],
  'problem.title': ['Not here', 'No está aquí'],
  'problem.none': ['There is nothing at this address.', 'No hay nada en esta dirección.'],
  'problem.refused': ['This was refused.', 'Esto fue rechazado.'],
  'problem.draft': ['The node drafted something other than what you asked for. Nothing was signed.', 'El nodo redactó otra cosa que la pedida. No se firmó nada.'],
  'problem.sign': ['Something went wrong while signing. Nothing was sent twice: look at your receipts.', 'Algo falló al firmar. Nada se envió dos veces: vea sus recibos.'],
  'chart.table': ['The same as a table', 'Lo mismo en una tabla'],
  'chart.csv': ['Save the table (CSV)', 'Guardar la tabla (CSV)'],
  'chart.more': ['{n} more rows are in the CSV.', 'Hay {n} filas más en el CSV.'],
} as const satisfies Texts;
