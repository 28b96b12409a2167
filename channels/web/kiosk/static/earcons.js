// Short sounds that say what state we are in, made here: no file is fetched.

//: [Hz, seconds from the start, seconds long]: rising asks, falling closes, low is trouble.
const SHAPES = {
  listening: [[660, 0, 0.12], [990, 0.14, 0.18]],
  heard: [[880, 0, 0.1], [660, 0.12, 0.12]],
  thinking: [[520, 0, 0.06]],
  touched: [[740, 0, 0.05]],
  warning: [[784, 0, 0.2], [784, 0.3, 0.2]],
  trouble: [[330, 0, 0.18], [262, 0.22, 0.25]],
  ended: [[660, 0, 0.12], [520, 0.14, 0.12], [392, 0.28, 0.2]],
};
const LOUDNESS = 0.25;

export class Earcons {
  constructor(audio) { this.audio = audio; }

  play(name) {
    const { context } = this.audio;
    for (const [pitch, begins, lasts] of SHAPES[name]) this.#note(context, pitch, begins, lasts);
  }

  #note(context, pitch, begins, lasts) {
    const at = context.currentTime + begins;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
    gain.gain.linearRampToValueAtTime(0, at + lasts);
    tone.connect(gain).connect(this.audio.out);
    tone.start(at);
    tone.stop(at + lasts);
  }
}
