// What is said and what comes back. Whatever goes wrong comes back as a reply, too: to be
// shown and spoken like any other, with what one can do about it.
import { DoorProblem, Visit } from "./door.js";
import { codeIn, digitsIn, isComplete } from "./code.js";
import { sentence, spelt } from "./words.js";

const GONE = new Set(["bad_session", "unknown_session"]);
const NO = /不|错了|没有/;
const YES = /^(对|是|没错|好|嗯|行)/;

/** A reply of the kiosk's own; options act here instead of at the door. */
const own = (text, options = [], expects = "choice") => ({
  text, speak: text, expects, card: null, progress: null, manner: null, end: false,
  options: options.map((option, at) => ({ key: String(at + 1), send: "", ...option })),
});

export class Conversation {
  #visit = null;
  #asking = false;

  /** The newest reply. */
  reply = null;

  get code() { return this.#visit?.code ?? ""; }

  forget() {
    this.#visit = null;
    this.#asking = false;
    this.reply = null;
  }

  begin() { return this.#keep(() => this.#open()); }

  /** Words of the citizen's: an answer to us, a code, or something for the assistant. */
  hear(words) {
    const meant = this.#meant(words);
    if (meant) return this.#keep(meant.act);
    const digits = digitsIn(words);
    if (this.#asking && digits && !isComplete(digits)) return this.#keep(() => this.#miscounted(digits));
    const code = codeIn(words, { asked: this.#asking });
    if (code) return this.#keep(() => this.#confirm(code));
    return this.#keep(() => this.#send((visit) => visit.say(words)));
  }

  /** The option with this key; null when there is none. */
  option(key) { return this.reply?.options.find((option) => option.key === key) ?? null; }

  choose(option) {
    return this.#keep(option.act ?? (() => this.#send((visit) => visit.choose(option.key))));
  }

  human() { return this.#keep(() => this.#send((visit) => visit.human())); }

  back() {
    if (this.reply?.options.some((option) => option.act)) return this.#keep(() => this.#last());
    return this.#keep(() => this.#send((visit) => visit.say("上一步")));
  }

  askCode() { return this.#keep(() => this.#ask()); }

  #meant(words) {
    const options = (this.reply?.options ?? []).filter((option) => option.heard);
    return options.find((option) => option.heard(words));
  }

  async #keep(work) {
    try {
      this.reply = await work();
    } catch (problem) {
      if (!(problem instanceof DoorProblem)) throw problem;
      this.reply = await this.#instead(problem, work);
    }
    return this.reply;
  }

  async #open() {
    this.#visit = await Visit.open();
    return this.#visit.reply;
  }

  async #send(message) {
    this.#asking = false;
    if (!this.#visit) await this.#open();
    return this.#answered(await message(this.#visit));
  }

  #answered({ reply, answered }) {
    return answered ? reply : { ...reply, options: [this.#retry(() => this.#again())] };
  }

  async #again() { return this.#answered(await this.#visit.again()); }

  #retry(act) { return { key: "1", label: sentence("try_again"), send: "", act }; }

  #instead(problem, work) {
    if (problem.kind === "away") {
      const again = this.#visit?.sending ? () => this.#again() : work;
      return own(sentence("door_away"), [this.#retry(again)]);
    }
    if (GONE.has(problem.kind)) {
      this.forget();
      return own(problem.message, [this.#retry(work)]);
    }
    const last = this.reply ?? own(problem.message, [this.#retry(work)]);
    return { ...last, text: problem.message, speak: problem.message };
  }

  async #last() {
    this.#asking = false;
    return this.#visit ? this.#visit.reply : this.#open();
  }

  #ask() {
    this.#asking = true;
    return own(sentence("ask_code"), [], "digits");
  }

  #miscounted(digits) {
    return own(sentence("code_length", { said: digits.length }), [], "digits");
  }

  #confirm(code) {
    this.#asking = false;
    return own(sentence("confirm_code", { code: spelt(code) }), [
      { label: sentence("code_yes"), heard: (words) => YES.test(words) && !NO.test(words), act: () => this.#resume(code) },
      { label: sentence("code_no"), heard: (words) => NO.test(words), act: () => this.#ask() },
    ]);
  }

  async #resume(code) {
    const visit = await Visit.resume(code);
    this.#visit = visit;
    return visit.reply ?? this.#send((opened) => opened.say("你好"));
  }
}
