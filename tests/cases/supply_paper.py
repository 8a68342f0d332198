"""Lists and cards on paper: what stands on them, the codes of the cards read with a reader of their own, and what is refused."""
import xml.etree.ElementTree as tree

from program import Case

HTML = '{http://www.w3.org/1999/xhtml}'
SVG = '{http://www.w3.org/2000/svg}'
MASKS = [lambda r, c: (r + c) % 2 == 0, lambda r, c: r % 2 == 0, lambda r, c: c % 3 == 0, lambda r, c: (r + c) % 3 == 0,
         lambda r, c: (r // 2 + c // 3) % 2 == 0, lambda r, c: r * c % 2 + r * c % 3 == 0,
         lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0, lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0]
FORMAT = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]


def modules(svg):
    """The dark modules (row, column) of a drawn code of version 1, its margin of four taken off."""
    assert svg.get('viewBox') == '0 0 29 29'
    dark = set()
    for run in svg.find(SVG + 'path').get('d').split('M')[1:]:
        x, rest = run.split(' ', 1)
        y, rest = rest.split('h', 1)
        dark |= {(int(y) - 4, int(x) - 4 + i) for i in range(int(rest.split('v')[0]))}
    return dark


def times(a, b):
    """A product in GF(256) as ISO/IEC 18004 takes it."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0x11D if a & 0x80 else 0), b >> 1
    return product


def read_code(dark):
    """The digits of a code of version 1 and level M in numeric mode, as ISO/IEC 18004 says; its Reed-Solomon check must hold."""
    assert all((r in (0, 6) or c in (0, 6) or (2 <= r <= 4 and 2 <= c <= 4)) == ((r, c) in dark) for r in range(7) for c in range(7))
    form = int(''.join('01'[at in dark] for at in FORMAT), 2) ^ 0x5412
    assert form >> 13 == 0, 'level M'
    mask = MASKS[form >> 10 & 7]
    bits, column, up = '', 20, True
    while column > 0:
        column -= column == 6
        for row in (range(20, -1, -1) if up else range(21)):
            for c in (column, column - 1):
                if not (row == 6 or c == 6 or (row < 9 and (c < 9 or c > 12)) or (row > 12 and c < 9)):
                    bits += '01'[((row, c) in dark) != mask(row, c)]
        column, up = column - 2, not up
    words = [int(bits[i:i + 8], 2) for i in range(0, 208, 8)]
    root = 1
    for _ in range(10):
        value = 0
        for word in words:
            value = times(value, root) ^ word
        assert value == 0, 'Reed-Solomon'
        root = times(root, 2)
    assert bits[:4] == '0001', 'numeric'
    count, at, digits = int(bits[4:14], 2), 14, ''
    while len(digits) < count:
        some = min(3, count - len(digits))
        size = (4, 7, 10)[some - 1]
        digits, at = digits + '%0*d' % (some, int(bits[at:at + size], 2)), at + size
    return digits


class Paper(Case):
    def page(self, table, *options):
        (self.scratch / 'in.csv').write_text(table, encoding='utf-8')
        out = self.scratch / 'out.html'
        self.cordon_ok('supply', 'print', self.scratch / 'in.csv', '-o', out, *options)
        self.assertNotIn('http', out.read_text(encoding='utf-8').replace('http-equiv', '').replace('http://www.w3.org/', ''))
        return tree.fromstring(out.read_text(encoding='utf-8').split('\n', 1)[1])

    def refused(self, table):
        (self.scratch / 'in.csv').write_text(table, encoding='utf-8')
        out = self.scratch / 'out.html'
        found = self.cordon_refuses('supply', 'print', self.scratch / 'in.csv', '-o', out)
        self.assertFalse(out.exists())
        return [(one['row'], one['field'], one['code']) for one in found]


class Pages(Paper):
    TOKENS = ['5724', '10019', '00000000000000000000', '05724']

    def test_the_list(self):
        page = self.page('bread,token,"milk <b>"\n4,5724,6\n2,10019,0\n', '--title', 'Kiosk & school, 12')
        rows = [[''.join(cell.itertext()) for cell in row] for row in page.iter(HTML + 'tr')]
        self.assertEqual(rows, [['card', 'bread', 'milk <b>', 'received', 'signature'], ['5724', '4', '6', '', ''],
                                ['10019', '2', '0', '', ''], ['total', '6', '6', 'households: 2']])
        self.assertEqual(page.find('.//%sh1' % HTML).text, 'Kiosk & school, 12')

    def test_the_codes_of_cards_are_their_tokens(self):
        page = self.page('token,bread\n' + ''.join('%s,3\n' % token for token in self.TOKENS), '--cards')
        self.assertEqual([read_code(modules(svg)) for svg in page.iter(SVG + 'svg')], self.TOKENS)
        self.assertEqual([one.text for one in page.iter(HTML + 'p')], self.TOKENS)
        self.assertEqual({one.text for one in page.iter(HTML + 'li')}, {'bread: 3'})

    def test_a_bundle(self):
        """The list of what a device holds says the same: h lines, the goods of its head, where and when."""
        bundle = self.example('supply/kiosk.bundle').read_text(encoding='utf-8')
        words = [line.split(' ') for line in bundle.splitlines()]
        said = {line[0]: line[1:] for line in words if line[0] != 'h'}
        page = self.page(bundle)
        rows = [[''.join(cell.itertext()) for cell in row] for row in page.iter(HTML + 'tr')]
        self.assertEqual(rows[0], ['card'] + said['goods'] + ['received', 'signature'])
        self.assertEqual(rows[1:-1], [line[1:] + ['', ''] for line in words if line[0] == 'h'])
        self.assertEqual(page.find('.//%sh1' % HTML).text, ' · '.join(said['body'] + said['outlet'] + said['cycle']))
        (self.scratch / 'out.html').unlink()
        self.assertEqual([one[2].split('.')[0] for one in self.refused(bundle.replace('goods', 'good'))], ['supply'])

    def test_what_is_refused(self):
        self.assertEqual(self.refused('token,bread\n5742,1\n5724,-1\n5724,\nx,1\n'),
                         [(2, 'token', 'supply.token_check'), (3, 'bread', 'supply.whole'), (4, 'token', 'supply.token_twice'),
                          (4, 'bread', 'supply.whole'), (5, 'token', 'supply.token_form')])
        for table, code in (('bread,milk\n1,2\n', 'paper_columns'), ('token\n5724\n', 'paper_columns'), ('token,bread\n', 'paper_rows')):
            self.assertEqual([one[2] for one in self.refused(table)], ['supply.' + code])
