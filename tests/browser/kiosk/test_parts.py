"""Parts of the page that decide something, one by one: in the browser they run in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.kiosk.world import Panel, tone


def in_page(panel: Panel, module: str, body: str, given: Any = None) -> Any:
    """Run ``body`` with the ``part`` that a module of the page exports, and ``given``."""
    return panel.page.evaluate(
        f"""async (given) => {{
          const part = await import("/kiosk/static/{module}.js");
          {body}
        }}""",
        given,
    )


# --- sound as it comes ---

TAKEN_APART = """
  const pieces = given.map((bytes) => new Uint8Array(bytes));
  const stream = new ReadableStream({
    start(controller) { pieces.forEach((piece) => controller.enqueue(piece)); controller.close(); },
  });
  const found = [];
  try {
    for await (const wav of part.wavs(stream)) found.push(wav.byteLength);
  } catch (error) { found.push(error.message); }
  return found;
"""


@pytest.mark.parametrize("size", [1, 7, 44, 1_000, 10**6])
def test_wavs_come_whole_however_they_are_cut(panel: Panel, size: int) -> None:
    # given three sentences in one stream, cut anywhere
    wavs = [tone(0.01), tone(0.02), tone(0.005)]
    sound = b"".join(wavs)
    pieces = [list(sound[at : at + size]) for at in range(0, len(sound), size)]

    found = in_page(panel, "wav-stream", TAKEN_APART, pieces)

    assert found == [len(wav) for wav in wavs]


@pytest.mark.parametrize(
    ("sound", "problem"),
    [
        (tone(0.01)[:-5], "the sound ended inside a sentence"),
        (b"<html>not a sound at all</html>", "no WAV where one should begin"),
        (b"RIFF\xff\xff\xff\x7fWAVEfmt ", "a WAV longer than any sentence"),
        (b"RI", "the sound ended inside a sentence"),
    ],
    ids=["cut short", "html", "2 GB", "two bytes"],
)
def test_what_is_no_sound_is_named(panel: Panel, sound: bytes, problem: str) -> None:
    assert in_page(panel, "wav-stream", TAKEN_APART, [list(sound)]) == [problem]


def test_an_empty_stream_is_silence(panel: Panel) -> None:
    assert in_page(panel, "wav-stream", TAKEN_APART, []) == []


# --- a 续办码 in words ---


@pytest.mark.parametrize(
    ("words", "asked", "code"),
    [
        ("123456", False, "123456"),
        ("幺二三 四五六。", False, "123456"),
        ("一二三四五六", True, "123456"),
        ("我的续办码是 654 321", False, "654321"),
        ("接着办，六五四三二一", False, "654321"),
        ("１２３４５６", False, "123456"),
        ("我有123456块钱", False, None),
        ("2026年12月1日", False, None),
        ("12345", True, None),
        ("1234567", True, None),
        ("高龄津贴", True, None),
        ("", True, None),
        ("我有一二三四五六个问题", True, "123456"),
    ],
)
def test_a_code_is_found_where_one_is_meant(
    panel: Panel, words: str, asked: bool, code: str | None
) -> None:
    found = in_page(
        panel, "code", "return part.codeIn(given[0], { asked: given[1] })", [words, asked]
    )

    assert found == code


# --- sentences, manner, places ---


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("好。您慢走。", ["好。", "您慢走。"]),
        ("带上身份证", ["带上身份证"]),
        ("真的吗？！好", ["真的吗？！", "好"]),
        ("一、身份证；二、照片", ["一、身份证；", "二、照片"]),
        ("。。。", []),
        (" \n ", []),
    ],
)
def test_text_is_spoken_sentence_by_sentence(panel: Panel, text: str, sentences: list[str]) -> None:
    assert in_page(panel, "speaker", "return part.sentencesOf(given)", text) == sentences


def test_volume_and_rate_have_ends_and_say_so(panel: Panel) -> None:
    found = in_page(
        panel,
        "manner",
        """
        const manner = new part.Manner();
        const at = () => [manner.volume, manner.rate];
        const first = at();
        const told = [1, 1, 1].map((step) => manner.turn(step));
        manner.follow({ slower: 2, louder: 0, larger: 0 });
        told.push(manner.pace(-1), manner.pace(+1));
        manner.reset();
        return { told, back: String(at()) === String(first) };
        """,
    )

    assert found == {"told": ["louder", "louder", "loudest", "slowest", "faster"], "back": True}


def test_a_sentence_keeps_places_nobody_fills(panel: Panel) -> None:
    found = in_page(
        panel,
        "words",
        """
        part.learn({ code: "是 {code}，{toString}。" });
        return part.sentence("code", { code: "1 2" });
        """,
    )

    assert found == "是 1 2，{toString}。"
