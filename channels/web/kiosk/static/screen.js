// What stands on the page around the reply: state, captions, trouble, the warning.
import { sentence, spelt } from "./words.js";

const STATES = new Set(["attract", "ready", "listening", "thinking", "speaking"]);

const byId = (id) => document.getElementById(id);

export class Screen {
  #troubles = new Map();

  /** "attract" for nobody, else what we are doing, by shape, word and place. */
  become(state) {
    if (!STATES.has(state)) throw new Error(`no state ${state}`);
    document.documentElement.dataset.state = state;
    byId("state-words").textContent = state === "attract" ? "" : sentence(state);
    this.hint(state === "attract" ? "" : sentence(`hint_${state}`));
    byId("attract").hidden = state !== "attract";
    byId("talk").hidden = state === "attract";
  }

  get state() { return document.documentElement.dataset.state; }

  /** Who says what, as it is said. It stays until something else is said. */
  caption(who, words) {
    byId("who").textContent = who;
    byId("caption").textContent = words;
  }

  /** The code with which the visit goes on elsewhere; seen as 123 456, heard digit by digit. */
  code(code) {
    byId("my-code").textContent = `${code.slice(0, 3)} ${code.slice(3)}`.trim();
    byId("my-code-spelt").textContent = code && sentence("code_spelt", { code: spelt(code) });
  }

  size(larger) { document.documentElement.dataset.size = Math.max(0, larger); }

  pressed(id, on) { byId(id).setAttribute("aria-pressed", String(on)); }

  showTyping(shown) {
    byId("typing").hidden = !shown;
    byId("text").value = "";
    if (shown) byId("text").focus();
  }

  /** What one can do now. */
  hint(words) { byId("hint").textContent = words; }

  get newestTrouble() { return [...this.#troubles.values()].at(-1); }

  /** Something is in the way, until it isn't: the newest is shown. Whether it is new. */
  trouble(kind, words) {
    const fresh = Boolean(words) && !this.#troubles.has(kind);
    if (words) this.#troubles.set(kind, words);
    else this.#troubles.delete(kind);
    const newest = this.newestTrouble;
    byId("trouble").hidden = newest === undefined;
    byId("trouble-words").textContent = newest ?? "";
    return fresh;
  }

  warn(seconds, code) {
    byId("idle-words").textContent = sentence("idle", { seconds });
    byId("idle-code").textContent = code ? sentence("idle_code", { code: spelt(code) }) : "";
    byId("idle").showModal();
  }

  left(seconds) { byId("idle-left").value = seconds; }

  unwarn() { byId("idle").close(); }

  /** As nobody had been here: no word of the visit stays on the page. */
  wipe() {
    this.unwarn();
    this.showTyping(false);
    this.caption("", "");
    this.size(0);
    this.code("");
    for (const id of ["reply", "options", "idle-words", "idle-code", "idle-left"]) byId(id).replaceChildren();
    byId("more").hidden = true;
    document.activeElement?.blur();
  }
}
