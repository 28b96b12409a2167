"""The moves around the matter: greeting, thanks, repeat, simpler, slower, what is that."""

from __future__ import annotations

import re

from assistant.conversation import stops
from assistant.conversation.answering import back_to_guide, settle
from assistant.conversation.composing import Choice, compose, joined
from assistant.conversation.scene import Outcome, Scene
from assistant.conversation.walking import here, running
from assistant.reply import Manner, Reply
from assistant.spoken import for_the_ear
from assistant.wording import phrase
from knowledge.schema import PolicyEntry, Term
from knowledge.search.results import Verdict

_HELP: Choice = (phrase("label_help"), "help", {})
_PERSON: Choice = (phrase("label_human"), "human", {})

#: Where each wish about manner is kept, what is said, and what when it can go no further.
_MANNERS = {
    "speak_slower": ("slower", "slower", "as_slow_as_can"),
    "speak_louder": ("louder", "louder", "as_loud_as_can"),
    "show_larger": ("larger", "larger", "as_large_as_can"),
}
_MOST = 2
#: So many letters and no Chinese character are more than OK, hello or WIFI.
_A_FOREIGN_SENTENCE = 6
_CHINESE = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
#: What the last reply is led by when it is said again.
_LEADS = (
    phrase("repeat"),
    *(phrase(key) for _, *keys in _MANNERS.values() for key in keys),
)


def greet(scene: Scene) -> Outcome:
    """A greeting; in the middle of something, straight back to it."""
    if running(scene) is not None:
        return Outcome(here(scene), "greeted")
    known = scene.state.last_reply is not None
    text = phrase("greet_again" if known else "greet")
    return Outcome(compose(scene, text, choices=[_HELP, _PERSON]), "greeted")


def help_(scene: Scene) -> Outcome:
    """What we can do, with words to try."""
    return Outcome(back_to_guide(scene, compose(scene, phrase("help"))), "helped")


def thank(scene: Scene) -> Outcome:
    """Thanks; a guide goes on where it is."""
    if running(scene) is not None:
        return Outcome(here(scene, phrase("thank")), "thanked")
    return Outcome(compose(scene, phrase("thank")), "thanked")


def goodbye(scene: Scene) -> Outcome:
    """Leaving; nothing is thrown away, the 续办码 opens it again."""
    return Outcome(compose(scene, phrase("goodbye", code=scene.code), end=True), "left")


def chitchat(scene: Scene) -> Outcome:
    """Not our matter: said kindly, and the guide is still there."""
    return Outcome(back_to_guide(scene, compose(scene, phrase("chitchat"))), "chitchat")


def not_chinese(scene: Scene) -> Outcome | None:
    """A sentence without a Chinese character: said so, instead of guessing at letters."""
    text = scene.message.text
    letters = sum(character.isalpha() for character in text)
    if scene.message.is_choice or letters < _A_FOREIGN_SENTENCE or _CHINESE.search(text):
        return None
    told = compose(scene, phrase("chinese_please"))
    return Outcome(back_to_guide(scene, told), "other_language")


def repeat(scene: Scene) -> Outcome:
    """The last reply once more, word for word, with its options."""
    last = scene.state.last_reply
    if last is None:
        return Outcome(compose(scene, phrase("nothing_to_repeat")), "repeated")
    return Outcome(_again(phrase("repeat"), last), "repeated")


def _again(lead: str, last: Reply) -> Reply:
    """``last`` after ``lead``; what led it when it was said again before is left out."""
    former = next((said for said in _LEADS if last.text.startswith(f"{said}\n")), None)
    if former is not None:
        text = last.text.removeprefix(f"{former}\n")
        speak = last.speak.removeprefix(for_the_ear(former))
        last = last.copy(update={"text": text, "speak": speak})
    return joined([lead], last)


def simplify(scene: Scene) -> Outcome:
    """Only the core of what was said."""
    found = running(scene)
    if found is not None:
        step = stops.step_at(found[0], found[1].stop)
        if step is not None:
            reply = here(scene)
            text = phrase("simple_step", do=step.do)
            simpler = reply.copy(update={"text": text, "speak": for_the_ear(text)})
            return Outcome(simpler, "simplified")
        return Outcome(here(scene), "simplified")
    focus = scene.state.focus
    if focus is not None and focus in scene.library.variants:
        entry = scene.entry(focus)
        core = entry.answer if isinstance(entry, PolicyEntry) else entry.summary
        text = phrase("simple", text=core.split("。")[0] + "。")
        choices = scene.state.last_reply.options if scene.state.last_reply else []
        reply = compose(scene, text)
        return Outcome(reply.copy(update={"options": choices}), "simplified")
    return repeat(scene)


def explain_term(scene: Scene) -> Outcome:
    """What a word of officialese means."""
    term = _term_in(scene, scene.message.text)
    if term is None:
        result = scene.searcher.search(scene.message.text, region=scene.state.region)
        if result.verdict is Verdict.ANSWER:
            # 视同缴费年限是什么: no word of the glossary, but an entry tells it.
            return settle(scene, result)
        text = phrase("term_unknown", phone=scene.human_phone)
        return Outcome(back_to_guide(scene, compose(scene, text)), "term_unknown")
    text = phrase("term", word=term.word, means=term.means)
    return Outcome(back_to_guide(scene, compose(scene, text)), "explained")


def _term_in(scene: Scene, text: str) -> Term | None:
    """The longest glossary word in ``text``."""
    found = [term for word, term in scene.library.terms.items() if word in text]
    return max(found, key=lambda term: len(term.word), default=None)


def ask_why(scene: Scene) -> Outcome:
    """Why we ask, or why a paper is needed."""
    found = running(scene)
    if found is None:
        return Outcome(compose(scene, phrase("why_nothing")), "explained")
    question = stops.question_at(found[0], found[1].stop)
    text = question.why if question else phrase("why_default")
    return Outcome(back_to_guide(scene, compose(scene, text)), "explained")


def set_manner(scene: Scene) -> Outcome:
    """Slower, louder, larger; then the last words again, in the new manner."""
    field, done, already = _MANNERS[scene.message.move]
    manner = scene.state.manner
    level = getattr(manner, field)
    text = phrase(done if level < _MOST else already)
    scene.state.manner = Manner(**{**manner.dict(), field: min(_MOST, level + 1)})
    last = scene.state.last_reply
    if last is None:
        return Outcome(compose(scene, text), "manner")
    again = _again(text, last).copy(update={"manner": scene.state.manner})
    return Outcome(again, "manner")
