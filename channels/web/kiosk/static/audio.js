// The one audio context, and the volume everything goes through.

export class Audio {
  constructor() {
    this.context = new AudioContext({ latencyHint: "interactive" });
    // The loudest steps lie above what was rendered: limited, not crushed.
    const limiter = new DynamicsCompressorNode(this.context, { threshold: -6, ratio: 12, attack: 0.002 });
    this.out = new GainNode(this.context);
    this.out.connect(limiter).connect(this.context.destination);
  }

  set volume(factor) { this.out.gain.setTargetAtTime(factor, this.context.currentTime, 0.02); }

  get running() { return this.context.state === "running"; }

  /** Browsers let a page sound only after a touch or key, unless set up for a kiosk. */
  async wake() {
    if (!this.running) await this.context.resume();
  }
}
