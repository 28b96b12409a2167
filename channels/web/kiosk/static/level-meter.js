// How loud the microphone hears you: bars that grow, and in words.
import { sentence } from "./words.js";

//: Root mean square of the samples, from silence to shouting.
const QUIET = 0.004;
const SOFT = 0.02;
const LOUD = 0.35;
//: Milliseconds between two changes of the words, so that they can be read.
const STEADY = 1500;

const wordsFor = (level) => {
  if (level < QUIET) return "level_quiet";
  if (level < SOFT) return "level_soft";
  return level < LOUD ? "level_good" : "level_loud";
};

export class LevelMeter {
  #peak = 0;
  #since = -Infinity;

  constructor(bars, words) {
    this.bars = [...bars.children];
    this.words = words;
  }

  show(level) {
    // Ears hear in decibels: 50 of them over the width.
    const decibels = 20 * Math.log10(Math.max(level, 1e-5));
    const lit = Math.round((Math.max(0, decibels + 55) / 50) * this.bars.length);
    this.bars.forEach((bar, at) => bar.classList.toggle("on", at < lit));
    this.#peak = Math.max(this.#peak, level);
    const now = performance.now();
    if (now - this.#since < STEADY) return;
    this.#since = now;
    this.words.textContent = sentence(wordsFor(this.#peak));
    this.#peak = 0;
  }

  clear() {
    this.bars.forEach((bar) => bar.classList.remove("on"));
    this.words.textContent = "";
    this.#peak = 0;
    this.#since = -Infinity;
  }
}
