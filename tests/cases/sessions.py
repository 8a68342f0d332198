"""Sessions over HTTP: who signs in and who does not, what ends a session, who is told people's names.

Keys are made and challenges signed here with the cryptography package, by docs/serve.md alone.
"""
import http.client
import json
import time
import unittest

from serve import Ed25519PrivateKey, Encoding, PublicFormat, Served, base64url

NOW = '1972-10-20T09:00:00Z'


def statement(book, challenge, origin, person):
    fields = {'book': book, 'challenge': challenge, 'origin': origin, 'person': person}
    return b'cordon-session-v1\n' + json.dumps(fields, sort_keys=True, separators=(',', ':')).encode()


@unittest.skipUnless(Ed25519PrivateKey, 'the Python package cryptography is not there')
class Session(Served):
    """The bakery's Berta has a key, and her name is sealed; so is Luis's, who sits for it in the cordón; Ciro is of the mill."""

    def batch(self, *acts):
        """Each a kind, its fields and who signs, with a key of the example's."""
        file = self.scratch / 'acts.jsonl'
        file.write_text(''.join(json.dumps({'kind': kind, 'fields': fields, 'by': [by], 'now': '1972-10-19T10:00:00Z'}) + '\n'
                                for kind, fields, by in acts), encoding='utf-8')
        return self.good('batch', file, '--book', self.book, '--example-seed', 'test')

    def new_key(self):
        key = Ed25519PrivateKey.generate()
        return key, base64url(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def member(self, person, body, name, by='ana'):
        key = self.new_key()
        self.batch(('enrol', {'body': body, 'person': person, 'name': name}, by),
                   ('key_enrol', {'person': person, 'key': key[1], 'use': 'main'}, by))
        return key

    def setUp(self):
        super().setUp()
        self.berta = self.member('berta', 'panaderia', 'Berta Soto')
        self.ciro = self.member('ciro', 'molino', 'Ciro Vega', by='bea')
        self.begin()

    def begin(self, *options):
        self.server = self.serve('--now', NOW, *options)
        self.origin = 'http://127.0.0.1:%d' % self.server.port

    def challenge(self):
        status, _, data = self.server.ask('/api/session/challenge', 'POST')
        self.assertEqual(status, 201)
        return data

    def signed(self, key, person, **other):
        given = self.challenge()
        said = {'book': given['book'], 'challenge': given['challenge'], 'origin': self.origin, 'person': person, **other}
        return {'challenge': given['challenge'], 'origin': said['origin'], 'key': key[1],
                'signature': base64url(key[0].sign(statement(**said)))}

    def sign_in(self, key, person):
        status, reply, data = self.server.ask('/api/session', 'POST', self.signed(key, person))
        self.assertEqual((status, data['person']), (201, person), data)
        return reply.getheader('Set-Cookie').split(';')[0]

    def who(self, cookie=None):
        return self.server.ask('/api/session', **({'Cookie': cookie} if cookie else {}))[2]['person']

    def refused(self, body, code):
        status, reply, data = self.server.ask('/api/session', 'POST', body)
        self.assertEqual((status, [one['code'] for one in data['findings']]), (401, [code]))
        self.assertIsNone(reply.getheader('Set-Cookie'))
        self.assertTrue(reply.getheader('WWW-Authenticate'))

    def test_a_cookie_that_nothing_else_reads(self):
        status, reply, _ = self.server.ask('/api/session', 'POST', self.signed(self.berta, 'berta'))
        name, *flags = reply.getheader('Set-Cookie').split('; ')
        self.assertEqual(status, 201)
        self.assertRegex(name, '^__Host-cordon-[0-9a-f]{8}=[A-Za-z0-9_-]{43}$')  # 256 bits
        self.assertLessEqual({'Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict'}, set(flags))
        self.assertFalse([flag for flag in flags if flag.startswith('Domain')])  # RFC 6265bis, 4.1.3.2
        self.assertEqual(reply.headers.get_all('Cache-Control'), ['no-store'])
        self.assertEqual((self.who(name), self.who(), self.who(name[:-1])), ('berta', None, None))

    def test_who_is_not_let_in(self):
        good = self.signed(self.berta, 'berta')
        self.assertEqual(self.server.ask('/api/session', 'POST', good)[0], 201)
        self.refused(good, 'http.session_challenge')  # replayed
        self.refused({**self.signed(self.berta, 'berta'), 'challenge': '0' * 64}, 'http.session_challenge')
        self.refused(self.signed(self.new_key(), 'berta'), 'http.session_key')
        self.refused({**self.signed(self.ciro, 'berta'), 'key': self.berta[1]}, 'http.session_signature')
        self.refused(self.signed(self.ciro, 'berta'), 'http.session_signature')  # a key of the book, for somebody else
        self.refused(self.signed(self.berta, 'berta', book='0' * 64), 'http.session_signature')
        self.refused(self.signed(self.berta, 'berta', origin='http://other.example'), 'http.session_origin')
        self.refused({**self.signed(self.berta, 'berta', origin='http://other.example'), 'origin': self.origin}, 'http.session_signature')
        self.refused({**self.signed(self.berta, 'berta'), 'more': 1}, 'http.session')
        bad = self.signed(self.berta, 'berta')
        self.refused({**bad, 'signature': 'A' * 86}, 'http.session_signature')
        self.refused(bad, 'http.session_challenge')  # a wrong answer used it up

    def test_a_signature_of_an_act_is_none_of_a_challenge(self):
        given = self.challenge()
        fields = {'book': given['book'], 'challenge': given['challenge'], 'origin': self.origin, 'person': 'berta'}
        said = b'cordon-act-v1\n' + json.dumps(fields, sort_keys=True, separators=(',', ':')).encode()
        self.refused({'challenge': given['challenge'], 'origin': self.origin, 'key': self.berta[1],
                      'signature': base64url(self.berta[0].sign(said))}, 'http.session_signature')

    def test_another_site_may_not(self):
        for path, method in (('/api/session/challenge', 'POST'), ('/api/session', 'POST'), ('/api/session', 'DELETE')):
            self.assertEqual(self.server.ask(path, method, {}, Origin='http://evil.example')[0], 403, path)

    def post_act(self, kind, fields, *keys):
        status, _, act = self.server.ask('/api/drafts', 'POST', {'kind': kind, 'fields': fields})
        self.assertEqual(status, 200, act)
        said = b'cordon-act-v1\n' + json.dumps(act, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()
        status, _, data = self.server.ask('/api/acts', 'POST', {'act': act, 'signatures': [
            {'key': key[1], 'signature': base64url(key[0].sign(said))} for key in keys]})
        self.assertEqual(status, 201, data)

    def test_a_key_revoked_or_replaced_ends_it_at_once(self):
        first, second = self.sign_in(self.berta, 'berta'), self.sign_in(self.berta, 'berta')
        new = self.new_key()
        self.assertEqual((self.who(first), self.who(second)), ('berta', 'berta'))
        self.post_act('key_rotate', {'key': new[1]}, self.berta)
        self.assertEqual((self.who(first), self.who(second)), (None, None))
        self.refused(self.signed(self.berta, 'berta'), 'http.session_key')
        cookie, other = self.sign_in(new, 'berta'), self.sign_in(self.ciro, 'ciro')
        self.post_act('key_revoke', {'key': new[1]}, new)
        self.assertEqual((self.who(cookie), self.who(other)), (None, 'ciro'))

    def test_signing_out_ends_it(self):
        cookie, other = self.sign_in(self.berta, 'berta'), self.sign_in(self.berta, 'berta')
        status, reply, _ = self.server.ask('/api/session', 'DELETE', Cookie=cookie)
        self.assertEqual(status, 204)
        self.assertIn('Max-Age=0', reply.getheader('Set-Cookie'))
        self.assertEqual((self.who(cookie), self.who(other)), (None, 'berta'))

    def test_it_ends_by_itself(self):
        self.server.end()
        self.begin('--session', 0.02)  # minutes
        cookie = self.sign_in(self.berta, 'berta')
        self.assertEqual(self.who(cookie), 'berta')
        time.sleep(1.5)
        self.assertIsNone(self.who(cookie))

    def test_too_often(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)
        self.addCleanup(connection.close)
        for _ in range(1000):
            connection.request('POST', '/api/session/challenge')
            reply = connection.getresponse()
            data = json.loads(reply.read())
            if reply.status != 201:
                break
        self.assertEqual((reply.status, data['code']), (429, 'http.too_often'))
        self.assertGreaterEqual(int(reply.getheader('Retry-After')), 1)
        self.assertEqual(self.server.ask('/api/book')[0], 200)

    def named(self, data):
        """The names that stand beside people's ids."""
        found = {}
        for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else []:
            found.update(self.named(one))
        if isinstance(data, dict) and 'person' in data:
            self.assertNotIn('commitment', data)
            found.update({data['person']: data['name']} if 'name' in data else {})
        return found

    def names(self, path, cookie=None):
        status, _, data = self.server.ask(path, **({'Cookie': cookie} if cookie else {}))
        self.assertEqual(status, 200)
        return self.named(data)

    def said(self, *words):
        """The same to whoever has the book."""
        return self.named(json.loads(self.good(*words, '--book', self.book, '--json', '--now', NOW)))

    def test_who_is_told_names(self):
        berta, ciro = self.sign_in(self.berta, 'berta'), self.sign_in(self.ciro, 'ciro')
        rolls, seats = {'bakery': '/api/bodies/panaderia/roll', 'mill': '/api/bodies/molino/roll'}, '/api/bodies/cordon/seats'
        for path in (*rolls.values(), seats, '/api/bodies/panaderia', '/api/session'):
            self.assertEqual(self.names(path), {}, path)  # a visitor
        own = self.names(rolls['bakery'], berta)
        self.assertEqual(own, self.said('roll', 'panaderia'))
        self.assertEqual(own['berta'], 'Berta Soto')
        self.assertIn('ciro', self.names(rolls['mill'], ciro))
        self.assertNotIn('ciro', self.names(rolls['mill'], berta))  # who is no more than a member there
        self.assertNotIn('berta', self.names(rolls['bakery'], ciro))
        self.assertTrue(self.said('seats', 'cordon'))
        self.assertEqual(self.names(seats, ciro), self.said('seats', 'cordon'))  # who acts for others is named to all who belong
        self.assertEqual(self.names('/api/session', berta), {'berta': 'Berta Soto'})

    def test_who_left_is_told_nothing(self):
        cookie = self.sign_in(self.berta, 'berta')
        self.assertTrue(self.names('/api/bodies/cordon/seats', cookie))
        self.post_act('leave', {'body': 'panaderia', 'person': 'berta'}, self.berta)
        self.assertEqual(self.names('/api/bodies/cordon/seats', cookie), {})
        self.assertEqual(self.names('/api/bodies/panaderia/roll', cookie), {})

    def test_acts_are_given_as_they_stand(self):
        cookie = self.sign_in(self.berta, 'berta')
        page = self.server.ask('/api/entries?limit=500', Cookie=cookie)[2]['entries']
        log = [json.loads(line) for line in self.good('log', '--book', self.book, '--json').splitlines()]
        self.assertEqual(page, log[:len(page)])

    def test_what_is_kept_is_kept_for_one(self):
        berta, ciro, path = self.sign_in(self.berta, 'berta'), self.sign_in(self.ciro, 'ciro'), '/api/bodies/panaderia/roll'
        reply = self.server.ask(path, Cookie=berta)[1]
        self.assertIn('private', reply.getheader('Cache-Control'))
        self.assertIn('Cookie', reply.getheader('Vary'))
        tag = reply.getheader('ETag')
        self.assertEqual(self.server.ask(path, Cookie=berta, If_None_Match=tag)[0], 304)
        for other in ({}, {'Cookie': ciro}):
            self.assertEqual(self.server.ask(path, If_None_Match=tag, **other)[0], 200)

    def test_what_may_be_done_is_what_the_act_table_says_at_once(self):
        cookie = self.sign_in(self.berta, 'berta')

        def may(body='panaderia'):
            return {one['body']: one['may'] for one in self.server.ask('/api/session', Cookie=cookie)[2]['bodies']}.get(body, [])
        self.assertIn('propose', may())
        self.assertNotIn('stoppage', may())  # nothing is known to work there that could stop
        self.assertNotIn('enrol', may())
        self.assertEqual(may('molino'), [])
        self.server.end()
        counted = [{'kind': 'unit', 'fields': {'body': 'cordon', 'unit': 'kg', 'dimension': 'mass'}},
                   {'kind': 'commodity', 'fields': {'body': 'cordon', 'commodity': 'bread', 'unit': 'kg'}}]
        self.batch(('propose', {'body': 'cordon', 'proposal': 'counted', 'title': 'T', 'text': 'T', 'effects': counted}, 'tom'),
                   ('put', {'proposal': 'counted', 'until': '1972-10-25T20:00:00Z'}, 'tom'),
                   ('vote', {'proposal': 'counted', 'choice': 'yes'}, 'tom'), ('decide', {'proposal': 'counted'}, 'tom'),
                   ('process', {'body': 'panaderia', 'process': 'baking', 'outputs': {'bread': 1}, 'capacity': '300'}, 'ana'))
        self.begin()
        cookie = self.sign_in(self.berta, 'berta')
        self.assertIn('stoppage', may())
        self.assertNotIn('stoppage_end', may())
        self.post_act('stoppage', {'body': 'panaderia', 'stoppage': 's', 'text': 'No flour'}, self.berta)
        self.assertIn('stoppage_end', may())

    def may(self, cookie, **fields):
        status, _, data = self.server.ask('/api/session/may?' + '&'.join('%s=%s' % one for one in fields.items()), **({'Cookie': cookie} if cookie else {}))
        self.assertEqual(status, 200, data)
        return data['may']

    def test_whether_an_act_may_be_done_to_what_it_names(self):
        self.server.end()
        self.batch(('propose', {'body': 'panaderia', 'proposal': 'oven', 'title': 'T', 'text': 'T'}, 'ana'),
                   ('propose', {'body': 'cordon', 'proposal': 'pool', 'title': 'T', 'text': 'T'}, 'tom'))
        self.begin()
        berta, ciro = self.sign_in(self.berta, 'berta'), self.sign_in(self.ciro, 'ciro')
        for cookie, asked, may in ((berta, {'kind': 'vote', 'proposal': 'oven'}, True), (ciro, {'kind': 'vote', 'proposal': 'oven'}, False),
                                   (None, {'kind': 'vote', 'proposal': 'oven'}, False), (berta, {'kind': 'vote', 'proposal': 'pool'}, False),
                                   (ciro, {'kind': 'petition', 'council': 'cordon', 'body': 'molino'}, True),
                                   (berta, {'kind': 'petition', 'council': 'cordon', 'body': 'molino'}, False),
                                   (berta, {'kind': 'enrol', 'body': 'panaderia'}, False), (berta, {'kind': 'vote', 'proposal': 'none'}, False)):
            self.assertEqual(self.may(cookie, **asked), may, asked)
        self.assertEqual(self.server.ask('/api/session/may?kind=none', Cookie=berta)[0], 404)

    def test_of_every_kind_of_act_it_can_be_asked(self):
        cookie = self.sign_in(self.berta, 'berta')
        kinds = [name[4:] for name in self.server.ask('/api')[2]['components']['schemas'] if name.startswith('act_')]
        self.assertGreater(len(kinds), 80)
        everything = {'body': 'panaderia', 'council': 'cordon', 'proposal': 'x', 'poll': 'panaderia-1972', 'choice': 'x', 'plan': 'x'}
        for kind in kinds:
            for names in ((), ('body',), ('council', 'body'), ('poll',), tuple(everything)):
                self.may(cookie, kind=kind, **{name: everything[name] for name in names})
