"""How a member comes to a key of their own: invited, joined, a phone lost, a recovery sheet; and what is refused.

The independent client is Python's cryptography: it takes a code apart, makes keys of it, and writes books of its own that the
program and the second verifier must take or refuse (bookmaker.py).
"""
import base64
import json
import random
import subprocess
import unittest

from bookmaker import Book, Key, canonical, sha, url64, when
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from program import PROGRAM, Case, environment

AUDIT = PROGRAM.resolve().parent / 'cordon-audit'
ANA = ['--example-keys', 'test=ana']


def public(private):
    return url64(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


class Members(Case):
    """A book with two workplaces: Ana is secretary of the bakery (and founded the book), Eva of the mill."""

    def setUp(self):
        super().setUp()
        self.found('book')
        self.here = ['--book', 'book']

    def found(self, folder):
        self.ok('init', folder, '--title', 'Cerrillos', *ANA, '--now', '1972-10-11T09:00:00Z')
        here, now = ['--book', folder], ['--now', '1972-10-11T09:00:00Z']
        for body, secretary in (('panaderia', 'ana'), ('molino', 'eva')):
            self.ok('act', 'body_open', 'body=' + body, 'kind=workplace', 'name=P', 'members=people', 'secretary=' + secretary,
                    *ANA, *here, *now)
        code = self.json('invite', '--body', 'molino', '--person', 'eva', *ANA, *here, *now)['code']
        self.ok('join', code, folder + '-eva.key', '--in-clear', *here, *now)
        self.eva = ['--key', folder + '-eva.key']
        for person in ('benito', 'carla'):
            self.ok('enrol', 'body=panaderia', 'person=' + person, *ANA, *here, *now)

    def ok(self, *arguments):
        return self.cordon_ok(*arguments, cwd=self.scratch)

    def json(self, *arguments):
        return json.loads(self.ok(*arguments, '--json'))

    def codes(self, *arguments, status=2):
        done = self.cordon(*arguments, '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return [one['code'] for one in json.loads(done.stderr or done.stdout)['findings']]

    def at(self, minute):
        return ['--now', '1972-10-11T10:%02d:00Z' % minute]

    def invite(self, *more, person='benito', minute=0):
        return self.json('invite', '--body', 'panaderia', '--person', person, *ANA, *self.here, *self.at(minute), *more)

    def join(self, code, file='benito.key', minute=1):
        return self.json('join', code, file, '--in-clear', *self.here, *self.at(minute))

    def not_joined(self, code, minute=1, file='no.key'):
        return self.codes('join', code, file, '--in-clear', *self.here, *self.at(minute))

    def whole(self):
        """Rebuilding gives the same state, and both verifiers find the book good."""
        before = self.ok('verify', *self.here)
        self.assertIn('as before', self.ok('rebuild', *self.here))
        self.assertEqual(before, self.ok('verify', *self.here))
        self.ok('export', '-o', 'export', *self.here)
        done = subprocess.run([AUDIT, self.scratch / 'export'], env=environment('en'), stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        (self.scratch / 'export').unlink()

    def history(self, person='benito'):
        return [(one['use'], one['until'] is None) for one in self.json('key', 'list', person, *self.here)['keys']]

    def test_from_the_invitation_to_an_act_of_ones_own(self):
        made = self.invite()
        joined = self.join(made['code'])
        self.assertEqual(joined['person'], 'benito')
        self.ok('act', 'leave', 'body=panaderia', 'person=benito', '--key', 'benito.key', *self.here, *self.at(2))
        self.assertEqual(self.history(), [('invitation', False), ('main', True)])
        one = self.json('key', 'list', 'benito', *self.here)['keys'][0]
        self.assertEqual((one['invited_by'], one['body'], one['expires']), ('ana', 'panaderia', '1972-10-25T10:00:00Z'))
        self.whole()

    def test_the_code_is_the_seed_and_the_book(self):
        made = self.invite('--address', 'https://nodo.example')
        self.assertEqual(made['link'], 'https://nodo.example/#join=' + made['code'])
        both = base64.urlsafe_b64decode(made['code'] + '==')
        self.assertEqual(len(both), 64)
        self.assertEqual(public(Ed25519PrivateKey.from_private_bytes(both[:32])), made['invitation'])
        self.ok('export', '-o', 'code-export', *self.here)
        lines = (self.scratch / 'code-export').read_bytes().splitlines()
        first = canonical(json.loads(lines[1][2:])['act'])
        self.assertEqual(both[32:], sha(b'cordon-book-v1\n', first))
        seed = base64.urlsafe_b64encode(both[:32]).rstrip(b'=')
        self.assertFalse(any(seed in line or both[:32].hex().encode() in line for line in lines))
        self.assertEqual(self.join(made['link'])['person'], 'benito')

    def test_the_qr_and_the_link_are_printed_for_people(self):
        said = self.ok('invite', '--body', 'panaderia', '--person', 'benito', *ANA, *self.here, *self.at(0))
        code = [line for line in said.splitlines() if len(line) == 86]
        self.assertEqual(len(code), 1)
        self.assertGreater(said.count('\033[97;40m'), 20)

    def test_good_once(self):
        made = self.invite()
        self.join(made['code'])
        self.assertEqual(self.not_joined(made['code'], 2), ['cli.invited_once'])
        self.ok('key', 'revoke', 'benito.key', *ANA, *self.here, *self.at(3))
        self.assertEqual(self.not_joined(made['code'], 4), ['cli.invited_once'])

    def test_until_its_time(self):
        made = self.invite('--until', '1972-10-11T10:05:00Z')
        self.assertEqual(self.not_joined(made['code'], 5), ['council.invited_past'])
        again = self.invite('--until', '1972-10-11T10:07:00Z', minute=6)
        self.assertEqual(self.not_joined(made['code'], 6), ['cli.invited_once'])
        self.join(again['code'], minute=6)
        self.whole()

    def test_times_that_are_none(self):
        ask = ['invite', '--body', 'panaderia', '--person', 'benito', *ANA, *self.here, *self.at(5), '--until']
        self.assertEqual(self.codes(*ask, '1972-10-11T10:05:00Z'), ['council.past'])
        self.assertEqual(self.codes(*ask, '1973-01-11T10:05:01Z'), ['council.invited_long'])
        self.assertEqual(self.codes(*ask, 'soon'), ['record.field_wrong'])
        self.ok(*ask, '1973-01-11T10:05:00Z')

    def test_a_later_one_takes_its_place_and_the_secretary_withdraws(self):
        first, second = self.invite(), self.invite(minute=1)
        self.assertEqual(self.not_joined(first['code'], 2), ['cli.invited_once'])
        self.assertEqual(self.codes('key', 'revoke', second['invitation'], *self.eva, *self.here, *self.at(3)), ['record.may_not'])
        self.ok('key', 'revoke', second['invitation'], *ANA, *self.here, *self.at(3))
        self.assertEqual(self.not_joined(second['code'], 4), ['cli.invited_once'])
        self.assertEqual(self.history(), [('invitation', False)] * 2)
        self.whole()

    def test_who_may_invite_whom(self):
        ask = ['invite', '--person', 'benito', *self.here, *self.at(0)]
        self.assertEqual(self.codes(*ask, '--body', 'panaderia', *self.eva), ['record.may_not'])
        self.assertEqual(self.codes(*ask, '--body', 'molino', *self.eva), ['council.not_on_roll'])
        self.assertEqual(self.codes('invite', '--body', 'panaderia', '--person', 'nadie', *ANA, *self.here), ['council.not_on_roll'])
        self.assertEqual(self.codes('invite', '--body', 'panaderia', '--person', 'ana', *ANA, *self.here), ['record.key_held'])
        self.assertEqual(self.codes(*ask, '--body', 'nada', *ANA), ['record.may_not'])

    def test_who_has_a_key_is_not_invited(self):
        self.join(self.invite()['code'])
        self.assertEqual(self.codes('invite', '--body', 'panaderia', '--person', 'benito', *ANA, *self.here, *self.at(2)),
                         ['record.key_held'])

    def test_a_key_given_otherwise_ends_the_invitation(self):
        made = self.invite()
        key = Key('given').text
        self.ok('act', 'key_enrol', 'person=benito', 'key=' + key, 'use=main', *ANA, *self.here, *self.at(1))
        self.ok('key', 'revoke', key, *ANA, *self.here, *self.at(2))
        self.assertEqual(self.not_joined(made['code'], 3), ['cli.invited_once'])
        self.whole()

    def test_a_lost_phone_is_seen(self):
        self.join(self.invite()['code'])
        self.ok('key', 'revoke', 'benito.key', *ANA, *self.here, *self.at(2))
        self.join(self.invite(minute=3)['code'], 'new.key', 4)
        self.assertEqual(self.history(), [('invitation', False), ('main', False), ('invitation', False), ('main', True)])
        refused = self.codes('act', 'leave', 'body=panaderia', 'person=benito', '--key', 'benito.key', *self.here, *self.at(5))
        self.assertEqual(refused, ['record.key_not_valid_here'])
        self.assertIn('invited by ana', self.ok('key', 'list', 'benito', *self.here))

    def test_another_book_and_no_code(self):
        made = self.invite()
        self.found('other')
        self.assertEqual(self.codes('join', made['code'], 'x.key', '--in-clear', '--book', 'other'), ['cli.invited_elsewhere'])
        both = base64.urlsafe_b64decode(made['code'] + '==')
        stranger = url64(bytes(32) + both[32:])
        self.assertEqual(self.not_joined(stranger), ['cli.not_invited'])
        for wrong in ('', made['code'][:-1], made['code'] + 'A', made['code'][:-1] + '!', made['code'][:-1] + 'x',
                      'https://nodo.example/#join=', made['code'] + ' ' + made['code'], '#', '=#='):
            self.assertEqual(self.not_joined(wrong), ['cli.invitation'], wrong)
        self.assertFalse((self.scratch / 'no.key').exists())

    def test_damaged_codes_never_join(self):
        code, chance = self.invite()['code'], random.Random(7)
        for _ in range(20):
            at = chance.randrange(86)
            other = chance.choice([c for c in 'abcXYZ019-_=#+/ ' if c != code[at]])
            done = self.cordon('join', code[:at] + other + code[at + 1:], 'no.key', '--in-clear', *self.here, cwd=self.scratch)
            self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(self.join(code)['person'], 'benito')

    def test_a_recovery_sheet_of_ones_own(self):
        self.join(self.invite()['code'])
        self.ok('key', 'new', 'spare.key', '--person', 'benito', '--in-clear', '--recovery', 'sheet')
        recovery = (self.scratch / 'sheet').read_text(encoding='utf-8').split()[-1]
        enrol = ['act', 'key_enrol', 'person=benito', 'key=' + recovery, 'use=recovery', *self.here]
        self.assertEqual(self.codes(*enrol, *self.eva, *self.at(2)), ['record.may_not'])
        main = ['act', 'key_enrol', 'person=benito', 'key=' + recovery, 'use=main', *self.here]
        self.assertEqual(self.codes(*main, '--key', 'benito.key', *self.at(2)), ['record.may_not'])
        self.ok(*enrol, '--key', 'benito.key', *self.at(2))
        self.ok('key', 'restore', 'paper.key', '--person', 'benito', '--note', 'sheet', '--in-clear')
        leave = ['act', 'leave', 'body=panaderia', 'person=benito', *self.here]
        self.assertEqual(self.codes(*leave, '--key', 'paper.key', *self.at(3)), ['record.key_not_for'])
        self.ok('key', 'rotate', 'new.key', '--in-clear', '--key', 'paper.key', *self.here, *self.at(3))
        self.assertEqual(self.codes(*leave, '--key', 'benito.key', *self.at(4)), ['record.key_not_valid_here'])
        self.ok(*leave, '--key', 'new.key', *self.at(4))
        self.whole()


class Written(Case):
    """Books that Python wrote and signed: the program takes them in, or refuses them, and the second verifier agrees."""

    def setUp(self):
        super().setUp()
        self.book = book = Book()
        book.act('body_open', {'body': 'panaderia', 'kind': 'workplace', 'name': 'P', 'members': 'people',
                               'secretary': 'fundadora'}, [book.founder])
        for person in ('benito', 'carla'):
            book.act('enrol', {'body': 'panaderia', 'person': person}, [book.founder])
        self.invitation, self.new = self.invite('benito'), Key('new')

    def invite(self, person, key=None, until=86400):
        key = key or Key('invitation of ' + person)
        self.book.act('invite', {'body': 'panaderia', 'person': person, 'invitation': key.text, 'until': when(until)},
                      [self.book.founder])
        return key

    def use(self, *keys, person='benito', key=None):
        return self.book.act('invitation_use', {'person': person, 'key': (key or self.new).text}, keys)

    def verdicts(self):
        """(does the program take it in, does the second verifier prove it)."""
        self.book.commit()
        export = self.scratch / 'export'
        export.write_bytes(self.book.export())
        taken = self.cordon('import', export, '-o', self.scratch / 'copy').returncode == 0
        audit = subprocess.run([AUDIT, export], env=environment('en'), stdout=subprocess.PIPE, check=False)
        return taken, audit.returncode == 0

    def both_take(self):
        self.assertEqual(self.verdicts(), (True, True))

    def both_refuse(self):
        self.assertEqual(self.verdicts(), (False, False))

    def test_joined_and_acting(self):
        self.use(self.invitation, self.new)
        self.book.act('leave', {'body': 'panaderia', 'person': 'benito'}, [self.new])
        self.both_take()
        done = subprocess.run([AUDIT, self.scratch / 'export', '--keys', '--json'], env=environment('en'), stdout=subprocess.PIPE,
                              check=False)
        keys = [(one['key'], one['use'], one['person'], one['by'], one['ended']) for one in json.loads(done.stdout)['keys'][2:]]
        self.assertEqual(keys, [(self.invitation.text, 'invitation', 'benito', 'fundadora', 5),
                                (self.new.text, 'main', 'benito', 'benito', -1)])

    def test_without_the_new_keys_signature(self):
        self.use(self.invitation)
        self.both_refuse()

    def test_without_the_invitations(self):
        self.use(self.new)
        self.both_refuse()

    def test_with_a_stranger_instead(self):
        self.use(Key('stranger'), self.new)
        self.both_refuse()

    def test_with_a_main_key_instead(self):
        self.use(self.book.founder, self.new)
        self.both_refuse()

    def test_with_a_third(self):
        self.use(self.invitation, self.new, self.book.founder)
        self.both_refuse()

    def test_in_anothers_name(self):
        self.use(self.invitation, self.new, person='carla')
        self.both_refuse()

    def test_with_anothers_invitation(self):
        self.use(self.invite('carla'), self.new)
        self.both_refuse()

    def test_with_two_invitations(self):
        self.use(self.invitation, self.invite('carla'))
        self.both_refuse()

    def test_twice(self):
        self.use(self.invitation, self.new)
        self.use(self.invitation, Key('again'), key=Key('again'))
        self.both_refuse()

    def test_after_another_took_its_place(self):
        self.invite('benito', Key('second'))
        self.use(self.invitation, self.new)
        self.both_refuse()

    def test_after_it_was_withdrawn(self):
        self.book.act('key_revoke', {'key': self.invitation.text}, [self.book.founder])
        self.use(self.invitation, self.new)
        self.both_refuse()

    def test_a_key_that_was_there_before(self):
        self.use(self.invitation, self.book.founder, key=self.book.founder)
        self.both_refuse()

    def test_an_invitation_signs_nothing_else(self):
        self.book.act('leave', {'body': 'panaderia', 'person': 'benito'}, [self.invitation])
        self.both_refuse()

    def test_a_new_key_signs_no_other_act_first(self):
        self.book.act('leave', {'body': 'panaderia', 'person': 'benito'}, [self.new])
        self.both_refuse()

    def test_inviting_who_has_a_key(self):
        self.use(self.invitation, self.new)
        self.invite('benito', Key('second'))
        self.both_refuse()

    def test_other_characters_are_no_digits(self):
        """libsodium's decoder takes bytes above 127 for digits: such a signature must be none, not a wrong one."""
        self.use(self.invitation, self.new)
        entry = self.book.entries[-1]
        nth = entry.rindex(b'"signature":"') + 13
        self.book.entries[-1] = entry[:nth] + 'é'.encode() + entry[nth + 2:]
        self.both_refuse()
        done = subprocess.run([AUDIT, self.scratch / 'export', '--json'], env=environment('en'), stdout=subprocess.PIPE, check=False)
        codes = [one['code'] for one in json.loads(done.stdout)['findings']]
        self.assertNotIn('signature.wrong', codes)

    def test_that_it_ran_out_is_a_rule_of_the_act(self):
        self.invite('carla', Key('short'), until=self.book.seconds + 10)
        self.book.seconds += 10
        self.use(Key('short'), self.new, person='carla')
        self.assertEqual(self.verdicts(), (False, True))


if __name__ == '__main__':
    unittest.main()
