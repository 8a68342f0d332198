"""`cordon plan report`: the page says what the plan says, in both languages; nothing is written when something is wrong."""
import json
import re
import xml.etree.ElementTree as tree

from program import Case

HTML = '{http://www.w3.org/1999/xhtml}'


def parse(path):
    """The page as a tree: it is well-formed XML but for its doctype."""
    text = path.read_text(encoding='utf-8')
    return text, tree.fromstring(text.replace('<!DOCTYPE html>', '', 1))


def texts(element):
    return re.sub(r'\s+', ' ', ''.join(element.itertext()))


class Report(Case):
    def plan(self, package, *what_ifs):
        path = self.scratch / 'plan.json'
        self.cordon_ok('plan', package, *what_ifs, '-o', path)
        return path

    def report(self, package, plan, **options):
        path = self.scratch / 'page.html'
        self.cordon_ok('plan', 'report', package, plan, '-o', path, **options)
        return parse(path)

    def test_what_was_asked_and_how_to_check_it(self):
        package = self.example('chile-2013')
        plan = self.plan(package, '--capacity', '02=0.5', '--limit', 'labour=7000000')
        for lang in 'en', 'es':
            with self.subTest(lang=lang):
                text, root = self.report(package, plan, lang=lang)
                self.assertEqual(root.get('lang'), lang)
                commands = [texts(code) for code in root.iter('pre')]
                self.assertIn('cordon plan verify %s %s' % (package, plan), commands)
                asked = texts(next(s for s in root.iter('section') if s.get('id') == 'what-ifs'))
                self.assertIn('Minería (02) × 0%s5' % ('.' if lang == 'en' else ','), asked)
                self.assertIn('labour', asked)
                self.assertIn('Banco Central de Chile', texts(root))
                self.assertNotIn('<script', text)
                self.assertNotRegex(text, r'(src|href)="https?:')

    def test_the_groups_are_those_of_the_plan(self):
        """The page's table of groups against the plan's own JSON."""
        package = self.example('chile-2013')
        plan = self.plan(package, '--capacity', '02=0.5')
        groups = self.cordon_json('plan', package, '--capacity', '02=0.5')['groups']
        _, root = self.report(package, plan)
        section = next(s for s in root.iter('section') if s.get('id') == 'needs')
        shown = texts(next(section.iter('table')))
        for group in groups:
            self.assertIn(group['group'], shown)
            if group['fulfilment'] < 1:
                self.assertIn('%d.%02d%%' % divmod(int(group['fulfilment'] * 1e4), 100), shown)

    def test_every_figure_is_also_a_table(self):
        package = self.example('chile-2013')
        _, root = self.report(package, self.plan(package, '--capacity', '02=0.5'))
        figures = list(root.iter('figure'))
        self.assertGreaterEqual(len(figures), 5)
        for figure in figures:
            self.assertTrue(any(True for _ in figure.iter('table')), texts(figure)[:80])

    def test_nothing_short(self):
        package = self.example('bakery')
        text, root = self.report(package, self.plan(package))
        self.assertIn('All 2 needs are served in full.', texts(root))
        self.assertNotIn('id="why"', text)

    def test_the_same_page_twice(self):
        package, path = self.example('bakery'), self.scratch / 'again.html'
        plan = self.plan(package, '--capacity', 'milling=0.1')
        first, _ = self.report(package, plan)
        self.cordon_ok('plan', 'report', package, plan, '-o', path)
        self.assertEqual(first, path.read_text(encoding='utf-8'))

    def test_a_plan_that_does_not_hold(self):
        """One activity is cut by a tenth: the page says so, and so does the exit status."""
        package = self.example('bakery')
        plan = self.plan(package)
        document = json.loads(plan.read_text(encoding='utf-8'))
        document['activity'][0]['activity'] *= 0.9
        plan.write_text(json.dumps(document), encoding='utf-8')
        path = self.scratch / 'page.html'
        done = self.cordon('plan', 'report', package, plan, '-o', path)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('NOT PROVED', texts(parse(path)[1]))

    def test_nothing_is_written_when_the_plan_is_of_another_package(self):
        plan, path = self.plan(self.example('bakery')), self.scratch / 'page.html'
        path.write_text('an older page', encoding='utf-8')
        done = self.cordon('plan', 'report', self.example('chile-2013'), plan, '-o', path)
        self.assertEqual(done.returncode, 2)
        self.assertIn('plan.json', done.stderr)
        self.assertEqual(path.read_text(encoding='utf-8'), 'an older page')

    def test_the_page_must_be_named(self):
        done = self.cordon('plan', 'report', self.example('bakery'), self.plan(self.example('bakery')))
        self.assertEqual((done.returncode, done.stdout), (2, ''))
        self.assertIn('-o', done.stderr)
