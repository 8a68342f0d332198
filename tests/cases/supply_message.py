"""Text messages and card tokens as people use them: messages against a writer of the form here, both ways; what is refused, and where."""
import json
import random

from program import Case, SOURCE

BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
BASIC = ('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§'
         '¿abcdefghijklmnopqrstuvwxyzäöñüà')
EXTENSION = {'^': 0x14, '{': 0x28, '}': 0x29, '\\': 0x2F, '[': 0x3C, '~': 0x3D, ']': 0x3E, '|': 0x40, '€': 0x65}


def septets(body):
    return b''.join(bytes([0x1B, EXTENSION[c]]) if c in EXTENSION else bytes([BASIC.index(c)]) for c in body)


def checked(body):
    """The body with its check, by polynomial division of the whole number (RFC 9580: initial value in the first 24 bits)."""
    data = septets(body)
    value = (int.from_bytes(data, 'big') << 24) ^ (0xB704CE << 8 * len(data))
    for bit in range(8 * len(data) + 23, 23, -1):
        if value >> bit & 1:
            value ^= 0x1864CFB << (bit - 24)
    return '%s /%s' % (body, ''.join(BASE32[value >> 5 * i & 31] for i in range(4, -1, -1)))


class Messages(Case):
    def file(self, lines):
        path = self.scratch / 'lines.txt'
        path.write_text(''.join(line + '\n' for line in lines), encoding='utf-8')
        return path

    def encode(self, *objects):
        return [one['text'] for one in
                self.cordon_json('supply', 'message', 'encode', self.file([json.dumps(one) for one in objects]))['messages']]

    def decode(self, *lines):
        return self.cordon_json('supply', 'message', 'decode', self.file(lines))['messages']

    def refused(self, *lines, way='decode'):
        return [(one['row'], one['code'], one['field'], one['message'].split(':')[0]) for one in
                self.cordon_refuses('supply', 'message', way, self.file(lines))]


class Forms(Messages):
    def test_random_messages_both_ways(self):
        draw = random.Random(160)
        objects, bodies = [], []
        for _ in range(300):
            cycle, place = draw.randrange(10 ** draw.randrange(1, 10)), draw.choice(['P0', 'kiosk', 'escuela-7', 'x_.Y'])
            goods = {name: draw.randrange(1, 1000) for name in draw.sample(['arroz', 'leche', 'pan', 'aceite', 'te'], draw.randrange(1, 5))}
            written = ' '.join('%s:%d' % one for one in goods.items())
            kind = draw.choice(['claim', 'delivery', 'complaint'])
            if kind == 'claim':
                objects.append({'kind': kind, 'token': '5724', 'cycle': cycle, 'goods': goods})
                bodies.append('CORDON1 CLAIM 5724 %d %s' % (cycle, written))
            elif kind == 'delivery':
                number = draw.randrange(10 ** 9)
                objects.append({'kind': kind, 'place': place, 'cycle': cycle, 'number': number, 'goods': goods})
                bodies.append('CORDON1 DELIVERY %s %d %d %s' % (place, cycle, number, written))
            else:
                token = draw.choice([None, '10019'])
                words = ''.join(draw.choice([c for c in BASIC if c not in '\n\r\x1b'] + list(EXTENSION)) for _ in range(40)).strip() + '.'
                objects.append({'kind': kind, 'place': place, **({'token': token} if token else {}), 'cycle': cycle, 'words': words})
                bodies.append('CORDON1 COMPLAINT %s %d %s %s' % (place, cycle, token or '-', words))
        texts = self.encode(*objects)
        self.assertEqual(texts, [checked(body) for body in bodies])
        self.assertEqual([{key: value for key, value in one.items() if key != 'line'} for one in self.decode(*texts)], objects)

    def test_the_example(self):
        folder = SOURCE / 'examples' / 'supply'
        texts = (folder / 'messages.txt').read_text(encoding='utf-8').splitlines()
        self.assertEqual(texts, [checked(text.rsplit(' /', 1)[0]) for text in texts])
        self.assertEqual(self.cordon_ok('supply', 'message', 'encode', folder / 'messages.jsonl').splitlines(), texts)

    def test_accents_that_gsm_lacks_are_left_off_and_those_it_has_stay(self):
        text, = self.encode({'kind': 'complaint', 'place': 'k', 'cycle': 1, 'words': 'áéíóú ÁÉÍÓÚ ñÑ üÜ ¿¡ àèìòù ç'})
        self.assertEqual(text, checked('CORDON1 COMPLAINT k 1 - aéiou AÉIOU ñÑ üÜ ¿¡ àèìòù c'))

    def test_exactly_160_places_and_one_more(self):
        head = 'CORDON1 COMPLAINT k 1 - '
        full = 160 - len(head) - 7
        for words in ('x' * full, '€' * (full // 2) + 'x' * (full % 2)):
            one = {'kind': 'complaint', 'place': 'k', 'cycle': 1, 'words': words}
            done = self.cordon_json('supply', 'message', 'encode', self.file([json.dumps(one)]))['messages'][0]
            self.assertEqual((done['text'], done['septets']), (checked(head + words), 160))
            self.assertEqual(self.decode(done['text'])[0]['words'], words)
            one['words'] += 'x'
            self.assertEqual([code for _, code, _, _ in self.refused(json.dumps(one), way='encode')], ['supply.message_long'])
            self.assertEqual([code for _, code, _, _ in self.refused(checked(head + words + 'x'))], ['supply.message_long'])

    def test_a_check_written_by_hand(self):
        text = checked('CORDON1 CLAIM 5724 1 pan:1')
        body, check = text.rsplit('/', 1)
        for hand in (check.lower(), check.replace('0', 'O'), check.replace('1', 'l'), check.replace('1', 'I')):
            self.assertEqual(self.decode('  %s/%s \r' % (body, hand))[0]['token'], '5724')


class Refused(Messages):
    def test_where_a_text_is_wrong(self):
        cases = [
            ('CORDON1 CLAIM 5724 1 pan:1', 'no_check', 'check', 'character 20'),
            ('CORDON1 CLAIM 5724 1 pan:1 /0000U', 'no_check', 'check', 'character 27'),
            (checked('CORDON1 CLAIM 5724 1 pan:1').replace('pan:1', 'pan:2'), 'check', 'check', 'character 29'),
            ('CORDON1 CLAIM 5724 1 p\u00E1n:1', 'character', None, 'character 23'),
            (checked('CORDON2 CLAIM 5724 1 pan:1'), 'header', 'kind', 'character 1'),
            (checked('CORDON1 CLAIN 5724 1 pan:1'), 'header', 'kind', 'character 9'),
            (checked('CORDON1 CLAIM - 1 pan:1'), 'token', 'token', 'character 15'),
            (checked('CORDON1 CLAIM 57x4 1 pan:1'), 'token', 'token', 'character 15'),
            (checked('CORDON1 CLAIM 5724 01 pan:1'), 'number', 'cycle', 'character 20'),
            (checked('CORDON1 CLAIM 5724 1000000000 pan:1'), 'number', 'cycle', 'character 20'),
            (checked('CORDON1 CLAIM 5724 1'), 'goods', 'goods', 'character 21'),
            (checked('CORDON1 CLAIM 5724 1 pan:0'), 'goods', 'goods', 'character 22'),
            (checked('CORDON1 CLAIM 5724 1 pan:1 te'), 'goods', 'goods', 'character 28'),
            (checked('CORDON1 CLAIM 5724 1  pan:1'), 'goods', 'goods', 'character 22'),
            (checked('CORDON1 CLAIM 5724 1 pan:1 '), 'goods', 'goods', 'character 28'),
            (checked('CORDON1 CLAIM 5724 1 pan:1 pan:1'), 'goods_many', 'goods', 'character 28'),
            (checked('CORDON1 DELIVERY ki\u00F2sk 1 2 pan:1'), 'place', 'place', 'character 18'),
            (checked('CORDON1 DELIVERY k 1 -2 pan:1'), 'number', 'number', 'character 22'),
            (checked('CORDON1 COMPLAINT k 1 x words'), 'token', 'token', 'character 23'),
            (checked('CORDON1 COMPLAINT k 1 - '), 'words', 'words', 'character 25'),
            (checked('CORDON1 COMPLAINT k 1 -  x'), 'words', 'words', 'character 25'),
        ]
        self.assertEqual(self.refused(*[text for text, *_ in cases]),
                         [(row, 'supply.message_' + code, field, where) for row, (_, code, field, where) in enumerate(cases, 1)])
        sixteen = 'CORDON1 CLAIM 5724 1 ' + ' '.join('%s:1' % c for c in 'abcdefghijklmnop')
        self.assertEqual(len(self.decode(checked(sixteen))[0]['goods']), 16)
        self.assertEqual(self.refused(checked(sixteen + ' q:1')), [(1, 'supply.message_goods_many', 'goods', 'character 86')])
        self.assertEqual(self.refused(checked('CORDON1 CLAIM 5742 1 pan:1'))[0][1:3], ('supply.token_check', 'token'))

    def test_a_bad_message_does_not_hold_up_the_others(self):
        good = checked('CORDON1 CLAIM 5724 1 pan:1')
        done = self.cordon('supply', 'message', 'decode', self.file(['', good, 'hola', good]), '--json')
        self.assertEqual(done.returncode, 2)
        self.assertEqual([one['line'] for one in json.loads(done.stdout)['messages']], [2, 4])
        self.assertEqual([one['row'] for one in json.loads(done.stderr)['findings']], [3])

    def test_what_json_may_not_say(self):
        claim = {'kind': 'claim', 'token': '5724', 'cycle': 1, 'goods': {'pan': 1}}
        complaint = {'kind': 'complaint', 'place': 'k', 'cycle': 1, 'words': 'x'}
        cases = [('{', 'not_json', None), ('[]', 'message_form', 'kind'), ({**claim, 'kind': 'claims'}, 'message_form', 'kind'),
                 ({**claim, 'place': 'k'}, 'message_not_key', 'place'), ({**claim, 'token': '5742'}, 'token_check', 'token'),
                 ({**claim, 'token': '5'}, 'token_form', 'token'), ({**claim, 'cycle': -1}, 'whole', 'cycle'),
                 ({**claim, 'goods': {}}, 'goods_form', 'goods'), ({**claim, 'goods': {'ma\u00EDz': 1}}, 'name', 'goods'),
                 ({**claim, 'goods': {'pan': 0}}, 'whole', 'goods'), ({**claim, 'goods': {'g%d' % i: 1 for i in range(17)}}, 'goods_form', 'goods'),
                 ({**complaint, 'words': ' x'}, 'words', 'words'), ({**complaint, 'words': 'x' * 700}, 'words_long', 'words'),
                 ({**complaint, 'words': '\u4E2D'}, 'message_character', 'words'), ({**complaint, 'words': 'a\nb'}, 'message_character', 'words'),
                 ({**complaint, 'place': 'a b'}, 'name', 'place')]
        lines = [one if isinstance(one, str) else json.dumps(one) for one, _, _ in cases]
        self.assertEqual([one[:3] for one in self.refused(*lines, way='encode')],
                         [(row, 'supply.' + code, field) for row, (_, code, field) in enumerate(cases, 1)])


class Tokens(Case):
    def test_digits(self):
        # 572 -> 5724 is the published example; the other way round is a swap of neighbours.
        self.assertEqual(self.cordon_json('supply', 'token', '572', '0572')['tokens'], ['5724', '05724'])
        self.assertEqual(self.cordon_json('supply', 'token', '--check', '5724')['tokens'], ['5724'])
        for wrong, code in (('5742', 'supply.token_check'), ('7524', 'supply.token_check'), ('5725', 'supply.token_check'),
                            ('57-4', 'supply.token_form'), ('5' * 21, 'supply.token_form')):
            self.assertEqual([one['code'] for one in self.cordon_refuses('supply', 'token', '--check', wrong)], [code])
        self.assertEqual([one['code'] for one in self.cordon_refuses('supply', 'token', '5' * 20)], ['supply.token_form'])
