"""Times a round of planning from a book: bench/round.py [BUILD [WORKPLACES [SEED]]] (see README.md).

A made-up federation: every workplace has two processes, each making a good of its own from up to six goods made before it and an hour of
work in ten, with a capacity; it counts its hours and states one need. The acts go into a book, then come the snapshot, its plan, the
proposal, its check from the book alone, and the tasks. Prints processor seconds of each program and its share of the round (the acts
apart), then how large the economy is and the gaps that `plan verify` proves. The snapshot is also timed at a quarter and a half of the
workplaces.
"""
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

RULES = {'voting': 'open', 'notice_days': 0, 'tellers': {'n': 1, 'k': 1}, 'majority': 'simple', 'quorum': '1/1000'}
EFFECTS = 16


class Acts:
    def __init__(self, path):
        self.path, self.day, self.lines = path, 11, []

    def act(self, kind_, by_, **fields):
        self.lines.append(json.dumps({'kind': kind_, 'fields': fields, 'by': [by_], 'now': '1972-10-%02dT09:00:00Z' % self.day}))

    def decide(self, body, name, voter, effects):
        self.act('propose', voter, body=body, proposal=name, title='T', text='T', effects=[
            {'kind': kind, 'fields': dict(fields, body=fields.get('body', body))} for kind, fields in effects])
        self.act('put', voter, proposal=name, until='1972-10-%02dT23:00:00Z' % self.day)
        self.act('vote', voter, proposal=name, choice='yes')
        self.act('decide', voter, proposal=name)

    def write(self):
        self.path.write_text('\n'.join(self.lines) + '\n', encoding='utf-8')


def federation(acts, workplaces, chance):
    """Its bodies and one delegate, what it counts, and what each workplace says."""
    acts.act('body_open', 'keeper', body='cordon', kind='cordon', name='Cordon', members='bodies', secretary='keeper', rules=RULES)
    for i in range(workplaces):
        body, person = 'w%d' % i, 'p%d' % i
        acts.act('body_open', 'keeper', body=body, kind='workplace', name=body, members='people', secretary=person, rules=RULES)
        acts.act('key_enrol', 'keeper', person=person, key='@' + person, use='main')
        acts.decide(body, 'join-%d' % i, person, [('join', {'council': 'cordon'})])
        acts.act('join', 'keeper', council='cordon', body=body)
    acts.act('election_open', 'p0', poll='e', council='cordon', body='w0', closes='1972-10-12T08:00:00Z')
    acts.act('candidate', 'p0', poll='e', person='p0')
    acts.act('cast', 'p0', poll='e', **{'for': ['p0']})
    acts.day = 12
    acts.act('election_close', 'p0', poll='e')
    goods = 2 * workplaces - 1  # and hours of work
    agreed = [('unit', {'unit': 'kg', 'dimension': 'mass'}), ('unit', {'unit': 'hour', 'dimension': 'time'}),
              ('commodity', {'commodity': 'work', 'unit': 'hour', 'kind': 'labour'})]
    agreed += [('commodity', {'commodity': 'c%d' % i, 'unit': 'kg'}) for i in range(goods)]
    for at in range(0, len(agreed), EFFECTS):
        acts.decide('cordon', 'agree-%d' % at, 'p0', agreed[at:at + EFFECTS])
    for good in range(goods):
        inputs = {'c%d' % chance.randrange(good): '%.3f' % chance.uniform(0.05, 0.4) for _ in range(min(good, 6))}
        acts.act('process', 'p%d' % (good // 2), body='w%d' % (good // 2), process='m%d' % (good % 2), inputs=dict(inputs, work='0.1'),
                 outputs={'c%d' % good: 1}, capacity=str(chance.randrange(50, 500)))
    for i in range(workplaces):
        acts.act('stock', 'p%d' % i, body='w%d' % i, commodity='work', amount='400')
        acts.act('need', 'p%d' % i, body='w%d' % i, commodity='c%d' % chance.randrange(goods), amount='100')


def seconds(cordon, folder, *arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(cordon), *map(str, arguments)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          encoding='utf-8')
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit('cordon %s: exit status %d\n%s' % (' '.join(map(str, arguments)), done.returncode, done.stderr[:2000]))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def book(cordon, folder, workplaces, seed):
    folder.mkdir()
    acts = Acts(folder / 'acts.jsonl')
    federation(acts, workplaces, random.Random(seed))
    acts.write()
    seconds(cordon, folder, 'init', 'book', '--title', 'T', '--example-keys', 'test=keeper', '--now', '1972-10-11T08:00:00Z')
    taken = seconds(cordon, folder, 'batch', 'acts.jsonl', '--example-seed', 'test')
    return taken, len(acts.lines), seconds(cordon, folder, 'economy', 'snapshot', '-o', 'snap')


def proven(cordon, folder):
    """The gaps that `plan verify` finds, and how many commodities, processes and needs the package has."""
    say = [str(cordon), 'plan', 'verify', 'snap', 'plan.json', '--gap', '1e-6', '--json']
    found = json.loads(subprocess.run(say, cwd=folder, capture_output=True, check=True, encoding='utf-8').stdout)
    size = [len((folder / 'snap' / (table + '.csv')).read_text(encoding='utf-8').splitlines()) - 1
            for table in ('commodities', 'processes', 'exchanges', 'needs')]
    return found, size


def main():
    build, workplaces, seed = (sys.argv[1:] + ['build', '1000', '1'][len(sys.argv) - 1:])[:3]
    cordon, workplaces = pathlib.Path(build).resolve() / 'cordon', int(workplaces)
    with tempfile.TemporaryDirectory(prefix='cordon-bench-') as scratch:
        scratch = pathlib.Path(scratch)
        for part in (workplaces // 4, workplaces // 2, workplaces):
            taken, acts, snapshot = book(cordon, scratch / str(part), part, seed)
            print('%5d workplaces, %6d acts taken in %.2f s, snapshot %.3f s: %.1f microseconds an act' % (
                part, acts, taken, snapshot, 1e6 * snapshot / acts))
        folder = scratch / str(workplaces)
        sign = ['--example-keys', 'test=p0', '--now', '1972-10-13T09:00:00Z']
        parts = [('snapshot', snapshot), ('plan', seconds(cordon, folder, 'plan', 'snap', '-o', 'plan.json', '--gap', '1e-6')),
                 ('verify', seconds(cordon, folder, 'plan', 'verify', 'snap', 'plan.json', '--gap', '1e-6')),
                 ('propose', seconds(cordon, folder, 'plan', 'propose', 'snap', 'plan.json', '--name', 'one', *sign)),
                 ('check', seconds(cordon, folder, 'plan', 'check', 'one')),
                 ('tasks', seconds(cordon, folder, 'plan', 'tasks', 'snap', 'plan.json', '--json'))]
        total = sum(part[1] for part in parts)
        for name, spent in parts:
            print('%-10s %7.3f s %5.1f %%' % (name, spent, 100 * spent / total))
        found, size = proven(cordon, folder)
        print('%d commodities, %d processes, %d exchanges, %d needs; ' % tuple(size) + 'proven %s: gap of the levels %.1e, of a single need %.1e, '
              'of the effort %.1e' % (found['proven'], found['level_gap'], found['element_gap'], found['last_gap']))


main()
