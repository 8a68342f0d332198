"""A book from the command line: founded, written, proved, verified, rebuilt, carried, backed up, and people forgotten."""
import fcntl
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
