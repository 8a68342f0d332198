"""The sample charts and pages are well-formed XML, say what they are, hold nothing active, and come out the same every time.

Environment (set by meson): CORDON_REPORT_SAMPLE, the program that writes them (tests/ui/sample.c).
"""
import os
import pathlib
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

PROGRAM = os.environ.get('CORDON_REPORT_SAMPLE') or 'build/tests/ui/report_sample'
SVG = '{http://www.w3.org/2000/svg}'
ACTIVE = {'script', 'foreignObject', 'iframe', 'object', 'embed', 'image', 'img', 'use', 'animate', 'set', 'form', 'input'}


def local(element):
    return element.tag.rsplit('}', 1)[-1]


class Markup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.runs = [pathlib.Path(scratch.name) / name for name in ('one', 'two')]
        for folder in cls.runs:
            folder.mkdir()
            subprocess.run([PROGRAM, str(folder)], check=True)
        cls.trees = {path.name: xml.parse(path).getroot()  # fails on what is not well-formed
                     for path in sorted(cls.runs[0].iterdir()) if path.suffix in ('.svg', '.html')}

    def test_there_are_all_kinds(self):
        for name in ('sample.en.html', 'sample.es.html', 'hostile.html', 'needs.en.svg', 'flows.es.svg', 'chain.es.svg'):
            self.assertIn(name, self.trees)

    def test_the_same_bytes_every_time(self):
        for path in self.runs[0].iterdir():
            self.assertEqual(path.read_bytes(), (self.runs[1] / path.name).read_bytes(), path.name)

    def test_every_chart_is_named_and_described(self):
        charts = 0
        for name, tree in self.trees.items():
            for chart in [e for e in tree.iter() if local(e) == 'svg' and e.get('class') == 'chart']:
                charts += 1
                with self.subTest(file=name, chart=chart.get('aria-labelledby')):
                    self.assertEqual(chart.get('role'), 'img')
                    title, description = chart[0], chart[1]
                    self.assertEqual((local(title), local(description)), ('title', 'desc'))
                    self.assertEqual(chart.get('aria-labelledby').split(), [title.get('id'), description.get('id')])
                    self.assertTrue(title.text and description.text)
        self.assertGreater(charts, 20)

    def test_ids_are_unique_and_references_meet_them(self):
        for name, tree in self.trees.items():
            ids = [e.get('id') for e in tree.iter() if e.get('id')]
            self.assertEqual(len(ids), len(set(ids)), name)
            for element in tree.iter():
                for reference in (element.get('aria-labelledby') or '').split():
                    self.assertIn(reference, ids, name)
                if (element.get('fill') or '').startswith('url(#'):
                    self.assertIn(element.get('fill')[5:-1], ids, name)
                if (element.get('href') or '').startswith('#'):
                    self.assertIn(element.get('href')[1:], ids, name)

    def test_nothing_is_active_or_comes_from_elsewhere(self):
        for name, tree in self.trees.items():
            for element in tree.iter():
                with self.subTest(file=name, element=element.tag):
                    self.assertNotIn(local(element), ACTIVE)
                    for key, value in element.attrib.items():
                        self.assertFalse(key.startswith('on') or key in ('style', 'src'), key)
                        if key == 'href':
                            self.assertTrue(value.startswith('#') or value == 'data:,', value)
                if local(element) == 'style':
                    self.assertNotIn('url(', element.text)
                    self.assertNotIn('@import', element.text)

    def test_headings_are_in_order(self):
        for name in ('sample.en.html', 'sample.es.html'):
            levels = [int(local(e)[1]) for e in self.trees[name].iter() if local(e) in ('h1', 'h2', 'h3', 'h4')]
            self.assertEqual(levels[0], 1)
            self.assertEqual(levels.count(1), 1)
            self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels)

    def test_tables_have_captions_and_scopes(self):
        for name, tree in self.trees.items():
            for table in [e for e in tree.iter() if local(e) == 'table']:
                self.assertEqual(local(table[0]), 'caption', name)
                self.assertTrue(all(e.get('scope') in ('col', 'row') for e in table.iter() if local(e) == 'th'), name)
                columns = len(table.findall('./thead/tr/th'))
                for row in table.findall('./tbody/tr'):
                    self.assertEqual(sum(int(cell.get('colspan', 1)) for cell in row), columns, name)


if __name__ == '__main__':
    unittest.main()
