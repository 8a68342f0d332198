"""Commands that write beside a running `cordon serve`: through its socket in the book's folder, with the same output as without it.

Each thing is done twice, in two copies of one book: by the book's lock, and through a server; what is printed must be the same to the
byte but for what chance makes (nonces, keys, and so receipts), and so must be what the books say afterwards.
"""
import concurrent.futures
import fcntl
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import threading
import time
import unittest

from serve import Acting as Signing, Ed25519PrivateKey, Served

NOW = '1972-11-01T00:00:00Z'


def plain(said, *folders):
    """What was printed, without what chance made and which copy it was."""
    for folder in folders:
        said = said.replace(str(folder), 'BOOK')
    try:
        document = json.loads(said)
    except ValueError:
        return re.sub(r'[A-Za-z0-9_-]{43,}', 'CHANCE', said)
    return {name: value if name not in ('receipt', 'key', 'link', 'code') else type(value) for name, value in document.items()}


class Twice(Served):
    """Two copies of a book; of the second there is a server."""

    def setUp(self):
        super().setUp()
        self.alone, self.book = self.book, self.scratch / 'served'
        shutil.copytree(self.alone, self.book)
        self.server = self.serve('--now', NOW)
        self.here, self.there = self.scratch / 'here', self.scratch / 'there'
        self.here.mkdir()
        self.there.mkdir()

    def file(self, name, content):
        (self.scratch / name).write_text(content, encoding='utf-8')
        return self.scratch / name

    def both(self, *arguments, status=0, now=True, lang='en'):
        """The result of the second; both ended and printed alike. FOLDER in an argument is a folder of each."""
        clock = ['--now', NOW] if now else []
        done = []
        for book, folder in ((self.alone, self.here), (self.book, self.there)):
            said = [str(one).replace('FOLDER', str(folder)) for one in arguments]
            done.append(self.cordon(*said, '--book', book, *clock, lang=lang))
        for one in done:
            self.assertEqual(one.returncode, status, one.stdout + one.stderr)
        said = [(plain(one.stdout, book, folder), plain(one.stderr, book, folder))
                for one, book, folder in zip(done, (self.alone, self.book), (self.here, self.there))]
        self.assertEqual(said[1], said[0])
        return done[1]

    def entries(self, book):
        """What each entry says, without what chance made, and without when."""
        entries = [json.loads(line)['what'] for line in self.good('log', '--book', book, '--json').splitlines()]
        return [(one['act']['kind'], {name: value for name, value in one['act']['fields'].items()
                                                   if not re.fullmatch(r'[0-9a-f]{64}|[A-Za-z0-9_-]{43}', str(value))})
                for one in entries]

    def same_in_the_end(self):
        self.assertEqual(self.entries(self.book), self.entries(self.alone))
        self.assertEqual(self.server.end()[0], 0)
        self.assertFalse((self.book / 'socket').exists())
        self.good('verify', '--book', self.book)


class Same(Twice):
    ANA = ('--example-keys', 'test=ana')

    def test_one_act(self):
        for more in ((), ('--json',)):
            name = 'x%d' % len(more)
            self.both('act', 'enrol', 'body=panaderia', 'person=' + name, 'name=Xavier', *self.ANA, *more)
        receipt = self.there / 'receipt'
        self.both('enrol', 'body=panaderia', 'person=y', *self.ANA, '--receipt', 'FOLDER/receipt')
        self.assertIn('2 from elsewhere', self.good('verify', '--book', self.book, '--receipt', receipt))
        self.assertIn('Xavier', self.good('roll', 'panaderia', '--book', self.book))  # the sealed name came with it
        self.same_in_the_end()

    def test_refused(self):
        for lang in ('en', 'es'):
            for more in ((), ('--json',)):
                self.both('act', 'enrol', 'body=panaderia', 'person=luis', *self.ANA, *more, status=2, lang=lang)  # is in already
                self.both('act', 'enrol', 'body=none', 'person=z', *self.ANA, *more, status=2, lang=lang)
                self.both('act', 'enrol', 'person=z', *self.ANA, *more, status=2, lang=lang)
                self.both('act', 'enrol', 'body=molino', 'person=z', '--example-keys', 'test=luis', *more, status=2, lang=lang)
        self.same_in_the_end()

    def test_tables_stand_or_fall_together(self):
        good = self.file('good.csv', 'person,name\nn1,Nora\nn2,\nn3,Nicanor\n')
        self.both('enrol', 'body=panaderia', '--csv', good, *self.ANA)
        bad = self.file('bad.csv', 'person,name\nm1,Marta\nm2,\nluis,Luis\nm3,\n')
        for more in ((), ('--json',)):
            self.both('enrol', 'body=panaderia', '--csv', bad, *self.ANA, *more, status=2)
        roll = self.good('roll', 'panaderia', '--book', self.book)
        self.assertIn('n3', roll)
        self.assertNotIn('m1', roll)
        self.same_in_the_end()

    def line(self, person, body='panaderia'):
        return json.dumps({'kind': 'enrol', 'fields': {'body': body, 'person': person, 'name': person.upper()}, 'by': ['ana']}) + '\n'

    def test_batches(self):
        seed = ('--example-seed', 'test')
        good = self.file('good.jsonl', ''.join(self.line('p%d' % i) for i in range(7)))
        done = self.both('batch', good, *seed, '--commit', '3', '--receipts', 'FOLDER/receipts', '--json')
        self.assertEqual(json.loads(done.stdout), {'acts': 7, 'commits': 3, 'entries': len(self.entries(self.book))})
        receipts = (self.there / 'receipts').read_text(encoding='utf-8').splitlines()
        size = len(self.entries(self.book))
        self.assertEqual([json.loads(one)['entry'] for one in receipts], list(range(size - 7, size)))
        for one in receipts[::3]:
            self.assertIn('2 from elsewhere', self.good('verify', '--book', self.book, '--receipt', self.file('one', one)))
        for at in range(7):  # one line is refused: what was committed before it stays
            lines = [self.line('q%d%d' % (at, i)) for i in range(7)]
            lines[at] = self.line('luis')
            for more in ((), ('--json',)):
                self.both('batch', self.file('bad.jsonl', ''.join(lines)), *seed, '--commit', '3', *more, status=2)
                lines = [self.line('r%d%d' % (at, i)) for i in range(7)]
                lines[at] = self.line('r%d' % at, 'none')
        self.same_in_the_end()

    def test_warnings_come_back(self):
        """A delegate's vote against what their base told them is taken, and said: in the line it stands in."""
        def act(kind, by, **fields):
            return json.dumps({'kind': kind, 'fields': fields, 'by': [by]}) + '\n'
        told = [{'kind': 'instruct', 'fields': {'body': 'molino', 'proposal': 'tea', 'choice': 'yes'}}]
        lines = [act('propose', 'tom', body='cordon', proposal='tea', title='Tea', text='Tea at ten'),
                 act('put', 'tom', proposal='tea', until='1972-11-02T00:00:00Z'),
                 act('propose', 'bea', body='molino', proposal='on-tea', title='Tea', text='Our delegate votes yes', effects=told),
                 act('put', 'bea', proposal='on-tea', until='1972-11-02T00:00:00Z')]
        lines += [act('vote', person, proposal='on-tea', choice='yes') for person in ('bea', 'tom', 'rosa')]
        lines += [act('decide', 'bea', proposal='on-tea'), act('vote', 'tom', proposal='tea', choice='no')]
        done = self.both('batch', self.file('tea.jsonl', ''.join(lines)), '--example-seed', 'test')
        self.assertIn('tea.jsonl:9: warning: proposal: this vote is not what molino instructed', done.stderr)
        self.same_in_the_end()

    def test_keys_and_invitations(self):
        invite = ('invite', '--person', 'rita', '--body', 'molino', '--now', NOW, '--example-keys', 'test=bea', '--json')
        self.good('enrol', 'body=molino', 'person=rita', '--example-keys', 'test=bea', '--book', self.book, '--now', NOW)
        self.good('enrol', 'body=molino', 'person=rita', '--example-keys', 'test=bea', '--book', self.alone, '--now', NOW)
        self.both('invite', '--person', 'ana', '--body', 'panaderia', *self.ANA, status=2)  # has a key
        said = [json.loads(self.good(*invite, '--book', book)) for book in (self.alone, self.book)]
        self.assertEqual(said[0]['entry'], said[1]['entry'])
        codes = [one['code'] for one in said]
        for code, book, folder in zip(codes, (self.alone, self.book), (self.here, self.there)):
            self.good('join', code, folder / 'rita.key', '--book', book, '--now', NOW, '--in-clear')
        again = self.cordon('join', codes[1], self.there / 'again.key', '--book', self.book, '--now', NOW, '--in-clear')
        self.assertEqual(again.returncode, 2)  # once
        self.both('key', 'rotate', 'FOLDER/new.key', '--key', 'FOLDER/rita.key', '--in-clear')
        self.both('act', 'propose', 'body=molino', 'proposal=mine', 'title=M', 'text=M', '--key', 'FOLDER/new.key')
        self.both('act', 'propose', 'body=molino', 'proposal=yours', 'title=M', 'text=M', '--key', 'FOLDER/rita.key', status=2)
        self.same_in_the_end()

    def test_what_the_node_does_itself(self):
        other = self.scratch / 'other'
        self.good('init', other, '--title', 'O', '--example-keys', 'test=bea', '--now', NOW)
        self.good('checkpoint', '--book', other, '-o', self.scratch / 'note')
        self.both('cite', self.scratch / 'note')
        self.both('cite', self.file('none', 'no note\n'), status=2)
        self.same_in_the_end()

    def test_what_needs_the_book_alone_says_so(self):
        for command in (['rebuild'], ['key', 'node']):
            found = self.cordon_refuses(*command, '--book', self.book)
            self.assertEqual([one['code'] for one in found], ['record.locked'])
            self.assertIn('cordon serve', found[0]['expected'])
        self.assertEqual(self.server.end()[0], 0)

    def test_the_servers_clock_says_the_time(self):
        found = self.cordon_refuses('enrol', 'body=panaderia', 'person=k', *self.ANA, '--book', self.book, '--now', '1972-11-01T00:30:00Z')
        self.assertEqual([one['code'] for one in found], ['cli.served_clock'])
        late = self.file('late.jsonl', json.dumps({'kind': 'enrol', 'fields': {'body': 'panaderia', 'person': 'k'}, 'by': ['ana'],
                                                   'now': '1972-12-01T00:00:00Z'}) + '\n')
        found = self.cordon_refuses('batch', late, '--example-seed', 'test', '--book', self.book)
        self.assertEqual([one['code'] for one in found], ['cli.served_clock', 'cli.batch_refused'])
        self.good('enrol', 'body=panaderia', 'person=k', *self.ANA, '--book', self.book)  # none told: the server's
        last = json.loads(self.good('log', '--book', self.book, '--json').splitlines()[-1])['what']
        for moment in (last['time'], last['act']['made']):
            self.assertRegex(moment, '1972-11-01T00:0[0-4]:..Z')
        self.assertEqual(self.server.end()[0], 0)

    def test_more_than_a_commit_takes(self):
        many = self.file('many.csv', 'person\n' + ''.join('m%d\n' % i for i in range(1001)))
        before = len(self.entries(self.book))
        found = self.cordon_refuses('enrol', 'body=panaderia', '--csv', many, *self.ANA, '--book', self.book)
        self.assertEqual(found[0]['code'], 'cli.served_many')
        self.assertEqual(len(self.entries(self.book)), before)
        self.both('enrol', 'body=panaderia', '--csv', self.file('fewer.csv', 'person\n' + ''.join('m%d\n' % i for i in range(1000))), *self.ANA)
        self.same_in_the_end()

    def test_forgotten(self):
        self.both('enrol', 'body=panaderia', 'person=u', 'name=Ursula-Unforgotten', *self.ANA)
        data = b''.join(file.read_bytes() for file in self.book.iterdir() if file.name.startswith('book.sqlite'))
        self.assertIn(b'"person":"u"', data)
        self.both('forget', 'u', *self.ANA)
        with_key = subprocess.run(['sqlite3', str(self.book / 'book.sqlite'), "SELECT count(*) FROM person_key WHERE person = 'u'"],
                                  stdout=subprocess.PIPE, encoding='utf-8') if shutil.which('sqlite3') else None
        if with_key:
            self.assertEqual(with_key.stdout.strip(), '0')
        self.assertNotIn('Ursula', self.good('roll', 'panaderia', '--book', self.book))
        self.same_in_the_end()



class Socket(Served):
    ANA = ('--example-keys', 'test=ana')

    def enrol(self, person, **options):
        return self.cordon('enrol', 'body=panaderia', 'person=' + person, *self.ANA, '--book', self.book, '--now', NOW, **options)

    def connect(self):
        s = socket.socket(socket.AF_UNIX)
        self.addCleanup(s.close)
        s.settimeout(60)
        s.connect(str(self.book / 'socket'))
        return s

    def test_it_is_its_users_alone(self):
        self.serve('--now', NOW)
        at = os.lstat(self.book / 'socket')
        self.assertTrue(stat.S_ISSOCK(at.st_mode))
        self.assertEqual(stat.S_IMODE(at.st_mode), 0o600)

    @unittest.skipUnless(os.geteuid() == 0, 'only root can be somebody else')
    def test_another_user_is_not_heard(self):
        self.serve('--now', NOW)
        for path in (self.scratch, self.book):  # even if somebody opened the doors
            path.chmod(0o755)
        (self.book / 'socket').chmod(0o666)
        said = subprocess.run(['python3', '-c', 'import os,socket,sys\nos.setgid(65534)\nos.setuid(65534)\ns=socket.socket(socket.AF_UNIX)\n'
                               's.settimeout(30)\ns.connect(sys.argv[1])\nprint(s.recv(1000))', str(self.book / 'socket')],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')
        self.assertIn(said.stdout, ("b''\n", ''))
        self.assertEqual(self.enrol('k').returncode, 0)

    def test_the_socket_of_a_killed_server_is_replaced(self):
        first = self.serve('--now', NOW)
        self.assertEqual(self.enrol('k1').returncode, 0)
        first.kill()
        self.assertTrue((self.book / 'socket').exists())
        self.assertEqual(self.enrol('k2').returncode, 0)  # nobody holds the book
        second = self.serve('--now', NOW)
        self.assertEqual(self.enrol('k3').returncode, 0)
        self.assertEqual(second.end()[0], 0)
        self.assertFalse((self.book / 'socket').exists())

    def test_a_folder_with_a_long_name(self):
        long = self.scratch / ('l' * 120)
        self.book.rename(long)
        self.book = long
        server = self.serve('--now', NOW)
        self.assertEqual(self.enrol('k').returncode, 0)
        self.assertEqual(server.end()[0], 0)

    def test_held_by_another_command(self):
        """No server: as before, one writer at a time."""
        with open(self.book / 'lock', 'r+', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.enrol('k')
        self.assertEqual(done.returncode, 2)
        self.assertIn('another program is writing', done.stderr)
        self.assertEqual(self.enrol('k').returncode, 0)

    def test_what_is_no_request(self):
        server = self.serve('--now', NOW)
        for line in (b'{}', b'[]', b'no', b'{"acts":[]}', b'{"acts":[{"act":1}]}', b'{"as_node":{"kind":"node_key","fields":{}}}',
                     b'{"as_node":{"kind":"cite","fields":{},"more":1}}', b'{"as_node":1,"acts":[]}', b'\xff\x00', b''):
            s = self.connect()
            file = s.makefile('rb')
            self.assertEqual(sorted(json.loads(file.readline())), ['book', 'now'])
            s.sendall(line + b'\n')
            said = json.loads(file.readline())
            self.assertEqual((said['fate'], len(said['findings'])), ('refused', 1), line)
            file.close()
            s.close()
        self.assertEqual(self.enrol('k').returncode, 0)
        self.assertEqual(server.end()[0], 0)

    def test_more_callers_than_there_is_room_for(self):
        server = self.serve('--now', NOW)
        held = [self.connect() for _ in range(8)]
        for s in held:
            self.assertTrue(s.recv(1000))
        done = self.enrol('k')
        self.assertEqual(done.returncode, 6)
        self.assertIn('nothing was done', done.stderr)
        held[0].close()
        for _ in range(600):
            done = self.enrol('k')
            if not done.returncode:
                break
            time.sleep(0.05)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(server.end()[0], 0)  # though seven still hold on

    def test_many_at_once_and_a_server_ended_in_the_middle(self):
        """Every command either has its entry in the book, or says that it may not have; no act is in twice."""
        server = self.serve('--now', NOW)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            jobs = [(i, pool.submit(self.enrol, 'c%d' % i)) for i in range(40)]
            time.sleep(0.3)
            self.assertEqual(server.end()[0], 0)
            done = {i: job.result() for i, job in jobs}
        roll = {one['person'] for one in json.loads(self.good('roll', 'panaderia', '--book', self.book, '--json'))['roll']}
        for i, one in done.items():
            self.assertIn(one.returncode, (0, 2, 6))
            if one.returncode == 0:
                self.assertIn('c%d' % i, roll)
            elif one.returncode == 2:  # four at once without a server: the lock is another's
                self.assertIn('another program is writing', one.stderr)
                self.assertNotIn('c%d' % i, roll)
        self.assertTrue(any(not one.returncode for one in done.values()))
        self.good('verify', '--book', self.book)


if __name__ == '__main__':
    unittest.main()


class Backups(Served):
    """`cordon backup` beside a server that is written in all the while."""
    ANA = ('--example-keys', 'test=ana')
    key_of, sign, signed, proposal = Signing.key_of, Signing.sign, Signing.signed, Signing.proposal

    def verified(self, copy, receipts):
        """The copy as a book of its own: it holds, and so do the receipts of it."""
        folder = self.scratch / ('of-' + copy.name)
        folder.mkdir()
        shutil.copy(copy, folder / 'book.sqlite')
        given = []
        for i, receipt in enumerate(receipts):
            (folder / str(i)).write_text(json.dumps(receipt, sort_keys=True, separators=(',', ':'), ensure_ascii=False), encoding='utf-8')
            given += ['--receipt', folder / str(i)]
        return json.loads(self.good('verify', '--book', folder, *given, '--json'))

    @unittest.skipUnless(Ed25519PrivateKey, 'the Python package cryptography is not there')
    def test_every_receipt_given_before_it_is_in_it(self):
        key = self.key_of('berta')
        server = self.serve()
        stop, receipts, lock = threading.Event(), [], threading.Lock()

        def work(name):
            for i in range(500):
                if stop.is_set():
                    return
                status, _, data = server.ask('/api/acts', 'POST', self.proposal(server, key, 'b%d-%d' % (name, i)))
                self.assertEqual(status, 201, data)
                with lock:
                    receipts.append(data['receipt'])

        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            jobs = [pool.submit(work, i) for i in range(3)]
            made = []
            try:
                for wanted in (5, 30, 60):
                    while len(receipts) < wanted and not any(job.done() for job in jobs):
                        time.sleep(0.01)
                    with lock:
                        before = list(receipts)
                    done = json.loads(self.good('backup', '--book', self.book, '--json'))
                    made.append((pathlib.Path(done['file']), done['entries'], before))
            finally:
                stop.set()
            for job in jobs:
                job.result()
        for copy, entries, before in made:
            said = self.verified(copy, before[-200:])
            self.assertEqual((said['holds'], said['entries']), (True, entries))
            self.assertGreater(entries, max(one['entry'] for one in before))
        self.assertEqual(server.end()[0], 0)
        self.assertLess(made[0][1], made[2][1])

    def test_nobody_forgotten_meanwhile_is_left_in_it(self):
        server = self.serve('--now', NOW)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for i in range(6):
                person = 'f%d' % i
                self.good('enrol', 'body=panaderia', 'person=' + person, 'name=F', *self.ANA, '--book', self.book)
                with sqlite3.connect('file:%s?mode=ro' % (self.book / 'book.sqlite'), uri=True) as database:
                    secret = database.execute('SELECT key FROM person_key WHERE person = ?', (person,)).fetchone()[0]
                copy = pool.submit(self.cordon, 'backup', '--book', self.book)
                time.sleep(0.004 * i)
                self.good('forget', person, *self.ANA, '--book', self.book)
                self.assertEqual(copy.result().returncode, 0, copy.result().stderr)
                for file in self.book.rglob('*'):
                    if file.is_file():
                        self.assertNotIn(secret, file.read_bytes(), '%s: %s' % (person, file))
        self.assertEqual(server.end()[0], 0)
        self.assertEqual([file.name for file in (self.book / 'backups').iterdir() if not file.name.endswith('.sqlite')], [])


@unittest.skipUnless(Ed25519PrivateKey, 'the Python package cryptography is not there')
class Ending(Served):
    key_of, sign, signed, proposal = Signing.key_of, Signing.sign, Signing.signed, Signing.proposal

    def test_what_was_asked_before_it_is_ended_is_in_the_book(self):
        """SIGTERM while acts come from several sides: every receipt given is of an entry, and it ends by itself."""
        key = self.key_of('berta')
        server = self.serve()
        bodies = [self.proposal(server, key, 'e%d' % i) for i in range(60)]
        receipts, begun = [], threading.Event()

        def send(body):
            try:
                status, _, data = server.ask('/api/acts', 'POST', body)
            except (OSError, http.client.HTTPException):
                return  # it listened no more
            self.assertEqual(status, 201)
            receipts.append(data)
            begun.set()

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            jobs = [pool.submit(send, body) for body in bodies]
            self.assertTrue(begun.wait(60))
            self.assertEqual(server.end()[0], 0)
            for job in jobs:
                job.result()
        log = [json.loads(line) for line in self.good('log', '--book', self.book, '--json').splitlines()]
        sent = {body['act']['nonce'] for body in bodies}
        kept = {one['entry'] for one in log if one['what']['act']['nonce'] in sent}
        self.assertLessEqual({one['entry'] for one in receipts}, kept)
        self.assertGreater(len(receipts), 0)
        self.good('verify', '--book', self.book)
