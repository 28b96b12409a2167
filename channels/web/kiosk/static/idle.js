// Whether anybody is still there. Warns in good time, then ends the visit.

export class IdleClock {
  #timers = [];
  #held = false;
  #running = false;

  /**
   * @param {{idle: number, warning: number}} seconds until the end, and how long before it is warned.
   * @param {{onWarn: function(number), onTick: function(number), onKept: function(string), onEnd: function}} on
   */
  constructor(seconds, on) {
    this.seconds = seconds;
    this.on = on;
    this.warned = false;
  }

  start() {
    this.#running = true;
    this.#held = false;
    this.#again();
  }

  stop() {
    this.#running = false;
    this.warned = false;
    this.#clear();
  }

  /** Somebody touched or said something (`by`): the whole time begins anew. */
  touch(by) {
    if (!this.#running) return;
    const kept = this.warned;
    this.#again();
    if (kept) this.on.onKept(by);
  }

  /** The clock stands while we are the ones who speak or think. */
  hold() {
    if (this.warned) return;
    this.#held = true;
    this.#clear();
  }

  release() {
    if (!this.#held) return;
    this.#held = false;
    if (this.#running) this.#again();
  }

  /** The visit seems over: warn at once. */
  hurry() {
    if (this.#running && !this.warned) this.#warn();
  }

  #again() {
    this.#clear();
    this.warned = false;
    if (this.#held) return;
    const { idle, warning } = this.seconds;
    this.#after(idle - warning, () => this.#warn());
  }

  #warn() {
    this.#clear();
    this.warned = true;
    this.on.onWarn(this.seconds.warning);
    this.#countDown(this.seconds.warning);
  }

  #countDown(left) {
    this.on.onTick(left);
    if (left > 0) this.#after(1, () => this.#countDown(left - 1));
    else {
      this.stop();
      this.on.onEnd();
    }
  }

  #after(seconds, act) { this.#timers.push(setTimeout(act, seconds * 1000)); }

  #clear() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
  }
}
