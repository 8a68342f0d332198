#!/usr/bin/env python3
"""Writes the pages of the operations room as a C table of the program: ui_files, a http_static each (src/http/static.h), gzipped too.

usage: tools/embed.py OUTPUT.c [NODE BUILD.mjs]

NODE runs BUILD.mjs, which builds the pages into a folder. Without it the table has one page, which says that they were not built in.
"""
import gzip
import hashlib
import pathlib
import subprocess
import sys
import tempfile

TYPES = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml'}
NONE = ('<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cordón</title></head><body><h1>Cordón</h1>'
        '<p>This program was built without its pages; what it knows is under <a href="/api">/api</a>.</p>'
        '<p lang="es">Este programa se compiló sin sus páginas; lo que sabe está en <a href="/api">/api</a>.</p></body></html>\n')
A_LINE = 24  # bytes


def as_c(name, content):
    lines = [', '.join(str(byte) for byte in content[at:at + A_LINE]) for at in range(0, len(content), A_LINE)]
    return 'static const unsigned char %s[] = {\n%s\n};\n' % (name, ',\n'.join(lines))


def table_of(files):
    parts = ['/* Made by tools/embed.py. */', '#include "http/static.h"', '', 'extern const http_static ui_files[];', '']
    entries = []
    for number, (name, content) in enumerate(sorted(files.items())):
        small = gzip.compress(content, 9, mtime=0)
        parts += [as_c('plain_%d' % number, content), as_c('small_%d' % number, small)]
        entries.append('\t{.name = "/%s", .type = "%s", .etag = "\\"%s\\"", .bytes = plain_%d, .gzip = small_%d, .length = %d, .gzip_length = %d, .lasting = %s},'
                       % (name, TYPES[pathlib.PurePath(name).suffix], hashlib.sha256(content).hexdigest()[:16], number, number, len(content), len(small),
                          'true' if name.startswith('chunk-') else 'false'))
    return '\n'.join(parts + ['const http_static ui_files[] = {'] + entries + ['\t{.name = 0},', '};', ''])


def main(output, node=None, build=None):
    files = {'index.html': NONE.encode()}
    if node:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([node, build, folder], check=True)
            files = {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}
    pathlib.Path(output).write_text(table_of(files), encoding='utf-8')


if __name__ == '__main__':
    main(*sys.argv[1:])
