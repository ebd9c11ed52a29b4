// A client of chromedriver by the W3C WebDriver protocol: just what these tests take.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Program } from "../interop/program.js";
import { until } from "../interop/inbox.js";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // by which the standard marks an element
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
  // Chromium's sandbox refuses to run as root, as containers do.
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
    // The port that it finds free for IPv4 may be taken for IPv6. Then it ends, and another one may be luckier.
    for (let tries = 0; !driver.url && tries < 10; tries += 1) {
      driver.program = new Program("chromedriver", ["--port=0"]);
      const itsEnd = driver.program.exitStatus().then(() => null);
      driver.url = await Promise.race([Driver.#urlOf(driver.program), itsEnd]);
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

  /** A browser that knows nothing of the others. */
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

  /** Ends the browsers as well. */
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

  /** What a function returns that runs in the page. */
  run(script, ...args) {
    return this.#post("execute/sync", { script: `return (${script})(...arguments)`, args });
  }

  /** The elements that a CSS selector finds. */
  async all(selector) {
    const found = await this.#post("elements", { using: "css selector", value: selector });
    return found.map((one) => one[ELEMENT]);
  }

  /** Does something with the element that a CSS selector finds, as soon as it is there and to be seen. */
  async #act(selector, path, body) {
    await until(async () => {
      const [found] = await this.all(selector);
      if (!found) return false;
      try {
        if (!(await this.isShown(found))) return false;
        await this.#post(`element/${found}/${path}`, body);
        return true;
      } catch (error) {
        // The page put another in its place since it was found.
        if (error.cause === "stale element reference") return false;
        throw error;
      }
    }, `${selector} is there`);
  }

  click(selector) {
    return this.#act(selector, "click");
  }

  /** Types into a field as somebody would; "\n" is the key Enter. */
  type(selector, text) {
    return this.#act(selector, "value", { text: text.replace("\n", "\uE007") });
  }

  isShown(element) {
    return call("GET", `${this.#url}/element/${element}/displayed`);
  }

  /** What assistive technology calls an element. */
  nameOf(element) {
    return call("GET", `${this.#url}/element/${element}/computedlabel`);
  }

  /** The text of an element as it is shown; empty if it isn't. */
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

  /** What the user prefers, such as the colour scheme "dark". */
  prefer(colourScheme) {
    const features = [
      { name: "prefers-color-scheme", value: colourScheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    return this.#post("goog/cdp/execute", { cmd: "Emulation.setEmulatedMedia", params: { features } });
  }

  /** Shows the page as wide as so many pixels; 0: as wide as the window. */
  resize(width) {
    const params = { width, height: 0, deviceScaleFactor: 0, mobile: false };
    return this.#post("goog/cdp/execute", { cmd: "Emulation.setDeviceMetricsOverride", params });
  }

  /** A picture of the page, as PNG. */
  async picture() {
    return Buffer.from(await call("GET", `${this.#url}/screenshot`), "base64");
  }

  async close() {
    await call("DELETE", this.#url);
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
