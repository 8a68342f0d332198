"""A book from the command line: founded, written, proved, verified, rebuilt, carried, backed up, and people forgotten."""
import base64
import fcntl
import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import unittest

from program import PROGRAM, Case, environment

ANA = ['--example-keys', 'test=ana']
NOW = ['--now', '1972-10-11T09:00:00Z']
KEY = 'dvQjn9gNgMBKzHr0dmdBL8kWHZ0hL4S2lZGVNqqPo5Q'


class Book(Case):
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.run_ok('init', self.book, '--title', 'Cerrillos', *ANA, *NOW)
        self.here = ['--book', self.book]

    def run_ok(self, *arguments):
        return self.cordon_ok(*arguments, cwd=self.scratch)

    def refused(self, *arguments, code=2):
        done = self.cordon(*arguments, '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return [finding['code'] for finding in json.loads(done.stderr or done.stdout)['findings']]

    def open_body(self, body='panaderia', kind='workplace'):
        self.run_ok('act', 'body_open', 'body=' + body, 'kind=' + kind, 'name=P', 'members=people', 'secretary=ana', *ANA, *NOW,
                    *self.here)

    def size(self):
        return len(self.run_ok('log', *self.here).splitlines())

    def state(self):
        return json.loads(self.run_ok('rebuild', '--json', *self.here))

    def people(self, *rows):
        table = self.scratch / 'people.csv'
        table.write_text('person,name\n' + ''.join('%s,%s\n' % row for row in rows), encoding='utf-8')
        return table


class Acts(Book):
    def test_an_act_is_in_the_log_and_has_a_receipt(self):
        receipt = self.scratch / 'receipt'
        self.run_ok('act', 'key_rotate', 'key=' + KEY, *ANA, *NOW, *self.here, '--receipt', receipt)
        self.assertIn('key=' + KEY, self.run_ok('log', *self.here, '--kind', 'key_rotate'))
        self.run_ok('verify', *self.here, '--receipt', receipt)
        self.assertEqual(json.loads(receipt.read_text(encoding='utf-8'))['entry'], 1)

    def test_what_the_table_says_is_asked_for(self):
        before = self.size()
        self.assertEqual(self.refused('act', 'key_rotate', *ANA, *self.here), ['record.field_missing'])
        self.assertEqual(self.refused('act', 'key_rotate', 'key=abc', *ANA, *self.here), ['record.field_wrong'])
        self.assertEqual(self.refused('act', 'key_rotate', 'key=' + KEY, 'more=1', *ANA, *self.here), ['record.field_unknown'])
        self.assertEqual(self.refused('act', 'key_rotat', 'key=' + KEY, *ANA, *self.here), ['cli.no_act'])
        self.assertEqual(self.refused('act', 'cite', 'origin=o', 'size=1', 'root=' + '0' * 64, 'note=n', *ANA, *self.here),
                         ['record.may_not'])
        self.assertEqual(self.size(), before)

    def test_a_key_nobody_enrolled_signs_nothing(self):
        codes = self.refused('act', 'key_rotate', 'key=' + KEY, '--example-keys', 'test=luis', *self.here)
        self.assertEqual(codes, ['record.key_not_valid_here'])

    def test_a_rotated_key_signs_no_more_and_the_new_one_does(self):
        self.run_ok('key', 'rotate', 'new.key', '--in-clear', *ANA, *NOW, *self.here)
        self.assertEqual(self.refused('act', 'key_rotate', 'key=' + KEY, *ANA, *NOW, *self.here), ['record.key_not_valid_here'])
        self.run_ok('act', 'key_rotate', 'key=' + KEY, '--key', 'new.key', *NOW, *self.here)

    def test_the_clock_does_not_go_back(self):
        self.open_body('one', 'farm')
        for body, now in (('two', '1972-10-12T09:00:00Z'), ('three', '1972-10-10T09:00:00Z')):
            self.run_ok('act', 'body_open', 'body=' + body, 'kind=' + body, 'name=P', 'members=people', 'secretary=ana', *ANA,
                        '--now', now, *self.here)
        times = [json.loads(line)['what']['time'] for line in self.run_ok('log', '--json', *self.here).splitlines()]
        self.assertEqual(times[2:], ['1972-10-12T09:00:00Z'] * 2)
        codes = self.refused('act', 'key_rotate', 'key=' + KEY, *ANA, '--now', '1971-10-10T09:00:00Z', *self.here)
        self.assertEqual(codes, ['record.times'], 'signed more than 366 days before its entry')

    def test_a_second_writer_is_refused_and_readers_are_not(self):
        with open(self.book / 'lock', 'r+', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual(self.refused('act', 'key_rotate', 'key=' + KEY, *ANA, *NOW, *self.here), ['record.locked'])
            self.run_ok('log', *self.here)
            self.run_ok('verify', *self.here)


class Batches(Book):
    def test_a_table_is_one_commit(self):
        self.open_body()
        table = self.people(('luis', 'Luis'), ('eva', 'Eva'))
        done = json.loads(self.run_ok('enrol', '--csv', table, 'body=panaderia', *ANA, *NOW, *self.here, '--json'))
        self.assertEqual((done['first'], done['last'], done['entries']), (2, 3, 4))
        self.assertEqual(json.loads(self.run_ok('verify', '--json', *self.here))['checkpoints'], 3)

    def test_one_bad_row_and_nothing_is_taken_in(self):
        self.open_body()
        before = self.size(), self.state()['after']
        table = self.people(('luis', 'Luis'), ('Eva', 'Eva'), ('mario', 'Mario'))
        done = self.cordon('enrol', '--csv', table, 'body=panaderia', *ANA, *NOW, *self.here)
        self.assertEqual(done.returncode, 2)
        self.assertIn('people.csv:3', done.stderr)
        self.assertEqual((self.size(), self.state()['after']), before)


class Carried(Book):
    def test_an_export_imports_to_the_same_state(self):
        self.open_body()
        self.run_ok('enrol', 'body=panaderia', 'person=luis', 'name=Luis', *ANA, *NOW, *self.here)
        self.run_ok('export', '-o', 'book.txt', '--with-personal', *self.here)
        self.run_ok('import', 'book.txt', '-o', 'copy')
        here, copy = [json.loads(self.run_ok('verify', '--json', '--book', book)) for book in (self.book, 'copy')]
        self.assertEqual(here, copy)
        self.run_ok('export', '-o', 'again.txt', '--with-personal', '--book', 'copy')
        self.assertEqual((self.scratch / 'book.txt').read_bytes(), (self.scratch / 'again.txt').read_bytes())

    def test_an_export_with_any_line_missing_or_twice_is_refused_and_leaves_no_folder(self):
        self.open_body()
        self.run_ok('enrol', 'body=panaderia', 'person=luis', 'name=Luis', *ANA, *NOW, *self.here)
        self.run_ok('export', '-o', 'book.txt', '--with-personal', *self.here)
        lines = (self.scratch / 'book.txt').read_text(encoding='utf-8').splitlines(keepends=True)
        for at, line in enumerate(lines):
            for changed in (lines[:at] + lines[at + 1:], lines[:at] + [line] + lines[at:]):
                if line.startswith('s ') and changed == lines[:at] + lines[at + 1:]:
                    continue  # a sealed text may be left out: its person may have been forgotten
                (self.scratch / 'bad.txt').write_text(''.join(changed), encoding='utf-8')
                done = self.cordon('import', 'bad.txt', '-o', 'bad', cwd=self.scratch)
                self.assertIn(done.returncode, (1, 2), line)
                self.assertFalse((self.scratch / 'bad').exists())

    def test_a_checkpoint_of_another_book_proves_nothing_of_this_one(self):
        self.run_ok('init', 'other', '--title', 'Other', '--origin', 'cordon/other', *ANA, *NOW)
        self.run_ok('checkpoint', '-o', 'point', '--book', 'other')
        self.assertEqual(self.refused('verify', '--checkpoint', 'point', *self.here, code=1), ['record.other_origin'])

    def test_a_shorter_book_than_a_checkpoint_proves_is_found(self):
        self.run_ok('backup', *self.here)
        self.open_body()
        self.run_ok('checkpoint', '-o', 'point', *self.here)
        self.run_ok('verify', '--checkpoint', 'point', *self.here)
        for name in ('book.sqlite-wal', 'book.sqlite-shm'):
            (self.book / name).unlink(missing_ok=True)
        (self.book / 'backups' / '1.sqlite').replace(self.book / 'book.sqlite')
        self.run_ok('verify', *self.here)
        self.assertEqual(self.refused('verify', '--checkpoint', 'point', *self.here, code=1), ['record.book_shorter'])


    def test_sealed_lines_out_of_place_are_refused(self):
        """Of the file of an export: ascending, each once, committed to by an act, one blank between the parts."""
        self.open_body()
        self.run_ok('enrol', '--csv', self.people(('luis', 'Luis'), ('eva', 'Eva')), 'body=panaderia', *ANA, *NOW, *self.here)
        self.run_ok('export', '-o', 'book.txt', '--with-personal', *self.here)
        lines = (self.scratch / 'book.txt').read_text(encoding='utf-8').splitlines(keepends=True)
        sealed = [line for line in lines if line.startswith('s ')]
        rest, end = lines[:-1 - len(sealed)], lines[-1:]
        salt = b'\x07' * 32
        name = 'Mario'.encode()
        stranger = 's %s luis %s\n' % (hashlib.sha256(b'cordon-sealed-v1\n' + salt + name).hexdigest(),
                                       base64.b64encode(salt + name).decode())
        for bad in (sealed[::-1], sorted(sealed + [stranger]), [sealed[0].replace(' ', '  ', 2), sealed[1]],
                    [sealed[0].replace(' ', '\t', 2).replace('\t', ' ', 1), sealed[1]]):
            (self.scratch / 'bad.txt').write_text(''.join(rest + bad + end), encoding='utf-8')
            self.refused('import', 'bad.txt', '-o', 'bad')
            self.assertFalse((self.scratch / 'bad').exists())
        (self.scratch / 'good.txt').write_text(''.join(rest + sealed + end), encoding='utf-8')
        self.run_ok('import', 'good.txt', '-o', 'good')

    def test_a_book_of_an_older_cordon_that_lacks_a_table_is_rebuilt(self):
        self.open_body()
        before = self.state()['after']
        with sqlite3.connect(self.book / 'book.sqlite') as database:
            database.executescript('DROP TABLE officer; DROP TABLE founding')
        database.close()
        done = self.cordon('verify', *self.here, cwd=self.scratch)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('the stored state', done.stdout + done.stderr)
        self.assertEqual(self.refused('body', *self.here), ['record.old_state'])
        state = self.state()
        self.assertNotEqual(state['before'], before)
        self.assertEqual(state['after'], before)
        self.run_ok('body', *self.here)
        self.run_ok('verify', *self.here)

    def test_a_checkpoint_the_book_no_longer_has_is_found(self):
        self.run_ok('checkpoint', '-o', 'point', *self.here)
        self.open_body()
        with sqlite3.connect(self.book / 'book.sqlite') as database:
            database.execute('DELETE FROM checkpoint WHERE size = 1')
        database.close()
        self.run_ok('verify', *self.here)
        self.assertEqual(self.refused('verify', '--checkpoint', 'point', *self.here, code=1), ['record.checkpoint_gone'])


class Sealed(Book):
    """verify opens what lies sealed beside the acts."""

    def setUp(self):
        super().setUp()
        self.open_body()
        self.run_ok('enrol', '--csv', self.people(('luis', 'Luis'), ('eva', 'Eva')), 'body=panaderia', *ANA, *NOW, *self.here)

    def change(self, statement, *values):
        with sqlite3.connect(self.book / 'book.sqlite') as database:
            database.execute(statement, values)
        database.close()

    def verdict(self):
        return json.loads(self.run_ok('verify', '--json', *self.here))

    def test_they_are_counted(self):
        self.assertEqual((self.verdict()['sealed'], self.verdict()['sealed_closed']), (2, 0))
        self.change("DELETE FROM person_key WHERE person = 'eva'")
        self.assertEqual((self.verdict()['sealed'], self.verdict()['sealed_closed']), (1, 1))
        self.run_ok('forget', 'luis', *ANA, *NOW, *self.here)
        self.assertEqual((self.verdict()['sealed'], self.verdict()['sealed_closed']), (0, 1))

    def test_boxes_that_were_exchanged_are_found(self):
        self.change("UPDATE sealed SET person = 'eva'")
        self.assertEqual(self.refused('verify', *self.here, code=1), ['record.sealed_wrong'])

    def test_a_box_that_was_changed_is_found(self):
        self.change("UPDATE sealed SET box = box || x'00' WHERE person = 'eva'")
        self.assertEqual(self.refused('verify', *self.here, code=1), ['record.sealed_wrong'])

    def test_a_box_no_act_commits_to_is_found(self):
        self.change("UPDATE sealed SET commitment = ? WHERE person = 'eva'", 'ab' * 32)
        self.assertEqual(self.refused('verify', *self.here, code=1), ['record.not_committed'])

    def test_a_name_not_in_normal_form_is_not_sealed(self):
        before = self.size()
        codes = self.refused('enrol', 'body=panaderia', 'person=jose', 'name=Jose\u0301', *ANA, *NOW, *self.here)
        self.assertEqual((codes, self.size()), (['record.sealed_text'], before))

    def test_the_founder_may_give_a_name(self):
        self.run_ok('init', 'named', '--title', 'T', '--name', 'Ana Rojas', *ANA, *NOW)
        self.run_ok('export', '-o', 'named.txt', '--with-personal', '--book', 'named')
        line, = [line for line in (self.scratch / 'named.txt').read_text(encoding='utf-8').splitlines() if line.startswith('s ')]
        whole = base64.b64decode(line.split()[3])
        self.assertEqual((line.split()[2], whole[32:]), ('ana', b'Ana Rojas'))
        entry, = self.run_ok('log', '--json', '--book', 'named').splitlines()
        self.assertEqual(json.loads(entry)['what']['act']['fields']['commitment'],
                         hashlib.sha256(b'cordon-sealed-v1\n' + whole).hexdigest())


class Damaged(Book):
    """A database that somebody changed: a finding, not a crash."""

    def test_words_no_act_makes(self):
        for statement in ("UPDATE meta SET value = hex(zeroblob(500)) WHERE key = 'origin'",
                          "UPDATE meta SET value = hex(zeroblob(500)) WHERE key = 'id'",
                          "UPDATE checkpoint SET size = -5", "UPDATE checkpoint SET size = 1 << 62", "DELETE FROM checkpoint",
                          "UPDATE entry SET bytes = x'00ff'", "UPDATE entry SET bytes = ''", "UPDATE checkpoint SET note = ''",
                          "UPDATE node_key SET key = hex(zeroblob(500))", "UPDATE subtree SET hash = x''"):
            with self.subTest(statement=statement):
                kept = (self.book / 'book.sqlite').read_bytes()
                with sqlite3.connect(self.book / 'book.sqlite') as database:
                    database.execute(statement)
                database.close()
                for command in (['verify'], ['cite', self.point()], ['rebuild'], ['log'], ['export', '-o', self.scratch / 'out']):
                    self.assertIn(self.cordon(*command, *self.here).returncode, (0, 1, 2, 6), command)
                self.assertIn(self.cordon('verify', *self.here).returncode, (1, 2, 6))
                for name in ('book.sqlite-wal', 'book.sqlite-shm'):
                    (self.book / name).unlink(missing_ok=True)
                (self.book / 'book.sqlite').write_bytes(kept)

    def point(self):
        point = self.scratch / 'point'
        if not point.exists():
            self.run_ok('init', 'other', '--title', 'O', *ANA, *NOW)
            self.run_ok('checkpoint', '-o', point, '--book', 'other')
        return point


class Node(Book):
    """What the node signs itself: citations, and the change of its key."""

    def setUp(self):
        super().setUp()
        self.run_ok('init', 'other', '--title', 'O', '--origin', 'cordon/other', *ANA, *NOW)
        self.run_ok('checkpoint', '-o', 'point', '--book', 'other')

    def last(self):
        return json.loads(self.run_ok('log', '--json', *self.here).splitlines()[-1])['what']['act']

    def node_key(self):
        return (self.book / 'node.key').read_text(encoding='utf-8')

    def test_a_citation_says_what_the_note_says(self):
        self.run_ok('cite', 'point', *NOW, *self.here)
        origin, size, root = (self.scratch / 'point').read_text(encoding='utf-8').splitlines()[:3]
        fields = self.last()['fields']
        self.assertEqual((fields['origin'], fields['size'], fields['root']), (origin, int(size), base64.b64decode(root).hex()))
        self.assertEqual(fields['note'], (self.scratch / 'point').read_text(encoding='utf-8'))
        self.run_ok('verify', *self.here)

    def test_what_is_no_checkpoint_is_not_cited(self):
        before = self.size()
        note = (self.scratch / 'point').read_text(encoding='utf-8')
        for bad in ('', note[:-2], note.replace('\n1\n', '\nx\n'), note.split('\n\n')[0]):
            (self.scratch / 'bad').write_text(bad, encoding='utf-8')
            self.refused('cite', 'bad', *NOW, *self.here)
        self.assertEqual(self.size(), before)

    def test_a_new_node_key_signs_from_its_commit_on(self):
        old = self.node_key()
        key = json.loads(self.run_ok('key', 'node', '--json', *NOW, *self.here))['key']
        self.assertEqual((self.last()['kind'], self.last()['fields']['key']), ('node_key', key))
        self.assertNotEqual(self.node_key(), old)
        self.assertEqual((self.book / 'node.key').stat().st_mode & 0o777, 0o600)
        self.assertFalse((self.book / 'node.key.new').exists())
        self.run_ok('cite', 'point', *NOW, *self.here)
        self.run_ok('verify', *self.here)
        self.run_ok('export', '-o', 'book.txt', *self.here)
        audit = PROGRAM.with_name('cordon-audit')
        if audit.exists():
            self.assertEqual(subprocess.run([str(audit), str(self.scratch / 'book.txt')], stdout=subprocess.DEVNULL, check=False).returncode, 0)

    def test_stopped_before_the_commit_the_old_key_stays(self):
        (self.book / 'node.key.new').write_text(self.other_key(), encoding='utf-8')
        old = self.node_key()
        self.run_ok('cite', 'point', *NOW, *self.here)
        self.assertEqual(self.node_key(), old)
        self.assertFalse((self.book / 'node.key.new').exists())
        self.run_ok('verify', *self.here)

    def test_stopped_after_the_commit_the_new_key_is_taken(self):
        old = self.node_key()
        self.run_ok('key', 'node', *NOW, *self.here)
        new = self.node_key()
        (self.book / 'node.key').rename(self.book / 'node.key.new')
        (self.book / 'node.key').write_text(old, encoding='utf-8')
        self.run_ok('cite', 'point', *NOW, *self.here)
        self.assertEqual(self.node_key(), new)
        self.run_ok('verify', *self.here)

    def other_key(self):
        return (self.scratch / 'other' / 'node.key').read_text(encoding='utf-8')

    def test_another_nodes_key_does_not_write(self):
        (self.book / 'node.key').write_text(self.other_key(), encoding='utf-8')
        self.assertEqual(self.refused('cite', 'point', *NOW, *self.here), ['record.node_key_other'])
        self.run_ok('verify', *self.here)

    def test_a_node_key_whose_secret_is_elsewhere_is_not_taken(self):
        seed = self.node_key()[:64]
        public = json.loads(self.run_ok('log', '--json', *self.here).splitlines()[0])['what']['act']['fields']['node_key']
        (self.scratch / 'node').write_text(json.dumps({'cordon_key': 1, 'key': public, 'person': 'node', 'seed': seed}),
                                           encoding='utf-8')
        codes = self.refused('act', 'node_key', 'key=' + KEY, '--key', 'node', *NOW, *self.here)
        self.assertEqual(codes, ['record.node_key_not_here'])

    def test_no_folder_is_left_of_a_book_that_could_not_be_made(self):
        for bad in (['--origin', 'a b'], ['--origin', 'o' * 101], ['--origin', 'o' * 200], ['--name', 'Jose\u0301'],
                    ['--name', '']):
            self.refused('init', 'bad', '--title', 'T', *bad, *ANA, *NOW)
            self.assertFalse((self.scratch / 'bad').exists(), bad)
        self.refused('init', 'bad', '--title', '', *ANA, *NOW)
        self.assertFalse((self.scratch / 'bad').exists())
        self.run_ok('init', 'good', '--title', 'T', '--origin', 'o' * 100, *ANA, *NOW)


class Forgotten(Book):
    """The key of a person's texts is nowhere in the folder afterwards: not in free pages, the log or the back-ups."""

    def folder_bytes(self):
        return b''.join(path.read_bytes() for path in sorted(self.book.rglob('*')) if path.is_file())

    def key_of(self, person):
        with sqlite3.connect('file:%s?mode=ro' % (self.book / 'book.sqlite'), uri=True) as database:
            return database.execute('SELECT key FROM person_key WHERE person = ?', (person,)).fetchone()

    def test_forget(self):
        self.open_body()
        self.run_ok('enrol', '--csv', self.people(('luis', 'Luis Soto'), ('eva', 'Eva Rojas')), 'body=panaderia', *ANA, *NOW,
                    *self.here)
        self.run_ok('backup', *self.here)
        luis, eva = self.key_of('luis')[0], self.key_of('eva')[0]
        self.assertIn(luis, self.folder_bytes())
        before = self.run_ok('export', '-o', '-', '--with-personal', *self.here)
        self.run_ok('forget', 'luis', *ANA, *NOW, *self.here)
        self.assertIsNone(self.key_of('luis'))
        self.assertNotIn(luis, self.folder_bytes())
        self.assertIn(eva, self.folder_bytes())
        after = self.run_ok('export', '-o', '-', '--with-personal', *self.here)
        self.assertEqual([sum(line.startswith('s ') for line in text.splitlines()) for text in (before, after)], [2, 1])
        self.run_ok('verify', *self.here)
        state = self.state()
        self.assertEqual(state['before'], state['after'])
        self.assertEqual(self.refused('forget', 'luis', *ANA, *NOW, *self.here), ['record.forgotten'])

    def test_what_a_backup_keeps_of_somebody_forgotten_is_not_left_for_good(self):
        """A copy that cannot be erased in is named by every command that would write, until it is dealt with."""
        self.open_body()
        self.run_ok('enrol', '--csv', self.people(('luis', 'Luis Soto')), 'body=panaderia', *ANA, *NOW, *self.here)
        self.run_ok('backup', *self.here)
        luis = self.key_of('luis')[0]
        broken = self.book / 'backups' / '0.sqlite'
        broken.write_bytes(b'no database' * 100)
        open_another = ['act', 'body_open', 'body=molino', 'kind=union', 'name=M', 'members=people', 'secretary=ana', *ANA, *NOW]
        for command in (['forget', 'luis', *ANA, *NOW], open_another):
            done = self.cordon(*command, *self.here, cwd=self.scratch)
            self.assertEqual(done.returncode, 6, done.stderr)
            self.assertIn('0.sqlite', done.stderr)
        self.assertIsNotNone(self.key_of('luis'))
        copy = json.loads(self.run_ok('backup', '--json', *self.here))['file']  # made only now: without him
        self.assertNotIn(luis, (self.scratch / copy).read_bytes())
        broken.unlink()
        self.run_ok(*open_another, *self.here)
        self.assertIsNone(self.key_of('luis'))
        self.assertNotIn(luis, self.folder_bytes())

    def test_a_secretary_named_by_the_keeper_is_forgotten_too(self):
        self.run_ok('act', 'body_open', 'body=molino', 'kind=workplace', 'name=M', 'members=people', 'secretary=eva',
                    'secretary_name=Eva Rojas', *ANA, *NOW, *self.here)
        before = self.run_ok('export', '-o', '-', '--with-personal', *self.here)
        sealed = [line.split() for line in before.splitlines() if line.startswith('s ')]
        self.assertEqual([line[2] for line in sealed], ['eva'])
        self.assertIsNotNone(self.key_of('eva'))


class Keys(Case):
    def key(self, *arguments, passphrase=None, code=0):
        env = dict(environment('en'), **({'CORDON_PASSPHRASE': passphrase} if passphrase else {}))
        done = subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=self.scratch, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8', check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_a_key_under_a_passphrase_signs_with_it_only(self):
        self.key('key', 'new', 'ana.key', '--person', 'ana', passphrase='pan y trabajo')
        self.assertEqual(pathlib.Path(self.scratch / 'ana.key').stat().st_mode & 0o777, 0o600)
        self.key('init', 'b', '--title', 'T', '--key', 'ana.key', passphrase='otra', code=2)
        self.assertFalse((self.scratch / 'b').exists())
        self.key('init', 'b', '--title', 'T', '--key', 'ana.key', code=2)
        self.key('init', 'b', '--title', 'T', '--key', 'ana.key', passphrase='pan y trabajo')
        self.assertIn('under a passphrase', self.key('key', 'show', 'ana.key').stdout)

    def test_a_lost_key_is_replaced_by_the_recovery_key(self):
        ana = ['--example-keys', 'test=ana']
        self.key('init', 'book', '--title', 'T', *ana)
        self.key('act', 'body_open', 'body=pan', 'kind=workplace', 'name=P', 'members=people', 'secretary=ana', *ana)
        self.key('enrol', 'body=pan', 'person=luis', 'name=Luis', *ana)
        made = json.loads(self.key('key', 'new', 'luis.key', '--person', 'luis', '--in-clear', '--recovery', 'note', '--json').stdout)
        self.assertEqual((self.scratch / 'note').stat().st_mode & 0o777, 0o600)
        for use, key in (('main', made['key']), ('recovery', made['recovery'])):
            self.key('act', 'key_enrol', 'person=luis', 'key=' + key, 'use=' + use, *ana)
        lines = [line for line in (self.scratch / 'note').read_text(encoding='utf-8').splitlines() if line[:3] in ('1  ', '2  ', '3  ', '4  ')]
        (self.scratch / 'typed').write_text('\n'.join(line.upper() for line in lines[::-1]), encoding='utf-8')
        self.key('key', 'restore', 'back.key', '--person', 'luis', '--note', 'typed', '--in-clear')
        self.key('act', 'leave', 'body=pan', 'person=luis', '--key', 'back.key', code=2)
        self.key('key', 'rotate', 'new.key', '--in-clear', '--key', 'back.key')
        self.key('act', 'leave', 'body=pan', 'person=luis', '--key', 'luis.key', code=2)
        self.key('key', 'revoke', 'back.key', '--key', 'new.key')
        self.key('key', 'rotate', 'newer.key', '--in-clear', '--key', 'back.key', code=2)
        self.key('act', 'leave', 'body=pan', 'person=luis', '--key', 'new.key')
        self.key('verify')

    def test_every_slip_in_a_recovery_note_is_found_in_its_line(self):
        self.key('key', 'new', 'luis.key', '--person', 'luis', '--in-clear', '--recovery', 'note')
        lines = (self.scratch / 'note').read_text(encoding='utf-8').splitlines()
        for at in (number for number, line in enumerate(lines) if line[1:3] == '  ' and line[0] in '1234'):
            for bad in (lines[:at] + lines[at + 1:], lines[:at] + [lines[at]] + lines[at:],
                        lines[:at] + [lines[at][:4] + '%x' % (int(lines[at][4], 16) ^ 1) + lines[at][5:]] + lines[at + 1:],
                        lines[:at] + [lines[at][:-1]] + lines[at + 1:]):
                (self.scratch / 'bad').write_text('\n'.join(bad), encoding='utf-8')
                done = self.key('key', 'restore', 'back.key', '--person', 'luis', '--note', 'bad', '--in-clear', code=2)
                self.assertIn('line %s of' % lines[at][0], done.stderr)

    def test_a_key_is_never_overwritten(self):
        self.key('key', 'new', 'ana.key', '--person', 'ana', '--in-clear')
        before = (self.scratch / 'ana.key').read_bytes()
        self.key('key', 'new', 'ana.key', '--person', 'ana', '--in-clear', code=2)
        self.assertEqual((self.scratch / 'ana.key').read_bytes(), before)

    def test_a_damaged_key_file_is_refused(self):
        self.key('key', 'new', 'ana.key', '--person', 'ana', '--in-clear')
        good = json.loads((self.scratch / 'ana.key').read_text(encoding='utf-8'))
        for change in ({'seed': '00' * 32}, {'seed': '00'}, {'key': KEY}, {'cordon_key': 2}, {'person': 7}):
            (self.scratch / 'bad.key').write_text(json.dumps({**good, **change}), encoding='utf-8')
            self.key('init', 'b', '--title', 'T', '--key', 'bad.key', code=2)

    def test_no_book_is_made_where_something_is(self):
        os.mkdir(self.scratch / 'full')
        (self.scratch / 'full' / 'mine').write_text('x', encoding='utf-8')
        self.key('init', 'full', '--title', 'T', *ANA, code=2)
        self.assertEqual(os.listdir(self.scratch / 'full'), ['mine'])


if __name__ == '__main__':
    unittest.main()
