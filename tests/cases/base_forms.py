"""Canonical JSON and dates beside Python's json, unicodedata and datetime."""
import datetime
import json
import os
import random
import re
import subprocess
import unicodedata
import unittest

BUILD = os.environ['CORDON_BUILD']
EPOCH = datetime.datetime(1970, 1, 1)
MOMENT = '%04d-%02d-%02dT%02d:%02d:%02dZ'


def answers(lines):
    """What tests/oracle/base_forms.c says to each (kind, bytes)."""
    asked = b''.join(kind.encode() + b' ' + content + b'\n' for kind, content in lines)
    done = subprocess.run([os.path.join(BUILD, 'tests', 'base_forms')], input=asked, stdout=subprocess.PIPE, check=True)
    said = done.stdout.split(b'\n')
    assert said.pop() == b'' and len(said) == len(lines), (len(said), len(lines))
    return said


def in_subset(value, depth=0):
    """The rules of docs/book.md in Python. Unassigned code points are left out: this Python may know others."""
    if isinstance(value, dict):
        return depth < 12 and all(re.fullmatch('[a-z0-9_]+', key) and in_subset(one, depth + 1) for key, one in value.items())
    if isinstance(value, list):
        return depth < 12 and all(in_subset(one, depth + 1) for one in value)
    if isinstance(value, str):
        return unicodedata.is_normalized('NFC', value) and '\0' not in value
    return not isinstance(value, float) and (value is None or abs(value) < 2 ** 53)


def canonical(value):
    """RFC 8785 of a value without real numbers and with ASCII keys."""
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode('utf-8')


TEXTS = ['', 'pan', 'Cordón Cerrillos–Maipú', 'a"b\\c/d', '\x01\x08\x09\x0a\x0b\x0c\x0d\x1f\x7f', '\u20ac', '𝄞', 'é', 'e\u0301', '\u212b', '각',
         '\u1112\u1161\u11ab', 'a\u0323\u0307', 'a\u0307\u0323', 'q\u0307\u0323', '\u0344', '\u2028', '\u0958', '\u00a0', 'ﬁ', '\ufb1d', '\u0300',
         '\0', 'a\0b']
NUMBERS = [0, 1, -1, 10, 9007199254740991, -9007199254740991, 9007199254740992, -9007199254740992, 10 ** 15, 10 ** 18, 0.5, 1e3]
KEYS = ['a', 'b', 'a_', 'a0', '0', '_', 'aa', 'ab', 'zz_9', 'A', '', 'a b', 'ñ']


def some_value(draw, depth, good):
    kind = draw.randrange(7 if depth else 2)
    if kind == 0 or depth == 13:
        return {draw.choice(KEYS[:9] if good else KEYS): some_value(draw, depth + 1, good) for _ in range(draw.randrange(5))}
    if kind == 1:
        return [some_value(draw, depth + 1, good) for _ in range(draw.randrange(4))]
    if kind < 4:
        return draw.choice(TEXTS[:8] if good else TEXTS)
    if kind < 6:
        return draw.choice(NUMBERS[:6] if good else NUMBERS)
    return draw.choice([True, False, None])


class CanonicalJson(unittest.TestCase):
    def check(self, values):
        said = answers([('J', json.dumps(value).encode()) for value in values])
        again = answers([('j', canonical(value)) for value in values])
        for value, written, read in zip(values, said, again):
            expected = canonical(value) if in_subset(value) else b'no'
            self.assertEqual((written, read), (expected, expected), value)

    def test_each_text_number_and_key(self):
        self.check([[text] for text in TEXTS] + [[number] for number in NUMBERS] + [{key: 1} for key in KEYS])

    def test_values_at_random(self):
        draw = random.Random(1972)
        values = [some_value(draw, 0, i % 2) for i in range(6000)]
        good = sum(in_subset(value) for value in values)
        self.assertTrue(2000 < good < 5500, good)
        self.check(values)

    def test_depth(self):
        nested = {depth: '[' * depth + ']' * depth for depth in range(1, 16)}
        said = answers([('j', text.encode()) for text in nested.values()])
        self.assertEqual([text == b'no' for text in said], [depth > 12 for depth in nested])

    def test_every_code_point_that_this_python_knows(self):
        runes = [chr(c) for c in range(1, 0x110000) if unicodedata.category(chr(c)) not in ('Cn', 'Cs')]
        values = [[rune] for rune in runes] + [['a' + rune] for rune in runes if unicodedata.combining(rune)]
        self.check(values)

    def test_code_points_that_are_none_are_refused(self):
        said = answers([('j', b'["' + text + b'"]') for text in [
            b'\xed\xa0\x80', b'\xed\xbf\xbf', b'\xef\xbf\xbe', b'\xef\xbf\xbf', b'\xf4\x8f\xbf\xbf', b'\xf4\x90\x80\x80', b'\xc0\x80',
            b'\xe0\x80\xaf', b'\x80', b'\xc3', b'\xff', b'\xcd\xb8']])  # the last is U+0378, which no Unicode assigns
        self.assertEqual(set(said), {b'no'})

    def test_any_other_byte_at_any_place_is_another_text_or_refused(self):
        """Of each mutation: what is accepted is canonical, of the value Python reads."""
        seed = canonical({'a': ['x"\\\n\x01/é', -10, 0, 205], 'b1': {'c': True, 'd': None}, 'e': '\x1f'})
        tries = {seed[:i] + bytes([c]) + seed[i + skip:] for i in range(len(seed) + 1) for skip in (0, 1) for c in range(256) if c != 10}
        tries |= {seed[:i] + seed[i + 1:] for i in range(len(seed))} | {seed[:i] for i in range(len(seed))}
        tries = sorted(tries - {b''})
        accepted = 0
        for text, said in zip(tries, answers([('j', text) for text in tries])):
            try:
                value = json.loads(text.decode('utf-8'))
                good = isinstance(value, (dict, list)) and in_subset(value) and canonical(value) == text
            except ValueError:
                good = False
            self.assertEqual(said, text if good else b'no', text)
            accepted += good
        self.assertGreater(accepted, 1000)


class Times(unittest.TestCase):
    def test_days_of_ten_thousand_years(self):
        """All of a whole cycle of 400 years, and of every other year each month's first and last days."""
        days = [datetime.date.fromordinal(n) for n in range(1, datetime.date.max.toordinal() + 1)]
        days = [day for day in days if 1800 <= day.year < 2200 or day.day in (1, 28, 29, 30, 31)]
        self.assertEqual(datetime.date(1970, 1, 1).toordinal(), 719163)
        seconds = [(day.toordinal() - 719163) * 86400 for day in days]
        texts = [day.isoformat().encode() for day in days]
        self.same(answers([('d', text) for text in texts]), [b'%d' % s for s in seconds])
        self.same(answers([('D', b'%d' % s) for s in seconds]), texts)
        self.same(answers([('D', b'%d' % (s + 86399)) for s in seconds]), texts)

    def same(self, said, expected):
        """As assertEqual, but tells only the first difference of long lists."""
        self.assertEqual(len(said), len(expected))
        self.assertEqual(next((pair for pair in zip(said, expected) if pair[0] != pair[1]), None), None)

    def test_every_second_of_a_day(self):
        start = datetime.datetime(1972, 10, 11)
        moments = [start + datetime.timedelta(seconds=s) for s in range(86400)]
        self.check_moments(moments)

    def test_moments_at_random(self):
        draw = random.Random(11)
        span = int((datetime.datetime.max - datetime.datetime.min).total_seconds())
        moments = [datetime.datetime.min, datetime.datetime(9999, 12, 31, 23, 59, 59), EPOCH, EPOCH - datetime.timedelta(seconds=1)]
        self.check_moments(moments + [datetime.datetime.min + datetime.timedelta(seconds=draw.randrange(span)) for _ in range(50000)])

    def check_moments(self, moments):
        texts = [(moment.isoformat() + 'Z').encode() for moment in moments]
        seconds = [b'%d' % ((moment - EPOCH) // datetime.timedelta(seconds=1)) for moment in moments]
        self.same(answers([('t', text) for text in texts]), seconds)
        self.same(answers([('T', text) for text in seconds]), texts)

    def test_numbers_that_are_no_moments(self):
        """Every value of two digits in each field, and years around leap days: a text is one exactly when Python's datetime takes it."""
        base, tries = [1972, 2, 28, 12, 30, 59], []
        tries += [base[:i] + [n] + base[i + 1:] for i in range(1, 6) for n in range(100)]
        tries += [[year, month, day, 0, 0, 0] for year in (0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999) for month in (1, 2, 4, 12)
                  for day in (0, 28, 29, 30, 31, 32)]
        for fields, said in zip(tries, answers([('t', (MOMENT % tuple(fields)).encode()) for fields in tries])):
            try:
                expected = b'%d' % ((datetime.datetime(*fields) - EPOCH) // datetime.timedelta(seconds=1))
            except ValueError:
                expected = b'no'
            self.assertEqual(said, expected, fields)

    def test_other_spellings_are_refused(self):
        good = b'1972-10-11T08:59:30Z'
        tries = {good[:i] + bytes([c]) + good[i + 1:] for i in range(len(good)) for c in range(256) if c != 10 and not 48 <= c < 58} - {good}
        tries |= {good[:i] for i in range(1, len(good))} | {good + b'Z', b' ' + good, good + b' ', b'+' + good, good[:-1] + b'.0Z',
                                                             good[:-1] + b'+00:00', b'1972-10-11', b'0' + good, good[1:], good + b'\0'}
        self.assertEqual(set(answers([('t', text) for text in tries])), {b'no'})
        day = good[:10]
        tries = {day[:i] for i in range(1, 10)} | {day + b'T', day + b'\0', b' ' + day, good, b'1972/10/11', b'1972-1-11', b'19721011'}
        self.assertEqual(set(answers([('d', text) for text in tries])), {b'no'})


if __name__ == '__main__':
    unittest.main()
