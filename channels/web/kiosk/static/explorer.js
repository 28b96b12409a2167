// For those who don't see: the first touch names what is under the finger, the second uses it.

const CONTROLS = "button, input, [tabindex='0']";

const nameOf = (control) => control.dataset.say
  ?? control.labels?.[0]?.textContent ?? control.ariaLabel ?? control.textContent.trim();

export class Explorer {
  #armed = null;
  #byKey = false;

  /** @param {{onName: function(string)}} on what is to be said */
  constructor({ onName, again }) {
    this.onName = onName;
    this.again = again;
    this.on = false;
    document.addEventListener("keydown", () => { this.#byKey = true; }, true);
    document.addEventListener("pointerdown", (event) => this.#touched(event), true);
    // After a first touch the click that follows it is not yet one.
    document.addEventListener("click", (event) => this.#clicked(event), true);
    document.addEventListener("focusin", (event) => this.#focused(event));
  }

  set(on) {
    this.on = on;
    this.#arm(null);
  }

  #touched(event) {
    this.#byKey = false;
    if (!this.on) return;
    const control = event.target.closest(CONTROLS);
    this.first = control !== this.#armed;
    if (!this.first) return;
    event.preventDefault();
    event.stopPropagation();
    this.#arm(control);
    if (control) {
      control.focus({ preventScroll: true });
      this.onName(`${nameOf(control)}${this.again()}`);
    }
  }

  #clicked(event) {
    // detail 0: a key, which is meant.
    if (!this.on || !this.first || event.detail === 0) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #focused(event) {
    if (this.#byKey && event.target.matches(CONTROLS)) this.onName(nameOf(event.target));
  }

  #arm(control) {
    this.#armed?.classList.remove("armed");
    control?.classList.add("armed");
    this.#armed = control;
  }
}
