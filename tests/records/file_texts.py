"""What somebody reads in a record's file, whatever its format."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import msgspec
import odfdo
from lxml import etree


def texts_of(extension: str, body: bytes) -> list[str]:
    """Everything that somebody reads in the file, part by part."""
    match extension:
        case "docx":
            document = docx.Document(io.BytesIO(body))
            return [paragraph.text for paragraph in document.paragraphs]
        case "odt":
            content = odfdo.Document(io.BytesIO(body)).body
            return [paragraph.text_recursive.strip() for paragraph in content.get_paragraphs()]
        case "md":
            lines = body.decode("utf-8").splitlines()
            return [re.sub(r"\\(.)", r"\1", re.sub(r"^(> )*", "", line)) for line in lines]
        case "csv":
            rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
            return [cell.removeprefix("'") for row in rows for cell in row]
        case "xlsx":
            return xlsx_strings(body)
    return list(strings_in(msgspec.json.decode(body)))


def xlsx_strings(body: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        strings = etree.fromstring(book.read("xl/sharedStrings.xml"))
        sheets = [etree.fromstring(book.read(name)) for name in book.namelist() if "worksheets/sheet" in name]
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert [formula for sheet in sheets for formula in sheet.iter(f"{space}f")] == []
    return ["".join(part.itertext()) for part in strings.iter(f"{space}si")]


def strings_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from strings_in(one)
        case list():
            for one in value:
                yield from strings_in(one)
