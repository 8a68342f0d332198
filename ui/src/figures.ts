// Numbers as src/report/number.c writes them, so that a table in a page and a chart beside it say the same.
import { language } from './settings';

const AUTO = -1, WHOLE = 1e-6;
const spanish = () => language.value === 'es';

const grouped = (value: number, least: number, most: number): string =>
  new Intl.NumberFormat(spanish() ? 'es-CL' : 'en-GB', { minimumFractionDigits: least, maximumFractionDigits: most, useGrouping: true }).format(value).replace(/^-(?=[0.,]*$)/, '').replace('-', '−');

// `decimals` -1: four significant digits below 1,000, none after the mark from there on.
export function amount(value: number | null, decimals = AUTO): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (decimals !== AUTO) return grouped(value, decimals, decimals);
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-4 || size >= 1e15)) {
    const [mantissa = '0', exponent = '0'] = size.toExponential(2).split('e');
    const raised = String(Number(exponent)).replace(/./g, (one) => (one === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(one)] ?? ''));
    return (value < 0 ? '−' : '') + grouped(Number(mantissa), 0, 2) + ' × 10' + raised;
  }
  const exponent = size === 0 ? 3 : Number(size.toExponential(3).split('e')[1]);
  return grouped(value, 0, exponent >= 3 ? 0 : 3 - exponent);
}

// A share, 0 to 1, as a percentage. Only a whole share reads 100 %, only zero reads 0 %.
export function share(value: number | null, decimals = 1): string {
  if (value === null || Number.isNaN(value)) return '–';
  const step = 10 ** -decimals;
  let percent = 100 * value;
  if (Math.abs(value - 1) <= WHOLE) percent = 100;
  else if (value < 1 && percent > 100 - step) percent = 100 - step;
  else if (value > 1 && percent < 100 + step) percent = 100 + step;
  const little = value > 0 && percent < step;
  return (little ? '<' : '') + amount(little ? step : percent, decimals) + (spanish() ? '\u00a0%' : '%');
}
