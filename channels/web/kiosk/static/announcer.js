// The live region for screen readers. Emptied again: what stands there could be met twice.

const LASTS = 1000;

export class Announcer {
  #emptying = 0;

  constructor(region) { this.region = region; }

  say(words) {
    clearTimeout(this.#emptying);
    this.region.textContent = words;
    this.#emptying = setTimeout(() => { this.region.textContent = ""; }, LASTS);
  }
}
