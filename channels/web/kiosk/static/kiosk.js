// One visit after another: it begins with a touch, goes on by voice, touch and keys alike,
// and ends with everything wiped.
import { sentence } from "./words.js";
import { showOptions, showReply } from "./reply-view.js";

export class Kiosk {
  #byEar = false;
  #introduce = false;
  #spoken = "";

  /**
   * @param {object} parts screen, conversation, talking, hearing, earcons, manner, audio,
   *   idle, explorer, pad, meter
   * @param {{open: boolean, forget: function}} options whether the microphone is open from
   *   the beginning; how the browser forgets
   */
  constructor(parts, { open, forget }) {
    Object.assign(this, parts);
    this.openAtFirst = open;
    this.forget = forget;
    this.screen.become("attract");
    this.#setOpen(open);
  }

  get there() { return this.screen.state !== "attract"; }

  /** Somebody is here. */
  begin({ byEar = false, person = false } = {}) {
    this.audio.wake();
    this.#listenByEar(byEar);
    this.#introduce = byEar;
    this.idle.start();
    this.hearing.start().then(() => this.talking.changed());
    this.talking.take(() => (person ? this.conversation.human() : this.conversation.begin()));
  }

  /** Near, but not here yet: the attract screen says how to begin. */
  invite() {
    if (!this.there) this.talking.murmur(sentence("invitation"));
  }

  hear(words) { this.#take(() => this.conversation.hear(words)); }

  /** One at a time: a key held too long chooses once. */
  choose(option) {
    if (this.screen.state === "thinking") return;
    this.screen.caption("您", option.label);
    this.#take(() => this.conversation.choose(option));
  }

  /** An option by its key. */
  press(key) {
    if (!this.there) {
      this.begin({ byEar: true });
      return;
    }
    const option = this.conversation.option(key);
    if (option) this.choose(option);
    else this.talking.say(sentence("no_such_option", { key }));
  }

  /** What a key or a button of the page is for. */
  command(name) {
    if (!this.there) this.#firstTouch(name);
    else this.#commands[name]();
  }

  /** A reply: to be seen; gives what of it is to be said. */
  show(reply) {
    if (reply.manner) {
      this.manner.follow(reply.manner);
      this.screen.size(reply.manner.larger);
    }
    this.screen.code(this.conversation.code);
    showReply(document.getElementById("reply"), reply);
    showOptions(document.getElementById("options"), reply.options, (option) => this.choose(option));
    this.pad.show(reply.expects === "digits");
    this.#spoken = this.#byEar ? reply.speak + this.#optionsAloud(reply.options) : reply.speak;
    const first = this.#introduce ? sentence("by_ear") : "";
    this.#introduce = false;
    return first + this.#spoken;
  }

  /** Over, by the citizen's wish or because nobody is there: nothing of it stays. */
  wipe() {
    this.talking.end();
    this.hearing.end();
    this.conversation.forget();
    this.idle.stop();
    this.screen.wipe();
    this.pad.show(false);
    this.meter.clear();
    this.manner.reset();
    this.audio.volume = this.manner.volume;
    this.#spoken = "";
    this.#listenByEar(false);
    this.#setOpen(this.openAtFirst);
    this.earcons.play("ended");
    this.forget();
  }

  // A corner found by hand, or a key: somebody who may not see the screen.
  #firstTouch(name) {
    if (name === "person") this.begin({ person: true });
    else this.begin({ byEar: name !== "start" });
  }

  #commands = {
    start: () => {},
    talk: () => this.talking.push(),
    person: () => this.#take(() => this.conversation.human()),
    back: () => this.#take(() => this.conversation.back()),
    repeat: () => this.talking.utter(this.#spoken || sentence("nothing_yet")),
    code: () => this.#take(() => this.conversation.askCode()),
    louder: () => this.talking.say(sentence(this.manner.turn(+1))),
    softer: () => this.talking.say(sentence(this.manner.turn(-1))),
    faster: () => this.talking.say(sentence(this.manner.pace(+1))),
    slower: () => this.talking.say(sentence(this.manner.pace(-1))),
    write: () => this.screen.showTyping(true),
    mode: () => {
      this.#setOpen(!this.talking.open);
      this.talking.say(sentence(this.talking.open ? "mode_open" : "mode_push"));
    },
    ear: () => {
      this.#listenByEar(!this.#byEar);
      this.talking.say(sentence(this.#byEar ? "ear_on" : "ear_off"));
    },
    leave: () => {
      this.wipe();
      this.talking.murmur(sentence("wiped"));
    },
  };

  #take(work) {
    this.screen.showTyping(false);
    this.talking.take(work);
  }

  #optionsAloud(options) {
    if (!options.length) return "";
    const each = options.map(({ key, label }) => sentence("one_option", { key, label })).join("");
    return sentence("can_choose", { options: each });
  }

  #listenByEar(on) {
    this.#byEar = on;
    this.explorer.set(on);
    this.screen.pressed("by-ear", on);
  }

  #setOpen(open) {
    this.talking.open = open;
    this.talking.changed();
    this.screen.pressed("mode", open);
  }
}
