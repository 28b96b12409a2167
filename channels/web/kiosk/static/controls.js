// Buttons, forms and keys of the page, each to what it is for.
import { Keys } from "./keys.js";

const BUTTONS = {
  repeat: "repeat", person: "person", back: "back", code: "code",
  louder: "louder", softer: "softer", faster: "faster", slower: "slower",
  mode: "mode", "by-ear": "ear", write: "write", leave: "leave",
};

const byId = (id) => document.getElementById(id);

// "说话" works by pressing down, so that one can hold it; by key it is a click.
const talkButton = (kiosk, talking) => {
  const button = byId("speak");
  button.addEventListener("pointerdown", () => kiosk.command("talk"));
  for (const up of ["pointerup", "pointercancel", "pointerleave"]) {
    button.addEventListener(up, () => talking.release());
  }
  button.addEventListener("click", (event) => { if (event.detail === 0) kiosk.command("talk"); });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
};

const writing = (kiosk, screen) => {
  byId("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    kiosk.hear(byId("text").value);
  });
  byId("typing-off").addEventListener("click", () => screen.showTyping(false));
};

// Any touch says that somebody is there, and is more urgent than what we are saying.
const touches = (kiosk, talking, idle) => {
  window.addEventListener("pointerdown", () => {
    const { state } = kiosk.screen;
    const kept = idle.warned;
    idle.touch("touch");
    if (!kept && state === "speaking") talking.hush();
  }, true);
};

export const controls = ({ kiosk, talking, idle, pad, presence }) => {
  for (const [id, command] of Object.entries(BUTTONS)) {
    byId(id).addEventListener("click", () => kiosk.command(command));
  }
  byId("attract").addEventListener("click", () => kiosk.command("start"));
  byId("still-here").addEventListener("click", () => idle.touch("touch"));
  byId("idle").addEventListener("cancel", (event) => event.preventDefault());
  talkButton(kiosk, talking);
  writing(kiosk, kiosk.screen);
  touches(kiosk, talking, idle);
  // A key while it is warned says only that somebody is there.
  const any = () => {
    presence.near();
    const kept = idle.warned;
    idle.touch("touch");
    return kept;
  };
  new Keys({
    command: (name) => kiosk.command(name),
    option: (key) => kiosk.press(key),
    talkUp: () => talking.release(),
    any,
  }, { onPad: (key) => pad.press(key) });
};
