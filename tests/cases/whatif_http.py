"""What-ifs of a served plan, POST /api/plans/{plan}/what-if: what is answered is what the commands say one after the other (economy
snapshot, plan, plan verify, plan changes), of examples/economy-acts, where the amounts are known by hand; bad bodies; and of an economy
made to be slow, how work is queued, told of, called off, given up and shed.
"""
import http.client
import json
import random
import threading
import time
import unittest

from economy_acts import Economy
from program import SANITIZED
from serve import Server

try:
    import jsonschema
except ImportError:
    jsonschema = None

PLACE = '/api/plans/first/what-if'
OPTION = {'need': '--need', 'capacity': '--capacity', 'stop': '--stop', 'limit': '--limit'}
# Each what-if with what it is known to do to the 300 kilograms of bread that the bakery makes of 360 that are needed.
KNOWN = [
    ([('stop', 'panaderia/*')], 0),
    ([('capacity', 'panaderia/baking', 0.5)], 150),
    ([('capacity', 'panaderia/baking', 1.1)], 330),
    ([('capacity', '*', 2), ('limit', 'wheat', 130)], 130 / 1.3 / 0.75),  # 100 kilograms of flour
    ([('need', 'poblacion/school', 0.5), ('need', 'poblacion/households', 0.5)], 180),
    ([('limit', 'work', 1e6)], 300),
    ([], 300),
]


def change(kind, pattern, *value):
    return dict({'kind': kind, 'pattern': pattern}, **({'value': value[0]} if value else {}))


def as_options(changes):
    return [word for kind, pattern, *value in changes
            for word in (OPTION[kind], pattern + ''.join('=%r' % one for one in value))]


def without_time(document):
    """A plan's document but for the seconds that its stages took."""
    return dict(document, stages=[{key: value for key, value in one.items() if key != 'seconds'} for one in document['stages']])


class Planned(Economy):
    def setUp(self):
        super().setUp()
        self.put_plan()

    def put_plan(self, name='first', now=None, package='snap', plan='plan.json'):
        self.minute += 1
        self.snapshot(package)
        self.cordon_ok('plan', package, '-o', plan, cwd=self.scratch)
        self.cordon_ok('plan', 'propose', package, plan, '--name', name, '--example-keys', 'test=ana', '--now',
                       now or '1972-10-13T09:%02d:00Z' % self.minute, '--book', 'book', cwd=self.scratch)

    def serve(self, *options):
        return Server(self, self.scratch / 'book', *options)

    def has_form(self, server, data, method, path, status='200'):
        """Whether an answer has the form that the OpenAPI page gives it."""
        if jsonschema:
            reply = server.ask('/api')[2]['paths'][path][method]['responses'][status]
            jsonschema.validate(data, reply['content']['application/json']['schema'])


class WhatIf(Planned):
    def said(self, changes, near):
        """What the commands say of it."""
        by = ['--near', 'plan.json'] if near else []
        made = self.cordon_json('plan', 'snap', *as_options(changes), *by, '-o', 'new.json', cwd=self.scratch)
        verdict = self.cordon_json('plan', 'verify', 'snap', 'new.json', *by, cwd=self.scratch)
        return made, verdict, self.cordon_json('plan', 'changes', 'first', 'snap', 'new.json', '--book', 'book', cwd=self.scratch)

    def test_it_is_what_the_commands_say(self):
        server = self.serve()
        for changes, bread in KNOWN:
            for near in (True, False):
                with self.subTest(changes=changes, near=near):
                    body = {'changes': [change(*one) for one in changes], 'near': near, 'whole': True}
                    status, _, data = server.ask(PLACE, 'POST', body)
                    self.assertEqual((status, data['state']), (200, 'done'), data)
                    made, verdict, differs = self.said(changes, near)
                    self.assertEqual(without_time(data['result']['made']), without_time(made))
                    self.assertEqual(data['result']['verdict'], verdict)
                    self.assertEqual(data['result']['what_if'], verdict['changes'])
                    self.assertEqual(data['result']['changes'], differs)
                    self.assertTrue(verdict['proven'])
                    received = sum(need['received'] for need in data['result']['made']['needs'])
                    self.assertAlmostEqual(received, bread, 4)

    def test_what_was_is_the_plan_that_stands(self):
        result = self.serve().ask(PLACE, 'POST', {'changes': [change('stop', 'molino/milling')]})[2]['result']
        plan = self.cordon_json('plan', 'snap', cwd=self.scratch)
        check = self.cordon_json('plan', 'check', 'first', '--book', 'book', cwd=self.scratch)
        self.assertEqual(result['before'], {'certificate': check['certificate'], 'groups': plan['groups'], 'labour': plan['labour']})
        self.assertEqual(result['changes']['concerned'], ['molino', 'panaderia'])
        needs = result['changes']['needs']
        self.assertEqual([need['group'] for need in needs], ['poblacion/school', 'poblacion/households'])
        for need, was in zip(needs, (60 / 60, 240 / 300)):
            self.assertAlmostEqual(need['fulfilment_before'], was, 6)
            self.assertEqual(need['fulfilment_after'], 0)

    def test_without_whole_it_is_the_same_but_shorter(self):
        server, body = self.serve(), {'changes': [change('stop', 'panaderia/*')]}
        short, whole = (server.ask(PLACE, 'POST', dict(body, **more))[2]['result'] for more in ({}, {'whole': True}))
        self.assertEqual(set(whole['made']) - set(short['made']), {'tiers', 'places', 'needs', 'bottlenecks', 'limits', 'activity', 'trade', 'stages'})
        for task in whole['changes']['tasks']:
            for key, who in (('makes', 'for'), ('uses', 'from')):
                task[key] = [{name: value for name, value in one.items() if name != who} for one in task[key] if one['differs']]
        self.assertEqual(short['changes'], whole['changes'])

    def test_the_price_of_the_change(self):
        result = self.serve().ask(PLACE, 'POST', {'changes': [change('capacity', 'panaderia/baking', 0.5)], 'price': 2})[2]['result']
        self.cordon_ok('plan', 'snap', '--capacity', 'panaderia/baking=0.5', '--near', 'plan.json', '--change-price', '2', '-o',
                       'new.json', cwd=self.scratch)
        self.assertEqual(result['verdict'], self.cordon_json('plan', 'verify', 'snap', 'new.json', cwd=self.scratch))
        self.assertEqual(result['verdict']['near']['price'], 2)

    def test_bad_bodies(self):
        server, good = self.serve(), change('need', 'poblacion/school', 2)
        bad = [[], {}, {'changes': {}}, {'changes': [good], 'strange': 1}, {'changes': [good] * 65}, {'changes': [{}]},
               {'changes': ['stop']}, {'changes': [dict(good, kind='needs')]}, {'changes': [dict(good, value=-1)]},
               {'changes': [dict(good, value='2')]}, {'changes': [change('need', 'poblacion/school')]},
               {'changes': [dict(good, more=1)]}, {'changes': [dict(good, pattern='')]}, {'changes': [dict(good, pattern=1)]},
               {'changes': [dict(good, pattern='p' * 257)]}, {'changes': [good], 'near': 1}, {'changes': [good], 'price': -1},
               {'changes': [good], 'price': 1, 'near': False}, {'changes': [good], 'price': 1e7}, {'changes': [good], 'whole': 'yes'},
               {'changes': [change('stop', 'nobody/*')]}, {'changes': [change('limit', 'gold', 1)]}]
        for body in bad:
            with self.subTest(body=str(body)[:80]):
                status, _, data = server.ask(PLACE, 'POST', json.dumps(body), Content_Type='application/json')
                self.assertEqual(status, 422, data)
                self.assertTrue(data['findings'])
        self.assertEqual(server.ask(PLACE, 'POST', '{', Content_Type='application/json')[0], 400)
        self.assertEqual(server.ask(PLACE, 'POST', '{}', Content_Type='text/plain')[0], 415)
        self.assertEqual(server.ask(PLACE + '?at=1972-10-13', 'POST', {'changes': []})[0], 400)
        self.assertEqual(server.ask('/api/plans/none/what-if', 'POST', {'changes': []})[0], 404)
        self.assertEqual(server.ask(PLACE)[0], 405)
        self.assertEqual(server.ask(PLACE, 'POST', {'changes': [good]})[0], 200)

    def test_a_file_that_is_not_the_plans_is_refused(self):
        path = self.scratch / 'book' / 'plans' / 'first.json'
        path.write_bytes(path.read_bytes().replace(b'300', b'301'))
        status, _, data = self.serve().ask(PLACE, 'POST', {'changes': []})
        self.assertEqual((status, data['findings'][0]['code']), (422, 'cli.plan_other_file'))

    def test_findings_in_the_readers_language(self):
        data = self.serve().ask(PLACE, 'POST', {'changes': [change('stop', 'x')]}, Accept_Language='es')[2]
        self.assertEqual(data['title'], 'Fue rechazado')

    def test_it_is_in_the_open_api_page(self):
        server = self.serve()
        page = server.ask('/api')[2]
        asked = page['paths']['/api/plans/{plan}/what-if']['post']
        for body in ({'changes': [change('stop', 'molino/*'), change('need', '*', 1.5)]}, {'changes': [], 'near': False, 'whole': True}):
            status, _, data = server.ask(PLACE, 'POST', body)
            self.assertEqual(status, 200)
            self.has_form(server, data, 'post', '/api/plans/{plan}/what-if')
            self.has_form(server, server.ask('/api/jobs/' + data['job'])[2], 'get', '/api/jobs/{job}')
            if jsonschema:
                jsonschema.validate(body, asked['requestBody']['content']['application/json']['schema'])
        self.assertEqual([one['name'] for one in asked['parameters']], ['plan'])
        self.assertEqual(set(page['paths']['/api/jobs/{job}']), {'get', 'delete'})


class Beside(Planned):
    """What stands still, what a plan depends on, two plans of the book."""
    def adopt(self, plan):
        for who, body in (('ana', 'panaderia'), ('bea', 'molino')):
            self.act(who, 'plan_answer', 'body=' + body, 'plan=' + plan, 'answer=accept')
        self.act('ana', 'plan_close', 'body=cordon', 'plan=' + plan)

    def command(self, *words):
        return self.cordon_json(*words, '--book', 'book', '--now', '1972-10-20T09:00:00Z', cwd=self.scratch)

    def serve(self):
        return super().serve('--now', '1972-10-20T09:00:00Z')

    def test_what_stands_still_and_what_works_again(self):
        self.act('bea', 'stoppage', 'body=molino', 'stoppage=gate', 'text=The gate is locked.')
        self.act('ana', 'stoppage', 'body=panaderia', 'process=baking', 'stoppage=oven', 'text=The oven is cold.')
        self.act('bea', 'stoppage_end', 'body=molino', 'stoppage=gate', 'text=Reopened.')
        server = self.serve()
        status, _, data = server.ask('/api/stoppages')
        self.assertEqual((status, data), (200, self.command('stoppages')))
        self.assertEqual([(one['stoppage'], one['body'], one['process'], one['text']) for one in data['stoppages']],
                         [('oven', 'panaderia', 'baking', 'The oven is cold.')])
        self.assertEqual([(one['stoppage'], one['ended_by'], one['end_text']) for one in data['lifted']], [('gate', 'bea', 'Reopened.')])
        of_one = server.ask('/api/stoppages?body=molino')[2]
        self.assertEqual(of_one, {'stoppages': [], 'lifted': data['lifted']})
        self.assertEqual(of_one, self.command('stoppages', '--body', 'molino'))
        # a past moment, between the report and its end
        at = data['lifted'][0]['time']
        then = server.ask('/api/stoppages?at=' + at)[2]
        self.assertEqual(then, self.command('stoppages', '--at', at))
        self.assertEqual([one['stoppage'] for one in then['stoppages']], ['gate'])
        self.assertNotIn('ended', then['stoppages'][0])
        self.assertEqual(server.ask('/api/stoppages/none')[0], 404)

    def test_into_which_plan_a_stoppage_came(self):
        self.act('bea', 'stoppage', 'body=molino', 'stoppage=gate', 'text=The gate is locked.')
        server = self.serve()
        one = server.ask('/api/stoppages/gate')[2]
        server.end()
        self.assertEqual(one, self.command('stoppages', 'gate'))
        self.assertEqual({'plan_before', 'plan_after'} & set(one), set())  # no plan is adopted
        self.adopt('first')
        self.act('bea', 'stoppage_end', 'body=molino', 'stoppage=gate')
        self.act('bea', 'stoppage', 'body=molino', 'stoppage=again', 'text=Locked again.')
        self.assertEqual(self.command('stoppages', 'again')['plan_before'], 'first')
        self.put_plan('second', package='two', plan='two.json')
        self.assertNotIn('plan_after', self.command('stoppages', 'again'))
        self.adopt('second')
        one = self.serve().ask('/api/stoppages/again')[2]
        self.assertEqual(one, self.command('stoppages', 'again'))
        self.assertEqual((one['plan_before'], one['plan_after']), ('first', 'second'))

    def test_two_plans_of_the_book(self):
        self.adopt('first')
        self.act('ana', 'stoppage', 'body=panaderia', 'stoppage=oven', 'text=The oven is cold.')
        self.put_plan('second', package='two', plan='two.json')
        server = self.serve()
        said = self.cordon_json('plan', 'changes', 'first', 'second', '--book', 'book', cwd=self.scratch)
        self.assertEqual(server.ask('/api/plans/second/changes?from=first&whole=1')[2], said)
        brief = server.ask('/api/plans/second/changes?from=first')[2]
        self.has_form(server, brief, 'get', '/api/plans/{plan}/changes')
        self.assertEqual({task['process']: task['after'] for task in brief['tasks']}, {'panaderia/baking': 0, 'molino/milling': 0})
        self.assertEqual({key: brief[key] for key in said if key != 'tasks'}, {key: said[key] for key in said if key != 'tasks'})
        self.assertEqual(server.ask('/api/plans/second/changes?from=none')[0], 404)
        self.assertEqual(server.ask('/api/plans/none/changes?from=first')[0], 404)
        self.assertEqual(server.ask('/api/plans/second/changes')[0], 400)

    def test_what_a_plan_depends_on(self):
        server = self.serve()
        data = server.ask('/api/plans/first/levers')[2]
        self.has_form(server, data, 'get', '/api/plans/{plan}/levers')
        self.assertEqual(data['groups'], [{'group': 'poblacion/households', 'needs': 1, 'short': 1},
                                          {'group': 'poblacion/school', 'needs': 1, 'short': 0}])
        self.assertEqual([(one['process'], one['body'], one['capacity']) for one in data['processes']],
                         [('molino/milling', 'molino', 500), ('panaderia/baking', 'panaderia', 300)])
        for one, activity in zip(data['processes'], (300 * 0.75, 300)):
            self.assertAlmostEqual(one['activity'], activity, 4)
        self.assertEqual([(one['process'], one['limit']) for one in data['scarce']], [('panaderia/baking', 300)])


class Slow(Planned):
    """An economy of which a plan takes far longer than the answer waits for."""
    SIZE = 120 if SANITIZED else 300

    def put_plan(self):
        chance, acts, minute = random.Random(7), [], 0

        def add(who, kind, **fields):
            nonlocal minute
            minute += 1
            acts.append({'kind': kind, 'fields': fields, 'by': [who], 'now': '1972-10-13T10:%02d:%02dZ' % (minute // 60, minute % 60)})
        goods = ['g%03d' % i for i in range(self.SIZE)]
        for at in range(0, self.SIZE, 15):
            name = 'goods-%d' % at
            add('ana', 'propose', body='cordon', proposal=name, title='T', text='T', effects=[
                {'kind': 'commodity', 'fields': {'body': 'cordon', 'commodity': one, 'unit': 'kg'}} for one in goods[at:at + 15]])
            add('ana', 'put', proposal=name, until='1972-10-14T09:00:00Z')
            for person in ('ana', 'bea', 'nora'):
                add(person, 'vote', proposal=name, choice='yes')
            add('ana', 'decide', proposal=name)
        for i, good in enumerate(goods):
            inputs = {one: '%.4f' % chance.uniform(0.001, 0.016) for one in chance.sample(goods, 60) if one != good}
            add('ana', 'process', body='panaderia', process='make-' + good, inputs=dict(inputs, work='0.00001'), outputs={good: 1},
                capacity=str(chance.randint(50, 500)))
            add('nora', 'need', body='poblacion', commodity=good, amount=str(chance.randint(50, 300)))
        (self.scratch / 'slow.jsonl').write_text(''.join(json.dumps(act) + '\n' for act in acts), encoding='utf-8')
        self.cordon_ok('batch', 'slow.jsonl', '--example-seed', 'test', '--book', 'book', cwd=self.scratch)
        super().put_plan(now='1972-10-13T18:00:00Z')

    def count(self, server, name):
        """A number of /metrics."""
        lines = dict(line.rsplit(' ', 1) for line in server.ask('/metrics')[2].decode().splitlines() if line[0] != '#')
        return int(lines[name])

    def until(self, true, what):
        for _ in range(1200):
            if true():
                return
            time.sleep(0.05)
        self.fail(what)

    def body(self, number):
        return {'changes': [change('need', 'poblacion', 1 + number / 100)]}

    def test_what_takes_long_is_queued_told_of_called_off_and_shed(self):
        server, said = self.serve(), {}
        asking = [threading.Thread(target=lambda n=number: said.__setitem__(n, server.ask(PLACE, 'POST', self.body(n))))
                  for number in range(30)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        statuses = sorted(status for status, _, _ in said.values())
        self.assertEqual(set(statuses) - {200}, {202, 503})
        self.assertEqual(self.count(server, 'cordon_jobs_total{fate="shed"}'), statuses.count(503))
        self.assertGreaterEqual(statuses.count(503), 30 - 8 - 3)  # the queue, and what was done meanwhile
        waiting = [(reply.getheader('Location'), data) for status, reply, data in said.values() if status == 202]
        waiting.sort(key=lambda one: one[1]['ahead'])
        self.assertEqual([place for place, _ in waiting], ['/api/jobs/' + data['job'] for _, data in waiting])
        self.has_form(server, waiting[-1][1], 'post', '/api/plans/{plan}/what-if', '202')
        # all but the first are called off, and then are no more; the first comes to its end
        for place, _ in waiting[1:]:
            self.assertIn(server.ask(place, 'DELETE')[0], (204, 404))
            self.until(lambda place=place: server.ask(place)[0] == 404, 'called off')
        self.until(lambda: server.ask(waiting[0][0])[0] == 200, 'done')
        data = server.ask(waiting[0][0])[2]
        self.assertEqual((data['job'], data['state']), (waiting[0][1]['job'], 'done'))
        self.assertTrue(data['result']['verdict']['proven'])
        # who asks the same is told at once
        again = next(n for n, (status, _, one) in said.items() if status == 202 and one['job'] == data['job'])
        self.assertEqual(server.ask(PLACE, 'POST', self.body(again))[2], data)
        self.assertEqual(server.ask('/api/jobs/' + '0' * 32)[0], 404)
        self.assertEqual(server.ask('/api/jobs/' + '0' * 32, 'DELETE')[0], 404)

    def test_who_goes_away_stops_it(self):
        server = self.serve()
        connection = http.client.HTTPConnection('127.0.0.1', server.port)
        connection.request('POST', PLACE, json.dumps(self.body(1)), {'Content-Type': 'application/json'})
        connection.close()
        self.until(lambda: self.count(server, 'cordon_jobs_total{fate="stopped"}') == 1, 'stopped')
        self.assertEqual(self.count(server, 'cordon_jobs_total{fate="done"}'), 0)

    def test_what_takes_too_long_is_given_up(self):
        server = self.serve('--work-limit', '0.05')
        status, _, data = server.ask(PLACE, 'POST', self.body(2))
        while status == 202:
            status, _, data = server.ask('/api/jobs/' + data['job'])
        self.assertEqual((status, data['findings'][0]['code']), (422, 'http.work_limit'))

    def test_a_server_that_ends_answers_who_waits(self):
        server, said = self.serve(), []
        asking = threading.Thread(target=lambda: said.append(server.ask(PLACE, 'POST', self.body(3))[0]))
        asking.start()
        self.until(lambda: self.count(server, 'cordon_jobs_under_way') == 1, 'asked')
        self.assertEqual(server.end()[0], 0)
        asking.join()
        self.assertIn(said[0], (200, 202, 503))


if __name__ == '__main__':
    unittest.main()
