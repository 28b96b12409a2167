// The speech service of this machine: where it is, and the pass a page must show.

//: Milliseconds; a pass lasts a working day, a new one is asked for well before.
const PASS_KEEPS = 3_600_000;

export class SpeechService {
  #pass = "";
  #passSince = -Infinity;

  /** @param {string} voice host and port @param {string} passes address that issues passes */
  constructor(voice, passes) {
    this.voice = voice;
    this.passes = passes;
  }

  /** A WebSocket that hears, and the pass to show on it. */
  async listen() {
    const pass = await this.#showing();
    return { socket: new WebSocket(`ws://${this.voice}/listen`), pass };
  }

  /** The pass was not taken: the next one is a new one. */
  expire() { this.#passSince = -Infinity; }

  /** The sound of a sentence as a stream of WAVs. */
  async speak(text, rate, signal) {
    const pass = await this.#showing();
    const answer = await fetch(`http://${this.voice}/speak`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${pass}` },
      body: JSON.stringify({ text, rate }),
      signal,
    });
    if (answer.status === 403) this.expire();
    return answer;
  }

  async #showing() {
    if (Date.now() - this.#passSince > PASS_KEEPS) {
      const answer = await fetch(this.passes);
      if (!answer.ok) throw new Error(`no pass: ${answer.status}`);
      this.#pass = (await answer.json()).token;
      this.#passSince = Date.now();
    }
    return this.#pass;
  }
}
