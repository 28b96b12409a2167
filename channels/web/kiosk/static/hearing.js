// Microphone and recogniser together: when we listen, and what hinders us.
import { Microphone, NoMicrophone } from "./microphone.js";
import { Ear } from "./ear.js";

export class Hearing {
  #active = false;
  #listening = false;

  /**
   * @param {{audio: Audio, worklet: string, service: SpeechService, profile: string,
   *   onEvent: function(object), onLevel: function(number), onTrouble: function(string, boolean)}} parts
   *   `onTrouble(kind, there)`: "microphone_refused", "microphone_missing" or "ear_away".
   */
  constructor({ audio, worklet, service, profile, onEvent, onLevel, onTrouble }) {
    this.onTrouble = onTrouble;
    this.microphone = new Microphone({
      audio, worklet, onLevel,
      onSamples: (samples) => this.ear.hear(samples),
      onLost: () => onTrouble("microphone_missing", true),
    });
    this.ear = new Ear({
      service, profile, onEvent,
      onReady: () => onTrouble("ear_away", false),
      onAway: () => onTrouble("ear_away", true),
    });
    navigator.mediaDevices?.addEventListener("devicechange", () => { if (this.#active) this.start(); });
  }

  /** Whether what is said now would be heard. */
  get able() { return this.microphone.open && this.ear.ready; }

  /** Begin with a visit. Without a microphone the visit goes on by touch and keys. */
  async start() {
    this.#active = true;
    try {
      await this.microphone.start();
    } catch (problem) {
      if (!(problem instanceof NoMicrophone)) throw problem;
      if (this.#active) this.onTrouble(`microphone_${problem.kind}`, true);
      return;
    }
    this.onTrouble("microphone_refused", false);
    this.onTrouble("microphone_missing", false);
    if (this.#active) this.ear.open(this.microphone.rate);
  }

  /** The visit is over: nothing leaves the page any more. */
  end() {
    this.#active = false;
    this.listen(false);
    this.ear.dictating(false);
    this.ear.speaking(null);
    this.ear.close();
  }

  listen(listening) {
    if (listening === this.#listening) return;
    this.#listening = listening;
    if (listening) this.ear.resume();
    else this.ear.pause();
  }

  /** What was said is complete: don't wait for more. */
  finish() { this.ear.finish(); }

  /** Whether a number is expected. */
  dictating(expected) { this.ear.dictating(expected); }

  /** What we say ourselves, so that it isn't taken for the citizen's words; null: nothing now. */
  speaking(text) { this.ear.speaking(text); }
}
