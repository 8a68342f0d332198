#!/usr/bin/env python3
"""Turns a .po file into a C table sorted by msgid, for src/base/messages.c.

usage: po_to_c.py MSGFMT IN.po OUT.c

msgfmt checks and compiles the catalogue; Python's gettext reads it. Nothing is parsed by hand here.
"""
import gettext
import os
import subprocess
import sys
import tempfile


def c_string(text):
    """A C string literal of UTF-8 bytes, octal-escaped where C needs it."""
    out = []
    for byte in text.encode('utf-8'):
        char = chr(byte)
        if char in '"\\?':
            out.append('\\' + char)
        elif char == '\n':
            out.append('\\n')
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append('\\%03o' % byte)
    return '"' + ''.join(out) + '"'


def main(msgfmt, source, target):
    with tempfile.TemporaryDirectory() as scratch:
        compiled = os.path.join(scratch, 'messages.mo')
        subprocess.run([msgfmt, '--check', '-o', compiled, source], check=True)
        with open(compiled, 'rb') as stream:
            catalogue = gettext.GNUTranslations(stream)._catalog
    pairs = sorted((key.encode('utf-8'), key, value) for key, value in catalogue.items() if isinstance(key, str) and key)
    with open(target, 'w', encoding='ascii') as out:
        out.write('/* Generated from %s by tools/po_to_c.py. */\n' % os.path.basename(source))
        out.write('#include "base/messages.h"\n\n')
        out.write('const struct message_pair message_table_es[] = {\n')
        for _, key, value in pairs:
            out.write('\t{%s,\n\t %s},\n' % (c_string(key), c_string(value)))
        out.write('\t{0, 0},\n};\nconst size_t message_count_es = %d;\n' % len(pairs))


if __name__ == '__main__':
    main(*sys.argv[1:])
