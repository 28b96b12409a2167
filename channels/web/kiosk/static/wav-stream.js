// Takes a stream of WAV files, one after the other, apart again.

//: "RIFF", four bytes of length, "WAVE".
const HEADER = 12;
//: A sentence of a minute; what claims to be longer is no sound of ours.
const LONGEST = 48_000 * 2 * 60;

const joined = (one, other) => {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
};

const lengthOf = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x52494646) throw new Error("no WAV where one should begin");
  const length = 8 + view.getUint32(4, true);
  if (length > LONGEST) throw new Error("a WAV longer than any sentence");
  return length;
};

/** Each whole WAV file of a byte stream, as soon as it is there. */
export async function* wavs(stream) {
  const reader = stream.getReader();
  let bytes = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (value) bytes = joined(bytes, value);
    while (bytes.length >= HEADER && bytes.length >= lengthOf(bytes)) {
      const length = lengthOf(bytes);
      yield bytes.slice(0, length).buffer;
      bytes = bytes.slice(length);
    }
    if (done) break;
  }
  if (bytes.length) throw new Error("the sound ended inside a sentence");
}
