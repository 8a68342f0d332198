"""What the style tests share: where the tree is, which files are its own, C code without comments and strings."""
import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ.get('CORDON_SOURCE') or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get('CORDON_BUILD') or SOURCE / 'build')

NOT_OURS = {'.git', 'node_modules', '__pycache__'}
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code_of(path):
    """The text of a C file with comments and the contents of strings blanked."""
    def blank(match):
        token = match.group(0)
        return '""' if token[0] == '"' else "' '" if token[0] == "'" else ' '
    return TOKEN.sub(blank, path.read_text(encoding='utf-8'))


def own_files():
    """The files of the project: those git knows, or (in an exported tree) all that were not built."""
    if (SOURCE / '.git').exists():
        done = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], cwd=SOURCE, check=False,
                              stdout=subprocess.PIPE)
        if done.returncode == 0:
            names = [name for name in done.stdout.decode('utf-8').split('\0') if name]
            return sorted(SOURCE / name for name in names if (SOURCE / name).is_file())
    files = []
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith('build')]
        files += [pathlib.Path(folder) / name for name in names]
    return sorted(files)
