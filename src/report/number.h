/* Numbers for people to read, in the language given. English writes 1,234.5 and 82.4%; Spanish 1.234,5 and 82,4 % (with
 * a space that does not break). The minus is U+2212. What is not a number is a dash, infinity is U+221E.
 *
 * For machines (CSV, JSON, SVG coordinates) use text_from_double: nothing here reads back.
 */
#ifndef REPORT_NUMBER_H
#define REPORT_NUMBER_H

#include "base/text.h"

#include <cordon/base.h>

/* Digits after the decimal mark. NUMBER_AUTO: four significant digits below 1,000, none after the mark from there on,
 * closing zeros left out; below 1e-4 and from 1e15 as a power of ten. */
enum { NUMBER_AUTO = -1, NUMBER_DECIMALS_MAX = 12 };

/* Shares nearer to 1 than this count as whole. */
#define SHARE_WHOLE 1e-6

void number_add(text *out, double value, int decimals, cordon_language language);

/* A share, 0 to 1, as a percentage. Never rounded into a claim: only a whole share reads 100 %, only zero reads 0 %; in
 * between, the last figure that is true is shown (99.9 %) or "<0.1 %". */
void number_add_share(text *out, double share, int decimals, cordon_language language);

/* Three significant digits and a word for the thousands ("12.3 million"); plain below a million. */
void number_add_short(text *out, double value, cordon_language language);

/* A count. */
void number_add_count(text *out, size_t count, cordon_language language);

#endif
