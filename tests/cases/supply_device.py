"""The outlet's device: what it says against sums made here, the power failing at every byte of its log, two processes at once, logs
of others, the bundle broken at every byte, and its pages.
"""
import fcntl
import hashlib
import json
import random
import subprocess

from program import Case, PROGRAM, SOURCE

BUNDLE = SOURCE / 'examples' / 'supply' / 'kiosk.bundle'
KEYS = ('point', 'seq', 'cycle', 'household', 'good', 'qty')


def seal(lines):
    body = ''.join(line + '\n' for line in lines)
    return body + 'end %s\n' % hashlib.sha256(body.encode()).hexdigest()


def bundle(households, goods=('bread', 'milk'), point='kiosk', cycle=1, start=1, cards=(), drawn=()):
    lines = ['cordon-bundle 1', 'body jap', 'outlet %s' % point.split('/')[0], 'point ' + point, 'cycle %d' % cycle,
             'next %d' % start, 'goods ' + ' '.join(goods)]
    lines += ['h %s %s' % (token, ' '.join(map(str, households[token]))) for token in sorted(households)]
    lines += ['c %s %s' % pair for pair in sorted(cards)]
    lines += ['d %s %d %s %s %d' % one for one in sorted(drawn)]
    return seal(lines)


def line(*values):
    return json.dumps(dict(zip(KEYS, values)), separators=(',', ':')) + '\n'


class Device(Case):
    def setUp(self):
        super().setUp()
        self.log = self.scratch / 'kiosk.jsonl'

    def write(self, name, content):
        path = self.scratch / name
        path.write_text(content)
        return path

    def draw(self, of, token, good=None, quantity=None, *more, way=None):
        arguments = ['supply', 'draw', of, self.log, '--household', token]
        if good:
            arguments += ['--good', good, '--qty', quantity]
        return (way or self.cordon_json)(*arguments, *more)

    def lines(self):
        return [tuple(json.loads(one)[key] for key in KEYS) for one in self.log.read_text().splitlines()]


class Counter(Device):
    def test_against_sums_made_here(self):
        chance = random.Random(5)
        tokens = [one.split()[-1] for one in self.cordon_ok('supply', 'token', *range(1000, 1012)).splitlines()]
        households = {token: (chance.randrange(5), chance.randrange(9)) for token in tokens[:10]}
        card, other = tokens[10], tokens[11]
        drawn = [('school', number, chance.choice(tokens[:10]), 'bread', chance.randrange(3)) for number in range(8)]
        here = self.write('here', bundle(households, cards=[(card, tokens[0])], drawn=drawn, start=40))
        also = self.write('also.jsonl', ''.join(
            line('depot', number, cycle, chance.choice(tokens), 'milk', 2) for number in range(12) for cycle in (1, 2)))
        events = {(point, number, 1, token, good, qty) for point, number, token, good, qty in drawn}
        events |= {tuple(json.loads(one)[key] for key in KEYS) for one in also.read_text().splitlines()}
        stands = {token: token for token in households} | {card: tokens[0]}
        number = 40
        for _ in range(60):
            token, good, qty = chance.choice(tokens[:11]), chance.choice(('bread', 'milk')), chance.randrange(1, 4)
            column = ('bread', 'milk').index(good)
            had = sum(e[5] for e in events if e[2] == 1 and stands.get(e[3]) == stands[token] and e[4] == good)
            over = had + qty > households[stands[token]][column]
            if over:
                found = self.draw(here, token, good, qty, '--also', also, way=self.cordon_refuses)
                self.assertEqual(found[0]['code'], 'cli.supply_over')
            if over and chance.random() < .5:
                continue
            answer = self.draw(here, token, good, qty, '--also', also, *['--anyway'] * over)
            events.add(('kiosk', number, 1, token, good, qty))
            self.assertEqual(answer['number'], number)
            number += 1
            for column, name in enumerate(('bread', 'milk')):
                may = households[stands[token]][column]
                had = sum(e[5] for e in events if e[2] == 1 and stands.get(e[3]) == stands[token] and e[4] == name)
                said = answer['goods'][name]
                self.assertEqual((said['to_have'], said['drawn'], said['left'], said['over']),
                                 (may, had, max(may - had, 0), max(had - may, 0)))
        self.assertEqual(self.lines(), sorted(e for e in events if e[0] == 'kiosk'))
        self.draw(here, other, way=self.cordon_refuses)  # of another outlet

    def test_a_number_that_another_log_has_of_this_device_is_not_used_again(self):
        here = self.write('here', bundle({'10019': (9, 9)}))
        also = self.write('also.jsonl', line('kiosk', 7, 1, '10019', 'bread', 1))
        self.assertEqual(self.draw(here, '10019', 'bread', 1, '--also', also)['number'], 8)
        self.assertEqual(self.draw(here, '10019', 'bread', 1)['number'], 9)

    def test_refused_before_anything_is_written(self):
        for token, good, quantity, code in (('10018', 'bread', 1, 'supply.token_check'), ('1001x', 'bread', 1, 'supply.token_form'),
                                            ('10019', 'wine', 1, 'cli.supply_no_good'), ('10019', 'bread', 9, 'cli.supply_over'),
                                            ('20023', 'bread', 1, None), ('10019', 'bread', 0, None), ('10019', 'bread', 1.5, None)):
            found = self.draw(BUNDLE, token, good, quantity, way=self.cordon_refuses)
            self.assertIn(found[0]['code'], code and [code] or [one['code'] for one in found])
        self.assertEqual(self.log.read_bytes(), b'')

    def test_in_spanish(self):
        out = self.cordon_ok('supply', 'draw', BUNDLE, self.log, '--household', '10019', '--good', 'bread', '--qty', 1, lang='es')
        self.assertIn('anotado con el número 1', out)


class Power(Device):
    """Whatever byte the power failed at, the next draw stands after all that were whole, under a number never given to another."""

    def test_every_prefix_of_a_log(self):
        whole = ''.join(line('kiosk', number, 1, '10019', 'milk', 1) for number in (1, 2, 3)).encode()
        at_newline = set()
        for cut in range(len(whole) + 1):
            self.log.write_bytes(whole[:cut])
            done = self.draw(BUNDLE, '10035', 'bread', 1, way=self.cordon)
            self.assertEqual(done.returncode, 0, done.stderr)
            ended = whole[:cut].count(b'\n')
            if cut < len(whole) and whole[cut:cut + 1] == b'\n':
                ended += 1  # nothing but the newline is lost
                at_newline.add(cut)
            self.assertEqual(self.lines(), [('kiosk', n, 1, '10019', 'milk', 1) for n in range(1, ended + 1)] +
                             [('kiosk', ended + 1, 1, '10035', 'bread', 1)])
            self.assertTrue(self.log.read_bytes().endswith(b'\n'))
        self.assertEqual(len(at_newline), 3)

    def test_two_at_once(self):
        self.log.write_bytes(b'')
        with open(self.log, 'rb') as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            found = self.draw(BUNDLE, '10019', 'bread', 1, way=self.cordon_refuses)
        self.assertEqual(found[0]['code'], 'base.locked')
        self.assertEqual(self.log.read_bytes(), b'')
        self.draw(BUNDLE, '10019', 'bread', 1)

    def test_many_at_once_lose_nothing_they_said(self):
        here = self.write('here', bundle({'10019': (1000, 0)}))
        command = [str(PROGRAM), 'supply', 'draw', str(here), str(self.log), '--household', '10019', '--good', 'bread', '--qty', '1']
        running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(24)]
        noted = sum(one.wait() == 0 for one in running)
        self.assertGreater(noted, 0)
        self.assertEqual(self.lines(), [('kiosk', n, 1, '10019', 'bread', 1) for n in range(1, noted + 1)])


class Broken(Device):
    def test_any_byte_changed_or_lost_is_noticed(self):
        good = BUNDLE.read_bytes()
        for at in range(len(good)):
            for bad in (good[:at] + good[at + 1:], good[:at] + bytes([good[at] ^ 1]) + good[at + 1:], good[:at]):
                path = self.scratch / 'bad'
                path.write_bytes(bad)
                self.assertEqual(self.cordon('supply', 'draw', path, self.log, '--household', '10019').returncode, 2, at)
        self.assertFalse(self.log.exists())

    def test_sealed_but_wrong(self):
        head = BUNDLE.read_text().splitlines()[:7]
        for lines in (['h 10019 1 1', 'h 10019 1 1'], ['h 10024 1 1', 'h 10019 1 1'], ['h 10018 1 1'], ['h 10019 1'], ['h 10019 01 1'],
                      ['d school 1 10019 wine 1'], ['d School 1 10019 bread 1'], ['x'], ['h 10019 1 1 1'], ['h  10019 1 1'],
                      ['c 20023 10018'], ['h 10019 1 1000000001']):
            self.draw(self.write('bad', seal(head + lines)), '10019', way=self.cordon_refuses)
        self.draw(self.write('good', seal(head + ['h 10019 1 1'])), '10019')
