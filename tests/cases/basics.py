"""The command line itself: help, languages, what it says of a wrong one."""
import os
import unittest

from program import Case, PROGRAM


class Basics(Case):
    def test_without_arguments_it_shows_the_commands(self):
        self.assertIn('cordon help', self.cordon_ok())
        self.assertEqual(self.cordon_ok(), self.cordon_ok('--help'))

    def test_version(self):
        self.assertRegex(self.cordon_ok('--version'), r'^cordon \d+\.\d+\.\d+\n$')

    def test_unknown_command(self):
        done = self.cordon('nothing', 'such')
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, '')
        self.assertIn('nothing', done.stderr)

    def test_unknown_option(self):
        done = self.cordon('help', '--nothing')
        self.assertEqual(done.returncode, 2)
        self.assertIn('--nothing', done.stderr)

    def test_the_nearest_command_and_option_are_named(self):
        self.assertIn('perhaps help', self.cordon('hepl').stderr)
        self.assertIn('quizá --json', self.cordon('help', '--jsno', lang='es').stderr)
        self.assertNotIn('perhaps', self.cordon('xyzzy').stderr)

    def test_errors_as_json(self):
        finding, = self.cordon_refuses('help', '--lang', 'xx')
        self.assertEqual((finding['severity'], finding['code'], finding['field'], finding['found']),
                         ('error', 'cli.choice', '--lang', 'xx'))

    def test_how_to_say_errors_is_known_before_the_first(self):
        self.assertEqual(self.cordon_refuses('hepl')[0]['code'], 'cli.unknown_command')
        self.assertIn('no existe', self.cordon('hepl', '--lang', 'es').stderr)

    def test_option_without_its_value(self):
        done = self.cordon('help', '--lang')
        self.assertEqual(done.returncode, 2)
        self.assertIn('--lang', done.stderr)

    def test_wrong_language(self):
        self.assertEqual(self.cordon('help', '--lang', 'xx').returncode, 2)

    def test_language_from_the_environment_and_the_option(self):
        english, spanish = self.cordon_ok('help', lang='C'), self.cordon_ok('help', lang='es_CL.UTF-8')
        self.assertNotEqual(english, spanish)
        self.assertEqual(self.cordon_ok('help', '--lang', 'es', lang='C'), spanish)
        self.assertEqual(self.cordon_ok('help', '--lang=en', lang='es_ES'), english)

    @unittest.skipUnless(os.path.exists('/dev/full'), 'no /dev/full')
    def test_a_full_disk_is_not_success(self):
        self.assertEqual(os.system('"%s" help > /dev/full' % PROGRAM) >> 8, 6)
