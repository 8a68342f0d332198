"""Plans over HTTP: what is answered is what the commands say of the same book (examples/economy-acts, whose amounts are known by hand): the
list, a plan's figures, why something is short, tasks, the check. And what one more of a bottleneck would do, held against solving again.
"""
import csv
import http.client
import io
import json
import shutil
import subprocess
import tarfile

from serve import Server
from whatif_http import Planned

SECTIONS = ('tiers', 'places', 'groups', 'needs', 'bottlenecks', 'limits', 'activity', 'trade', 'labour', 'stages')


class Plans(Planned):
    def said(self, *words):
        return json.loads(self.good(*words, '--book', self.scratch / 'book', '--json'))

    def good(self, *words):
        return self.cordon_ok(*words, cwd=self.scratch)

    def test_the_list_and_a_plan(self):
        server = self.serve()
        self.assertEqual(server.ask('/api/plans')[2], self.said('plan', 'list'))
        self.assertEqual([(one['plan'], one['standing']) for one in server.ask('/api/plans?body=cordon')[2]['plans']], [('first', 'waits')])
        self.assertEqual(server.ask('/api/plans?body=molino')[2], {'plans': []})
        answer, whole = server.ask('/api/plans/first')[2], self.said('plan', 'show', 'first')
        self.assertEqual({key: whole[key] for key in answer}, answer)
        # of 360 kilograms of bread that are needed 300 are baked; the school's 60 come first
        self.assertEqual((answer['summary']['needs'], answer['summary']['short']), (2, 1))
        self.assertEqual((answer['summary']['lowest']['group'], answer['summary']['lowest']['fulfilment']), ('poblacion/school', 1))
        self.assertEqual(server.ask('/api/plans/second')[0], 404)

    def test_figures_are_the_rows_of_the_command(self):
        server, whole = self.serve(), self.said('plan', 'show', 'first')
        for section in SECTIONS:
            with self.subTest(section=section):
                figure = server.ask('/api/plans/first/figures/' + section)[2]['figure']
                self.assertEqual(figure['rows'], whole[section])
                self.assertEqual(figure['svg'] is not None, section in ('tiers', 'places', 'groups', 'needs', 'activity', 'labour'))
                for row in figure['rows']:
                    self.assertEqual([column['key'] for column in figure['columns']], list(row))
        needs = {row['group']: row for row in whole['needs']}
        for group, row in needs.items():
            chosen = server.ask('/api/plans/first/figures/needs?group=' + group.replace('/', '%2F'))[2]['figure']['rows']
            self.assertEqual(chosen, [row])
        self.assertEqual(len(server.ask('/api/plans/first/figures/needs?group=poblacion')[2]['figure']['rows']), len(needs))
        self.assertEqual(server.ask('/api/plans/first/figures/needs?tier=2')[2]['figure']['rows'], [needs['poblacion/households']])
        self.assertEqual(server.ask('/api/plans/first/figures/needs?tier=3')[2]['figure']['rows'], [])
        self.assertEqual(server.ask('/api/plans/first/figures/needs?tier=10')[0], 400)
        self.assertEqual(server.ask('/api/plans/first/figures/nothing')[0], 404)
        flows = server.ask('/api/plans/first/figures/flows')[2]
        self.assertTrue(flows['figure']['wide'])
        self.assertIn('<title', flows['figure']['svg'])

    def test_words_are_the_readers(self):
        server = self.serve()
        captions = {server.ask('/api/plans/first/figures/needs', Accept_Language=language)[2]['figure']['caption'] for language in ('en', 'es')}
        self.assertEqual(captions, {'Needs, the worst served first', 'Necesidades, primero las peor atendidas'})

    def test_why(self):
        server = self.serve()
        said = json.loads(self.good('plan', 'explain', 'snap', 'plan.json', 'bread', '--json'))['explanations']
        answer = server.ask('/api/plans/first/needs/bread')[2]
        self.assertEqual([{key: one[key] for key in said[0]} for one in answer['explanations']], said)
        self.assertEqual(answer['explanations'][0]['cause']['id'], 'panaderia/baking')
        self.assertTrue(all(said[0]['sources']))
        self.assertAlmostEqual(sum(one['received'] for one in answer['needs']), 300, 6)
        self.assertEqual([(one['process'], round(one['amount'], 6)) for one in answer['from']], [('panaderia/baking', 300)])
        flour = server.ask('/api/plans/first/needs/flour')[2]
        self.assertEqual((flour['needs'], flour['explanations']), ([], []))
        worst = server.ask('/api/plans/first/shortages')[2]['explanations']
        self.assertEqual([one['commodity'] for one in worst], ['bread'])
        self.assertEqual(server.ask('/api/plans/first/needs/gold')[0], 404)

    def test_tasks(self):
        server, said = self.serve(), self.said('plan', 'tasks', 'first')
        answer = server.ask('/api/plans/first/tasks')[2]
        self.assertEqual(answer, dict(said, plan='first'))
        self.assertEqual(server.ask('/api/plans/first/tasks?body=molino')[2]['tasks'], [one for one in said['tasks'] if one['body'] == 'molino'])
        self.assertEqual({one['body']: one['tasks'] for one in server.ask('/api/plans/first/workplaces')[2]['workplaces']},
                         {body: sum(one['body'] == body for one in said['tasks']) for body in {one['body'] for one in said['tasks']}})

    def test_the_check_and_a_file_that_is_another(self):
        server = self.serve()
        answer = server.ask('/api/plans/first/check')[2]
        self.assertEqual(answer, {'plan': 'first', 'holds': True, 'check': self.said('plan', 'check', 'first'), 'findings': []})
        file = self.scratch / 'book' / 'plans' / 'first.json'
        file.write_text(file.read_text().replace('"activity"', '"activity" '))
        answer = server.ask('/api/plans/first/check')[2]
        self.assertEqual((answer['holds'], answer['check'], len(answer['findings'])), (False, None, 1))
        self.assertNotIn(str(self.scratch), json.dumps(answer))
        self.assertEqual(server.ask('/api/plans/second/check')[0], 404)

    def test_its_files_are_verified_by_whoever_takes_them(self):
        server = self.serve()
        for what, name in (('file', 'first.json'), ('package', 'first.tar')):
            connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=60)
            connection.request('GET', '/api/plans/first/' + what)
            reply = connection.getresponse()
            self.assertEqual((reply.status, reply.getheader('Content-Disposition')), (200, 'attachment; filename="%s"' % name))
            (self.scratch / name).write_bytes(reply.read())
            connection.close()
        with tarfile.open(self.scratch / 'first.tar') as tar:
            members = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
        self.assertEqual(members, {'first/' + path.name: path.read_bytes() for path in (self.scratch / 'snap').iterdir()})
        subprocess.run(['tar', 'xf', 'first.tar'], cwd=self.scratch, check=True)
        self.good('plan', 'verify', 'first', 'first.json')
        self.assertEqual((self.scratch / 'first.json').read_bytes(), (self.scratch / 'plan.json').read_bytes())
        self.assertEqual(server.ask('/api/plans/second/file')[0], 404)

    def test_what_one_more_gives_is_what_solving_again_gives(self):
        # 100 kilograms of flour make 133.3 of bread; a kilogram of wheat more, a 1.3th of flour
        few = ['--capacity', '*=2', '--limit', 'wheat=130']
        self.good('plan', 'snap', *few, '-o', 'few.json')
        limit = self.show('few.json')['limits'][0]
        self.assertEqual((limit['kind'], limit['id'], limit['commodity'], limit['gives_unit']), ('stock', 'wheat', 'bread', 'kg'))
        self.assertAlmostEqual(limit['gives'], 1 / 1.3 / 0.75)
        self.assertIn('1.026 kg more of Bread', limit['words'])
        self.good('plan', 'snap', '--capacity', '*=2', '--limit', 'wheat=131', '-o', 'more.json')
        before, after = (sum(row['received'] for row in self.show(name)['needs']) for name in ('few.json', 'more.json'))
        self.assertAlmostEqual(after - before, limit['gives'])

    def show(self, plan):
        return json.loads(self.good('plan', 'show', 'snap', plan, '--json'))

    def test_csv_has_the_same_sections(self):
        text = self.good('plan', 'show', 'snap', 'plan.json', '--csv')
        sections = {part.split('\n', 1)[0]: list(csv.DictReader(io.StringIO(part.split('\n', 1)[1]))) for part in text.split('# ')[1:]}
        self.assertEqual(tuple(sections), SECTIONS)
        self.assertEqual([float(row['received']) for row in sections['needs']], [row['received'] for row in self.show('plan.json')['needs']])

    def test_the_economy_beside_the_plan_in_force(self):
        shutil.copytree(self.scratch / 'book', self.scratch / 'other')
        server = self.serve()
        economy = server.ask('/api/economy')[2]
        self.assertEqual(economy, self.said('economy', 'list'))
        self.assertEqual((economy['council'], economy['plan']), ('cordon', None))
        known = {'bread': (1, 0, 2, 360), 'flour': (1, 1, 0, 0), 'wheat': (0, 1, 0, 0), 'work': (0, 2, 0, 0)}
        self.assertEqual({one['commodity']: tuple(one[key] for key in ('makers', 'users', 'groups', 'needed'))
                          for one in economy['commodities']}, known)
        self.assertEqual({one['made'] for one in economy['commodities']}, {None})
        # the plan comes into force: all accept, the round ends; then the bakery says that it can do half
        for who, body in (('ana', 'panaderia'), ('bea', 'molino')):
            self.good('act', 'plan_answer', 'body=' + body, 'plan=first', 'answer=accept', '--example-keys', 'test=' + who, '--now',
                      '1972-10-14T09:00:00Z', '--book', 'other')
        self.good('act', 'plan_close', 'body=cordon', 'plan=first', '--example-keys', 'test=ana', '--now', '1972-10-14T10:00:00Z', '--book', 'other')
        self.good('act', 'capacity', 'body=panaderia', 'process=baking', 'capacity=150', '--example-keys', 'test=ana', '--now',
                  '1972-10-14T11:00:00Z', '--book', 'other')
        other = Server(self, self.scratch / 'other')
        bread = other.ask('/api/economy/bread')[2]
        self.assertEqual(bread, json.loads(self.good('economy', 'show', 'bread', '--book', 'other', '--json')))
        self.assertEqual([(one['process'], one['each'], one['most'], round(one['planned'], 3)) for one in bread['makers']],
                         [('panaderia/baking', 1, 150, 300)])
        self.assertEqual({one['group']: round(one['fulfilment'], 6) for one in bread['needs']}, {'poblacion/school': 1, 'poblacion/households': 0.8})
        self.assertEqual((bread['plan'], round(bread['made'], 3), round(bread['lowest'], 6)), ('first', 300, 0.8))
        self.assertEqual(other.ask('/api/plans')[2]['plans'][0]['standing'], 'in_force')
        self.assertEqual(other.ask('/api/economy/gold')[0], 404)
        self.assertEqual(other.ask('/api/economy?body=nobody')[0], 400)
