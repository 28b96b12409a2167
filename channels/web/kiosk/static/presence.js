// Whether somebody has come near while nobody is being served: something moves before the
// panel, or a voice is loud at the microphone. Loudness only, and only in this page.

//: Milliseconds between two invitations: who waits for a bus hears it once.
const BETWEEN = 60_000;
const LOUD = 0.05;
//: Blocks of 40 ms in a row: a voice, not a door.
const BLOCKS = 8;

export class Presence {
  #last = -Infinity;
  #loud = 0;

  constructor(onNear) {
    this.onNear = onNear;
    document.addEventListener("pointermove", () => this.near());
  }

  hear(level) {
    this.#loud = level > LOUD ? this.#loud + 1 : 0;
    if (this.#loud >= BLOCKS) this.near();
  }

  near() {
    if (Date.now() - this.#last < BETWEEN) return;
    this.#last = Date.now();
    this.onNear();
  }
}
