/* The rule by which price reports become a question to somebody: "majority without any hand", version 1.
 *
 * A voice is one household, one member, or all nameless reports that one person entered, taken together. It says that
 * the price is over the ceiling, or within it, or neither. Every voice has hands: itself, who introduced it (sponsors,
 * or who enrolled it), and who entered what it says. A verdict, over or within, stands when
 *
 *	- there are REPORTS_VOICES voices or more, and more than half of them say so; and
 *	- for every hand: without all voices that have this hand, there are REPORTS_REST or more left, and still more
 *	  than half of those say so.
 *
 * Otherwise it is open, or there are too few. Both directions have the same rule. So if false voices have one hand in
 * common, however many they are, no verdict is false: without this hand only true voices are left, and they decide.
 * docs/supply.md has the proof, and what more hands can do.
 *
 * A verdict is a reason to go and look, or not to. It finds nobody guilty, and nothing follows from it by machine.
 */
#ifndef SUPPLY_REPORTS_H
#define SUPPLY_REPORTS_H

#include <stddef.h>

enum { REPORTS_VOICES = 3, REPORTS_REST = 2, REPORTS_HANDS = 8 };

typedef enum report_says { REPORT_NEITHER, REPORT_OVER, REPORT_WITHIN } report_says;

typedef struct report_voice {
	report_says says;
	int hand[REPORTS_HANDS]; /* different numbers from 0 on */
	int hands;
} report_voice;

typedef enum report_verdict {
	VERDICT_FEW, /* too few voices to say anything */
	VERDICT_SPLIT, /* no more than half say one thing */
	VERDICT_ONE_HAND, /* more than half do, but not without what one hand brought */
	VERDICT_OVER,
	VERDICT_WITHIN,
} report_verdict;

/* `hands`: all numbers of hands are below. */
report_verdict reports_judge(const report_voice *voice, size_t count, int hands);

#endif
