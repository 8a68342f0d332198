"""Committees and participatory budgets from approval ballots: the 71 profiles of abcvoting with all their winning committees, two
binding votes with their official results, small cases worked by hand, and what is said of wrong files.
"""
import itertools
import json
import random
import unittest

import count_oracle_committees as oracle
from count_stv import Count

PROFILES = 'data/elections/approval_committees'
BUDGETS = 'data/elections/equal_shares_pb'

# the rule here: its name in the profiles, the oracle
RULES = {
    'approval': ('av', oracle.approval),
    'sav': ('sav', oracle.satisfaction),
    'pav': ('pav', oracle.pav),
    'slav': ('slav', oracle.slav),
    'seq-pav': ('seqpav', oracle.seq_pav),
    'reverse-seq-pav': ('revseqpav', oracle.reverse_seq_pav),
    'seq-phragmen': ('seqphragmen', oracle.seq_phragmen),
    'equal-shares': ('equal-shares', oracle.equal_shares),
}


def abc(profile, candidates, seats, weights=None):
    """A profile as an .abc.yaml file."""
    lines = ['profile: %s' % json.dumps([sorted(ballot) for ballot in profile]), 'num_cand: %d' % candidates, 'committeesize: %d' % seats]
    if weights:
        lines.append('voter_weights: %s' % json.dumps(weights))
    return '\n'.join(lines) + '\n'


class Committees(Count):
    def outcomes(self, path, rule, *options):
        """All winning committees, by numbers from 0, and the report; it must be decided exactly when there is one."""
        done = self.cordon('count', '--rule', rule, path, '--json', *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        report = json.loads(done.stdout)
        found = {frozenset(one - 1 for one in outcome) for outcome in report['outcomes']}
        self.assertEqual(len(found), len(report['outcomes']))
        self.assertTrue(report['outcomes_complete'])
        self.assertEqual((done.returncode == 0, report['decided']), (len(found) == 1,) * 2)
        return found, report
