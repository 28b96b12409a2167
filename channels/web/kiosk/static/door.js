// The HTTP API of the web door: one conversation, whose right to go on is kept in memory only.

//: Longer than the door itself waits for the assistant.
const PATIENCE = 30_000;

/** What the door refused, or that it can't be reached; `kind` names it, the message is for people. */
export class DoorProblem extends Error {
  constructor(kind, message = "") {
    super(message);
    this.kind = kind;
  }
}

const request = async (path, options) => {
  let response;
  let body;
  try {
    response = await fetch(`/api/v1/${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    body = await response.json();
  } catch {
    throw new DoorProblem("away");
  }
  if (!response.ok) throw new DoorProblem(body.error, body.message);
  return body;
};

const post = (path, body, token) => request(path, {
  method: "POST",
  headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
  body: JSON.stringify(body),
});

// Not randomUUID: a page of plain HTTP in the hall's network has none.
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Visit {
  #token;
  #pending = null;

  constructor(opened) {
    this.#token = opened.token;
    this.code = opened.code;
    this.reply = opened.reply;
  }

  static async open() { return new Visit(await post("sessions", { door: "kiosk" })); }

  static async resume(code) { return new Visit(await request(`sessions/${code}`)); }

  say(text) { return this.#send({ text }); }

  choose(key) { return this.#send({ option: key }); }

  human() { return this.#send({ option: "0" }); }

  /** Whether a message has got no reply yet. */
  get sending() { return this.#pending !== null; }

  /** That message once more, under its own id: nothing is done twice. */
  again() { return this.#deliver(); }

  #send(body) {
    this.#pending = { ...body, message_id: newId() };
    return this.#deliver();
  }

  async #deliver() {
    const { reply, answered } = await post("messages", this.#pending, this.#token);
    if (answered) {
      this.reply = reply;
      this.#pending = null;
    }
    return { reply, answered };
  }
}
