"""Two books and one delegate (docs/seats.md, "Other books"): what the foundry decides in its book is carried into the cordon's by a
file. The example of the page is run as it stands there; forgeries are made by the plain book maker, which shares nothing with the
program and holds the other node's key: whatever that node might sign it can sign.
"""
import copy
import json
import os
import re
import shutil
import subprocess

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import bookmaker
from bookmaker import Book, Key, canonical, path, root
from program import PROGRAM, SOURCE, Case, environment

TOM = ['--example-keys', 'test=tom']
AUDIT = os.environ.get('CORDON_AUDIT') or str(PROGRAM.parent / 'cordon-audit')


def consistency(m, leaves, whole=True):
    """SUBPROOF(m, D, whole) of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


class Example(Case):
    """The commands of docs/seats.md."""

    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / 'examples' / 'two-books', self.scratch / 'examples' / 'two-books')
        (self.scratch / 'bin').mkdir()
        (self.scratch / 'bin' / 'cordon').symlink_to(PROGRAM.resolve())
        page = (SOURCE / 'docs' / 'seats.md').read_text(encoding='utf-8')
        self.commands = re.search(r'```sh\n(.*?)```', page, re.S).group(1).splitlines()

    def run_until(self, stop=None):
        """Runs the page's commands, those before the one that has `stop` in it."""
        for command in self.commands:
            if stop and stop in command:
                return
            env = environment('en')
            env['PATH'] = '%s:%s' % (self.scratch / 'bin', env['PATH'])
            done = subprocess.run(['sh', '-c', command], cwd=self.scratch, env=env, capture_output=True, encoding='utf-8')
            self.assertEqual(done.returncode, 0, command + done.stdout + done.stderr)
        self.assertIsNone(stop)

    def at(self, book):
        return ['--book', self.scratch / book, '--now', '1972-10-15T22:00:00Z']

    def seat(self, council, book='board'):
        return {one['body']: one for one in self.cordon_json('seats', council, *self.at(book))['seats']}

    def entries(self, book, kind):
        lines = self.cordon_ok('log', '--book', self.scratch / book, '--kind', kind, '--json').splitlines()
        return [json.loads(line)['entry'] for line in lines]

    def test_a_recall_at_home_empties_the_seats_here_in_the_entry_that_cites_it(self):
        self.run_until('recalled.json --book board')
        self.assertEqual(self.seat('cordon')['fundicion-maipu']['person'], 'plant.luis')
        self.assertEqual(self.seat('junta')['cordon']['person'], 'plant.luis')
        carried = self.cordon_json('carry', 'recalled.json', '--book', 'board', '--now', '1972-10-15T21:30:00Z', cwd=self.scratch)
        recall, = self.entries('plant', 'recall_close')
        self.assertEqual([(one['council'], one['how'], one['by']) for one in carried['lost']],
                         [('cordon', 'recall', 'plant/%d' % recall), ('junta', 'cascade', 'plant/%d' % recall)])
        self.assertEqual(self.entries('board', 'carry')[-1], carried['entry'])
        for council, body, how in (('cordon', 'fundicion-maipu', 'recall'), ('junta', 'cordon', 'cascade')):
            seat = self.seat(council)[body]
            self.assertEqual((seat['empty'], seat['last']['person'], seat['last']['ended']), (how, 'plant.luis', '1972-10-15T21:30:00Z'))
            self.assertEqual(seat['last']['home'], {'book': 'plant', 'origin': 'cordon/maipu', 'entry': recall})
        notices = self.cordon_json('body', 'junta', *self.at('board'))['notices']
        self.assertEqual({one['what'] for one in notices}, {'seat-vacant', 'quorum-lost'})
        said = self.cordon_ok('mandate', 'plant.luis', *self.at('board'))
        self.assertIn('Recalled at home: book plant (cordon/maipu), entry %d.' % recall, said)
        self.assertIn('book plant, entry %d' % recall, self.cordon_ok('seats', 'cordon', *self.at('board')))
        home, = self.cordon_json('seats', 'cordon', *self.at('board'))['homes']
        self.assertEqual((home['book'], home['entries'], home['entry']), ('plant', recall + 2, carried['entry']))

    def test_the_page_runs_and_both_books_hold(self):
        self.run_until()
        for book in ('plant', 'board'):
            here = ['--book', self.scratch / book]
            self.assertTrue(self.cordon_json('rebuild', *here)['same'])
            state = self.cordon_json('rebuild', *here)['after']
            self.assertEqual(self.cordon_json('verify', *here)['state'], state)
            out = self.scratch / (book + '.txt')
            self.cordon_ok('export', *here, '-o', out)
            self.cordon_ok('import', out, '-o', self.scratch / (book + '-2'))
            self.assertEqual(self.cordon_json('rebuild', '--book', self.scratch / (book + '-2'))['after']
                             if (self.scratch / (book + '-2') / 'node.key').exists() else
                             self.cordon_json('verify', '--book', self.scratch / (book + '-2'))['state'], state)
            audited = subprocess.run([AUDIT, str(out)], capture_output=True, encoding='utf-8')
            self.assertEqual(audited.returncode, 0, audited.stdout + audited.stderr)

    def test_acts_about_a_body_are_done_at_home(self):
        self.run_until('recalled.json --book board')
        for signer, kind, *fields in [
                ('tom', 'petition', 'petition=p', 'council=cordon', 'body=fundicion-maipu'),
                ('tom', 'enrol', 'body=fundicion-maipu', 'person=ines'),
                ('tom', 'election_open', 'poll=e', 'council=cordon', 'body=fundicion-maipu', 'renews=true'),
                ('luis', 'resign', 'council=cordon', 'body=fundicion-maipu'),
                ('tom', 'enrol', 'body=taller', 'person=plant.ines'),
                ('tom', 'key_enrol', 'person=plant.luis', 'key=' + 'A' * 43, 'use=recovery'),
                ('tom', 'officer', 'body=fundicion-maipu', 'office=teller', 'person=plant.luis')]:
            found = self.cordon_refuses('act', kind, *fields, '--example-keys', 'test=' + signer, *self.at('board'))
            self.assertIn(found[0]['code'], ('record.may_not', 'council.abroad', 'council.name_abroad', 'council.key_abroad'), kind)
        self.assertEqual(found[0]['code'], 'record.may_not')
        found = self.cordon_refuses('act', 'resign', 'council=cordon', 'body=fundicion-maipu', '--example-keys', 'test=luis',
                                    *self.at('board'))
        self.assertEqual(found[0]['code'], 'council.abroad')
        self.cordon_ok('checkpoint', '--book', self.scratch / 'plant', '-o', self.scratch / 'point')
        found = self.cordon_refuses('cite', self.scratch / 'point', *self.at('board'))
        self.assertEqual(found[0]['code'], 'record.cited_carried')

    def test_a_new_key_of_the_node_is_followed_and_files_are_not_taken_twice_or_late(self):
        self.run_until('recalled.json --book board')
        self.cordon_ok('key', 'node', *self.at('plant'))
        self.cordon_ok('tell', 'board', '-o', self.scratch / 'later.json', *self.at('plant'))
        self.assertEqual(self.seat('cordon')['fundicion-maipu']['person'], 'plant.luis')
        self.cordon_ok('carry', self.scratch / 'later.json', *self.at('board'))
        self.assertEqual(self.seat('cordon')['fundicion-maipu']['empty'], 'recall')
        for name, code in (('later.json', 'council.carry_from'), ('recalled.json', 'council.carry_from'),
                           ('elected.json', 'council.carry_from')):
            self.assertEqual(self.cordon_refuses('carry', self.scratch / name, *self.at('board'))[0]['code'], code)
        self.assertTrue(self.cordon_json('rebuild', '--book', self.scratch / 'board')['same'])

    def test_a_book_written_anew_is_found(self):
        self.run_until('plant-recalls.jsonl')
        shutil.copytree(self.scratch / 'plant', self.scratch / 'fork')
        self.run_until_again('plant-recalls.jsonl')
        for minute in range(12):  # longer than the true one
            self.cordon_ok('tell', 'board', '-o', self.scratch / 'fork.json', '--book', self.scratch / 'fork', '--from', '26',
                           '--now', '1972-10-15T23:%02d:00Z' % minute)
        size = json.loads((self.scratch / 'fork.json').read_text())['entries'][-1]['number']
        self.cordon_ok('tell', 'board', '-o', self.scratch / 'fork.json', '--book', self.scratch / 'fork', '--from', '35',
                       '--now', '1972-10-15T23:30:00Z')
        self.assertGreater(size, 35)
        found = self.cordon_refuses('carry', self.scratch / 'fork.json', '--book', self.scratch / 'board', '--now',
                                    '1972-10-16T00:00:00Z')
        self.assertEqual([(one['code'], one['field']) for one in found], [('record.evidence_grown', 'consistency')])

    def test_a_false_statement_of_a_node_is_found_in_its_own_book(self):
        """The foundry's node, its key in hand, says after the recall that Luis still sits."""
        self.run_until('recalled.json --book board')
        fields = json.loads((self.scratch / 'elected.json').read_text())['entries'][-1]['entry']['act']['fields']
        out = self.scratch / 'plant.txt'
        self.cordon_ok('export', '--book', self.scratch / 'plant', '-o', out)
        lines = out.read_bytes().splitlines()
        entries = [line[2:] for line in lines if line.startswith(b'e ')][:-1]  # without the true statement
        liar = Book('cordon/maipu')
        liar.id, liar.entries, liar.nonces = lines[0].split()[2].decode(), entries, 10 ** 6
        liar.node.private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex((self.scratch / 'plant' / 'node.key').read_text())[:32])
        liar.node.bytes = liar.node.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        liar.node.text = bookmaker.url64(liar.node.bytes)
        liar.act('tell', fields, [liar.node], made='1972-10-15T21:00:00Z', time='1972-10-15T21:00:00Z')
        size = len(entries)
        false = [line for line in lines if not line.startswith(b'end')][:-2] + [
            b'e ' + liar.entries[-1], b'c %d %s' % (size, bookmaker.std64(liar.note()).encode()),
            b'end %d %d' % (size, sum(line.startswith(b'c ') for line in lines))]
        out.write_bytes(b'\n'.join(false) + b'\n')
        # its signatures and its tree are in order, and the cordon, which knows no more, takes it
        audited = subprocess.run([AUDIT, str(out)], capture_output=True, encoding='utf-8')
        self.assertEqual(audited.returncode, 0, audited.stdout)
        told = {'entry': json.loads(liar.entries[-1]), 'number': size - 1, 'proof': [step.hex() for step in path(size - 1, entries)]}
        file = {'book': liar.id, 'checkpoint': liar.note().decode(), 'version': 1, 'entries': [told],
                'consistency': [{'proof': [step.hex() for step in consistency(26, entries)], 'size': 26}]}
        (self.scratch / 'false.json').write_bytes(canonical(file))
        self.cordon_ok('carry', self.scratch / 'false.json', *self.at('board'))
        self.assertEqual(self.seat('cordon')['fundicion-maipu']['person'], 'plant.luis')
        # whoever holds the other book finds it, at that entry
        done = self.cordon('import', out, '-o', self.scratch / 'copy', '--json')
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('council.not_so', done.stdout + done.stderr)

    def run_until_again(self, first):
        at = [i for i, command in enumerate(self.commands) if first in command][0]
        self.commands = self.commands[at:]
        self.run_until()


class Plant(Book):
    """The other book, as somebody with its node's key writes it: any statement, true or not."""

    def __init__(self, origin='cordon/maipu'):
        super().__init__(origin)

    def tell(self, whom, said, bodies=None, keys=None, **changed):
        bodies = bodies if bodies is not None else [{'body': 'fundicion', 'council': 'cordon', 'people': 4}]
        fields = {'book': 'board', 'to': whom, 'bodies': bodies, 'seats': said}
        fields.update(changed)
        self.act('tell', fields, keys or [self.node])
        return len(self.entries) - 1

    def item(self, number, size=None):
        size = size or len(self.entries)
        return {'entry': json.loads(self.entries[number]), 'number': number,
                'proof': [step.hex() for step in path(number, self.entries[:size])]}

    def file(self, numbers, sizes=(), size=None, **changed):
        size = size or len(self.entries)
        file = {'book': self.id, 'checkpoint': self.note(size).decode(), 'version': 1,
                'consistency': [{'proof': [step.hex() for step in consistency(m, self.entries[:size])], 'size': m} for m in sizes],
                'entries': [self.item(number, size) for number in numbers]}
        file.update(changed)
        return file


def seated(person='luis', since=1, **more):
    return dict({'body': 'fundicion', 'council': 'cordon', 'number': 1, 'person': person, 'from': since, 'held': True}, **more)


def lost(entry, how='recall', by='recall-luis', person='luis', since=1):
    return {'body': 'fundicion', 'council': 'cordon', 'number': 1, 'person': person, 'from': since,
            'end': {'from': since, 'how': how, 'entry': entry, 'by': by}}


class Forged(Case):
    """The board's book is the program's, the plant's is written here; Luis has his seat, then everything is tried."""

    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'board'
        self.minute = 0
        self.cordon_ok('init', self.book, '--title', 'T', *TOM, '--now', '1972-10-11T08:00:00Z')
        self.cordon_ok('introduce', '--book', self.book, '-o', self.scratch / 'board.json')
        self.to = json.loads((self.scratch / 'board.json').read_text())['act']['fields']['node_key']
        self.plant = Plant()
        self.know(self.plant, 'plant')
        for body, members in (('cordon', 'bodies'), ('taller', 'people')):
            self.act('body_open', 'body=' + body, 'kind=' + body, 'name=N', 'members=' + members, 'secretary=tom')
        self.act('body_abroad', 'body=maipu', 'book=plant', 'there=fundicion', 'kind=workplace', 'name=N', 'members=people')
        self.act('join', 'council=cordon', 'body=maipu')
        self.elected = self.plant.act('election_close', {'poll': 'e'}, [self.plant.founder])
        told = self.plant.tell(self.to, [seated()])
        self.assertEqual(self.carry(self.plant.file([told])), [])
        self.size = len(self.plant.entries)
        self.assertEqual(self.holder(), 'plant.luis')

    def now(self):
        self.minute += 1
        return ['--now', '1972-10-12T%02d:%02d:00Z' % divmod(self.minute, 60), '--book', self.book]

    def know(self, plant, name):
        (self.scratch / 'founding').write_bytes(plant.entries[0])
        self.act('book_know', 'book=' + name, 'founding=@' + str(self.scratch / 'founding'))

    def act(self, kind, *fields):
        self.cordon_ok('act', kind, *fields, *TOM, *self.now())

    def carry(self, file):
        """The findings' codes; none: it was taken."""
        (self.scratch / 'file').write_bytes(canonical(file) + b'\n')
        done = self.cordon('carry', self.scratch / 'file', *self.now(), '--json')
        self.assertIn(done.returncode, (0, 2), done.stderr)
        return [one['code'] for one in json.loads(done.stderr)['findings']] if done.returncode else []

    def holder(self):
        return self.cordon_json('seats', 'cordon', *self.now())['seats'][0].get('person')

    def recalled(self, **changed):
        """A true recall, the statement of it, and the file."""
        cause = len(self.plant.entries)
        self.plant.act('recall_close', {'poll': 'recall-luis'}, [self.plant.founder])
        told = self.plant.tell(self.to, [lost(cause)], **changed)
        return cause, told, self.plant.file([cause, told], [self.size])

    def test_a_true_one_is_taken(self):
        self.assertEqual(self.carry(self.recalled()[2]), [])
        self.assertIsNone(self.holder())
        self.assertTrue(self.cordon_json('rebuild', '--book', self.book)['same'])

    def refuses(self, file, code):
        before = self.cordon_ok('log', '--book', self.book)
        self.assertEqual(self.carry(file), [code])
        self.assertEqual(self.holder(), 'plant.luis')
        self.assertEqual(self.cordon_ok('log', '--book', self.book), before)

    def test_what_was_changed_on_the_way(self):
        cause, told, file = self.recalled()

        def changed(change):
            other = copy.deepcopy(file)
            change(other)
            return other

        def statement(other):
            return other['entries'][-1]['entry']['act']['fields']
        self.refuses(changed(lambda f: statement(f).update(seats=[seated()])), 'record.evidence_signed')
        self.refuses(changed(lambda f: f['entries'][0]['entry']['act']['fields'].update(poll='recall-eva')), 'record.evidence_signed')
        self.refuses(changed(lambda f: f['entries'][0]['entry'].update(time='1972-10-12T00:00:00Z')), 'record.evidence_proof')
        self.refuses(changed(lambda f: f['entries'][0]['proof'].reverse()), 'record.evidence_proof')
        self.refuses(changed(lambda f: f['entries'][-1]['proof'].pop()), 'record.evidence_proof')
        self.refuses(changed(lambda f: f['entries'][-1].update(number=told - 1)), 'record.evidence_proof')
        self.refuses(changed(lambda f: f['entries'].pop(0)), 'council.causes')
        self.refuses(changed(lambda f: f['entries'][0].update(proof=['0' * 64])), 'record.evidence_proof')
        self.refuses(changed(lambda f: f['consistency'][0].update(proof=[])), 'record.evidence_grown')
        self.refuses(changed(lambda f: f['consistency'].clear()), 'council.carry_from')
        self.refuses(changed(lambda f: f.update(checkpoint=f['checkpoint'].replace('\n%d\n' % len(self.plant.entries), '\n99\n'))),
                     'record.evidence_not_node')
        self.refuses(changed(lambda f: f['entries'][-1]['entry'].pop('signatures')), 'record.evidence_form')
        self.refuses(changed(lambda f: f['entries'][0]['entry']['act'].update(kind=7)), 'record.evidence_form')
        self.refuses(changed(lambda f: f.update(book='0' * 64)), 'council.no_book')
        self.assertEqual(self.carry(file), [])

    def test_other_checkpoints(self):
        cause, told, file = self.recalled()
        self.refuses(dict(file, checkpoint=self.plant.note(origin='cordon/other').decode()), 'record.evidence_origin')
        self.refuses(dict(file, checkpoint=self.plant.note(self.size).decode()), 'record.cited_later')
        self.refuses(dict(file, checkpoint=self.plant.note(key=self.plant.founder).decode()), 'record.evidence_not_node')
        self.refuses(dict(file, checkpoint='no note'), 'record.evidence_note')
        self.plant.act('say', {}, [self.plant.founder])
        self.refuses(self.plant.file([cause, told], [self.size]), 'council.told_last')

    def test_statements_that_the_node_signed_but_may_not_make(self):
        self.refuses(self.recalled(keys=[self.plant.founder])[2], 'council.told_form')
        self.refuses(self.recalled(to=Key('another node').text)[2], 'council.told_another')
        self.refuses(self.recalled(seats=[dict(lost(1), end={'from': 1, 'how': 'vanished'})])[2], 'council.told_form')
        self.refuses(self.recalled(seats=[dict(seated(), person='Luis')])[2], 'council.told_form')
        self.refuses(self.recalled(seats=[seated()] * 101)[2], 'council.told_form')
        # a recall whose entry is something else, or another's recall
        told = self.plant.tell(self.to, [lost(2)])
        self.refuses(self.plant.file([2, told], [self.size]), 'council.cause_other')
        other = len(self.plant.entries)
        self.plant.act('recall_close', {'poll': 'recall-eva'}, [self.plant.founder])
        told = self.plant.tell(self.to, [lost(other)])
        self.refuses(self.plant.file([other, told], [self.size]), 'council.cause_other')

    def test_what_is_not_said_is_not_kept(self):
        told = self.plant.tell(self.to, [], [])
        self.assertEqual(self.carry(self.plant.file([told], [self.size])), [])
        self.assertIsNone(self.holder())

    def test_a_replay_and_an_older_file(self):
        first, second = self.recalled(), self.recalled()
        self.assertEqual(self.carry(second[2]), [])
        for file in (first[2], second[2]):
            self.assertEqual(self.carry(file), ['council.carry_from'])
            # with the proof that it wants, from the one carried to itself, it is still no later one
            file['consistency'] = [{'proof': [], 'size': len(self.plant.entries)}]
            self.assertEqual(self.carry(file), ['record.cited_later'])

    def test_the_same_words_of_another_book(self):
        other = Plant('cordon/otro')
        self.know(other, 'otro')
        other.act('election_close', {'poll': 'e'}, [other.founder])
        told = other.tell(self.to, [])
        self.assertEqual(self.carry(other.file([told])), [])  # taken, and nothing of the plant's
        self.assertEqual(self.holder(), 'plant.luis')
        self.refuses(dict(other.file([told]), book=self.plant.id, consistency=[{'proof': [], 'size': self.size}]), 'record.evidence_origin')

    def test_a_key_given_up_signs_no_more(self):
        old = self.plant.node
        new = Key('new node')
        change = len(self.plant.entries)
        self.plant.act('node_key', {'key': new.text}, [old])
        cause, told, _ = self.recalled(keys=[old])
        self.refuses(self.plant.file([change, cause, told], [self.size]), 'record.evidence_not_node')
        self.plant.node = new
        self.refuses(self.plant.file([change, cause, told], [self.size]), 'council.told_form')
        cause, told, _ = self.recalled()
        self.refuses(self.plant.file([cause, told], [self.size]), 'record.evidence_not_node')
        self.assertEqual(self.carry(self.plant.file([change, cause, told], [self.size])), [])
        self.assertIsNone(self.holder())

    def test_a_change_of_key_by_another_than_the_node(self):
        new = Key('new node')
        change = len(self.plant.entries)
        self.plant.act('node_key', {'key': new.text}, [self.plant.founder])
        self.plant.node = new
        cause, told, _ = self.recalled()
        self.refuses(self.plant.file([change, cause, told], [self.size]), 'record.evidence_key')

    def test_who_follows_and_who_is_elected_again(self):
        cause = len(self.plant.entries)
        self.plant.act('recall_close', {'poll': 'recall-luis'}, [self.plant.founder])
        end = {'from': 1, 'how': 'recall', 'entry': cause, 'by': 'recall-luis'}
        told = self.plant.tell(self.to, [seated('eva', cause, end=end)])
        self.assertEqual(self.carry(self.plant.file([cause, told], [self.size])), [])
        self.assertEqual(self.holder(), 'plant.eva')
        size = len(self.plant.entries)
        again = len(self.plant.entries)
        self.plant.act('election_close', {'poll': 'f'}, [self.plant.founder])
        told = self.plant.tell(self.to, [seated('eva', again, end={'from': cause, 'how': 're-elected', 'entry': again})])
        self.assertEqual(self.carry(self.plant.file([again, told], [size])), [])
        mandates = self.cordon_json('mandate', 'plant.eva', *self.now())['mandates']
        self.assertEqual([one.get('ended_how') for one in mandates], [None, 're-elected'])

    def test_a_founding_entry_is_signed_by_its_two_keys(self):
        other = Plant('cordon/otro')
        entry = json.loads(other.entries[0])
        for change in (lambda e: e['act']['fields'].update(title='another'), lambda e: e['signatures'].pop(),
                       lambda e: e['act'].update(kind='say'), lambda e: e['act'].update(book='1' * 64)):
            wrong = copy.deepcopy(entry)
            change(wrong)
            (self.scratch / 'founding').write_bytes(canonical(wrong))
            found = self.cordon_refuses('act', 'book_know', 'book=otro', 'founding=@' + str(self.scratch / 'founding'), *TOM, *self.now())
            self.assertEqual(found[0]['code'], 'record.evidence_founding')
        self.know(other, 'otro')
        found = self.cordon_refuses('act', 'book_know', 'book=otra', 'founding=@' + str(self.scratch / 'founding'), *TOM, *self.now())
        self.assertEqual(found[0]['code'], 'record.abroad_known')


