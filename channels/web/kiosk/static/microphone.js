// The microphone: opened once, heard in the page; lost when it is pulled out, found again.

const WISHES = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
//: What getUserMedia fails with when somebody or something says no, rather than that none is there.
const REFUSALS = new Set(["NotAllowedError", "SecurityError"]);

/** No microphone: `kind` is "refused" or "missing". */
export class NoMicrophone extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export class Microphone {
  #stream = null;
  #node = null;
  #opening = null;

  /**
   * @param {{audio: Audio, worklet: string, onSamples: function(Int16Array),
   *   onLevel: function(number), onLost: function}} parts
   */
  constructor({ audio, worklet, onSamples, onLevel, onLost }) {
    Object.assign(this, { audio, worklet, onSamples, onLevel, onLost });
  }

  get open() { return this.#stream !== null; }

  get rate() { return this.audio.context.sampleRate; }

  /** @throws {NoMicrophone} */
  start() {
    this.#opening ??= this.#open().finally(() => { this.#opening = null; });
    return this.#opening;
  }

  async #open() {
    if (this.open) return;
    // Without a secure context there is no mediaDevices at all.
    if (!navigator.mediaDevices) throw new NoMicrophone("refused");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: WISHES }).catch((error) => {
      throw new NoMicrophone(REFUSALS.has(error.name) ? "refused" : "missing");
    });
    const { context } = this.audio;
    await context.audioWorklet.addModule(this.worklet);
    this.#node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => {
      this.onLevel(data.level);
      this.onSamples(data.samples);
    };
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(this.#node);
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.#lose(stream));
    this.#stream = stream;
  }

  #lose(stream) {
    if (this.#stream !== stream) return;
    this.#stream = null;
    this.#node.port.onmessage = null;
    this.#node.disconnect();
    this.onLevel(0);
    this.onLost();
  }
}
