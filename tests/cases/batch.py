"""A file of acts taken in at once: who signs, the clock, commits, and what is left when a line is refused."""
import json
import unittest

from program import Case

ANA = ['--example-keys', 'test=ana']
NOW = '1972-10-11T09:00:00Z'


def line(act, by='ana', **fields):
    return {'kind': act, 'fields': fields, 'by': by.split()}


OPEN = [line('body_open', body='panaderia', kind='workplace', name='P', members='people', secretary='ana')]
LUIS, EVA = [line('enrol', body='panaderia', person=person) for person in ('luis', 'eva')]
COMMIT = {'commit': True}


class Batch(Case):
    def setUp(self):
        super().setUp()
        self.cordon_ok('init', 'book', '--title', 'T', *ANA, '--now', NOW, cwd=self.scratch)

    def batch(self, lines, *options):
        text = '\n'.join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        (self.scratch / 'acts').write_text(text, encoding='utf-8')
        return self.cordon('batch', 'acts', '--json', *options, cwd=self.scratch)

    def taken(self, lines, *options):
        done = self.batch(lines, *(options or ['--example-seed', 'test', '--now', NOW]))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refused(self, lines, *options):
        done = self.batch(lines, *(options or ['--example-seed', 'test', '--now', NOW]))
        self.assertEqual(done.returncode, 2, done.stdout)
        return [(f['code'], f['row'], f['field'], f['message']) for f in json.loads(done.stderr or done.stdout)['findings']]

    def log(self):
        out = self.cordon_ok('log', '--json', cwd=self.scratch)
        return [(one['what']['time'], one['what']['act']['kind']) for one in map(json.loads, out.splitlines())]

    def checkpoints(self):
        return json.loads(self.cordon_ok('verify', '--json', cwd=self.scratch))['checkpoints']

    def test_acts_are_committed_in_groups_and_where_a_line_says(self):
        done = self.taken(OPEN + [LUIS, COMMIT, '', EVA, COMMIT, COMMIT])
        self.assertEqual(done, {'acts': 3, 'commits': 2, 'entries': 4})
        self.assertEqual(self.checkpoints(), 3)
        people = [line('enrol', body='panaderia', person='p%d' % i) for i in range(25)]
        self.assertEqual(self.taken(people, '--commit', '10', '--example-seed', 'test', '--now', NOW)['commits'], 3)
        self.assertEqual(self.checkpoints(), 6)

    def test_each_line_is_signed_by_whom_it_names_with_keys_given_or_made_of_the_seed(self):
        for person in ('ana', 'luis'):
            self.cordon_ok('key', 'new', person + '.key', '--person', person, '--in-clear', cwd=self.scratch)
        self.cordon_ok('init', 'other', '--title', 'T', '--key', 'ana.key', '--now', NOW, cwd=self.scratch)
        keys = ['--book', 'other', '--now', NOW, '--key', 'ana.key', '--key', 'luis.key']
        enrol = line('key_enrol', person='luis', key='@luis', use='main')
        own = line('leave', 'luis', body='panaderia', person='luis')
        self.assertEqual(self.taken(OPEN + [LUIS, enrol, own], *keys)['acts'], 4)
        self.assertEqual(self.taken(OPEN + [LUIS, enrol, own])['acts'], 4)
        self.assertEqual(self.refused([EVA, line('leave', 'eva', body='panaderia', person='eva')], *keys)[0][:3],
                         ('cli.batch_no_key', 2, 'by'))
        self.assertEqual(self.refused([dict(EVA, by=[])])[0][:3], ('cli.batch_by', 1, 'by'))
        self.assertEqual(self.refused([line('key_enrol', person='eva', key='@eva', use='main')], *keys)[0][:3],
                         ('cli.batch_no_key', 1, 'key'))

    def test_the_clock_is_what_a_line_says_from_there_on(self):
        self.taken([dict(OPEN[0], now='1972-10-12T09:00:00Z'), LUIS, dict(EVA, now='1972-10-13T09:00:00Z')])
        self.assertEqual([time for time, _ in self.log()[1:]],
                         ['1972-10-12T09:00:00Z', '1972-10-12T09:00:00Z', '1972-10-13T09:00:00Z'])
        self.assertEqual(self.refused([dict(EVA, now='yesterday')])[0][:3], ('cli.time', 1, 'now'))

    def test_a_refused_line_is_named_and_what_was_committed_stays(self):
        findings = self.refused(OPEN + [LUIS, COMMIT, '', EVA, LUIS, line('enrol', body='panaderia', person='mario')])
        self.assertEqual(findings[0][:3], ('council.on_roll', 6, 'person'))
        self.assertEqual(findings[1][:2], ('cli.batch_refused', 6))
        self.assertIn('2 acts', findings[1][3])
        self.assertEqual([kind for _, kind in self.log()], ['found', 'body_open', 'enrol'])
        self.taken([EVA])

    def test_what_is_no_line_of_a_batch_is_refused_with_its_place(self):
        self.taken(OPEN)
        for bad, code, field in (('{"kind":"enrol"', 'cli.not_json', None), ('[]', 'cli.batch_form', None),
                                 (dict(LUIS, more=1), 'cli.batch_form', 'more'), (dict(LUIS, fields=3), 'cli.batch_form', 'fields'),
                                 (line('enroll', body='x'), 'cli.no_act', 'kind'), ({'commit': False}, 'cli.batch_form', 'commit'),
                                 (dict(LUIS, commit=True), 'cli.batch_form', 'commit'), ('{"kind":1,"kind":2}', 'cli.not_json', None),
                                 (line('enrol', body='panaderia'), 'record.field_missing', 'person'),
                                 ('x' * 200000, 'cli.too_large', None)):
            self.assertEqual(self.refused([EVA, bad])[0][:3], (code, 2, field), bad)
        self.assertEqual(len(self.log()), 2)

    def receipts(self, verifier):
        """The lines of the file of receipts, each held against the book by itself."""
        lines = (self.scratch / 'receipts').read_bytes().splitlines()
        for one in lines:
            (self.scratch / 'one').write_bytes(one)
            verifier('one')
        return [(each['entry'], int(each['checkpoint'].splitlines()[1])) for each in map(json.loads, lines)]

    def test_every_act_gets_a_receipt_of_the_commit_it_stands_in(self):
        def verified(path):
            self.cordon_ok('verify', '--receipt', path, cwd=self.scratch)
        self.taken(OPEN + [LUIS, COMMIT, COMMIT, EVA], '--receipts', 'receipts', '--example-seed', 'test', '--now', NOW)
        self.assertEqual(self.receipts(verified), [(1, 3), (2, 3), (3, 4)])
        people = [line('enrol', body='panaderia', person='p%d' % i) for i in range(5)]
        self.taken(people, '--commit', '2', '--receipts', 'receipts', '--example-seed', 'test', '--now', NOW)
        self.assertEqual(self.receipts(verified), [(4, 6), (5, 6), (6, 8), (7, 8), (8, 9)])

    def test_a_refused_line_leaves_the_receipts_of_what_was_committed_and_no_others(self):
        options = ['--receipts', 'receipts', '--example-seed', 'test', '--now', NOW]
        self.refused(OPEN + [LUIS, LUIS], *options)
        self.assertFalse((self.scratch / 'receipts').exists())
        self.refused(OPEN + [LUIS, COMMIT, EVA, LUIS], *options)
        self.assertEqual(self.receipts(lambda path: None), [(1, 3), (2, 3)])
        self.assertEqual(self.batch([EVA], '--receipts', 'nowhere/receipts', *options[2:]).returncode, 6)
        self.assertEqual(len(self.log()), 3)

    def test_a_last_line_without_its_end_and_lines_across_pieces(self):
        people = [line('enrol', body='panaderia', person='p%05d' % i) for i in range(2000)]  # more than 64 KiB
        self.assertEqual(self.taken(OPEN + people)['entries'], 2002)
        self.assertEqual(self.refused(people[:1] + ['x' * 300000])[0][0], 'council.on_roll')


if __name__ == '__main__':
    unittest.main()
