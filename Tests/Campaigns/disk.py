"""A model of a disk: from the record of what a program changed, what may be left of it after a power cut.

Certain are only the bytes of a file before its last sync, and the names in a folder before its last sync. All that
came later may be there, not be there or, of bytes, be there in part. Renaming is one step.
"""

import copy
import os
import stat
import struct

SECTOR = 512


class File:
    def __init__(self, mode, data=b""):
        self.mode, self.data = mode, bytearray(data)
        self.waiting = []  # (index, what): changes that no sync has put on the disk

    def sync(self):
        for _, what in self.waiting:
            apply(self.data, what)
        self.waiting = []


class Link:
    def __init__(self, target):
        self.target = target


class Folder:
    def __init__(self, mode):
        self.mode, self.live, self.names = mode, {}, {}


class NameChange:
    """A change of names: those removed, then the one set, each as (folder, name) and what it names."""

    def __init__(self, folders, removed, added):
        self.folders, self.removed, self.added, self.is_certain = folders, removed, added, False

    def apply(self):
        for folder, name, node in self.removed:
            if folder.names.get(name) is node:
                del folder.names[name]
        for folder, name, node in self.added:
            folder.names[name] = node


def apply(data, what):
    kind, place, content = what
    if kind == "size":
        if place < len(data):
            del data[place:]
        else:
            data.extend(bytes(place - len(data)))
    else:
        if len(data) < place:
            data.extend(bytes(place - len(data)))
        data[place:place + len(content)] = content


def read_record(path):
    """The entries of a record: (operation, subject, number, first, second)."""
    text = open(path, "rb").read()
    place, entries = 0, []
    while place + 25 <= len(text):
        operation, subject, number, first, second = struct.unpack_from("<cQQII", text, place)
        place += 25
        entries.append((operation.decode(), subject, number, text[place:place + first],
                        text[place + first:place + first + second]))
        place += first + second
    return entries


class Disk:
    """The state of a folder, and what became of it entry by entry."""

    def __init__(self, root):
        self.root, self.by_number = root, {}
        self.top = self._load(root)
        self.changes = []

    def _load(self, path):
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return Link(os.readlink(path))
        if stat.S_ISREG(status.st_mode):
            node = self.by_number.get(status.st_ino)
            node = node or File(status.st_mode & 0o7777, open(path, "rb").read())
        else:
            node = Folder(status.st_mode & 0o7777)
            for name in os.listdir(path):
                node.live[name] = node.names[name] = self._load(os.path.join(path, name))
        self.by_number[status.st_ino] = node
        return node

    def copy(self):
        """The same state once more, for another cut."""
        return copy.deepcopy(self)

    def _place(self, path):
        path = os.path.relpath(os.path.normpath(path.decode()), self.root)
        folder, parts = self.top, path.split("/")
        for part in parts[:-1]:
            folder = folder.live[part]
        return folder, parts[-1]

    def take(self, entry):
        """Takes the next entry of the record."""
        operation, subject, number, first, second = entry
        if operation in "CDL":
            node = File(number) if operation == "C" else Folder(number) if operation == "D" else Link(second.decode())
            self.by_number[subject] = node
            self._add(first, node)
        elif operation == "H":
            self._add(first, self.by_number[subject])
        elif operation == "U":
            folder, name = self._place(first)
            self._change([folder], [(folder, name, folder.live.pop(name))], [])
        elif operation == "R":
            (folder, name), (to, new) = self._place(first), self._place(second)
            node = folder.live.pop(name)
            to.live[new] = node
            self._change([folder, to], [(folder, name, node)], [(to, new, node)])
        elif operation in "WT":
            what = ("write", number, first) if operation == "W" else ("size", number, b"")
            self.by_number[subject].waiting.append((len(self.changes), what))
        elif operation == "S":
            node = self.by_number[subject]
            if isinstance(node, File):
                node.sync()
            for change in self.changes:
                change.is_certain |= any(folder is node for folder in change.folders)

    def _add(self, path, node):
        folder, name = self._place(path)
        folder.live[name] = node
        self._change([folder], [], [(folder, name, node)])

    def _change(self, folders, removed, added):
        self.changes.append(NameChange(folders, removed, added))

    def cut(self, random, target):
        """Writes what may be left of the folder after a power cut now; the model is used up by it."""
        if random.random() < 0.5:
            # As a journal does: all changes of names up to one of them.
            certain = [index for index, change in enumerate(self.changes) if change.is_certain]
            last = random.randint(max(certain, default=-1), len(self.changes)) if self.changes else 0
            kept = [change for index, change in enumerate(self.changes) if index <= last]
        else:
            share = random.choice([0, 0.5, 1])
            kept = [change for change in self.changes if change.is_certain or random.random() < share]
        for change in kept:
            change.apply()
        self.style = random.choice(["none", "all", "any", "any"])
        self._write(self.top, target, random, {})

    def _write(self, node, path, random, written):
        if isinstance(node, Link):
            os.symlink(node.target, path)
        elif isinstance(node, Folder):
            os.makedirs(path)
            for name, child in node.names.items():
                self._write(child, os.path.join(path, name), random, written)
            os.chmod(path, node.mode | 0o700)
        elif node in written:
            os.link(written[node], path)
        else:
            written[node] = path
            with open(path, "wb") as file:
                file.write(self._left(node, random))
            os.chmod(path, node.mode)

    def _left(self, file, random):
        data = bytearray(file.data)
        for _, (kind, place, content) in file.waiting:
            fate = {"none": "gone", "all": "there"}.get(self.style) or random.choice(
                ["gone", "there", "zeros", "sectors"])
            if fate == "gone":
                continue
            if kind == "write" and fate == "zeros":
                content = bytes(len(content))
            elif kind == "write" and fate == "sectors":
                content = bytearray(content)
                for start in range(0, len(content), SECTOR):
                    if random.random() < 0.5:
                        content[start:start + SECTOR] = bytes(len(content[start:start + SECTOR]))
            apply(data, (kind, place, content))
        return data
