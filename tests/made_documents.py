"""Documents made for tests: common ones, and small ones that are large to read."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

import docx
import weasyprint

FIRST = "寿光市今年新建智慧大棚两千座，菜农足不出户便可控温控湿，外地客商专程前来学习；合作社还把技术员派到了西部省区。"
SECOND = "青州市的花卉大集周末客流突破十万人次。"
TEXT = f"{FIRST}\n\n{SECOND}\n"
# A blank page that opens with the password "secret" only (RC4, 40 bits).
ENCRYPTED = zlib.decompress(
    base64.b85decode(
        "c-oCp%Wl*_5WLS<^kt7^W;}1n+5<^eLV&Vz0vD9SJbIQzD?9SeN(n#7fj@vBVQe5+EC(!GvZ|}9d#Y!(z1qCs7lN$5egE>6a9}WmPo!-L-Ht;#MI52kGD>fhuz5|"
        "^Yl3~6IL(54_w;~3w|<95LNA9?Uw{+(dY_K)0c0h1aKDg>GwG!-{xIywPY;;9yM;jhvlpQq9*5HytD;saoxa7i_b-RX+Lm3g`7_P*-cQye*1`VvRtxX<)7Tv}gucOkS3"
        "ZJdRR^+h(rMGUTG;FlrG`Rpi|>;k6QMWIqVhI1+M1ADVlihYbud0El@(`}r<hsdTq{+h3^@ko6-ueIcIc(`b@F%63N%(&6+|{lF|-jIp%Fc5tx`nkTnsT7;j$LqMU4uXu"
        "*M|jg-k&$xAQn+CJZ!T&kxl0LP3USjMuZzmHrQ=+!@BXJ;$^;!<wbGjDCN>agOzN{~7Bjv>S#3V$Pqw>hl2n*Z)=BSBoYDt+}u%CYBJDmDyw~IS-9gJgonRQuln_$MNZ*"
        "fcm}YWAS5|1CgfQ^wssvhWr2kz{HU<"
    )
)


def pdf(html: str) -> bytes:
    return bytes(weasyprint.HTML(string=html).write_pdf())


def word(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return written.getvalue()


def word_of(markup: bytes, before: bytes = b"") -> bytes:
    """Return a Word file with this markup for its text; ``before`` is what opens the part."""
    with zipfile.ZipFile(io.BytesIO(word())) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    w = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = b'%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (before, w, markup)
    return packed(**parts | {"word/document.xml": document})


def drawn(stream: bytes, n_pages: int = 1) -> bytes:
    """Return a PDF each page of which draws the same stream, with Helvetica for /F1."""
    packed_stream = zlib.compress(stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (n_pages, b" ".join(b"%d 0 R" % (5 + n) for n in range(n_pages))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed_stream), packed_stream),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"]
        * n_pages,
    ]
    written = b"%PDF-1.4\n"
    starts = []
    for number, each in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj%sendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    tail = b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, len(written))
    return written + table + tail
