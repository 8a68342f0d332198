"""Writes books as docs/book.md says, for tests of their verifiers: sharing nothing with the program, in the plainest way.

    book = Book()                      # with its founding act
    ana = book.enrol('ana')            # a signed key_enrol by the founder; returns Ana's key
    book.act('say', {'text': 'hola'}, [ana])
    book.commit()                      # a checkpoint over what stands there
    book.write(path)

Keys are seeded by their names, nonces are counted: the same calls write the same bytes. Whatever a test wants to be wrong it may
change: `entries` are bytes, and every method takes what it would otherwise decide.
"""
import base64
import datetime
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

START = datetime.datetime(1972, 10, 11, 9, 0, 0)


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def canonical(value):
    """RFC 8785 of what a book may hold: Python escapes as it says (lower case), and its names are ASCII."""
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode('utf-8', 'surrogatepass')


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def std64(data):
    return base64.b64encode(data).decode()


def when(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime('%Y-%m-%dT%H:%M:%SZ')


class Key:
    def __init__(self, name):
        self.private = Ed25519PrivateKey.from_private_bytes(sha(b'test key ', name.encode()))
        self.bytes = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.text = url64(self.bytes)

    def sign(self, message):
        return self.private.sign(message)


def root(leaves):
    """MTH of RFC 6962, section 2.1, as it is defined there."""
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return sha(b'\0', leaves[0])
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha(b'\1', root(leaves[:k]), root(leaves[k:]))


def path(m, leaves):
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) <= 1:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return path(m, leaves[:k]) + [root(leaves[k:])] if m < k else path(m - k, leaves[k:]) + [root(leaves[:k])]


def key_id(name, key):
    return sha(name.encode(), b'\n\x01', key.bytes)[:4]


def note(origin, size, tree_root, key, name=None, tail='', key_name=None):
    """A checkpoint; `tail` is put after the three lines."""
    text = '%s\n%d\n%s\n%s' % (origin, size, std64(tree_root), tail)
    signed = key_id(key_name or origin, key) + key.sign(text.encode())
    return ('%s\n— %s %s\n' % (text, name or origin, std64(signed))).encode()


def sealed_line(person, salt, text):
    return b's %s %s %s' % (sha(b'cordon-sealed-v1\n', salt, text.encode()).hex().encode(), person.encode(),
                            std64(salt + text.encode()).encode())


class Book:
    def __init__(self, origin='cerrillos.example/libro', title='Libro de actas', **founding):
        self.origin, self.seconds, self.nonces = origin, 0, 0
        self.node, self.founder = Key('node'), Key('founder')
        self.id = '0' * 64
        self.entries, self.notes, self.sealed = [], {}, []
        fields = {'title': title, 'origin': origin, 'node_key': self.node.text, 'person': 'fundadora', 'key': self.founder.text}
        fields.update(founding)
        fields = {name: value for name, value in fields.items() if value is not None}
        founding_act = self.make('found', fields)
        self.id = sha(b'cordon-book-v1\n', canonical(founding_act)).hex()
        self.enter(founding_act, [self.node, self.founder])

    def make(self, kind, fields, **changed):
        self.nonces += 1
        act = {'book': self.id, 'fields': fields, 'kind': kind, 'made': when(self.seconds), 'nonce': '%032x' % self.nonces}
        act.update(changed)
        return act

    def signatures(self, act, keys, domain=b'cordon-act-v1\n'):
        message = domain + canonical(act)
        return sorted(({'key': key.text, 'signature': url64(key.sign(message))} for key in keys), key=lambda one: one['key'])

    def enter(self, act, keys, time=None):
        """Enters an act, ten seconds after the last."""
        entry = {'act': act, 'signatures': self.signatures(act, keys), 'time': when(self.seconds) if time is None else time}
        self.seconds += 10
        self.entries.append(canonical(entry))
        return len(self.entries) - 1

    def act(self, kind, fields, keys, time=None, **changed):
        return self.enter(self.make(kind, fields, **changed), keys, time)

    def enrol(self, person, name=None, use='main', by=None):
        key = Key(name or person)
        self.act('key_enrol', {'person': person, 'key': key.text, 'use': use}, [by or self.founder])
        return key

    def note(self, size=None, **changed):
        size = len(self.entries) if size is None else size
        values = {'origin': self.origin, 'size': size, 'tree_root': root(self.entries[:size]), 'key': self.node}
        values.update(changed)
        return note(**values)

    def commit(self, **changed):
        self.notes[len(self.entries)] = self.note(**changed)
        return self.notes[len(self.entries)]

    def receipt(self, entry, size=None, **changed):
        size = len(self.entries) if size is None else size
        receipt = {'book': self.id, 'checkpoint': self.note(size).decode(), 'entry': entry, 'leaf': sha(b'\0', self.entries[entry]).hex(),
                   'proof': [step.hex() for step in path(entry, self.entries[:size])], 'version': 1}
        receipt.update(changed)
        return receipt

    def lines(self):
        lines = [b'cordon-book 1 ' + self.id.encode()]
        for number, entry in enumerate(self.entries, 1):
            lines.append(b'e ' + entry)
            if number in self.notes:
                lines.append(b'c %d %s' % (number, std64(self.notes[number]).encode()))
        return lines + sorted(self.sealed) + [b'end %d %d' % (len(self.entries), len(self.notes))]

    def export(self):
        return b''.join(line + b'\n' for line in self.lines())
