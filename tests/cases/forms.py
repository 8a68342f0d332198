"""Every answer of a served book held against the form that its OpenAPI page gives it.

    check_answers(case, Server(case, book), names_of(acts), needed=('plans',))
"""
import unittest

from crawl import MOST, crawl

try:
    import jsonschema
except ImportError:
    jsonschema = None


def resolved(schema, document):
    return dict(schema, components=document['components'])


def check_answers(case, server, names, needed=(), most=MOST):
    """How many answers each question had; those in `needed` must have had one."""
    if not jsonschema:
        raise unittest.SkipTest('the Python package jsonschema is not there')
    document, seen = server.ask('/api')[2], {}
    problem = jsonschema.Draft202012Validator(resolved(document['components']['schemas']['problem'], document))
    forms = {}
    for path, methods in document['paths'].items():
        content = methods.get('get', {}).get('responses', {}).get('200', {}).get('content', {})
        if 'application/json' in content:
            forms[path] = jsonschema.Draft202012Validator(resolved(content['application/json']['schema'], document))
    for path, url, status, data, reply in crawl(server, names, most=most):
        if 'json' not in (reply.getheader('Content-Type') or '') or (status == 200 and path not in forms):
            continue
        wrong = list((forms[path] if status == 200 else problem).iter_errors(data))
        with case.subTest(url=url):
            case.assertLess(status, 500)
            case.assertEqual([(list(e.absolute_path), e.message[:300]) for e in wrong[:3]], [])
        if status == 200:
            name = document['paths'][path]['get']['operationId']
            seen[name] = seen.get(name, 0) + 1
    case.assertEqual(sorted(set(needed) - set(seen)), [], 'never answered')
    return seen
