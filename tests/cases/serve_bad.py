"""`cordon serve` and clients that mean it no good, or know no better: acts in another body's name, sent twice, made of another's; invitations
that ended; more than can be done; names that are not ours over TLS; script in every text; metrics that say what happened.

Acts are made and signed here by docs/book.md alone, with the cryptography package. Malformed requests: serve.py; many at once: bench/voting_day.c.
"""
import base64
import concurrent.futures
import datetime
import html.parser
import http.client
import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import ssl
import time
import unittest
import xml.etree.ElementTree

import serve
from crawl import crawl, names_of
from program import SOURCE, Case
from serve import Server, base64url

try:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
except ImportError:
    Ed25519PrivateKey = None

QUEUE = 256  # docs/serve.md


class Person:
    """Somebody with a key of their own, who makes acts without asking the server for drafts."""

    def __init__(self, person, key=None):
        self.person = person
        self.key = key or Ed25519PrivateKey.generate()
        self.name = base64url(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def act(self, book, kind, nonce=None, **fields):
        made = datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        return {'book': book, 'fields': fields, 'kind': kind, 'made': made, 'nonce': nonce or secrets.token_hex(16)}

    def signature(self, act):
        canonical = json.dumps(act, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()
        return {'key': self.name, 'signature': base64url(self.key.sign(b'cordon-act-v1\n' + canonical))}

    def signed(self, *what, **fields):
        act = self.act(*what, **fields)
        return {'act': act, 'signatures': [self.signature(act)]}


@unittest.skipUnless(Ed25519PrivateKey, 'the Python package cryptography is not there')
class Bad(serve.Served):
    def member(self, person, body='panaderia', secretary='ana'):
        one = Person(person)
        self.good('act', 'enrol', 'body=' + body, 'person=' + person, '--book', self.book, '--example-keys', 'test=' + secretary)
        self.good('act', 'key_enrol', 'person=' + person, 'key=' + one.name, 'use=main', '--book', self.book, '--example-keys', 'test=' + secretary)
        return one

    def book_of(self, server):
        return server.ask('/api/book')[2]['book']

    def size(self, server):
        return server.ask('/api/book')[2]['entries']

    def refused(self, server, submission, code, status=422):
        before = self.size(server)
        said, _, data = server.ask('/api/acts', 'POST', submission)
        self.assertEqual((said, data['findings'][0]['code']), (status, code), data)
        self.assertEqual(self.size(server), before)

    def metric(self, server, name):
        return int(re.search(r'^%s (\d+)$' % re.escape(name), server.ask('/metrics')[2].decode(), re.M).group(1))


class Acts(Bad):
    def test_in_the_name_of_another_body(self):
        berta = self.member('berta')
        server = self.serve()
        book = self.book_of(server)
        for kind, fields in (('propose', {'body': 'molino', 'proposal': 'p', 'title': 'T', 'text': 'X'}),
                             ('enrol', {'body': 'molino', 'person': 'friend'}),
                             ('enrol', {'body': 'panaderia', 'person': 'friend'}),  # her own body, but she is not its secretary
                             ('key_enrol', {'person': 'tom', 'key': Person('x').name, 'use': 'main'}),
                             ('vote', {'proposal': 'molino-joins', 'choice': 'no'})):
            with self.subTest(kind=kind, fields=fields):
                self.refused(server, berta.signed(book, kind, **fields), 'record.may_not')
        self.assertEqual(server.ask('/api/acts', 'POST', berta.signed(book, 'propose', body='panaderia', proposal='p', title='T', text='X'))[0], 201)

    def test_of_another_book_or_another_signer(self):
        berta, eva = self.member('berta'), self.member('evita')
        server = self.serve()
        book = self.book_of(server)
        fields = {'body': 'panaderia', 'proposal': 'p', 'title': 'T', 'text': 'X'}
        self.refused(server, berta.signed('f' * 64, 'propose', **fields), 'record.other_book')
        act = berta.act(book, 'propose', **fields)
        self.refused(server, {'act': act, 'signatures': [dict(eva.signature(act), key=berta.name)]}, 'record.not_signed')
        twice = [berta.signature(act)] * 2
        self.refused(server, {'act': act, 'signatures': twice}, 'record.signatures')
        old = dict(act, made='1971-01-01T00:00:00Z')
        self.refused(server, {'act': old, 'signatures': [berta.signature(old)]}, 'record.times')

    def test_replayed(self):
        berta = self.member('berta')
        server = self.serve()
        submission = berta.signed(self.book_of(server), 'propose', body='panaderia', proposal='p', title='T', text='X')
        first = server.ask('/api/acts', 'POST', submission)
        size = self.size(server)
        again = server.ask('/api/acts', 'POST', submission)
        self.assertEqual((first[0], again[0], again[2]['again'], again[2]['entry']), (201, 200, True, first[2]['entry']))
        self.assertEqual(self.size(server), size)
        # the same act under one more signature is another submission of an act that is in
        more = dict(submission, signatures=submission['signatures'] + [Person('x').signature(submission['act'])])
        self.assertIn(server.ask('/api/acts', 'POST', more)[0], (200, 422))
        self.assertEqual(self.size(server), size)

    def test_one_nonce_for_two_acts(self):
        berta = self.member('berta')
        server = self.serve()
        book, nonce = self.book_of(server), secrets.token_hex(16)
        two = [berta.signed(book, 'propose', nonce, body='panaderia', proposal='p%d' % i, title='T', text='X') for i in range(2)]
        before = self.size(server)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(lambda body: server.ask('/api/acts', 'POST', body), two))
        self.assertEqual(sorted(reply[0] for reply in replies), [201, 422])
        self.assertEqual([r[2]['findings'][0]['code'] for r in replies if r[0] == 422], ['record.nonce_twice'])
        self.assertEqual(self.size(server), before + 1)

    def test_two_of_the_same_at_once_count_once(self):
        berta = self.member('berta')
        server = self.serve()
        book = self.book_of(server)
        for i in range(10):
            submission = berta.signed(book, 'propose', body='panaderia', proposal='q%d' % i, title='T', text='X')
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                replies = list(pool.map(lambda _: server.ask('/api/acts', 'POST', submission), range(2)))
            self.assertEqual(sorted(reply[0] for reply in replies), [200, 201])
            self.assertEqual(len({reply[2]['entry'] for reply in replies}), 1)
        log = [json.loads(line)['what']['act']['fields'] for line in self.good('log', '--book', self.book, '--json').splitlines()]
        self.assertEqual([f['proposal'] for f in log if f.get('proposal', '').startswith('q')], ['q%d' % i for i in range(10)])


class Invitations(Bad):
    def invite(self, person, *options):
        self.good('act', 'enrol', 'body=panaderia', 'person=' + person, '--book', self.book, '--example-keys', 'test=ana')
        said = json.loads(self.good('invite', '--body', 'panaderia', '--person', person, '--book', self.book, '--example-keys', 'test=ana',
                                    '--json', *options))
        code = re.search(r'[A-Za-z0-9_-]{86}', json.dumps(said)).group(0)
        return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(code + '==')[:32])

    def use(self, server, person, invitation):
        member = Person(person)
        act = member.act(self.book_of(server), 'invitation_use', person=person, key=member.name)
        both = [member.signature(act), Person(person, invitation).signature(act)]
        return {'act': act, 'signatures': both}

    def test_used_once(self):
        invitation, server = self.invite('berta'), self.serve()
        self.assertEqual(server.ask('/api/acts', 'POST', self.use(server, 'berta', invitation))[0], 201)
        self.assertEqual(server.ask('/api/acts', 'POST', self.use(server, 'berta', invitation))[0], 422)  # for another key

    def test_for_somebody_else(self):
        invitation, server = self.invite('berta'), self.serve()
        self.assertEqual(server.ask('/api/acts', 'POST', self.use(server, 'luis', invitation))[0], 422)
        self.assertEqual(server.ask('/api/acts', 'POST', self.use(server, 'berta', Ed25519PrivateKey.generate()))[0], 422)
        self.assertEqual(server.ask('/api/acts', 'POST', self.use(server, 'berta', invitation))[0], 201)

    def test_run_out(self):
        invitation = self.invite('berta')
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=200)
        server = self.serve('--now', later.strftime('%Y-%m-%dT%H:%M:%SZ'))
        self.refused(server, self.use(server, 'berta', invitation), 'council.invited_past')


class Many(Bad):
    def test_more_than_may_wait_are_told_so_and_nothing_is_lost(self):
        """The book's database is held by somebody else, so that acts pile up; whoever only asks is answered meanwhile."""
        berta = self.member('berta')
        server = self.serve('--behind-proxy')
        book = self.book_of(server)
        acts = [berta.signed(book, 'propose', body='panaderia', proposal='m%d' % i, title='T', text='X') for i in range(QUEUE + 120)]
        before = self.size(server)
        held = sqlite3.connect(self.book / 'book.sqlite', isolation_level=None)
        held.execute('BEGIN IMMEDIATE')
        waiting = []
        for act in acts:
            body = json.dumps(act).encode()
            s = socket.create_connection(('127.0.0.1', server.port), timeout=60)
            self.addCleanup(s.close)
            s.sendall(b'POST /api/acts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n'
                      % len(body) + body)
            waiting.append(s)
        until = time.monotonic() + 8  # after 10 s the writer gives the database up, and says 500
        while (self.metric(server, 'cordon_queue') < QUEUE or not any(map(answered, waiting))) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(server.ask('/api/book')[0], 200)
        held.execute('ROLLBACK')
        held.close()
        replies = [read_reply(s) for s in waiting]
        told = [reply for reply in replies if reply[0] == 503]
        taken = [reply for reply in replies if reply[0] == 201]
        self.assertEqual(len(told) + len(taken), len(acts), [reply[0] for reply in replies])
        self.assertGreaterEqual(len(told), 1)
        self.assertTrue(all(re.search(rb'(?mi)^retry-after: \d+\r$', head) for _, head, _ in told))
        self.assertEqual(self.size(server), before + len(taken))
        self.assertEqual(self.metric(server, 'cordon_acts_total{fate="shed"}'), len(told))
        log = [json.loads(line)['what']['act'] for line in self.good('log', '--book', self.book, '--json').splitlines()]
        for act, (status, _, data) in zip(acts, replies):
            if status == 201:
                self.assertEqual(log[json.loads(data)['entry']], act['act'])
            else:
                self.assertNotIn(act['act'], log)
        once_more = acts[[reply[0] for reply in replies].index(503)]
        self.assertEqual(server.ask('/api/acts', 'POST', once_more)[0], 201)

    def test_all_connections_ready_at_once(self):
        """libmicrohttpd 0.9.75 answers nobody when just 128 connections of a thread become ready together (http.c)."""
        server = self.serve('--behind-proxy')
        many = [socket.create_connection(('127.0.0.1', server.port), timeout=10) for _ in range(470)]
        for s in many:
            self.addCleanup(s.close)
        time.sleep(0.2)  # all are accepted
        os.kill(server.process.pid, signal.SIGSTOP)
        for s in many:
            s.sendall(b'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
        os.kill(server.process.pid, signal.SIGCONT)
        for s in many:
            self.assertIn(b'200', s.recv(4096)[:20])

    def test_one_address_has_its_share(self):
        server = self.serve()
        many = []
        for _ in range(80):
            s = socket.create_connection(('127.0.0.1', server.port), timeout=5)
            self.addCleanup(s.close)
            many.append(s)
        good = 0
        for s in many:
            try:
                s.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
                good += bool(s.recv(100))
            except OSError:
                pass
        self.assertEqual(good, 64)
        for s in many:
            s.close()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                self.assertEqual(server.ask('/api/book')[0], 200)
                break
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        else:
            self.fail('nobody is served after they went')


def answered(s):
    s.setblocking(False)
    try:
        return bool(s.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        s.settimeout(60)


def read_reply(s):
    data = b''
    while True:
        piece = s.recv(65536)
        if not piece:
            break
        data += piece
    head, _, body = data.partition(b'\r\n\r\n')
    return int(head.split()[1]), head + b'\r\n', body


class Secure(Bad):
    def certificate(self):
        """A certificate made here, for one name."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'cordon.example')])
        now = datetime.datetime.now(datetime.timezone.utc)
        made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
                .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
                .add_extension(x509.SubjectAlternativeName([x509.DNSName('cordon.example')]), critical=False).sign(key, SHA256()))
        files = self.scratch / 'cert.pem', self.scratch / 'key.pem'
        files[0].write_bytes(made.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return files

    def ask(self, port, context, name, path='/api/book', host=None):
        with socket.create_connection(('127.0.0.1', port), timeout=60) as plain:
            with context.wrap_socket(plain, server_hostname=name) as s:
                s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' % (path, host or name)).encode())
                return read_reply(s) + (s.version(),)

    def test_tls(self):
        certificate, key = self.certificate()
        server = self.serve('--tls-cert', certificate, '--tls-key', key, '--host', 'cordon.example')
        context = ssl.create_default_context(cafile=certificate)
        status, head, _, version = self.ask(server.port, context, 'cordon.example')
        self.assertEqual(status, 200)
        self.assertIn(version, ('TLSv1.2', 'TLSv1.3'))
        self.assertRegex(head, rb'(?mi)^strict-transport-security: max-age=\d+\r$')
        self.assertEqual(self.ask(server.port, context, 'cordon.example', host='evil.example')[0], 421)
        self.assertEqual(self.ask(server.port, context, 'cordon.example', host='cordon.example.evil.example')[0], 421)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.ask(server.port, context, 'evil.example')
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers('ALL:@SECLEVEL=0')
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, OSError)):
            self.ask(server.port, old, 'cordon.example')
        try:
            server.raw(b'GET /api/book HTTP/1.1\r\nHost: cordon.example\r\n\r\n')  # not TLS: no page, and it goes on
        except OSError:
            pass
        self.assertEqual(self.ask(server.port, context, 'cordon.example')[0], 200)

    def test_a_certificate_that_is_none(self):
        certificate, _ = self.certificate()
        done = self.cordon('serve', '--book', self.book, '--listen', '127.0.0.1:0', '--tls-cert', certificate, '--tls-key', certificate, '--for', '0.1')
        self.assertNotEqual(done.returncode, 0)


class Counted(Bad):
    def test_metrics(self):
        berta = self.member('berta')
        server = self.serve()
        book = self.book_of(server)
        proposals = [berta.signed(book, 'propose', body='panaderia', proposal='m%d' % i, title='T', text='X') for i in range(3)]
        names = ('cordon_http_requests_total', 'cordon_http_replies_total{status="2xx"}', 'cordon_http_replies_total{status="4xx"}',
                 'cordon_acts_total{fate="taken"}', 'cordon_acts_total{fate="refused"}', 'cordon_acts_total{fate="repeated"}',
                 'cordon_acts_total{fate="shed"}', 'cordon_entries', 'cordon_queue')
        before = {name: self.metric(server, name) for name in names}
        for submission in proposals + proposals[:1]:
            server.ask('/api/acts', 'POST', submission)  # 3 taken, 1 repeated
        server.ask('/api/acts', 'POST', Person('nobody').signed(book, 'propose', body='panaderia', proposal='n', title='T', text='X'))
        for _ in range(4):
            server.ask('/api/none')
        after = {name: self.metric(server, name) for name in names}
        asked = len(names)  # the questions about metrics themselves
        self.assertEqual({name: after[name] - before[name] for name in names},
                         {'cordon_http_requests_total': 9 + asked, 'cordon_http_replies_total{status="2xx"}': 4 + asked,
                          'cordon_http_replies_total{status="4xx"}': 5, 'cordon_acts_total{fate="taken"}': 3,
                          'cordon_acts_total{fate="refused"}': 1, 'cordon_acts_total{fate="repeated"}': 1,
                          'cordon_acts_total{fate="shed"}': 0, 'cordon_entries': 3, 'cordon_queue': 0})

    def test_only_on_this_machine(self):
        server = self.serve()
        for path in ('/metrics', '/healthz'):
            self.assertEqual(server.ask(path)[0], 200)
            for header in ('X-Forwarded-For', 'Forwarded'):
                self.assertEqual(server.ask(path, **{header.replace('-', '_'): '127.0.0.1'})[0], 404, (path, header))


class Script(Case):
    """A script in every text of every act: said as text, as it stands, and never as a page; drawn charts have none of it."""
    HIT = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&'

    def texts_of(self, acts, schemas):
        """The acts with that in each field that the act table says is a text for people; how many fields of how many kinds those were."""
        changed, kinds = 0, set()

        def change(act):
            nonlocal changed
            known = schemas['act_' + act['kind']]['properties']
            for name, value in act['fields'].items():
                schema = known[name]
                if (schema.get('type') == 'string' and not {'pattern', 'enum'} & set(schema) and isinstance(value, str)
                        and schema.get('maxLength', 100) >= 100):  # units and the like are too short for one
                    act['fields'][name] = self.HIT + value[:30]
                    changed += 1
                    kinds.add(act['kind'])
                elif name == 'effects':
                    for effect in value:
                        change(effect)
        for act in acts:
            change(act)
        return changed, kinds

    def check_said(self, path, reply, data):
        self.assertRegex(reply.getheader('Content-Type'), r'^application/(problem\+)?json$', path)
        self.assertEqual(reply.getheader('X-Content-Type-Options'), 'nosniff')
        for text in strings(data):
            if '<svg' in text[:200]:
                drawn = xml.etree.ElementTree.fromstring(text)  # so what is in it is text, not elements
                for element in drawn.iter():
                    self.assertNotIn(element.tag.rpartition('}')[2], ('script', 'img', 'foreignObject', 'iframe'), path)
                    self.assertFalse([name for name in element.attrib if name.startswith('on')], path)

    def check_printed(self, server, url):
        """The same as a page to print: 1 where there is one, and nothing in it is of the texts but text."""
        status, reply, page = server.ask('/print' + url[len('/api'):])
        if status != 200:
            return 0
        self.assertRegex(reply.getheader('Content-Type'), '^text/html')
        tags = Tags()
        tags.feed(page.decode())
        self.assertEqual(tags.wrong, [], url)
        return 1

    def test_in_every_text(self):
        for example in ('council', 'supply', 'economy-acts'):
            with self.subTest(example=example):
                book = self.scratch / example
                acts = [json.loads(line) for line in (SOURCE / 'examples' / example / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
                self.good('init', book, '--title', self.HIT, '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
                asked = Server(self, book)
                schemas = asked.ask('/api')[2]['components']['schemas']
                asked.end()
                changed, kinds = self.texts_of(acts, schemas)
                self.assertGreater(changed, 5)
                lines = self.scratch / (example + '.jsonl')
                lines.write_text(''.join(json.dumps(act) + '\n' for act in acts), encoding='utf-8')
                self.good('batch', lines, '--book', book, '--example-seed', 'test')
                server = Server(self, book, '--now', '1972-11-20T09:00:00Z')
                hits, printed = 0, 0
                for path, url, status, data, reply in crawl(server, names_of(acts)):
                    self.assertIn(status, (200, 400, 404, 422), url)
                    self.check_said(url, reply, data)
                    printed += self.check_printed(server, url) if status == 200 else 0
                    hits += sum(self.HIT in text for text in strings(data))
                self.assertGreaterEqual(hits, changed // 2)
                self.assertEqual(server.ask('/api/book')[2]['title'], self.HIT)
                self.assertGreater(printed, 0)
                log = self.good('log', '--book', book, '--json')
                self.assertGreaterEqual(sum(self.HIT in text for line in log.splitlines() for text in strings(json.loads(line))), changed // 2)

    def good(self, *arguments):
        done = self.cordon(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


class Tags(html.parser.HTMLParser):
    """Tags and attributes that no page to print has."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attributes):
        if tag in ('script', 'iframe', 'object', 'embed', 'foreignobject') or (tag == 'img' and dict(attributes).get('src') == 'x'):
            self.wrong.append(tag)
        self.wrong += [name for name, value in attributes if name.startswith('on') or (value or '').lower().startswith('javascript:')]


def strings(data):
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


if __name__ == '__main__':
    unittest.main()
