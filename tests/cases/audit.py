"""cordon-audit, the second verifier of books, against books of an independent writer (bookmaker.py).

One good book with an act of each kind that changes keys, and then damages one at a time: each must be found, at its entry, under
its name. The writer itself is held against published values first.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import unicodedata
import unittest

import bookmaker
from bookmaker import Book, Key, canonical, key_id, note, root, sealed_line, sha, std64, url64, when
from program import PROGRAM, SOURCE, Case, environment

AUDIT = PROGRAM.resolve().parent / 'cordon-audit'
SALT = bytes(range(32))


class AuditCase(Case):
    def run_audit(self, *arguments, lang='en'):
        return subprocess.run([str(AUDIT), *map(str, arguments)], env=environment(lang), stdin=subprocess.DEVNULL, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8', check=False)

    def audit(self, export, *arguments):
        """(exit status, document) of an export given as bytes or as a Book."""
        target = self.scratch / 'book'
        target.write_bytes(export if isinstance(export, bytes) else export.export())
        done = self.run_audit(target, '--json', *arguments)
        self.assertEqual(done.stderr, '')
        return done.returncode, json.loads(done.stdout)

    def proven(self, export, *arguments):
        status, said = self.audit(export, *arguments)
        self.assertEqual((status, said['findings'], said['proven'], said['count']), (0, [], True, 0))
        return said

    def keep(self, name, content):
        """What somebody kept: a file."""
        target = self.scratch / name
        target.write_bytes(content if isinstance(content, bytes) else canonical(content))
        return target

    def found(self, export, code, *arguments, status=1, entry=None, line=None):
        """The export is not proven, and `code` is among the findings, at that place."""
        got, said = self.audit(export, *arguments)
        codes = [one['code'] for one in said['findings']]
        self.assertEqual(got, status, codes)
        self.assertFalse(said['proven'])
        self.assertEqual(said['count'], len(codes))
        self.assertIn(code, codes)
        one = said['findings'][codes.index(code)]
        if entry is not None:
            self.assertEqual(one.get('entry'), entry, said['findings'])
        if line is not None:
            self.assertEqual(one.get('line'), line, said['findings'])
        self.assertTrue(one['message'])
        return said['findings']


def small():
    """Founded, Ana with both keys, a checkpoint: entries 0, 1, 2."""
    book = Book()
    book.ana = book.enrol('ana')
    book.recovery = book.enrol('ana', 'ana recovery', 'recovery')
    book.commit()
    return book


def full():
    """A good book with every kind of act that the page names, rotations both ways, a new node key and sealed texts."""
    commitment = sha(b'cordon-sealed-v1\n', SALT, 'Fundadora Pérez'.encode()).hex()
    book = Book(commitment=commitment)
    ana, recovery = book.enrol('ana'), book.enrol('ana', 'ana recovery', 'recovery')
    book.commit()
    book.act('say', {'text': 'hola'}, [ana])
    book.act('say', {'who': {'names': [commitment[::-1], 'x']}, 'n': -5}, [ana, book.founder])
    book.commit()
    ana_2 = Key('ana 2')
    book.act('key_rotate', {'key': ana_2.text}, [recovery])
    beto, beto_2 = book.enrol('beto'), Key('beto 2')
    book.act('key_rotate', {'key': beto_2.text}, [beto])
    book.act('key_revoke', {'key': beto_2.text}, [book.founder])
    beto_3 = book.enrol('beto', 'beto 3', by=ana_2)
    book.act('key_revoke', {'key': recovery.text}, [ana_2])
    book.enrol('ana', 'ana recovery 2', 'recovery')
    node_2 = Key('node 2')
    book.act('node_key', {'key': node_2.text}, [book.node])
    book.node = node_2
    book.commit(tail='')
    book.act('cite', {'anything': [1, None, True, False]}, [node_2])
    book.act('forget', {'person': 'ana'}, [node_2, beto_3])
    text = 'ñ € 𝄞 "\\/ \b\f\n\r\t\x01\x0b\x1f\x7f </>'
    book.act('say', {'text': text, 'n': [0, 2**53 - 1, 1 - 2**53], 'deep': {'a': [{'b': [[]]}]}, 'a_b': {}, 'a0': '', '0': 1}, [ana_2])
    book.notes[len(book.entries)] = book.note() + ('— testigo.example/uno %s\n' % std64(bytes(80))).encode()
    book.sealed = [sealed_line('fundadora', SALT, 'Fundadora Pérez')]
    return book


class Writer(unittest.TestCase):
    """What the tests' own writer writes, against published values."""

    def test_roots_of_the_certificate_transparency_tests(self):
        leaves = [bytes.fromhex(text) for text in ('', '00', '10', '2021', '3031', '40414243', '5051525354555657',
                                                   '606162636465666768696a6b6c6d6e6f')]
        self.assertEqual(root([]).hex(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
        self.assertEqual(root(leaves[:1]).hex(), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
        self.assertEqual(root(leaves).hex(), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')

    def test_a_published_signed_note(self):
        """The example of golang.org/x/mod/sumdb/note: a key of type 1 and a note that it signed."""
        public = bookmaker.base64.b64decode('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
        key = Key('x')
        key.bytes = public[1:]
        signature = bookmaker.base64.b64decode(
            'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=')
        self.assertEqual(key_id('PeterNeumann', key), signature[:4])
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        Ed25519PublicKey.from_public_bytes(key.bytes).verify(
            signature[4:], b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n")

    def test_canonical_form_of_rfc_8785(self):
        """Section 3.2.2's string."""
        text = json.loads('"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"')
        self.assertEqual(canonical(text).decode(), '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')


class Good(AuditCase):
    def test_every_kind(self):
        said = self.proven(full())
        self.assertEqual((said['entries'], said['checkpoints'], said['book']), (len(full().entries), 4, full().id))

    def test_every_size_of_tree(self):
        """With a checkpoint after each entry, up to 70; and receipts of all of them in some sizes."""
        book = Book()
        book.commit()
        for size in range(2, 71):
            book.act('say', {'n': size}, [book.founder])
            book.commit()
        for size in (1, 2, 3, 7, 8, 21, 64, 70):
            arguments = []
            for entry in range(size):
                arguments += ['--receipt', self.keep('r%d' % entry, book.receipt(entry, size))]
            self.proven(book, *arguments)

    def test_more_than_a_batch_and_no_newline_in_receipts_or_one(self):
        book = Book()
        for number in range(5000):
            book.act('say', {'n': number}, [book.founder])
            if number % 700 == 0:
                book.commit()
        checkpoint = book.commit()
        receipt = canonical(book.receipt(4321))
        self.proven(book, '--checkpoint', self.keep('c', checkpoint), '--receipt', self.keep('a', receipt),
                    '--receipt', self.keep('b', receipt + b'\n'))

    def test_edges_that_are_allowed(self):
        book = small()
        book.act('say', {}, [book.ana], made=when(book.seconds + 600))
        book.act('say', {}, [book.ana], made=when(book.seconds - 366 * 86400))
        book.act('say', {}, [book.ana], time=when(book.seconds - 10), made=when(book.seconds - 10))
        book.act('say', {'text': 'x' * (65536 - len(book.entries[-1]) - len('"text":""'))}, [book.ana])
        self.assertEqual(len(book.entries[-1]), 65536)
        signers = [book.founder] + [book.enrol('p%d' % i) for i in range(63)]
        book.act('say', {'time': '2000-02-29T23:59:59Z'}, signers)
        book.commit()
        self.proven(book)

    def test_keys(self):
        said = self.audit(full(), '--keys')[1]['keys']
        self.assertEqual([(key['use'], key['person'], key['entry'], key['by'], key['ended']) for key in said], [
            ('node', '', 0, '', 12), ('main', 'fundadora', 0, '', -1), ('main', 'ana', 1, 'fundadora', 5),
            ('recovery', 'ana', 2, 'fundadora', 10), ('main', 'ana', 5, 'ana', -1), ('main', 'beto', 6, 'fundadora', 7),
            ('main', 'beto', 7, 'beto', 8), ('main', 'beto', 9, 'ana', -1), ('recovery', 'ana', 11, 'fundadora', -1),
            ('node', '', 12, '', -1)])
        self.assertEqual((said[2]['key'], said[2]['time']), (Key('ana').text, when(10)))
        self.keep('book', full().export())
        listed = self.run_audit(self.scratch / 'book', '--keys').stdout.splitlines()
        self.assertEqual(len(listed), 11)
        self.assertTrue(all(key['key'] in line and key['person'] in line for key, line in zip(said, listed)))

    def test_both_languages_and_help(self):
        book = self.keep('book', full().export())
        self.assertRegex(self.run_audit(book).stdout, r'^proven: book [0-9a-f]{64}, entries 16, checkpoints 4, findings 0\n$')
        self.assertRegex(self.run_audit(book, lang='es').stdout, r'^probado: libro ')
        broken = self.keep('broken', full().export()[:-1])
        self.assertIn('the file was cut off', self.run_audit(broken).stdout)
        self.assertIn('línea 23: el archivo está cortado', self.run_audit(broken, lang='es').stdout)
        self.assertIn('recibos guardados fuera valen', self.run_audit('--help', lang='es').stdout)
        english = self.run_audit('--help').stdout
        example = english.rstrip().splitlines()[-1].split()
        self.keep('cordon.book', full().export())
        self.keep('receipt.json', full().receipt(3))
        done = subprocess.run([str(AUDIT)] + example[1:], cwd=self.scratch, stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_every_finding_has_both_languages(self):
        table = (SOURCE / 'src' / 'audit' / 'says.def').read_text(encoding='utf-8')
        rows = re.findall(r'^SAY\((\w+), "([^"]+)", "([^"]+)",\s+"([^"]+)"\)$', table, re.M)
        self.assertEqual(len(rows), table.count('\nSAY('))
        self.assertEqual(len({row[1] for row in rows}), len(rows))
        self.assertTrue(all(row[2] != row[3] for row in rows))

    def test_wrong_command_lines_and_files_that_are_not_there(self):
        book = self.keep('book', full().export())
        for arguments in ([], [book, book], ['--nothing', book], [book, '--receipt'], ['--json']):
            self.assertEqual(self.run_audit(*arguments).returncode, 2, arguments)
        for arguments in ([self.scratch / 'none'], [self.scratch], [book, '--checkpoint', self.scratch / 'none']):
            done = self.run_audit(*arguments)
            self.assertEqual((done.returncode, bool(done.stderr)), (6, True), arguments)
            self.assertNotIn('\nproven', '\n' + done.stdout)

    @unittest.skipUnless(os.path.exists('/dev/full'), 'no /dev/full')
    def test_a_full_disk_is_not_success(self):
        book = self.keep('book', full().export())
        self.assertEqual(os.system('"%s" "%s" > /dev/full' % (AUDIT, book)) >> 8, 6)

    def test_it_is_linked_with_what_it_says(self):
        done = subprocess.run(['objdump', '-p', str(AUDIT)], stdout=subprocess.PIPE, encoding='utf-8', check=True)
        needed = {re.sub(r'\.so.*', '', name) for name in re.findall(r'NEEDED\s+(\S+)', done.stdout)}
        self.assertEqual(needed - {'libasan', 'libubsan'}, {'libjansson', 'libsodium', 'libutf8proc', 'libc'})


def entry_with(text):
    """A damage of form: a good entry of Ana with `text` (bytes) as its fields, signed as it stands there."""
    def make():
        book = small()
        act = book.make('say', {'x': 0})
        raw = canonical(act).replace(b'{"x":0}', text)
        signature = {'key': book.ana.text, 'signature': url64(book.ana.sign(b'cordon-act-v1\n' + raw))}
        book.entries.append(canonical({'act': act, 'signatures': [signature], 'time': when(30)}).replace(b'{"x":0}', text))
        book.commit()
        return book
    return make


def replaced(old, new, count=1):
    """The last entry's bytes with something put in another's place."""
    def make():
        book = small()
        book.act('say', {'text': 'a'}, [book.ana])
        assert old in book.entries[-1], old
        book.entries[-1] = book.entries[-1].replace(old, new, count)
        book.commit()
        return book
    return make


def acted(kind, fields, keys, before=None, **changed):
    """One more act in the small book; fields, keys and changes may be functions of the book."""
    def value(it, book):
        return it(book) if callable(it) else it

    def make():
        book = small()
        if before:
            before(book)
        book.act(kind, value(fields, book), value(keys, book), **{name: value(it, book) for name, it in changed.items()})
        book.commit()
        return book
    return make


def ana(book):
    return [book.ana]


def founder(book):
    return [book.founder]


def new_key(name='new', **fields):
    return dict({'key': Key(name).text}, **fields)


def revoked(book):
    book.act('key_revoke', {'key': book.ana.text}, [book.founder])


def rotated(book):
    book.act('key_rotate', new_key('ana 2'), [book.ana])


def node_changed(book):
    book.old = book.node
    book.act('node_key', new_key('node 2'), [book.node])
    book.node = Key('node 2')


def founded(**fields):
    return lambda: committed(Book(**fields))


def committed(book):
    book.commit()
    return book


def signed(change):
    """A say by Ana whose signatures are changed."""
    def make():
        book = small()
        act = book.make('say', {'text': 'a'})
        entry = {'act': act, 'signatures': change(book, act), 'time': when(book.seconds)}
        book.entries.append(canonical(entry))
        return committed(book)
    return make


def founding_signed(*keys):
    def make():
        book = Book()
        act = json.loads(book.entries[0])['act']
        book.entries[0] = canonical({'act': act, 'signatures': book.signatures(act, keys), 'time': when(0)})
        return committed(book)
    return make


# A point of order 1 is a "key" under which (R, S) = (that point, 0) is a signature of anything, unless such keys are refused.
SMALL_KEY = b'\1' + bytes(31)


def small_order():
    book = small()
    book.act('key_enrol', {'person': 'nadie', 'key': url64(SMALL_KEY), 'use': 'main'}, [book.founder])
    act = book.make('say', {'text': 'a'})
    book.entries.append(canonical({'act': act, 'signatures': [{'key': url64(SMALL_KEY), 'signature': url64(SMALL_KEY + bytes(32))}],
                                   'time': when(book.seconds)}))
    return committed(book)


def high_s(book, act):
    """The same signature with S + L, which RFC 8032 refuses."""
    one, = book.signatures(act, [book.ana])
    raw = bookmaker.base64.urlsafe_b64decode(one['signature'] + '==')
    order = 2**252 + 27742317777372353535851937790883648493
    return [{'key': one['key'], 'signature': url64(raw[:32] + (int.from_bytes(raw[32:], 'little') + order).to_bytes(32, 'little'))}]


def junk_bits(text):
    """Another spelling of the same bytes: the last character's low bits, which mean nothing, set."""
    alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return text[:-1] + alphabet[alphabet.index(text[-1]) + 1]


def many_signers(book):
    return [book.founder] + [book.enrol('p%d' % i) for i in range(64)]


# name: (code, entry, function that makes the damaged book). Entry 3 is the first after the small book's.
ENTRIES = {
    'blank_in_json': ('json.canonical', 3, replaced(b'":"', b'": "')),
    'newline_escape_spelled_long': ('json.canonical', 3, entry_with(b'{"x":"\\u000a"}')),
    'upper_case_escape': ('json.canonical', 3, entry_with(b'{"x":"\\u001F"}')),
    'escaped_slash': ('json.canonical', 3, entry_with(b'{"x":"\\/"}')),
    'escaped_letter': ('json.canonical', 3, entry_with(b'{"x":"\\u00e9"}')),
    'escaped_astral': ('json.canonical', 3, entry_with(b'{"x":"\\ud834\\udd1e"}')),
    'escaped_delete': ('json.canonical', 3, entry_with(b'{"x":"\\u007f"}')),
    'minus_zero': ('json.canonical', 3, entry_with(b'{"x":-0}')),
    'members_out_of_order': ('json.canonical', 3, entry_with(b'{"x":0,"a":0}')),
    'member_twice': ('json.twice', 3, entry_with(b'{"x":0,"x":0}')),
    'member_in_capitals': ('json.name', 3, entry_with(b'{"X":0}')),
    'member_with_hyphen': ('json.name', 3, entry_with(b'{"x-y":0}')),
    'member_without_name': ('json.name', 3, entry_with(b'{"":0}')),
    'control_character': ('json.syntax', 3, entry_with(b'{"x":"\x01"}')),
    'u_0000': ('json.nul', 3, entry_with(b'{"x":"\\u0000"}')),
    'u_0000_in_a_name': ('json.syntax', 3, entry_with(b'{"x\\u0000":0}')),
    'not_normal_form_c': ('json.nfc', 3, entry_with('{"x":"e\u0301"}'.encode())),
    'not_normal_form_c_after_an_escape': ('json.nfc', 3, entry_with('{"x":"\\ne\u0301"}'.encode())),
    'compatibility_angstrom': ('json.nfc', 3, entry_with('{"x":"\u212b"}'.encode())),
    'unassigned_code_point': ('json.unassigned', 3, entry_with('{"x":"\u0378"}'.encode())),
    'non_character': ('json.unassigned', 3, entry_with('{"x":"\ufffe"}'.encode())),
    'latin_1': ('json.utf8', 3, entry_with(b'{"x":"\xe9"}')),
    'overlong_utf_8': ('json.utf8', 3, entry_with(b'{"x":"\xc0\xaf"}')),
    'surrogate_in_utf_8': ('json.utf8', 3, entry_with(b'{"x":"\xed\xa0\x80"}')),
    'beyond_unicode': ('json.utf8', 3, entry_with(b'{"x":"\xf4\x90\x80\x80"}')),
    'lone_surrogate': ('json.syntax', 3, entry_with(b'{"x":"\\ud834"}')),
    'two_to_the_53': ('json.number', 3, entry_with(b'{"x":9007199254740992}')),
    'minus_two_to_the_53': ('json.number', 3, entry_with(b'{"x":-9007199254740992}')),
    'two_to_the_64': ('json.number', 3, entry_with(b'{"x":18446744073709551616}')),
    'lowest_of_64_bits': ('json.number', 3, entry_with(b'{"x":-9223372036854775808}')),
    'fraction': ('json.number', 3, entry_with(b'{"x":1.0}')),
    'exponent': ('json.number', 3, entry_with(b'{"x":1e3}')),
    'too_large_exponent': ('json.number', 3, entry_with(b'{"x":1e999}')),
    'leading_zero': ('json.syntax', 3, entry_with(b'{"x":01}')),
    'depth_13': ('json.depth', 3, entry_with(b'{"x":[[[[[[[[[[]]]]]]]]]]}')),
    'bytes_after': ('json.syntax', 3, replaced(b'Z"}', b'Z"}x')),
    'byte_order_mark': ('json.syntax', 3, replaced(b'{"act"', b'\xef\xbb\xbf{"act"')),
    'carriage_return': ('json.canonical', 3, replaced(b'00:30Z"}', b'00:30Z"}\r', 2)),
    'not_an_object': ('json.members', 3, lambda: replaced_whole(b'[]')),
    'no_value': ('json.syntax', 3, lambda: replaced_whole(b'')),
    'literal': ('json.syntax', 3, lambda: replaced_whole(b'null')),
    'too_large': ('entry.large', 3, acted('say', {'text': 'x' * 65536}, ana)),
    'unknown_member_of_the_entry': ('json.members', 3, replaced(b',"time"', b',"tim":0,"time"')),
    'no_time': ('json.members', 3, replaced(b',"time":"1972-10-11T09:00:30Z"', b'')),
    'unknown_member_of_the_act': ('json.members', 3, acted('say', {}, ana, more=1)),
    'no_nonce': ('json.members', 3, lambda: without('nonce')),
    'fields_are_a_list': ('json.value', 3, acted('say', [], ana)),
    'book_in_capitals': ('json.value', 3, acted('say', {}, ana, book=lambda book: book.id.upper())),
    'book_too_short': ('json.value', 3, acted('say', {}, ana, book=lambda book: book.id[:-2])),
    'nonce_too_long': ('json.value', 3, acted('say', {}, ana, nonce='0' * 34)),
    'nonce_is_no_hexadecimal': ('json.value', 3, acted('say', {}, ana, nonce='g' * 32)),
    'kind_in_capitals': ('json.value', 3, acted('Say', {}, ana)),
    'kind_empty': ('json.value', 3, acted('', {}, ana)),
    'kind_too_long': ('json.value', 3, acted('k' * 65, {}, ana)),
    'no_such_day': ('json.value', 3, acted('say', {}, ana, made='1972-02-30T09:00:00Z')),
    'no_leap_year': ('json.value', 3, acted('say', {}, ana, made='1900-02-29T09:00:00Z')),
    'hour_24': ('json.value', 3, acted('say', {}, ana, made='1972-10-10T24:00:00Z')),
    'second_60': ('json.value', 3, acted('say', {}, ana, made='1972-10-10T23:59:60Z')),
    'fraction_of_a_second': ('json.value', 3, acted('say', {}, ana, made='1972-10-11T09:00:00.0Z')),
    'other_zone': ('json.value', 3, acted('say', {}, ana, made='1972-10-11T09:00:00+00:00')),
    'small_z': ('json.value', 3, acted('say', {}, ana, made='1972-10-11T09:00:00z')),
    'blank_in_time': ('json.value', 3, acted('say', {}, ana, made='1972-10-11T 9:00:00Z')),
    'date_for_time': ('json.value', 3, acted('say', {}, ana, time='1972-10-11')),
    'time_is_a_number': ('json.value', 3, acted('say', {}, ana, time=0)),
    'signing_key_padded': ('json.value', 3, signed(lambda b, a: [dict(s, key=s['key'] + '=') for s in b.signatures(a, [b.ana])])),
    'signing_key_respelled': ('json.value', 3, signed(lambda b, a: [dict(s, key=junk_bits(s['key'])) for s in b.signatures(a, [b.ana])])),
    'signature_respelled': ('json.value', 3,
                            signed(lambda b, a: [dict(s, signature=junk_bits(s['signature'])) for s in b.signatures(a, [b.ana])])),
    'signature_in_plain_base64': ('json.value', 3, signed(lambda b, a: [dict(s, signature='+/' + s['signature'][2:])
                                                                         for s in b.signatures(a, [b.ana])])),
    'signature_too_short': ('json.value', 3, signed(lambda b, a: [dict(s, signature=s['signature'][:-2]) for s in b.signatures(a, [b.ana])])),
    'signature_with_a_comment': ('json.members', 3, signed(lambda b, a: [dict(s, x=1) for s in b.signatures(a, [b.ana])])),
    'no_signature': ('entry.signatures', 3, acted('say', {}, [])),
    '65_signatures': ('entry.signatures', 67, acted('say', {}, many_signers)),
    'signers_out_of_order': ('entry.signer_order', 3, signed(lambda b, a: b.signatures(a, [b.ana, b.founder])[::-1])),
    'signer_twice': ('entry.signer_order', 3, signed(lambda b, a: b.signatures(a, [b.ana]) * 2)),
    'founding_without_title': ('json.members', 0, founded(title=None)),
    'founding_with_empty_title': ('json.value', 0, founded(title='')),
    'founding_with_more': ('json.members', 0, founded(colour='rojo')),
    'founding_commitment': ('json.value', 0, founded(commitment='x')),
    'origin_with_blank': ('json.value', 0, founded(origin='a b')),
    'origin_with_other_blank': ('json.value', 0, founded(origin='a\u2003b')),
    'origin_with_plus': ('json.value', 0, founded(origin='a+b')),
    'origin_with_newline': ('json.value', 0, founded(origin='a\nb')),
    'origin_too_long': ('json.value', 0, founded(origin='o' * 256)),
    'person_in_capitals': ('json.value', 3, acted('key_enrol', new_key(person='Beto', use='main'), founder)),
    'person_begins_with_point': ('json.value', 3, acted('key_enrol', new_key(person='.beto', use='main'), founder)),
    'person_too_long': ('json.value', 3, acted('key_enrol', new_key(person='b' * 65, use='main'), founder)),
    'other_use': ('json.value', 3, acted('key_enrol', new_key(person='beto', use='spare'), founder)),
    'enrolment_with_more': ('json.members', 3, acted('key_enrol', new_key(person='beto', use='main', x=1), founder)),
    'rotation_without_key': ('json.members', 3, acted('key_rotate', {}, ana)),
    'act_of_another_book': ('entry.book', 3, acted('say', {}, ana, book='1' * 64)),
    'later_act_with_zeros': ('entry.book', 3, acted('say', {}, ana, book='0' * 64)),
    'founded_twice': ('entry.founding', 3, acted('found', lambda b: json.loads(b.entries[0])['act']['fields'], lambda b: [b.node, b.founder],
                                                 book='0' * 64)),
    'nonce_twice': ('entry.nonce', 3, acted('say', {}, ana, nonce='%032x' % 2)),
    'same_act_twice': ('entry.nonce', 4, lambda: entered_twice()),
    'time_back': ('entry.time_back', 3, acted('say', {}, ana, time=when(19))),
    'made_after_it_was_entered': ('entry.time_early', 3, acted('say', {}, ana, made=when(30 + 601))),
    'made_too_old': ('entry.time_late', 3, acted('say', {}, ana, made=when(30 - 366 * 86400 - 1))),
    'signature_by_another_key': ('signature.wrong', 3, signed(lambda b, a: [dict(b.signatures(a, [b.founder])[0], key=b.ana.text)])),
    'signature_without_domain': ('signature.wrong', 3, signed(lambda b, a: b.signatures(a, [b.ana], domain=b''))),
    'signature_under_another_domain': ('signature.wrong', 3, signed(lambda b, a: b.signatures(a, [b.ana], domain=b'cordon-book-v1\n'))),
    'signature_of_another_act': ('signature.wrong', 3, signed(lambda b, a: b.signatures(dict(a, kind='sax'), [b.ana]))),
    'one_signature_of_two': ('signature.wrong', 3, signed(lambda b, a: sorted(
        b.signatures(a, [b.ana]) + b.signatures(dict(a, kind='sax'), [b.founder]), key=lambda one: one['key']))),
    'signature_with_high_s': ('signature.wrong', 3, signed(high_s)),
    'signature_by_a_key_of_small_order': ('signature.wrong', 4, small_order),
    'act_changed_after_signing': ('signature.wrong', 3, replaced(b'"text":"a"', b'"text":"b"')),
    'key_never_enrolled': ('key.unknown', 3, acted('say', {}, [Key('stranger')])),
    'key_before_its_enrolment': ('key.unknown', 3, lambda: enrolled_after()),
    'key_enrols_itself': ('key.unknown', 3, acted('key_enrol', new_key(person='beto', use='main'), [Key('new')])),
    'key_after_revocation': ('key.ceased', 4, acted('say', {}, ana, before=revoked)),
    'key_after_rotation': ('key.ceased', 4, acted('say', {}, ana, before=rotated)),
    'recovery_key_signs_another_act': ('key.use', 3, acted('say', {}, lambda b: [b.recovery])),
    'recovery_key_enrols': ('key.use', 3, acted('key_enrol', new_key(person='beto', use='main'), lambda b: [b.recovery])),
    'recovery_key_revokes': ('key.use', 3, acted('key_revoke', lambda b: {'key': b.ana.text}, lambda b: [b.recovery])),
    'node_signs_another_act': ('key.use', 3, acted('say', {}, lambda b: [b.node])),
    'node_signs_another_act_too': ('key.use', 3, acted('say', {}, lambda b: [b.ana, b.node])),
    'node_enrols': ('key.use', 3, acted('key_enrol', new_key(person='beto', use='main'), lambda b: [b.node])),
    'node_rotates': ('key.use', 3, acted('key_rotate', new_key(), lambda b: [b.node])),
    'member_changes_the_node_key': ('key.use', 3, acted('node_key', new_key(), ana)),
    'old_node_key_signs': ('key.ceased', 4, acted('cite', {}, lambda b: [b.old], before=node_changed)),
    'new_node_key_signs_its_own_entry': ('key.unknown', 3, acted('node_key', new_key(), [Key('new')])),
    'rotation_with_two_signatures': ('key.signers', 3, acted('key_rotate', new_key(), lambda b: [b.ana, b.recovery])),
    'node_key_with_two_signatures': ('key.signers', 3, acted('node_key', new_key(), lambda b: [b.node, b.ana])),
    'founded_by_the_node_alone': ('key.signers', 0, founding_signed(Key('node'))),
    'founded_by_the_founder_alone': ('key.signers', 0, founding_signed(Key('founder'))),
    'founded_with_a_third': ('key.signers', 0, founding_signed(Key('node'), Key('founder'), Key('x'))),
    'founded_with_a_stranger': ('key.unknown', 0, founding_signed(Key('node'), Key('x'))),
    'founder_is_the_node': ('key.twice', 0, founded(key=Key('node').text)),
    'key_enrolled_twice': ('key.twice', 3, acted('key_enrol', lambda b: {'person': 'beto', 'key': b.ana.text, 'use': 'main'}, founder)),
    'key_enrolled_in_both_uses': ('key.twice', 3, acted('key_enrol', lambda b: {'person': 'beto', 'key': b.ana.text, 'use': 'recovery'}, founder)),
    'key_enrolled_again_after_revocation': ('key.twice', 4, acted(
        'key_enrol', lambda b: {'person': 'ana', 'key': b.ana.text, 'use': 'main'}, founder, before=revoked)),
    'node_key_enrolled_as_a_persons': ('key.twice', 3, acted('key_enrol', lambda b: {'person': 'beto', 'key': b.node.text, 'use': 'main'}, founder)),
    'rotation_to_the_same_key': ('key.twice', 3, acted('key_rotate', lambda b: {'key': b.ana.text}, ana)),
    'rotation_to_anothers_key': ('key.twice', 3, acted('key_rotate', lambda b: {'key': b.founder.text}, ana)),
    'node_key_of_a_person': ('key.twice', 3, acted('node_key', lambda b: {'key': b.ana.text}, lambda b: [b.node])),
    'second_main_key': ('key.second', 3, acted('key_enrol', new_key(person='ana', use='main'), founder)),
    'second_recovery_key': ('key.second', 3, acted('key_enrol', new_key(person='ana', use='recovery'), founder)),
    'revocation_of_an_unknown_key': ('key.not_valid', 3, acted('key_revoke', new_key(), founder)),
    'revocation_twice': ('key.not_valid', 4, acted('key_revoke', lambda b: {'key': b.ana.text}, founder, before=revoked)),
    'revocation_of_the_node': ('key.not_valid', 3, acted('key_revoke', lambda b: {'key': b.node.text}, founder)),
}


def replaced_whole(raw):
    book = small()
    book.entries.append(raw)
    return committed(book)


def without(name):
    book = small()
    act = book.make('say', {})
    del act[name]
    book.enter(act, [book.ana])
    return committed(book)


def entered_twice():
    book = small()
    act = book.make('say', {})
    book.enter(act, [book.ana])
    book.enter(act, [book.ana])
    return committed(book)


def enrolled_after():
    book = small()
    book.act('say', {}, [Key('beto')])
    book.enrol('beto')
    return committed(book)


class Entries(AuditCase):
    """Each damage is found at its entry; and where it is the only one, it is all that is found."""

    def test_the_small_book_is_good(self):
        self.proven(small())
        self.proven(acted('say', {}, ana)())
        self.proven(entry_with(b'{"x":1}')())
        self.proven(entry_with(b'{"x":[[[[[]]]]]}')())


def add_damage(name, code, entry, make):
    def test(self):
        self.found(make(), code, entry=entry, line=None)
    setattr(Entries, 'test_' + name, test)


for damage, (damage_code, damage_entry, damage_make) in ENTRIES.items():
    add_damage(damage, damage_code, damage_entry, damage_make)


class Checkpoints(AuditCase):
    def with_note(self, **changed):
        book = small()
        book.notes[3] = book.note(**changed)
        return book

    def with_bytes(self, change):
        book = small()
        book.notes[3] = change(book.notes[3])
        return book

    def test_of_another_size(self):
        self.found(self.with_note(size=2), 'checkpoint.size', entry=2, line=5)
        book = small()
        self.found(book.export().replace(b'\nc 3 ', b'\nc 2 '), 'checkpoint.size', entry=2)

    def test_of_another_root(self):
        self.found(self.with_note(tree_root=bytes(32)), 'checkpoint.root', entry=2, line=5)

    def test_of_another_key(self):
        self.found(self.with_note(key=Key('x')), 'checkpoint.key', entry=2)
        self.found(self.with_note(key=small().founder), 'checkpoint.key', entry=2)

    def test_of_another_key_under_the_nodes_id(self):
        forged = note(small().origin, 3, root(small().entries), Key('x')).decode().rsplit(' ', 1)
        raw = key_id(small().origin, Key('node')) + bookmaker.base64.b64decode(forged[1])[4:]
        book = small()
        book.notes[3] = ('%s %s\n' % (forged[0], std64(raw))).encode()
        self.found(book, 'checkpoint.signature', entry=2)

    def test_of_another_origin(self):
        self.found(self.with_note(origin='otro.example'), 'checkpoint.origin', entry=2)

    def test_by_the_old_node_key_and_by_the_new_one_too_early(self):
        book = small()
        node_changed(book)
        book.commit(key=book.old)
        self.found(book, 'checkpoint.key', entry=3)
        book.commit()
        self.proven(book)
        book.notes[3] = book.note(3)
        self.found(book, 'checkpoint.key', entry=2)

    def test_forms(self):
        for name, change in {
                'empty': lambda n: b'', 'no blank line': lambda n: n.replace(b'\n\n', b'\n'), 'no signature': lambda n: n[:n.index(b'\n\n') + 2],
                'no newline': lambda n: n[:-1], 'leading zero': lambda n: n.replace(b'\n3\n', b'\n03\n'),
                'size 0': lambda n: n.replace(b'\n3\n', b'\n0\n'), 'plus': lambda n: n.replace(b'\n3\n', b'\n+3\n'),
                'hyphen for a dash': lambda n: n.replace('—'.encode(), b'-'), 'no name': lambda n: n.replace('— '.encode(), '—  '.encode()),
                'long line end': lambda n: n.replace(b'\n', b'\r\n'), 'second node line': lambda n: n + n.split(b'\n')[4] + b'\n',
                'bad witness': lambda n: n + '— testigo x\n'.encode(), 'line that is no signature': lambda n: n + b'hola\n',
                'NUL': lambda n: n + b'\0\n', 'witness first': lambda n: n.replace('— '.encode(), '— t %s\n— '.encode() % std64(bytes(68)).encode()),
                'too many': lambda n: n + ('— testigo %s\n' % std64(bytes(68))).encode() * 64,
                }.items():
            with self.subTest(name=name):
                self.found(self.with_bytes(change), 'checkpoint.form', entry=2)
        self.found(self.with_note(tail='more\n'), 'checkpoint.form', entry=2)
        self.found(self.with_note(name='otro'), 'checkpoint.form', entry=2)
        self.found(small().export().replace(b'\nc 3 ', b'\nc 03 '), 'checkpoint.form', entry=2)
        self.proven(self.with_bytes(lambda n: n + ('— testigo %s\n' % std64(bytes(68))).encode() * 63))

    def test_last_one_missing_or_too_early(self):
        book = small()
        book.act('say', {}, [book.ana])
        self.found(book, 'checkpoint.last', line=7)
        book.notes.clear()
        self.found(book, 'checkpoint.last', line=6)

    def test_two_of_one_size(self):
        lines = small().lines()
        lines.insert(5, lines[4])
        lines[-1] = b'end 3 2'
        self.found(b'\n'.join(lines) + b'\n', 'checkpoint.size', entry=2, line=6)

    def test_before_the_first_entry(self):
        lines = small().lines()
        lines.insert(1, lines[4])
        lines[-1] = b'end 3 2'
        self.found(b'\n'.join(lines) + b'\n', 'checkpoint.size', line=2)

    def test_entries_dropped_swapped_altered_and_inserted(self):
        """Signed members' acts moved about by somebody who cannot sign checkpoints."""
        book = full()
        del book.entries[4]
        self.found(book, 'checkpoint.root')
        book = full()
        book.entries[3], book.entries[4] = book.entries[4], book.entries[3]
        self.found(book, 'checkpoint.root', entry=4)
        book = full()
        book.entries[3] = book.entries[3].replace(b'hola', b'olah')
        self.assertIn('signature.wrong', [one['code'] for one in self.found(book, 'checkpoint.root', entry=4)])
        book = full()
        book.entries.insert(3, book.entries[3])
        self.found(book, 'entry.nonce', entry=4)


class Files(AuditCase):
    def test_cut_anywhere(self):
        whole = full().export()
        lines = whole.splitlines(keepends=True)
        for count in range(len(lines)):
            code = 'file.cut' if count else 'file.header'
            self.found(b''.join(lines[:count]), code, status=2, line=count + 1)
        for at in random.Random(3).sample(range(1, len(whole)), 40) + [len(whole) - 1]:
            with self.subTest(at=at):
                self.assertEqual(self.audit(whole[:at])[0], 2)

    def test_a_line_lost(self):
        lines = full().export().splitlines(keepends=True)
        for number in range(len(lines)):
            with self.subTest(line=number + 1):
                if lines[number].startswith(b's'):
                    continue  # texts beside the book may be left out
                self.assertNotEqual(self.audit(b''.join(lines[:number] + lines[number + 1:]))[0], 0)

    def test_lines_that_are_none(self):
        good = small().export()
        for name, export in {
                'x': good.replace(b'\nend', b'\nx y\nend'), 'empty line': good.replace(b'\nend', b'\n\nend'),
                'header again': good.replace(b'\nend', b'\n' + good.split(b'\n')[0] + b'\nend'), 'returns': good.replace(b'\n', b'\r\n'),
                'entry': good.replace(b'\ne ', b'\nE ', 1), 'end': good.replace(b'\nend 3 1\n', b'\nend 3 1 \n'),
                'end zero': good.replace(b'\nend 3 1\n', b'\nend 03 1\n'), 'NUL': good.replace(b'\nend', b'\n\0\nend')}.items():
            with self.subTest(name=name):
                status, said = self.audit(export)
                self.assertEqual((status, said['findings'][-1]['code'][:5]), (2, 'file.'))

    def test_headers(self):
        good = small().export()
        for header in (b'', b'\n', b'cordon-book 2 ' + small().id.encode(), b'cordon-book 1', b'cordon-book 1 ' + small().id.upper().encode(),
                       b'\xef\xbb\xbfcordon-book 1 ' + small().id.encode(), b'cordon-book 1 %s ' % small().id.encode()):
            with self.subTest(header=header):
                self.found(header + good[good.index(b'\n'):], 'file.header', status=2, line=1)
        self.found(good.replace(small().id.encode(), b'1' * 64, 1), 'book.id', entry=0)

    def test_not_a_book_at_all(self):
        for content in (b'', b'x', b'\0' * 100000, b'x' * 100000, b'{"a":1}\n', bytes(range(256)) * 1000):
            self.found(content, 'file.header', status=2, line=1)

    def test_a_line_too_long(self):
        self.found(small().export().replace(b'\nend', b'\ne ' + b'x' * 200000 + b'\nend'), 'file.long', status=2, line=6)
        self.found(small().export().replace(b'\nend', b'\ne ' + b'x' * 80000 + b'\nend'), 'entry.large', entry=3)

    def test_the_end_line(self):
        good = small().export()
        for end in (b'end 2 1', b'end 3 0', b'end 3 2', b'end 0 0'):
            self.found(good.replace(b'end 3 1', end), 'file.counts', line=6)
        self.found(good + b'x', 'file.cut', status=2, line=7)
        self.found(good + b'end 3 1\n', 'file.cut', status=2, line=7)

    def test_a_book_without_entries(self):
        self.found(b'cordon-book 1 ' + b'0' * 64 + b'\nend 0 0\n', 'entry.founding')

    def test_a_book_that_was_not_founded(self):
        book = small()
        book.entries = book.entries[1:]
        book.notes = {}
        book.commit()
        self.found(book, 'entry.founding', entry=0)

    def test_a_founding_act_of_another_book(self):
        """Its own id, or any but zeros, cannot stand in it."""
        book = Book()
        act = json.loads(book.entries[0])['act']
        act['book'] = '1' * 64
        book.id = sha(b'cordon-book-v1\n', canonical(act)).hex()
        book.entries[0] = canonical({'act': act, 'signatures': book.signatures(act, [book.node, book.founder]), 'time': when(0)})
        self.found(committed(book), 'entry.book', entry=0)

    def test_findings_are_limited_and_counted(self):
        book = small()
        for _ in range(1200):
            book.act('say', {}, [book.recovery])
        status, said = self.audit(committed(book))
        self.assertEqual((status, len(said['findings']), said['count']), (1, 1000, 1200))


class Sealed(AuditCase):
    def book(self, *texts, acts=None):
        book = small()
        for commitment in acts if acts is not None else [line.split()[1].decode() for line in texts]:
            book.act('say', {'name': commitment}, [book.ana])
        book.commit()
        book.sealed = list(texts)
        return book

    def test_good_ones(self):
        self.proven(self.book(sealed_line('ana', SALT, 'Ana Núñez'), sealed_line('beto', SALT[::-1], 'Beto\n'), sealed_line('c', bytes(32), '')))

    def test_another_text(self):
        export = self.book(sealed_line('ana', SALT, 'Ana Núñez')).export()
        self.found(export.replace(std64(SALT + 'Ana Núñez'.encode()).encode(), std64(SALT + b'Ana Nunez').encode()), 'sealed.commitment', line=8)

    def test_that_no_act_has(self):
        self.found(self.book(sealed_line('ana', SALT, 'Ana'), acts=[]), 'sealed.nowhere', line=6)

    def test_a_salt_twice(self):
        self.found(self.book(sealed_line('ana', SALT, 'Ana'), sealed_line('ana', SALT, 'Beto')), 'sealed.salt', line=10)

    def test_order(self):
        lines = self.book(sealed_line('ana', SALT, 'Ana'), sealed_line('beto', SALT[::-1], 'Beto')).lines()
        lines[8:10] = lines[9], lines[8]
        self.found(b'\n'.join(lines) + b'\n', 'sealed.order', line=10)
        lines[8] = lines[9]
        self.found(b'\n'.join(lines) + b'\n', 'sealed.order', line=10)

    def test_forms(self):
        good = sealed_line('ana', SALT, 'Ana')
        for bad in (good.replace(b' ana ', b' Ana '), good.replace(b' ana ', b' '), good[:40], good.rstrip(b'=')[:-2], good + b' ',
                    sealed_line('ana', SALT[:31], ''), sealed_line('ana', SALT, 'e\u0301'), sealed_line('ana', SALT, 'a\0')):
            with self.subTest(line=bad):
                self.found(self.book(bad, acts=[]), 'json.value', line=6)

    def test_entries_after_them(self):
        lines = self.book(sealed_line('ana', SALT, 'Ana')).lines()
        lines[4], lines[7] = lines[7], lines[4]
        self.found(b'\n'.join(lines) + b'\n', 'file.line', status=2, line=6)


class Elsewhere(AuditCase):
    """What one member kept finds what somebody did who has the database and the node's key."""

    def setUp(self):
        super().setUp()
        self.book = full()
        self.receipt = self.book.receipt(3, 5)
        self.receipt['checkpoint'] = self.book.notes[5].decode()

    def refused(self, receipt, code, status=1, book=None):
        return self.found(book or self.book, code, '--receipt', self.keep('receipt', receipt), status=status)

    def test_good_ones(self):
        files = []
        for size, checkpoint in self.book.notes.items():
            files += ['--checkpoint', self.keep('c%d' % size, checkpoint)]
        self.proven(self.book, *files, '--receipt', self.keep('r', self.receipt))

    def test_a_receipt_of_another_entry(self):
        self.refused(dict(self.receipt, entry=4), 'receipt.leaf')
        self.refused(dict(self.receipt, entry=2), 'receipt.proof')

    def test_a_receipt_of_another_leaf(self):
        found = self.refused(dict(self.receipt, leaf='0' * 64), 'receipt.leaf')
        self.assertEqual((found[0]['entry'], found[0]['expected']), (3, '0' * 64))

    def test_a_receipt_of_another_book(self):
        self.refused(dict(self.receipt, book='0' * 64), 'receipt.book')

    def test_a_broken_proof(self):
        for proof in (self.receipt['proof'][::-1], self.receipt['proof'][:-1], self.receipt['proof'] + ['0' * 64],
                      ['0' * 64] + self.receipt['proof'][1:], []):
            self.refused(dict(self.receipt, proof=proof), 'receipt.proof')

    def test_what_is_no_receipt(self):
        for receipt in (dict(self.receipt, version=2), dict(self.receipt, entry=5), dict(self.receipt, proof=['0' * 64] * 65),
                        dict(self.receipt, checkpoint='x'), dict(self.receipt, more=1), dict(self.receipt, entry=-1),
                        dict(self.receipt, proof=['0' * 63]), dict(self.receipt, leaf=1), [], b'', b'x',
                        canonical(self.receipt).replace(b':', b': ', 1), canonical(self.receipt) + b'\n\n', self.book.notes[3],
                        b' ' * 300000):
            status, said = self.audit(self.book, '--receipt', self.keep('receipt', receipt))
            self.assertEqual((status, len(said['findings'])), (2, 1), receipt)
            self.assertEqual(said['findings'][0]['file'], str(self.scratch / 'receipt'))

    def test_what_is_no_checkpoint(self):
        for content in (b'', b'x', canonical(self.receipt), self.book.notes[3][:-1], b'\0' * 300000):
            self.found(self.book, 'checkpoint.form', '--checkpoint', self.keep('c', content), status=2)

    def test_a_checkpoint_of_another_origin_key_or_root(self):
        for code, changed in (('checkpoint.origin', {'origin': 'otro.example'}), ('checkpoint.key', {'key': Key('x')}),
                              ('checkpoint.root', {'tree_root': bytes(32)})):
            kept = self.keep('c', self.book.note(3, **dict({'key': Key('node')}, **changed)))
            self.found(self.book, code, '--checkpoint', kept, entry=2)

    def test_entries_left_off_at_the_end(self):
        kept = self.keep('c', self.book.notes[len(self.book.entries)])
        del self.book.notes[len(self.book.entries)], self.book.entries[-1]
        self.book.commit()
        self.book.sealed = []
        self.proven(self.book)
        self.found(self.book, 'elsewhere.longer', '--checkpoint', kept)

    def test_a_checkpoint_that_the_book_no_longer_keeps(self):
        kept = self.keep('c', self.book.notes.pop(5))
        self.proven(self.book)
        self.found(self.book, 'elsewhere.dropped', '--checkpoint', kept)
        self.refused(self.receipt, 'elsewhere.dropped')

    def test_a_past_written_anew_with_the_nodes_key(self):
        """True acts of members, some left out, all hashed and signed again: in itself it is a good book."""
        book = small()
        for number in range(6):
            book.act('say', {'n': number}, [book.ana])
        kept, receipt = self.keep('c', book.commit()), self.keep('r', book.receipt(7))
        for dropped in range(3, 9):
            anew = small()
            anew.entries += book.entries[3:dropped] + book.entries[dropped + 1:]
            anew.seconds = book.seconds
            anew.commit()
            self.proven(anew)
            self.found(anew, 'elsewhere.longer', '--checkpoint', kept)
            anew.act('say', {'in': 'its place'}, [anew.founder], nonce='f' * 32)
            anew.commit()
            self.proven(anew)
            self.found(anew, 'checkpoint.root', '--checkpoint', kept)
            self.found(anew, 'checkpoint.root', '--receipt', receipt)

    def test_another_book_of_the_same_origin_and_keys(self):
        other = Book(title='Otro libro')
        other.enrol('ana')
        other.enrol('ana', 'ana recovery', 'recovery')
        other.commit()
        self.proven(other)
        self.found(other, 'receipt.book', '--receipt', self.keep('r', small().receipt(1)))


def judge(raw):
    """Whether bytes are the canonical form of a value that a book may hold, by Python's own reader."""
    def pairs(members):
        names = [name for name, _ in members]
        if len(set(names)) != len(names) or not all(re.fullmatch('[a-z0-9_]+', name) for name in names):
            raise ValueError
        return dict(members)

    def refuse(_):
        raise ValueError

    def check(value, depth):
        if isinstance(value, (dict, list)):
            if depth == 12:
                raise ValueError
            for inside in value.values() if isinstance(value, dict) else value:
                check(inside, depth + 1)
        elif isinstance(value, str):
            if '\0' in value or unicodedata.normalize('NFC', value) != value or 'Cn' in map(unicodedata.category, value):
                raise ValueError
        elif isinstance(value, int) and abs(value) >= 2**53:
            raise ValueError
    try:
        value = json.loads(raw.decode('utf-8'), object_pairs_hook=pairs, parse_float=refuse, parse_constant=refuse)
        check(value, 0)
        return canonical(value) == raw
    except (ValueError, RecursionError):
        return False


class Differential(AuditCase):
    def test_canonical_form_as_python_judges_it(self):
        """4,000 entries with a few bytes changed: the same ones are canonical to both."""
        draw = random.Random(8785)
        seeds = [entry for entry in full().entries] + [entry_with('{"x":"áé𝄞\\u001f\\n"}'.encode())().entries[3]]
        pieces = [b'"', b'\\', b'{', b'}', b'[', b']', b',', b':', b'0', b'-', b'.', b'e', b' ', b'\t', b'\\u001f', b'\\n', b'\x01', b'a',
                  b'A', b'null', b'\xc3\xa9', b'\xcc\x81', b'\xe2\x84\xab', b'\x80', b'\xf0\x9d\x84\x9e', b'_', b'9007199254740992']
        lines, expected = [], []
        while len(lines) < 4000:
            raw = bytearray(draw.choice(seeds))
            for _ in range(draw.randint(1, 2)):
                at = draw.randrange(len(raw))
                how = draw.randrange(4)
                piece = draw.choice(pieces)
                if how == 0:
                    raw[at:at + 1] = piece
                elif how == 1:
                    raw[at:at] = piece
                elif how == 2:
                    del raw[at]
                else:
                    raw[at] ^= 1 << draw.randrange(8)
            if b'\n' not in raw:
                lines.append(bytes(raw))
                expected.append(judge(bytes(raw)))
        self.assertGreater(sum(expected), 200)
        self.assertGreater(len(expected) - sum(expected), 200)
        form = {'json.unassigned', 'json.syntax', 'json.canonical', 'json.nul', 'json.utf8', 'json.nfc', 'json.number', 'json.name', 'json.twice', 'json.depth'}
        for start in range(0, len(lines), 100):  # below the limit of findings shown
            part = lines[start:start + 100]
            export = b'cordon-book 1 ' + b'0' * 64 + b'\n' + b''.join(b'e ' + line + b'\n' for line in part) + b'end 0 0\n'
            said = self.audit(export)[1]
            self.assertLess(said['count'], 1000)
            refused = {one['line'] - 2 for one in said['findings'] if one['code'] in form}
            for number, line in enumerate(part):
                self.assertEqual(number not in refused, expected[start + number], line)
