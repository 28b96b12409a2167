// How loud and how fast we speak: the elder default is loud and slow, and every visit begins with it.

//: Steps as factors of the voice's own; 1 is as rendered ahead.
const VOLUMES = [0.35, 0.6, 1, 1.5, 2.2];
const RATES = [0.6, 0.7, 0.85, 1, 1.15];
const DEFAULT = 2;

const within = (step, steps) => Math.min(steps.length - 1, Math.max(0, step));

export class Manner {
  constructor() { this.reset(); }

  reset() {
    this.volumeStep = DEFAULT;
    this.rateStep = DEFAULT;
    this.asked = { slower: 0, louder: 0, larger: 0 };
  }

  get volume() { return VOLUMES[within(this.volumeStep + this.asked.louder, VOLUMES)]; }

  get rate() { return RATES[within(this.rateStep - this.asked.slower, RATES)]; }

  /** What the conversation asked for in words ("慢点"), as each reply carries it. */
  follow(manner) { this.asked = manner; }

  /** One step louder or softer; the name of the sentence that says how it went. */
  turn(direction) {
    const before = this.volume;
    this.volumeStep = within(this.volumeStep + this.asked.louder + direction, VOLUMES) - this.asked.louder;
    if (this.volume === before) return direction > 0 ? "loudest" : "softest";
    return direction > 0 ? "louder" : "softer";
  }

  /** One step faster or slower; the name of the sentence that says how it went. */
  pace(direction) {
    const before = this.rate;
    this.rateStep = within(this.rateStep - this.asked.slower + direction, RATES) + this.asked.slower;
    if (this.rate === before) return direction > 0 ? "fastest" : "slowest";
    return direction > 0 ? "faster" : "slower";
  }
}
