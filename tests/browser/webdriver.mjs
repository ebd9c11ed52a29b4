// A client for chromedriver that implements the part of the W3C WebDriver protocol that these tests require.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Program } from "../interop/program.js";
import { until } from "../interop/inbox.js";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // the key that the standard defines for an element
const ARGUMENTS = [
  "--headless=new",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--force-device-scale-factor=1",
  "--hide-scrollbars",
  "--no-first-run",
  "--no-proxy-server",
  "--window-size=1200,860",
  // Chromium's sandbox can't run as root, which is the user in many containers.
  ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
];

async function call(method, url, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`, { cause: value.error });
  return value;
}

/** The program chromedriver, which starts browsers. */
export class Driver {
  #browsers = [];

  static async start() {
    const driver = new Driver();
    // chromedriver chooses a port that is free for IPv4, and exits if the port is in use for IPv6. Tries again.
    for (let tries = 0; !driver.url && tries < 10; tries += 1) {
      driver.program = new Program("chromedriver", ["--port=0"]);
      const exited = driver.program.exitStatus().then(() => null);
      driver.url = await Promise.race([Driver.#urlOf(driver.program), exited]);
    }
    if (!driver.url) throw new Error("chromedriver found no port");
    return driver;
  }

  static async #urlOf(program) {
    for (;;) {
      const port = /started successfully on port (\d+)/.exec(await program.nextLine())?.[1];
      if (port) return `http://127.0.0.1:${port}`;
    }
  }

  /** Starts a browser with its own profile. */
  async browser() {
    const profile = await mkdtemp(join(tmpdir(), "webpubsub-browser-"));
    const args = [...ARGUMENTS, `--user-data-dir=${profile}`];
    const options = { binary: process.env.WEBPUBSUB_CHROMIUM, args };
    const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } };
    const { sessionId } = await call("POST", `${this.url}/session`, { capabilities });
    const browser = new Browser(`${this.url}/session/${sessionId}`, profile);
    this.#browsers.push(browser);
    return browser;
  }

  /** Stops chromedriver and its browsers. */
  async stop() {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    return this.program.stop();
  }
}

export class Browser {
  #url;
  #profile;

  constructor(url, profile) {
    this.#url = url;
    this.#profile = profile;
  }

  #post(path, body = {}) {
    return call("POST", `${this.#url}/${path}`, body);
  }

  open(url) {
    return this.#post("url", { url });
  }

  /** Runs a function in the page and returns its result. */
  run(script, ...args) {
    return this.#post("execute/sync", { script: `return (${script})(...arguments)`, args });
  }

  /** The elements that match a CSS selector. */
  async all(selector) {
    const found = await this.#post("elements", { using: "css selector", value: selector });
    return found.map((one) => one[ELEMENT]);
  }

  /** Performs an action on the first element that matches a CSS selector, as soon as it is visible. */
  async #act(selector, path, body) {
    await until(async () => {
      const [found] = await this.all(selector);
      if (!found) return false;
      try {
        if (!(await this.isShown(found))) return false;
        await this.#post(`element/${found}/${path}`, body);
        return true;
      } catch (error) {
        // The page has replaced the element since it was found.
        if (error.cause === "stale element reference") return false;
        throw error;
      }
    }, `${selector} is visible`);
  }

  click(selector) {
    return this.#act(selector, "click");
  }

  /** Types text into a field; "\n" presses Enter. */
  type(selector, text) {
    return this.#act(selector, "value", { text: text.replace("\n", "\uE007") });
  }

  isShown(element) {
    return call("GET", `${this.#url}/element/${element}/displayed`);
  }

  /** The accessible name of an element. */
  nameOf(element) {
    return call("GET", `${this.#url}/element/${element}/computedlabel`);
  }

  /** The visible text of an element; empty if the element is not visible. */
  text(selector) {
    return this.run((wanted) => {
      const found = document.querySelector(wanted);
      return found?.checkVisibility() ? found.innerText : "";
    }, selector);
  }

  /** Waits until an element shows a text. */
  async sees(selector, text) {
    await until(async () => (await this.text(selector)).includes(text), `${selector} shows "${text}"`);
  }

  /** Emulates the preference for a color scheme, such as "dark". */
  prefer(colorScheme) {
    const features = [
      { name: "prefers-color-scheme", value: colorScheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    return this.#post("goog/cdp/execute", { cmd: "Emulation.setEmulatedMedia", params: { features } });
  }

  /** Sets the width of the page in pixels; 0 for the width of the window. */
  resize(width) {
    const params = { width, height: 0, deviceScaleFactor: 0, mobile: false };
    return this.#post("goog/cdp/execute", { cmd: "Emulation.setDeviceMetricsOverride", params });
  }

  /** A screenshot of the page, as PNG. */
  async picture() {
    return Buffer.from(await call("GET", `${this.#url}/screenshot`), "base64");
  }

  async close() {
    await call("DELETE", this.#url);
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
