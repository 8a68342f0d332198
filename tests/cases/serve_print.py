"""The pages of a served book that are read without scripts, and printed: they say the figures of the command line's --json, and what
people wrote stands in them as text, whatever it is."""
import hashlib
import json
import unittest
import xml.dom.minidom

from program import SOURCE
from serve import Served, without_names

NOW = '1972-11-01T00:00:00Z'
PAGES = ['bodies', 'bodies/cordon', 'bodies/cordon/decisions', 'decisions/register', 'sessions/cordon-first/minutes', 'elections?body=cordon',
         'elections/panaderia-1972', 'elections/recall-luis', 'supply', 'supply/cordon/cycles', 'entries', 'entries/50']
HTML = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp; </title></style> ]]>'


def words(node):
    """The text of a page, a piece for each element."""
    return [one.data.strip() for one in texts(node) if one.data.strip()]


def texts(node):
    for one in node.childNodes:
        if one.nodeType == one.TEXT_NODE:
            yield one
        else:
            yield from texts(one)


def rows(document, caption):
    """The rows of the table of that caption, each its cells' texts, with the headings first."""
    for table in document.getElementsByTagName('table'):
        if ' '.join(words(table.getElementsByTagName('caption')[0])) == caption:
            return [[' '.join(words(cell)) for cell in row.childNodes if cell.nodeName in ('th', 'td')]
                    for row in table.getElementsByTagName('tr')]
    raise AssertionError('no table %r' % caption)


def facts(document):
    """Terms and what is said of them; figures too."""
    found = {}
    for term in document.getElementsByTagName('dt'):
        following = [one for one in term.parentNode.childNodes if one.nodeName == 'dd']
        found.setdefault(' '.join(words(term)), ' '.join(words(following[0])))
    return found


def minute(moment):
    return moment[:10] + ' ' + moment[11:16]


class Printed(Served):
    def page(self, server, path, lang='en', status=200):
        got, reply, data = server.ask('/print/%s%slang=%s' % (path, '&' if '?' in path else '?', lang))
        self.assertEqual(got, status, data)
        self.assertEqual(reply.getheader('Content-Type'), 'text/html; charset=utf-8')
        document = xml.dom.minidom.parseString(data)
        self.assertEqual(document.documentElement.getAttribute('lang'), lang)
        return document


class Pages(Printed):
    def test_no_script_and_one_style_sheet_and_links_that_lead_somewhere(self):
        server = self.serve('--now', NOW)
        status, reply, style = server.ask('/print.css')
        self.assertEqual((status, reply.getheader('Content-Type')), (200, 'text/css; charset=utf-8'))
        for wanted in (b'@media print', b'size: A4'):
            self.assertIn(wanted, style)
        seen, waiting = set(), {'/print/%s%slang=%s' % (path, '&' if '?' in path else '?', lang) for path in PAGES for lang in ('en', 'es')}
        while waiting and len(seen) < 250:
            path = waiting.pop()
            seen.add(path)
            status, _, data = server.ask(path)
            self.assertEqual(status, 200, path)
            document = xml.dom.minidom.parseString(data)
            for tag in ('script', 'style', 'form', 'iframe', 'object', 'img'):
                self.assertEqual(document.getElementsByTagName(tag), [], path)
            self.assertEqual([one.getAttribute('href') for one in document.getElementsByTagName('link') if one.getAttribute('rel') == 'stylesheet'],
                             ['/print.css'])
            self.assertEqual(len(document.getElementsByTagName('h1')), 1)
            for one in document.getElementsByTagName('a'):
                href = one.getAttribute('href')
                if not href.startswith('#'):
                    self.assertTrue(href.startswith('/print/'), href)
                    waiting.add(href)
            waiting -= seen
        self.assertIn('/print/decisions/panaderia-joins?lang=es', seen)
        self.assertIn('/print/entries/50?lang=es', seen)

    def test_in_the_readers_language(self):
        server = self.serve('--now', NOW)
        for lang, result, entitled in (('en', 'adopted', 'entitled'), ('es', 'adoptada', 'con derecho')):
            found = facts(self.page(server, 'decisions/register', lang))
            self.assertEqual(found[entitled], '2')
            self.assertIn(result, found.values())
        reply = server.ask('/print/bodies', Accept_Language='es-CL')[2]
        self.assertIn('Organismos'.encode(), reply)

    def test_what_there_is_not(self):
        server = self.serve('--now', NOW)
        for path in ('decisions/none', 'elections/none', 'sessions/none/minutes', 'entries/99999', 'bodies/none'):
            self.page(server, path, status=404)
        self.page(server, 'entries?from=x', status=400)
        self.assertEqual(server.ask('/print/none')[0], 404)

    def said(self, *command):
        return without_names(json.loads(self.good(*command, '--book', self.book, '--json')))

    def test_a_decision(self):
        server = self.serve('--now', NOW)
        data = self.said('decision', 'intervene-hilados')
        page = self.page(server, 'decisions/intervene-hilados')
        found, decision = facts(page), data['decision']
        for label, key in (('votes cast', 'cast'), ('entitled', 'entitled'), ('quorum', 'quorum'), ('outcome', 'outcome'), ('entry', 'entry')):
            self.assertEqual(found[label], str(decision[key]), label)
        self.assertEqual(found['when'], minute(decision['time']))
        self.assertEqual(rows(page, 'Options')[1:], [[one['option'], one['for'], one['against'], str(one['bodies'])] for one in decision['options']])
        self.assertEqual(rows(page, 'Votes')[1:], [[one['body'], str(one['seat']), one['person'], one['ballot'], one.get('instruction', ''),
                                                    minute(one['time']), 'yes'] for one in data['votes']])

    def test_minutes(self):
        server = self.serve('--now', NOW)
        data = self.said('minutes', 'cordon-first')
        page = self.page(server, 'sessions/cordon-first/minutes')
        found = facts(page)
        self.assertEqual([found[name] for name in ('place', 'entitled', 'quorum', 'opened', 'closed')],
                         [data['place'], str(data['entitled']), str(data['quorum']), minute(data['opened']), minute(data['closed'])])
        self.assertEqual(rows(page, 'Agenda')[1:], [[str(one['item']), one['title'], one['person']] for one in data['agenda']])
        self.assertEqual(rows(page, 'Votes')[1:], [[one['proposal'], one['body'], str(one['seat']), one['person'], one['ballot']] for one in data['voted']])
        self.assertEqual(rows(page, 'Decided')[1:], [[one['proposal'], one['title'], one['outcome'], one['option'], one['cast'],
                                                      str(one['entitled']), one['effects']] for one in data['decided']])

    def test_an_election(self):
        server = self.serve('--now', NOW)
        data = self.said('election', 'panaderia-1972')
        page = self.page(server, 'elections/panaderia-1972')
        found = facts(page)
        self.assertEqual((found['votes cast'], found['entitled'], found['quota']), (str(data['votes']), str(data['entitled']), data['count']['quota']))
        names = {one['number']: one['name'] for one in data['count']['candidates']}
        for stage in data['count']['stages']:
            self.assertEqual([row[:2] for row in rows(page, 'Stage %d' % stage['number'])[1:]],
                             [[names[one['candidate']], one['votes']] for one in stage['candidates']])
        recall = facts(self.page(server, 'elections/recall-luis'))
        data = self.said('election', 'recall-luis')
        self.assertEqual((recall['yes'], recall['no']), (str(data['yes']), str(data['no'])))

    def test_a_receipt_is_one(self):
        server = self.serve('--now', NOW)
        page = self.page(server, 'entries/50')
        receipt = ''.join(words(page.getElementsByTagName('code')[-1]))
        self.assertEqual(json.loads(receipt), json.loads(self.good('receipt', '50', '--book', self.book)))
        (self.scratch / 'printed').write_text(receipt, encoding='utf-8')
        self.assertIn('2 from elsewhere', self.good('verify', '--book', self.book, '--receipt', self.scratch / 'printed'))

    def test_what_people_wrote_is_text(self):
        """Script in every text of the act kinds that these pages show."""
        lines = [('act', 'propose', 'body=panaderia', 'proposal=evil', 'title=' + HTML, 'text=' + HTML),
                 ('act', 'session_call', 'body=panaderia', 'session=evil', 'place=' + HTML, 'start=1972-11-02T00:00:00Z'),
                 ('act', 'agenda', 'session=evil', 'title=' + HTML),
                 ('act', 'body_open', 'body=evil', 'kind=union', 'members=people', 'secretary=ana', 'name=' + HTML)]
        for line in lines:
            done = self.cordon(*line, '--book', self.book, '--example-keys', 'test=ana', '--now', NOW)
            self.assertEqual(done.returncode, 0, '%s: %s' % (line[1], done.stderr))
        server = self.serve('--now', NOW)
        for path in ('decisions/evil', 'sessions/evil/minutes', 'bodies/evil', 'bodies', 'bodies/panaderia', 'bodies/panaderia/decisions'):
            page = self.page(server, path)  # well-formed as it is
            for tag in ('script', 'img', 'style'):
                self.assertEqual(page.getElementsByTagName(tag), [], path)
            self.assertIn(HTML, ' '.join(words(page)), path)


class Rations(Printed):
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'supply'
        self.good('init', self.book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.good('batch', SOURCE / 'examples' / 'supply' / 'acts.jsonl', '--book', self.book, '--example-seed', 'test')
        made = json.loads(self.good('supply', 'allocate', '--book', self.book, '--body', 'jap', '--cycle', '1', '--seed', '31-07-55',
                                    '-o', self.scratch / 'proof', '--json'))
        proof = hashlib.sha256((self.scratch / 'proof').read_bytes()).hexdigest()
        self.assertTrue(made)
        self.good('act', 'allocation', 'body=jap', 'cycle=1', 'seed=31-07-55', 'hash=' + proof, '--book', self.book, '--example-keys', 'test=ana')

    def test_every_card_with_what_it_may_have(self):
        data = json.loads(self.good('supply', 'rations', self.book, '--body', 'jap', '--cycle', '1', '--json'))
        page = self.page(self.serve(), 'supply/jap/cycles/1/rations')
        self.assertEqual(facts(page)['its proof'], data['hash'])
        cards = 0
        for outlet in data['outlets']:
            table = rows(page, outlet['outlet'])
            goods = table[0][1:-1]
            self.assertEqual([row[0] for row in table[1:]], [card['household'] for card in outlet['households']])
            for row, card in zip(table[1:], outlet['households']):
                cards += 1
                may = {one['good']: '%d (%d)' % (one['may_have'], one['drawn']) if one['drawn'] else str(one['may_have']) for one in card['goods']}
                self.assertEqual(dict(zip(goods, row[1:])), {good: may.get(good, '') for good in goods})
                self.assertEqual(row[-1], '')  # room to sign
        self.assertGreater(cards, 3)


if __name__ == '__main__':
    unittest.main()
