"""examples/demo.sh, from another folder and twice: a plan that is proved, and a page where its last line says."""
import pathlib
import shutil
import subprocess

from program import Case, PROGRAM, SOURCE, environment


class Demo(Case):
    def setUp(self):
        super().setUp()
        self.tree = self.scratch / 'a tree with blanks'
        shutil.copytree(SOURCE / 'examples' / 'chile-2013', self.tree / 'examples' / 'chile-2013')
        shutil.copy(SOURCE / 'examples' / 'demo.sh', self.tree / 'examples')
        (self.tree / 'build').mkdir()
        (self.tree / 'build' / 'cordon').symlink_to(PROGRAM)

    def run_demo(self, *arguments, lang='en'):
        done = subprocess.run(['sh', str(self.tree / 'examples' / 'demo.sh'), *arguments], cwd='/', env=environment(lang),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8', check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ''), done.stdout[-2000:])
        return done.stdout

    def test_it_ends_with_the_path_of_the_page(self):
        for lang in 'en', 'es', 'en':
            said = self.run_demo(lang=lang)
            page = pathlib.Path(said.split('\n')[-2])
            self.assertTrue(page.is_absolute())
            self.assertIn('<html lang="%s">' % lang, page.read_text(encoding='utf-8'))
            self.assertLess(said.count('\n'), 150, 'too long to read')

    def test_the_plan_is_proved_and_its_reasons_hold(self):
        said = self.run_demo(str(self.scratch / 'elsewhere'))
        self.assertIn('PROVEN within', said)
        self.assertNotIn('NOT', said)
        self.assertGreaterEqual(said.count('Consistent.'), 2)
        self.assertTrue((self.scratch / 'elsewhere' / 'report.html').exists())
