"""`cordon serve`: what is asked of a book over HTTP, acts taken and receipted, bad clients.

Keys are made and acts signed here with the cryptography package and by docs/book.md alone: what the server receipts is then held
against that by the command line's verifier and the second one, cordon-audit.
"""
import base64
import concurrent.futures
import http.client
import json
import signal
import socket
import subprocess
import threading
import time
import unittest

from program import Case, PROGRAM, SOURCE, environment

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:
    Ed25519PrivateKey = None

NOW = '1972-10-11T09:30:00Z'


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


class Server:
    """A running `cordon serve`, on a port of its own."""

    def __init__(self, case, book, *options):
        self.process = subprocess.Popen([str(PROGRAM), 'serve', '--book', str(book), '--listen', '127.0.0.1:0', '--json',
                                         *map(str, options)], env=environment('en'), stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, encoding='utf-8')
        case.addCleanup(self.kill)
        self.port = json.loads(self.process.stdout.readline())['port']

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, err

    def ask(self, path, method='GET', body=None, **headers):
        """(status, headers, body): JSON where it is."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
                headers.setdefault('Content_Type', 'application/json')
            connection.request(method, path, body, {name.replace('_', '-'): value for name, value in headers.items()})
            reply = connection.getresponse()
            data = reply.read()
            is_json = 'json' in (reply.getheader('Content-Type') or '') and data
            return reply.status, reply, json.loads(data) if is_json else data
        finally:
            connection.close()

    def raw(self, data, wait=60):
        """What is said to these bytes, until the server closes or the reply has its end."""
        with socket.create_connection(('127.0.0.1', self.port), timeout=wait) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the server had enough
            out = b''
            while True:
                try:
                    piece = s.recv(65536)
                except OSError:
                    break
                if not piece:
                    break
                out += piece
            return out


class Served(Case):
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.good('init', self.book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.good('batch', SOURCE / 'examples' / 'council' / 'acts.jsonl', '--book', self.book, '--example-seed', 'test')

    def good(self, *arguments):
        done = self.cordon(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def serve(self, *options):
        return Server(self, self.book, *options)


class Asking(Served):
    def test_what_is_served_is_what_the_command_line_says(self):
        server = self.serve('--now', '1972-11-01T00:00:00Z')
        for path, command in (('/api/bodies', ['body']), ('/api/bodies/cordon', ['body', 'cordon']),
                              ('/api/bodies/panaderia/roll', ['roll', 'panaderia']),
                              ('/api/bodies/cordon/seats', ['seats', 'cordon']),
                              ('/api/calls', ['calls'])):
            with self.subTest(path=path):
                status, _, data = server.ask(path)
                said = json.loads(self.good(*command, '--book', self.book, '--json', '--now', '1972-11-01T00:00:00Z'))
                self.assertEqual(status, 200)
                for each in (data, said):
                    each.pop('at', None)  # the server's clock runs
                self.assertEqual(data, without_names(said))
        said = json.loads(self.good('decisions', 'cordon', '--book', self.book, '--json'))
        self.assertEqual(server.ask('/api/bodies/cordon/decisions')[2], without_names(said))
        data = server.ask('/api/book')[2]
        said = json.loads(self.good('checkpoint', '--book', self.book, '--json'))
        self.assertEqual((data['entries'], data['checkpoint']), (said['entries'], said['checkpoint']))
        self.assertEqual(server.ask('/api/entries/3')[2]['receipt'], json.loads(self.good('receipt', '3', '--book', self.book)))
        self.assertEqual(server.end()[0], 0)

    def test_pages_of_entries(self):
        server = self.serve()
        size, seen, at = server.ask('/api/book')[2]['entries'], [], 0
        while at < size:
            page = server.ask('/api/entries?from=%d&limit=30' % at)[2]
            self.assertLessEqual(len(page['entries']), 30)
            seen += page['entries']
            at += len(page['entries'])
        log = [json.loads(line) for line in self.good('log', '--book', self.book, '--json').splitlines()]
        self.assertEqual(seen, log)
        for bad in ('limit=0', 'limit=501', 'from=-1', 'from=x', 'strange=1', 'from=1&from=2'):
            status, _, data = server.ask('/api/entries?' + bad)
            self.assertEqual((status, len(data['findings'])), (400, 1), bad)

    def test_tags(self):
        server = self.serve('--now', NOW)
        tag = server.ask('/api/entries')[1].getheader('ETag')
        self.assertEqual(server.ask('/api/entries', If_None_Match=tag)[0], 304)
        self.assertEqual(server.ask('/api/entries', If_None_Match=tag, Accept_Language='es')[0], 200)
        self.assertEqual(server.ask('/api/entries', If_None_Match='"other"')[0], 200)

    def test_errors_in_the_readers_language(self):
        server = self.serve()
        for language, title in (('en', 'There is no such thing here'), ('es-CL,en;q=0.5', 'Aquí no hay tal cosa')):
            status, reply, data = server.ask('/api/bodies/none', Accept_Language=language)
            self.assertEqual((status, data['status'], data['title']), (404, 404, title))
            self.assertEqual(reply.getheader('Content-Type'), 'application/problem+json')
            self.assertEqual(reply.headers.get_all('Cache-Control'), ['no-store'])


def without_names(data):
    """What a book's own keeper sees of people, less what is sealed."""
    if isinstance(data, list):
        return [without_names(one) for one in data]
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if not ('person' in data and key in ('name', 'commitment'))}
        return {key: without_names(value) for key, value in kept.items()}
    return data


class Headers(Served):
    def test_every_reply_has_them(self):
        server = self.serve()
        for path in ('/', '/api/book', '/api/none', '/healthz'):
            reply = server.ask(path)[1]
            policy = reply.getheader('Content-Security-Policy')
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn('unsafe', policy)
            self.assertNotRegex(policy, r'https?:|\*')
            for name, value in (('X-Content-Type-Options', 'nosniff'), ('Referrer-Policy', 'no-referrer'),
                                ('Cross-Origin-Opener-Policy', 'same-origin'), ('Cross-Origin-Resource-Policy', 'same-origin')):
                self.assertEqual(reply.getheader(name), value)

    def test_methods(self):
        server = self.serve()
        head = server.ask('/api/book', 'HEAD')
        self.assertEqual((head[0], head[2]), (200, b''))
        options = server.ask('/api/acts', 'OPTIONS')
        self.assertEqual((options[0], options[1].getheader('Allow')), (204, 'POST, OPTIONS'))
        self.assertIsNone(options[1].getheader('Access-Control-Allow-Origin'))
        for method in ('PUT', 'DELETE', 'BREW', 'TRACE'):
            self.assertEqual(server.ask('/api/book', method)[0], 405, method)

    def test_other_sites_and_names_are_refused(self):
        server = self.serve('--host', 'cordon.example')
        host = '127.0.0.1:%d' % server.port
        for headers, status in (({'Origin': 'http://' + host}, 422), ({'Origin': 'http://evil.example'}, 403), ({'Origin': 'null'}, 403),
                                ({'Sec-Fetch-Site': 'cross-site'}, 403), ({'Sec-Fetch-Site': 'same-site'}, 403),
                                ({'Sec-Fetch-Site': 'same-origin'}, 422), ({'Host': 'evil.example'}, 421),
                                ({'Host': 'cordon.example'}, 422)):
            self.assertEqual(server.ask('/api/acts', 'POST', {}, **headers)[0], status, headers)

    def test_where_it_may_listen(self):
        done = self.cordon('serve', '--book', self.book, '--listen', '0.0.0.0:0')
        self.assertEqual(done.returncode, 2)
        self.assertIn('secure context', done.stderr)
        self.good('serve', '--book', self.book, '--listen', '0.0.0.0:0', '--behind-proxy', '--for', '0.05')


class BadClients(Served):
    def test_malformed(self):
        server = self.serve()
        host = b'Host: localhost\r\n'
        for name, data in (('no host', b'GET /api/book HTTP/1.1\r\n\r\n'),
                           ('host twice', b'GET /api/book HTTP/1.1\r\n' + host + host + b'\r\n'),
                           ('length and chunks', b'POST /api/acts HTTP/1.1\r\n' + host +
                            b'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
                           ('length twice', b'POST /api/acts HTTP/1.1\r\n' + host + b'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'),
                           ('origin twice', b'GET / HTTP/1.1\r\n' + host + b'Origin: a\r\nOrigin: b\r\n\r\n'),
                           ('up', b'GET /../../etc/passwd HTTP/1.1\r\n' + host + b'\r\n'),
                           ('up, escaped', b'GET /%2e%2e/etc/passwd HTTP/1.1\r\n' + host + b'\r\n'),
                           ('slash, escaped', b'GET /api%2fbook HTTP/1.1\r\n' + host + b'\r\n'),
                           ('nul', b'GET /api/book%00 HTTP/1.1\r\n' + host + b'\r\n'),
                           ('no utf-8', b'GET /%ff HTTP/1.1\r\n' + host + b'\r\n'),
                           ('half an escape', b'GET /%4 HTTP/1.1\r\n' + host + b'\r\n'),
                           ('many parameters', b'GET /api/book?' + b'&'.join(b'a%d=1' % i for i in range(17)) + b' HTTP/1.1\r\n' +
                            host + b'\r\n')):
            said = server.raw(data)
            self.assertRegex(said.split(b'\r\n')[0], rb'^HTTP/1.1 400 ', name)
        self.assertEqual(server.ask('/api/book')[0], 200)

    def test_oversized(self):
        server = self.serve()
        self.assertEqual(server.ask('/api/book?lang=' + 'x' * 3000)[0], 414)
        self.assertEqual(server.raw(b'POST /api/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n').split()[1], b'413')
        chunk = b'4000\r\n' + b'x' * 0x4000 + b'\r\n'
        said = server.raw(b'POST /api/acts HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n' + chunk * 20 + b'0\r\n\r\n')
        self.assertEqual(said.split()[1], b'413')
        said = server.raw(b'GET / HTTP/1.1\r\nHost: localhost\r\nX: ' + b'y' * 100000 + b'\r\n\r\n')
        self.assertTrue(not said or said.split()[1] in (b'400', b'413', b'431'), said[:80])
        self.assertEqual(server.ask('/api/book')[0], 200)

    def test_no_file_outside_the_folder(self):
        folder = self.scratch / 'ui'
        folder.mkdir()
        (folder / 'index.html').write_text('<!doctype html><title>T</title>', encoding='utf-8')
        (folder / 'link.txt').symlink_to('/etc/passwd')
        server = self.serve('--ui-dir', folder)
        self.assertEqual(server.ask('/')[2], b'<!doctype html><title>T</title>')
        for path in ('/bodies/cordon', '/bodies/a.b'):
            self.assertEqual(server.ask(path)[2], b'<!doctype html><title>T</title>', path)
        for path in ('/link.txt', '/none.js', '/api/none'):
            self.assertEqual(server.ask(path)[0], 404, path)

    def test_the_slow_hold_nobody_up(self):
        server = self.serve()
        slow = [socket.create_connection(('127.0.0.1', server.port)) for _ in range(20)]
        for s in slow:
            s.sendall(b'POST /api/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
        begun = time.monotonic()
        self.assertEqual(server.ask('/api/book')[0], 200)
        self.assertLess(time.monotonic() - begun, 10)
        for s in slow:
            s.close()


@unittest.skipUnless(Ed25519PrivateKey, 'the Python package cryptography is not there')
class Acting(Served):
    def key_of(self, person):
        """A key made here and enrolled for a new member of the bakery: the server knows nothing of it but that."""
        key = Ed25519PrivateKey.generate()
        name = base64url(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        self.good('act', 'enrol', 'body=panaderia', 'person=' + person, '--book', self.book, '--example-keys', 'test=ana')
        self.good('act', 'key_enrol', 'person=' + person, 'key=' + name, 'use=main', '--book', self.book, '--example-keys', 'test=ana')
        return key, name

    def signed(self, server, key, kind, fields):
        """A draft of the server's, signed as docs/book.md says."""
        status, _, act = server.ask('/api/drafts', 'POST', {'kind': kind, 'fields': fields})
        self.assertEqual(status, 200, act)
        return self.sign(act, key)

    def sign(self, act, key):
        canonical = json.dumps(act, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()
        signature = base64url(key[0].sign(b'cordon-act-v1\n' + canonical))
        return {'act': act, 'signatures': [{'key': key[1], 'signature': signature}]}

    def proposal(self, server, key, name):
        return self.signed(server, key, 'propose', {'body': 'panaderia', 'proposal': name, 'title': 'T', 'text': 'Tea at ten'})

    def test_taken_receipted_and_counted_once(self):
        key = self.key_of('berta')
        server = self.serve()
        body = self.proposal(server, key, 'p1')
        before = server.ask('/api/book')[2]['entries']
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: server.ask('/api/acts', 'POST', body), range(8)))
        self.assertEqual(sorted(reply[0] for reply in replies), [200] * 7 + [201])
        self.assertEqual({reply[2]['entry'] for reply in replies}, {before})
        self.assertEqual(server.ask('/api/book')[2]['entries'], before + 1)
        self.assertEqual(server.ask('/api/decisions/p1')[2]['title'], 'T')
        receipt = self.scratch / 'receipt'
        receipt.write_text(json.dumps(replies[0][2]['receipt'], sort_keys=True, separators=(',', ':'), ensure_ascii=False), encoding='utf-8')
        self.assertEqual(server.end()[0], 0)
        self.assertIn('2 from elsewhere', self.good('verify', '--book', self.book, '--receipt', receipt))  # and its checkpoint
        again = self.serve()  # it knows what it took before it was ended
        status, _, data = again.ask('/api/acts', 'POST', body)
        self.assertEqual((status, data['again'], data['entry']), (200, True, before))

    def test_refused(self):
        key = self.key_of('berta')
        server = self.serve()
        body = self.proposal(server, key, 'p1')
        changed = json.loads(json.dumps(body))
        changed['act']['fields']['title'] = 'U'
        other = dict(body['act'], book='0' * 63 + '1')
        stranger = Ed25519PrivateKey.generate()
        strange = (stranger, base64url(stranger.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)))
        for name, bad, code in (('changed', changed, 'record.not_signed'), ('other book', self.sign(other, key), 'record.other_book'),
                                ('stranger', self.sign(body['act'], strange), 'record.key_not_valid_here'),
                                ('no signature', dict(body, signatures=[]), 'http.signatures'),
                                ('more', dict(body, more=1), 'http.submission')):
            status, _, data = server.ask('/api/acts', 'POST', bad)
            self.assertEqual((status, data['findings'][0]['code']), (422, code), name)
        self.assertEqual(server.ask('/api/acts', 'POST', '{"act":', Content_Type='application/json')[0], 400)
        self.assertEqual(server.ask('/api/acts', 'POST', '{}', Content_Type='text/plain')[0], 415)
        self.assertEqual(server.ask('/api/acts', 'POST', body)[0], 201)

    def test_killed_in_the_middle(self):
        key = self.key_of('berta')
        server = self.serve()
        bodies = [self.proposal(server, key, 'k%d' % i) for i in range(40)]
        receipts, lock = [], threading.Lock()

        def send(body):
            try:
                status, _, data = server.ask('/api/acts', 'POST', body)
            except (OSError, http.client.HTTPException):
                return
            if status == 201:
                with lock:
                    receipts.append((data['entry'], body['act']))
                    if len(receipts) == 15:
                        server.process.kill()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(send, bodies))
        self.assertGreaterEqual(len(receipts), 15)
        self.good('verify', '--book', self.book)
        log = [json.loads(line) for line in self.good('log', '--book', self.book, '--json').splitlines()]
        for entry, act in receipts:
            self.assertEqual(log[entry]['what']['act'], act)

    def test_events(self):
        key = self.key_of('berta')
        server = self.serve()
        body = self.proposal(server, key, 'p1')
        size = server.ask('/api/book')[2]['entries']
        with socket.create_connection(('127.0.0.1', server.port), timeout=30) as s:
            s.sendall(b'GET /api/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %d\r\n\r\n' % size)
            out = s.recv(65536)
            self.assertIn(b'text/event-stream', out)
            self.assertEqual(server.ask('/api/acts', 'POST', body)[0], 201)
            while b'}' not in out:
                out += s.recv(65536)
            self.assertIn(b'id: %d\ndata: {"size":%d,"kinds":["propose"]}\n' % (size + 1, size + 1), out.replace(b'\r\n', b'\n'))
            self.assertEqual(server.end()[0], 0)


if __name__ == '__main__':
    unittest.main()
