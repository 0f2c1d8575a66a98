"""BGZF and tabix (SAM specification section 4.1; the tabix format document)."""
import struct
import zlib

END_OF_FILE = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
BLOCK_TEXT = 0xFF00
WINDOW = 1 << 14
METADATA_BIN = 37450


def deflated(text):
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(text) + deflater.flush()


def gzip(text):
    """One plain gzip member without time or name, the same from every Python."""
    return (bytes.fromhex("1f8b08000000000002ff") + deflated(text)
            + struct.pack("<II", zlib.crc32(text), len(text)))


def block(text):
    """One BGZF block: a gzip member that says its own length."""
    body = deflated(text)
    head = struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(body) + 25)
    return head + body + struct.pack("<II", zlib.crc32(text), len(text))


class BlockWriter:
    """Writes BGZF as bgzip does: blocks of 65,280 bytes, cut without regard to lines."""

    def __init__(self):
        self.blocks = []
        self.length = 0
        self.buffer = bytearray()

    def tell(self):
        """The virtual offset of the next byte written."""
        return self.length << 16 | len(self.buffer)

    def write(self, text):
        self.buffer += text
        while len(self.buffer) >= BLOCK_TEXT:
            self._cut(BLOCK_TEXT)

    def flush(self):
        """Ends the current block here."""
        if self.buffer:
            self._cut(len(self.buffer))

    def finish(self):
        self.flush()
        return b"".join(self.blocks) + END_OF_FILE

    def _cut(self, count):
        data = block(bytes(self.buffer[:count]))
        del self.buffer[:count]
        self.blocks.append(data)
        self.length += len(data)


def compress(data):
    writer = BlockWriter()
    writer.write(data)
    return writer.finish()


def bin_of(start, end):
    """The smallest of the nested bins that holds [start, end), 0-based."""
    end -= 1
    for shift, first in ((14, 4681), (17, 585), (20, 73), (23, 9), (26, 1)):
        if start >> shift == end >> shift:
            return first + (start >> shift)
    return 0


class TabixContig:
    """What a tabix index holds of one contig."""

    def __init__(self):
        self.bins = {}
        self.windows = {}
        self.records = 0
        self.first = None
        self.last = None

    def add(self, start, end, offset, next_offset):
        """A record at [start, end), 0-based, lying between two virtual offsets."""
        chunks = self.bins.setdefault(bin_of(start, end), [])
        if chunks and chunks[-1][1] == offset:
            chunks[-1][1] = next_offset
        else:
            chunks.append([offset, next_offset])
        for window in range(start // WINDOW, (end - 1) // WINDOW + 1):
            self.windows.setdefault(window, offset)
        self.records += 1
        self.first = offset if self.first is None else self.first
        self.last = next_offset

    def encoded(self):
        out = [struct.pack("<i", len(self.bins) + 1)]
        for number in sorted(self.bins):
            out.append(struct.pack("<Ii", number, len(self.bins[number])))
            out += [struct.pack("<QQ", *chunk) for chunk in self.bins[number]]
        # htslib's pseudo-bin: where the contig lies, and how many records it has.
        out.append(struct.pack("<IiQQQQ", METADATA_BIN, 2, self.first, self.last, self.records, 0))
        count = max(self.windows) + 1
        out.append(struct.pack("<i", count))
        offset = 0
        for window in range(count):
            offset = self.windows.get(window, offset)
            out.append(struct.pack("<Q", offset))
        return b"".join(out)


def tabix(contigs):
    """The bytes of a `.tbi` for a VCF: contig name -> TabixContig, in file order."""
    names = b"".join(name.encode() + b"\0" for name in contigs)
    head = b"TBI\1" + struct.pack("<8i", len(contigs), 2, 1, 2, 0, ord("#"), 0, len(names)) + names
    return compress(head + b"".join(contig.encoded() for contig in contigs.values())
                    + struct.pack("<Q", 0))
