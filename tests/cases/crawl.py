"""Asks a running `cordon serve` every question of its OpenAPI page, with the names that stand in the book's acts as parameters.

    for path, url, status, data in crawl(server, names_of(acts)):
"""
import itertools
import random
import urllib.parse

MOST = 40  # of one question
OTHERS = {'card': 'household', 'council': 'body', 'id': 'body'}  # parameters that acts name otherwise


def names_of(acts):
    """{field: names} of whatever stands in the fields of acts, effects of decisions too."""
    found = {}

    def look(value, key=None):
        if isinstance(value, dict):
            for inner, one in value.items():
                look(one, inner)
                if key and isinstance(one, (dict, str, int, list)):
                    found.setdefault(key, set()).add(inner)  # {"bread": 1}: names as keys
        elif isinstance(value, list):
            for one in value:
                look(one, key)
        elif isinstance(value, (str, int)) and not isinstance(value, bool) and key:
            found.setdefault(key, set()).add(str(value))
    for act in acts:
        look(act['fields'])
    return found


def plausible(schema, value):
    if schema.get('type') == 'integer':
        return value.isdigit() and schema.get('minimum', 0) <= int(value) <= schema.get('maximum', 10 ** 12)
    if 'enum' in schema:
        return value in schema['enum']
    return len(value) <= 64 and all(c in 'abcdefghijklmnopqrstuvwxyz0123456789._-' for c in value)


def candidates(parameter, names):
    name, schema = parameter['name'], parameter['schema']
    if 'enum' in schema:
        return schema['enum']
    if name == 'entry':
        return ['0', '1', '7']
    values = sorted(v for v in names.get(name, set()) | names.get(OTHERS.get(name, ''), set()) if plausible(schema, v))
    if name in ('cycle', 'week', 'tier', 'level'):
        values = sorted(set(values) | {'1', '2'})
    return values


def crawl(server, names, extra=None, most=MOST):
    """(path, url, status, data) of every question, over the names; `extra` adds {parameter: names}."""
    chance = random.Random(7)
    document = server.ask('/api')[2]
    merged = dict(names)
    for key, more in (extra or {}).items():
        merged[key] = set(merged.get(key, set())) | set(more)
    for path, methods in sorted(document['paths'].items()):
        if 'get' not in methods or path == '/api/events':
            continue
        required = [p for p in methods['get'].get('parameters', []) if p['in'] == 'path' or p.get('required')]
        lists = [candidates(p, merged) for p in required]
        combos = list(itertools.islice(itertools.product(*lists), 20000))
        if len(combos) > most:
            combos = chance.sample(combos, most)
        for combo in combos:
            url, query = path, []
            for p, value in zip(required, combo):
                if p['in'] == 'path':
                    url = url.replace('{%s}' % p['name'], urllib.parse.quote(value))
                else:
                    query.append((p['name'], value))
            url += '?' + urllib.parse.urlencode(query) if query else ''
            status, reply, data = server.ask(url)
            yield path, url, status, data, reply
