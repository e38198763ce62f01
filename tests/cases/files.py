"""Files that tests send: honest ones and hostile ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"


def photo(*, with_place: bool = False, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG, with the place it was taken at if asked for."""
    picture = Image.new("RGB", size, (200, 30, 30))
    told = io.BytesIO()
    exif = Image.Exif()
    if with_place:
        exif[0x010F] = "Camera of Sun"
        exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 30.0), 3: "E", 4: (113.0, 15.0, 0.0)})
    picture.save(told, "JPEG", exif=exif)
    return told.getvalue()


def bomb() -> bytes:
    """A PNG of some bytes that says it is 60 000 by 60 000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        told = kind + data
        return struct.pack("!I", len(data)) + told + struct.pack("!I", zlib.crc32(told))

    head = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def document(**members: bytes) -> bytes:
    """A docx of ``members`` (double underscore for a slash) beside what every docx has."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT_TYPES, "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return told.getvalue()


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def workbook(rows: str, **members: bytes) -> bytes:
    """An xlsx of one sheet whose ``rows`` are told as XML; ``members`` stand in for others."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinship = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts: dict[str, str | bytes] = {
        "xl__workbook.xml": f'<workbook {space} {kinship}><sheets><sheet name="账单" sheetId="1" '
        'r:id="rId7"/></sheets></workbook>',
        "xl___rels__workbook.xml.rels": '<Relationships><Relationship Id="rId7" '
        'Target="worksheets/first.xml"/></Relationships>',
        "xl__worksheets__first.xml": f"<worksheet {space}><sheetData>{rows}</sheetData>"
        "</worksheet>",
    }
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT_TYPES, "<Types/>")
        for name, content in {**parts, **members}.items():
            archive.writestr(name.replace("__", "/"), content)
    return told.getvalue()
