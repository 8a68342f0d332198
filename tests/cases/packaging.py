"""What is handed to a machine that serves a book: the systemd unit's sandbox and command, the container file's."""
import re
import shutil
import subprocess
import unittest

from program import Case, SOURCE

UNIT = SOURCE / 'packaging' / 'cordon.service'


class Unit(Case):
    def options_are_known(self, words):
        self.assertEqual(words[:2], ['cordon', 'serve'])
        known = set(re.findall(r'^  (--[a-z-]+)', self.cordon_ok('serve', '--help'), re.M))
        self.assertLessEqual({word for word in words if word.startswith('--')}, known)

    def test_the_command_is_one_of_the_programs(self):
        command = re.search(r'^ExecStart=/usr/bin/(.*?)( \$CORDON_SERVE)?$', UNIT.read_text(encoding='utf-8'), re.M)
        self.options_are_known(command.group(1).split())
        container = (SOURCE / 'packaging' / 'Containerfile').read_text(encoding='utf-8')
        self.options_are_known(re.findall(r'"([^"]*)"', re.search(r'^ENTRYPOINT \[(.*)\]$', container, re.M).group(1)))
        self.assertIn('NOT RUN', container)

    @unittest.skipUnless(shutil.which('systemd-analyze'), 'systemd-analyze is not there')
    def test_the_sandbox(self):
        """systemd's own judgement of what is left open, in tenths; docs/serve.md says it."""
        done = subprocess.run(['systemd-analyze', 'security', '--offline=true', '--threshold=15', '--no-pager', str(UNIT)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8')
        if 'Unknown' in done.stdout or 'unrecognized option' in done.stdout:
            self.skipTest('this systemd-analyze judges no files')
        self.assertEqual(done.returncode, 0, done.stdout[-3000:])
        said = re.search(r'exposure level for cordon.service: ([0-9.]+)', done.stdout).group(1)
        self.assertLessEqual(float(said), 1.5)
        checked = subprocess.run(['systemd-analyze', 'verify', '--man=no', str(UNIT)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 encoding='utf-8').stdout
        wrong = [line for line in checked.splitlines() if 'cordon.service' in line and 'is not executable' not in line]
        self.assertEqual(wrong, [])


if __name__ == '__main__':
    unittest.main()
