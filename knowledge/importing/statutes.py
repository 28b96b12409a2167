"""Laws and regulations: one a file, a section for each article."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from knowledge.importing import identity, texts
from knowledge.importing.contacts import GENERAL
from knowledge.importing.origin import origin
from knowledge.importing.outcome import Options, Outcome, Refused, Taken
from knowledge.importing.places import Places
from knowledge.importing.reasons import reason
from knowledge.importing.source_file import SourceFile, whole_text
from knowledge.importing.statute_text import Statute, read_statute
from knowledge.importing.text import cut
from knowledge.schema import NATIONAL, ImportedText

KIND = "statutes"
TOPIC = "法律法规"


def read_statutes(
    source: SourceFile, options: Options, known: Places, after: int
) -> Iterator[Outcome]:
    """The statute of a file, Markdown or plain text.

    Args:
        source: the file.
        options: how to read it; without a region, a title that begins with a province's or
            city's name holds there.
        known: the registered divisions.
        after: 1 if the file has been read already.

    Raises:
        FileRefused: it has more than 5 MB, or is a table.
    """
    if after:
        return
    statute = read_statute(whole_text(source), source.path.stem)
    if not statute.sections:
        yield Refused(1, "里面没有条文。")
        return
    region = options.region or known.of_title(statute.title) or NATIONAL
    try:
        yield Taken(1, _entry(statute, source, options, region))
    except ValidationError as error:
        yield Refused(1, reason(error))


def _entry(statute: Statute, source: SourceFile, options: Options, region: str) -> ImportedText:
    """The entry of a statute.

    Raises:
        ValidationError: a value is one that no text may have.
    """
    title = cut(statute.title)
    # A date in the name is that of the version; heads often tell of the first one only.
    named = source.as_of if source.dated else None
    issued = max(filter(None, (named, statute.issued)), default=None)
    # Titles within titles: 〈〉 (GB/T 15834-2011, 4.15.3.4).
    inner = title.replace("《", "〈").replace("》", "〉")
    count = f"《{inner}》一共 {statute.articles} 条。" if statute.articles else ""
    first = next((s for s in statute.sections if s.article), statute.sections[0])
    plain = {
        "id": identity.by_words("law", region, title, str(issued or "")),
        "title": title,
        "topic": cut(options.topic or TOPIC),
        "answer": cut(count + texts.answer(first.text)),
        "department": statute.issuer or options.department,
        "sections": statute.sections,
        "contact": {"consult": [GENERAL]},
        "region": region,
        "as_of": named or issued or source.as_of,
        "origin": origin(KIND, source, statute.issuer, statute.number, issued=issued),
    }
    return ImportedText.parse_obj(plain)
