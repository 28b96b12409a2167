// In the audio thread: what the microphone gives, as 16-bit samples with their loudness.

//: Samples a message: 40 ms at 48 kHz.
const BLOCK = 1920;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Int16Array(BLOCK);
    this.filled = 0;
    this.energy = 0;
  }

  process([[channel]]) {
    if (!channel) return true;
    for (const sample of channel) {
      const bounded = Math.max(-1, Math.min(1, sample || 0));
      this.block[this.filled] = Math.round(bounded * 32767);
      this.energy += bounded * bounded;
      this.filled += 1;
      if (this.filled === BLOCK) this.hand();
    }
    return true;
  }

  hand() {
    const samples = this.block;
    this.port.postMessage({ samples, level: Math.sqrt(this.energy / BLOCK) }, [samples.buffer]);
    this.block = new Int16Array(BLOCK);
    this.filled = 0;
    this.energy = 0;
  }
}

registerProcessor("capture", Capture);
