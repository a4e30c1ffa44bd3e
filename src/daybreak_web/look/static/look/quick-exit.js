/**
 * <quick-exit>: leave at once, and leave nothing in the way back.
 *
 * Without this script its link works as any link does. With it the page is blanked first, the entry in the history
 * is replaced, and Escape pressed three times within five seconds does the same from anywhere on the page.
 */
const PRESSES = 3;
const WITHIN = 5000; // milliseconds

class QuickExit extends HTMLElement {
  /** @type {number[]} */
  #pressed = [];

  connectedCallback() {
    this.querySelector("a")?.addEventListener("click", this.#clicked);
    document.addEventListener("keydown", this.#keyed, true);
    this.querySelector("[hidden]")?.removeAttribute("hidden");
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#keyed, true);
  }

  /** @param {MouseEvent} event */
  #clicked = (event) => {
    event.preventDefault();
    this.leave();
  };

  /** @param {KeyboardEvent} event */
  #keyed = (event) => {
    if (event.key !== "Escape") {
      this.#pressed = [];
      return;
    }
    if (event.repeat) return;
    const now = event.timeStamp;
    this.#pressed = [...this.#pressed.filter((then) => now - then < WITHIN), now];
    if (this.#pressed.length >= PRESSES) this.leave();
  };

  leave() {
    const link = this.querySelector("a");
    if (!link) return;
    document.title = "…";
    document.body.hidden = true;
    location.replace(link.href);
  }
}

customElements.define("quick-exit", QuickExit);

// A page that the browser kept whole for "back" is asked for again: whoever left is no longer signed in.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.body.hidden = true;
    location.reload();
  }
});
