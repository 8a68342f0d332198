#!/usr/bin/env python3
"""Makes a manual page: puts the program's own command table into a page in scdoc's language, and runs scdoc.

usage: man.py SCDOC CORDON LANG IN.scd OUT
"""
import subprocess
import sys


def main(scdoc, program, language, source, target):
    table = subprocess.run([program, 'help', '--format', 'man', '--lang', language], check=True, stdout=subprocess.PIPE,
                           encoding='utf-8').stdout
    with open(source, encoding='utf-8') as stream:
        page = stream.read().replace('@COMMANDS@\n', table)
    with open(target, 'wb') as out:
        subprocess.run([scdoc], input=page.encode('utf-8'), stdout=out, check=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
