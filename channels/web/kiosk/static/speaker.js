// Speaks through the speech service, sentence by sentence, and stops at once when told to.
import { wavs } from "./wav-stream.js";

//: Seconds to fade out: a cut would click; with this the sound is gone well within 60 ms.
const FADE = 0.015;
//: Seconds after which a clip should have ended long ago: no sound device, or one pulled out.
const STALLED = 3;
//: Milliseconds a browser may take to let the page sound.
const WAKING = 1000;
//: Seconds until the first clip begins, so that its start isn't swallowed.
const LEAD = 0.02;
const SENTENCE = /[^。？！；?!;\n]+[。？！；?!;\n]*/g;
const WORDS = /[\p{L}\p{N}]/u;

export const sentencesOf = (text) => (text.match(SENTENCE) ?? []).map((one) => one.trim()).filter((one) => WORDS.test(one));

export class Speaker {
  #current = null;

  /**
   * @param {{audio: Audio,
   *   fetchSpeech: function(string, number, AbortSignal): Promise<Response>}} parts
   */
  constructor({ audio, fetchSpeech }) {
    this.audio = audio;
    this.fetchSpeech = fetchSpeech;
  }

  get speaking() { return this.#current !== null; }

  /**
   * Say `text`; what was being said stops. Resolves when it is over: "done", "stopped", or
   * "failed" when the service is away or dies on the way, or nothing can sound.
   * `onSentence` is told each sentence as it begins to sound.
   */
  async say(text, rate, onSentence = () => {}) {
    this.stop();
    const saying = { abort: new AbortController(), sources: new Set(), ends: 0, stopped: false, onSentence };
    saying.gain = new GainNode(this.audio.context);
    saying.gain.connect(this.audio.out);
    this.#current = saying;
    try {
      await this.#sounds();
      await this.#sentences(saying, sentencesOf(text), rate);
      return saying.stopped ? "stopped" : "done";
    } catch {
      return saying.stopped ? "stopped" : "failed";
    } finally {
      if (this.#current === saying) this.#current = null;
    }
  }

  stop() {
    const saying = this.#current;
    if (!saying) return;
    this.#current = null;
    saying.stopped = true;
    saying.abort.abort();
    const now = this.audio.context.currentTime;
    saying.gain.gain.setValueAtTime(1, now);
    saying.gain.gain.linearRampToValueAtTime(0, now + FADE);
    saying.sources.forEach((source) => source.stop(now + FADE));
  }

  async #sounds() {
    await Promise.race([this.audio.wake(), new Promise((late) => { setTimeout(late, WAKING); })]);
    if (!this.audio.running) throw new Error("the page may not sound, or there is no sound device");
  }

  // The next sentence is fetched while one is heard.
  async #sentences(saying, sentences, rate) {
    const ask = (at) => {
      const answer = at < sentences.length ? this.fetchSpeech(sentences[at], rate, saying.abort.signal) : null;
      answer?.catch(() => {}); // met when its turn comes, or of no interest any more
      return answer;
    };
    let coming = ask(0);
    for (const [at, sentence] of sentences.entries()) {
      const response = await coming;
      coming = ask(at + 1);
      if (response.status === 204) continue; // nothing in it that could be said
      if (!response.ok) throw new Error(`speech service: ${response.status}`);
      let last;
      for await (const wav of wavs(response.body)) {
        const clip = await this.audio.context.decodeAudioData(wav);
        if (saying.stopped) return;
        last = this.#play(saying, clip, last ? null : sentence);
      }
      await last;
    }
  }

  #play(saying, clip, caption) {
    const source = new AudioBufferSourceNode(this.audio.context, { buffer: clip });
    source.connect(saying.gain);
    const at = Math.max(this.audio.context.currentTime + LEAD, saying.ends);
    saying.ends = at + clip.duration;
    saying.sources.add(source);
    if (caption) saying.onSentence(caption);
    source.start(at);
    return new Promise((resolve, reject) => {
      const late = saying.ends - this.audio.context.currentTime + STALLED;
      const stalled = setTimeout(() => reject(new Error("the sound device stands still")), late * 1000);
      source.onended = () => {
        clearTimeout(stalled);
        saying.sources.delete(source);
        resolve();
      };
    });
  }
}
