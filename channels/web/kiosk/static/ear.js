// The line to the recogniser: sends what the microphone gives, tells what was heard.

//: Milliseconds between tries to get the line back; the last one goes on for ever.
const PAUSES = [300, 1000, 2000, 5000];
//: The code a line is closed with when the pass isn't taken (RFC 6455, policy violation).
const NOT_ADMITTED = 1008;
//: Bytes waiting to be sent above which sound is dropped: about a second.
const BACKLOG = 96_000;

export class Ear {
  #socket = null;
  #wanted = false;
  #tries = 0;
  #timer = 0;
  #rate = 0;
  #paused = true;
  #wishes = { dictating: false, speaking: null };
  #calls = 0;
  #pass = "";
  #admitted = false;

  /**
   * @param {{service: SpeechService, profile: string, onEvent: function(object),
   *   onReady: function, onAway: function}} parts
   */
  constructor({ service, profile, onEvent, onReady, onAway }) {
    Object.assign(this, { service, profile, onEvent, onReady, onAway });
  }

  get ready() { return this.#admitted && this.#socket.readyState === WebSocket.OPEN; }

  /** Keep a line open, for sound of so many samples a second. */
  open(rate) {
    this.#rate = rate;
    if (this.#wanted) return;
    this.#wanted = true;
    this.#calls += 1;
    this.#connect();
  }

  close() {
    this.#wanted = false;
    this.#tries = 0;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
    this.#admitted = false;
  }

  /** Sound; while paused, or while the service can't follow, it is left out. */
  hear(samples) {
    if (this.ready && !this.#paused && this.#socket.bufferedAmount < BACKLOG) this.#socket.send(samples);
  }

  pause() { this.#setPaused(true); }

  resume() { this.#setPaused(false); }

  /** What is being said now is complete. */
  finish() { this.#tell({ end: true }); }

  /** Whether a number is being waited for, which isn't cut at the pauses between its groups. */
  dictating(expected) { this.#wish("dictating", expected); }

  /** What we are saying ourselves; null: nothing. */
  speaking(text) { this.#wish("speaking", text); }

  #tell(control) { if (this.ready) this.#socket.send(JSON.stringify(control)); }

  // A line that is opened meanwhile is told, too.
  #wish(name, value) {
    if (this.#wishes[name] !== value) this.#tell({ [name]: value });
    this.#wishes[name] = value;
  }

  #setPaused(paused) {
    if (paused !== this.#paused) this.#tell(paused ? { pause: true } : { resume: true });
    this.#paused = paused;
  }

  async #connect() {
    const call = this.#calls;
    let line;
    try {
      line = await this.service.listen();
    } catch {
      if (call === this.#calls) this.#lost(null);
      return;
    }
    const { socket, pass } = line;
    if (!this.#wanted || call !== this.#calls) {
      socket.close();
      return;
    }
    this.#socket = socket;
    this.#pass = pass;
    socket.onopen = () => socket.send(JSON.stringify({ hello: this.#hello() }));
    socket.onmessage = ({ data }) => this.#told(JSON.parse(data));
    socket.onclose = ({ code }) => {
      if (code === NOT_ADMITTED) this.service.expire();
      this.#lost(socket);
    };
  }

  // We measure the level ourselves, and our own voice is taken out of the sound.
  #hello() {
    return { rate: this.#rate, profile: this.profile, level: false, token: this.#pass };
  }

  #told(message) {
    if (message.event === "ready") this.#ready();
    else this.onEvent(message);
  }

  #ready() {
    this.#tries = 0;
    this.#admitted = true;
    this.#tell(this.#wishes);
    if (this.#paused) this.#tell({ pause: true });
    this.onReady();
  }

  #lost(socket) {
    if (!this.#wanted || this.#socket !== socket) return;
    this.#socket = null;
    this.#admitted = false;
    // Lines end, after ten minutes' rest for one; only what a second try doesn't mend is trouble.
    if (this.#tries > 0) this.onAway();
    this.#timer = setTimeout(() => this.#connect(), PAUSES[Math.min(this.#tries, PAUSES.length - 1)]);
    this.#tries += 1;
  }
}
