// The keyboard, and keypads with a dot on the 5: what each key does anywhere on the page.

const COMMANDS = {
  0: "person", 5: "talk", 7: "slower", 9: "faster",
  "*": "back", "#": "repeat", "/": "repeat", "+": "louder", "=": "louder", "-": "softer",
};

const writing = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

export class Keys {
  /** @param {{command: function(string), option: function(string), talkUp: function, any: function(): boolean}} on `any` may take the key for itself */
  constructor(on, { onPad }) {
    this.on = on;
    this.onPad = onPad;
    document.addEventListener("keydown", (event) => this.#down(event));
    document.addEventListener("keyup", (event) => {
      if (this.#isTalk(event) && !writing(event.target)) on.talkUp();
    });
  }

  #isTalk(event) {
    // On a button the space bar presses the button.
    return event.key === "5" || (event.key === " " && !event.target.closest?.("button"));
  }

  #down(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const taken = this.on.any(event);
    if (taken) event.preventDefault();
    if (taken || event.repeat || writing(event.target)) return;
    // On a button Enter presses the button.
    const pressing = event.key === "Enter" && event.target.closest?.("button");
    if (!pressing && this.onPad(event.key)) event.preventDefault();
    else if (this.#isTalk(event)) this.#do(event, () => this.on.command("talk"));
    else if (/^[1-4]$/.test(event.key)) this.#do(event, () => this.on.option(event.key));
    else if (event.key in COMMANDS) this.#do(event, () => this.on.command(COMMANDS[event.key]));
  }

  #do(event, act) {
    event.preventDefault();
    act();
  }
}
