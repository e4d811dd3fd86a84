"""Scans that are sound, and scans that are damaged in every way that design and experience name. Every function makes one file
from a few good ones; `kind(chance, good)` gives (ending, bytes). What differs from copy to copy is a mark in the file, or where it
is damaged."""
import pathlib
import struct
import subprocess
import zlib

from runs import png


class Good:
    """A few pages of paper in every format; made once, from the PDFs of `synth`."""

    def __init__(self, pdfs, work):
        work.mkdir()
        self.pdf, self.png, self.jpeg, self.tiff, self.grey, self.locked = [], [], [], [], [], []
        for number, pdf in enumerate(pdfs):
            name = str(work / str(number))
            for how in (["-png"], ["-jpeg"], ["-tiff"], []):
                subprocess.run(["pdftoppm", "-r", "100", "-gray", "-singlefile", *how, str(pdf), name], check=True)
            subprocess.run(["qpdf", "--encrypt", "secret", "secret", "256", "--", str(pdf), name + ".pdf"], check=True)
            self.pdf.append(pdf.read_bytes())
            for list_, ending in ((self.png, "png"), (self.jpeg, "jpg"), (self.tiff, "tif"), (self.grey, "pgm"), (self.locked, "pdf")):
                list_.append(pathlib.Path(f"{name}.{ending}").read_bytes())


def mark(chance):
    return b"copy %016x" % chance.getrandbits(64)


# The same picture with another mark in it: other bytes, the same paper.
def pdf_copy(pdf, chance):
    return pdf + b"% " + mark(chance) + b"\n"


def png_copy(data, chance):
    text = b"tEXt" + b"Comment\0" + mark(chance)
    end = len(data) - 12
    return data[:end] + struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text)) + data[end:]


def jpeg_copy(data, chance):
    text = mark(chance)
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + data[2:]


def tiff_copy(data, chance):
    return data + mark(chance)


def rows_of(pgm):
    """Width, height and the rows of a PGM."""
    words = pgm.split(None, 4)
    width, height = int(words[1]), int(words[2])
    data = pgm[-width * height:]
    return width, height, [data[i * width:(i + 1) * width] for i in range(height)]


def deep_png(pgm):
    width, height, rows = rows_of(pgm)
    return png(width, height, 16, 0, b"".join(b"\0" + bytes(b for v in row for b in (v, v)) for row in rows), 100)


def alpha_png(pgm):
    width, height, rows = rows_of(pgm)
    return png(width, height, 8, 4, b"".join(b"\0" + bytes(b for v in row for b in (v, 255)) for row in rows), 100)


def odd_dpi_png(pgm):
    width, height, rows = rows_of(pgm)
    return png(width, height, 8, 0, b"".join(b"\0" + row for row in rows), 2540)


def exif_jpeg(data):
    """Says that it lies on its side: it is read upright by its printing, or turned by the tag; never refused."""
    exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


GOOD = {
    "pdf": lambda c, g: ("pdf", pdf_copy(c.choice(g.pdf), c)),
    "png": lambda c, g: ("png", png_copy(c.choice(g.png), c)),
    "jpeg": lambda c, g: ("jpg", jpeg_copy(c.choice(g.jpeg), c)),
    "tiff": lambda c, g: ("tif", tiff_copy(c.choice(g.tiff), c)),
    "wrong-ending": lambda c, g: (c.choice(["pdf", "tif", "jpg", "scan"]), png_copy(c.choice(g.png), c)),
    "16-bit": lambda c, g: ("png", png_copy(deep_png(g.grey[0]), c)),
    "alpha": lambda c, g: ("png", png_copy(alpha_png(g.grey[0]), c)),
    "odd-dpi": lambda c, g: ("png", png_copy(odd_dpi_png(g.grey[0]), c)),
    "exif-turned": lambda c, g: ("jpg", jpeg_copy(exif_jpeg(g.jpeg[0]), c)),
}


def cut(data, chance, most=0.99):
    return data[: max(1, int(len(data) * chance.randint(1, int(most * 100)) / 100))]


def flipped(data, chance, first, last):
    """A bit flipped between two places."""
    at = chance.randrange(first, last)
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1:]


def pdf(objects, chance):
    """A PDF with these objects, without a cross-reference table: it has to be repaired first."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n + 1, o) for n, o in enumerate(objects))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R /Size %d>>\n%% " % (len(objects) + 1) + mark(chance) + b"\n"


def page_pdf(chance, box=b"0 0 595 842", content=b"", image=None, pages=b"<</Type/Pages/Kids[3 0 R]/Count 1>>"):
    resources = b"<</XObject<</I 5 0 R>>>>" if image else b"<<>>"
    draw = b"q 595 0 0 842 0 0 cm /I Do Q" if image else content
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", pages,
               b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources %s/Contents 4 0 R>>" % (box, resources),
               b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw)]
    return pdf(objects + ([image] if image else []), chance)


def image(filters, data, width=2480, height=3508, bits=8, extra=b""):
    return (b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace/DeviceGray/Filter %s%s/Length %d>>"
            b"stream\n%s\nendstream" % (width, height, bits, filters, extra, len(data), data))


def tiff_directory(width, height, next_directory=0):
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 4, height),
               (279, 4, 4)]
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 12) + b"\0\0\0\0" + struct.pack("<H", len(entries)) + body + struct.pack("<I", next_directory)


BOMB = zlib.compress(zlib.compress(bytes(100_000_000), 9), 9)  # 100 MB of nothing in some 400 bytes
MANY = b"<</Type/Pages/Count 1000000/Kids[%s]>>" % (b"3 0 R " * 10_001)

# kind → (the codes that may be told of it, how it is made)
DAMAGED = {
    "empty": ({"file-empty"}, lambda c, g: (c.choice(["pdf", "png", "jpg", "tif"]), b"")),
    "zeros": ({"not-an-image"}, lambda c, g: ("pdf", bytes(c.randint(20, 90_000)))),
    "noise": ({"not-an-image"}, lambda c, g: ("jpg", b"\x01" + c.randbytes(c.randint(100, 5000)))),
    "text": ({"not-an-image"}, lambda c, g: ("pdf", b"Dear all, " + mark(c))),
    "zip": ({"not-an-image"}, lambda c, g: ("tif", b"PK\x03\x04" + c.randbytes(500))),
    "gif": ({"not-an-image"}, lambda c, g: ("png", b"GIF89a" + c.randbytes(500))),
    "webp": ({"not-an-image"}, lambda c, g: ("jpg", b"RIFF\x90\0\0\0WEBP" + c.randbytes(500))),
    "heic": ({"not-an-image"}, lambda c, g: ("jpg", b"\0\0\0\x18ftypheic" + c.randbytes(500))),
    "cut png": ({"image-broken", "not-an-image"}, lambda c, g: ("png", cut(png_copy(c.choice(g.png), c), c))),
    "cut jpeg": ({"image-broken", "not-an-image"}, lambda c, g: ("jpg", cut(jpeg_copy(c.choice(g.jpeg), c), c))),
    "cut tiff": ({"image-broken", "not-an-image"}, lambda c, g: ("tif", cut(c.choice(g.tiff), c) + mark(c)[:9])),
    "cut pdf": ({"image-broken", "pdf-broken", "pdf-no-pages", "pdf-page-broken", "not-an-image"},
                lambda c, g: ("pdf", cut(c.choice(g.pdf), c, 0.9) + b"\n% " + mark(c))),
    "flipped png": ({"image-broken"}, lambda c, g: ("png", flipped(p := png_copy(c.choice(g.png), c), c, 200, len(p) - 100))),
    "head lost": ({"not-an-image"}, lambda c, g: ("tif", b"\xee\xee\xee\xee" + c.choice(g.tiff)[4:] + mark(c))),
    "encrypted": ({"pdf-encrypted"}, lambda c, g: ("pdf", pdf_copy(c.choice(g.locked), c))),
    "65,535² png": ({"image-too-large"}, lambda c, g: ("png", png_copy(png(1, 1, size=(65535, 65535), rows=b"\0\0"), c))),
    "20,000² png": ({"image-too-large"}, lambda c, g: ("png", png_copy(png(1, 1, 1, size=(20000, 20000), rows=bytes(9999)), c))),
    "10 GB tiff": ({"image-too-large"}, lambda c, g: ("tif", tiff_directory(100_000, 100_000) + mark(c))),
    "looped tiff": ({"image-broken", "too-many-pages"}, lambda c, g: ("tif", tiff_directory(100, 100, 12) + mark(c))),
    "wide jpeg": ({"image-too-large", "image-broken"}, lambda c, g: ("jpg", jpeg_copy(wide_jpeg(g.jpeg[0]), c))),
    "no pages": ({"pdf-no-pages", "pdf-broken"}, lambda c, g: ("pdf", page_pdf(c, pages=b"<</Type/Pages/Kids[]/Count 0>>"))),
    "no objects": ({"pdf-broken", "pdf-no-pages"}, lambda c, g: ("pdf", b"%PDF-1.4\n" + mark(c))),
    "a million pages": ({"too-many-pages", "pdf-broken"}, lambda c, g: ("pdf", page_pdf(c, pages=MANY))),
    "looped page tree": ({"pdf-broken", "pdf-no-pages"}, lambda c, g: ("pdf", page_pdf(c, pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>"))),
    "vast page": ({"image-too-large"}, lambda c, g: ("pdf", page_pdf(c, box=b"0 0 14400 14400", content=b"0 0 99 99 re f"))),
    "jpx trick": ({"pdf-page-broken", "image-broken"}, lambda c, g: ("pdf", page_pdf(c, image=image(b"/JPXDecode", c.randbytes(300))))),
    "jbig2 trick": ({"pdf-page-broken", "image-broken"},
                    lambda c, g: ("pdf", page_pdf(c, image=image(b"/JBIG2Decode", c.randbytes(300), bits=1)))),
    "broken fax": ({"pdf-page-broken", "image-broken"},
                   lambda c, g: ("pdf", page_pdf(c, image=image(b"/CCITTFaxDecode", b"\xff" * 300 + mark(c), bits=1)))),
    "bomb": ({"image-too-large", "image-broken", "pdf-page-broken"},
             lambda c, g: ("pdf", page_pdf(c, image=image(b"[/FlateDecode/FlateDecode]", BOMB, 60_000, 60_000)))),
}


def wide_jpeg(data):
    """Its header says 65,000 × 65,000 pixels."""
    at = data.index(b"\xff\xc0")
    return data[:at + 5] + struct.pack(">HH", 65000, 65000) + data[at + 9:]


# May be read or refused: nobody can tell damage from paper in every picture. It must be told, and cost nobody else anything.
DOUBTFUL = {
    "flipped jpeg": lambda c, g: ("jpg", flipped(j := jpeg_copy(c.choice(g.jpeg), c), c, 300, len(j) - 10)),
    "flipped pdf": lambda c, g: ("pdf", flipped(p := pdf_copy(c.choice(g.pdf), c), c, 100, len(p) - 100)),
    "flipped tiff": lambda c, g: ("tif", flipped(t := tiff_copy(c.choice(g.tiff), c), c, 10, len(t) - 20)),
    "end of pdf cut off": lambda c, g: ("pdf", (p := pdf_copy(c.choice(g.pdf), c))[: len(p) - c.randint(30, 500)]),
}
