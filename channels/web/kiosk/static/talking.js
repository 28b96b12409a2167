// Whose turn it is: listening, thinking, speaking follow one another; any touch or word of the
// citizen's goes before ours.
import { sentence, spelt } from "./words.js";

//: Milliseconds without a reply after which it is said that one is being looked for.
const PATIENCE = 1500;
//: Milliseconds the recogniser may take to tell what was said, after it was told to end.
const ANSWERS = 1500;
//: Milliseconds; who holds "说话" longer means: until I let go.
const HELD = 600;

export class Talking {
  #turn = 0;
  #utterance = 0;
  #pushing = false;
  #pushedAt = 0;
  #untold = "";

  /** Whether the microphone is open all the time, or only after "说话". */
  open = true;

  /**
   * @param {object} parts screen, announcer, hearing, speaker, earcons, manner, audio, idle
   * @param {{onReply: function(object): string, onSaid: function(string)}} on shows a reply and
   *   gives what of it is to be said; takes what the citizen said
   */
  constructor(parts, { onReply, onSaid }) {
    Object.assign(this, parts, { onReply, onSaid });
  }

  /** A turn: think, then show and say what came of it. A later turn or the wipe overtakes it. */
  async take(work) {
    this.#turn += 1;
    const turn = this.#turn;
    this.interrupt();
    this.#pushing = false;
    this.#become("thinking");
    this.earcons.play("heard");
    const late = setTimeout(() => this.murmur(sentence("waiting")), PATIENCE);
    const reply = await work().finally(() => clearTimeout(late));
    if (turn !== this.#turn) return;
    const words = this.onReply(reply);
    this.hearing.dictating(reply.expects === "digits");
    this.announcer.say(words);
    await this.utter(words);
    if (turn === this.#turn && reply.end) this.idle.hurry();
  }

  /** A remark of the page's: shown, announced and spoken, and then on as before. */
  async say(words) {
    this.screen.caption("耳顺", words);
    this.announcer.say(words);
    this.interrupt();
    const utterance = this.#utterance;
    if (this.screen.state !== "thinking") this.#become("speaking");
    await this.#speak(words);
    if (utterance === this.#utterance && this.screen.state === "speaking") this.attend();
  }

  /** A name, a digit, an invitation: spoken beside whatever goes on. */
  async murmur(words) {
    this.screen.caption("耳顺", words);
    this.announcer.say(words);
    this.interrupt();
    await this.#speak(words);
  }

  /** Speak a reply, captioned as it goes, and then listen again. */
  async utter(words) {
    this.interrupt();
    const utterance = this.#utterance;
    this.#become("speaking");
    await this.#speak(words, (sentenceNow) => this.screen.caption("耳顺", sentenceNow));
    if (utterance === this.#utterance) this.attend();
  }

  /** Our sound stops at once; what was being said doesn't go on. */
  interrupt() {
    this.#utterance += 1;
    this.speaker.stop();
  }

  /** A touch while we speak: we stop and listen. */
  hush() {
    this.interrupt();
    this.#rest();
  }

  /** "说话" goes down. */
  push() {
    if (this.screen.state === "thinking") return;
    this.interrupt();
    if (this.#pushing) {
      this.#finish();
    } else if (this.hearing.able) {
      this.#pushing = true;
      this.#pushedAt = performance.now();
      this.attend();
    } else {
      this.earcons.play("trouble");
      this.say(this.screen.newestTrouble ?? sentence("ear_away"));
    }
  }

  /** "说话" comes up: after a tap one speaks on, after a long press one has finished. */
  release() {
    if (this.#pushing && performance.now() - this.#pushedAt > HELD) this.#finish();
  }

  /** Nothing of ours is going on: listen, or wait for "说话". */
  attend() {
    const words = this.#untold;
    this.#untold = "";
    if (words) {
      this.say(words);
      return;
    }
    this.idle.release();
    this.#rest();
    if (this.screen.state === "listening") this.earcons.play("listening");
  }

  /** The way of listening has changed. */
  changed() {
    if (this.screen.state === "listening" || this.screen.state === "ready") this.#rest();
    else this.#listen();
  }

  /** Something is in the way, or no longer. Told once, when we aren't in the middle of something. */
  trouble(kind, there) {
    const fresh = this.screen.trouble(kind, there && sentence(kind));
    if (fresh) this.#untold = sentence(kind);
    if (fresh && (this.screen.state === "listening" || this.screen.state === "ready")) this.attend();
    else this.changed();
  }

  /** It is warned that the visit ends. */
  warn(seconds, code) {
    const words = sentence("idle", { seconds }) + (code && sentence("idle_code", { code: spelt(code) }));
    this.murmur(words);
    this.#listen();
  }

  /** Somebody is still there. Who spoke is not spoken over. */
  kept(by) {
    if (by === "touch") this.say(sentence("still_here"));
    else this.hush();
  }

  /** What the recogniser tells. */
  heard({ event, text }) {
    const on = {
      began: () => this.#spoke(),
      caption: () => this.#captioned(text),
      said: () => this.#said(text),
      barge_in: () => this.#bargedIn(),
      nothing_said: () => this.#nothing("nothing_said"),
      too_long: () => this.#said(text),
    };
    on[event]?.();
  }

  end() {
    this.#turn += 1;
    this.#untold = "";
    this.#pushing = false;
    this.interrupt();
    this.#become("attract");
  }

  // Where nothing was said, nothing is told.
  #finish() {
    const utterance = this.#utterance;
    this.hearing.finish();
    setTimeout(() => {
      if (this.#pushing && utterance === this.#utterance) this.#nothing("nothing_said");
    }, ANSWERS);
  }

  // While we sound, only what the recogniser calls an interruption counts: it may hear us.
  #spoke() { if (!this.speaker.speaking) this.idle.touch("word"); }

  #captioned(text) {
    if (this.speaker.speaking) return;
    this.idle.touch("word");
    this.screen.caption("您", text);
  }

  // An "嗯" while we speak is no interruption, and no answer either.
  #said(text) {
    if (this.speaker.speaking) return;
    if (!text) {
      this.#nothing("nothing_said");
      return;
    }
    this.idle.touch("word");
    this.screen.caption("您", text);
    this.onSaid(text);
  }

  #bargedIn() {
    const kept = this.idle.warned;
    this.idle.touch("word");
    if (!kept && this.speaker.speaking) this.hush();
  }

  // With an open microphone silence is no mistake: shown, not spoken.
  #nothing(key) {
    const pushed = this.#pushing;
    this.#pushing = false;
    if (this.screen.state !== "listening") return;
    if (pushed && !this.open) this.say(sentence(key));
    else this.screen.caption("耳顺", sentence(key));
  }

  async #speak(words, onSentence) {
    this.audio.volume = this.manner.volume;
    this.hearing.speaking(words);
    const outcome = await this.speaker.say(words, this.manner.rate, onSentence);
    if (outcome === "stopped") return;
    this.hearing.speaking(null);
    const fresh = this.screen.trouble("voice_away", outcome === "failed" && sentence("voice_away"));
    if (fresh) this.announcer.say(sentence("voice_away"));
  }

  #rest() {
    const listening = (this.open || this.#pushing) && this.hearing.able;
    this.#become(listening ? "listening" : "ready");
  }

  #become(state) {
    this.screen.become(state);
    if (state === "thinking" || state === "speaking") this.idle.hold();
    this.#listen();
  }

  // While we speak the open microphone stays open, to be interrupted; while it is warned
  // that the visit ends, any word keeps it.
  #listen() {
    const { state } = this.screen;
    const heard = this.open ? ["listening", "speaking", "thinking"] : ["listening"];
    this.hearing.listen(heard.includes(state) || (this.idle.warned && state !== "attract"));
  }
}
