// Puts the kiosk together.
import { Announcer } from "./announcer.js";
import { Audio } from "./audio.js";
import { Conversation } from "./conversation.js";
import { Earcons } from "./earcons.js";
import { Explorer } from "./explorer.js";
import { forgetter } from "./forgetting.js";
import { Hearing } from "./hearing.js";
import { IdleClock } from "./idle.js";
import { controls } from "./controls.js";
import { Kiosk } from "./kiosk.js";
import { LevelMeter } from "./level-meter.js";
import { Manner } from "./manner.js";
import { Pad } from "./pad.js";
import { Presence } from "./presence.js";
import { Screen } from "./screen.js";
import { scrollByButton } from "./scrolling.js";
import { Speaker } from "./speaker.js";
import { SpeechService } from "./speech-service.js";
import { Talking } from "./talking.js";
import { learn, sentence } from "./words.js";

const byId = (id) => document.getElementById(id);
const { dataset } = document.body;
const settings = JSON.parse(dataset.kiosk);
learn(settings.words);

const screen = new Screen();
const announcer = new Announcer(byId("announcer"));
const audio = new Audio();
const earcons = new Earcons(audio);
const manner = new Manner();
const meter = new LevelMeter(byId("level"), byId("level-words"));
const conversation = new Conversation();
const service = new SpeechService(settings.voice, settings.passes);
const speaker = new Speaker({
  audio,
  fetchSpeech: (text, rate, signal) => service.speak(text, rate, signal),
});

const idle = new IdleClock(settings, {
  onWarn: (seconds) => {
    earcons.play("warning");
    screen.warn(seconds, conversation.code);
    talking.warn(seconds, conversation.code);
  },
  onTick: (left) => screen.left(left),
  onKept: (by) => {
    screen.unwarn();
    talking.kept(by);
  },
  onEnd: () => kiosk.wipe(),
});

const hearing = new Hearing({
  audio, service, worklet: dataset.worklet, profile: "elder",
  onEvent: (event) => talking.heard(event),
  onLevel: (level) => {
    if (screen.state === "listening") meter.show(level);
    else meter.clear();
    if (!kiosk.there) presence.hear(level);
  },
  onTrouble: (kind, there) => talking.trouble(kind, there),
});

const talking = new Talking(
  { screen, announcer, hearing, speaker, earcons, manner, audio, idle },
  { onReply: (reply) => kiosk.show(reply), onSaid: (words) => kiosk.hear(words) },
);
const explorer = new Explorer({ onName: (name) => talking.murmur(name), again: () => sentence("touch_again") });
const pad = new Pad(byId("pad"), {
  onDigit: (digit) => talking.murmur(digit),
  onDone: (digits) => kiosk.hear(digits || "0"),
});
const kiosk = new Kiosk(
  { screen, conversation, talking, hearing, earcons, manner, audio, idle, explorer, pad, meter },
  {
    open: new URLSearchParams(location.search).get("microphone") !== "push",
    forget: forgetter(dataset.wipe),
  },
);
const presence = new Presence(() => kiosk.invite());
scrollByButton(byId("reply"), byId("more"));
controls({ kiosk, talking, idle, pad, presence });
