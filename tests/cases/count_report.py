"""cordon count --report: the page says what the JSON says, in both languages, is well-formed and the same every time; and the report
stands beside whatever else is printed.
"""
import json
import unittest
import xml.etree.ElementTree as tree

from count_stv import TIE, Count
from program import SOURCE

COMMITTEE = SOURCE / 'examples' / 'count' / 'committee.blt'


def parse(path):
    text = path.read_text(encoding='utf-8')
    return tree.fromstring(text[text.index('<html'):])


def local(element):
    return element.tag.rpartition('}')[2]


def words(element):
    return ' '.join(' '.join(element.itertext()).split())


class Page(Count):
    def page(self, path, *options, rule='scottish-stv', lang='en', status=0):
        out = self.scratch / 'page.html'
        done = self.cordon('count', '--rule', rule, path, '--report', out, *options, lang=lang)
        self.assertEqual((done.returncode, done.stderr), (status, ''))
        return out

    def rows(self, page, caption):
        for table in (e for e in page.iter() if local(e) == 'table'):
            heads = [e for e in table.iter() if local(e) == 'caption']
            if heads and words(heads[0]) == caption:
                yield from ([words(cell).strip('\u2007 ') for cell in row] for row in table.iter() if local(row) == 'tr')

    def test_every_number_of_every_stage(self):
        for rule in ('scottish-stv', 'meek', 'wigm'):
            with self.subTest(rule=rule):
                page, report = parse(self.page(COMMITTEE, rule=rule)), self.count(COMMITTEE, rule=rule)
                stages = report['stages']
                self.assertLessEqual(len(stages), 12)
                rows = list(self.rows(page, 'Votes at the end of stages 1 to %d' % len(stages)))
                self.assertEqual(rows[0][1:], [str(stage['number']) for stage in stages])
                for number, one in enumerate(report['candidates']):
                    shown = [cell.replace('\u2007', '').split(' ')[-1] for cell in rows[number + 1][1:]]
                    self.assertEqual(shown, [stage['candidates'][number]['votes'] for stage in stages], one['name'])
                self.assertEqual([row[1] for row in self.rows(page, 'Who is elected')][1:], self.names(report, report['winners']))

    def test_every_transfer_is_in_the_twin_of_its_diagram(self):
        page, report = parse(self.page(COMMITTEE)), self.count(COMMITTEE)
        names = {None: 'Not transferable', **{i: one['name'] for i, one in enumerate(report['candidates'], 1)}}
        for stage in report['stages']:
            expected = [['Ballots' if one['from'] is None else names[one['from']], names[one['to']], one['votes'], str(one['papers'])]
                        for one in stage['transfers']]
            rows = list(self.rows(page, 'Votes that moved in stage %d' % stage['number']))[1:]
            self.assertEqual(rows, expected)
        self.assertEqual(sum(e.get('class') == 'chart' for e in page.iter()), len(report['stages']))

    def test_a_tie_and_its_outcomes(self):
        path = self.ballots(TIE)
        page = parse(self.page(path, status=1))
        self.assertIn('NOT DECIDED', words(page))
        self.assertEqual(sorted(self.rows(page, 'Every outcome'))[:3], [['A'], ['B'], ['C']])
        seeded = parse(self.page(path, '--settings', self.settings(seed='red')))
        report = self.count(path, '--settings', self.settings(seed='red'))
        self.assertIn(report['ties'][0]['digests'][0], words(seeded))

    def test_other_rules_have_their_tables(self):
        page = parse(self.page(COMMITTEE, '--seats', '1', rule='schulze', status=self.cordon(
            'count', '--rule', 'schulze', COMMITTEE, '--seats', '1').returncode))
        report = json.loads(self.cordon('count', '--rule', 'schulze', COMMITTEE, '--seats', '1', '--json').stdout)
        matrix = report['matrices'][0]
        rows = list(self.rows(page, matrix['title']['message']))[1:]
        self.assertEqual([row[1:] for row in rows], [[cell or '' for cell in row] for row in matrix['cells']])

    def test_spanish_and_the_same_bytes(self):
        first = self.page(COMMITTEE, lang='es').read_bytes()
        self.assertEqual(self.page(COMMITTEE, lang='es').read_bytes(), first)
        text = first.decode('utf-8')
        self.assertIn('lang="es"', text)
        for english in ('Stage by stage', 'Who is elected', 'Not transferable', 'Votes that moved'):
            self.assertNotIn(english, text)

    def test_names_are_text(self):
        page = self.page(self.ballots('2 1\n2 1 0\n1 2 0\n0\n"<script>x</script>"\n"B & C"\n"t <b>"\n'))
        self.assertNotIn('<script>', page.read_text(encoding='utf-8'))
        self.assertIn('<script>x</script>', words(parse(page)))

    def test_nothing_is_written_when_the_ballots_are_wrong(self):
        out = self.scratch / 'page.html'
        out.write_text('older', encoding='utf-8')
        done = self.cordon('count', '--rule', 'scottish-stv', self.ballots('2 1\n1 1 3 0\n0\n"A"\n"B"\n"x"\n'), '--report', out)
        self.assertEqual((done.returncode, out.read_text(encoding='utf-8')), (2, 'older'))


if __name__ == '__main__':
    unittest.main()
